"""The plane of words: what somebody said, held against what the acts made of it. Words never move anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum

from attrs import frozen

from .facts import Statement
from .timelines import Timeline, visible
from .windows import EARLY, LATE, Window, window

__all__ = ["Comparison", "Grade", "compare", "last_said"]

_LONG = 400
"""A doubtful day of more than so many days is held against its first and last day only where these already differ."""


class Grade(StrEnum):
    """How words compare with acts. `EARLY` is before the day that they name, `LATE` after it."""

    AGREES = "agrees"
    EARLY = "early"
    LATE = "late"
    CONTRADICTS = "contradicts"
    UNDECIDED = "undecided"


def last_said(statements: Sequence[Statement], name_of: Callable[[str], str]) -> str:
    """Return what was said on the last day on which anything was, and by whom; "" where nothing was."""
    if not statements:
        return ""
    latest = statements[-1].on
    last = [one for one in statements if one.on == latest]
    told = [f"{one.says}{f' for {one.for_}' if one.for_ else ''} ({name_of(one.by)})" for one in last]
    return f"{latest} {', '.join(told)}"


@frozen
class Comparison:
    """One statement about one sanction. ``days`` is how early or late it is, ``nearest`` the day that has what it says."""

    id: str
    statement: Statement
    grade: Grade
    days: int | None = None
    nearest: date | None = None

    def __str__(self) -> str:
        if self.days is None:
            return str(self.grade)
        return f"{self.grade} by {self.days} day{'s' * (self.days != 1)}"


def compare(statement: Statement, line: Timeline, known_on: date | None = None) -> Comparison:
    """Hold a statement against a sanction's timeline, as known on ``known_on`` (``None``: with all that is recorded).

    It speaks of the day ``for_``, else of its own. It agrees when that day has the state, or bears the event, that it names;
    else it is early or late by the days to the nearest such day; it contradicts where there is none, and is
    undecided where the record leaves that open.
    """
    certain, maybe = _bearing(statement.says, line, known_on)
    first, last = window(statement.on if statement.for_ is None else statement.for_)
    days = [one for one in (first, last) if EARLY < one < LATE]
    if len(days) == 2 and last - first <= _LONG:
        days = list(range(first, last + 1))
    found = {_grade(one, certain, maybe) for one in days}
    grades = {grade for grade, _, _ in found}
    if len(grades) != 1:
        return Comparison(line.sanction.id, statement, Grade.UNDECIDED)
    grade = grades.pop()
    if grade not in (Grade.EARLY, Grade.LATE):
        return Comparison(line.sanction.id, statement, grade)
    gap, nearest = min((gap, nearest) for _, gap, nearest in found)  # of a doubtful day, the kindest choice
    return Comparison(line.sanction.id, statement, grade, gap, date.fromordinal(nearest))


def _bearing(says: str, line: Timeline, known_on: date | None) -> tuple[list[Window], list[Window]]:
    """Return the runs of days, both ends inclusive, that surely and that possibly have what is said."""
    lifecycle = line.sanction.lifecycle
    certain: list[Window] = []
    maybe: list[Window] = []
    if says in lifecycle.states:
        for span in line.spans(known_on):
            states = {pair.state for pair in span.possible}
            if says in states:
                run = (span.from_.toordinal() if span.from_ else EARLY, span.to.toordinal() - 1 if span.to else LATE)
                (certain if len(states) == 1 else maybe).append(run)
        return certain, maybe
    for act in line.sanction.transitions:
        if act.event == says and visible(act, known_on):
            days = window(act.effective)
            (certain if days[0] == days[1] else maybe).append(days)
    for span in line.spans(known_on):
        cause = span.cause
        if cause is not None and cause.timer and cause.event == lifecycle.confirms.get(says) and span.from_ is not None:
            day = span.from_.toordinal()
            (certain if len({pair.state for pair in span.possible}) == 1 else maybe).append((day, day))
    return certain, maybe


def _grade(day: int, certain: Iterable[Window], maybe: Iterable[Window]) -> tuple[Grade, int, int]:
    """Return the grade of one exact day, the days to the nearest one that has what is said, and that day."""
    sure, open_ = (min((_gap(day, run) for run in runs), default=None) for runs in (certain, maybe))
    if sure is not None and sure[0] == 0:
        return Grade.AGREES, 0, day
    if open_ is not None and (sure is None or open_[0] <= sure[0]):
        return Grade.UNDECIDED, 0, day
    if sure is None:
        return Grade.CONTRADICTS, 0, day
    return (Grade.EARLY if sure[1] > day else Grade.LATE), sure[0], sure[1]


def _gap(day: int, run: Window) -> tuple[int, int]:
    nearest = min(max(day, run[0]), run[1])
    return abs(nearest - day), nearest
