"""Law 2: the compiled answer equals the one that the oracle finds by living through every day of every world."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import sanctions_tracker as st
from sanctions_tracker.testing import Unlawful, oracle
from sanctions_tracker.timelines import tied, visible

from .histories import ID, cases, day, numbers
from .making import act, relief

REFUSED = (st.UnlawfulEvent, st.UnlawfulRelief)
DAYS = [day(number) for number in range(-16, 75)]
Answers = dict[date, frozenset[st.Possible]]


def times(number: int) -> settings:
    """So many examples in the default profile, fewer or more in the others, however slow: the oracle takes its time."""
    number = max(1, number * settings().max_examples // 60)
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(max_examples=number, deadline=None, suppress_health_check=slow)


def a_case(*acts: st.Transition, reliefs: tuple[st.Relief, ...] = ()) -> dict[str, Any]:
    return {"sanction": st.Sanction(ID, acts), "reliefs": reliefs, "rests_on": None}


def all_reliefs(case: dict[str, Any]) -> tuple[st.Relief, ...]:
    return (*case["sanction"].reliefs, *case["reliefs"])


def compiled(case: dict[str, Any], known_on: date | None) -> Answers | None:
    """What the engine says of each day, or nothing where it refuses the history as then known."""
    seen = [one for one in all_reliefs(case) if visible(one, known_on)]
    near = tied(case["sanction"].id, seen)  # as a register does, leave out what has nothing to do with it
    others = [one for one in all_reliefs(case) if one in near or not visible(one, known_on)]
    base = case["rests_on"]
    line = st.Timeline(case["sanction"], others, base and st.Timeline(base))
    try:
        return {one: line.status(one, known_on).possible for one in DAYS}
    except REFUSED:
        return None


def simulated(case: dict[str, Any], known_on: date | None) -> Answers | None:
    """What the oracle says of each day, or nothing where there is no lawful world."""
    try:
        return oracle(case["sanction"], DAYS, known_on, reliefs=case["reliefs"], rests_on=case["rests_on"])
    except Unlawful:
        return None


def knowledge(case: dict[str, Any]) -> list[date | None]:
    """A day of every interval of knowledge, and all that is recorded."""
    base = case["rests_on"]
    records: list[Any] = [*case["sanction"].transitions, *all_reliefs(case), *(base.transitions if base else ())]
    records += [one.revoked for one in all_reliefs(case) if one.revoked]
    turns = {one for record in records for one in (record.known_day, record.retracted) if one}
    return [None, *sorted(turns), min(turns, default=DAYS[0]) - timedelta(days=1)]


@times(300)
@given(cases())
def test_a_lawful_history_reads_as_the_oracle_lives_it(case: dict[str, Any]) -> None:
    """The compiled answer equals a naive day-by-day simulator (the oracle) at every (on, known_on)."""
    assert compiled(case, None) == simulated(case, None)


@times(300)
@given(cases(late=True), numbers(-8, 48).map(day))
def test_a_reader_is_answered_from_what_was_known(case: dict[str, Any], known_on: date) -> None:
    """It exists for readers with `known <= known_on < retracted`."""
    assert compiled(case, known_on) == simulated(case, known_on)


@times(120)
@given(cases(doubts=3), some.one_of(some.none(), numbers(-8, 48).map(day)))
def test_doubt_is_the_union_over_all_worlds(case: dict[str, Any], known_on: date | None) -> None:
    """A *world* is one choice for each doubtful day [...] that keeps the order and is lawful; `possible` is the union over them."""
    assert compiled(case, known_on) == simulated(case, known_on)


@times(250)
@given(cases(lawful=False))
def test_what_has_no_lawful_world_is_refused_and_nothing_else(case: dict[str, Any]) -> None:
    """No lawful world is a problem."""
    assert compiled(case, None) == simulated(case, None)


@times(120)
@given(cases(lawful=False, doubts=2))
def test_doubt_does_not_hide_an_unlawful_history(case: dict[str, Any]) -> None:
    """No lawful world is a problem."""
    assert compiled(case, None) == simulated(case, None)


@times(80)
@given(cases(late=True))
def test_a_timeline_is_refused_where_any_reader_would_see_an_unlawful_history(case: dict[str, Any]) -> None:
    """The history must be lawful as known on *every* day, not only today."""
    near = [one for one in all_reliefs(case) if one.touching(ID) and not one.supersedes]
    case = {**case, "sanction": st.Sanction(ID, case["sanction"].transitions, rests_on=case["sanction"].rests_on)}
    case["reliefs"] = near  # what touches it, so that every reader has the same reliefs tied to it
    lawful = all(simulated(case, known_on) is not None for known_on in knowledge(case))
    try:
        line = st.timeline(case["sanction"], reliefs=near, rests_on=case["rests_on"])
    except REFUSED:
        assert not lawful
    else:
        assert lawful
        assert {one: line.status(one).possible for one in DAYS} == simulated(case, None)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            a_case(
                act("impose", "2020-01-01", ends="2020-01-03"),
                act("reimpose", "2020-01-03"),
                reliefs=(relief("GL 1", "[..2020-01-09]", "part", known="2020-01-09"),),
            ),
            id="an open start reaches back into the first episode",
        ),
        pytest.param(
            a_case(
                act("impose", "2020-01-01", ends="2020-02-01"),
                act("reimpose", "2020-02-01"),
                reliefs=(relief("GL 1", "[2020-01-10..]", known="2020-01-10"),),
            ),
            id="an open start reaches forward into the second episode",
        ),
        pytest.param(
            a_case(act("impose", "[2020-01-02..]", adopted="2020-01-01", ends="2020-01-05", known="2020-01-01")),
            id="no world binds on or after its end",
        ),
        pytest.param(
            a_case(
                act("impose", "2020-01-02", adopted="2020-01-01", ends="2020-01-02", known="2020-01-01"),
                act("lift", "2020-01-01"),
            ),
            id="the end is later than the day of effect though it is lifted before",
        ),
        pytest.param(
            a_case(
                act("impose", "2020-01-01", ends="2020-01-05"),
                act("reimpose", "2020-01-05"),
                act("expire", "2020-01-05"),
                act("expire", "2020-01-05"),
            ),
            id="no timer of the earlier episode is left to confirm",
        ),
    ],
)
def test_what_random_histories_have_found(case: dict[str, Any]) -> None:
    """The compiled answer equals a naive day-by-day simulator (the oracle) at every (on, known_on)."""
    assert compiled(case, None) == simulated(case, None)
