"""Resting on another record: lawyers differ on such days, so the answer keeps both."""

from __future__ import annotations

import pytest

import sanctions_tracker as st

from .making import act, on, relief, sanction, source, spans

EU = "eu-council/ban"


def resting(*below: st.Transition, own: tuple[st.Transition, ...] = (act("impose", "2015-01-01"),)) -> st.Timeline:
    return st.timeline(sanction(*own, id=EU), rests_on=sanction(*below, id="eu-council/decision"))


def test_a_basis_in_force_pending_or_not_imposed_changes_nothing() -> None:
    """Law 13."""
    line = resting(act("impose", "2016-06-01", adopted="2016-01-01", announced="2016-01-01"))
    assert spans(line) == [("-", "not imposed"), ("2015-01-01", "in force")]


@pytest.mark.parametrize(
    ("end", "word"),
    [
        (act("lift", "2017-01-01"), "lifted"),
        (act("expire", "2017-01-01"), "expired"),
        (act("annul", "2017-01-01"), "annulled"),
        (act("suspend", "2017-01-01"), "suspended"),
    ],
)
def test_a_basis_that_ended_or_is_suspended_adds_its_own_state(end: st.Transition, word: str) -> None:
    line = resting(act("impose", "2014-01-01"), end)
    assert on(line, "2016-12-31") == "in force"
    assert on(line, "2017-01-01") == f"in force or {word}"
    status = line.status("2017-01-01")
    assert status.restricts is st.Restricts.MAYBE
    assert str(status.cause) == "impose of 2015-01-01 by eu-council"
    with pytest.raises(st.Undetermined) as caught:
        _ = status.state
    assert str(caught.value) == (
        f"the state of {EU} on 2017-01-01 is undetermined (in force or {word}), because of what it rests on (eu-council/decision) being {word}"
    )


def test_it_bears_only_where_the_record_itself_is_in_force_or_suspended() -> None:
    own = (act("impose", "2015-01-01"), act("lift", "2018-01-01"))
    line = resting(act("impose", "2014-01-01"), act("lift", "2017-01-01"), own=own)
    assert spans(line) == [
        ("-", "not imposed"),
        ("2015-01-01", "in force"),
        ("2017-01-01", "in force or lifted"),
        ("2018-01-01", "lifted"),
    ]


def test_of_an_undetermined_basis_each_state_does_its_part() -> None:
    line = resting(act("impose", "2014-01-01"), act("lift", "[2017-01-01..2017-01-10]"))
    assert on(line, "2017-01-05") == "in force or lifted"
    assert on(line, "2017-01-11") == "in force or lifted"


def test_the_message_names_all_that_the_basis_may_be_and_no_doubt_that_is_over() -> None:
    own = (act("impose", "[2015-01-01..2015-01-05]"),)
    line = resting(
        act("impose", "2014-01-01"),
        act("suspend", "[2017-01-01..2017-01-10]"),
        act("lift", "[2017-01-05..2017-01-15]"),
        own=own,
    )
    with pytest.raises(st.Undetermined) as caught:
        _ = line.status("2017-01-08").state
    assert str(caught.value) == (
        f"the state of {EU} on 2017-01-08 is undetermined (in force or suspended or lifted), "
        "because of what it rests on (eu-council/decision) being lifted or suspended"
    )
    line = resting(
        act("impose", "2014-01-01"), act("lift", "2017-01-01"), own=(*own, act("lift", "[2018-01-01..2018-01-09]"))
    )
    with pytest.raises(st.Undetermined) as caught:
        _ = line.status("2018-01-05").state
    assert str(caught.value) == (
        f"the state of {EU} on 2018-01-05 is undetermined (in force or lifted), "
        "because of 'effective' of 'impose', [2015-01-01..2015-01-05]; 'effective' of 'lift', [2018-01-01..2018-01-09]; "
        "what it rests on (eu-council/decision) being lifted"
    )


def test_what_is_added_has_relief_none_and_the_own_reliefs_run_on() -> None:
    """What is added has relief none."""
    line = st.timeline(
        sanction(act("impose", "2015-01-01"), id=EU),
        reliefs=[relief("A", "2016-01-01", ids=(EU,))],
        rests_on=sanction(act("impose", "2014-01-01"), act("suspend", "2017-01-01"), id="eu-council/decision"),
    )
    status = line.status("2017-01-01")
    assert status.words == "in force, relieved in full or suspended"
    assert status.reliefs == ("A",)
    assert (str(status.since), status.ends) == ("2017-01-01", None)
    assert [str(one) for one in status.causes] == ["impose of 2015-01-01 by eu-council"]


def test_a_sanction_that_is_suspended_hears_of_its_basis_and_a_pending_one_does_not() -> None:
    """It bears only on worlds in which this record itself reads in force or suspended."""
    own = (
        act("impose", "2015-02-01", adopted="2015-01-01", known="2015-01-01"),
        act("suspend", "2016-01-01"),
        act("resume", "2016-02-01"),
        act("lift", "2016-03-01"),
    )
    line = resting(act("impose", "2014-01-01"), act("lift", "2014-06-01"), own=own)
    assert spans(line) == [
        ("-", "not imposed"),
        ("2015-01-01", "adopted, not yet applicable"),
        ("2015-02-01", "in force or lifted"),
        ("2016-01-01", "suspended or lifted"),
        ("2016-02-01", "in force or lifted"),
        ("2016-03-01", "lifted"),
    ]


def test_a_lifecycle_of_ones_own_keeps_its_words_where_it_rests_on_another() -> None:
    permits = st.Lifecycle(
        ("none", "pending", "in force"),
        "none",
        [("ask", "none", "pending"), ("grant", "pending", "in force")],
        binding=["in force"],
    )
    own = st.Sanction(
        "my/permit", [act("ask", "2020-01-01"), act("grant", "[2020-02-01..2020-02-10]")], lifecycle=permits
    )
    line = st.timeline(own, rests_on=sanction(act("impose", "2018-01-01"), act("lift", "2019-01-01")))
    assert spans(line) == [
        ("-", "none"),
        ("2020-01-01", "pending"),
        ("2020-02-01", "in force or pending or lifted"),
        ("2020-02-10", "in force or lifted"),
    ]


def test_what_it_rests_on_makes_the_answer_provisional_and_projected() -> None:
    cited = sanction(act("impose", "2015-01-01", sources=[source()]), id=EU)
    below = sanction(
        act("impose", "2014-01-01", ends="2016-01-01", sources=[source()]),
        act("renew", "2015-06-01", ends="2017-01-01", sources=[source("press", 4)]),
        id="eu-council/decision",
        reviewed="2016-06-01",
    )
    line = st.timeline(cited, rests_on=below)
    assert [line.status(day).provisional for day in ("2015-05-31", "2015-06-01")] == [False, True]
    assert [line.status(day).projected for day in ("2016-06-01", "2016-06-02")] == [False, True]
