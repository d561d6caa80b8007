"""An index of a register for look-backs: for each party, by day of knowledge, by day, what is told; all of it in arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from attrs import define, field

from .parties import Piece, Records, Told, pieces, turns_of
from .points import BEFORE, Points

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

__all__ = ["EPOCH", "Index", "index_of"]

EPOCH = date(1970, 1, 1).toordinal()


@define(eq=False)
class Index:
    """Arrays that answer for parties numbered from 0.

    ``find`` gives the number of a piece; ``tellings[told[piece]]`` is what it says. Days are int32, counted from 1970-01-01.
    """

    latest: Points
    """The pieces of a reader with all that is recorded, by party."""
    readers: Points | None
    """The intervals of knowledge, by party; ``None`` where no row has a day of knowledge."""
    known: Points | None
    """The pieces by interval of knowledge."""
    told: NDArray[numpy.int32]
    """For each piece of ``latest`` the number of what it says."""
    known_told: NDArray[numpy.int32] | None
    tellings: list[Told] = field(factory=list)

    def find(
        self,
        parties: NDArray[Any],
        days: NDArray[numpy.int32],
        known: NDArray[numpy.int32] | None = None,
        *,
        numbers: NDArray[Any] | None = None,
        values: NDArray[Any] | None = None,
        fast: bool | None = None,
    ) -> NDArray[Any]:
        """Return, for each row, the number of what it is told (an index into ``tellings``), or the one of ``values`` for it.

        Where ``numbers`` is given, ``parties`` are places in it: the indices of a dictionary, and the party of each word.
        """

        def look(points: Points) -> Points:
            return points if numbers is None else points.of(numbers)

        if known is None:
            told = self.told if values is None else values.take(self.told)
            return look(self.latest).find(parties, days, told, fast=fast)
        if self.readers is None or self.known is None or self.known_told is None:
            raise ValueError("the index was made without days of knowledge")
        told = self.known_told if values is None else values.take(self.known_told)
        interval = look(self.readers).find(parties, known, fast=fast)
        return self.known.find(interval, days, told, fast=fast)


def index_of(records: Records, parties: Iterable[Sequence[str]], *, known: bool = False) -> Index:
    """Make an index of parties, each given by the ids of its sanctions; with ``known`` also by day of knowledge.

    Raises `UnlawfulEvent`, `UnlawfulRelief` and `TooDoubtful`, as asking for the same answers does.
    """
    made = _Made()
    for ids in parties:
        lines = [records.timeline(one) for one in ids]
        made.latest.append(made.rows(pieces(lines, None)))
        if known:
            turns = turns_of(lines)
            made.readers.append([BEFORE, *(day.toordinal() - EPOCH for day in turns)])
            for before in turns:
                made.known.append(made.rows(pieces(lines, before - timedelta(days=1))))
            made.known.append(made.latest[-1])
    return made.index(known)


class _Made:
    def __init__(self) -> None:
        self.numbers: dict[Told, int] = {}
        self.latest: list[list[tuple[int, int]]] = []
        self.known: list[list[tuple[int, int]]] = []
        self.readers: list[list[int]] = []

    def rows(self, found: list[Piece]) -> list[tuple[int, int]]:
        """Return (day, number of what is told) of each piece, the first before every day."""
        rows: list[tuple[int, int]] = []
        for piece in found:
            number = self.numbers.setdefault(piece.told, len(self.numbers))
            rows.append((piece.start - EPOCH if rows else BEFORE, number))
        return rows

    def index(self, known: bool) -> Index:
        import numpy as np

        latest, told = _points(self.latest)
        readers = inner = inner_told = None
        if known:
            readers = Points(_offsets(self.readers), np.array([one for row in self.readers for one in row], np.int32))
            inner, inner_told = _points(self.known)
        return Index(latest, readers, inner, told, inner_told, list(self.numbers))


def _offsets(rows: Sequence[Sequence[Any]]) -> NDArray[Any]:
    import numpy as np

    found = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=found[1:])
    return found.astype(np.int32) if found[-1] < 2**31 else found


def _points(rows: Sequence[Sequence[tuple[int, int]]]) -> tuple[Points, NDArray[Any]]:
    import numpy as np

    flat = np.array([one for row in rows for one in row], np.int32).reshape(-1, 2)
    return Points(_offsets(rows), np.ascontiguousarray(flat[:, 0])), np.ascontiguousarray(flat[:, 1])
