"""Pairs of days worth asking about: at and beside everything that a timeline is made of, on both clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as some

from ..days import Day, ordinals
from ..timelines import Timeline
from .timing import DAYS, of_type

__all__ = ["days_beside", "days_written", "every_probe", "probes", "readers_beside"]

Probe = tuple[date, date | None]


def probes(timeline: Timeline) -> some.SearchStrategy[Probe]:
    """Draw (on, known_on): a day at or beside a boundary, and a reader at or beside a turn of knowledge, or the latest (``None``)."""
    return some.tuples(some.sampled_from(days_beside(timeline)), some.sampled_from([None, *readers_beside(timeline)]))


def every_probe(timeline: Timeline) -> list[Probe]:
    """Return all that `probes` may draw: the days times the readers."""
    days, readers = days_beside(timeline), [None, *readers_beside(timeline)]
    return [(on, known_on) for known_on in readers for on in days]


def days_beside(timeline: Timeline) -> list[date]:
    """Return every day that a record names, every day on which an answer begins for some reader, and the days beside them, in order."""
    of_type("timeline", timeline, Timeline)
    found = {span.from_ for known_on in (None, *timeline.knowledge) for span in timeline.spans(known_on) if span.from_}
    for day in days_written(timeline):
        found |= {date.fromordinal(one) for one in ordinals(day) if one is not None}
    return _beside(found or {date(2000, 1, 1)})


def days_written(timeline: Timeline) -> list[Day]:
    """Return the days of all acts, reliefs and revocations that a timeline is made of, and of what it rests on."""
    lines = [timeline] if timeline.rests_on is None else [timeline, timeline.rests_on]
    records: list[Any] = [act for line in lines for act in line.sanction.transitions]
    records += [one for relief in timeline.reliefs for one in (relief, relief.revoked) if one is not None]
    return [day for record in records for name in DAYS if (day := getattr(record, name, None)) is not None]


def readers_beside(timeline: Timeline) -> list[date]:
    """Return every day on which something became known or was retracted, and the days beside them, in order."""
    return _beside(timeline.knowledge)


def _beside(days: Iterable[date]) -> list[date]:
    return sorted({day + timedelta(days=way) for day in days for way in (-1, 0, 1)})
