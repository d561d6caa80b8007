"""Timers, ends, renewals and suspensions: the day before, the day, the day after; two timers on one day."""

from __future__ import annotations

import pytest

import sanctions_tracker as st

from .making import act, around, on, sanction, spans


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
    opened = st.timeline(sanction(*suspended, act("suspend", "2020-03-15")))
    assert spans(opened)[-1] == ("2020-03-01", "suspended")
    amended = st.timeline(sanction(*suspended, act("amend", "2020-03-15")))
    assert spans(amended)[-1] == ("2020-04-01", "in force")
