"""Doubtful days: possible answers, verdicts, and what raises instead of guessing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

import sanctions_tracker as st
from sanctions_tracker import windows
from sanctions_tracker.answer import LABELS, Possible, label_of, strictest
from sanctions_tracker.textfile import Place, parse

from .making import act, around, on, relief, sanction, spans


def test_possible_is_what_some_lawful_world_reads() -> None:
    line = st.timeline(sanction(act("impose", "[2021-06-01..2021-06-05]")))
    assert spans(line) == [
        ("-", "not imposed"),
        ("2021-06-01", "in force or not imposed"),
        ("2021-06-05", "in force"),
    ]
    assert around(line, "2021-06-05") == ["in force or not imposed", "in force", "in force"]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-06", "2021-06-01", "2021-06-30"),
        ("[2021-06-01..2021-06-05]", "2021-06-01", "2021-06-05"),
    ],
)
def test_the_closed_forms(written: str, first: str, last: str) -> None:
    line = st.timeline(sanction(act("impose", written)))
    assert around(line, first) == ["not imposed", "in force or not imposed", "in force or not imposed"]
    assert around(line, last) == ["in force or not imposed", "in force", "in force"]


def test_the_open_forms() -> None:
    early = st.timeline(sanction(act("impose", "[..2021-06-05]", known="2021-06-05")))
    assert spans(early) == [("-", "in force or not imposed"), ("2021-06-05", "in force")]
    assert early.status("0001-01-01").since is None
    late = st.timeline(sanction(act("impose", "[2021-06-05..]", known="2021-06-05")))
    assert spans(late) == [("-", "not imposed"), ("2021-06-05", "in force or not imposed")]
    assert late.status("9998-01-01").ends is None


def test_a_length_from_a_day_without_a_first_one() -> None:
    line = st.timeline(sanction(act("impose", "[..2021-06-05]", known="2021-06-05", lasts="P10D")))
    assert spans(line) == [
        ("-", "in force or not imposed or expired"),
        ("2021-06-05", "in force or expired"),
        ("2021-06-15", "expired"),
    ]
    late = st.timeline(sanction(act("impose", "[2021-06-05..]", known="2021-06-05", lasts="P10D")))
    assert spans(late) == [
        ("-", "not imposed"),
        ("2021-06-05", "in force or not imposed"),
        ("2021-06-15", "in force or not imposed or expired"),
    ]


def test_a_day_of_which_nothing_is_known() -> None:
    some_day = st.DoubtfulDay(None, None, "some day")
    line = st.timeline(sanction(st.Transition("impose", effective=some_day, known="2020-01-01")))
    assert spans(line) == [("-", "in force or not imposed")]
    assert (line.status("2020-01-01").since, line.status("2020-01-01").ends) == (None, None)
    forgotten = relief("A", "2020-01-05", ends=some_day)
    relieved = st.timeline(sanction(act("impose", "2020-01-01")), reliefs=[forgotten])
    assert spans(relieved)[2:] == [
        ("2020-01-05", "in force, relieved in full"),
        ("2020-01-06", "in force or in force, relieved in full"),
    ]


def test_open_sides_leave_room_for_every_order() -> None:
    """A world is one choice for each doubtful day that keeps the order and is lawful; every end is later than its act's own day."""

    def often(day: str) -> st.Timeline:
        ended = [act(event, day, ends=day, known="2020-06-05") for event in ("impose", "reimpose")]
        return st.timeline(
            sanction(*ended, *(act(event, day, known="2020-06-05") for event in ("reimpose", "suspend")))
        )

    assert spans(often("[..2020-06-05]")) == [
        ("-", "in force or suspended or not imposed or expired"),
        ("2020-06-03", "in force or suspended or expired"),
        ("2020-06-05", "suspended"),
    ]
    assert spans(often("[2020-06-05..]")) == [
        ("-", "not imposed"),
        ("2020-06-05", "in force or not imposed"),
        ("2020-06-06", "in force or not imposed or expired"),
        ("2020-06-07", "in force or suspended or not imposed or expired"),
    ]
    once = act("impose", "[..2020-06-05]", ends="[..2020-06-05]", known="2020-06-05")
    assert spans(st.timeline(sanction(once))) == [
        ("-", "in force or not imposed or expired"),
        ("2020-06-04", "in force or expired"),
        ("2020-06-05", "expired"),
    ]


def test_order_narrows() -> None:
    line = st.timeline(
        sanction(act("impose", "[2021-06-01..2021-06-09]", known="2021-06-03"), act("lift", "[2021-06-01..2021-06-03]"))
    )
    assert spans(line) == [
        ("-", "not imposed"),
        ("2021-06-01", "in force or not imposed or lifted"),
        ("2021-06-03", "lifted"),
    ]


def test_no_lawful_world_is_an_error() -> None:
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(act("impose", "[2021-06-05..2021-06-09]"), act("lift", "[2021-06-01..2021-06-03]")))
    assert caught.value.code == "out-of-order"


def test_an_undetermined_status_raises_and_names_the_doubtful_day() -> None:
    status = st.timeline(sanction(act("impose", "2021-01-01"), act("lift", "[2021-06-01..2021-06-05]"))).status(
        "2021-06-02"
    )
    for name in ("state", "label"):
        with pytest.raises(st.Undetermined) as caught:
            getattr(status, name)
        assert str(caught.value) == (
            f"the {name} of us-ofac/firm on 2021-06-02 is undetermined (in force or lifted), "
            "because of 'effective' of 'lift', [2021-06-01..2021-06-05]"
        )
    assert status.relief == "none"
    assert status.undetermined
    assert status.words == "in force or lifted"
    assert status.restricts is st.Restricts.MAYBE


def test_relief_alone_may_be_undetermined() -> None:
    status = st.timeline(sanction(act("impose", "2020-01-01")), reliefs=[relief("A", "2020-02")]).status("2020-02-10")
    assert status.state == "in force"
    with pytest.raises(st.Undetermined, match=r"because of 'starts' of A, 2020-02$"):
        _ = status.relief
    assert status.words == "in force or in force, relieved in full"


def test_a_doubt_of_a_relief_names_its_place() -> None:
    place = Place(parse(b"[[relief]]\nname = 'A'\n", "us-ofac/firm.toml"), ("relief", 0, "name"))
    line = st.timeline(sanction(act("impose", "2020-01-01")), reliefs=[relief("A", "2020-02", place=place)])
    with pytest.raises(st.Undetermined) as caught:
        _ = line.status("2020-02-10").label
    assert str(caught.value) == (
        "the label of us-ofac/firm on 2020-02-10 is undetermined (in force or in force, relieved in full), "
        "because of 'starts' of A, 2020-02 (us-ofac/firm.toml:2)"
    )


def test_the_place_of_a_doubtful_revocation_is_named() -> None:
    document = parse(b"[[relief]]\nname = 'A'\n[relief.revoked]\neffective = '2020-03'\n", "us-ofac/firm.toml")
    revoked = st.Revocation(effective="2020-03", place=Place(document, ("relief", 0, "revoked", "effective")))
    line = st.timeline(sanction(act("impose", "2020-01-01")), reliefs=[relief("A", "2020-02-01", revoked=revoked)])
    with pytest.raises(st.Undetermined) as caught:
        _ = line.status("2020-03-10").label
    assert str(caught.value) == (
        "the label of us-ofac/firm on 2020-03-10 is undetermined (in force or in force, relieved in full), "
        "because of 'effective' of the revocation of A, 2020-03 (us-ofac/firm.toml:4)"
    )


@pytest.mark.parametrize(
    ("acts", "reliefs", "why"),
    [
        pytest.param(
            [act("impose", "2020-01-01"), act("lift", "[2020-02-01..2020-02-10]"), act("reimpose", "2020-02-20")],
            [relief("A", "2020-02-05")],
            "'effective' of 'lift', [2020-02-01..2020-02-10]",
            id="the end of the earlier episode",
        ),
        pytest.param(
            [act("impose", "2020-01-01")],
            [relief("A", "2020-02-01", revoked=st.Revocation(effective="[2020-03-01..2020-03-05]"))],
            "'effective' of the revocation of A, [2020-03-01..2020-03-05]",
            id="a revocation",
        ),
        pytest.param(
            [act("impose", "2020-01-01")],
            [relief("A", "2020-02-01"), relief("B", "[2020-03-01..2020-03-05]", ids=("us-ofac/x",), supersedes=["A"])],
            "'starts' of B, [2020-03-01..2020-03-05]",
            id="what supersedes it",
        ),
    ],
)
def test_a_doubtful_relief_names_the_day_that_makes_it_so(
    acts: list[st.Transition], reliefs: list[st.Relief], why: str
) -> None:
    """Asking an undetermined one raises `Undetermined` (naming the record and the doubtful date)."""
    with pytest.raises(st.Undetermined) as caught:
        _ = st.timeline(sanction(*acts), reliefs=reliefs).status("2020-03-02").relief
    assert str(caught.value) == (
        "the relief of us-ofac/firm on 2020-03-02 is undetermined (in force or in force, relieved in full), "
        f"because of {why}"
    )


def test_a_later_doubt_is_not_named() -> None:
    line = st.timeline(sanction(act("impose", "[2010-01-01..2010-01-09]"), act("lift", "2020-02")))
    with pytest.raises(st.Undetermined, match=r"because of 'effective' of 'impose', \[2010-01-01..2010-01-09\]$"):
        _ = line.status("2010-01-05").state


def test_a_doubt_of_another_year_is_not_named() -> None:
    line = st.timeline(
        sanction(
            act("impose", "2010-01-01"),
            act("suspend", "2011-01"),
            act("resume", "2012-01-01"),
            act("amend", "2013-01-01"),
            act("lift", "2020-01"),
        )
    )
    with pytest.raises(st.Undetermined, match=r"because of 'effective' of 'suspend', 2011-01$"):
        _ = line.status("2011-01-10").state
    with pytest.raises(st.Undetermined, match=r"because of 'effective' of 'lift', 2020-01$"):
        _ = line.status("2020-01-10").state


def test_the_causes_of_an_undetermined_state_are_told_in_the_order_of_the_record() -> None:
    events = ("impose", "suspend", "resume", "suspend", "resume", "suspend", "lift", "reimpose", "lift")
    line = st.timeline(
        sanction(*(act(event, "2020-06", instrument=str(number)) for number, event in enumerate(events)))
    )
    status = line.status("2020-06-15")
    assert [one.instrument for one in status.causes] == [str(number) for number in range(9)]
    assert status.cause == status.causes[-1]
    ended = st.timeline(sanction(act("impose", "2020-01-01", ends="2020-06"))).status("2020-06-15")
    assert [one.event for one in ended.causes] == ["impose", "T1 sunset"]
    assert ended.cause == ended.causes[1]
    for number in range(1, 9):
        two = [act("impose", "2020-01-01"), *(act("suspend", f"2020-01-{day:02}") for day in range(2, number + 2))]
        both = st.timeline(sanction(*two, act("lift", "2020-06"))).status("2020-06-15")
        assert [one.event for one in both.causes] == ["suspend", "lift"]


def test_verdicts() -> None:
    """Law 15: holds(p) and holds(not p) are never both YES; holds(p or not p) is YES even where holds(p) is MAYBE."""
    status = st.timeline(sanction(act("impose", "2021-01-01"), act("lift", "[2021-06-01..2021-06-05]"))).status(
        "2021-06-02"
    )
    binds = status.holds(lambda state, relief: state == "in force")
    assert binds is st.Verdict.MAYBE
    with pytest.raises(
        st.Undetermined, match="^MAYBE is neither true nor false; compare with Verdict.YES or Verdict.NO$"
    ):
        bool(binds)
    assert status.holds(lambda state, relief: state == "in force" or state != "in force") is st.Verdict.YES
    assert not status.holds(lambda state, relief: state == "expired")
    assert status.holds(lambda state, relief: relief == "none")


def test_a_status_has_no_truth_value_and_cannot_be_changed() -> None:
    status = st.timeline(sanction(act("impose", "2021-01-01"))).status("2021-01-01")
    with pytest.raises(
        TypeError, match="^a Status has no truth value; ask status.restricts, status.state or status.holds"
    ):
        bool(status)
    with pytest.raises(AttributeError, match="^a Status is frozen; 'on' cannot be set$"):
        status.on = date(2020, 1, 1)
    with pytest.raises(AttributeError, match="^a Status is frozen; 'on' cannot be deleted$"):
        del status.on
    assert status == st.timeline(sanction(act("impose", "2021-01-01"))).status("2021-01-01")
    assert len({status, status}) == 1
    assert repr(status) == "<Status us-ofac/firm on=2021-01-01: in force, provisional>"


def test_labels_are_joined_in_the_order_of_the_table() -> None:
    words = [label_of([pair]) for pair in LABELS]
    assert words == [
        "in force",
        "in force, relieved in part",
        "in force, relieved in full",
        "suspended",
        "adopted, not yet applicable",
        "not imposed",
        "expired",
        "lifted",
        "annulled",
    ]
    assert label_of(list(reversed(LABELS))) == " or ".join(words)


def test_the_strictest_keeps_what_is_strictest_in_some_choice() -> None:
    none, part, full = (Possible(st.State.IN_FORCE, st.Coverage(word)) for word in ("none", "part", "full"))
    lifted = Possible(st.State.LIFTED, st.Coverage.NONE)
    never = Possible(st.State.NOT_IMPOSED, st.Coverage.NONE)
    assert strictest([frozenset({full}), frozenset({part}), frozenset({none})]) == {none}
    assert strictest([frozenset({none, lifted}), frozenset({full})]) == {none, full}
    assert strictest([frozenset({never}), frozenset({lifted})]) == {lifted}
    with pytest.raises(ValueError, match="^nothing to compare: there is no member$"):
        strictest([])


def test_doubt_in_an_end_and_in_a_repainting() -> None:
    line = st.timeline(sanction(act("impose", "2020-01-01", ends="2020-12")))
    assert on(line, "2020-11-30") == "in force"
    assert on(line, "2020-12-01") == "in force or expired"
    assert on(line, "2020-12-31") == "expired"
    painted = st.timeline(
        sanction(act("impose", "2020-01-01"), act("annul", "2020-06-01", back_to="[2020-02-01..2020-02-03]"))
    )
    assert spans(painted) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force"),
        ("2020-02-01", "in force or annulled"),
        ("2020-02-03", "annulled"),
    ]


def test_a_wide_window_costs_nothing_much_and_is_exact() -> None:
    line = st.timeline(
        sanction(act("impose", "[1900-01-01..2018-01-26]"), act("lift", "[1900-01-01..]", known="2020-01-01"))
    )
    assert spans(line) == [
        ("-", "not imposed"),
        ("1900-01-01", "in force or not imposed or lifted"),
        ("2018-01-26", "in force or lifted"),
    ]


def test_an_absurdly_doubtful_record_is_refused_not_approximated() -> None:
    acts = [act("impose", "[1900-01-01..2018-01-26]", lasts="P30Y")]
    acts += [act("renew", "[1900-01-01..2018-01-26]", lasts="P30Y") for _ in range(3)]
    with pytest.raises(st.TooDoubtful) as caught:
        st.timeline(sanction(*acts))
    assert str(caught.value) == (
        "us-ofac/firm: its doubtful days allow more histories than can be computed exactly; narrow them"
    )


def test_what_is_too_doubtful_names_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "_NODES", 8)
    plain = sanction(act("impose", "2020-01-01"), act("lift", "2020-02-01"))
    assert on(st.timeline(plain), "2020-02-01") == "lifted"
    doubtful = sanction(
        *(act(event, "2020") for event in ("impose", "suspend", "resume", "lift")), id="us-ofac/doubtful"
    )
    with pytest.raises(st.TooDoubtful) as caught:
        st.timeline(doubtful)
    assert str(caught.value) == (
        "us-ofac/doubtful: its doubtful days allow more histories than can be computed exactly; narrow them"
    )


@pytest.mark.parametrize("end", [{}, {"ends": "2021"}, {"lasts": "P90D"}, {"lasts": "P3M"}])
def test_three_yearly_days_are_within_reason(end: dict[str, Any]) -> None:
    firm = sanction(act("impose", "2020"), act("lift", "2021"))
    line = st.timeline(firm, reliefs=[relief("GL 1", "2020", **end)])
    assert on(line, "2020-06-01") == "in force or in force, relieved in full or not imposed"
    assert on(line, "2021-12-31") == "lifted"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2021-6-1", "on: '2021-6-1' is not a day; write it as YYYY-MM-DD"),
        ("2021-06", "on: '2021-06' is not a day; write it as YYYY-MM-DD"),
        ("2021-02-30", "on: '2021-02-30' is not a day of the calendar"),
        ("20210601", "on: '20210601' is not a day; write it as YYYY-MM-DD"),
        ("2021-06-01\n", "on: '2021-06-01\\n' is not a day; write it as YYYY-MM-DD"),
        ("٢٠٢١-٠٦-٠١", "on: '٢٠٢١-٠٦-٠١' is not a day; write it as YYYY-MM-DD"),
        (20210601, "on: a int is not a day; pass a datetime.date or 'YYYY-MM-DD'"),
        (None, "on: a NoneType is not a day; pass a datetime.date or 'YYYY-MM-DD'"),
        (True, "on: a bool is not a day; pass a datetime.date or 'YYYY-MM-DD'"),
        (
            datetime(2021, 6, 1, 12),
            "on: '2021-06-01T12:00:00' is an instant, not a day; pass its date() in the authority's zone",
        ),
    ],
)
def test_what_is_not_a_day_is_refused(value: object, message: str) -> None:
    with pytest.raises(st.BadDay) as caught:
        st.timeline(sanction()).status(value)
    assert str(caught.value) == message
