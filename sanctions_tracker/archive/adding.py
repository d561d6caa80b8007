"""Add an edition inside one transaction: compare it with the one before, number its entries, seal it."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import NamedTuple

from attrs import evolve

from ..lists import Entry, Found
from . import content
from .rows import COLUMNS, Added, EditionRow, Refused, row_of, values_of
from .sealing import seal

__all__ = ["Writer"]

State = dict[str, int]
"""The entries of one edition: the number of the version by key."""


class _Version(NamedTuple):
    number: int
    key: str
    body: str
    digest: bytes
    present: bool


class Writer:
    """What an open archive remembers between imports, so that the next edition costs only what it changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._forget()

    def _forget(self) -> None:
        self._changed = -1
        self._series: tuple[str, str] | None = None
        self._by_digest: dict[bytes, _Version] = {}
        self._by_number: dict[int, _Version] = {}
        self._packed: dict[int, tuple[Entry, _Version]] = {}  # the entry is kept, so that its identity stays its own
        self._state: tuple[int, State] = (0, {})

    def add(self, found: Found, arrived: date | None, limit: float, accept: bool) -> Added:
        """Add an edition; a transaction is open. Raises `Refused` and ``sqlite3.Error``; the caller rolls back."""
        try:
            return self._add(found, arrived, limit, accept)
        except BaseException:
            self._forget()
            raise

    def _add(self, found: Found, arrived: date | None, limit: float, accept: bool) -> Added:
        edition = found.edition
        rows = [
            row_of(row) for row in self.connection.execute(f"SELECT {', '.join(COLUMNS)} FROM edition ORDER BY number")
        ]
        for one in rows:
            if (one.list, one.sha256, one.first) == (edition.list, found.sha256, found.first):
                return Added(one, new=False)
        self._look(edition.list, edition.part)
        series = [one for one in rows if (one.list, one.part) == (edition.list, edition.part)]
        number = rows[-1].number + 1 if rows else 1
        order = (found.first, edition.whole, found.last, found.stamp, number)
        older = max((one for one in series if one.order < order), key=lambda one: one.order, default=None)
        newer = min((one for one in series if one.order > order), key=lambda one: one.order, default=None)
        before = {} if older is None else self._held(older)
        now, fresh = self._numbered(found, before)
        left, came = self._without(before, now), self._without(now, before)
        accepted = None
        if older is not None and left:
            accepted = _accepted(left, before, older, limit, accept)
            if not accept and _is_tail(before, now):
                raise Refused(
                    f"lacks the last {left:,} entries of the edition of {older.first} and no other: it looks cut off; "
                    "if they did leave, accept it (--accept-large-change)"
                )
        parent = older or newer
        base = before if parent is older else self._held(parent) if parent is not None else {}
        row = EditionRow(
            number,
            edition.list,
            edition.part,
            found.first,
            found.last,
            found.stamp,
            found.last if newer is None else _arrival(found, arrived, newer, series),
            newer is not None,
            edition.whole,
            found.format,
            found.file,
            found.sha256,
            found.size,
            len(edition.entries),
            left,
            accepted,
            None if parent is None else parent.number,
            rows[-1].hash if rows else "",
        )
        row = self._write(row, set(base.values()) ^ set(now.values()), fresh)
        self._state = (number, now)
        amended = sum(before[key] != now[key] for key in before.keys() & now.keys()) - self._flipped(before, now)
        return Added(row, True, came, left, amended)

    def _look(self, list: str, part: str) -> None:
        """Read what is held of a series, where it is not known already and nobody else has written since."""
        changed = self.connection.execute("PRAGMA data_version").fetchone()[0]
        if (changed, (list, part)) == (self._changed, self._series):
            return
        self._forget()
        self._changed, self._series = changed, (list, part)
        for number, key, body, digest in self.connection.execute(
            "SELECT id, key, body, digest FROM version WHERE list = ? AND part = ?", (list, part)
        ):
            self._keep(_Version(number, key, body, digest, content.seen(body).present))

    def _keep(self, version: _Version) -> None:
        self._by_digest[version.digest] = version
        self._by_number[version.number] = version

    def _held(self, row: EditionRow) -> State:
        """Return the entries of an edition: what differs from the parent, from the parent's parent, and so on, taken together."""
        if self._state[0] == row.number:
            return self._state[1]
        held: set[int] = set()
        number: int | None = row.number
        while number is not None:
            held ^= {
                one for (one,) in self.connection.execute("SELECT version FROM toggle WHERE edition = ?", (number,))
            }
            number = self.connection.execute("SELECT parent FROM edition WHERE number = ?", (number,)).fetchone()[0]
        return {self._by_number[one].key: one for one in held}

    def _numbered(self, found: Found, before: State) -> tuple[State, list[_Version]]:
        """Return the entries with the numbers of their versions, and the versions that are new."""
        edition = found.edition
        now: State = {} if edition.whole else dict(before)
        fresh: list[_Version] = []
        following = 1 + (self.connection.execute("SELECT max(id) FROM version").fetchone()[0] or 0)
        for entry in edition.entries:
            packed = self._packed.get(id(entry))
            if packed is None:
                body = content.pack(entry)
                digest = content.digest(edition.list, edition.part, body)
                version = self._by_digest.get(digest)
                if version is None:
                    version = _Version(following + len(fresh), entry.key, body, digest, entry.present)
                    fresh.append(version)
                    self._keep(version)
                packed = self._packed[id(entry)] = (entry, version)
            if edition.whole or entry.present or entry.key in now:  # a removal of what was never held tells nothing
                now[entry.key] = packed[1].number
        return now, fresh

    def _without(self, one: State, other: State) -> int:
        """Count the entries on the list in one state and not in the other."""
        return sum(
            self._by_number[number].present and not (key in other and self._by_number[other[key]].present)
            for key, number in one.items()
            if other.get(key) != number
        )

    def _flipped(self, before: State, now: State) -> int:
        versions = self._by_number
        return sum(versions[before[key]].present != versions[now[key]].present for key in before.keys() & now.keys())

    def _write(self, row: EditionRow, toggled: set[int], fresh: list[_Version]) -> EditionRow:
        sealed = evolve(row, hash=seal(row, (self._by_number[one].digest for one in toggled)))
        write = self.connection
        marks = ", ".join("?" * len(COLUMNS))
        write.execute(f"INSERT INTO edition ({', '.join(COLUMNS)}) VALUES ({marks})", values_of(sealed))
        write.executemany(
            "INSERT INTO version (id, edition, list, part, key, body, digest) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(one.number, row.number, row.list, row.part, one.key, one.body, one.digest) for one in fresh],
        )
        write.executemany("INSERT INTO toggle VALUES (?, ?)", [(row.number, one) for one in sorted(toggled)])
        return sealed


def _arrival(found: Found, arrived: date | None, newer: EditionRow, series: list[EditionRow]) -> date:
    """Return the day from which a late edition is known: earlier readers keep the answers that they were given."""
    if arrived is None:
        raise Refused(
            f"is of {found.first}, and the archive holds a newer edition, of {newer.first}: "
            "say on which day it came, so that earlier answers stay as they were (arrived=)"
        )
    known = max(one.known for one in series)
    if arrived < known:
        raise Refused(
            f"came late and cannot have arrived on {arrived}: the archive was known to hold editions up to {known}"
        )
    return arrived


_TAIL = 3


def _is_tail(before: State, now: State) -> bool:
    """Say whether what is gone are several entries of the highest numbers: a list is written in the order of its numbers."""
    gone = [key for key in before if key not in now]
    if len(gone) < _TAIL or not now or not all(key.isdecimal() for key in (*gone, *now)):
        return False
    return min(map(int, gone)) > max(map(int, now))


def _accepted(left: int, before: State, older: EditionRow, limit: float, accept: bool) -> float | None:
    share = left / len(before)
    if share <= limit:
        return None
    if not accept:
        raise Refused(
            f"would remove {left:,} of the {len(before):,} entries of the edition of {older.first} ({share:.2%}, more than "
            f"{limit:.2%}): it may be cut off, or of another list; if that is what happened, accept it (--accept-large-change)"
        )
    return share
