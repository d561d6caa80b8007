"""What is drawn: bars that cover every day once, and say of each day what the answer says."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as hy

import sanctions_tracker as st
from sanctions_tracker import testing
from sanctions_tracker.showing.bars import Bar, bars, period
from sanctions_tracker.showing.palette import LOOKS, Kind, kind_of


@pytest.mark.parametrize(
    ("state", "relief", "kind"),
    [
        ("not imposed", "none", Kind.ABSENT),
        ("pending", "none", Kind.PENDING),
        ("in force", "none", Kind.FORCE),
        ("in force", "part", Kind.PART),
        ("in force", "full", Kind.FULL),
        ("suspended", "none", Kind.SUSPENDED),
        ("expired", "none", Kind.ENDED),
        ("lifted", "none", Kind.ENDED),
        ("annulled", "none", Kind.ENDED),
    ],
)
def test_each_answer_has_its_kind(state: str, relief: str, kind: Kind) -> None:
    assert kind_of([st.Possible(state, st.Coverage(relief))]) is kind


def test_several_answers_are_doubtful_even_where_they_look_alike() -> None:
    assert kind_of([st.Possible("lifted", st.Coverage.NONE), st.Possible("expired", st.Coverage.NONE)]) is Kind.DOUBTFUL


def test_a_lifecycle_of_ones_own_has_its_kinds() -> None:
    permit = st.Lifecycle(
        states=("asked", "granted", "refused", "appealed"),
        initial="asked",
        binding={"granted"},
        ended={"refused"},
        events=[("grant", "asked", "granted"), ("refuse", "asked", "refused"), ("appeal", "asked", "appealed")],
    )
    kinds = {state: kind_of([st.Possible(state, st.Coverage.NONE)], permit) for state in permit.states}
    assert kinds == {
        "asked": Kind.ABSENT,
        "granted": Kind.FORCE,
        "refused": Kind.ENDED,
        "appealed": Kind.OTHER,
    }


def test_every_kind_looks_otherwise_without_colour() -> None:
    assert len({look.sign for look in LOOKS.values()}) == len(LOOKS) == len(Kind)
    drawn = [look.hatch for kind, look in LOOKS.items() if kind not in (Kind.ENDED, Kind.ABSENT)]
    assert len(set(drawn)) == len(drawn)


def test_bars_of_a_real_one() -> None:
    assert bars(st.load().timeline("us-ofac/belavia"), known_on="2025-09-30") == (
        Bar(None, date(2023, 8, 9), Kind.ABSENT, "not imposed", False),
        Bar(date(2023, 8, 9), date(2023, 9, 8), Kind.PART, "in force, relieved in part", False),
        Bar(date(2023, 9, 8), date(2025, 9, 11), Kind.FORCE, "in force", False),
        Bar(date(2025, 9, 11), date(2025, 10, 1), Kind.FULL, "in force, relieved in full", False),
        Bar(date(2025, 10, 1), None, Kind.FULL, "in force, relieved in full", True),
    )


@given(testing.registers(), testing.days(), hy.none() | testing.days())
def test_the_bar_of_a_day_says_what_the_answer_says(register: st.Register, on: date, known: date | None) -> None:
    for one in register.sanctions:
        line = register.timeline(one.id)
        drawn = bars(line, known)
        assert drawn[0].from_ is None
        assert drawn[-1].to is None
        for left, right in pairwise(drawn):
            assert left.to == right.from_
            assert left[2:] != right[2:]
        [bar] = [bar for bar in drawn if (bar.from_ is None or bar.from_ <= on) and (bar.to is None or on < bar.to)]
        status = line.status(on, known)
        assert (bar.label, bar.projected) == (status.words, status.projected)
        assert bar.kind is kind_of(status.possible, one.lifecycle)


def test_a_picture_has_room_on_both_sides_and_no_hidden_today() -> None:
    assert period([]) == (date(2000, 1, 1) - timedelta(days=30), date(2000, 12, 31) + timedelta(days=30))
    drawn = [Bar(None, date(2020, 1, 1), Kind.ABSENT, "", False), Bar(date(2020, 1, 1), None, Kind.FORCE, "", False)]
    assert period([drawn]) == (date(2019, 12, 2), date(2020, 1, 31))
    assert period([drawn], date(1, 1, 1), date.max) == (date.min, date.max)
