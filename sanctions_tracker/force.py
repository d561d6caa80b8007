"""The plane of force: walk a sanction's acts through its lifecycle, in every world at once.

A *world* is one choice for each doubtful day. Doubt is not enumerated: a configuration goes through the days, and where an
act or an end may fall on a day it goes both ways; only what can still be completed lawfully is kept (`explore`). So a
history with exact days is walked as one path, and one with wide windows costs days times configurations.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from .acts import Act, Refusal, Setter, places
from .facts import Transition
from .lifecycle import Lifecycle
from .unlawful import diagnosis
from .windows import EARLY, LATE, Horizon, Track, Window, after, explore

__all__ = ["Reading", "walk"]


class Reading(NamedTuple):
    """What one world reads on a day: the state, the day the last episode ended, its cause and last renewal."""

    state: str
    over: int | None
    cause: Setter | None
    renewal: int | None


Clock = tuple[int | None, int | None, int]  # first and last day on which it may ring, and the act that set it


class _Config(NamedTuple):
    done: int
    state: str
    cause: Setter | None
    renewal: int | None
    over: int | None
    clocks: tuple[Clock | None, ...]
    paints: tuple[int, ...]  # for each act that repaints: 0 not yet, 1 painting, 2 done, 3 began today
    opened: bool = False  # this day's timers that yield to some events have had their turn
    fired: tuple[str, ...] = ()


def walk(
    acts: Sequence[Transition], lifecycle: Lifecycle, *, beside: Sequence[Window] | None = None
) -> Track[frozenset[Reading]]:
    """Return what the acts, in their order, read on every day: all readings of all lawful worlds.

    ``beside`` are the windows of days to which the ends of episodes will be compared (the starts of reliefs);
    ``None`` leaves out the day on which the last episode ended, which nobody asks for then. Raises
    `UnlawfulEvent` where no world is lawful and `TooDoubtful` where they are too many.
    """
    numbers = tuple(Act.of(act) for act in acts)
    found = _walked(numbers, lifecycle, None if beside is None else tuple(beside))
    if found is None:
        walker = _Walker(numbers, lifecycle, beside)
        walker.run()  # once more, for what refused it
        raise diagnosis(acts, numbers, lifecycle, walker.reached, walker.refusals)
    return found


@lru_cache(maxsize=4096)
def _walked(
    acts: tuple[Act, ...], lifecycle: Lifecycle, beside: tuple[Window, ...] | None
) -> Track[frozenset[Reading]] | None:
    """Walk once for all sanctions whose acts fall on the same days: listings come by the dozen."""
    walker = _Walker(acts, lifecycle, beside)
    found = walker.run()
    if found is None:
        return None
    return Track.of(
        (start, frozenset(walker.reading(one) for one in value))
        for start, value in zip(found.starts, found.values, strict=True)
    )


class _Walker:
    def __init__(self, acts: tuple[Act, ...], lifecycle: Lifecycle, beside: Sequence[Window] | None) -> None:
        self.acts, self.lifecycle, self.beside = acts, lifecycle, beside
        self.months = any(act.lasts is not None and act.lasts.months for act in acts)
        self.refusals: dict[int, list[Refusal]] = {}
        self.reached = 0
        painting = [index for index, act in enumerate(acts) if act.back_to is not None]
        self._painters = {index: number for number, index in enumerate(painting)}
        self._timers = lifecycle.timer_names
        moving = {event for event, source, target in lifecycle.events if source != target}
        self._keeping = frozenset(lifecycle.event_names) - moving
        self._waits = {source for timer, source, _ in lifecycle.timers if timer in lifecycle.commencements}
        self._bounds: list[int] = []

    def run(self) -> Track[frozenset[_Config]] | None:
        nothing = _Config(
            0, self.lifecycle.initial, None, None, None, (None,) * len(self._timers), (0,) * len(self._painters)
        )
        if not self.acts:
            return Track((EARLY,), (frozenset([nothing]),))
        windows = [found for act in self.acts for found in act.windows()]
        horizon = Horizon.over([*windows, *(self.beside or ())], [act.lasts for act in self.acts if act.lasts])
        total = len(self.acts)
        self._bounds = sorted({day for pair in windows for day in pair})
        return explore(nothing, horizon, self.step, self.wake, self.bound, lambda config: config.done == total)

    def reading(self, config: _Config) -> Reading:
        for index, number in self._painters.items():
            if config.paints[number] == 1 and config.state in self.lifecycle.open:
                painted = self.lifecycle.target(self.acts[index].event, config.state)
                return Reading(painted or config.state, config.over, Setter(index), config.renewal)
        return Reading(config.state, config.over, config.cause, config.renewal)

    # One day, in its order: commencements, repainting, events between which the other timers fire.

    def step(self, config: _Config, day: int) -> Iterable[_Config]:
        found: dict[_Config, None] = {}
        for commenced in self.commence(config, day):
            for repainted in self.repaint(commenced, day):
                self.within(repainted, day, found)
        return found

    def within(self, config: _Config, day: int, found: dict[_Config, None]) -> None:
        for opened in self.open_day(config, day):
            found[self.close(opened, day)] = None
        if config.done < len(self.acts):
            act = self.acts[config.done]
            first, last = places(act, self.lifecycle)
            if first <= day <= last:
                bases = [config] if act.event in self.lifecycle.yields_to else self.open_day(config, day)
                for base in bases:
                    for moved in self.apply(base, act, day):
                        self.reached = max(self.reached, moved.done)
                        self.within(moved, day, found)

    def close(self, config: _Config, day: int) -> _Config:
        paints = tuple(1 if paint == 3 else paint for paint in config.paints) if 3 in config.paints else config.paints
        over = config.over if config.over is None else self.compared(config.over)
        clocks = tuple(map(partial(_ticking, day + 1), config.clocks))
        return _Config(config.done, config.state, config.cause, config.renewal, over, clocks, paints)

    def compared(self, over: int) -> int | None:
        """Return the first day that compares with all starts of reliefs as ``over`` does: other days are not told apart."""
        found = None
        for first, last in self.beside or ():
            if first < over:
                found = max(min(over, last + 1), found or EARLY)
        return found

    def bound(self, config: _Config, day: int) -> int:
        if self.months:  # whether a month has the day differs from day to day
            return day
        place = bisect_right(self._bounds, day - 1)
        found = self._bounds[place] if place < len(self._bounds) else LATE
        for clock in config.clocks:
            if clock is not None:
                found = min(found, *(at for at in clock[:2] if at is not None and at >= day), LATE)
        return found

    def wake(self, config: _Config, day: int) -> int:
        due = LATE
        for timer, clock in zip(self._timers, config.clocks, strict=True):
            if clock is None or clock[0] is None:
                continue
            if config.state not in self._waits or self.lifecycle.fires(timer, config.state):
                due = min(due, max(day + 1, clock[0]))
        for index, number in self._painters.items():
            act, paint = self.acts[index], config.paints[number]
            waited = act.back_to if paint == 0 else act.to if paint == 1 else None
            if waited is not None:
                due = min(due, max(day + 1, waited[0]))
        if config.done < len(self.acts):
            first, last = places(self.acts[config.done], self.lifecycle)
            if last > day:
                due = min(due, max(day + 1, first))
        return due

    def commence(self, config: _Config, day: int) -> Iterator[_Config]:
        for number, timer in enumerate(self._timers):
            clock = config.clocks[number]
            if clock is None or timer not in self.lifecycle.commencements:
                continue
            first, last, index = clock
            if first is not None and last is not None and first <= day:
                if last > day:
                    yield config
                target = self.lifecycle.fires(timer, config.state)
                clocks = self._running(config, number, day)
                if target is not None and clocks is not None:
                    yield self._entered(config._replace(clocks=clocks), target, day)._replace(
                        cause=Setter(index, timer)
                    )
                return
        yield config

    def _running(self, config: _Config, number: int, day: int) -> tuple[Clock | None, ...] | None:
        """Return the clocks once the wait is over: ends are later than that day, durations count from it."""
        clocks = list(config.clocks)
        for other, clock in enumerate(clocks):
            if clock is None or other == number:
                continue
            first, last, index = clock
            duration = self.acts[index].lasts
            if first is None and duration is not None:
                first = last = after(duration, day)
            if first is None:  # a clipped day is no choice
                return None
            clocks[other] = (max(first, day + 1), last, index)
        return tuple(clocks)

    def repaint(self, config: _Config, day: int) -> Iterator[_Config]:
        found = [config]
        for index, number in self._painters.items():
            act = self.acts[index]
            branches = []
            for one in found:
                paint = one.paints[number]
                waited = act.back_to if paint == 0 else act.to if paint == 1 else None
                if waited is None or day < waited[0]:
                    branches.append(one)
                    continue
                if waited[1] > day:
                    branches.append(one)
                if day <= waited[1]:
                    new = 3 if paint == 0 else 2
                    branches.append(one._replace(paints=(*one.paints[:number], new, *one.paints[number + 1 :])))
            found = branches
        yield from found

    def open_day(self, config: _Config, day: int) -> list[_Config]:
        if config.opened:
            return [config]
        found = [config]
        for number, timer in enumerate(self._timers):
            if timer in self.lifecycle.commencements:
                continue
            branches = []
            for one in found:
                clock, target = one.clocks[number], self.lifecycle.fires(timer, one.state)
                waits = target is None and one.state in self._waits  # then its end is later than the wait
                if clock is None or waits or clock[0] is None or clock[1] is None or day < clock[0]:
                    branches.append(one)
                    continue
                if clock[1] > day:
                    branches.append(one)
                if target is None:  # the end comes where it moves nothing, and is over
                    branches.append(one._replace(clocks=(*one.clocks[:number], None, *one.clocks[number + 1 :])))
                    continue
                fired = one._replace(fired=(*one.fired, timer))
                branches.append(self._entered(fired, target, day)._replace(cause=Setter(clock[2], timer)))
            found = branches
        return [one._replace(opened=True) for one in found]

    def apply(self, base: _Config, act: Act, day: int) -> Iterator[_Config]:
        index, lifecycle = base.done, self.lifecycle
        target = lifecycle.target(act.event, base.state)
        if target is None:
            timer = lifecycle.confirms.get(act.event)
            first, last = act.effective
            if timer in base.fired and any((timer, base.state) == (name, to) for name, _, to in lifecycle.timers):
                if first <= day <= last:
                    yield base._replace(done=index + 1, cause=Setter(index))
            else:
                self._refuse(index, "unlawful-event", base)
            return
        if act.event in lifecycle.needs_end and act.ends is None and act.lasts is None:
            self._refuse(index, "missing", base)
            return
        if act.event in lifecycle.reaches_back and not self._repainted(base, act, target):
            return
        waiting = lifecycle.waiting(act.event, base.state)
        first, last = act.effective
        binds = first <= day <= last
        if waiting is not None and act.adopted is not None:
            over = EARLY if base.over is None else base.over
            early, late = act.adopted
            if last > day and ((early <= day <= late and day >= over) or (over == day and early <= day)):
                yield from self._wait(base, act, waiting, day)
            binds = binds and (late >= day or over == day)
        if binds:
            yield from self._bind(base, act, target, day)

    def _repainted(self, base: _Config, act: Act, target: str) -> bool:
        if act.back_to is None:
            if target != base.state:
                return True
            self._refuse(base.done, "repaint", base)
            return False
        if base.paints[self._painters[base.done]] == (1 if act.to is None else 2):
            return True
        self._refuse(base.done, "repaint", base)
        return False

    def _wait(self, base: _Config, act: Act, waiting: tuple[str, str], day: int) -> Iterator[_Config]:
        index, (timer, state) = base.done, waiting
        clocks: dict[str, Clock | None] = dict.fromkeys(self._timers, None)
        named = self.lifecycle.clocks.get(act.event)
        first, last = max(act.effective[0], day + 1), act.effective[1]
        if named is not None and act.lasts is not None:
            clocks[named] = (None, None, index)
            while first <= last < LATE and after(act.lasts, last) is None:
                last -= 1  # a day from which the duration leads nowhere is no choice, even if it is lifted before
            if first > last:
                self._refuse(index, "clipped-day", base)
                return
        elif named is not None and act.ends is not None:
            clocks[named] = (*act.ends, index)
            last = min(last, act.ends[1] - 1)
            if first > last:
                self._refuse(index, "end-not-later", base)
                return
        clocks[timer] = (first, last, index)
        yield base._replace(done=index + 1, state=state, cause=Setter(index), clocks=tuple(clocks.values()))

    def _before(self, clocks: list[Clock | None], last: int, day: int) -> bool:
        """Keep what still waits before an end on ``last`` at the latest; say whether it can be."""
        for number, timer in enumerate(self._timers):
            clock = clocks[number]
            if clock is None or timer not in self.lifecycle.commencements or clock[0] is None or clock[1] is None:
                continue
            if max(clock[0], day + 1) > last - 1:
                return False
            clocks[number] = (clock[0], min(clock[1], last - 1), clock[2])
        return True

    def _bind(self, base: _Config, act: Act, target: str, day: int) -> Iterator[_Config]:
        index, event, lifecycle = base.done, act.event, self.lifecycle
        if act.to is not None:
            target = base.state  # only the named days are repainted
        clocks: list[Clock | None] = list(base.clocks)
        if base.state not in lifecycle.open:
            clocks = [None] * len(clocks)
        timer = lifecycle.clocks.get(event)
        if timer is not None:
            number = self._timers.index(timer)
            if act.lasts is not None or act.ends is not None:
                first, last = act.ends or (day, day)
                if act.lasts is not None:
                    end = after(act.lasts, day)
                    if end is None:
                        self._refuse(index, "clipped-day", base)
                        return
                    first = last = end
                if last <= day or not self._before(clocks, last, day):
                    self._refuse(index, "end-not-later", base)
                    return
                clocks[number] = (max(first, day + 1), last, index)
            elif event not in self._keeping:
                clocks[number] = None
        paints = base.paints
        if index in self._painters:
            number = self._painters[index]
            paints = (*paints[:number], 2, *paints[number + 1 :])
        moved = self._entered(base._replace(clocks=tuple(clocks), paints=paints), target, day)._replace(done=index + 1)
        if target != base.state or (event not in self._keeping and event not in lifecycle.reaches_back):
            moved = moved._replace(cause=Setter(index))
        if event in lifecycle.needs_end:
            moved = moved._replace(renewal=index)
        yield moved

    def _entered(self, config: _Config, target: str, day: int) -> _Config:
        """Return the configuration in its new state: clocks that no longer run are void, an episode may be over."""
        source, lifecycle = config.state, self.lifecycle
        if source not in lifecycle.open and target in lifecycle.open:
            return config._replace(state=target, fired=())  # what fired before belongs to another episode
        if target not in lifecycle.open:
            over = day if source in lifecycle.open else config.over
            return config._replace(state=target, clocks=(None,) * len(config.clocks), over=over, renewal=None)
        clocks = tuple(
            None if lifecycle.fires(timer, source) and not lifecycle.fires(timer, target) else clock
            for timer, clock in zip(self._timers, config.clocks, strict=True)
        )
        return config._replace(state=target, clocks=clocks)

    def _refuse(self, index: int, code: str, config: _Config) -> None:
        self.refusals.setdefault(index, []).append(Refusal(code, config.state, config.cause))


def _ticking(tomorrow: int, clock: Clock | None) -> Clock | None:
    """Forget since when a clock may ring once it may: configurations that differ only in that are one."""
    if clock is None or clock[0] is None or clock[0] > tomorrow:
        return clock
    return EARLY, clock[1], clock[2]
