"""The archive: editions of official lists in one file, each whole or not at all, none ever changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from ..lists import Entry, Found
from . import content, sealing
from .adding import Writer
from .rows import COLUMNS, Added, EditionRow, row_of
from .tables import ArchiveError, connect, is_new, make

__all__ = ["LIMIT", "Archive"]

LIMIT = 0.05
"""The share of a list that an edition may remove before it is refused: a failed download removes everybody."""


class Archive:
    """An archive of official lists at a path, to be used in a ``with`` block or closed with `close`.

    Reading changes nothing. With ``create`` the file may be missing; the first `add` makes it. ``wait`` is for how many seconds another
    import may go on before this one gives up. Raises `ArchiveError` where the file is no archive, or cannot be read.
    """

    def __init__(self, path: str | Path, *, create: bool = False, wait: float = 30.0) -> None:
        self.path = Path(path)
        self._wait = wait
        self._writer: Writer | None = None
        self._connection: sqlite3.Connection | None = None
        if not create or self.path.exists():
            self._connection = self._connect(create)
            if create and is_new(self._connection):  # killed before its first edition was whole
                self.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._writer = None

    def _connect(self, create: bool) -> sqlite3.Connection:
        try:
            return connect(self.path, create=create, wait=self._wait)
        except sqlite3.Error as error:
            raise ArchiveError(f"{self.path}: cannot be opened: {error}") from None

    def _ask(self, question: str, values: tuple[object, ...] = ()) -> Iterator[tuple[Any, ...]]:
        if self._connection is not None:
            try:
                yield from self._connection.execute(question, values)
            except sqlite3.Error as error:
                raise ArchiveError(f"{self.path}: cannot be read: {error}; see 'archive verify'") from None

    def editions(self, list: str | None = None) -> tuple[EditionRow, ...]:
        """Return the editions (of one list), by list and part, in the order of their days."""
        rows = [row_of(row) for row in self._ask(f"SELECT {', '.join(COLUMNS)} FROM edition")]
        chosen = [one for one in rows if list is None or one.list == list]
        return tuple(sorted(chosen, key=lambda one: (one.list, one.part, one.order)))

    def toggles(self) -> dict[int, set[int]]:
        """Return, for each edition, the versions by which it differs from its parent."""
        found: dict[int, set[int]] = {}
        for edition, version in self._ask("SELECT edition, version FROM toggle"):
            found.setdefault(edition, set()).add(version)
        return found

    def versions(self) -> Iterator[tuple[int, str, str, str, str]]:
        """Yield (number, list, part, key, body) of every version of every entry."""
        return self._ask("SELECT id, list, part, key, body FROM version")

    def entry(self, version: int) -> Entry:
        """Return one version of an entry. Raises `ArchiveError` where there is none of that number."""
        for (body,) in self._ask("SELECT body FROM version WHERE id = ?", (version,)):
            return content.unpack(body)
        raise ArchiveError(f"{self.path}: holds no version {version}")

    def verify(self) -> tuple[str, ...]:
        """Return everything that is wrong with the file, a line each, with the edition that it concerns; empty where all is well."""
        return () if self._connection is None else sealing.verify(self._connection, self.path)

    def add(self, found: Found, *, arrived: date | None = None, limit: float = LIMIT, accept: bool = False) -> Added:
        """Add one edition, whole or not at all, and return what it changed. One that is held already changes nothing.

        An edition older than one already held came late: readers know it from ``arrived`` on, which is then needed.
        ``limit`` is the share of the list that it may remove; with ``accept`` it may remove more, and that is recorded. Raises
        `Refused`, and `ArchiveError` where the file cannot be written; either way nothing is changed.
        """
        fresh = not self.path.exists()
        if self._connection is None:
            self._connection = self._connect(create=True)
        if self._writer is None:
            self._writer = Writer(self._connection)
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            make(self._connection)
            added = self._writer.add(found, arrived, limit, accept)
            self._connection.execute("COMMIT")
        except BaseException as error:
            self._undo(fresh)
            if isinstance(error, sqlite3.Error):
                raise ArchiveError(_words(self.path, error)) from None
            raise
        return added

    def _undo(self, fresh: bool) -> None:
        """Undo what was begun, in the file and in memory; a file that was made for it goes too."""
        self._writer = None
        if self._connection is not None and self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error:  # the disk is full or gone: whoever opens it next rolls it back
                self.close()
        if fresh:
            self.close()
            if self.path.is_file() and self.path.stat().st_size == 0:
                self.path.unlink()


def _words(path: Path, error: sqlite3.Error) -> str:
    if "locked" in str(error):
        return f"{path}: another import is writing to it; try again when that has ended"
    return f"{path}: cannot be written: {error}; nothing was changed"
