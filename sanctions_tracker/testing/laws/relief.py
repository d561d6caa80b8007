"""Laws of the plane of relief, of ends in every spelling, and of resting on another record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from attrs import evolve

from ...answer import Restricts
from ...facts import Coverage, Relief, Touch, Transition
from ...sanction import Sanction
from ...timelines import Timeline
from ..probing import days_beside
from .asking import (
    alone,
    equal,
    exact,
    possible,
    reader,
    readers,
    require,
    states,
    with_,
)

__all__ = ["law_9", "law_12", "law_13"]

_RANK = {Restricts.NO: 0, Restricts.RESERVED: 1, Restricts.YES: 2}


def law_9(line: Timeline) -> int:
    """`last_day = L`, `ends = L+1` and the matching `lasts` give the same timeline; L is in, L+1 is out."""
    held = 0
    for form in ("last_day", "ends", "lasts"):
        acts = [_respelt(act, form) for act in line.sanction.transitions]
        reliefs = [_respelt(one, form) for one in line.reliefs]
        held += acts != list(line.sanction.transitions) or reliefs != list(line.reliefs)
        for known_on in readers(line):
            found = [(one.from_, one.possible) for one in with_(line, acts=acts, reliefs=reliefs).spans(known_on)]
            right = [(one.from_, one.possible) for one in line.spans(known_on)]
            require(found == right, 9, f"{line.sanction.id}, its ends written as '{form}'{reader(known_on)}")
    return held


def _respelt(record: Any, form: str) -> Any:
    begins, last = exact(record.day), exact(record.last_day)
    end = exact(record.ends) or (None if last is None else last + timedelta(days=1))
    if begins is None or end is None or end <= begins or (form == "lasts" and getattr(record, "adopted", None)):
        return record
    spelt: dict[str, Any] = {"last_day": end - timedelta(days=1), "ends": end, "lasts": f"P{(end - begins).days}D"}
    return evolve(record, **{**dict.fromkeys(spelt), form: spelt[form]})


def law_12(line: Timeline) -> int:
    """Adding a relief that supersedes nothing never raises a restriction, and no relief changes force; a superseded relief ends exactly when the new one starts and never revives."""
    days, id, held = days_beside(line), line.sanction.id, 0
    bare = with_(line, reliefs=[])
    for coverage, starts in ((Coverage.PART, days[0]), (Coverage.FULL, days[len(days) // 2])):
        touch = Touch(sanctions=[id], coverage=coverage)
        added = Relief("one more", "nobody", kind="general-licence", starts=starts, touches=[touch], lasts="P9D")
        more = with_(line, reliefs=[*line.reliefs, added])
        for day in days:
            was, now = line.status(day), more.status(day)
            where = f"{id} on {day}, with one more relief from {starts}"
            require(states(was.possible) == states(now.possible), 12, f"{where}: force differs")
            require(
                states(was.possible) == states(bare.status(day).possible), 12, f"{id} on {day}: a relief moves force"
            )
            raised = (
                Restricts.MAYBE not in (was.restricts, now.restricts) and _RANK[now.restricts] > _RANK[was.restricts]
            )
            require(not raised, 12, where, now.restricts, was.restricts)
        held += 1
    return held + _superseded(line, days)


def _superseded(line: Timeline, days: Sequence[date]) -> int:
    """Ask after each superseded relief from the day on which the other started."""
    known = [one for one in line.reliefs if one.retracted is None]
    pairs = [
        (old, day)
        for new in known
        for old in known
        for day in [exact(new.starts)]
        if old.name in new.supersedes and old.authority == new.authority and day is not None
    ]
    names = [one.name for one in known]
    for old, starts in pairs:
        for day in (day for day in days if day >= starts and names.count(old.name) == 1):
            running = old.name in line.status(day).reliefs
            require(not running, 12, f"{line.sanction.id} on {day}: {old.name!r} runs, superseded on {starts}")
    return len(pairs)


def law_13(line: Timeline) -> int:
    """Resting on a record that is always in force or has not begun changes nothing; otherwise the restriction never rises."""
    days, by_itself = days_beside(line), alone(line)
    always = Transition("impose", effective=f"[..{days[0] - timedelta(days=1)}]")
    for acts in ((), (always,), (Transition("impose", effective=days[len(days) // 2]),)):
        below = Timeline(Sanction("nobody/base", acts))
        resting = Timeline(line.sanction, line.reliefs, below, line.statements)
        equal(13, line, possible(resting, days), possible(by_itself, days))
    for day in days:
        was, now = by_itself.status(day).restricts, line.status(day).restricts
        require(now in (was, Restricts.MAYBE), 13, f"{line.sanction.id} on {day}", now, was)
    return 3
