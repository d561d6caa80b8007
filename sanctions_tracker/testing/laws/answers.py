"""Laws of the answers: spans, the oracle, knowledge, changes, verdicts, words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from math import prod
from typing import Any

from attrs import evolve

from ...answer import Verdict
from ...days import DoubtfulDay, ordinals
from ...facts import Statement
from ...register import Register
from ...timelines import Timeline
from ..probing import days_beside, days_written
from ..simulator import oracle
from .asking import (
    equal,
    is_,
    possible,
    reader,
    readers,
    require,
)

__all__ = ["law_1", "law_2", "law_5", "law_8", "law_15", "law_16"]

_STEPS = 200_000
"""How many days of worlds the oracle may live through for one reader: what would take more is left out, and counted."""


def law_1(line: Timeline) -> int:
    """A timeline's spans cover every day once, sorted, half-open, neighbours different."""
    days = days_beside(line)
    for known_on in readers(line):
        spans, where = line.spans(known_on), f"{line.sanction.id}{reader(known_on)}"
        require((spans[0].from_, spans[-1].to) == (None, None), 1, f"{where}: the ends are not open")
        for one, other in pairwise(spans):
            require(
                one.to is not None and one.to == other.from_, 1, f"{where}: a gap or an overlap", other.from_, one.to
            )
            require(one.possible != other.possible, 1, f"{where}: two neighbours are alike", other.from_)
            require(one.from_ is None or one.from_ < other.from_, 1, f"{where}: out of order", other.from_)  # type: ignore[operator]
        for day in days:
            (span,) = [one for one in spans if (one.from_ or date.min) <= day < (one.to or date.max)]
            status = line.status(day, known_on)
            bounds = (span.possible, span.from_, span.to) == (status.possible, status.since, status.ends)
            require(bounds, 1, f"{where} on {day}: span and status differ", status.possible, span.possible)
    return len(days)


def law_2(line: Timeline) -> int | None:
    """The compiled answer equals a naive day-by-day simulator (the oracle) at every (on, known_on)."""
    days, base = days_beside(line), None if line.rests_on is None else line.rests_on.sanction
    if _worlds(line) * ((days[-1] - days[0]).days + 40) > _STEPS or (base and base.rests_on):
        return None
    for known_on in readers(line):
        others = [one for one in line.reliefs if one not in line.sanction.reliefs]
        right = oracle(line.sanction, days, known_on, reliefs=others, rests_on=base)
        equal(2, line, possible(line, days, known_on), right, known_on)
    return len(days) * len(readers(line))


def _worlds(line: Timeline) -> int:
    """Roughly how many choices the oracle would try."""
    widths = [ordinals(day) for day in days_written(line) if isinstance(day, DoubtfulDay)]
    return prod(last - first + 1 if first and last else 4000 for first, last in widths)


def law_5(line: Timeline) -> int:
    """With nothing known or retracted between two knowledge days the answers are equal, but for `known_on` and `projected`; later knowledge changes no earlier answer."""
    days, alike = days_beside(line), ("possible", "since", "ends", "cause", "reliefs", "provisional", "statements")
    turns = line.knowledge
    for first, following in pairwise((*turns, *(turns[-1:] and [turns[-1] + timedelta(days=400)]))):
        last = following - timedelta(days=1)
        for day in days:
            one, other = line.status(day, first), line.status(day, last)
            for name in alike:
                same = getattr(one, name) == getattr(other, name)
                require(same, 5, f"{line.sanction.id} on {day}, known on {first} and {last}: {name} differs")
        equal(5, line, possible(line, days, first), possible(_as_known(line, first), days, first), first)
    return len(days) * len(line.knowledge)


def _as_known(line: Timeline, known_on: date) -> Timeline:
    """The timeline of the records that existed on a day: nobody had heard of the others, nor of retractions to come."""

    def known(records: Iterable[Any]) -> list[Any]:
        found = [one for one in records if one.known_day <= known_on]
        found = [evolve(one, retracted=None) if one.retracted and one.retracted > known_on else one for one in found]
        return [
            evolve(one, revoked=next(iter(known([one.revoked])), None)) if getattr(one, "revoked", None) else one
            for one in found
        ]

    base = line.rests_on
    below = None if base is None else Timeline(evolve(base.sanction, transitions=known(base.sanction.transitions)))
    own = evolve(line.sanction, transitions=known(line.sanction.transitions))
    return Timeline(own, known(line.reliefs), below, known(line.statements))


def law_8(register: Register) -> tuple[int, int]:
    """changes concatenate; diff composes; a day-and-back change is in changes but not in diff."""
    days = sorted({day for one in register.sanctions for day in days_beside(register.timeline(one.id))})
    days = days[:: max(1, len(days) // 6)]
    changes = {pair: register.changes(*pair) for pair in ((a, b) for a in days for b in days if a <= b)}
    for a in days:
        require(register.diff(a, a) == (), 8, f"diff({a}, {a}) is not empty")
        for b, c in ((b, c) for b in days for c in days if a <= b <= c):
            require(changes[a, c] == changes[a, b] + changes[b, c], 8, f"changes do not concatenate at {a}, {b}, {c}")
        for b in (b for b in days if a <= b):
            found = {one.id: (one.before.possible, one.after.possible) for one in register.diff(a, b)}
            ends = {one.id: (register.status(one.id, a), register.status(one.id, b)) for one in register.sanctions}
            right = {id: (x.possible, y.possible) for id, (x, y) in ends.items() if x.possible != y.possible}
            require(found == right, 8, f"diff({a}, {b}) is not what differs")
            moved = {one.id for one in changes[a, b]}
            require(moved >= set(found), 8, f"what differs between {a} and {b} is not among the changes")
    return len(days), 0


def law_15(line: Timeline) -> int:
    """holds(p) and holds(not p) are never both YES; holds(p or not p) is YES even where holds(p) is MAYBE."""
    days = days_beside(line)
    for day in days:
        status = line.status(day)
        for word in line.sanction.lifecycle.states:
            holds, fails = status.holds(is_(word)), status.holds(is_(word, no=True))
            right = {holds, fails} in ({Verdict.YES, Verdict.NO}, {Verdict.MAYBE})
            require(right, 15, f"{line.sanction.id} on {day}: {word} {holds}, not {word} {fails}")
        require(status.holds(lambda *_: True) is Verdict.YES, 15, f"{line.sanction.id} on {day}: a tautology")
    return len(days)


def law_16(line: Timeline) -> int:
    """Statements change no state, relief or possible."""
    days, id = days_beside(line), line.sanction.id
    said = [Statement(says, on=days[len(days) // 2], by="nobody", about=[id]) for says in ("lift", "in force")]
    silent = Timeline(line.sanction, line.reliefs, line.rests_on)
    spoken = Timeline(line.sanction, line.reliefs, line.rests_on, [*line.statements, *said])
    for known_on in (None, *line.knowledge):
        right = possible(line, days, known_on)
        equal(16, line, possible(silent, days, known_on), right, known_on)
        equal(16, line, possible(spoken, days, known_on), right, known_on)
    return len(days)
