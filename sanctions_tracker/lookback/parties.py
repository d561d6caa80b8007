"""Who a row speaks of, and what its sanctions make of each day: one or several, the strictest of them, all of them named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..answer import Answer, Possible, label_of, relief_of, restricts_of, state_of, strictest
from ..facts import Subject
from ..lifecycle import Lifecycle
from ..sanction import Sanction
from ..timelines import Timeline

if TYPE_CHECKING:
    from ..answer import Cause

__all__ = ["BY", "Piece", "Records", "Told", "Words", "WordsCache", "parties", "tell", "together", "turns_of"]

BY = ("id", "subject", "list key")


class Records(Protocol):
    """What a look-back needs of a register."""

    @property
    def sanctions(self) -> tuple[Sanction, ...]: ...

    def timeline(self, id: str) -> Timeline: ...

    def subject_of(self, name: str) -> Subject | None: ...


class Told(NamedTuple):
    """What a row is told, but for what depends on the row itself: whose sanctions they are, and its day of knowledge."""

    state: str | None
    relief: str | None
    label: str
    restricts: str
    since: date | None
    ends: date | None
    cause: str | None
    undetermined: bool
    projected_from: int | None


class Piece(NamedTuple):
    """From ``start`` (an ordinal) on, until the next one, this is told, of these ``sanctions``."""

    start: int
    told: Told
    sanctions: str


def parties(records: Records, by: str) -> Callable[[str], tuple[str, ...]]:
    """Return how to find the sanctions of a party: by their ``id``, by ``subject``, or by ``list key``, the publisher's number.

    The function returns the ids, none where nobody bears the name. Raises `ValueError` on another word.
    """
    if by == "id":
        ids = {one.id for one in records.sanctions}
        return lambda key: (key,) if key in ids else ()
    if by == "subject":
        members: dict[str, list[str]] = {}
        for one in records.sanctions:
            for name in one.subjects if one.measure != "regime" else ():
                members.setdefault(name, []).append(one.id)

        def of_subject(name: str) -> tuple[str, ...]:
            found = records.subject_of(name)
            return tuple(members.get(name if found is None else found.id, ()))

        return of_subject
    if by == "list key":
        bearers: dict[str, dict[str, None]] = {}
        for one in records.sanctions:
            for number in one.identifiers.values():
                bearers.setdefault(number, {})[one.id] = None
        return lambda key: tuple(bearers.get(key, ()))
    raise ValueError(f"by={by!r} is not a way to name a party; one of: {', '.join(map(repr, BY))}")


class Words(NamedTuple):
    """What is told of possibilities, whenever they hold and whatever set them."""

    state: str | None
    relief: str | None
    label: str
    restricts: str


WordsCache = dict[tuple[frozenset[Possible], int], Words]
"""By the possibilities and the identity of their lifecycle: a register has few of them and thousands of answers."""


def tell(answer: Answer, cache: WordsCache) -> Told:
    """Return what is told of a sanction where this is the answer."""
    return _told(answer.possible, answer.since, answer.ends, answer.causes, _from(answer), answer.lifecycle, cache)


def _told(
    possible: frozenset[Possible],
    since: date | None,
    ends: date | None,
    causes: Sequence[Cause],
    projected_from: int | None,
    lifecycle: Lifecycle,
    cache: WordsCache,
) -> Told:
    words = cache.get((possible, id(lifecycle)))
    if words is None:
        told = label_of(possible, lifecycle), str(restricts_of(possible, lifecycle))
        words = cache[possible, id(lifecycle)] = Words(state_of(possible), relief_of(possible), *told)
    return Told(
        *words,
        since,
        ends,
        str(causes[-1]) if causes else None,
        len(possible) > 1,
        projected_from,
    )


def _from(answer: Answer) -> int | None:
    return None if answer.reviewed is None else answer.reviewed.toordinal() + 1


def together(timelines: Sequence[Timeline], known_on: date | None, cache: WordsCache) -> list[Piece]:
    """Return what a reader is told of a party with several sanctions, for every day: the first piece begins on day 0.

    The cause is that of the first sanction that is as strict as all of them together.
    """
    compiled = [line.compile(known_on) for line in timelines]
    starts = sorted({start for one in compiled for start in one.starts})
    places = [0] * len(compiled)
    found: list[tuple[int, frozenset[Possible], tuple[Cause, ...], str, int | None]] = []
    for start in starts:
        now = []
        for number, one in enumerate(compiled):
            while places[number] + 1 < len(one.starts) and one.starts[places[number] + 1] <= start:
                places[number] += 1
            now.append(one.answers[places[number]])
        possible = strictest(answer.possible for answer in now)
        like = next((answer for answer in now if answer.possible == possible), None)
        like = like or next(answer for answer in now if answer.possible & possible)
        binding = [line.sanction.id for line, answer in zip(timelines, now, strict=True) if _may_bind(line, answer)]
        names = "; ".join(binding or [line.sanction.id for line in timelines])
        projected = min((day for day in map(_from, now) if day is not None), default=None)
        told = (start, possible, like.causes, names, projected)
        if not found or found[-1][1:] != told[1:]:
            found.append(told)
    return [
        Piece(
            start,
            _told(possible, *_bounds(found, number), causes, projected, timelines[0].sanction.lifecycle, cache),
            names,
        )
        for number, (start, possible, causes, names, projected) in enumerate(found)
    ]


def _may_bind(line: Timeline, answer: Answer) -> bool:
    return any(pair.state in line.sanction.lifecycle.binding for pair in answer.possible)


def _bounds(
    found: Sequence[tuple[int, frozenset[Possible], tuple[Cause, ...], str, int | None]], number: int
) -> tuple[date | None, date | None]:
    """Return the bounds of the longest run of days around a piece with the same possibilities."""
    first = last = number
    while first and found[first - 1][1] == found[number][1]:
        first -= 1
    while last + 1 < len(found) and found[last + 1][1] == found[number][1]:
        last += 1
    since = date.fromordinal(found[first][0]) if first else None
    return since, date.fromordinal(found[last + 1][0]) if last + 1 < len(found) else None


def turns_of(timelines: Iterable[Timeline]) -> list[date]:
    """Return the days on which what is known of any of these changes."""
    return sorted({day for line in timelines for day in line.knowledge if day > date.min})
