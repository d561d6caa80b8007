"""A timeline as bars: what every picture draws, whether of signs, of vectors or in a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from ..answer import label_of
from ..days import as_day
from ..palette import Kind, kind_of
from ..timelines import Timeline

__all__ = ["Bar", "bars_of", "period"]


class Bar(NamedTuple):
    """A run of days ``[from_, to)`` that look alike; ``None`` is an open side. ``projected``: past what is borne out or known."""

    from_: date | None
    to: date | None
    kind: Kind
    label: str
    projected: bool


def bars_of(line: Timeline, known_on: object = None) -> tuple[Bar, ...]:
    """Return the bars of a timeline as known on a day (``None``: with all that is recorded): every day once, in order.

    Raises as `Timeline.status` does.
    """
    known = None if known_on is None else as_day(known_on, "known_on")
    compiled = line.compile(known)
    found: list[Bar] = []
    for number, answer in enumerate(compiled.answers):
        first = None if number == 0 else compiled.starts[number]
        end = compiled.starts[number + 1] if number + 1 < len(compiled.starts) else None
        borne = [day.toordinal() + 1 for day in (known, answer.reviewed) if day is not None]
        kind, label = kind_of(answer.possible, answer.lifecycle), label_of(answer.possible, answer.lifecycle)
        for start, stop, projected in _split(first, end, min(borne, default=None)):
            if found and found[-1][2:] == (kind, label, projected):
                found[-1] = found[-1]._replace(to=_day(stop))
            else:
                found.append(Bar(_day(start), _day(stop), kind, label, projected))
    return tuple(found)


def _split(start: int | None, end: int | None, at: int | None) -> list[tuple[int | None, int | None, bool]]:
    """Return the days before ``at`` and those from it on; days past the calendar's last are none."""
    if at is None or at > date.max.toordinal() or (end is not None and end <= at):
        return [(start, end, False)]
    if start is not None and at <= start:
        return [(start, end, True)]
    return [(start, at, False), (at, end, True)]


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def period(drawn: Iterable[Iterable[Bar]], *more: date | None) -> tuple[date, date]:
    """Return [first, last) for a picture of all these bars: every bounded day of them and of ``more``, with a twentieth either side.

    Without any bounded day it is the year 2000: there is nothing to be seen, and no hidden today.
    """
    days = [day for one in drawn for bar in one for day in (bar.from_, bar.to) if day is not None]
    days += [day for day in more if day is not None]
    first, last = (min(days), max(days)) if days else (date(2000, 1, 1), date(2000, 12, 31))
    room = max(30, (last - first).days // 20)
    start = max(first.toordinal() - room, date.min.toordinal())
    return date.fromordinal(start), min(last, date.max - timedelta(days=room)) + timedelta(days=room)
