"""The tables of an archive: one SQLite file, to which rows are only ever added."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

__all__ = ["ArchiveError", "connect", "is_new", "make"]

APPLICATION = 0x53545241  # "STRA": what ``file`` and we know an archive by
FORMAT = 1

# ``parent`` is the edition from whose entries those of this one were told apart: ``toggle`` holds what differs, each
# version once, whether it came or went. ``previous`` and ``hash`` chain all editions in the order of their arrival.
_TABLES = (
    """CREATE TABLE edition (
    number INTEGER PRIMARY KEY,
    list TEXT NOT NULL,
    part TEXT NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    stamp TEXT NOT NULL,
    known TEXT NOT NULL,
    late INTEGER NOT NULL,
    whole INTEGER NOT NULL,
    format TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    accepted REAL,
    parent INTEGER REFERENCES edition,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (list, sha256, first)
)""",
    """CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    edition INTEGER NOT NULL REFERENCES edition,
    list TEXT NOT NULL,
    part TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    digest BLOB NOT NULL
)""",
    """CREATE TABLE toggle (
    edition INTEGER NOT NULL REFERENCES edition,
    version INTEGER NOT NULL REFERENCES version,
    PRIMARY KEY (edition, version)
) WITHOUT ROWID""",
)
_KEEP = tuple(
    f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'an archive is only ever added to'); END"
    for table in ("edition", "version", "toggle")
    for verb in ("UPDATE", "DELETE")
)
_SCHEMA = frozenset((*_TABLES, *_KEEP))


class ArchiveError(ValueError):
    """The file is no archive, or a damaged one, or cannot be read or written now. The message says which."""


def connect(path: Path, *, create: bool = False, wait: float = 30.0) -> sqlite3.Connection:
    """Open an archive; ``wait`` seconds for another that is writing. Raises `ArchiveError`."""
    if not create and not path.is_file():
        raise ArchiveError(f"{path}: is not there, or no file")
    connection = None
    try:
        connection = _open(path, "rwc" if create else "rw", wait)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        if connection is not None:
            connection.close()
        if create:
            raise
        connection = _open(path, "ro", wait)  # a folder in which nothing may be written
    try:
        _identify(connection, path, create)
    except BaseException:
        connection.close()
        raise
    return connection


def _identify(connection: sqlite3.Connection, path: Path, create: bool) -> None:
    """Refuse what is no archive of this format, exactly: a table from a stranger may be a view that computes, or worse."""
    found = frozenset(row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
    if not found and create:
        return
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == APPLICATION and version != FORMAT:
        raise ArchiveError(f"{path}: is an archive of format {version}; this version reads format {FORMAT}")
    if application != APPLICATION:
        raise ArchiveError(f"{path}: is {'another database' if found else 'empty'}, not an archive of lists")
    if found != _SCHEMA:
        raise ArchiveError(f"{path}: has tables that are not those of an archive; it was changed by something else")


def _open(path: Path, mode: str, wait: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}", uri=True, timeout=wait, isolation_level=None
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA trusted_schema = OFF")  # a file from a stranger runs nothing
    return connection


def is_new(connection: sqlite3.Connection) -> bool:
    """Say whether the file has no tables yet."""
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def make(connection: sqlite3.Connection) -> None:
    """Make the tables inside the transaction that is open, where they are not there yet."""
    if not is_new(connection):
        return
    for statement in (*_TABLES, *_KEEP):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
