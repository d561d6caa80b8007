"""Laws of the plane of force: what is lawful, what the future, an annulment, a renewal or a new episode changes, and doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from attrs import evolve

from ...answer import Possible, Verdict
from ...days import DoubtfulDay, ordinals
from ...facts import Coverage, Transition
from ...register import Register
from ...sanction import Sanction
from ...timelines import Timeline
from ...unlawful import UnlawfulEvent
from ..probing import days_beside
from ..timing import DAYS
from .asking import (
    REFUSED,
    after,
    alone,
    counted,
    equal,
    exact,
    is_,
    lawful,
    possible,
    require,
    states,
    with_,
)

__all__ = ["law_4", "law_6", "law_7", "law_10", "law_11", "law_14"]


def law_4(line: Timeline) -> int:
    """Every unlawful history is refused with the predicted code at the predicted record; a lawful history has only lawful prefixes."""
    acts, lifecycle = line.sanction.transitions, line.sanction.lifecycle
    for number in range(len(acts)):
        require(lawful(with_(line, acts=acts[:number])), 4, f"{line.sanction.id}: its first {number} acts are refused")
    day = after(line)
    states = {pair.state for pair in alone(line).status(day).possible}
    wrong = set(lifecycle.event_names).difference(*(lifecycle.lawful(state) for state in states))
    for event in sorted(wrong):
        end = day + timedelta(days=1) if event in lifecycle.needs_end else None
        act = Transition(event, effective=day, ends=end)
        try:
            with_(line, acts=[*acts, act]).status(day)
        except UnlawfulEvent as error:
            right = ("unlawful-event", act) if len(states) == 1 else (error.code, act)
            require((error.code, error.act) == right, 4, f"{line.sanction.id}: {event}", error.code, right[0])
        else:
            require(False, 4, f"{line.sanction.id}: '{event}' while {' or '.join(states)} is not refused")
    return len(acts) + len(wrong)


def law_6(register: Register) -> tuple[int, int]:
    """An event effective on or after t changes no answer before t, unless retroactive or narrowing a doubtful day, and no answer but its own sanction's and those resting on it."""
    held = left_out = 0
    for sanction in register.sanctions:
        act = sanction.transitions[-1] if sanction.transitions else None
        days = [] if act is None else [exact(day) for day in (act.effective, act.adopted) if day is not None]
        place = min((day for day in days if day is not None), default=None)  # adopted, where that is earlier
        if act is None or place is None or act.back_to is not None or any(map(_doubtful, sanction.transitions)):
            left_out += act is not None
            continue
        line = register.timeline(sanction.id)
        less = with_(line, acts=sanction.transitions[:-1])
        before = [day for day in days_beside(line) if day < place]
        equal(6, line, possible(line, before), possible(less, before))
        held += 1
        if len(register) <= 10:
            _others(register, less.sanction)
    return held, left_out


def _doubtful(act: Transition) -> bool:
    return any(isinstance(getattr(act, name, None), DoubtfulDay) for name in DAYS)


def _others(register: Register, changed: Sanction) -> None:
    other = evolve(register, sanctions=[changed if one.id == changed.id else one for one in register.sanctions])
    for sanction in register.sanctions:
        if changed.id not in (sanction.id, sanction.rests_on):
            line = register.timeline(sanction.id)
            days = days_beside(line)
            equal(6, line, possible(other.timeline(sanction.id), days), possible(line, days))


def law_7(line: Timeline) -> int:
    """Annulment repaints exactly the days it names, and only for those who know it. A retraction is the inverse of its record."""
    acts, lifecycle, day, held = line.sanction.transitions, line.sanction.lifecycle, after(line), 0
    plain = alone(line)
    days = [*days_beside(line), day - timedelta(days=1), day]
    last = {pair.state for pair in plain.status(day).possible}
    never_over = any(ordinals(act.effective)[1] is None for act in acts)  # one more act would narrow when it was
    for event in () if never_over else sorted(lifecycle.reaches_back):
        if not acts or not all(lifecycle.target(event, state) for state in last):
            continue
        for back_to in (days[0], days[len(days) // 2]):
            for to in (None, back_to + timedelta(days=2)):
                act = Transition(event, effective=day, back_to=back_to, to=to)
                line_ = Timeline(evolve(line.sanction, transitions=[*acts, act], rests_on=None), line.reliefs)
                _repainted(line_, plain, act, days)
                held += 1
    for act in acts[-1:]:
        gone = with_(plain, acts=[*acts[:-1], evolve(act, retracted=day if act.retracted is None else act.retracted)])
        never = with_(plain, acts=acts[:-1])
        equal(7, line, possible(gone, days), possible(never, days))
        equal(7, line, possible(gone, days, act.known_day), possible(plain, days, act.known_day), act.known_day)
        held += 1
    return held


def _repainted(line: Timeline, plain: Timeline, act: Transition, days: Iterable[date]) -> None:
    lifecycle, effective, back_to = line.sanction.lifecycle, exact(act.effective), exact(act.back_to)
    assert effective is not None
    assert back_to is not None
    stop, eve = exact(act.to) or effective, effective - timedelta(days=1)
    for day in days:
        was, where = plain.status(day).possible, f"{line.sanction.id} on {day}, '{act.event}' back to {back_to}"
        right = was
        if back_to <= day < stop or (day >= effective and act.to is None):
            moved = {pair: lifecycle.target(act.event, pair.state) for pair in was if pair.state in lifecycle.open}
            right = frozenset(Possible(moved[one] or one.state, Coverage.NONE) if one in moved else one for one in was)
        found = line.status(day).possible
        require(found == right, 7, where, found, right)
        require(line.status(day, eve).possible == plain.status(day, eve).possible, 7, f"{where}, as known before it")


def law_10(line: Timeline) -> int:
    """With a fixed end and no other event between, moving a renewal within (start, old end] changes no state or relief at full knowledge; one day later it is refused, and reimpose leaves exactly the gap."""
    acts, held = counted(line.sanction.transitions), 0
    for number, (before, renewal) in enumerate(pairwise(acts), 1):
        start, old, new = exact(before.effective), _end(before), _end(renewal)
        following = exact(acts[number + 1].effective) if number + 1 < len(acts) else date.max
        fixed = (
            start
            and old
            and new
            and following
            and following > old + timedelta(days=1)
            and new > old + timedelta(days=1)
        )
        if (
            renewal.event != "renew"
            or before.event not in ("impose", "reimpose", "renew")
            or not fixed
            or before.adopted
        ):
            continue
        assert start is not None
        assert old is not None
        plain, days = alone(with_(line, acts=acts)), days_beside(line)

        def moved(
            to: date, event: str = "renew", at: int = number, act: Transition = renewal, ends: date | None = new
        ) -> Timeline:
            other = evolve(act, event=event, effective=to, known=to, last_day=None, ends=ends, lasts=None, adopted=None)
            return alone(with_(line, acts=[*acts[:at], other, *acts[at + 1 :]]))

        for day in {start + timedelta(days=1), old - timedelta(days=1), old} - {start}:
            equal(10, line, possible(moved(day), days), possible(plain, days))
        late = old + timedelta(days=1)
        try:
            moved(late).status(late)
        except UnlawfulEvent as error:
            require(
                error.code == "unlawful-event", 10, f"{line.sanction.id}: a late renewal", error.code, "unlawful-event"
            )
        else:
            require(False, 10, f"{line.sanction.id}: a renewal on {late}, a day late, is not refused")
        gap = moved(late, "reimpose")
        differ = [
            day
            for day in days
            if {p.state for p in gap.status(day).possible} != {p.state for p in plain.status(day).possible}
        ]
        require(differ == [old], 10, f"{line.sanction.id}: reimposed on {late}", differ, [old])
        held += 1
    return held


def _end(act: Transition) -> date | None:
    """The exact day on which its end falls, exclusive."""
    day, last = exact(act.effective), exact(act.last_day)
    if act.lasts is not None:
        return act.lasts.after(day) if day else None
    return last + timedelta(days=1) if last else exact(act.ends)


def law_11(line: Timeline) -> int:
    """Nothing is inherited by a new episode. Lifting cancels a later sunset."""
    acts, lifecycle = counted(line.sanction.transitions), line.sanction.lifecycle
    days = days_beside(line)
    written = [last or first for first, last in (ordinals(act.effective) for act in acts)]
    lift_on = max([days[0], *(date.fromordinal(day) for day in written if day)]) + timedelta(days=1)
    plain = alone(with_(line, acts=acts))
    states = {pair.state for pair in plain.status(lift_on).possible}
    doubtful = any(isinstance(one.starts, DoubtfulDay) for one in line.reliefs)
    if not acts or doubtful or not all("lift" in lifecycle.lawful(state) for state in states):
        return 0
    far = [after(line) + timedelta(days=number) for number in (0, 30)]
    lift = Transition("lift", effective=lift_on)
    lifted = Timeline(evolve(line.sanction, transitions=[*acts, lift], rests_on=None), line.reliefs)
    for day in (lift_on, *(day for day in days if day > lift_on), *far):
        require(lifted.status(day).state == "lifted", 11, f"{line.sanction.id} on {day}, lifted on {lift_on}")
    again = Transition("reimpose", effective=lift_on + timedelta(days=2))
    new = Timeline(evolve(line.sanction, transitions=[*acts, lift, again], rests_on=None), line.reliefs)
    later = [one for one in line.reliefs if (exact(one.starts) or date.min) >= lift_on]
    fresh = Timeline(Sanction(line.sanction.id, [evolve(again, event="impose")]), later)
    since = [lift_on + timedelta(days=2), *(day for day in days if day > lift_on + timedelta(days=2)), *far]
    equal(11, line, possible(new, since), possible(fresh, since))
    return 1


def law_14(line: Timeline) -> int:
    """possible(day) is the union over all lawful worlds, never empty; at full knowledge narrowing a range only shrinks it, and YES and NO never flip."""
    days, acts, held = days_beside(line), line.sanction.transitions, 0
    wide = {day: line.status(day) for day in days}
    for day, status in wide.items():
        require(status.possible, 14, f"{line.sanction.id} on {day}: nothing is possible")
    for number, narrow in _narrowed(acts):
        other = with_(line, acts=[*acts[:number], narrow, *acts[number + 1 :]])
        try:
            other.compile(None)
        except REFUSED:  # this half holds no lawful world
            continue
        for day in days:
            was, now = wide[day], other.status(day)
            where = f"{line.sanction.id} on {day}, '{narrow.event}' narrowed"
            require(now.possible <= was.possible, 14, where, now.possible, was.possible)
            for word in sorted(states(was.possible)):
                before, after = (one.holds(is_(word)) for one in (was, now))
                require(before in (Verdict.MAYBE, after), 14, f"{where}: {word}", after, before)
        held += 1
    return len(days) + held


def _narrowed(acts: Sequence[Transition]) -> Iterator[tuple[int, Transition]]:
    """Give each act that the latest reader sees with each half of each of its doubtful days."""
    for number, act in enumerate(acts):
        for name in DAYS:
            day = getattr(act, name, None)
            if not isinstance(day, DoubtfulDay) or act.retracted is not None:
                continue
            first = day.earliest or (day.latest or date.max) - timedelta(days=20)
            last = day.latest or first + timedelta(days=20)
            middle = first + (last - first) // 2
            for start, end in ((first, middle), (middle + timedelta(days=1), last)):
                if start <= end:
                    narrow: dict[str, Any] = {"known": act.known_day, name: f"[{start}..{end}]"}
                    yield number, evolve(act, **narrow)
