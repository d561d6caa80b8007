"""Timers, ends, renewals and suspensions: the day before, the day, the day after; two timers on one day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import sanctions_tracker as st

from .making import act, around, on, sanction, spans

PENDING = "adopted, not yet applicable"


def test_the_three_spellings_of_an_end_are_one() -> None:
    """Law 9: last_day = L, ends = L + 1 and the matching lasts give the same timeline; L is in, L + 1 is out."""
    lines = [
        st.timeline(sanction(act("impose", "2020-01-01", **end)))
        for end in ({"last_day": "2020-06-28"}, {"ends": "2020-06-29"}, {"lasts": "P180D"})
    ]
    for line in lines:
        assert around(line, "2020-06-28") == ["in force", "in force", "expired"]
        assert spans(line) == spans(lines[0])


def test_a_sunset_is_a_timer_and_is_shown_as_derived() -> None:
    line = st.timeline(sanction(act("impose", "2020-01-01", last_day="2020-06-30", instrument="Act 1")))
    status = line.status("2020-07-01")
    assert (status.state, status.since, status.ends) == ("expired", line.status("2020-07-01").on, None)
    assert status.cause is not None
    assert (status.cause.event, status.cause.instrument, str(status.cause.effective)) == (
        "T1 sunset",
        "Act 1",
        "2020-07-01",
    )
    assert line.spans()[-1].derived


@pytest.mark.parametrize(("day", "lawful"), [("2020-06-30", True), ("2020-07-01", True), ("2020-07-02", False)])
def test_a_renewal_comes_at_the_latest_on_the_day_of_the_sunset(day: str, lawful: bool) -> None:
    """Law 10: moving a renewal within (start, old end] changes nothing; one day later it is refused."""
    acts = (act("impose", "2020-01-01", ends="2020-07-01"), act("renew", day, ends="2021-01-01"))
    if lawful:
        assert spans(st.timeline(sanction(*acts))) == [
            ("-", "not imposed"),
            ("2020-01-01", "in force"),
            ("2021-01-01", "expired"),
        ]
    else:
        with pytest.raises(st.UnlawfulEvent) as caught:
            st.timeline(sanction(*acts))
        assert str(caught.value) == (
            "'renew' while expired (since T1 sunset of 'impose' of 2020-01-01); lawful here: annul, reimpose"
        )


def test_reimposing_instead_leaves_exactly_the_gap() -> None:
    line = st.timeline(
        sanction(act("impose", "2020-01-01", ends="2020-07-01"), act("reimpose", "2020-07-02", ends="2021-01-01"))
    )
    assert around(line, "2020-07-01") == ["in force", "expired", "in force"]


def test_a_renewal_must_give_a_later_end() -> None:
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(act("impose", "2020-01-01"), act("renew", "2020-02-01", ends="2020-02-01")))
    assert caught.value.code == "end-not-later"
    assert str(caught.value) == (
        "the end of 'renew' (2020-02-01) is not later than its own day and the day from which it binds (2020-02-01); write a later end"
    )


def test_an_amendment_moves_the_end_only_where_it_gives_one() -> None:
    imposed = act("impose", "2020-01-01", ends="2020-07-01")
    assert on(st.timeline(sanction(imposed, act("amend", "2020-02-01"))), "2020-07-01") == "expired"
    moved = st.timeline(sanction(imposed, act("amend", "2020-02-01", ends="2020-03-01")))
    assert around(moved, "2020-03-01") == ["in force", "expired", "expired"]


def test_lifting_cancels_a_later_sunset() -> None:
    """Law 11: lifting cancels a later sunset."""
    line = st.timeline(sanction(act("impose", "2020-01-01", ends="2020-07-01"), act("lift", "2020-06-01")))
    assert on(line, "2020-07-01") == "lifted"


def test_nothing_is_inherited_by_a_new_episode() -> None:
    """Law 11: nothing is inherited by a new episode."""
    line = st.timeline(
        sanction(
            act("impose", "2020-01-01", ends="2020-07-01"), act("lift", "2020-06-01"), act("reimpose", "2020-06-10")
        )
    )
    assert on(line, "2020-07-01") == "in force"


def test_a_suspension_ends_by_itself_and_does_not_stop_the_sunset_clock() -> None:
    line = st.timeline(
        sanction(act("impose", "2020-01-01", ends="2020-07-01"), act("suspend", "2020-03-01", ends="2020-04-01"))
    )
    assert spans(line) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force"),
        ("2020-03-01", "suspended"),
        ("2020-04-01", "in force"),
        ("2020-07-01", "expired"),
    ]
    cause = line.status("2020-04-01").cause
    assert cause is not None
    assert cause.event == "T2 end of suspension"


def test_an_open_suspension_lasts_until_it_is_resumed_or_sunset() -> None:
    opened = (act("impose", "2020-01-01", ends="2020-07-01"), act("suspend", "2020-03-01"))
    assert spans(st.timeline(sanction(*opened)))[-2:] == [("2020-03-01", "suspended"), ("2020-07-01", "expired")]
    resumed = st.timeline(sanction(*opened, act("resume", "2020-05-01")))
    assert around(resumed, "2020-05-01") == ["suspended", "in force", "in force"]


def test_where_both_timers_fall_together_the_sunset_wins() -> None:
    """The EU case of 29 February 2016."""
    line = st.timeline(
        sanction(
            act("impose", "2012-10-15", last_day="2015-10-31"),
            act("renew", "2015-10-31", last_day="2016-02-29"),
            act("suspend", "2015-10-31", last_day="2016-02-29"),
        )
    )
    assert around(line, "2015-10-31") == ["in force", "suspended", "suspended"]
    assert around(line, "2016-03-01") == ["suspended", "expired", "expired"]


def test_renewed_on_that_day_the_suspension_still_ends() -> None:
    line = st.timeline(
        sanction(
            act("impose", "2020-01-01", ends="2020-07-01"),
            act("suspend", "2020-03-01", ends="2020-07-01"),
            act("renew", "2020-07-01", ends="2021-01-01"),
        )
    )
    assert around(line, "2020-07-01") == ["suspended", "in force", "in force"]


def test_a_lift_on_the_day_of_the_sunset_comes_first() -> None:
    line = st.timeline(sanction(act("impose", "2020-01-01", ends="2020-07-01"), act("lift", "2020-07-01")))
    assert around(line, "2020-07-01") == ["in force", "lifted", "lifted"]


def test_other_acts_on_the_day_of_the_sunset_come_too_late() -> None:
    for event in ("amend", "suspend"):
        with pytest.raises(
            st.UnlawfulEvent, match=rf"'{event}' while expired \(since T1 sunset of 'impose' of 2020-01-01\)"
        ):
            st.timeline(sanction(act("impose", "2020-01-01", ends="2020-07-01"), act(event, "2020-07-01")))


def test_a_timer_may_be_confirmed_on_its_own_day_only() -> None:
    imposed = act("impose", "2020-01-01", ends="2020-07-01")
    line = st.timeline(sanction(imposed, act("expire", "2020-07-01", instrument="Notice")))
    cause = line.status("2020-07-01").cause
    assert cause is not None
    assert (cause.event, cause.instrument) == ("expire", "Notice")
    with pytest.raises(st.UnlawfulEvent, match="'expire' while expired"):
        st.timeline(sanction(imposed, act("expire", "2020-07-02")))
    suspended = (act("impose", "2020-01-01"), act("suspend", "2020-03-01", ends="2020-04-01"))
    assert on(st.timeline(sanction(*suspended, act("resume", "2020-04-01"))), "2020-04-01") == "in force"
    with pytest.raises(st.UnlawfulEvent, match="'resume' while in force"):
        st.timeline(sanction(*suspended, act("resume", "2020-04-02")))


def test_what_an_act_of_the_day_has_moved_on_is_not_confirmed() -> None:
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(
            sanction(
                act("impose", "2020-01-01"),
                act("suspend", "2020-03-01", ends="2020-04-01"),
                act("annul", "2020-04-01"),
                act("resume", "2020-04-01"),
            )
        )
    assert str(caught.value) == "'resume' while annulled (since 'annul' of 2020-04-01); lawful here: reimpose"


def test_commencement_fires_before_every_act_of_its_day() -> None:
    line = st.timeline(sanction(act("impose", "2020-06-10", adopted="2020-06-05"), act("suspend", "2020-06-10")))
    assert around(line, "2020-06-10") == ["adopted, not yet applicable", "suspended", "suspended"]


def test_months_count_from_the_acts_own_day_and_a_clipped_day_is_refused() -> None:
    assert spans(st.timeline(sanction(act("impose", "2020-01-30", lasts="P6M"))))[-1] == ("2020-07-30", "expired")
    assert spans(st.timeline(sanction(act("impose", "2020-02-29", lasts="P4Y"))))[-1] == ("2024-02-29", "expired")
    for first, length in (("2020-01-31", "P1M"), ("2020-02-29", "P1Y")):
        with pytest.raises(st.UnlawfulEvent) as caught:
            st.timeline(sanction(act("impose", first, lasts=length)))
        assert str(caught.value) == (
            f"{length} from {first} leads to a day that its month does not have; write the day as 'last_day' or 'ends'"
        )


def test_durations_are_never_chained() -> None:
    line = st.timeline(sanction(act("impose", "2020-01-15", lasts="P1M"), act("renew", "2020-02-10", lasts="P1M")))
    assert spans(line)[-1] == ("2020-03-10", "expired")


def test_a_duration_of_an_adopted_act_counts_from_the_day_it_binds() -> None:
    line = st.timeline(sanction(act("impose", "2020-06-10", adopted="2020-06-01", lasts="P10D")))
    assert around(line, "2020-06-20") == ["in force", "expired", "expired"]


def test_a_new_suspension_replaces_the_old_end() -> None:
    suspended = (act("impose", "2020-01-01"), act("suspend", "2020-03-01", ends="2020-04-01"))
    longer = st.timeline(sanction(*suspended, act("suspend", "2020-03-15", ends="2020-05-01")))
    assert spans(longer)[-1] == ("2020-05-01", "in force")
    causes = [str(longer.status(day).cause) for day in ("2020-03-14", "2020-03-15", "2020-05-01")]
    assert causes == [
        "suspend of 2020-03-01 by us-ofac",
        "suspend of 2020-03-15 by us-ofac",
        "T2 end of suspension of 2020-05-01 by us-ofac",
    ]
    opened = st.timeline(sanction(*suspended, act("suspend", "2020-03-15")))
    assert spans(opened)[-1] == ("2020-03-01", "suspended")
    amended = st.timeline(sanction(*suspended, act("amend", "2020-03-15")))
    assert spans(amended)[-1] == ("2020-04-01", "in force")
    assert str(amended.status("2020-03-15").cause) == "suspend of 2020-03-01 by us-ofac"


def refused(*acts: st.Transition) -> tuple[str, str, st.Transition, st.Transition | None]:
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(*acts))
    return caught.value.code, str(caught.value), caught.value.act, caught.value.other


@pytest.mark.parametrize("end", [{"ends": "2020-06-10"}, {"last_day": "2020-06-09"}])
def test_every_end_is_later_than_the_day_from_which_it_binds(end: dict[str, str]) -> None:
    """Every end is later than its act's own day, and than `effective` while pending."""
    word = next(iter(end.values()))
    own = "is not later than its own day and the day from which it binds (2020-06-10); write a later end"
    imposed = act("impose", "2020-06-10", **end)
    assert refused(imposed) == ("end-not-later", f"the end of 'impose' ({word}) {own}", imposed, None)
    waiting = act("impose", "2020-06-10", adopted="2020-06-01", known="2020-06-01", **end)
    assert refused(waiting) == ("end-not-later", f"the end of 'impose' ({word}) {own}", waiting, None)
    begun = act("impose", "2020-06-01")
    for event in ("amend", "renew", "suspend"):
        late = act(event, "2020-06-10", **end)
        assert refused(begun, late) == ("end-not-later", f"the end of '{event}' ({word}) {own}", late, begun)
    wait = act("impose", "2020-06-10", adopted="2020-06-01", known="2020-06-01")
    amended = act("amend", "2020-06-05", **end)
    assert refused(wait, amended) == (
        "end-not-later",
        f"the end of 'amend' ({word}) is not later than the day from which 'impose' binds (2020-06-10); write a later end",
        amended,
        wait,
    )
    never_waited = act("impose", "2020-06-01", adopted="2020-06-02", known="2020-06-01")
    late = act("amend", "2020-06-10", **end)
    assert refused(never_waited, late) == ("end-not-later", f"the end of 'amend' ({word}) {own}", late, never_waited)
    early = act("amend", "2020-06-15", **end)
    assert refused(wait, early) == (
        "end-not-later",
        f"the end of 'amend' ({word}) is not later than its own day and the day from which it binds (2020-06-15); "
        "write a later end",
        early,
        wait,
    )


@pytest.mark.parametrize("end", ["2020-06-09", "2020-06-10"])
def test_an_end_before_it_binds_is_refused_even_where_it_is_lifted_before(end: str) -> None:
    imposed = act("impose", "2020-06-10", adopted="2020-06-01", known="2020-06-01")
    amended = act("amend", "2020-06-05", ends=end)
    code, _, record, other = refused(imposed, amended, act("lift", "2020-06-07", known="2020-06-05"))
    assert (code, record, other) == ("end-not-later", amended, imposed)
    doubtful = act("impose", "[2020-06-10..2020-06-20]", adopted="2020-06-01", known="2020-06-01")
    moved = act("amend", "2020-06-05", ends="2020-06-15")
    late = act("lift", "2020-06-16")  # no world still waits on that day, for each binds before the end
    assert refused(doubtful, moved, late)[2] == late
    line = st.timeline(sanction(doubtful, moved, act("lift", "2020-06-15", known="2020-06-05")))
    assert spans(line)[1:] == [
        ("2020-06-01", PENDING),
        ("2020-06-10", f"in force or {PENDING}"),
        ("2020-06-14", "in force"),
        ("2020-06-15", "lifted"),
    ]


def test_an_end_one_day_later_is_lawful() -> None:
    for acts in (
        (act("impose", "2020-06-10", ends="2020-06-11"),),
        (act("impose", "2020-06-10", adopted="2020-06-01", ends="2020-06-11"),),
        (
            act("impose", "2020-06-10", adopted="2020-06-01", known="2020-06-01"),
            act("amend", "2020-06-05", ends="2020-06-11"),
        ),
        (
            act("impose", "2020-06-10", adopted="2020-06-01", known="2020-06-01"),
            act("amend", "2020-06-05", lasts="P6D"),
        ),
        (act("impose", "2020-06-10"), act("amend", "2020-06-10", ends="2020-06-11")),
    ):
        assert around(st.timeline(sanction(*acts)), "2020-06-11")[:2] == ["in force", "expired"]


def test_a_renewal_must_give_an_end() -> None:
    """A `renew` must give one, later than its own day, and may give the first."""
    begun, renewed = act("impose", "2020-01-01"), act("renew", "2020-02-01")
    message = "'renew' needs an end: 'last_day', 'ends' or 'lasts'"
    assert refused(begun, renewed) == ("missing", message, renewed, begun)


def test_clipped_days_name_the_act() -> None:
    begun = act("impose", "2020-01-01")
    clipped = act("amend", "2020-01-31", lasts="P1M")
    message = "P1M from 2020-01-31 leads to a day that its month does not have; write the day as 'last_day' or 'ends'"
    assert refused(begun, clipped) == ("clipped-day", message, clipped, begun)
    waiting = act("impose", "2020-01-31", adopted="2020-01-05", known="2020-01-05", lasts="P1M")
    assert refused(waiting) == ("clipped-day", message, waiting, None)


def test_among_doubtful_days_a_clipped_day_is_no_world() -> None:
    """Among doubtful days that choice is no world."""
    for fields in ({}, {"adopted": "2020-01-05", "known": "2020-01-05"}):
        line = st.timeline(sanction(act("impose", "[2020-01-29..2020-01-31]", lasts="P1M", **fields)))
        assert on(line, "2020-01-29") in ("in force", "in force or adopted, not yet applicable")
        assert spans(line)[-1] == ("2020-02-29", "expired")


@pytest.mark.parametrize(
    ("effective", "end", "word"),
    [
        ("2020-01-01", {"lasts": "P10D"}, "2020-01-11"),
        ("2020-01-01", {"ends": "2020-01-11"}, "2020-01-11"),
        ("2020-01-01", {"last_day": "2020-01-11"}, "2020-01-12"),
        ("2020-01-01", {"ends": "[2020-01-11..2020-01-13]"}, "[2020-01-11..2020-01-13]"),
        ("2020-01-01", {"last_day": "[2020-01-11..2020-01-13]"}, "the day after [2020-01-11..2020-01-13]"),
        ("[2020-01-01..2020-01-03]", {"lasts": "P10D"}, "P10D after [2020-01-01..2020-01-03]"),
        ("[..2020-01-03]", {"lasts": "P10D"}, "P10D after [..2020-01-03]"),
        ("[2020-01-01..2020-01-03]", {"ends": "2020-01-11"}, "2020-01-11"),
    ],
)
def test_a_timer_tells_the_day_on_which_it_fell(effective: str, end: dict[str, str], word: str) -> None:
    """Timers are computed, never stored as events; a timeline shows them as derived, with the rule."""
    line = st.timeline(sanction(act("impose", effective, **end)))
    assert str(line.status("2020-02-01").cause) == f"T1 sunset of {word} by us-ofac"
    suspended = st.timeline(
        sanction(act("impose", "[..2019-01-01]", known="2019-01-01"), act("suspend", effective, **end))
    )
    assert str(suspended.status("2020-02-01").cause) == f"T2 end of suspension of {word} by us-ofac"


def test_an_instant_ends_on_its_day_where_the_authority_sits() -> None:
    at = datetime(2020, 6, 30, 23, 59, tzinfo=UTC)
    ended = st.Transition("impose", effective="2020-01-01", ends=st.Instant.of(at, at))
    line = st.timeline(sanction(ended))
    assert around(line, "2020-07-01") == ["in force", "expired", "expired"]
    assert str(line.status("2020-07-01").cause) == "T1 sunset of 2020-07-01 by us-ofac"


def test_a_commencement_tells_the_day_from_which_the_act_binds() -> None:
    line = st.timeline(sanction(act("impose", "2020-06-10", adopted="2020-06-01", lasts="P5D", instrument="Act 1")))
    assert str(line.status("2020-06-10").cause) == "T3 commencement of 2020-06-10 by us-ofac, Act 1"
    assert str(line.status("2020-06-15").cause) == "T1 sunset of 2020-06-15 by us-ofac, Act 1"


@pytest.mark.parametrize(
    ("acts", "runs"),
    [
        pytest.param(
            [act("impose", "2020-06-10", adopted="2020-06-01", ends="[2020-06-05..2020-06-12]")],
            [
                ("2020-06-01", PENDING),
                ("2020-06-10", "in force"),
                ("2020-06-11", "in force or expired"),
                ("2020-06-12", "expired"),
            ],
            id="no end on the day from which it binds",
        ),
        pytest.param(
            [act("impose", "2020-06-10", ends="[2020-06-05..2020-06-12]")],
            [("2020-06-10", "in force"), ("2020-06-11", "in force or expired"), ("2020-06-12", "expired")],
            id="no end on its own day",
        ),
        pytest.param(
            [act("impose", "2020-01-01"), act("renew", "2020-02-01", ends="[2020-01-20..2020-02-03]")],
            [("2020-01-01", "in force"), ("2020-02-02", "in force or expired"), ("2020-02-03", "expired")],
            id="nor on that of a renewal",
        ),
        pytest.param(
            [
                act("impose", "[2020-06-10..2020-06-20]", adopted="2020-06-01", known="2020-06-01"),
                act("amend", "2020-06-12", ends="2020-06-14"),
            ],
            [
                ("2020-06-01", PENDING),
                ("2020-06-10", f"in force or {PENDING}"),
                ("2020-06-13", "in force"),
                ("2020-06-14", "expired"),
            ],
            id="one day is left on which it may bind",
        ),
        pytest.param(
            [act("impose", "2020-06-10", adopted="2020-06-01", ends="[2020-06-12..2020-06-15]")],
            [
                ("2020-06-01", PENDING),
                ("2020-06-10", "in force"),
                ("2020-06-12", "in force or expired"),
                ("2020-06-15", "expired"),
            ],
            id="a doubtful end of what was adopted before",
        ),
        pytest.param(
            [act("impose", "[2021-01-28..2021-01-31]", adopted="2021-01-28", lasts="P1M", known="2021-01-01")],
            [("2021-01-28", "in force"), ("2021-02-28", "expired")],
            id="every later day is clipped, so there is no wait",
        ),
        pytest.param(
            [act("impose", "[2020-01-28..2020-01-30]", adopted="2020-01-15", lasts="P1M", known="2020-01-01")],
            [
                ("2020-01-15", PENDING),
                ("2020-01-28", f"in force or {PENDING}"),
                ("2020-01-29", "in force"),
                ("2020-02-28", "in force or expired"),
                ("2020-02-29", "expired"),
            ],
            id="only the last day is clipped",
        ),
        pytest.param(
            [act("impose", "[2021-01-29..2021-02-02]", adopted="2021-01-15", lasts="P1M", known="2021-01-01")],
            [
                ("2021-01-15", PENDING),
                ("2021-02-01", f"in force or {PENDING}"),
                ("2021-02-02", "in force"),
                ("2021-03-01", "in force or expired"),
                ("2021-03-02", "expired"),
            ],
            id="the first days are clipped",
        ),
        pytest.param(
            [act("impose", "[2021-01-29..2021-02-10]", lasts="P1M")],
            [
                ("2021-02-01", "in force or not imposed"),
                ("2021-02-10", "in force"),
                ("2021-03-01", "in force or expired"),
                ("2021-03-10", "expired"),
            ],
            id="days after clipped ones are not passed over",
        ),
        pytest.param(
            [act("impose", "2020-01-01", ends="[2020-03-01..2020-03-03]"), act("amend", "2020-03-02")],
            [("2020-01-01", "in force"), ("2020-03-03", "expired")],
            id="a timer does not fire after the first event of its day",
        ),
        pytest.param(
            [act("impose", "2020-01-01", lasts="P40D"), act("lift", "[2020-01-10..2020-12-31]")],
            [("2020-01-01", "in force"), ("2020-01-10", "in force or lifted"), ("2020-02-10", "lifted")],
            id="a sunset within a wide window is not passed over",
        ),
        pytest.param(
            [
                act("impose", "2020-01-01"),
                act("suspend", "2020-01-05", lasts="P40D"),
                act("lift", "[2020-01-10..2020-12-31]"),
            ],
            [
                ("2020-01-01", "in force"),
                ("2020-01-05", "suspended"),
                ("2020-01-10", "suspended or lifted"),
                ("2020-02-14", "in force or lifted"),
                ("2020-12-31", "lifted"),
            ],
            id="nor is the end of a suspension",
        ),
        pytest.param(
            [
                act("impose", "[2020-01-05..2020-01-20]", adopted="2020-01-01", known="2020-01-01"),
                act("amend", "2020-01-03", ends="[2020-01-08..2020-01-12]"),
            ],
            [
                ("2020-01-01", PENDING),
                ("2020-01-05", f"in force or {PENDING}"),
                ("2020-01-08", f"in force or {PENDING} or expired"),
                ("2020-01-11", "in force or expired"),
                ("2020-01-12", "expired"),
            ],
            id="what still waits binds before the end",
        ),
        pytest.param(
            [
                act("impose", "2020-01-01", ends="[2020-03-01..2020-03-03]"),
                act("suspend", "2020-02-01", ends="2020-03-02"),
            ],
            [
                ("2020-01-01", "in force"),
                ("2020-02-01", "suspended"),
                ("2020-03-01", "suspended or expired"),
                ("2020-03-02", "in force or expired"),
                ("2020-03-03", "expired"),
            ],
            id="a doubtful sunset around the end of a suspension",
        ),
    ],
)
def test_the_two_ends_of_a_doubtful_history(acts: list[st.Transition], runs: list[tuple[str, str]]) -> None:
    """Every end is later than its act's own day, and than `effective` while pending."""
    assert spans(st.Timeline(sanction(*acts))) == [("-", "not imposed"), *runs]
