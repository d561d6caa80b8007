"""Days as numbers, for the walks: windows, spans of days, and a search that keeps only what can be completed.

Inside the walks a day is its ordinal, an open side is `EARLY` or `LATE`, and a doubtful day is a window (first, last), both
inclusive. None of these leaves this layer as a date.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from .days import Day, Duration, ordinals

__all__ = [
    "EARLY",
    "LATE",
    "Horizon",
    "TooDoubtful",
    "Track",
    "Window",
    "after",
    "day_of",
    "end_window",
    "explore",
    "window",
]

EARLY, LATE = -(10**8), 10**8
Window = tuple[int, int]

_NODES = 50_000
"""How many (day, configuration) pairs one walk may visit before it is called too doubtful."""

C = TypeVar("C", bound=Hashable)
V = TypeVar("V")


class TooDoubtful(Exception):
    """The doubtful days of one record allow more histories than can be walked within reason."""


def window(day: Day) -> Window:
    """Return the first and last possible ordinal of ``day``."""
    first, last = ordinals(day)
    return (EARLY if first is None else first, LATE if last is None else last)


def end_window(last_day: Day | None, ends: Day | None) -> Window | None:
    """Return the window of the first day no longer inside, or ``None`` where neither is given."""
    if ends is not None:
        return window(ends)
    if last_day is None:
        return None
    first, last = window(last_day)
    return (first if first == EARLY else first + 1, last if last == LATE else last + 1)


def after(duration: Duration, day: int) -> int | None:
    """Return the first day no longer inside a duration from ``day``, or ``None`` where its month has no such day."""
    try:
        end = duration.after(date.fromordinal(day))
    except (OverflowError, ValueError):
        return LATE - 1
    return None if end is None else end.toordinal()


def day_of(ordinal: int) -> date | None:
    """Return the date of an ordinal, or ``None`` outside the calendar."""
    return date.fromordinal(ordinal) if 1 <= ordinal <= 3_652_059 else None


class Horizon(NamedTuple):
    """The days that a walk must visit: outside [steady_from, steady_to] nothing new can happen.

    An open side of a window has no last day, so the walk goes on for as many days as there are doubtful windows and durations
    beyond the last written day: by then every order of the open ones has had room.
    """

    start: int
    steady_from: int
    steady_to: int
    stop: int

    @classmethod
    def over(cls, windows: Sequence[Window], lasts: Iterable[Duration]) -> Horizon:
        """Return the horizon of these windows and durations."""
        written = [day for pair in windows for day in pair if EARLY < day < LATE]
        lengths = sum(duration.months * 31 + duration.days for duration in lasts)
        first, last = min(written, default=730_000), max(written, default=730_000)
        margin = len(windows) + 2 + lengths
        early = any(first_day == EARLY for first_day, _ in windows)
        late = any(last_day == LATE for _, last_day in windows)
        return cls(
            first - 2 * margin if early else first - 1,
            first - margin if early else first - 1,
            last + margin if late else last + lengths + 1,
            last + 2 * margin if late else last + lengths + 1,
        )


class Track(NamedTuple, Generic[V]):
    """Values over all days: ``values[n]`` holds on [starts[n], starts[n + 1]); the first start is `EARLY`."""

    starts: tuple[int, ...]
    values: tuple[V, ...]

    @classmethod
    def of(cls, pieces: Iterable[tuple[int, V]]) -> Track[V]:
        """Make it from (start, value) pairs in order; equal neighbours become one."""
        starts: list[int] = []
        values: list[V] = []
        for start, value in pieces:
            if values and values[-1] == value:
                continue
            starts.append(start)
            values.append(value)
        return cls(tuple(starts), tuple(values))


class Layer(NamedTuple, Generic[C]):
    """The configurations after a day, each with those that it came from; the same moves are repeated on each day up to ``until``."""

    day: int
    origins: dict[C, list[C]]
    until: int


def explore(
    initial: C,
    horizon: Horizon,
    step: Callable[[C, int], Iterable[C]],
    wake: Callable[[C, int], int],
    bound: Callable[[C, int], int],
    complete: Callable[[C], bool],
) -> Track[frozenset[C]] | None:
    """Walk all histories at once, day by day, and keep the configurations that some lawful history passes through.

    ``step(configuration, day)`` gives those at the end of ``day``; ``wake(configuration, day)`` the next day after
    ``day`` on which anything can happen to it (`LATE` for never); ``bound(configuration, day)`` the next day after ``day`` from
    which something else can happen: where two days in a row moved alike, all days well before it do. A history counts
    when ``complete`` holds at its end. Returns ``None`` where none does. Raises `TooDoubtful`.
    """
    layers: list[Layer[C]] = []
    alive: dict[C, int] = {initial: wake(initial, horizon.start - 1)}
    nodes = 0
    while alive:
        day = min(alive.values())
        if day > horizon.stop:
            break
        origins: dict[C, list[C]] = {}
        due_days: dict[C, int] = {}
        for configuration, due in alive.items():
            moved = step(configuration, day) if due == day else (configuration,)
            for new in moved:
                if new in origins:
                    origins[new].append(configuration)
                else:
                    origins[new] = [configuration]
                    due_days[new] = due if due > day else wake(new, day)
        nodes += len(origins)
        if nodes > _NODES:
            raise TooDoubtful
        until = day
        if layers and layers[-1].until == day - 1 and layers[-1].origins == origins:
            until = max(day, min(horizon.stop, *(bound(new, day) - 2 for new in origins)))
            if until > day:
                due_days = {new: due if due > until else wake(new, until) for new, due in due_days.items()}
        layers.append(Layer(day, origins, until))
        alive = due_days
    kept = frozenset(configuration for configuration in alive if complete(configuration))
    return _steady(_kept(layers, kept), horizon) if kept else None


def _kept(layers: list[Layer[C]], kept: frozenset[C]) -> list[tuple[int, frozenset[C]]]:
    """Walk back from the configurations at the end, and return those kept from each day on, in order."""
    pieces: list[tuple[int, frozenset[C]]] = []
    for layer in reversed(layers):
        day = layer.until
        while day >= layer.day:
            before = frozenset(origin for configuration in kept for origin in layer.origins[configuration])
            if before == kept:  # it will not change on the days before either
                day = layer.day
            pieces.append((day, kept))
            kept = before
            day -= 1
    pieces.append((EARLY, kept))
    return pieces[::-1]


def _steady(pieces: list[tuple[int, frozenset[C]]], horizon: Horizon) -> Track[frozenset[C]]:
    first = 0
    while first + 1 < len(pieces) and pieces[first + 1][0] <= horizon.steady_from:
        first += 1
    inside = [(EARLY, pieces[first][1]), *(piece for piece in pieces[first + 1 :] if piece[0] <= horizon.steady_to)]
    return Track.of(inside)
