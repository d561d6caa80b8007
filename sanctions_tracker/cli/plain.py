"""Answers as plain values, the same for every format: keys in one order, days as text, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..answer import Cause, Possible, Status, label_of, relief_of, state_of
from ..days import day_text
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
        "published": day_text(source.published),
    }


def cause(value: Cause | None) -> dict[str, Any] | None:
    """Return what set a state."""
    if value is None:
        return None
    return {
        "event": value.event,
        "authority": value.authority,
        "instrument": value.instrument,
        "effective": day_text(value.effective),
        "sources": [_source(source) for source in value.sources],
        "place": value.place,
    }


def statement(value: Statement) -> dict[str, Any]:
    """Return words."""
    return {
        "on": day_text(value.on),
        "for": day_text(value.for_),
        "by": value.by,
        "says": value.says,
        "quote": value.quote,
        "sources": [_source(one) for one in value.sources],
    }


def status(value: Status) -> dict[str, Any]:
    """Return a status; what is undetermined is null, and the label joins what is possible."""
    return {
        "id": value.id,
        "on": day_text(value.on),
        "known_on": day_text(value.known_on),
        "state": state_of(value.possible),
        "relief": relief_of(value.possible),
        "label": value.words,
        "restricts": str(value.restricts),
        "possible": possible(value.possible),
        "since": day_text(value.since),
        "ends": day_text(value.ends),
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
        "on": day_text(value.on),
        "known_on": day_text(value.known_on),
        "strictest": {"label": value.words, "possible": possible(value.possible), "restricts": str(value.restricts)},
        "members": [status(one) for one in value.members],
    }


def span(id: str, value: Span) -> dict[str, Any]:
    """Return a span of a timeline; ``to`` is exclusive."""
    return {
        "id": id,
        "from": day_text(value.from_),
        "to": day_text(value.to),
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
        "on": day_text(value.on),
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
    nearest = day_text(value.nearest)
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
        "known": day_text(value.known),
        "id": value.id,
        "from": day_text(value.from_),
        "to": day_text(value.to),
        "before": label_of(value.before),
        "after": label_of(value.after),
        "retroactive": value.retroactive,
    }


def found(value: Found) -> dict[str, Any]:
    """Return a name that was found."""
    return {"kind": value.kind, "id": value.id, "name": value.name, "matched": value.matched, "exact": value.exact}
