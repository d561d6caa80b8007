"""The chain of hashes over the editions, in the order of their arrival: a changed byte breaks a link, and the link has a number."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from attrs import evolve

from . import content
from .pages import strays
from .rows import COLUMNS, EditionRow, row_of, values_of
from .tables import ArchiveError

__all__ = ["seal", "verify"]


def seal(row: EditionRow, digests: Iterable[bytes]) -> str:
    """Return the hash of an edition: of its row with the hash before it, and of the versions by which it differs from its parent."""
    found = hashlib.sha256(
        json.dumps(values_of(evolve(row, hash="")), ensure_ascii=False, separators=(",", ":")).encode()
    )
    for one in sorted(digests):
        found.update(one)
    return found.hexdigest()


def verify(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """Return what is wrong with an archive, a line each; empty where every hash and every page of the file holds."""
    connection.execute("BEGIN")  # so that nobody writes meanwhile
    try:
        return _verify(connection, path)
    finally:
        connection.execute("ROLLBACK")


def _verify(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    found: list[str] = []
    try:
        digests, told = _digests(connection)
        found += told
        found += _chain(connection, digests)
    except (sqlite3.Error, ArchiveError) as error:
        found.append(f"the archive cannot be read to its end: {error}")
    try:
        pages = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
        keys = list(connection.execute("PRAGMA foreign_key_check"))
    except sqlite3.Error as error:
        pages, keys = [str(error)], []
    found += [f"the file is damaged: {' '.join(str(one).split())}" for one in pages if one != "ok"]
    found += [f"the file is damaged: page {number} holds what was never written" for number in strays(path)][:20]
    found += [f"the table {row[0]} names a row of {row[2]} that is not there" for row in keys[:20]]
    return tuple(found)


def _digests(connection: sqlite3.Connection) -> tuple[dict[int, bytes], list[str]]:
    """Compute every version's digest anew; say which differ from what is written, and of which edition they are."""
    found: dict[int, bytes] = {}
    problems: list[str] = []
    last = 0
    try:
        for id_, edition, list_, part, key, body, digest in connection.execute(
            "SELECT id, edition, list, part, key, body, digest FROM version ORDER BY id"
        ):
            last = edition
            found[id_] = content.digest(list_, part, body)
            try:
                entry = content.unpack(body)
                right = entry.key == key and content.pack(entry) == body
            except (TypeError, ValueError):
                right = False
            if found[id_] != digest or not right:
                problems.append(f"edition {edition} is damaged: its entry {key!r} is not what was imported")
    except (sqlite3.Error, UnicodeError, TypeError) as error:
        problems.append(f"edition {last} or the one after it is damaged: {error}")
    return found, problems


def _chain(connection: sqlite3.Connection, digests: dict[int, bytes]) -> list[str]:
    toggled: dict[int, list[bytes]] = {}
    problems: list[str] = []
    for edition, version in connection.execute("SELECT edition, version FROM toggle"):
        if version in digests:
            toggled.setdefault(edition, []).append(digests[version])
        else:
            problems.append(f"edition {edition} is damaged: its entry {version} is missing")
    before = ""
    expected = 1
    for values in connection.execute(f"SELECT {', '.join(COLUMNS)} FROM edition ORDER BY number"):
        try:
            row = row_of(values)
        except ArchiveError as error:
            problems.append(str(error))
            before, expected = str(values[-1]), int(values[0]) + 1
            continue
        where = f"edition {row.number} ({row.list}, {row.first}, {row.file})"
        if row.number != expected:
            problems.append(f"edition {expected} is missing")
        elif row.previous != before:
            problems.append(f"{where} does not follow the one before it")
        if seal(row, toggled.get(row.number, ())) != row.hash:
            problems.append(f"{where} is not what was imported: its hash does not hold")
        before, expected = row.hash, row.number + 1
    return problems
