"""Which strategy stands for which public class: what `hypothesis.strategies.from_type` draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as some

from .. import answer, days, facts, lifecycle, register, sanction, timelines
from .acting import histories
from .composing import registers, sanctions
from .relieving import reliefs
from .tables import lifecycles
from .timing import days as drawn_days
from .timing import doubtful_days

__all__ = ["strategy_of"]

_SOURCES = some.builds(
    facts.Source,
    key=some.from_regex(r"\A[a-z]{1,8}(-[a-z]{1,8})?\Z"),
    title=some.text(min_size=1, max_size=20),
    publisher=some.text(min_size=1, max_size=20),
    tier=some.integers(1, 5),
    url=some.none() | some.just("https://example.org/act"),
    published=some.none() | drawn_days(),
)
_LINES = registers(doubts=1, late=True).map(lambda one: one.timeline(one.sanctions[0].id))
_TRANSITIONS = histories(doubts=1).map(lambda acts: acts[-1])
_STATEMENTS = some.builds(
    facts.Statement,
    some.sampled_from((*lifecycle.STANDARD.event_names, *lifecycle.STANDARD.states)).map(str),
    on=drawn_days(),
    by=some.just("somebody"),
    about=some.just(("my/firm",)),
)
_REVOCATIONS = some.builds(facts.Revocation, effective=drawn_days())
_TOUCHES = some.builds(facts.Touch, sanctions=some.just(("my/firm",)), coverage=some.sampled_from(("part", "full")))

_BY_TYPE: dict[type, Callable[[], some.SearchStrategy[Any]]] = {
    answer.Possible: lambda: _LINES.map(lambda line: next(iter(line.status("2000-01-01").possible))),
    answer.Status: lambda: some.builds(lambda line, day: line.status(day), _LINES, drawn_days()),
    days.DoubtfulDay: doubtful_days,
    days.Duration: lambda: some.sampled_from(("P1D", "P180D", "P2W", "P1M", "P6M", "P1Y")).map(days.as_duration),
    facts.Relief: reliefs,
    facts.Revocation: lambda: _REVOCATIONS,
    facts.Source: lambda: _SOURCES,
    facts.Statement: lambda: _STATEMENTS,
    facts.Touch: lambda: _TOUCHES,
    facts.Transition: lambda: _TRANSITIONS,
    lifecycle.Lifecycle: lifecycles,
    register.Register: lambda: registers(doubts=1, late=True),
    sanction.Sanction: lambda: sanctions(doubts=1, late=True),
    timelines.Span: lambda: _LINES.flatmap(lambda line: some.sampled_from(line.spans())),
    timelines.Timeline: lambda: _LINES,
}


def strategy_of(public: type) -> some.SearchStrategy[Any]:
    """Return the strategy for a public class; raises `KeyError` where there is none of its own."""
    return _BY_TYPE[public]()
