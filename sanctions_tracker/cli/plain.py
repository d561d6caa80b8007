"""Answers as plain values, the same for every format: keys in one order, days as text, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..answer import Cause, Possible, Status, label_of
from ..days import Instant
from ..facts import Source, Statement
from ..results import Change, Difference, Found, Revision, SubjectStatus
from ..timelines import Span
from ..words import Comparison

__all__ = [
    "cause",
    "change",
    "comparison",
    "difference",
    "found",
    "possible",
    "revision",
    "span",
    "statement",
    "status",
    "subject",
]


def _day(day: object) -> str | None:
    return None if day is None else str(day.day if isinstance(day, Instant) else day)


def possible(pairs: Iterable[Possible]) -> list[dict[str, str]]:
    """Return possibilities in the order of their labels."""
    return [
        {"state": str(pair.state), "relief": str(pair.relief)}
        for pair in sorted(pairs, key=lambda pair: (pair.state, pair.relief))
    ]


def _source(source: Source) -> dict[str, Any]:
    return {
        "key": source.key,
        "title": source.title,
        "publisher": source.publisher,
        "tier": source.tier,
        "url": source.url,
        "published": _day(source.published),
    }


def cause(value: Cause | None) -> dict[str, Any] | None:
    """Return what set a state."""
    if value is None:
        return None
    return {
        "event": value.event,
        "authority": value.authority,
        "instrument": value.instrument,
        "effective": _day(value.effective),
        "sources": [_source(source) for source in value.sources],
        "place": value.place,
    }


def statement(value: Statement) -> dict[str, Any]:
    """Return words."""
    return {
        "on": _day(value.on),
        "for": _day(value.for_),
        "by": value.by,
        "says": value.says,
        "quote": value.quote,
        "sources": [_source(one) for one in value.sources],
    }


def status(value: Status) -> dict[str, Any]:
    """Return a status; what is undetermined is null, and the label joins what is possible."""
    states = {str(pair.state) for pair in value.possible}
    reliefs = {str(pair.relief) for pair in value.possible}
    return {
        "id": value.id,
        "on": _day(value.on),
        "known_on": _day(value.known_on),
        "state": states.pop() if len(states) == 1 else None,
        "relief": reliefs.pop() if len(reliefs) == 1 else None,
        "label": value.words,
        "restricts": str(value.restricts),
        "possible": possible(value.possible),
        "since": _day(value.since),
        "ends": _day(value.ends),
        "cause": cause(value.cause),
        "projected": value.projected,
        "provisional": value.provisional,
        "reliefs": list(value.reliefs),
        "statements": [statement(one) for one in value.statements],
    }


def subject(value: SubjectStatus) -> dict[str, Any]:
    """Return a subject with its members and the strictest of them."""
    return {
        "subject": value.subject.id,
        "on": _day(value.on),
        "known_on": _day(value.known_on),
        "strictest": {"label": value.words, "possible": possible(value.possible), "restricts": str(value.restricts)},
        "members": [status(one) for one in value.members],
    }


def span(id: str, value: Span) -> dict[str, Any]:
    """Return a span of a timeline; ``to`` is exclusive."""
    return {
        "id": id,
        "from": _day(value.from_),
        "to": _day(value.to),
        "label": value.label,
        "possible": possible(value.possible),
        "cause": cause(value.cause),
        "derived": value.derived,
        "provisional": value.provisional,
        "reliefs": list(value.reliefs),
    }


def change(value: Change) -> dict[str, Any]:
    """Return a change."""
    return {
        "on": _day(value.on),
        "id": value.id,
        "before": label_of(value.before),
        "after": label_of(value.after),
        "cause": cause(value.cause),
        "derived": value.derived,
        "began": list(value.began),
        "ended": list(value.ended),
        "rests_on": value.rests_on,
        "projected": value.projected,
        "provisional": value.provisional,
    }


def difference(value: Difference) -> dict[str, Any]:
    """Return a difference."""
    return {"id": value.id, "before": status(value.before), "after": status(value.after)}


def comparison(value: Comparison) -> dict[str, Any]:
    """Return words held against acts."""
    nearest = _day(value.nearest)
    return {
        "id": value.id,
        "statement": statement(value.statement),
        "grade": str(value.grade),
        "days": value.days,
        "nearest": nearest,
    }


def revision(value: Revision) -> dict[str, Any]:
    """Return days whose answer new knowledge changed; ``to`` is exclusive."""
    return {
        "known": _day(value.known),
        "id": value.id,
        "from": _day(value.from_),
        "to": _day(value.to),
        "before": label_of(value.before),
        "after": label_of(value.after),
        "retroactive": value.retroactive,
    }


def found(value: Found) -> dict[str, Any]:
    """Return a name that was found."""
    return {"kind": value.kind, "id": value.id, "name": value.name, "matched": value.matched, "exact": value.exact}
