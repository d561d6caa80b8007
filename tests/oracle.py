"""The oracle: a slow and obvious reading of the rules, one day after the other, in every world.

It is what the compiled engine is compared with, so it shares no idea with it: every choice of days is tried, every
day of the calendar is lived through, and what is unlawful is thrown away. Only small records should be asked about.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

from attrs import define, evolve, field

from sanctions_tracker.answer import Possible
from sanctions_tracker.days import DoubtfulDay, Duration, Instant
from sanctions_tracker.facts import Coverage, Relief, Revocation, Transition
from sanctions_tracker.lifecycle import STANDARD, State
from sanctions_tracker.sanction import Sanction

MARGIN = 8
ONE = timedelta(days=1)
NEVER = date.max  # only inside: an end that does not come
DAYS = ("adopted", "effective", "back_to", "to", "starts", "last_day", "ends")
OPEN = (State.PENDING, State.IN_FORCE, State.SUSPENDED)
CONFIRMS = {"expire": State.EXPIRED, "resume": State.IN_FORCE}
Window = tuple[date, date]


class Unlawful(Exception):
    """There is no lawful world, or this one is none."""


@define
class Machine:
    """Where one world stands on the day that is being lived through."""

    state: str = State.NOT_IMPOSED
    binds: date = NEVER  # T3
    sunset: date = NEVER  # T1
    back: date = NEVER  # T2
    fired: str | None = None  # the event that would confirm the timer of today
    episodes: list[Window] = field(factory=list)
    painted: list[Window] = field(factory=list)

    def end_episode(self, state: str, today: date) -> None:
        self.state = state
        self.episodes[-1] = (self.episodes[-1][0], today)

    def fire(self, today: date) -> None:
        if self.state in (State.IN_FORCE, State.SUSPENDED) and self.sunset == today:
            self.end_episode(State.EXPIRED, today)
            self.fired = "expire"
        elif self.state == State.SUSPENDED and self.back == today:
            self.state, self.fired = State.IN_FORCE, "resume"

    def place(self, act: Any) -> date:
        day: date = act.effective
        if act.event not in ("impose", "reimpose") or act.adopted is None or self.state in OPEN:
            return day  # a re-imposition waits for the end of the episode, but not past its own day
        adopted: date = max(act.adopted, self.episodes[-1][1]) if self.episodes else act.adopted
        return min(day, adopted)

    def apply(self, act: Any, today: date) -> None:
        if act.event == self.fired and self.state == CONFIRMS[act.event]:
            return
        end = end_of(act, act.effective)
        late = self.binds if self.state == State.PENDING else act.effective
        require((act.event, self.state) in {(event, source) for event, source, _ in STANDARD.events})
        require(end > max(act.effective, late) and (act.event != "renew" or end != NEVER))
        if act.event in ("impose", "reimpose"):
            self.state = State.PENDING if today < act.effective else State.IN_FORCE
            self.binds, self.sunset, self.back, self.fired = act.effective, end, NEVER, None
            self.episodes.append((today, NEVER))
        elif act.event in ("amend", "renew"):
            self.sunset = self.sunset if end == NEVER else end
        elif act.event == "suspend":
            self.state, self.back = State.SUSPENDED, end
        elif act.event == "resume":
            self.state = State.IN_FORCE
        elif act.event == "annul":
            self.annul(act, today)
        else:
            self.end_episode({"expire": State.EXPIRED, "lift": State.LIFTED}[act.event], today)

    def annul(self, act: Any, today: date) -> None:
        require(act.back_to is not None or self.state in OPEN)
        if act.back_to is not None:
            stop = act.to or act.effective
            require(act.back_to < stop <= act.effective)
            self.painted.append((act.back_to, stop))
        if act.to is None and self.state in OPEN:
            self.end_episode(State.ANNULLED, today)


def require(lawful: bool) -> None:
    if not lawful:
        raise Unlawful


def seen(record: Transition | Relief | Revocation, known_on: date | None) -> bool:
    if known_on is None:
        return record.retracted is None
    return record.known_day <= known_on < (record.retracted or NEVER)


def end_of(act: Any, start: date) -> date:
    """The first day without it; the 31st of a month that has none is no day."""
    if act.last_day is not None:
        return date.fromordinal(act.last_day.toordinal() + 1)
    if act.lasts is None:
        return act.ends or NEVER
    year, month = divmod(start.year * 12 + start.month - 1 + act.lasts.months, 12)
    require(start.day <= monthrange(year, month + 1)[1])
    return date(year, month + 1, start.day) + timedelta(days=act.lasts.days)


def live(acts: Sequence[Transition], calendar: Sequence[date]) -> tuple[tuple[str, ...], tuple[Window, ...]]:
    """Live one world through: the state at the close of each day, and the episodes."""
    machine, queue, states = Machine(), list(acts), []
    for today in calendar:
        machine.fired = None
        if machine.state == State.PENDING and machine.binds == today:
            machine.state = State.IN_FORCE
        while queue:
            if queue[0].event not in ("renew", "lift"):
                machine.fire(today)
            require(machine.place(queue[0]) >= today)  # else it is out of order
            if machine.place(queue[0]) > today:
                break
            machine.apply(queue.pop(0), today)
        machine.fire(today)
        states.append(machine.state)
    require(not queue)
    for number, day in enumerate(calendar):
        if states[number] in OPEN and any(first <= day < stop for first, stop in machine.painted):
            states[number] = State.ANNULLED
    return tuple(states), tuple(machine.episodes)


def permit(reliefs: Sequence[Any]) -> tuple[Window, ...]:
    """The windows of the reliefs of one world, episodes left aside."""
    windows = []
    for one in reliefs:
        end = end_of(one, one.starts)
        require(end > one.starts)
        revoked = [one.revoked.effective] if one.revoked else []
        require(all(day >= one.starts for day in revoked))  # the specification is silent; nothing ends before it starts
        after = [new.starts for new in reliefs if new.authority == one.authority and one.name in new.supersedes]
        windows.append((one.starts, min([end, *revoked, *after])))
        require(all(one.starts <= day <= windows[-1][1] for day in after))
    return tuple(windows)


def allowed(
    id: str, day: date, reliefs: Sequence[Relief], windows: Sequence[Window], lives: Sequence[Window]
) -> Coverage:
    found = {Coverage.NONE}
    for relief, (starts, ends) in zip(reliefs, windows, strict=True):
        inside = [life for life in lives if life[0] <= starts < life[1]]
        for first, stop in [*inside, *(life for life in lives if starts < life[0] < ends)][:1]:
            touch = relief.touching(id)
            if touch and not relief.standing and max(first, starts) <= day < min(stop, ends):
                found.add(touch.coverage)
    return next(one for one in (Coverage.FULL, Coverage.PART, Coverage.NONE) if one in found)


def tied(id: str, reliefs: Sequence[Relief]) -> list[Relief]:
    """The reliefs that touch it, and all those tied to them by ``supersedes``, near or far."""
    group = {number for number, relief in enumerate(reliefs) if relief.touching(id)}
    for _ in reliefs:
        for (here, one), (there, other) in product(enumerate(reliefs), repeat=2):
            named = one.authority == other.authority and (one.name in other.supersedes or other.name in one.supersedes)
            group |= {there} if named and here in group else set()
    return [relief for number, relief in enumerate(reliefs) if number in group]


def written(records: Iterable[Any]) -> list[date]:
    """Every day that the records name."""
    days: list[date] = []
    for record in records:
        for value in (getattr(record, name, None) for name in DAYS):
            if isinstance(value, DoubtfulDay):
                days += [day for day in (value.earliest, value.latest) if day]
            elif value is not None:
                days.append(value.day if isinstance(value, Instant) else value)
        if getattr(record, "revoked", None):
            days += written([record.revoked])
    return days


def versions(record: Any, calendar: Sequence[date], known_on: date | None) -> list[Any]:
    """The record once for every choice of its doubtful days."""
    choices: dict[str, list[Any]] = {}
    for name in DAYS:
        value = getattr(record, name, None)
        if isinstance(value, Instant):
            choices[name] = [value.day]
        elif isinstance(value, DoubtfulDay):
            first, last = value.earliest or calendar[0], value.latest or calendar[-1]
            choices[name] = [day for day in calendar if first <= day <= last]
    if getattr(record, "revoked", None):  # who does not know the revocation sees the relief without it
        known = seen(record.revoked, known_on)
        choices["revoked"] = versions(record.revoked, calendar, known_on) if known else [None]
    return [evolve(record, **dict(zip(choices, world, strict=True))) for world in product(*choices.values())]


def worlds(records: Sequence[Any], calendar: Sequence[date], known_on: date | None, walk: Any) -> set[Any]:
    """What ``walk`` makes of each lawful choice."""
    found = set()
    for world in product(*(versions(record, calendar, known_on) for record in records)):
        try:
            found.add(walk(world))
        except Unlawful:
            continue
    require(bool(found))
    return found


def readings(
    sanction: Sanction,
    days: Sequence[date],
    known_on: date | None,
    reliefs: Sequence[Relief] = (),
    rests_on: Sanction | None = None,
) -> dict[date, frozenset[Possible]]:
    """What is possible on each of the days. Raises `Unlawful` where no world is lawful."""
    acts = [act for act in sanction.transitions if seen(act, known_on)]
    near = tied(sanction.id, [relief for relief in (*sanction.reliefs, *reliefs) if seen(relief, known_on)])
    records: list[Any] = [*acts, *near]
    lengths = [record.lasts for record in records if isinstance(record.lasts, Duration)]
    margin = timedelta(days=MARGIN + max((31 * one.months + one.days for one in lengths), default=0))
    marks = [*days, *written(records)]
    first, last = min(marks) - margin, max(marks) + margin
    calendar = [first + number * ONE for number in range((last - first).days + 1)]
    base = readings(rests_on, days, known_on) if rests_on else {}
    lives = worlds(acts, calendar, known_on, lambda world: live(world, calendar))
    windows = worlds(near, calendar, known_on, permit)
    answer: dict[date, set[Possible]] = {day: set() for day in days}
    for (states, episodes), permitted, day in product(lives, windows, days):
        state = states[(day - first).days]
        counted = allowed(sanction.id, day, near, permitted, episodes) if state == State.IN_FORCE else Coverage.NONE
        answer[day].add(Possible(state, counted))
        if state in (State.IN_FORCE, State.SUSPENDED):
            under = {pair.state for pair in base.get(day, ())}
            over = under - {State.NOT_IMPOSED, State.PENDING, State.IN_FORCE}
            answer[day] |= {Possible(one, Coverage.NONE) for one in over}
    return {day: frozenset(found) for day, found in answer.items()}


def possible(
    sanction: Sanction,
    on: date,
    known_on: date | None,
    reliefs: Sequence[Relief] = (),
    rests_on: Sanction | None = None,
) -> frozenset[Possible]:
    """What is possible on one day. Raises `Unlawful` where no world is lawful."""
    return readings(sanction, [on], known_on, reliefs, rests_on)[on]
