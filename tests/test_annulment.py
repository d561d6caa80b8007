"""Annulment reaches back, and only for those who know it; corrections; the second clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

import sanctions_tracker as st

from .making import ID, act, around, on, relief, sanction, source, spans


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
    again = act("annul", "2020-06-01")
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(*ended, again))
    assert (caught.value.code, caught.value.act, caught.value.other) == ("repaint", again, ended[1])
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
        {"back_to": "2020-06-02"},
        {"back_to": "[2020-06-01..2020-06-09]"},
        {"back_to": "2020-03-01", "to": "[2020-02-01..2020-03-01]"},
        {"back_to": "2020-03-01", "to": "[2020-06-02..2020-06-09]"},
    ],
)
def test_repainted_days_out_of_order_are_refused(days: dict[str, str]) -> None:
    """With `back_to` and `to` only [back_to, to) is repainted; back_to < to <= effective."""
    annulled = act("annul", "2020-06-01", **days)
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(act("impose", "2020-01-01"), annulled))
    assert (caught.value.code, caught.value.act, caught.value.other) == ("repaint", annulled, None)
    assert (
        str(caught.value)
        == "the repainted days are not in order: 'back_to' before 'to', and neither later than 'effective'"
    )


def test_doubtful_days_of_which_no_choice_is_in_order_are_refused() -> None:
    annulled = act("annul", "2020-06-01", back_to="2020-06-01", to="[2020-05-10..2020-06-09]")
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(act("impose", "2020-01-01"), annulled))
    assert (caught.value.code, caught.value.act) == ("repaint", annulled)
    assert (
        str(caught.value)
        == "the repainted days are not in order: 'back_to' before 'to', and neither later than 'effective'"
    )


@pytest.mark.parametrize(
    ("days", "painted", "left"),
    [
        ({"back_to": "2020-05-31"}, "2020-05-31", None),
        ({"back_to": "2020-05-31", "to": "2020-06-01"}, "2020-05-31", "2020-06-01"),
        ({"back_to": "[2020-05-31..2020-06-09]"}, "2020-05-31", None),
        ({"back_to": "2020-05-31", "to": "[2020-05-01..2020-06-01]"}, "2020-05-31", "2020-06-01"),
        ({"back_to": "2020-05-31", "to": "[2020-06-01..2020-06-09]"}, "2020-05-31", "2020-06-01"),
    ],
)
def test_the_narrowest_days_that_can_be_repainted(days: dict[str, str], painted: str, left: str | None) -> None:
    line = st.timeline(sanction(act("impose", "2020-01-01"), act("annul", "2020-06-01", **days)))
    runs = [("-", "not imposed"), ("2020-01-01", "in force"), (painted, "annulled")]
    assert spans(line) == (runs if left is None else [*runs, (left, "in force")])
    again = act("resume", "2020-06-02")  # what comes after it is to blame, not the annulment
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(act("impose", "2020-01-01"), act("annul", "2020-06-01", **days), again))
    assert (caught.value.code, caught.value.act) == ("unlawful-event", again)


def test_doubt_in_what_is_repainted() -> None:
    """[back_to, to) is repainted, in each world its own."""
    imposed = act("impose", "2020-01-01")
    wide = act("annul", "2020-06-01", back_to="[2020-02-01..2020-02-03]", to="[2020-02-02..2020-02-05]")
    assert spans(st.timeline(sanction(imposed, wide))) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force"),
        ("2020-02-01", "in force or annulled"),
        ("2020-02-05", "in force"),
    ]
    early = act("annul", "2020-06-01", back_to="[..2020-02-03]", known="2020-06-01")
    assert spans(st.timeline(sanction(imposed, early))) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force or annulled"),
        ("2020-02-03", "annulled"),
    ]
    late = act("annul", "[2020-06-01..2020-06-03]", back_to="2020-02-01")
    assert spans(st.timeline(sanction(imposed, late)))[2:] == [("2020-02-01", "annulled")]
    part = act("annul", "[2020-06-01..2020-06-03]", back_to="2020-02-01", to="[2020-05-01..2020-06-09]")
    assert spans(st.timeline(sanction(imposed, part)))[2:] == [
        ("2020-02-01", "annulled"),
        ("2020-05-01", "in force or annulled"),
        ("2020-06-03", "in force"),
    ]

    next_day = act("annul", "2020-06-01", back_to="2020-01-02", to="2020-01-04")
    assert spans(st.timeline(sanction(imposed, next_day)))[1:] == [
        ("2020-01-01", "in force"),
        ("2020-01-02", "annulled"),
        ("2020-01-04", "in force"),
    ]
    narrow = act("annul", "2020-06-01", back_to="[2020-02-01..2020-02-03]", to="2020-02-03")
    assert spans(st.timeline(sanction(imposed, narrow)))[2:] == [
        ("2020-02-01", "in force or annulled"),
        ("2020-02-02", "annulled"),
        ("2020-02-03", "in force"),
    ]
    later = act("annul", "2020-07-01", back_to="2020-03-01", to="2020-03-02")
    assert spans(st.timeline(sanction(imposed, wide, later)))[2:] == [
        ("2020-02-01", "in force or annulled"),
        ("2020-02-05", "in force"),
        ("2020-03-01", "annulled"),
        ("2020-03-02", "in force"),
    ]


def test_two_annulments_repaint_their_own_days() -> None:
    line = st.timeline(
        sanction(
            act("impose", "2020-01-01"),
            act("annul", "2020-06-01", back_to="2020-02-01", to="2020-02-03", instrument="first"),
            act("annul", "2020-07-01", back_to="2020-03-01", to="2020-03-03", instrument="second"),
            act("annul", "2020-08-01", back_to="2020-07-30"),
        )
    )
    assert spans(line) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force"),
        ("2020-02-01", "annulled"),
        ("2020-02-03", "in force"),
        ("2020-03-01", "annulled"),
        ("2020-03-03", "in force"),
        ("2020-07-30", "annulled"),
    ]
    causes = [line.status(day).cause for day in ("2020-02-02", "2020-02-05", "2020-03-02", "2020-07-30", "2020-08-01")]
    assert [str(cause) for cause in causes] == [
        "annul of 2020-06-01 by us-ofac, first",
        "impose of 2020-01-01 by us-ofac",
        "annul of 2020-07-01 by us-ofac, second",
        "annul of 2020-08-01 by us-ofac",
        "annul of 2020-08-01 by us-ofac",
    ]


def test_a_suspended_or_pending_sanction_repainted_goes_on_as_it_was() -> None:
    """With `back_to` and `to` the state does not move."""
    suspended = (act("impose", "2020-01-01"), act("suspend", "2020-03-01", ends="2020-08-01"))
    line = st.timeline(sanction(*suspended, act("annul", "2020-06-01", back_to="2020-02-01", to="2020-04-01")))
    assert spans(line)[1:] == [
        ("2020-01-01", "in force"),
        ("2020-02-01", "annulled"),
        ("2020-04-01", "suspended"),
        ("2020-08-01", "in force"),
    ]
    pending = act("impose", "2020-08-01", adopted="2020-01-01", known="2020-01-01")
    line = st.timeline(sanction(pending, act("annul", "2020-06-01", back_to="2020-02-01", to="2020-04-01")))
    assert spans(line)[1:] == [
        ("2020-01-01", "adopted, not yet applicable"),
        ("2020-02-01", "annulled"),
        ("2020-04-01", "adopted, not yet applicable"),
        ("2020-08-01", "in force"),
    ]


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


def test_the_runs_as_known_on_a_day() -> None:
    line = st.timeline(sanction(act("impose", "2020-01-01"), act("lift", "2020-02-01", known="2020-03-01")))
    assert spans(line, "2020-02-29") == [("-", "not imposed"), ("2020-01-01", "in force")]
    assert spans(line, "2020-03-01") == spans(line) != spans(line, "2020-02-29")
    for ask in (lambda: line.spans("2020-02"), lambda: line.status("2020-02-01", "2020-02")):
        with pytest.raises(st.BadDay) as caught:
            ask()
        assert str(caught.value) == "known_on: '2020-02' is not a day; write it as YYYY-MM-DD"


def test_words_are_heard_once_they_were_surely_said() -> None:
    """A statement (said by `on` and by `known_on`)."""

    def said(on: str, **fields: Any) -> st.Statement:
        return st.Statement("lift", on=on, by="john-coale", about=[ID], **fields)

    for one, first in (
        (said("2020-02-05"), "2020-02-05"),
        (said("2020-02-05", known="2020-02-01"), "2020-02-05"),
        (said("2020-02-05", known="2020-03-01"), "2020-02-05"),
        (said("2020-02"), "2020-02-29"),
        (said("2020-02", known="2020-02-10"), "2020-02-29"),
        (said("[..2020-02-05]"), "2020-02-05"),
        (said("[2020-02-05..]", known="2020-02-09"), "2020-02-09"),
        (said("[2020-02-05..]", known="2020-02-01"), "2020-02-05"),
    ):
        line = st.timeline(sanction(act("impose", "2020-01-01")), statements=[one])
        day = date.fromisoformat(first)
        assert [line.status(when).statements for when in (day - timedelta(days=1), day)] == [(), (one,)]
    late = said("2020-02-05", known="2020-03-01")
    line = st.timeline(sanction(act("impose", "2020-01-01"), statements=[late]))
    assert [line.status("2020-04-01", known).statements for known in ("2020-02-29", "2020-03-01")] == [(), (late,)]


def test_words_are_told_in_the_order_in_which_they_were_said() -> None:
    def said(on: str, by: str, says: str) -> st.Statement:
        return st.Statement(says, on=on, by=by, about=[ID])

    wanted = (
        said("2020-02-05", "b", "lift"),
        said("2020-02-09", "a", "lift"),
        said("2020-02-09", "b", "impose"),
        said("2020-02-09", "b", "lift"),
        said("[2020-02-08..2020-02-09]", "a", "lift"),
        said("2020-02-10", "a", "impose"),
    )
    for given in (wanted, wanted[::-1]):
        assert st.timeline(sanction(), statements=given).status("2020-03-01").statements == wanted


def test_a_relief_of_the_earlier_episode_does_not_run_on_repainted_days() -> None:
    line = st.timeline(
        sanction(
            act("impose", "2020-01-01"),
            act("lift", "2020-02-01"),
            act("reimpose", "2020-03-01"),
            act("annul", "2020-06-01", back_to="2020-04-01", to="2020-05-01"),
        ),
        reliefs=[relief("A", "2020-01-15"), relief("B", "2020-03-15", "part")],
    )
    assert [line.status(day).reliefs for day in ("2020-01-20", "2020-02-10", "2020-04-10", "2020-05-10")] == [
        ("A",),
        (),
        ("B",),
        ("B",),
    ]
    assert around(line, "2020-05-01") == ["annulled", "in force, relieved in part", "in force, relieved in part"]


def test_repainted_days_rest_on_the_last_renewal_too() -> None:
    """Provisional: an act that the answer rests on (what set the state, the last renewal, ...) has no source of tier 1 or 2."""
    law, press = [source()], [source("press", 4)]
    acts = [
        act("impose", "2020-01-01", ends="2020-03-01", sources=law),
        act("renew", "2020-02-01", ends="2020-12-01", sources=press),
        act("annul", "2020-06-01", back_to="2020-01-15", to="2020-05-01", sources=law),
    ]
    line = st.timeline(sanction(*acts))
    assert [line.status(day).provisional for day in ("2020-01-10", "2020-01-31", "2020-02-01", "2020-05-01")] == [
        False,
        False,
        True,
        True,
    ]


def test_an_annulment_of_what_has_ended_does_not_end_it_again() -> None:
    """For each sanction by itself it counts in one episode: the one it starts in, else the first that begins while it runs."""
    line = st.timeline(
        sanction(
            act("impose", "2020-01-01"),
            act("lift", "2020-02-01"),
            act("annul", "2020-03-01", back_to="2020-01-15"),
            act("reimpose", "2020-04-01"),
        ),
        reliefs=[relief("A", "2020-02-15"), relief("B", "2020-01-20", "part")],
    )
    assert around(line, "2020-04-01") == ["lifted", *["in force, relieved in full"] * 2]
    assert line.status("2020-04-01").reliefs == ("A",)
