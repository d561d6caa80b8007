"""The laws of the specification, each with its sentence, on drawn sanctions. Law 2 has a file of its own."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

import sanctions_tracker as st

from .histories import ID, cases, day, lawful_acts, numbers, reliefs
from .oracle import tied

DAYS = [day(number) for number in range(-16, 75)]
REFUSED = (st.UnlawfulEvent, st.UnlawfulRelief)
RANK = {"no": 0, "reserved": 1, "yes": 2}


def line_of(case: dict[str, Any]) -> st.Timeline:
    """The timeline of a drawn case; the example is dropped where it is unlawful as known on some day."""
    own = case["sanction"]
    base = None if case["rests_on"] is None else st.Timeline(case["rests_on"])
    found = st.Timeline(own, tied(own.id, (*own.reliefs, *case["reliefs"])), base, case.get("statements", ()))
    try:
        found.check()
    except REFUSED:
        assume(False)
    return found


def exact(one: object) -> date:
    """A drawn day that is known to be exact."""
    assert type(one) is date
    return one


def with_acts(case: dict[str, Any], *acts: st.Transition) -> dict[str, Any]:
    return {**case, "sanction": attrs.evolve(case["sanction"], transitions=acts)}


def possible(line: st.Timeline, days: list[date] = DAYS, known_on: date | None = None) -> list[frozenset[st.Possible]]:
    return [line.status(one, known_on).possible for one in days]


@given(cases(doubts=2))
def test_law_1_spans(case: dict[str, Any]) -> None:
    """A timeline's spans cover every day once, sorted, half-open, neighbours different."""
    line = line_of(case)
    spans = line.spans()
    assert (spans[0].from_, spans[-1].to) == (None, None)
    for before, after in pairwise(spans):
        assert before.to == after.from_ is not None
        assert before.possible != after.possible
    for one in DAYS:
        holding = [
            span for span in spans if (span.from_ is None or span.from_ <= one) and (span.to is None or one < span.to)
        ]
        status = line.status(one)
        assert [span.possible for span in holding] == [status.possible]
        assert (holding[0].from_, holding[0].to) == (status.since, status.ends)


@given(cases(late=True), numbers(-10, 50), numbers(0, 12))
def test_law_5_knowledge(case: dict[str, Any], first: int, more: int) -> None:
    """With nothing known or retracted between two knowledge days the answers are equal, but for `known_on` and `projected`; later knowledge changes no earlier answer."""
    line = line_of(case)
    early, late = day(first), day(first + more)
    if not any(early < known <= late for known in line.knowledge):
        assert possible(line, known_on=early) == possible(line, known_on=late)
        for one in DAYS[::7]:
            here, there = line.status(one, early), line.status(one, late)
            for name in ("possible", "since", "ends", "cause", "reliefs", "provisional", "statements"):
                assert getattr(here, name) == getattr(there, name)

    def known(record: Any) -> bool:
        return bool(record.known_day <= early)

    def without(record: Any) -> Any:
        later = record.retracted is not None and record.retracted > early
        kept = attrs.evolve(record, retracted=None) if later else record
        if getattr(kept, "revoked", None) is not None and not known(kept.revoked):
            return attrs.evolve(kept, revoked=None)
        return kept

    own, base = case["sanction"], case["rests_on"]
    earlier = {
        "sanction": attrs.evolve(
            own,
            transitions=[without(one) for one in own.transitions if known(one)],
            reliefs=[without(one) for one in own.reliefs if known(one)],
        ),
        "reliefs": tuple(without(one) for one in case["reliefs"] if known(one)),
        "rests_on": base and attrs.evolve(base, transitions=[without(one) for one in base.transitions if known(one)]),
    }
    assert possible(line_of(earlier), known_on=early) == possible(line, known_on=early)


@given(cases())
def test_law_6_the_future_changes_no_past(case: dict[str, Any]) -> None:
    """An event effective on or after t changes no answer before t, unless retroactive or narrowing a doubtful day."""
    acts = case["sanction"].transitions
    assume(acts and acts[-1].back_to is None)
    place = min(exact(acts[-1].effective), exact(acts[-1].adopted or acts[-1].effective))
    before = [one for one in DAYS if one < place]
    assert possible(line_of(case), before) == possible(line_of(with_acts(case, *acts[:-1])), before)


@given(lawful_acts(4), numbers(0, 12), numbers(0, 12), some.booleans())
def test_law_7_annulment(acts: tuple[st.Transition, ...], back: int, more: int, ends: bool) -> None:
    """Annulment repaints exactly the days it names, and only for those who know it."""
    assume(acts)
    effective = max(exact(act.effective) for act in acts) + timedelta(days=13)
    fields: dict[str, Any] = {"back_to": effective - timedelta(days=back + more + 1)}
    if ends:
        fields["to"] = effective - timedelta(days=back)
    annul = st.Transition("annul", effective=effective, **fields)
    plain = line_of({"sanction": st.Sanction(ID, acts), "reliefs": (), "rests_on": None})
    line = line_of({"sanction": st.Sanction(ID, (*acts, annul)), "reliefs": (), "rests_on": None})
    stop = fields.get("to", effective)
    for one in DAYS:
        was, now = plain.status(one).state, line.status(one).state
        if fields["back_to"] <= one < stop:
            assert now == ("annulled" if was in ("pending", "in force", "suspended") else was)
        elif one < effective or ends:
            assert now == was
        assert (
            line.status(one, effective - timedelta(days=1)).state
            == plain.status(one, effective - timedelta(days=1)).state
        )


@given(cases())
def test_law_7_retraction(case: dict[str, Any]) -> None:
    """A retraction is the inverse of its record."""
    acts = case["sanction"].transitions
    assume(acts)
    retracted = attrs.evolve(acts[-1], retracted=acts[-1].known_day + timedelta(days=60))
    gone = line_of(with_acts(case, *acts[:-1], retracted))
    never = line_of(with_acts(case, *acts[:-1]))
    assert possible(gone) == possible(never)
    assert possible(gone, known_on=acts[-1].known_day) == possible(line_of(case), known_on=acts[-1].known_day)


@given(cases(), some.sampled_from(("last_day", "ends", "lasts")))
def test_law_9_ends(case: dict[str, Any], form: str) -> None:
    """`last_day = L`, `ends = L+1` and the matching `lasts` give the same timeline; L is in, L+1 is out."""

    def respelt(act: st.Transition) -> st.Transition:
        end = act.ends or (act.last_day and exact(act.last_day) + timedelta(days=1))
        if end is None or (form == "lasts" and act.adopted is not None):
            return act
        first_out, begins = exact(end), exact(act.effective)
        lasts = f"P{(first_out - begins).days}D"
        new: dict[str, Any] = {"last_day": first_out - timedelta(days=1), "ends": first_out, "lasts": lasts}
        changed: dict[str, Any] = {**dict.fromkeys(new), form: new[form]}
        return attrs.evolve(act, **changed)

    line = line_of(case)
    other = line_of(with_acts(case, *(respelt(act) for act in case["sanction"].transitions)))
    assert [(span.from_, span.label) for span in line.spans()] == [(span.from_, span.label) for span in other.spans()]


@given(numbers(2, 20), numbers(1, 30), some.data())
def test_law_10_renewals(length: int, more: int, data: some.DataObject) -> None:
    """With a fixed end and no other event between, moving a renewal within (start, old end] changes no state or relief at full knowledge; one day later it is refused, and reimpose leaves exactly the gap."""
    relieved = data.draw(reliefs(2))
    old, new = day(length), day(length + more + 1)
    imposed = st.Transition("impose", effective=day(0), ends=old)

    def renewed(number: int, event: str = "renew") -> dict[str, Any]:
        acts = (imposed, st.Transition(event, effective=day(number), ends=new))
        return {"sanction": st.Sanction(ID, acts), "reliefs": relieved, "rests_on": None}

    on_time = possible(line_of(renewed(length)))
    assert possible(line_of(renewed(data.draw(numbers(1, length))))) == on_time
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(renewed(length + 1)["sanction"])
    assert (caught.value.code, caught.value.act.event) == ("unlawful-event", "renew")
    if more > 0:
        gap = st.timeline(renewed(length + 1, "reimpose")["sanction"])
        plain = st.timeline(renewed(length)["sanction"])
        assert [one for one in DAYS if gap.status(one).state != plain.status(one).state] == [old]
        assert gap.status(old).state == "expired"


@given(cases(), numbers(1, 9), numbers(0, 9))
def test_law_11_episodes(case: dict[str, Any], after: int, more: int) -> None:
    """Nothing is inherited by a new episode. Lifting cancels a later sunset."""
    acts = case["sanction"].transitions
    assume(acts and acts[-1].back_to is None)
    last = max(exact(act.effective) for act in acts)
    lift = st.Transition("lift", effective=last + timedelta(days=after))
    again = st.Transition("reimpose", effective=exact(lift.effective) + timedelta(days=more))
    line = line_of({**with_acts(case, *acts, lift), "rests_on": None})
    assert line.status(exact(lift.effective) + timedelta(days=300)).state == "lifted"
    new = line_of({**with_acts(case, *acts, lift, again), "rests_on": None})
    assert new.status(exact(again.effective) + timedelta(days=300)).state == "in force"
    fresh = line_of(
        {
            "sanction": st.Sanction(ID, [st.Transition("impose", effective=again.effective)]),
            "reliefs": (),
            "rests_on": None,
        }
    )
    old = [one for one in (*case["sanction"].reliefs, *case["reliefs"]) if exact(one.starts) >= exact(lift.effective)]
    if not old:
        days = [exact(again.effective) + timedelta(days=number) for number in range(40)]
        assert possible(new, days) == possible(fresh, days)


@given(cases(doubts=1), reliefs(4))
def test_law_12_relief(case: dict[str, Any], more: tuple[st.Relief, ...]) -> None:
    """Adding a relief that supersedes nothing never raises a restriction, and no relief changes force; a superseded relief ends exactly when the new one starts and never revives."""
    line = line_of(case)
    added = tuple(attrs.evolve(one, name=f"more {one.name}", supersedes=()) for one in more)
    after = line_of({**case, "reliefs": (*case["reliefs"], *added)})
    for one in DAYS:
        was, now = line.status(one), after.status(one)
        assert {pair.state for pair in was.possible} == {pair.state for pair in now.possible}
        if "maybe" not in (was.restricts, now.restricts):
            assert RANK[now.restricts] <= RANK[was.restricts]


@given(numbers(-5, 20), numbers(0, 20), numbers(1, 20))
def test_law_12_supersession(start: int, wait: int, length: int) -> None:
    """A superseded relief ends exactly when the new one starts and never revives."""
    touch = (st.Touch(sanctions=[ID], coverage="full"),)
    old = st.Relief("old", "us-ofac", kind="general-licence", starts=day(start), touches=touch)
    fields: dict[str, Any] = {
        "kind": "general-licence",
        "touches": [st.Touch(sanctions=["us-ofac/other"], coverage="part")],
    }
    new = st.Relief("new", "us-ofac", starts=day(start + wait), lasts=f"P{length}D", supersedes=["old"], **fields)
    firm = st.Sanction(ID, [st.Transition("impose", effective=day(-6))])
    line = st.timeline(firm, reliefs=[old, new])
    for one in DAYS[10:]:
        assert (line.status(one).relief == "full") == (day(start) <= one < day(start + wait))


@given(cases(), numbers(-30, 60), some.sampled_from(("never", "always", "later")))
def test_law_13_resting(case: dict[str, Any], starts: int, kind: str) -> None:
    """Resting on a record that is always in force or has not begun changes nothing; otherwise the restriction never rises."""
    alone = line_of({**case, "rests_on": None})
    below = {
        "never": (),
        "always": (st.Transition("impose", effective="[..2000-01-01]"),),
        "later": (st.Transition("impose", effective=day(starts)),),
    }[kind]
    resting = line_of({**case, "rests_on": st.Sanction("eu-council/below", below)})
    assert possible(resting) == possible(alone)
    other = line_of(case)
    for one in DAYS:
        was, now = alone.status(one).restricts, other.status(one).restricts
        assert now in (was, "maybe")


@given(cases(doubts=2), some.data())
def test_law_14_doubt(case: dict[str, Any], data: some.DataObject) -> None:
    """possible(day) is the union over all lawful worlds, never empty; at full knowledge narrowing a range only shrinks it, and YES and NO never flip."""
    own = case["sanction"]
    doubtful = [number for number, act in enumerate(own.transitions) if isinstance(act.effective, st.DoubtfulDay)]
    assume(doubtful)
    line = line_of(case)
    number = data.draw(some.sampled_from(doubtful))
    act = own.transitions[number]
    window = act.effective
    assert isinstance(window, st.DoubtfulDay)
    first = window.earliest or exact(window.latest) - timedelta(days=9)
    last = window.latest or exact(window.earliest) + timedelta(days=9)
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    start = data.draw(some.sampled_from(days))
    end = data.draw(some.sampled_from([one for one in days if one >= start]))
    narrow = attrs.evolve(act, effective=f"[{start}..{end}]", known=act.known_day)
    narrowed = st.Timeline(
        attrs.evolve(own, transitions=(*own.transitions[:number], narrow, *own.transitions[number + 1 :])),
        tied(own.id, (*own.reliefs, *case["reliefs"])),
        None if case["rests_on"] is None else st.Timeline(case["rests_on"]),
    )
    try:
        narrowed.status(DAYS[0])
    except REFUSED:
        assume(False)
    for one in DAYS:
        was, now = line.status(one), narrowed.status(one)
        assert was.possible
        assert now.possible <= was.possible
        for predicate in (lambda state, relief: state == "in force", lambda state, relief: relief == "none"):
            if was.holds(predicate) is not st.Verdict.MAYBE:
                assert now.holds(predicate) is was.holds(predicate)


@given(cases(doubts=2), some.sampled_from(("in force", "not imposed", "lifted", "expired")))
def test_law_15_verdicts(case: dict[str, Any], word: str) -> None:
    """holds(p) and holds(not p) are never both YES; holds(p or not p) is YES even where holds(p) is MAYBE."""
    line = line_of(case)
    for one in DAYS[::3]:
        status = line.status(one)
        holds = status.holds(lambda state, relief: state == word)
        fails = status.holds(lambda state, relief: state != word)
        assert {holds, fails} in ({st.Verdict.YES, st.Verdict.NO}, {st.Verdict.MAYBE})
        assert status.holds(lambda state, relief: True) is st.Verdict.YES


@given(
    cases(doubts=1, late=True),
    some.lists(some.tuples(numbers(-5, 40), some.sampled_from(("lift", "in force", "impose"))), max_size=4),
)
def test_law_16_words(case: dict[str, Any], words: list[tuple[int, str]]) -> None:
    """Statements change no state, relief or possible."""
    said = tuple(st.Statement(says, on=day(number), by="somebody", about=[ID]) for number, says in words)
    line, spoken = line_of(case), line_of({**case, "statements": said})
    for known in (None, day(5), day(20)):
        assert possible(line, known_on=known) == possible(spoken, known_on=known)
    for one in DAYS[::5]:
        assert len(spoken.status(one).statements) == sum(day(number) <= one for number, _ in words)
