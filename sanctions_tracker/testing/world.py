"""One world, lived through day by day: every day is exact, and what is unlawful is thrown away. Half of the oracle."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

from ..lifecycle import Lifecycle

__all__ = ["NEVER", "Life", "Unlawful", "Window", "end_of", "live", "require"]

NEVER = date.max  # only in here: an end that does not come
Window = tuple[date, date]


class Unlawful(ValueError):
    """No choice of the days is lawful."""


def require(lawful: object) -> None:
    if not lawful:
        raise Unlawful("no choice of the days is lawful")


class Life:
    """Where one world stands on the day that is lived through."""

    def __init__(self, table: Lifecycle) -> None:
        self.table, self.state = table, table.initial
        self.clocks: dict[str, date] = {}  # timer: the day on which it rings
        self.fired: dict[str, str] = {}  # timers of today: where each led
        self.episodes: list[Window] = []
        self.painted: list[tuple[date, date, str]] = []

    def targets(self, event: str, state: str) -> list[str]:
        return [target for name, source, target in self.table.events if (name, source) == (event, state)]

    def move(self, state: str, today: date) -> None:
        was, self.state, inside = self.state, state, self.table.open
        if was in inside and state not in inside:
            self.episodes[-1], self.clocks = (self.episodes[-1][0], today), {}
        elif was not in inside and state in inside:
            self.episodes, self.clocks, self.fired = [*self.episodes, (today, NEVER)], {}, {}
        left = {timer for timer, source, _ in self.table.timers if source == was}
        left -= {timer for timer, source, _ in self.table.timers if source == state}
        self.clocks = {timer: day for timer, day in self.clocks.items() if timer not in left}

    def ring(self, timers: Iterable[str], today: date) -> None:
        for timer, source, target in self.table.timers if today in self.clocks.values() else ():
            if timer in timers and source == self.state and self.clocks.get(timer) == today:
                del self.clocks[timer]
                self.move(target, today)
                self.fired[timer] = target

    def place(self, act: Any) -> date:
        """The day of the act in the order: a re-imposition adopted in the episode before waits for its end."""
        effective: date = act.effective
        if act.adopted is None or len(self.targets(act.event, self.state)) < 2:
            return effective
        adopted: date = act.adopted
        return min(effective, max(adopted, self.episodes[-1][1]) if self.episodes else adopted)

    def apply(self, act: Any, today: date) -> None:
        table, targets, end = self.table, self.targets(act.event, self.state), end_of(act, act.effective)
        if not targets and self.fired.get(table.confirms.get(act.event, "")) == self.state:
            return
        waits = [self.clocks[timer] for timer in table.commencements & self.clocks.keys()]
        require(targets and end > max(act.effective, *waits, act.effective))
        require(end != NEVER or act.event not in table.needs_end)
        timer, early, late = next((row for row in table.timers if {*row[1:]} == {*targets}), ("", "", targets[0]))
        target = early if early and today < act.effective else late
        require(act.back_to or target != self.state or act.event not in table.reaches_back)
        if act.back_to:
            require(act.back_to < (act.to or act.effective) <= act.effective)
            self.painted.append((act.back_to, act.to or act.effective, act.event))
        self.move(self.state if act.to else target, today)
        named, moves = (
            table.clocks.get(act.event),
            any(one[0] == act.event and one[1] != one[2] for one in table.events),
        )
        if named and (end != NEVER or moves):  # an act that never moves the state leaves an end as it is
            self.clocks[named] = end
        if target == early:
            self.clocks[timer] = act.effective


def end_of(act: Any, start: date) -> date:
    """The first day without it; the 31st of a month that has none is no day."""
    if act.lasts is None:
        return act.last_day + timedelta(days=1) if act.last_day else act.ends or NEVER
    year, month = divmod(start.year * 12 + start.month - 1 + act.lasts.months, 12)
    require(start.day <= monthrange(year, month + 1)[1])
    return date(year, month + 1, start.day) + timedelta(days=act.lasts.days)


def live(acts: Sequence[Any], calendar: Sequence[date], table: Lifecycle) -> tuple[tuple[str, ...], tuple[Window, ...]]:
    """The state at the close of each day, and the episodes. Raises `Unlawful`."""
    life, queue, states = Life(table), list(acts), []
    for today in calendar:
        life.fired, rung = {}, False
        life.ring(table.commencements, today)
        while queue:
            if queue[0].event not in table.yields_to and not rung:
                life.ring(table.timer_names, today)
                rung = True
            place = life.place(queue[0])
            require(place >= today)  # else it is out of order
            if place > today:
                break
            life.apply(queue.pop(0), today)
        if not rung:
            life.ring(table.timer_names, today)
        states.append(life.state)
    require(not queue)
    for (first, stop, event), (number, day) in product(life.painted, enumerate(calendar)):
        if first <= day < stop and states[number] in table.open:
            states[number] = [*life.targets(event, states[number]), states[number]][0]
    return tuple(states), tuple(life.episodes)
