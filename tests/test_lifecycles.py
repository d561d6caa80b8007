"""Lifecycles of a user's own: the engine reads any table as the oracle does, and refuses what it does not allow."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as some

import sanctions_tracker as st
from sanctions_tracker import testing
from sanctions_tracker.testing import oracle

FIRST = date(2000, 1, 1)
RETURNING = st.Lifecycle(
    ("new", "open", "open 2"),
    "new",
    [("begin", "new", "open"), ("go", "open", "open 2")],
    [("return", "open 2", "open")],
    ["open"],
    clocks={"begin": "return"},
)


@some.composite
def under_any_lifecycle(draw: some.DrawFn, unlawful: bool = False) -> tuple[st.Lifecycle, Any]:
    lifecycle = draw(testing.lifecycles())
    strategy = testing.unlawful_histories if unlawful else testing.histories
    return lifecycle, draw(strategy(lifecycle=lifecycle))


@given(under_any_lifecycle())
@settings(max_examples=2 * settings().max_examples)
def test_the_engine_reads_any_lifecycle_as_the_oracle_does(case: tuple[st.Lifecycle, Any]) -> None:
    lifecycle, acts = case
    sanction = st.Sanction("my/firm", acts, lifecycle=lifecycle)
    line = st.timeline(sanction)
    days = sorted({on for on, _ in testing.every_probe(line)})
    assert {day: line.status(day).possible for day in days} == oracle(sanction, days)


def test_an_end_that_comes_where_its_timer_does_not_run_is_over() -> None:
    """Found by the test above: it had moved the state on a later day, once the timer ran."""
    table = RETURNING
    acts = [st.Transition("begin", effective=FIRST, ends="2000-01-03"), st.Transition("go", effective="2000-01-05")]
    line = st.timeline(st.Sanction("my/firm", acts, lifecycle=table))
    assert [line.status(day).state for day in ("2000-01-04", "2000-01-05", "2000-01-06", "2000-02-06")] == [
        "open",
        "open 2",
        "open 2",
        "open 2",
    ]
    doubtful = evolve(acts[0], ends="[2000-01-04..2000-01-07]")
    line = st.timeline(st.Sanction("my/firm", [doubtful, acts[1]], lifecycle=table))
    assert [line.status(day).words for day in ("2000-01-05", "2000-01-06", "2000-01-08")] == [
        "open 2",
        "open or open 2",
        "open or open 2",
    ]


@given(
    some.one_of(testing.unlawful_histories().map(lambda one: (st.STANDARD, one)), under_any_lifecycle(unlawful=True))
)
@settings(max_examples=3 * settings().max_examples)
def test_an_unlawful_history_is_refused_with_its_code_at_its_place(case: tuple[st.Lifecycle, Any]) -> None:
    """Every unlawful history is refused with the predicted code at the predicted record."""
    lifecycle, wrong = case
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(st.Sanction("my/firm", wrong.acts, lifecycle=lifecycle))
    assert (caught.value.code, caught.value.act) == (wrong.code, wrong.acts[wrong.place])
    st.timeline(st.Sanction("my/firm", wrong.acts[: wrong.place], lifecycle=lifecycle))


def test_an_end_is_over_even_where_an_act_comes_before_the_timers_of_its_day() -> None:
    table = evolve(RETURNING, yields_to=["go"])
    acts = [st.Transition("begin", effective=FIRST, ends="2000-01-03"), st.Transition("go", effective="2000-01-05")]
    sanction = st.Sanction("my/firm", acts, lifecycle=table)
    days = [date(2000, 1, number) for number in range(1, 9)]
    line = st.timeline(sanction)
    assert {day: line.status(day).possible for day in days} == oracle(sanction, days)
    assert line.status("2000-01-08").state == "open 2"


@pytest.mark.parametrize("ends", ["2000-01-05", "[2000-01-04..2000-01-06]"])
def test_a_timer_that_does_not_run_leaves_the_others_of_its_day(ends: str) -> None:
    table = st.Lifecycle(
        ("new", "open", "open 2", "over"),
        "new",
        [("begin", "new", "open"), ("mark", "open", "open"), ("go", "open", "open 2")],
        [("return", "open 2", "open"), ("term", "open", "over"), ("term", "open 2", "over")],
        ["open"],
        ended=["over"],
        clocks={"begin": "term", "mark": "return"},
    )
    acts = [
        st.Transition("begin", effective=FIRST, ends="2000-01-05"),
        st.Transition("mark", effective="2000-01-02", ends=ends),
    ]
    sanction = st.Sanction("my/firm", acts, lifecycle=table)
    days = [date(2000, 1, number) for number in range(1, 9)]
    line = st.timeline(sanction)
    assert {day: line.status(day).possible for day in days} == oracle(sanction, days)
    assert [line.status(day).state for day in ("2000-01-04", "2000-01-05")] == ["open", "over"]
