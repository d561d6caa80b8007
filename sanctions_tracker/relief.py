"""The plane of relief: which permissions run on each day, in every world at once.

Reliefs tied by ``supersedes`` form a family and are walked together, once for all sanctions that they touch; families
do not depend on one another, nor on the acts of the sanctions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .days import Duration
from .facts import Relief, Revocation
from .windows import EARLY, LATE, Horizon, Track, Window, after, end_window, explore, window

__all__ = ["Permit", "Running", "UnlawfulRelief", "families", "run"]


class UnlawfulRelief(ValueError):
    """A relief contradicts itself or the one that it supersedes. ``code`` is the stable code of the problem."""

    def __init__(self, code: str, message: str, relief: Relief, other: Relief | None = None) -> None:
        super().__init__(message)
        self.code, self.relief, self.other = code, relief, other


class Permit(NamedTuple):
    """A relief as one reader sees it: with its revocation only where the reader knows of it."""

    relief: Relief
    revoked: Revocation | None


class Running(NamedTuple):
    """A permit that runs: its position in the family, and the day it started (`EARLY` where nobody asks)."""

    permit: int
    start: int


class _Numbers(NamedTuple):
    starts: Window
    ends: Window | None
    lasts: Duration | None
    revoked: Window | None
    supersedes: tuple[int, ...]


class _On(NamedTuple):
    start: int
    first: int
    last: int


_WAITING, _OVER = 0, 1
_Status = int | _On
_Config = tuple[_Status, ...]


def families(permits: Sequence[Permit]) -> list[tuple[Permit, ...]]:
    """Part the permits into families: those tied, directly or not, by a name that one supersedes."""
    places = {(permit.relief.authority, permit.relief.name): number for number, permit in enumerate(permits)}
    root = list(range(len(permits)))

    def find(number: int) -> int:
        while root[number] != number:
            number = root[number]
        return number

    for number, permit in enumerate(permits):
        for name in permit.relief.supersedes:
            other = places.get((permit.relief.authority, name))
            if other is not None:
                root[find(number)] = find(other)
    found: dict[int, list[Permit]] = {}
    for number, permit in enumerate(permits):
        found.setdefault(find(number), []).append(permit)
    return [tuple(family) for family in found.values()]


def run(family: Sequence[Permit], *, episodes: Sequence[int] = ()) -> Track[frozenset[frozenset[Running]]]:
    """Return which permits of a family run on every day: one set for each that some lawful world has.

    ``episodes`` are the days on which episodes of the asking sanction end: where there are any, the day on which each
    permit started is kept, as far as it compares with them (in order). A name that no permit of the family bears has no effect.
    Raises `UnlawfulRelief` where no world is lawful, and `TooDoubtful`.
    """
    walker = _Walker([_numbers(permit, family) for permit in family], episodes)
    found = walker.run()
    if found is None:
        raise _diagnosis(walker, family)
    return Track.of(
        (start, frozenset(_running(config) for config in value))
        for start, value in zip(found.starts, found.values, strict=True)
    )


def _running(config: _Config) -> frozenset[Running]:
    return frozenset(Running(number, status.start) for number, status in enumerate(config) if isinstance(status, _On))


def _numbers(permit: Permit, family: Sequence[Permit]) -> _Numbers:
    relief = permit.relief
    superseded = tuple(
        number
        for number, other in enumerate(family)
        if other.relief.name in relief.supersedes and other.relief.authority == relief.authority
    )
    revoked = None if permit.revoked is None else window(permit.revoked.effective)
    return _Numbers(window(relief.starts), end_window(relief.last_day, relief.ends), relief.lasts, revoked, superseded)


class _Walker:
    def __init__(self, permits: list[_Numbers], episodes: Sequence[int]) -> None:
        self.permits, self.episodes = permits, episodes
        self.refusals: list[tuple[str, int, int | None]] = []
        self.bounds: list[int] = []

    def run(self) -> Track[frozenset[_Config]] | None:
        windows = [found for one in self.permits for found in (one.starts, one.ends, one.revoked) if found]
        windows += [(day, day) for day in self.episodes]  # an open start may lie on either side of them
        horizon = Horizon.over(windows, [one.lasts for one in self.permits if one.lasts])
        self.bounds = sorted({day for pair in windows for day in pair})
        initial: _Config = (_WAITING,) * len(self.permits)
        return explore(initial, horizon, self.step, self.wake, self.bound, lambda config: _WAITING not in config)

    def step(self, config: _Config, day: int) -> Iterable[_Config]:
        branches: list[tuple[_Config, tuple[int, ...]]] = [((), ())]
        for number, status in enumerate(config):
            moves = list(self.moves(number, status, day))
            branches = [
                ((*done, new), (*begun, number) if started else begun)
                for done, begun in branches
                for new, started in moves
            ]
        found: dict[_Config, None] = {}
        for new, begun in branches:
            after = self.supersede(config, new, begun)
            if after is not None:
                found[tuple(_ticking(day + 1, status) for status in after)] = None
        return found

    def moves(self, number: int, status: _Status, day: int) -> Iterator[tuple[_Status, bool]]:
        """Give what may become of one permit on a day, and whether it starts."""
        permit = self.permits[number]
        if isinstance(status, _On):
            revoked = permit.revoked or (LATE, LATE)
            if status.first <= day <= status.last or revoked[0] <= day <= revoked[1]:
                yield _OVER, False
            if status.last > day and revoked[1] > day:
                yield status, False
            return
        if status == _OVER:
            yield _OVER, False
            return
        if permit.starts[1] > day:
            yield _WAITING, False
        if permit.starts[0] <= day <= permit.starts[1]:
            yield from ((new, True) for new in self.start(number, day))

    def start(self, number: int, day: int) -> Iterator[_Status]:
        permit = self.permits[number]
        first, last = permit.ends or (LATE, LATE)
        if permit.lasts is not None:
            end = after(permit.lasts, day)
            if end is None:
                self.refusals.append(("clipped-day", number, None))
                return
            first = last = end
        if last <= day:
            self.refusals.append(("end-not-later", number, None))
            return
        revoked = permit.revoked or (LATE, LATE)
        if revoked[1] < day:
            self.refusals.append(("revoked", number, None))
            return
        if revoked[0] <= day:
            yield _OVER
        if revoked[1] > day:
            yield _On(self.compared(day), first, last)

    def compared(self, start: int) -> int:
        """Return the last end of an episode up to ``start``: starts that compare alike with all of them are one."""
        place = bisect_right(self.episodes, start)
        return self.episodes[place - 1] if place else EARLY

    def supersede(self, before: _Config, after: _Config, begun: tuple[int, ...]) -> _Config | None:
        """End what is superseded; ``None`` where something superseded had not started or had ended before."""
        statuses = list(after)
        for number in begun:
            for other in self.permits[number].supersedes:
                if not isinstance(before[other], _On) and other not in begun:
                    self.refusals.append(("supersedes", number, other))
                    return None
                statuses[other] = _OVER
        return tuple(statuses)

    def bound(self, config: _Config, day: int) -> int:
        if any(one.lasts is not None and one.lasts.months for one in self.permits):
            return day  # whether a month has the day differs from day to day
        place = bisect_right(self.bounds, day - 1)
        found = self.bounds[place] if place < len(self.bounds) else LATE
        for status in config:
            if isinstance(status, _On):
                found = min(found, *(at for at in (status.first, status.last) if at >= day))
        return found

    def wake(self, config: _Config, day: int) -> int:
        due = LATE
        for permit, status in zip(self.permits, config, strict=True):
            if isinstance(status, _On):
                due = min(due, max(day + 1, status.first))
                if permit.revoked is not None:
                    due = min(due, max(day + 1, permit.revoked[0]))
            elif status == _WAITING and permit.starts[1] > day:
                due = min(due, max(day + 1, permit.starts[0]))
        return due


def _ticking(tomorrow: int, status: _Status) -> _Status:
    """Forget since when a permit may end once it may: configurations that differ only in that are one."""
    return status._replace(first=EARLY) if isinstance(status, _On) and EARLY < status.first <= tomorrow else status


def _diagnosis(walker: _Walker, family: Sequence[Permit]) -> UnlawfulRelief:
    code, number, other = walker.refusals[-1]
    relief = family[number].relief
    if code == "supersedes" and other is not None:
        old = family[other].relief
        return UnlawfulRelief(
            "supersedes",
            f"{relief.name!r} of {relief.starts} supersedes {old.name!r} of {old.starts}, which does not run on that day",
            relief,
            old,
        )
    if code == "clipped-day":
        message = f"{relief.lasts} from {relief.starts} leads to a day that its month does not have; write the day as 'last_day' or 'ends'"
        return UnlawfulRelief(code, message, relief)
    if code == "revoked":
        return UnlawfulRelief("end-not-later", f"{relief.name!r} is revoked before it starts ({relief.starts})", relief)
    return UnlawfulRelief(
        code,
        f"the end of {relief.name!r} ({relief.last_day or relief.ends}) is not later than its start ({relief.starts})",
        relief,
    )
