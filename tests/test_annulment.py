"""Annulment reaches back, and only for those who know it; corrections; the second clock."""

from __future__ import annotations

import pytest

import sanctions_tracker as st

from .making import act, around, on, sanction, source, spans


def test_annulment_moves_the_state_from_its_day() -> None:
    line = st.timeline(sanction(act("impose", "2021-12-02"), act("annul", "2024-03-20")))
    assert around(line, "2024-03-20") == ["in force", "annulled", "annulled"]


def test_annulment_repaints_exactly_the_days_it_names_and_only_for_those_who_know_it() -> None:
    """Law 7."""
    line = st.timeline(sanction(act("impose", "2021-12-02"), act("annul", "2024-03-20", back_to="2021-12-02")))
    assert spans(line) == [("-", "not imposed"), ("2021-12-02", "annulled")]
    assert around(line, "2021-12-02") == ["not imposed", "annulled", "annulled"]
    assert on(line, "2022-01-15", "2024-03-19") == "in force"
    assert on(line, "2022-01-15", "2024-03-20") == "annulled"


def test_with_to_only_those_days_are_repainted_and_the_state_does_not_move() -> None:
    acts = (act("impose", "2021-12-02"), act("annul", "2024-03-20", back_to="2022-01-01", to="2024-02-28"))
    line = st.timeline(sanction(*acts))
    assert spans(line) == [
        ("-", "not imposed"),
        ("2021-12-02", "in force"),
        ("2022-01-01", "annulled"),
        ("2024-02-28", "in force"),
    ]
    assert around(line, "2024-02-28") == ["annulled", "in force", "in force"]
    cause = line.status("2023-01-01").cause
    assert cause is not None
    assert cause.event == "annul"


def test_days_that_were_neither_pending_nor_binding_nor_suspended_are_not_repainted() -> None:
    line = st.timeline(
        sanction(
            act("impose", "2020-01-01"),
            act("lift", "2020-02-01"),
            act("reimpose", "2020-03-10", adopted="2020-03-01", announced="2020-03-01"),
            act("suspend", "2020-04-01"),
            act("annul", "2020-05-01", back_to="2019-12-01"),
        )
    )
    assert spans(line) == [
        ("-", "not imposed"),
        ("2020-01-01", "annulled"),
        ("2020-02-01", "lifted"),
        ("2020-03-01", "annulled"),
    ]


def test_an_ended_sanction_is_annulled_only_backwards() -> None:
    ended = (act("impose", "2020-01-01"), act("lift", "2020-02-01"))
    line = st.timeline(sanction(*ended, act("annul", "2020-06-01", back_to="2020-01-15")))
    assert spans(line) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force"),
        ("2020-01-15", "annulled"),
        ("2020-02-01", "lifted"),
    ]
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(*ended, act("annul", "2020-06-01")))
    assert (
        str(caught.value)
        == "'annul' while lifted changes nothing without 'back_to'; write the first day that it repaints"
    )


@pytest.mark.parametrize(
    "days",
    [
        {"back_to": "2020-03-01", "to": "2020-03-01"},
        {"back_to": "2020-03-01", "to": "2020-02-01"},
        {"back_to": "2020-03-01", "to": "2020-06-02"},
        {"back_to": "2020-06-01"},
    ],
)
def test_repainted_days_out_of_order_are_refused(days: dict[str, str]) -> None:
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(act("impose", "2020-01-01"), act("annul", "2020-06-01", **days)))
    assert (
        str(caught.value)
        == "the repainted days are not in order: 'back_to' before 'to', and neither later than 'effective'"
    )


def test_to_needs_back_to() -> None:
    with pytest.raises(ValueError, match=r"^'to' needs 'back_to': it says where the repainted days end$"):
        act("annul", "2020-06-01", to="2020-03-01")


def test_a_retraction_is_the_inverse_of_its_record() -> None:
    """Law 7: a correction is a retraction and a new record; each reader has what was public."""
    line = st.timeline(
        sanction(
            act("impose", "2020-01-01"),
            act("lift", "2020-02-01", retracted="2020-03-01"),
            act("lift", "2020-02-05", known="2020-03-01"),
        )
    )
    assert on(line, "2020-02-02", "2020-02-15") == "lifted"
    assert on(line, "2020-02-02", "2020-02-29") == "lifted"
    assert on(line, "2020-02-02", "2020-03-01") == "in force"
    assert on(line, "2020-02-02") == "in force"
    assert on(line, "2020-02-05") == "lifted"
    without = st.timeline(sanction(act("impose", "2020-01-01"), act("lift", "2020-02-01", retracted="2020-03-01")))
    assert spans(without) == spans(st.timeline(sanction(act("impose", "2020-01-01"))))


def test_known_is_given_or_the_earliest_notice_or_the_last_possible_day() -> None:
    cases = [
        (act("lift", "2020-02-01", known="2020-01-15", announced="2020-01-01"), "2020-01-15"),
        (act("lift", "2020-02-01", announced="2020-01-20", published="2020-01-10"), "2020-01-10"),
        (
            act("lift", "2020-02-01", sources=[source("a", 3, published="2020-01"), source("b", 4, published="2019")]),
            "2020-01-31",
        ),
        (act("lift", "2020-02-01", sources=[source("b", 4, published="2020-01-01")]), "2020-02-01"),
        (act("lift", "[2020-02-01..2020-02-09]"), "2020-02-09"),
        (act("lift", "2020-02"), "2020-02-29"),
    ]
    for one, known in cases:
        assert str(one.known_day) == known
    with pytest.raises(st.BadDay) as caught:
        _ = act("lift", "[2020-02-01..]").known_day
    assert str(caught.value) == "'known' is needed: [2020-02-01..] has no last day, and nothing was published"


def test_a_history_must_be_lawful_as_known_on_every_day() -> None:
    with pytest.raises(st.UnlawfulEvent, match="^'lift' while not imposed; lawful here: impose$"):
        st.timeline(sanction(act("impose", "2020-01-01", known="2020-05-01"), act("lift", "2020-03-01")))


def test_what_one_knew_at_the_time() -> None:
    line = st.timeline(sanction(act("impose", "2020-01-01"), act("lift", "2020-02-01", known="2020-03-01")))
    assert line.status("2020-02-15").words == "lifted"
    assert line.status("2020-02-15", "2020-02-15").words == "in force"
    assert line.status("2020-02-15", "2020-02-10").projected
    assert not line.status("2020-02-15", "2020-02-15").projected
