"""Relief: what is permitted although the act binds; windows, episodes, supersession, revocation."""

from __future__ import annotations

import pytest

import sanctions_tracker as st

from .making import ID, act, around, on, relief, sanction, source, spans

FIRM = sanction(act("impose", "2020-01-01"))


def test_relief_is_full_if_any_is_full_else_part() -> None:
    line = st.timeline(
        FIRM,
        reliefs=[relief("A", "2020-02-01", "part", ends="2020-06-01"), relief("B", "2020-03-01", ends="2020-04-01")],
    )
    assert spans(line) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force"),
        ("2020-02-01", "in force, relieved in part"),
        ("2020-03-01", "in force, relieved in full"),
        ("2020-04-01", "in force, relieved in part"),
        ("2020-06-01", "in force"),
    ]
    assert line.status("2020-03-15").reliefs == ("A", "B")


def test_restricts_says_what_a_full_relief_leaves() -> None:
    line = st.timeline(FIRM, reliefs=[relief("A", "2020-02-01", "part"), relief("B", "2020-03-01", ends="2020-04-01")])
    found = [str(line.status(day).restricts) for day in ("2019-12-31", "2020-01-01", "2020-02-01", "2020-03-01")]
    assert found == ["no", "yes", "yes", "reserved"]


def test_an_end_at_one_minute_past_midnight_does_not_count_that_day() -> None:
    line = st.timeline(FIRM, reliefs=[relief("GL 4", "2020-02-01", "part", ends="2020-12-08")])
    assert around(line, "2020-12-08") == ["in force, relieved in part", "in force", "in force"]


def test_relief_counts_only_while_in_force_and_is_named_while_it_runs() -> None:
    suspended = sanction(act("impose", "2020-01-01"), act("suspend", "2020-03-01", ends="2020-04-01"))
    line = st.timeline(suspended, reliefs=[relief("A", "2020-02-01")])
    assert around(line, "2020-03-01") == ["in force, relieved in full", "suspended", "suspended"]
    assert line.status("2020-03-15").reliefs == ("A",)
    assert line.status("2020-04-01").label == "in force, relieved in full"


def test_a_relief_ends_with_its_episode_and_never_revives() -> None:
    """Law 11: nothing carries over into a new episode, neither an end nor a relief."""
    again = sanction(act("impose", "2020-01-01"), act("lift", "2020-03-01"), act("reimpose", "2020-05-01"))
    line = st.timeline(again, reliefs=[relief("A", "2020-02-01")])
    assert on(line, "2020-05-01") == "in force"
    assert line.status("2020-04-01").reliefs == ()


def test_a_relief_that_starts_between_episodes_counts_in_the_next() -> None:
    again = sanction(act("impose", "2020-01-01"), act("lift", "2020-03-01"), act("reimpose", "2020-05-01"))
    for starts in ("2020-03-01", "2020-04-01"):
        line = st.timeline(again, reliefs=[relief("A", starts)])
        assert on(line, "2020-05-01") == "in force, relieved in full"
        assert line.status("2020-04-15").reliefs == ("A",)


def test_a_relief_that_starts_before_the_first_episode_counts_in_it() -> None:
    line = st.timeline(FIRM, reliefs=[relief("A", "2019-06-01", ends="2020-02-01")])
    assert around(line, "2020-02-01") == ["in force, relieved in full", "in force", "in force"]


def test_a_relief_that_ended_before_the_episode_does_not_count() -> None:
    assert on(st.timeline(FIRM, reliefs=[relief("A", "2019-06-01", ends="2020-01-01")]), "2020-01-01") == "in force"


def test_a_superseded_relief_ends_when_the_new_one_starts_and_never_revives() -> None:
    """Law 12."""
    reliefs = [
        relief("A", "2020-02-01", last_day="2020-12-31"),
        relief("B", "2020-03-01", "part", ends="2020-04-01", supersedes=["A"]),
    ]
    line = st.timeline(FIRM, reliefs=reliefs)
    assert around(line, "2020-03-01") == [
        "in force, relieved in full",
        "in force, relieved in part",
        "in force, relieved in part",
    ]
    assert around(line, "2020-04-01") == ["in force, relieved in part", "in force", "in force"]


def test_supersession_holds_whether_or_not_the_new_one_touches_this_sanction() -> None:
    other = relief("B", "2020-03-01", supersedes=["A"], ids=("us-ofac/other",))
    line = st.timeline(FIRM, reliefs=[relief("A", "2020-02-01"), other])
    assert around(line, "2020-03-01") == ["in force, relieved in full", "in force", "in force"]


@pytest.mark.parametrize(
    ("starts", "lawful"), [("2020-01-31", False), ("2020-02-01", True), ("2020-03-01", True), ("2020-03-02", False)]
)
def test_only_a_relief_that_started_and_has_not_ended_before_is_superseded(starts: str, lawful: bool) -> None:
    reliefs = [relief("A", "2020-02-01", ends="2020-03-01"), relief("B", starts, supersedes=["A"])]
    if lawful:
        st.timeline(FIRM, reliefs=reliefs)
    else:
        with pytest.raises(st.UnlawfulRelief) as caught:
            st.timeline(FIRM, reliefs=reliefs)
        assert caught.value.code == "supersedes"
        assert str(caught.value) == f"'B' of {starts} supersedes 'A' of 2020-02-01, which does not run on that day"


def test_a_name_that_the_reader_does_not_know_yet_has_no_effect() -> None:
    reliefs = [
        relief("A", "2020-02-01", known="2020-06-01"),
        relief("B", "2020-03-01", "part", supersedes=["A"]),
    ]
    line = st.timeline(FIRM, reliefs=reliefs)
    assert on(line, "2020-02-15", "2020-05-31") == "in force"
    assert on(line, "2020-02-15", "2020-06-01") == "in force, relieved in full"
    assert on(line, "2020-03-15", "2020-06-01") == "in force, relieved in part"


def test_a_revocation_ends_it_for_those_who_know() -> None:
    revoked = st.Revocation(effective="2011-02-11", announced="2011-01-31")
    firm = sanction(act("impose", "2008-05-15"))
    line = st.timeline(firm, reliefs=[relief("548.509", "2010-11-30", last_day="2011-05-31", revoked=revoked)])
    assert around(line, "2011-02-11") == ["in force, relieved in full", "in force", "in force"]
    assert on(line, "2011-03-01", "2011-01-30") == "in force, relieved in full"
    assert on(line, "2011-03-01", "2011-01-31") == "in force"


def test_a_standing_relief_is_named_and_not_counted() -> None:
    status = st.timeline(FIRM, reliefs=[relief("official business", "2020-01-01", standing=True)]).status("2020-02-01")
    assert (status.label, status.reliefs) == ("in force", ("official business",))


def test_a_relief_must_end_after_it_starts() -> None:
    with pytest.raises(st.UnlawfulRelief) as caught:
        st.timeline(FIRM, reliefs=[relief("A", "2020-02-01", ends="2020-02-01")])
    assert str(caught.value) == "the end of 'A' (2020-02-01) is not later than its start (2020-02-01)"
    with pytest.raises(ValueError, match="^last_day and ends are two ends; give one$"):
        relief("A", "2020-02-01", ends="2020-03-01", last_day="2020-03-01")


def test_no_relief_changes_force() -> None:
    """Law 12: adding a relief that supersedes nothing never raises a restriction, and no relief changes force."""
    plain = st.timeline(FIRM)
    relieved = st.timeline(FIRM, reliefs=[relief("A", "2019-06-01", "part", lasts="P1Y")])
    for day in ("2019-12-31", "2020-01-01", "2020-05-31", "2020-06-01"):
        assert plain.status(day).state == relieved.status(day).state


def test_the_widest_touch_counts() -> None:
    both = st.Relief(
        "A",
        "us-ofac",
        kind="derogation",
        starts="2020-02-01",
        touches=[st.Touch(sanctions=[ID], coverage="part"), st.Touch(sanctions=[ID, "us-ofac/x"], coverage="full")],
    )
    assert on(st.timeline(FIRM, reliefs=[both]), "2020-02-01") == "in force, relieved in full"


def test_provisional_looks_at_each_relief_that_counts() -> None:
    firm = sanction(act("impose", "2020-01-01", sources=[source()]))
    press = relief("A", "2020-02-01", ends="2020-03-01", sources=[source("press", 4)])
    line = st.timeline(firm, reliefs=[press])
    assert [line.status(day).provisional for day in ("2020-01-31", "2020-02-01", "2020-02-29", "2020-03-01")] == [
        False,
        True,
        True,
        False,
    ]


def test_the_gl_2_series_has_hundreds_of_millions_of_worlds_and_loads_at_once() -> None:
    names = [f"GL 2{letter}" for letter in ("", *"ABCDEFGHIJ")]
    series = [
        relief(name, f"{2015 + number}-10", last_day=f"{2016 + number}-10", supersedes=names[number - 1 : number])
        if number
        else relief(name, "2015-10-30", last_day="2016-10")
        for number, name in enumerate(names)
    ]
    line = st.timeline(sanction(act("impose", "2011-08-11")), reliefs=series)
    assert on(line, "2020-10-15") == "in force, relieved in full"
    assert line.status("2020-10-15").reliefs == ("GL 2D", "GL 2E")


def test_reliefs_that_touch_others_only_do_no_harm() -> None:
    other = ("us-ofac/other",)
    reliefs = [relief("GL 2", "2020-01-02", ids=other), relief("GL 3", "2020-01-01", ids=other, supersedes=["GL 2"])]
    assert on(st.timeline(FIRM, reliefs=reliefs), "2020-01-03") == "in force"
