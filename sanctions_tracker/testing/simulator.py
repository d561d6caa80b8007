"""The oracle: what is possible on a day, found by living through every world. Slow, obvious, and no code of the timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any

from ..answer import Possible
from ..days import DoubtfulDay, Instant, ordinals
from ..facts import Coverage, Relief
from ..lifecycle import State
from ..sanction import Sanction
from .world import NEVER, Unlawful, Window, end_of, live, require

__all__ = ["oracle"]

_DAYS = ("adopted", "effective", "back_to", "to", "starts", "last_day", "ends")
_WORDS = ("event", "lasts", "name", "authority", "supersedes", "revoked")


def choices(day: object, calendar: Sequence[date]) -> list[Any]:
    if isinstance(day, DoubtfulDay):
        return [one for one in calendar if (day.earliest or one) <= one <= (day.latest or one)]
    return [day.day if isinstance(day, Instant) else day]


def worlds(records: Iterable[Any], calendar: Sequence[date], walk: Callable[[Sequence[Any]], Any]) -> set[Any]:
    """What ``walk`` makes of each lawful choice of the doubtful days."""
    versions, found = [], set()
    for record in records:
        same = {name: getattr(record, name, None) for name in _WORDS}
        chosen = product(*(choices(getattr(record, name, None), calendar) for name in _DAYS))
        versions.append([SimpleNamespace(of=record, **same, **dict(zip(_DAYS, days, strict=True))) for days in chosen])
    for world in product(*versions):
        try:
            found.add(walk(world))
        except Unlawful:
            continue
    require(found)
    return found


def linked(one: Any, other: Any) -> bool:
    return one.authority == other.authority and (one.name in other.supersedes or other.name in one.supersedes)


def permits(world: Sequence[Any]) -> tuple[Window, ...]:
    """The windows of the reliefs of one world, among which stand its revocations; episodes are left aside."""
    windows = []
    for one in (one for one in world if one.starts):
        later = [new.starts for new in world if new.starts and linked(one, new) and one.name in new.supersedes]
        revoked = [act.effective for act in world if act.of is one.revoked]
        end = end_of(one, one.starts)
        require(one.starts < end and all(one.starts <= day for day in revoked))
        windows.append((one.starts, min([end, *revoked, *later])))
        require(all(one.starts <= day <= windows[-1][1] for day in later))
    return tuple(windows)


def counted(id: str, day: date, near: Sequence[Relief], windows: Sequence[Window], lives: Sequence[Window]) -> Coverage:
    """The widest relief that counts: in the episode it starts in, else in the first that begins while it runs."""
    found = {Coverage.NONE}
    for relief, (starts, ends) in zip(near, windows, strict=True):
        inside = [life for life in lives if life[0] <= starts < life[1]]
        inside += [life for life in lives if starts < life[0] < ends]
        touch = relief.touching(id)
        if touch and inside and not relief.standing and max(inside[0][0], starts) <= day < min(inside[0][1], ends):
            found.add(touch.coverage)
    return max(found, key=[*Coverage].index)


def oracle(
    sanction: Sanction,
    days: Sequence[date],
    known_on: date | None = None,
    *,
    reliefs: Iterable[Relief] = (),
    rests_on: Sanction | None = None,
) -> dict[date, frozenset[Possible]]:
    """Return what is possible on each of ``days`` to a reader of ``known_on`` (``None``: the latest).

    It takes one step a day in each of the worlds: ask about small records. Raises `Unlawful` where there is no lawful world.
    """

    def seen(records: Iterable[Any]) -> list[Any]:
        if known_on is None:
            return [one for one in records if one and one.retracted is None]
        return [one for one in records if one and one.known_day <= known_on < (one.retracted or NEVER)]

    every, table = seen((*sanction.reliefs, *reliefs)), sanction.lifecycle
    near = [one for one in every if one.touching(sanction.id)]
    for _ in every:  # and those tied to them by what supersedes what, near or far
        near = [one for one in every if one in near or any(linked(one, other) for other in near)]
    acts, relieving = seen(sanction.transitions), [*near, *seen(one.revoked for one in near)]
    written = [getattr(one, name, None) or NEVER for one in (*acts, *relieving) for name in _DAYS]
    marks = [day for one in (*days, *written) if one != NEVER for day in ordinals(one) if day is not None]
    room = 8 + sum(one.lasts.months * 31 + one.lasts.days for one in (*acts, *near) if one.lasts)
    calendar = [date.fromordinal(day) for day in range(min(marks) - room, max(marks) + room)]
    lives = worlds(acts, calendar, lambda world: live(world, calendar, table))
    windows = worlds(relieving, calendar, permits)
    base = oracle(rests_on, days, known_on) if rests_on else {}
    found: dict[date, set[Possible]] = {day: set() for day in days}
    for (states, episodes), chosen, day in product(lives, windows, days):
        state = states[(day - calendar[0]).days]
        binds = state in table.binding
        found[day].add(Possible(state, counted(sanction.id, day, near, chosen, episodes) if binds else Coverage.NONE))
        if state in (State.IN_FORCE, State.SUSPENDED):
            over = {pair.state for pair in base.get(day, ())} - {State.NOT_IMPOSED, State.PENDING, State.IN_FORCE}
            found[day] |= {Possible(one, Coverage.NONE) for one in over}
    return {day: frozenset(pairs) for day, pairs in found.items()}
