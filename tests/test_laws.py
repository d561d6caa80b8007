"""The laws of the specification, each with its sentence: on drawn registers, on the shipped one, and against a fault that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as some

import sanctions_tracker as st
from sanctions_tracker import acts, answer, force, timelines, windows
from sanctions_tracker.lookback import index
from sanctions_tracker.records import writer
from sanctions_tracker.tables import rectangles
from sanctions_tracker.testing import LawBroken, laws, registers
from sanctions_tracker.testing.laws import LAWS, tables

from .making import act, relief

DOUBTFUL = registers(doubts=2, late=True)
LATE = registers(late=True, max_acts=6)


@given(DOUBTFUL)
def test_law_1_spans(drawn: st.Register) -> None:
    """A timeline's spans cover every day once, sorted, half-open, neighbours different."""
    LAWS[1](drawn)


@given(some.one_of(DOUBTFUL, LATE))
@settings(max_examples=3 * settings().max_examples)
def test_law_2_oracle(drawn: st.Register) -> None:
    """The compiled answer equals a naive day-by-day simulator (the oracle) at every (on, known_on)."""
    LAWS[2](drawn)


@given(registers(doubts=1, late=True, sourced=True))
@settings(max_examples=max(1, settings().max_examples // 2))
def test_law_3_order_and_spelling(drawn: st.Register) -> None:
    """The order of files, of keys, and of reliefs, statements and sources within a file changes nothing; load(dump(r)) == r; dump(load(dump(r))) gives the same bytes."""
    assert LAWS[3](drawn)[1] == 0


@given(some.one_of(LATE, DOUBTFUL))
def test_law_4_prefixes(drawn: st.Register) -> None:
    """[...] every unlawful history is refused with the predicted code at the predicted record; a lawful history has only lawful prefixes."""
    LAWS[4](drawn)


@given(some.one_of(LATE, DOUBTFUL))
def test_law_5_knowledge(drawn: st.Register) -> None:
    """With nothing known or retracted between two knowledge days the answers are equal, but for `known_on` and `projected`; later knowledge changes no earlier answer."""
    LAWS[5](drawn)


@given(some.one_of(LATE, DOUBTFUL))
def test_law_6_the_future_changes_no_past(drawn: st.Register) -> None:
    """An event effective on or after t changes no answer before t, unless retroactive or narrowing a doubtful day, and no answer but its own sanction's and those resting on it."""
    LAWS[6](drawn)


@given(some.one_of(LATE, DOUBTFUL))
def test_law_7_annulment(drawn: st.Register) -> None:
    """Annulment repaints exactly the days it names, and only for those who know it. A retraction is the inverse of its record."""
    LAWS[7](drawn)


@given(DOUBTFUL)
def test_law_8_changes(drawn: st.Register) -> None:
    """changes concatenate; diff composes; a day-and-back change is in changes but not in diff."""
    LAWS[8](drawn)


def test_law_8_a_day_and_back() -> None:
    """A day-and-back change is in changes but not in diff."""
    firm = st.Sanction("my/firm", [act("impose", "2020-01-05"), act("lift", "2020-01-06")])
    mine = st.Register([firm])
    assert [one.on for one in mine.changes("2020-01-01", "2020-01-09")] == [date(2020, 1, 5), date(2020, 1, 6)]
    before = st.Register([st.Sanction("my/firm")])
    assert mine.diff("2020-01-04", "2020-01-09")[0].after.state == "lifted"
    again = st.Register([st.Sanction("my/firm", [*firm.transitions, act("reimpose", "2020-01-07")])])
    assert again.diff("2020-01-05", "2020-01-07") == ()
    assert len(again.changes("2020-01-05", "2020-01-07")) == 2
    assert before.diff("2020-01-01", "2020-01-09") == ()


@given(some.one_of(LATE, DOUBTFUL))
def test_law_9_ends(drawn: st.Register) -> None:
    """`last_day = L`, `ends = L+1` and the matching `lasts` give the same timeline; L is in, L+1 is out."""
    LAWS[9](drawn)


@some.composite
def renewed(draw: some.DrawFn) -> st.Register:
    """A sanction with a fixed end, renewed in time, perhaps twice, with the reliefs of a drawn register."""
    first = date(2000, 1, 1)
    length, more = draw(some.integers(1, 20)), draw(some.integers(2, 30))
    end = first + timedelta(days=length)
    renewal = first + timedelta(days=draw(some.integers(1, length)))
    history = [
        st.Transition("impose", effective=first, ends=end),
        st.Transition("renew", effective=renewal, ends=end + timedelta(days=more)),
    ]
    drawn = draw(registers(max_sanctions=1))
    return st.Register([evolve(drawn.sanctions[0], transitions=history)], reliefs=drawn.reliefs)


@given(renewed())
def test_law_10_renewals(drawn: st.Register) -> None:
    """With a fixed end and no other event between, moving a renewal within (start, old end] changes no state or relief at full knowledge; one day later it is refused, and reimpose leaves exactly the gap."""
    assert LAWS[10](drawn) == (1, 0)


@given(some.one_of(LATE, DOUBTFUL))
def test_law_11_episodes(drawn: st.Register) -> None:
    """Nothing is inherited by a new episode. Lifting cancels a later sunset."""
    LAWS[11](drawn)


@given(DOUBTFUL)
def test_law_12_relief(drawn: st.Register) -> None:
    """Adding a relief that supersedes nothing never raises a restriction, and no relief changes force; a superseded relief ends exactly when the new one starts and never revives."""
    LAWS[12](drawn)


@given(DOUBTFUL)
def test_law_13_resting(drawn: st.Register) -> None:
    """Resting on a record that is always in force or has not begun changes nothing; otherwise the restriction never rises."""
    LAWS[13](drawn)


@given(DOUBTFUL)
def test_law_14_doubt(drawn: st.Register) -> None:
    """possible(day) is the union over all lawful worlds, never empty; at full knowledge narrowing a range only shrinks it, and YES and NO never flip."""
    LAWS[14](drawn)


@given(DOUBTFUL)
def test_law_15_verdicts(drawn: st.Register) -> None:
    """holds(p) and holds(not p) are never both YES; holds(p or not p) is YES even where holds(p) is MAYBE."""
    LAWS[15](drawn)


@given(DOUBTFUL)
def test_law_16_words(drawn: st.Register) -> None:
    """Statements change no state, relief or possible."""
    LAWS[16](drawn)


@given(some.one_of(LATE, DOUBTFUL))
@settings(max_examples=max(1, settings().max_examples // 2))
def test_law_17_bulk(drawn: st.Register) -> None:
    """Bulk answers equal the loop, for unsorted, repeated and empty input, on every engine."""
    LAWS[17](drawn)


@given(some.one_of(LATE, DOUBTFUL))
def test_law_18_tables(drawn: st.Register) -> None:
    """Tables tell the same: for every (id, on, known_on) exactly one rectangle, equal to the answer, in SQLite, DuckDB and Spark."""
    LAWS[18](drawn)


# The shipped register, and the report.


def every(step: int) -> st.Register:
    """Every so many of the shipped records, with what they rest on; all of them in the thorough profile."""
    shipped = st.load()
    chosen = shipped.sanctions[:: 1 if settings().max_examples > 36 else step]
    ids = {one.id for one in chosen} | {one.rests_on for one in chosen}
    return evolve(shipped, sanctions=[one for one in shipped.sanctions if one.id in ids])


def test_the_shipped_records_keep_the_laws() -> None:
    shipped = every(4)
    report = laws.check(shipped, only=[number for number in LAWS if number not in (3, 5)])
    assert {number for number, left in report.left_out.items() if left} == {2, 6}
    assert report.left_out[2] < len(shipped) / 2  # what rests on a decision with doubtful days has too many worlds
    assert report.held[2] > 20 * len(shipped)
    assert laws.check(st.load(), only=[3]).held[3] > 300
    assert laws.check(every(16), only=[5]).held[5] > 1000  # every reader of every record: a minute for all


def test_the_report_counts_what_was_left_out() -> None:
    wide = act("impose", "[2001-01-01..2020-12-31]", known="2000-01-01")
    again = act("amend", "[2001-01-01..2020-12-31]", known="2000-01-01")
    vague = st.Sanction("my/vague", [wide, again])
    report = laws.check(st.Register([vague]), only=[2, 3])
    assert report == laws.Report({2: 0, 3: 1}, {2: 1, 3: 1})


def test_there_is_no_law_19_of_registers() -> None:
    with pytest.raises(ValueError, match=r"^there is no law 19; the laws of a register are 1 to 18$"):
        laws.check(st.Register(), only=[19])


# Each law can be broken: a fault is planted in the engine, and the law finds it.

RICH = st.Register(
    [
        st.Sanction(
            "my/firm",
            [
                act("impose", "2000-01-05", adopted="2000-01-01", ends="2000-02-01", known="2000-01-01"),
                act("renew", "2000-02-01", ends="2000-03-01"),
                act("suspend", "2000-02-10", ends="2000-02-20"),
                act("lift", "2000-02-25"),
                act("reimpose", "2000-04-01"),
            ],
            reliefs=[relief("GL 1", "2000-01-07", "full", ids=("my/firm",))],
            statements=[st.Statement("lift", on="2000-01-10", by="somebody", about=["my/firm"])],
        ),
        st.Sanction(
            "my/fund",
            [act("impose", "2000-01-05", last_day="2000-02-01"), act("renew", "2000-02-01", ends="2000-03-09")],
        ),
        st.Sanction("my/ship", [act("impose", "[2000-01-05..2000-01-12]", known="2000-01-05")], rests_on="my/firm"),
    ],
    reliefs=[relief("GL 2", "2000-01-09", "part", ids=("my/firm", "my/fund"), last_day="2000-01-30")],
)

Plant = Callable[[pytest.MonkeyPatch], None]


def shifted(days: Callable[[st.Timeline], int]) -> Plant:
    """Let every answer be that of so many days later."""
    plain = st.Timeline.status

    def status(self: st.Timeline, on: Any, known_on: Any = None) -> st.Status:
        return plain(self, on + timedelta(days=days(self)), known_on)

    return lambda patch: patch.setattr(st.Timeline, "status", status)


def patched(where: Any, name: str, value: Any) -> Plant:
    return lambda patch: patch.setattr(where, name, value)


def spans_without_the_second(self: st.Timeline, known_on: Any = None, plain: Any = st.Timeline.spans) -> Any:
    found = plain(self, known_on)
    return (found[0], *found[2:])


def target_of_anything(self: st.Lifecycle, event: str, state: str, plain: Any = st.Lifecycle.target) -> Any:
    return plain(self, event, state) or ("lifted" if event == "lift" else None)


def changes_with_the_first_day(self: st.Register, first: date, last: Any, plain: Any = st.Register.changes) -> Any:
    return plain(self, first - timedelta(days=1), last)


def holds_for_any(self: st.Status, predicate: Any) -> st.Verdict:
    return st.Verdict.YES if any(predicate(one.state, one.relief) for one in self.possible) else st.Verdict.NO


def rectangles_without_ends(lines: Any, plain: Any = rectangles) -> Any:
    return (one._replace(valid_to=None) for one in plain(lines))


FAULTS: dict[str, tuple[int, Plant]] = {
    "a span is missing": (1, patched(st.Timeline, "spans", spans_without_the_second)),
    "a last day is taken for an end": (2, patched(acts, "end_window", lambda last, end: (last or end) and windows.window(last or end))),
    "a suspension does not end": (2, patched(force._Walker, "open_day", lambda self, config, day: [config._replace(opened=True)])),
    "texts are written in capitals": (3, patched(writer, "_quoted", lambda text: f'"{text.upper()}"')),
    "anything may be lifted": (4, patched(st.Lifecycle, "target", target_of_anything)),
    "nobody asks when it was known": (5, patched(timelines, "visible", lambda record, known_on: record.retracted is None)),
    "each act delays those before it": (6, shifted(lambda line: len(line.sanction.transitions))),
    "nothing is repainted": (7, patched(force._Walker, "repaint", lambda self, config, day: iter([config]))),
    "a retraction is overlooked": (7, patched(timelines, "visible", lambda record, known_on: known_on is None or record.known_day <= known_on)),
    "changes begin a day early": (8, patched(st.Register, "changes", changes_with_the_first_day)),
    "an end is taken for a last day": (9, patched(acts, "end_window", lambda last, end: (last or end) and windows.end_window(last or end, None))),
    "a renewal on the last day comes too late": (10, lambda patch: patch.setitem(vars(st.STANDARD), "yields_to", frozenset())),
    "an old relief counts in a new episode": (11, patched(timelines, "walk", lambda acts, lifecycle, beside: force.walk(acts, lifecycle, beside=None))),
    "the narrowest relief counts": (12, patched(timelines, "_wider", lambda one, other: min(one, other, key=["part", "full", "none"].index))),
    "what is in force is passed on": (13, patched(timelines, "_PASSED_ON", frozenset({"in force", "not imposed"}))),
    "only the first day of a range is tried": (14, patched(acts, "window", lambda day: (windows.window(day)[0],) * 2)),
    "what may be so is so": (15, patched(answer.Status, "holds", holds_for_any)),
    "words move the state": (16, shifted(lambda line: 40 * len(line.statements))),
    "a change counts a day late in bulk": (17, patched(index, "EPOCH", index.EPOCH - 1)),
    "a table knows no end": (18, patched(tables, "rectangles", rectangles_without_ends)),
}  # fmt: skip


@pytest.fixture
def _forgetful() -> Iterator[None]:
    """What a faulty engine has walked must not be remembered."""
    force._walked.cache_clear()
    yield
    force._walked.cache_clear()


@pytest.mark.usefixtures("_forgetful")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_breaks_its_law(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    number, plant = FAULTS[fault]
    subject = st.load() if number == 3 else RICH
    LAWS[number](evolve(subject))
    plant(monkeypatch)
    force._walked.cache_clear()
    with pytest.raises(LawBroken, match=f"^law {number}, "):
        LAWS[number](evolve(subject))


def test_every_law_has_a_fault_that_breaks_it() -> None:
    assert {number for number, _ in FAULTS.values()} == set(LAWS) == set(range(1, 19))


def test_a_broken_law_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = st.Register([st.Sanction("my/firm", [act("impose", "2000-01-05"), act("lift", "2000-01-09")])])
    shifted(lambda line: len(line.sanction.transitions))(monkeypatch)
    message = r"^law 6, my/firm on 2000-01-08: lifted, relief none instead of in force, relief none$"
    with pytest.raises(LawBroken, match=message):
        LAWS[6](lines)
