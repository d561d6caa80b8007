"""An edition as the archive keeps it, and what an import made of a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
from attrs import frozen

from .tables import ArchiveError

__all__ = ["COLUMNS", "Added", "EditionRow", "Refused", "row_of", "values_of"]


class Refused(ValueError):
    """The edition was not taken, and nothing was changed; the message says why."""


@frozen
class EditionRow:
    """An edition in the archive.

    It speaks for the days from ``first`` to ``last``, both inclusive (one day, but for consolidated laws). Readers know it
    from ``known`` on; a ``late`` one came after newer ones were held. ``removed`` entries of the edition before are not in it; where
    that was more than the limit, ``accepted`` is the share. ``hash`` seals the row, its entries, and ``previous``.
    """

    number: int
    list: str
    part: str
    first: date
    last: date
    stamp: str
    known: date
    late: bool
    whole: bool
    format: str
    file: str
    sha256: str
    size: int
    entries: int
    removed: int
    accepted: float | None
    parent: int | None
    previous: str
    hash: str = ""

    @property
    def order(self) -> tuple[date, bool, date, str, int]:
        """Where it stands in its series: by its day; of one day, what tells changes first, then by last day and instant of capture."""
        return self.first, self.whole, self.last, self.stamp, self.number


COLUMNS = tuple(one.name for one in attrs.fields(EditionRow))


@frozen
class Added:
    """What became of one file: the edition, whether it is new, and how many entries came, left and were amended."""

    edition: EditionRow
    new: bool
    came: int = 0
    left: int = 0
    amended: int = 0


def values_of(row: EditionRow) -> tuple[str | int | float | None, ...]:
    """Return a row as it is stored and sealed, in the order of `COLUMNS`."""
    plain = (getattr(row, name) for name in COLUMNS)
    return tuple(
        one.isoformat() if isinstance(one, date) else int(one) if isinstance(one, bool) else one for one in plain
    )


def row_of(values: Iterable[Any]) -> EditionRow:
    """Make an edition of a stored row; raises `ArchiveError` on a value that was never written so."""
    named = dict(zip(COLUMNS, values, strict=True))
    for name in ("first", "last", "known"):
        try:
            named[name] = date.fromisoformat(named[name])
        except (TypeError, ValueError):
            raise ArchiveError(f"edition {named['number']} is damaged: {name} is no day: {named[name]!r}") from None
    named["late"], named["whole"] = bool(named["late"]), bool(named["whole"])
    return EditionRow(**named)
