"""Strategies for histories: lawful by construction, act by act under any lifecycle, and unlawful in one place that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from attrs import evolve, frozen
from hypothesis import reject
from hypothesis import strategies as some

from ..days import as_day
from ..facts import Transition
from ..lifecycle import STANDARD, Lifecycle
from .timing import DAYS, exactly, of_type, whole_number
from .world import Unlawful, end_of, live

__all__ = ["FIRST_DAY", "UnlawfulHistory", "blurred", "ending", "histories", "is_lawful", "unlawful_histories"]

FIRST_DAY = date(2000, 1, 1)


def histories(
    *,
    lifecycle: Lifecycle = STANDARD,
    min_acts: int = 1,
    max_acts: int = 7,
    first_day: date | str = FIRST_DAY,
    max_gap: int = 6,
    doubts: int = 0,
    late: bool = False,
) -> some.SearchStrategy[tuple[Transition, ...]]:
    """Draw a lawful history under ``lifecycle``: lawful as known on every day.

    Acts lie 0 to ``max_gap`` days apart, or meet what an earlier act set (an end, the day before, the day after), the first
    within ten days of ``first_day``. Up to ``doubts`` of their days are doubtful. With ``late`` some acts are known late,
    retracted, or corrected (retracted and written anew). Where no act is lawful any more a history is shorter than
    ``min_acts``. Shrinks to the first event of the table on ``first_day``. Raises `ValueError` on bad bounds.
    """
    of_type("lifecycle", lifecycle, Lifecycle)
    for name, value in (("min_acts", min_acts), ("max_gap", max_gap), ("doubts", doubts)):
        whole_number(name, value)
    whole_number("max_acts", max_acts, at_least=max(min_acts, 1))
    found = _exact(lifecycle, min_acts, max_acts, as_day(first_day, "first_day"), max_gap)
    if late:
        found = found.flatmap(lambda acts: _known_late(acts, lifecycle))
    if doubts:
        found = found.flatmap(lambda acts: blurred(acts, doubts))
    return found


@frozen
class UnlawfulHistory:
    """A history with one wrong act. ``code`` and ``place`` (a position in ``acts``) are those that a refusal must name."""

    acts: tuple[Transition, ...]
    code: str
    place: int


def unlawful_histories(
    *, lifecycle: Lifecycle = STANDARD, max_acts: int = 5, first_day: date | str = FIRST_DAY
) -> some.SearchStrategy[UnlawfulHistory]:
    """Draw a lawful history of up to ``max_acts`` acts and one wrong act behind it.

    The act is one that the state does not allow (``unlawful-event``), stands before its time (``out-of-order``), ends no later
    than it begins (``end-not-later``), has no end where it needs one (``missing``), lasts to the 31st of a month that has none
    (``clipped-day``), or repaints days in the wrong order or none (``repaint``). Raises `ValueError` on bad bounds.
    """
    of_type("lifecycle", lifecycle, Lifecycle)
    whole_number("max_acts", max_acts)
    return _unlawful(lifecycle, max_acts, as_day(first_day, "first_day"))


# A lawful history, act by act. Each step is drawn by itself and says the same act wherever it stands; where that is unlawful it is
# left out. So an example shrinks by leaving steps out, and the others keep their meaning.


class _Step(NamedTuple):
    """One act to try, in five numbers of which 0 is the simplest: the first event, no gap, no wait, no end, no reaching back."""

    event: int
    when: int
    wait: int
    end: int
    back: int


def _steps(lifecycle: Lifecycle, max_gap: int) -> some.SearchStrategy[_Step]:
    highest = (len(events(lifecycle)) - 1, 2 * max_gap + 1, 11, 2 * _ENDS - 1, 79)
    return some.tuples(*(some.integers(0, most) for most in highest)).map(_step)


def _step(numbers: tuple[int, ...]) -> _Step:
    return _Step(*numbers)


@some.composite
def _exact(
    draw: some.DrawFn, lifecycle: Lifecycle, min_acts: int, max_acts: int, first_day: date, max_gap: int
) -> tuple[Transition, ...]:
    acts: tuple[Transition, ...] = ()
    first = first_day + timedelta(days=draw(some.one_of(some.just(0), some.integers(-10, 10), some.just(30))))
    steps = some.lists(_steps(lifecycle, max_gap), max_size=2 * max_acts)
    for step in (*draw(steps), *draw(steps)):  # many are unlawful where they stand, and left out
        if len(acts) < max_acts:
            acts = _taken(acts, step, lifecycle, first, max_gap)
    for event in range(len(lifecycle.event_names)) if len(acts) < min_acts else ():
        for gap in range(min_acts - len(acts)):
            acts = _taken(acts, _Step(event, gap, 0, 0, 0), lifecycle, first, max_gap)
    return acts


def _taken(
    acts: tuple[Transition, ...], step: _Step, lifecycle: Lifecycle, first: date, max_gap: int
) -> tuple[Transition, ...]:
    """Take the step, where it is lawful."""
    now = max([first, *(_place(act) for act in acts)])
    meets = [one for one in turning(acts) if one >= now]
    if step.when > max_gap and meets:
        now = meets[
            max(0, step.when - max_gap - 4) % len(meets)
        ]  # the first, the end to come, more often than the others
    elif acts:
        now += timedelta(days=step.when % (max_gap + 1))
    event, state = events(lifecycle)[step.event], lived(acts, lifecycle, now)
    if state not in lifecycle.open and lifecycle.target(event, state) is None and lifecycle.lawful(state):
        event = lifecycle.lawful(state)[step.event % len(lifecycle.lawful(state))]  # few events begin an episode
    act = _act(event, step, lifecycle, now, acts)
    try:
        lived((*acts, act), lifecycle)
    except Unlawful:
        return acts
    return (*acts, act)  # those who knew less saw what was lawful before: the acts become known in their order


def events(lifecycle: Lifecycle) -> list[str]:
    """Each event of the table; those that move the state, and those that move an end, more than once, to be drawn more often."""
    moving = [name for name, source, target in lifecycle.events if source != target]
    return [*lifecycle.event_names, *dict.fromkeys(moving), *sorted(lifecycle.needs_end) * 2]


def _place(act: Transition) -> date:
    return exactly(act.effective if act.adopted is None else min(exactly(act.adopted), exactly(act.effective)))


def _act(event: str, step: _Step, lifecycle: Lifecycle, place: date, before: Sequence[Transition]) -> Transition:
    """The act of a step, adopted or effective on ``place``."""
    fields: dict[str, Any] = {}
    day = place
    if event in lifecycle.delayable and step.wait >= 6:
        day += timedelta(days=step.wait - 6)
        early = step.wait % 2 and before  # a new episode may be decided before the old one is over
        fields["adopted"] = place - timedelta(days=2) if early else place
        fields["known"] = max([fields["adopted"], *(act.known_day for act in before)])
    if event in lifecycle.clocks and (step.end >= _ENDS or event in lifecycle.needs_end):
        fields |= ending(day, step.end % _ENDS, turning(before))
    if event in lifecycle.reaches_back and step.back >= 40:
        met = [one for one in turning(before) if one < day]
        days = timedelta(days=1 + step.back % 20)
        fields["back_to"] = met[step.back % len(met)] if step.back >= 60 and met else day - days
        if step.back % 2:
            fields["to"] = fields["back_to"] + timedelta(days=1 + step.back % (day - fields["back_to"]).days)
    return Transition(event, effective=day, **fields)


_ENDS = 54
"""How many ends there are: nine lengths in six forms."""


def ending(day: date, number: int, meets: Sequence[date] = ()) -> dict[str, Any]:
    """The end of this number (0 to 53) after ``day``: soon, in every spelling, or on a day that something else meets."""
    length, form = number // 6, number % 6
    later = [one for one in meets if one > day]
    last = day + timedelta(days=length)
    forms: list[dict[str, Any]] = [
        {"ends": last + timedelta(days=1)},
        {"last_day": last},
        {"lasts": f"P{length + 1}D"},
        {"lasts": ("P1M", "P1M2D")[length % 2]},
    ]
    if form >= len(forms):
        return {"ends": later[length % len(later)] if later else last + timedelta(days=1)}
    return forms[form]


def turning(acts: Sequence[Transition]) -> list[date]:
    """The days on which something may meet, the likeliest first: every end so far, the last act, and the days beside them."""
    found = []
    for act in reversed(acts):
        try:
            found.append(end_of(act, exactly(act.effective)))
        except Unlawful:  # the 31st of a month that has none
            continue
    found += [exactly(day) for act in acts[-1:] for day in (act.effective, act.adopted) if day is not None]
    near = [one + timedelta(days=beside) for beside in (0, 1, -1) for one in found if one.year < 9000]
    return list(dict.fromkeys(near))


def readers(acts: Sequence[Transition]) -> Iterator[tuple[Transition, ...]]:
    """Give what each reader sees, the latest first; all days are exact."""
    seen = [tuple(act for act in acts if act.retracted is None)]
    for turn in sorted({day for act in acts for day in (act.known_day, act.retracted) if day}):
        found = tuple(act for act in acts if act.known_day <= turn and (act.retracted is None or turn < act.retracted))
        if found not in seen:
            seen.append(found)
    yield from seen


def is_lawful(acts: Sequence[Transition], lifecycle: Lifecycle = STANDARD) -> bool:
    """Say whether a history of exact days is lawful for every reader, by living through it."""
    try:
        for seen in readers(acts):
            lived(seen, lifecycle)
    except Unlawful:
        return False
    return True


def lived(acts: Sequence[Transition], lifecycle: Lifecycle, to: date | None = None) -> str:
    """Live through a history of exact days up to ``to`` (by default its last day), and return the state then; raises `Unlawful`."""
    written = [exactly(day) for act in acts for day in (act.effective, act.adopted) if day is not None]
    first, last = min([*written, to or FIRST_DAY]), max([*written, to or min(written, default=FIRST_DAY)])
    calendar = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return live(acts, calendar, lifecycle)[0][-1]


# What the public knew, and what nobody knows exactly.


@some.composite
def _known_late(draw: some.DrawFn, acts: tuple[Transition, ...], lifecycle: Lifecycle) -> tuple[Transition, ...]:
    """Draw acts that are known late, retracted or corrected, each change kept only where every reader still sees a lawful history."""
    for number in range(len(acts) - 1, -1, -1):
        how = draw(some.sampled_from(("", "late", "retract", "correct")))
        if not how:
            continue
        act, wait = acts[number], timedelta(days=draw(some.integers(1, 12)))
        if how == "late":
            changed: tuple[Transition, ...] = (evolve(act, known=act.known_day + wait),)
        elif how == "retract":
            changed = (evolve(act, retracted=act.known_day + wait),)
        else:
            wrong = evolve(act, known=act.known_day, retracted=act.known_day + wait)
            changed = (wrong, evolve(act, known=act.known_day + wait, effective=_near(draw, act.effective)))
            changed = changed if draw(some.booleans()) else changed[::-1]
        new = (*acts[:number], *changed, *acts[number + 1 :])
        acts = new if is_lawful(new, lifecycle) else acts
    return acts


def _near(draw: some.DrawFn, day: object) -> date:
    return exactly(day) + timedelta(days=draw(some.integers(-2, 2)))


@some.composite
def blurred(draw: some.DrawFn, records: Sequence[Any], doubts: int) -> tuple[Any, ...]:
    """Make up to ``doubts`` days of these records doubtful around what was written: that choice stays a lawful world of every reader."""
    found = list(records)
    fields = [(at, name) for at, one in enumerate(found) for name in DAYS if isinstance(getattr(one, name, None), date)]
    if not fields:
        return tuple(found)
    opened = False  # two open sides in one history make a case for hours of the oracle's time
    for at, name in draw(some.lists(some.sampled_from(fields), max_size=doubts, unique=True)):
        day: date = getattr(found[at], name)
        first, last = (day + way * timedelta(days=draw(some.integers(0, 2))) for way in (-1, 1))
        form = draw(some.sampled_from(("range", "range", "range", "early", "late", "month")))
        text = f"[{first}..{last}]"
        if form != "range" and not opened:
            opened = True
            text = {"early": f"[..{last}]", "late": f"[{first}..]", "month": f"{day:%Y-%m}"}[form]
        found[at] = evolve(found[at], **{"known": found[at].known_day, name: text})
    return tuple(found)


# One wrong act behind a lawful history.


@some.composite
def _unlawful(draw: some.DrawFn, lifecycle: Lifecycle, max_acts: int, first_day: date) -> UnlawfulHistory:
    acts = draw(_exact(lifecycle, 0, max_acts, first_day, 6)) if max_acts else ()
    last = max([first_day, *(exactly(act.effective) for act in acts)])
    gap = draw(some.integers(0, 9))
    day = last + timedelta(days=gap) if gap else _the_31st(last + timedelta(days=1))
    state = lived(acts, lifecycle, day)
    ways = list(_wrong(acts, day, state, lifecycle))
    if not ways:  # everything is lawful here
        reject()
    code, act = draw(some.sampled_from(ways))
    return UnlawfulHistory((*acts, act), code, len(acts))


def _the_31st(day: date) -> date:
    """Return the next 31st that the month behind it lacks."""
    while day.day != 31 or day.month in (7, 12):
        day += timedelta(days=1)
    return day


def _wrong(acts: Sequence[Transition], day: date, state: str, lifecycle: Lifecycle) -> Iterator[tuple[str, Transition]]:
    """Give (code, act) for each wrong act that may stand here."""
    lawful = {name for name, source, _ in lifecycle.events if source == state}
    for event in lifecycle.event_names:
        end = day + timedelta(days=400) if event in lifecycle.needs_end else None
        act = Transition(event, effective=day, ends=end)
        yields = event in lifecycle.yields_to and _fires(acts, day, lifecycle)
        if event not in lawful and event not in lifecycle.confirms and not yields:
            yield "unlawful-event", act
        if event not in lawful or yields:
            continue
        if event in lifecycle.needs_end:
            yield "missing", evolve(act, ends=None)
        if event in lifecycle.clocks:
            yield "end-not-later", evolve(act, ends=day)
            yield "end-not-later", evolve(act, ends=None, last_day=day - timedelta(days=1))
            if day.day == 31 and day.month not in (7, 12):
                yield "clipped-day", evolve(act, ends=None, lasts="P1M")
        if event in lifecycle.reaches_back:
            yield "repaint", evolve(act, back_to=day)
            yield "repaint", evolve(act, back_to=day - timedelta(days=3), to=day + timedelta(days=1))
            yield "repaint", evolve(act, back_to=day - timedelta(days=3), to=day - timedelta(days=3))
    if acts and (before := exactly(acts[-1].effective)) and acts[-1].adopted is None:
        yield "out-of-order", Transition(lifecycle.event_names[0], effective=before - timedelta(days=1), known=before)


def _fires(acts: Sequence[Transition], day: date, lifecycle: Lifecycle) -> bool:
    """Say whether a timer rings on that day: an event that comes before it finds another state."""
    return lived(acts, lifecycle, day) != lived(acts, lifecycle, day - timedelta(days=1))
