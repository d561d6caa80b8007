"""Relief: what is permitted although the act binds; windows, episodes, supersession, revocation."""

from __future__ import annotations

import pytest
from attrs import evolve

import sanctions_tracker as st
from sanctions_tracker.relief import Permit, families
from sanctions_tracker.timelines import tied

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


def test_each_relief_counts_in_one_of_many_episodes() -> None:
    """It counts in one episode: the one it starts in, else the first that begins while it runs."""
    often = sanction(
        act("impose", "2020-01-01"),
        act("lift", "2020-02-01"),
        act("reimpose", "2020-03-01"),
        act("lift", "2020-04-01"),
        act("reimpose", "2020-05-01"),
        act("lift", "2020-06-01"),
        act("reimpose", "2020-07-01"),
    )
    days = [f"2020-{month:02}-15" for month in (1, 3, 5, 7)]
    for starts, counts in (
        ("2019-12-01", 0),
        ("2020-01-31", 0),
        ("2020-02-01", 1),
        ("2020-03-31", 1),
        ("2020-04-01", 2),
        ("2020-05-01", 2),
        ("2020-06-01", 3),
        ("2020-07-10", 3),
    ):
        line = st.timeline(often, reliefs=[relief("A", starts)])
        assert [line.status(day).relief for day in days if day > starts] == [
            "full" if number == counts else "none" for number, day in enumerate(days) if day > starts
        ]


def test_several_reliefs_count_each_in_its_own_episode() -> None:
    often = sanction(
        act("impose", "2020-01-01"),
        act("lift", "2020-02-01"),
        act("reimpose", "2020-03-01"),
        act("lift", "2020-04-01"),
        act("reimpose", "2020-05-01"),
        act("lift", "2020-06-01"),
        act("reimpose", "2020-07-01"),
    )
    reliefs = [relief(name, starts) for name, starts in (("A", "2020-01-10"), ("B", "2020-03-10"), ("C", "2020-05-10"))]
    for given in (
        reliefs,
        [relief("Z", "2020-01-05", "part"), *(evolve(one, supersedes=["Z"]) for one in reliefs[:1]), *reliefs[1:]],
    ):
        line = st.timeline(often, reliefs=given)
        days = ("2020-01-20", "2020-03-20", "2020-05-20", "2020-07-20")
        assert [line.status(day).reliefs for day in days] == [("A",), ("B",), ("C",), ()]
        assert [line.status(day).relief for day in days] == ["full", "full", "full", "none"]


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


def test_provisional_looks_at_all_that_count_together() -> None:
    firm = sanction(act("impose", "2020-01-01", sources=[source()]))
    for tiers in ((1, 4), (4, 1), (1, 1, 4), (4, 1, 1), (1, 4, 1)):
        reliefs = [
            relief(f"GL {number}", "2020-02-01", sources=[source("it", tier)]) for number, tier in enumerate(tiers)
        ]
        assert st.timeline(firm, reliefs=reliefs).status("2020-02-01").provisional
    reliefs = [relief("A", "2020-02-01", sources=[source()]), relief("B", "2020-02-01", sources=[source("list", 2)])]
    assert not st.timeline(firm, reliefs=reliefs).status("2020-02-01").provisional


def test_a_relief_of_another_sanction_beside_one_of_its_own() -> None:
    other = ("us-ofac/other",)
    for own in range(4):
        reliefs = [relief("Z", "2020-01-15")]
        reliefs += [
            relief(f"GL {number}", "2020-02-01", ids=(ID,) if number == own else other, supersedes=["Z"])
            for number in range(4)
        ]
        status = st.timeline(FIRM, reliefs=reliefs).status("2020-02-01")
        assert (status.label, status.reliefs) == ("in force, relieved in full", (f"GL {own}",))


def test_what_has_ended_no_longer_rests_on_its_renewal() -> None:
    """Provisional: an act that the answer rests on (what set the state, the last renewal, each relief counted, ...)."""
    law, press = [source()], [source("press", 4)]
    renewed = [
        act("impose", "2020-01-01", ends="2020-03-01", sources=law),
        act("renew", "2020-02-01", ends="2020-12-01", sources=press),
    ]
    lifted = st.timeline(sanction(*renewed, act("lift", "2020-06-01", sources=law)))
    assert [lifted.status(day).provisional for day in ("2020-01-31", "2020-05-31", "2020-06-01")] == [
        False,
        True,
        False,
    ]
    again = st.timeline(sanction(*renewed, act("lift", "2020-06-01"), act("reimpose", "2020-07-01", sources=law)))
    assert [again.status(day).provisional for day in ("2020-06-01", "2020-07-01")] == [True, False]
    known = sanction(act("impose", "2020-01-01", sources=[source("list", 2)], inferred=True))
    assert st.timeline(known).status("2020-01-01").provisional
    assert (
        not st.timeline(sanction(act("impose", "2020-01-01", sources=[source("list", 2)])))
        .status("2020-01-01")
        .provisional
    )
    assert (
        st.timeline(sanction(act("impose", "2020-01-01", sources=[source("words", 3)])))
        .status("2020-01-01")
        .provisional
    )


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


def test_a_run_of_days_names_the_licences_of_a_series_and_what_stands_throughout() -> None:
    press = [source("press", 4)]
    law = [source()]
    reliefs = [
        relief("A", "2020-02-01", "part", ends="2020-03-01", sources=law),
        relief("B", "2020-03-01", "part", ends="2020-04-01", sources=press),
        relief("C", "2020-04-01", "part", ends="2020-05-01", sources=law),
        relief("always", "2020-01-01", standing=True, sources=law),
        relief("at first", "2020-01-01", standing=True, ends="2020-04-01", sources=law),
        relief("later", "2020-03-01", standing=True, sources=law),
    ]
    line = st.timeline(sanction(act("impose", "2020-01-01", sources=law)), reliefs=reliefs)
    found = [(str(span.from_), span.label, span.reliefs, span.provisional) for span in line.spans()]
    assert found == [
        ("None", "not imposed", (), False),
        ("2020-01-01", "in force", ("always", "at first"), False),
        ("2020-02-01", "in force, relieved in part", ("A", "always", "B", "C"), True),
        ("2020-05-01", "in force", ("always", "later"), False),
    ]
    assert [str(span.to) for span in line.spans()] == ["2020-01-01", "2020-02-01", "2020-05-01", "None"]
    assert [str(span.cause) for span in line.spans()] == ["None", *["impose of 2020-01-01 by us-ofac"] * 3]


def test_what_is_tied_to_it_near_or_far() -> None:
    """The reliefs that touch it and those tied to them by `supersedes`."""
    other = ("us-ofac/other",)
    far = relief("A", "2020-02-01", ids=other)
    near = relief("B", "2020-03-01", ids=other, supersedes=["A"])
    own = relief("C", "2020-04-01", supersedes=["B"])
    after = relief("D", "2020-05-01", ids=other, supersedes=["C"])
    last = relief("E", "2020-06-01", ids=other, supersedes=["D"])
    alien = relief("X", "2020-02-01", ids=other)
    same_name = st.Relief("B", "us-bis", kind="exemption", starts="2020-03-01", touches=[], supersedes=["A"])
    for given in ([far, near, own, after, last], [last, after, own, near, far], [own, last, far, after, near]):
        assert tied(ID, [alien, *given, same_name]) == given
    assert tied(ID, [alien, far, near]) == []


def test_families_are_those_tied_by_what_supersedes_what() -> None:
    named = {
        name: Permit(relief(name, "2020-01-01", supersedes=older), None)
        for name, older in (
            ("A", []),
            ("B", ["none of that name"]),
            ("C", ["A"]),
            ("D", []),
            ("E", ["C", "D"]),
            ("F", []),
        )
    }
    assert ["".join(one.relief.name for one in family) for family in families(list(named.values()))] == [
        "ACDE",
        "B",
        "F",
    ]
    assert families([]) == []
    elsewhere = Permit(st.Relief("A", "us-bis", kind="exemption", starts="2020-01-01", touches=[]), None)
    assert families([elsewhere, named["C"]]) == [(elsewhere,), (named["C"],)]


def test_an_unlawful_relief_that_has_nothing_to_do_with_it_does_no_harm() -> None:
    other = ("us-ofac/other",)
    wrong = [
        relief("X", "2020-02-01", ids=other, ends="2020-02-01"),
        relief("Y", "2020-02-01", ids=other, supersedes=["X"]),
    ]
    assert on(st.timeline(FIRM, reliefs=[relief("A", "2020-02-01"), *wrong]), "2020-02-01") == (
        "in force, relieved in full"
    )


def test_what_is_written_within_a_wide_window_is_not_passed_over() -> None:
    older = relief("A", "2020-02-01", ends="[2020-03-01..2020-12-31]")
    newer = relief("B", "2020-06-01", "part", supersedes=["A"])
    assert spans(st.timeline(FIRM, reliefs=[older, newer])) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force"),
        ("2020-02-01", "in force, relieved in full"),
        ("2020-06-01", "in force, relieved in part"),
    ]
    oldest = relief("Z", "2020-01-15", "part")
    wide = relief("A", "2020-02-01", ends="[2020-03-01..2020-12-31]", supersedes=["Z"])
    open_end = relief("C", "2020-02-01", "part", supersedes=["Z"])
    within = relief("D", "2020-06-01", supersedes=["C"])
    assert spans(st.timeline(FIRM, reliefs=[oldest, wide, open_end, within]))[2:] == [
        ("2020-01-15", "in force, relieved in part"),
        ("2020-02-01", "in force, relieved in full"),
        ("2020-03-01", "in force, relieved in part or in force, relieved in full"),
        ("2020-06-01", "in force, relieved in full"),
    ]
    short = relief("A", "2020-02-01", lasts="P40D")
    doubtful = relief("B", "[2020-02-20..2020-12-31]", "part", supersedes=["A"])
    assert spans(st.timeline(FIRM, reliefs=[short, doubtful])) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force"),
        ("2020-02-01", "in force, relieved in full"),
        ("2020-02-20", "in force, relieved in part or in force, relieved in full"),
        ("2020-03-12", "in force, relieved in part"),
    ]


def test_a_doubtful_end_soon_after_the_start() -> None:
    for starts, ends, runs in (
        ("2020-02-28", "[2020-03-01..2020-03-03]", ("2020-02-28", "2020-03-01", "2020-03-03")),
        ("2020-02-29", "[2020-03-01..2020-03-03]", ("2020-02-29", "2020-03-01", "2020-03-03")),
        ("2020-03-01", "[2020-03-01..2020-03-03]", ("2020-03-01", "2020-03-02", "2020-03-03")),
        ("2020-03-01", "[2020-02-01..2020-03-03]", ("2020-03-01", "2020-03-02", "2020-03-03")),
    ):
        assert spans(st.timeline(FIRM, reliefs=[relief("A", starts, ends=ends)]))[2:] == [
            (runs[0], "in force, relieved in full"),
            (runs[1], "in force or in force, relieved in full"),
            (runs[2], "in force"),
        ]


def test_a_doubtful_revocation() -> None:
    revoked = st.Revocation(effective="[2020-03-01..2020-03-05]")
    line = st.timeline(FIRM, reliefs=[relief("A", "2020-02-01", ends="2020-04-01", revoked=revoked)])
    assert spans(line)[2:] == [
        ("2020-02-01", "in force, relieved in full"),
        ("2020-03-01", "in force or in force, relieved in full"),
        ("2020-03-05", "in force"),
    ]
    around_start = st.Revocation(effective="[2020-01-30..2020-02-03]")
    line = st.timeline(FIRM, reliefs=[relief("A", "2020-02-01", known="2020-01-01", revoked=around_start)])
    assert spans(line)[1:] == [
        ("2020-01-01", "in force"),
        ("2020-02-01", "in force or in force, relieved in full"),
        ("2020-02-03", "in force"),
    ]


@pytest.mark.parametrize(("day", "lawful"), [("2020-01-31", False), ("2020-02-01", True), ("2020-02-02", True)])
def test_nothing_is_revoked_before_it_starts(day: str, lawful: bool) -> None:
    reliefs = [relief("A", "2020-02-01", revoked=st.Revocation(effective=day))]
    if lawful:
        line = st.timeline(FIRM, reliefs=reliefs)
        assert on(line, "2020-02-01") == ("in force" if day == "2020-02-01" else "in force, relieved in full")
        assert on(line, day) == "in force"
    else:
        with pytest.raises(st.UnlawfulRelief) as caught:
            st.timeline(FIRM, reliefs=reliefs)
        assert (caught.value.code, str(caught.value)) == (
            "end-not-later",
            "'A' is revoked before it starts (2020-02-01)",
        )
        assert (caught.value.relief, caught.value.other) == (reliefs[0], None)


def test_a_clipped_day_and_an_end_that_is_not_later_name_the_relief() -> None:
    """A clipped day (the 31st) is a problem: write the day."""
    clipped = relief("A", "2020-01-31", lasts="P1M")
    with pytest.raises(st.UnlawfulRelief) as caught:
        st.timeline(FIRM, reliefs=[relief("Z", "2020-01-01"), clipped])
    assert (caught.value.code, caught.value.relief, caught.value.other) == ("clipped-day", clipped, None)
    assert str(caught.value) == (
        "P1M from 2020-01-31 leads to a day that its month does not have; write the day as 'last_day' or 'ends'"
    )
    late = relief("A", "2020-02-01", last_day="2020-01-31")
    with pytest.raises(st.UnlawfulRelief) as caught:
        st.timeline(FIRM, reliefs=[relief("Z", "2020-01-01"), late])
    assert (caught.value.code, caught.value.relief, caught.value.other) == ("end-not-later", late, None)
    assert str(caught.value) == "the end of 'A' (2020-01-31) is not later than its start (2020-02-01)"


def test_what_is_superseded_out_of_order_names_both() -> None:
    old, new = relief("A", "2020-02-02"), relief("B", "2020-02-01", supersedes=["A"])
    with pytest.raises(st.UnlawfulRelief) as caught:
        st.timeline(FIRM, reliefs=[old, new])
    assert (caught.value.code, caught.value.relief, caught.value.other) == ("supersedes", new, old)
    assert str(caught.value) == "'B' of 2020-02-01 supersedes 'A' of 2020-02-02, which does not run on that day"
