"""An index of a register for look-backs: for each party, by day of knowledge, by day, what is told; all of it in arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from attrs import frozen

from .parties import Records, Told, WordsCache, tell, together, turns_of
from .points import BEFORE, Points

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    from ..timelines import Compiled, Timeline

__all__ = ["EPOCH", "Index", "Making", "Pieces", "index_of"]

EPOCH = date(1970, 1, 1).toordinal()


@frozen(eq=False)
class Pieces:
    """The pieces of many: ``points`` finds one by code and day, and the arrays say of each what is told, and of whom."""

    points: Points
    told: NDArray[numpy.int32]
    """The number of what a piece says: a place in the tellings of its index."""
    named: NDArray[numpy.int32]
    """The number of the sanctions that it is said of."""


@frozen(eq=False)
class Index:
    """Arrays that answer for parties numbered from 0. Days are int32, counted from 1970-01-01."""

    latest: Pieces
    """The pieces of a reader with all that is recorded, by party."""
    readers: Points | None
    """The intervals of knowledge, by party; ``None`` where no row has a day of knowledge."""
    known: Pieces | None
    """The pieces by interval of knowledge."""
    tellings: list[Told]
    sanctions: list[str]
    """The ids of which pieces are told, those of one piece joined by "; "."""

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
        pieces, codes, points = self._looking(parties, known, numbers, fast)
        told = pieces.told if values is None else values.take(pieces.told)
        return points.find(codes, days, told, fast=fast)

    def find_named(
        self,
        parties: NDArray[Any],
        days: NDArray[numpy.int32],
        known: NDArray[numpy.int32] | None = None,
        *,
        fast: bool | None = None,
    ) -> tuple[NDArray[numpy.int32], NDArray[numpy.int32]]:
        """Return, for each row, the number of what it is told, and the number of the ``sanctions`` that it is told of."""
        pieces, codes, points = self._looking(parties, known, None, fast)
        found = points.find(codes, days, fast=fast)
        return pieces.told.take(found), pieces.named.take(found)

    def _looking(
        self, parties: NDArray[Any], known: NDArray[Any] | None, numbers: NDArray[Any] | None, fast: bool | None
    ) -> tuple[Pieces, NDArray[Any], Points]:
        """Return the pieces in which rows are looked up, with the code of each row and the points that take it."""
        if known is None:
            points = self.latest.points
            return self.latest, parties, points if numbers is None else points.of(numbers)
        if self.readers is None or self.known is None:
            raise ValueError("the index was made without days of knowledge")
        readers = self.readers if numbers is None else self.readers.of(numbers)
        return self.known, readers.find(parties, known, fast=fast), self.known.points


def index_of(records: Records, parties: Iterable[Sequence[str]], *, known: bool = False) -> Index:
    """Make an index of parties, each given by the ids of its sanctions; with ``known`` also by day of knowledge.

    Raises `UnlawfulEvent`, `UnlawfulRelief` and `TooDoubtful`, as asking for the same answers does.
    """
    making = Making(records, known=known)
    for ids in parties:
        making.add(ids)
    return making.index()


class Making:
    """An index in the making: a party that is met later is added to it, and nothing is made anew."""

    def __init__(self, records: Records, *, known: bool = False) -> None:
        self.records = records
        self.count = 0
        self._tellings: dict[Told, int] = {}
        self._sanctions: dict[str, int] = {}
        self._latest: list[tuple[int, int]] = []
        self._known: list[tuple[int, int]] | None = [] if known else None
        self._readers: list[list[int]] = []
        self._words: WordsCache = {}
        self._shapes = _Shapes()
        # By identity, with the value itself, so that its identity stays its own: thousands of entries share their answers.
        self._of_answers: dict[int, tuple[int, object]] = {}

    def add(self, ids: Sequence[str]) -> None:
        """Add the next party; raises as `index_of` does."""
        if len(ids) == 1 and self._known is None:  # most are, and there may be a million of them
            shape = self._of_one(self.records.timeline(ids[0]).compile(None))
            self._latest.append((shape, self._named(ids[0])))
            self.count += 1
            return
        lines = [self.records.timeline(one) for one in ids]
        self._latest.append(self._shape(lines, None))
        if self._known is not None:
            turns = turns_of(lines)
            self._readers.append([BEFORE, *(day.toordinal() - EPOCH for day in turns)])
            self._known += [self._shape(lines, before - timedelta(days=1)) for before in turns]
            self._known.append(self._latest[-1])
        self.count += 1

    def index(self) -> Index:
        """Return the index of the parties added so far."""
        import numpy as np

        readers = None
        if self._known is not None:
            counts = np.array([len(row) for row in self._readers], np.int64)
            readers = Points(_offsets(counts), np.fromiter(chain.from_iterable(self._readers), np.int32))
        known = None if self._known is None else self._shapes.pieces(self._known)
        return Index(self._shapes.pieces(self._latest), readers, known, list(self._tellings), list(self._sanctions))

    def _shape(self, lines: Sequence[Timeline], known_on: date | None) -> tuple[int, int]:
        """Return the number of the shape of a party for a reader, and of its sanctions, -1 where that differs by piece."""
        if len(lines) == 1:
            return self._of_one(lines[0].compile(known_on)), self._named(lines[0].sanction.id)
        found = together(lines, known_on, self._words)
        told, named = [self._number(one.told) for one in found], [self._named(one.sanctions) for one in found]
        return self._shapes.add([one.start for one in found], told, named), -1

    def _of_one(self, compiled: Compiled) -> int:
        held = self._of_answers.get(id(compiled))
        if held is None:
            told: dict[int, int] = {}
            for answer in compiled.answers:
                if id(answer) not in told:
                    told[id(answer)] = self._number(tell(answer, self._words))
            numbers = [told[id(answer)] for answer in compiled.answers]
            held = self._of_answers[id(compiled)] = self._shapes.add(compiled.starts, numbers), compiled
        return held[0]

    def _number(self, told: Told) -> int:
        return self._tellings.setdefault(told, len(self._tellings))

    def _named(self, sanctions: str) -> int:
        return self._sanctions.setdefault(sanctions, len(self._sanctions))


class _Shapes:
    """What parties are told, each kind once: days, numbers of tellings, and of sanctions (-1: those of the party)."""

    def __init__(self) -> None:
        self._counts: list[int] = []
        self._rows: list[tuple[int, int, int]] = []

    def add(self, starts: Sequence[int], told: Sequence[int], named: Sequence[int] | None = None) -> int:
        """Return the number of a shape, new here; its first piece begins before every day."""
        days = [BEFORE, *(start - EPOCH for start in starts[1:])]
        self._rows += zip(days, told, named or [-1] * len(days), strict=True)
        self._counts.append(len(days))
        return len(self._counts) - 1

    def pieces(self, parties: Sequence[tuple[int, int]]) -> Pieces:
        """Return the pieces of parties, each given by the number of its shape and of its sanctions."""
        import numpy as np

        shapes, sanctions = np.array(parties, np.int64).reshape(-1, 2).T
        rows = np.array(self._rows, np.int32).reshape(-1, 3)
        counts = np.array(self._counts, np.int64)
        first, counts = _offsets(counts)[:-1].take(shapes), counts.take(shapes)
        offsets = _offsets(counts)
        places = np.repeat(first - offsets[:-1], counts) + np.arange(offsets[-1])
        days, told, named = (np.ascontiguousarray(rows[:, column]).take(places) for column in range(3))
        named = np.where(named < 0, np.repeat(sanctions.astype(np.int32), counts), named)
        return Pieces(Points(offsets, days), told, named)


def _offsets(counts: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    found = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=found[1:])
    return found.astype(np.int32) if found[-1] < 2**31 else found
