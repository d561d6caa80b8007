"""The answer in words: labels, causes, doubts, and what a status tells about itself."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

import sanctions_tracker as st
from sanctions_tracker.answer import Doubt, label_of, restricts_of, strictest
from sanctions_tracker.textfile import Place, parse

from .making import ID, act, relief, sanction, source, spans

NONE, PART, FULL = st.Coverage.NONE, st.Coverage.PART, st.Coverage.FULL
FIRM = sanction(act("impose", "2020-01-01"))

# A lifecycle of one's own that shares two words with the standard one, but not their labels.
PERMITS = st.Lifecycle(
    ("none", "pending", "in force", "void"),
    "none",
    [
        ("ask", "none", "pending"),
        ("grant", "pending", "in force"),
        ("stop", "in force", "void"),
        ("stop", "pending", "void"),
    ],
    binding=["in force", "pending"],
    ended=["void"],
)

# Where a value stands: line 3 of a small file.
PLACE = Place(parse(b"[[transition]]\n\nevent = 'impose'\n", "us-ofac/firm.toml"), ("transition", 0, "event"))


def pair(state: str, coverage: st.Coverage = NONE) -> st.Possible:
    return st.Possible(state, coverage)


def test_words_of_a_lifecycle_of_ones_own() -> None:
    possible = [pair("in force", PART), pair("pending"), pair("granted", FULL), pair("asked"), pair("void", FULL)]
    assert label_of(possible, PERMITS) == (
        "in force, relieved in part or pending or asked or granted, relieved in full or void, relieved in full"
    )
    own = st.Sanction("my/permit", [act("ask", "2020-01-01"), act("grant", "2020-02-01")], lifecycle=PERMITS)
    licence = relief("A", "2020-02-05", "part", ids=("my/permit",))
    line = st.timeline(own, reliefs=[licence])
    assert spans(line) == [
        ("-", "none"),
        ("2020-01-01", "pending"),
        ("2020-02-01", "in force"),
        ("2020-02-05", "in force, relieved in part"),
    ]
    assert line.status("2020-01-05").label == "pending"
    assert [line.status(day).restricts for day in ("2019-12-31", "2020-01-05", "2020-02-05")] == ["no", "yes", "yes"]
    assert restricts_of([pair("pending", FULL)], PERMITS) is st.Restricts.RESERVED


def test_a_state_outside_the_table_comes_last() -> None:
    assert label_of([pair("granted"), pair("annulled"), pair("asked")]) == "annulled or asked or granted"
    assert label_of([pair("asked", FULL)]) == "asked, relieved in full"
    assert label_of([pair("lifted", PART)]) == "lifted, relieved in part"


def test_restricts_is_maybe_where_the_possibilities_differ() -> None:
    assert restricts_of([pair("in force"), pair("in force", PART)]) is st.Restricts.YES
    assert restricts_of([pair("in force"), pair("in force", FULL)]) is st.Restricts.MAYBE
    assert restricts_of([pair("lifted"), pair("suspended")]) is st.Restricts.NO
    assert restricts_of([pair("lifted"), pair("in force", FULL)]) is st.Restricts.MAYBE


def test_the_order_of_strictness() -> None:
    """In force, in part, in full, suspended, pending, expired, lifted, annulled, not imposed, in this order."""
    order = [pair("in force"), pair("in force", PART), pair("in force", FULL)]
    order += [pair(word) for word in ("suspended", "pending", "expired", "lifted", "annulled", "not imposed")]
    for stricter, milder in pairwise(order):
        assert strictest([frozenset({milder}), frozenset({stricter})]) == {stricter}
    own = pair("granted")
    assert strictest([frozenset({own})]) == {own}
    assert strictest([frozenset({own, order[-1]}), frozenset({order[-1]})]) == {order[-1]}


def test_a_cause_in_words() -> None:
    imposed = act(
        "impose", "2020-01-01", instrument="E.O. 1", authority="us-court", last_day="2020-01-31", sources=[source()]
    )
    line = st.timeline(sanction(imposed))
    for day, event, timer in (("2020-01-01", "impose", False), ("2020-02-01", "T1 sunset", True)):
        found = line.status(day).cause
        assert found is not None
        assert (found.event, found.timer, found.authority, found.instrument) == (event, timer, "us-court", "E.O. 1")
        assert found.sources == (source(),)
    assert str(line.status("2020-01-01").cause) == "impose of 2020-01-01 by us-court, E.O. 1"
    assert str(line.status("2020-02-01").cause) == "T1 sunset of 2020-02-01 by us-court, E.O. 1"
    cause = st.timeline(FIRM).status("2020-01-01").cause
    assert cause == st.Cause("impose", "us-ofac", date(2020, 1, 1))
    assert cause is not None
    assert (str(cause), cause.place) == ("impose of 2020-01-01 by us-ofac", None)
    written = st.timeline(sanction(act("impose", "2020-01-01", place=PLACE))).status("2020-01-01").cause
    assert written is not None
    assert written.place == "us-ofac/firm.toml:3"


def test_a_doubt_names_the_place_of_its_record() -> None:
    assert (str(Doubt("why")), str(Doubt("why", PLACE))) == ("why", "why (us-ofac/firm.toml:3)")
    imposed = act("impose", "[2020-01-01..2020-01-09]", place=PLACE)
    with pytest.raises(st.Undetermined) as caught:
        _ = st.timeline(sanction(imposed)).status("2020-01-05").label
    assert str(caught.value) == (
        "the label of us-ofac/firm on 2020-01-05 is undetermined (in force or not imposed), because of "
        "'effective' of 'impose', [2020-01-01..2020-01-09] (us-ofac/firm.toml:3)"
    )


def test_every_doubt_is_named() -> None:
    acts = (act("impose", "[2020-01-01..2020-01-09]"), act("lift", "[2020-01-01..2020-01-09]"))
    with pytest.raises(st.Undetermined) as caught:
        _ = st.timeline(sanction(*acts)).status("2020-01-05").state
    assert str(caught.value) == (
        "the state of us-ofac/firm on 2020-01-05 is undetermined (in force or not imposed or lifted), because of "
        "'effective' of 'impose', [2020-01-01..2020-01-09]; 'effective' of 'lift', [2020-01-01..2020-01-09]"
    )


def test_a_status_compares_by_value() -> None:
    line = st.timeline(FIRM)
    status = line.status("2020-01-01")
    assert (status == st.timeline(FIRM).status("2020-01-01"), status == "in force", status != line) == (
        True,
        False,
        True,
    )
    for other in (
        line.status("2020-01-02"),
        line.status("2020-01-01", "2020-01-01"),
        st.timeline(sanction(*FIRM.transitions, id="us-ofac/other")).status("2020-01-01"),
        st.timeline(sanction(*FIRM.transitions, reviewed="2019-01-01")).status("2020-01-01"),
        st.timeline(FIRM, statements=[st.Statement("lift", on="2020-01-01", by="a", about=[ID])]).status("2020-01-01"),
        st.timeline(sanction(act("impose", "2020-01-01", instrument="E.O. 1"))).status("2020-01-01"),
    ):
        assert status != other
    assert len({hash(line.status(day)) for day in ("2019-12-31", "2020-01-01", "2020-01-02")}) == 3


def test_a_status_shows_itself() -> None:
    line = st.timeline(sanction(act("impose", "2020-01-01"), reviewed="2020-02-01"))
    assert repr(line.status("2020-02-01")) == "<Status us-ofac/firm on=2020-02-01: in force, provisional>"
    assert repr(line.status("2020-02-02", "2020-02-01")) == (
        "<Status us-ofac/firm on=2020-02-02, known_on=2020-02-01: in force, projected, provisional>"
    )
    assert repr(line.status("2019-12-31")) == "<Status us-ofac/firm on=2019-12-31: not imposed>"


def test_what_bounds_an_answer() -> None:
    """`since` and `ends` (exclusive; null where there is no bound) bound the longest run of days with the same `possible`."""
    line = st.timeline(FIRM, reliefs=[relief("A", "2020-02-01", ends="2020-03-01")])
    before, first, relieved, last = (
        line.status(day) for day in ("2019-12-31", "2020-01-31", "2020-02-01", "2020-03-01")
    )
    assert (before.since, before.ends) == (None, date(2020, 1, 1))
    assert (first.since, first.ends) == (date(2020, 1, 1), date(2020, 2, 1))
    assert (relieved.since, relieved.ends) == (date(2020, 2, 1), date(2020, 3, 1))
    assert (last.since, last.ends) == (date(2020, 3, 1), None)
    assert (before.cause, before.causes) == (None, ())
    assert (before.provisional, first.provisional) == (False, True)
    assert (first.undetermined, first.reviewed, first.causes) == (False, None, (first.cause,))


def test_what_is_projected_lies_past_the_day_of_review() -> None:
    """`reviewed` is the last day to which the state is borne out."""
    line = st.timeline(sanction(act("impose", "2020-01-01"), reviewed="2020-02-01"))
    assert [(str(one.reviewed), one.projected) for one in map(line.status, ("2020-02-01", "2020-02-02"))] == [
        ("2020-02-01", False),
        ("2020-02-01", True),
    ]
