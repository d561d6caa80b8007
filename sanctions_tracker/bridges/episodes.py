"""Episodes: each imposition of a sanction with the days on which it began and ended to bind, as windows.

A span says what is possible on a day; it does not say which imposition it belongs to. So the acts are walked once more, and
each reading is told apart by the act that set it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from ..acts import Act, places
from ..facts import Transition
from ..force import Reading, walk
from ..timelines import Timeline, visible
from ..windows import EARLY, LATE, Track, Window, day_of, window

__all__ = ["Bounds", "Episode", "episodes_of"]

_BEFORE, _ON, _OVER, _BACK = "before", "on", "over", "taken back"


@frozen
class Bounds:
    """The first and last day on which something may have happened, both inclusive; ``None`` is an open side."""

    first: date | None
    last: date | None


@frozen
class Episode:
    """One imposition, as known to one reader.

    ``acts`` begin with the one that imposed it. ``starts`` bounds the first day on which it was in force or suspended, ``ends``
    the last one (inclusive); ``starts`` is ``None`` where no such day is possible, ``ends`` where none is recorded.
    ``ended`` holds the states in which it may have ended, ``annulled`` says that a court took days of it back,
    ``certain`` that there is a day on which it was in force or suspended whatever the doubtful days are.
    """

    number: int
    acts: tuple[Transition, ...]
    starts: Bounds | None
    ends: Bounds | None
    ended: tuple[str, ...]
    annulled: bool
    certain: bool


def episodes_of(line: Timeline, known_on: date | None = None) -> tuple[Episode, ...]:
    """Return the episodes of a timeline's own acts, in order, as known on ``known_on`` (``None``: all that is recorded).

    What a sanction rests on does not end its episodes. Raises as `Timeline.status` does.
    """
    acts = tuple(act for act in line.sanction.transitions if visible(act, known_on))
    lifecycle = line.sanction.lifecycle
    beginning = {name for name, source, to in lifecycle.events if source not in lifecycle.open and to in lifecycle.open}
    begins = [place for place, act in enumerate(acts) if act.event in beginning]
    if not begins:
        return ()
    reader = _Reader(line, acts, begins)
    track = walk(acts, lifecycle)
    return tuple(reader.episode(number, track) for number in range(1, len(begins) + 1))


class _Reader:
    def __init__(self, line: Timeline, acts: Sequence[Transition], begins: Sequence[int]) -> None:
        self.acts, self.begins, self.lifecycle = acts, begins, line.sanction.lifecycle
        self.first_places = [places(Act.of(acts[place]), self.lifecycle)[0] for place in begins]
        self.waiting = {source for timer, source, _ in self.lifecycle.timers if timer in self.lifecycle.commencements}

    def episode(self, number: int, track: Track[frozenset[Reading]]) -> Episode:
        pieces: list[tuple[int, set[str]]] = []
        ended, taken = set[str](), set[str]()
        for start, readings in zip(track.starts, track.values, strict=True):
            phases = set()
            for reading in readings:
                mine, taken_back = self.belongs(reading, start)
                phases.add(self.phase(reading.state, mine - number, taken_back))
                if mine == number and reading.state in self.lifecycle.ended:
                    (taken if taken_back else ended).add(reading.state)
            pieces.append((start, phases))
        first = self.begins[number - 1]
        last = self.begins[number] if number < len(self.begins) else len(self.acts)
        starts, ends = _bounds(pieces)
        back = any(_BACK in phases for _, phases in pieces)
        certain = any(phases == {_ON} for _, phases in pieces)
        return Episode(number, tuple(self.acts[first:last]), starts, ends, tuple(sorted(ended or taken)), back, certain)

    def belongs(self, reading: Reading, day: int) -> tuple[int, bool]:
        """Return the number of the episode that a reading belongs to, 0 before the first, and whether it was taken back."""
        if reading.cause is None:
            return 0, False
        act = self.acts[reading.cause.act]
        if act.back_to is not None and (act.to is not None or day < window(act.effective)[1]):
            # The act that repaints may stand in a later episode than the days: those are told by the day.
            begun = [one for one in self.first_places if one <= day]
            return max(1, len(begun)), True
        return sum(place <= reading.cause.act for place in self.begins), False

    def phase(self, state: str, distance: int, taken_back: bool) -> str:
        """Return what a reading is to an episode that lies ``distance`` episodes before its own."""
        if distance:
            return _BEFORE if distance < 0 else _OVER
        if taken_back:
            return _BACK
        if state not in self.lifecycle.open:
            return _OVER
        return _BEFORE if state in self.waiting else _ON


def _bounds(pieces: Sequence[tuple[int, set[str]]]) -> tuple[Bounds | None, Bounds | None]:
    """Return the bounds of the first and of the last day on which it is on, from what is possible on each run of days."""
    on = [place for place, (_, phases) in enumerate(pieces) if _ON in phases]
    if not on:
        return None, None
    days = [*(start for start, _ in pieces), LATE]
    head, tail = on[0], on[-1]
    while head < on[-1] and pieces[head][1] & {_BEFORE, _BACK}:
        head += 1
    while tail > on[0] and pieces[tail][1] & {_OVER, _BACK}:
        tail -= 1
    # Where even the last run of days is in doubt, it began on its last day at the latest; and likewise for the end.
    late = days[head + 1] - 1 if pieces[head][1] & {_BEFORE, _BACK} else days[head]
    early = days[tail] if pieces[tail][1] & {_OVER, _BACK} else days[tail + 1] - 1
    starts, ends = (days[on[0]], late), (early, days[on[-1] + 1] - 1)
    return _dated(starts), None if early >= LATE - 1 else _dated(ends)


def _dated(days: Window) -> Bounds:
    first, last = days
    return Bounds(None if first <= EARLY else day_of(first), None if last >= LATE - 1 else day_of(last))
