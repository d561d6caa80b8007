"""The machine: every cell of the table, what is lawful and what is refused, and lifecycles of one's own."""

from __future__ import annotations

import pytest

import sanctions_tracker as st
from sanctions_tracker.lifecycle import STANDARD

from .making import act, around, on, sanction, spans

# The shortest way into each state; every one is reached by 2020-02-01.
INTO: dict[str, list[st.Transition]] = {
    "not imposed": [],
    "pending": [act("impose", "2030-01-01", adopted="2020-01-01", known="2020-01-01")],
    "in force": [act("impose", "2020-01-01")],
    "suspended": [act("impose", "2020-01-01"), act("suspend", "2020-01-02")],
    "expired": [act("impose", "2020-01-01"), act("expire", "2020-01-02")],
    "lifted": [act("impose", "2020-01-01"), act("lift", "2020-01-02")],
    "annulled": [act("impose", "2020-01-01"), act("annul", "2020-01-02")],
}

# The table of the specification, section 2, written out by hand: (event, from) to the state on its day.
LAWFUL = {
    ("impose", "not imposed"): "in force",
    ("reimpose", "expired"): "in force",
    ("reimpose", "lifted"): "in force",
    ("reimpose", "annulled"): "in force",
    ("amend", "pending"): "pending",
    ("amend", "in force"): "in force",
    ("amend", "suspended"): "suspended",
    ("renew", "in force"): "in force",
    ("renew", "suspended"): "suspended",
    ("suspend", "in force"): "suspended",
    ("suspend", "suspended"): "suspended",
    ("resume", "suspended"): "in force",
    ("expire", "in force"): "expired",
    ("expire", "suspended"): "expired",
    ("lift", "pending"): "lifted",
    ("lift", "in force"): "lifted",
    ("lift", "suspended"): "lifted",
    ("annul", "pending"): "annulled",
    ("annul", "in force"): "annulled",
    ("annul", "suspended"): "annulled",
    ("annul", "expired"): "expired",
    ("annul", "lifted"): "lifted",
}


def step(event: str, state: str) -> st.Transition:
    if event == "renew":
        return act("renew", "2020-02-01", ends="2031-01-01")
    if event == "annul" and state in ("expired", "lifted"):
        return act("annul", "2020-02-01", back_to="2019-12-01")
    return act(event, "2020-02-01")


@pytest.mark.parametrize("state", STANDARD.states)
@pytest.mark.parametrize("event", STANDARD.event_names)
def test_every_cell_of_the_table(event: str, state: str) -> None:
    acts = [*INTO[state], step(event, state)]
    wanted = LAWFUL.get((event, state))
    if wanted is None:
        with pytest.raises(st.UnlawfulEvent) as caught:
            st.timeline(sanction(*acts))
        assert caught.value.code == "unlawful-event"
        assert caught.value.act == acts[-1]
        assert f"'{event}' while {state}" in str(caught.value)
        assert str(caught.value).endswith("lawful here: " + ", ".join(sorted(e for e, s in LAWFUL if s == state)))
    else:
        assert st.timeline(sanction(*acts)).status("2020-02-01").state == wanted


def test_the_table_is_the_one_of_the_specification() -> None:
    moves = {(event, source) for event, source, _ in STANDARD.events}
    assert moves == set(LAWFUL)
    assert {(event, source, target) for event, source, target in STANDARD.events} - {
        (event, source, target) for (event, source), target in LAWFUL.items()
    } == {("impose", "not imposed", "pending")} | {
        ("reimpose", source, "pending") for source in ("expired", "lifted", "annulled")
    }
    assert STANDARD.binding == {"in force"}


def test_an_unlawful_act_says_what_is_lawful_and_since_when() -> None:
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(act("impose", "2020-01-01"), act("resume", "2020-06-01")))
    assert str(caught.value) == (
        "'resume' while in force (since 'impose' of 2020-01-01); lawful here: amend, annul, expire, lift, renew, suspend"
    )


def test_then_gives_a_new_value_or_raises() -> None:
    first = sanction(act("impose", "2020-01-01"))
    second = first.then("lift", effective="2021-06-01")
    third = second.then("reimpose", effective="2022-01-01")
    assert len(first.transitions) == 1
    assert spans(st.timeline(third)) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force"),
        ("2021-06-01", "lifted"),
        ("2022-01-01", "in force"),
    ]
    with pytest.raises(
        st.UnlawfulEvent, match=r"'lift' while lifted \(since 'lift' of 2021-06-01\); lawful here: annul, reimpose$"
    ):
        second.then("lift", effective="2022-01-01")


def test_acts_out_of_order_are_never_sorted_silently() -> None:
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(act("impose", "2020-01-02"), act("lift", "2020-01-01")))
    assert caught.value.code == "out-of-order"
    assert str(caught.value) == (
        "'lift' of 2020-01-01 stands after 'impose' of 2020-01-02; write the acts in the order of their days"
    )
    assert caught.value.other == act("impose", "2020-01-02")


def test_acts_of_one_day_apply_in_file_order() -> None:
    line = st.timeline(sanction(act("impose", "2020-01-01"), act("lift", "2020-03-01"), act("reimpose", "2020-03-01")))
    assert around(line, "2020-03-01") == ["in force"] * 3
    cause = line.status("2020-03-01").cause
    assert cause is not None
    assert cause.event == "reimpose"


def test_adopted_before_it_binds_is_pending() -> None:
    line = st.timeline(sanction(act("impose", "2020-06-10", adopted="2020-06-05")))
    assert around(line, "2020-06-05") == ["not imposed", "adopted, not yet applicable", "adopted, not yet applicable"]
    assert around(line, "2020-06-10") == ["adopted, not yet applicable", "in force", "in force"]
    assert [span.derived for span in line.spans()] == [False, False, True]


def test_adopted_late_or_on_the_day_is_not_pending() -> None:
    for adopted in ("2020-06-10", "2020-06-12"):
        assert spans(st.timeline(sanction(act("impose", "2020-06-10", adopted=adopted)))) == [
            ("-", "not imposed"),
            ("2020-06-10", "in force"),
        ]


def test_a_pending_act_can_be_amended_lifted_or_annulled_before_it_binds() -> None:
    imposed = act("impose", "2020-06-10", adopted="2020-06-05", announced="2020-06-05")
    assert on(st.timeline(sanction(imposed, act("lift", "2020-06-07"))), "2020-06-10") == "lifted"
    assert on(st.timeline(sanction(imposed, act("annul", "2020-06-07"))), "2020-06-10") == "annulled"
    ended = st.timeline(sanction(imposed, act("amend", "2020-06-07", ends="2020-06-20")))
    assert around(ended, "2020-06-20") == ["in force", "expired", "expired"]
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(imposed, act("amend", "2020-06-07", ends="2020-06-10")))
    assert caught.value.code == "end-not-later"
    assert str(caught.value) == (
        "the end of 'amend' (2020-06-10) is not later than the day from which 'impose' binds (2020-06-10); write a later end"
    )


def test_a_reimposition_adopted_before_the_earlier_episode_ends_waits_from_that_day() -> None:
    line = st.timeline(
        sanction(act("impose", "2020-01-01", ends="2020-02-01"), act("reimpose", "2020-02-10", adopted="2020-01-15"))
    )
    assert spans(line) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force"),
        ("2020-02-01", "adopted, not yet applicable"),
        ("2020-02-10", "in force"),
    ]


def test_a_lifecycle_of_ones_own() -> None:
    permits = st.Lifecycle(
        ("asked", "granted", "refused", "withdrawn"),
        "asked",
        [("grant", "asked", "granted"), ("refuse", "asked", "refused"), ("withdraw", "granted", "withdrawn")],
        [("runs out", "granted", "withdrawn")],
        ["granted"],
        ended=["refused", "withdrawn"],
        clocks={"grant": "runs out"},
    )
    permit = st.Sanction("my/permit", [act("grant", "2020-01-01", lasts="P10D")], lifecycle=permits)
    line = st.timeline(permit)
    assert spans(line) == [("-", "asked"), ("2020-01-01", "granted"), ("2020-01-11", "withdrawn")]
    assert line.status("2020-01-05").restricts is st.Restricts.YES
    with pytest.raises(
        st.UnlawfulEvent, match=r"'grant' while granted \(since 'grant' of 2020-01-01\); lawful here: withdraw$"
    ):
        permit.then("grant", effective="2020-01-02")
    with pytest.raises(ValueError, match="'impose' is not an event of the lifecycle; one of: grant, refuse, withdraw"):
        st.Sanction("my/permit", [act("impose", "2020-01-01")], lifecycle=permits)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"initial": "gone"}, "'gone' is not among the states: a, b"),
        ({"events": [("go", "a", "c")]}, "'c' is not among the states: a, b"),
        ({"events": [("go", "a")]}, "('go', 'a') is not a row; write (name, from state, to state)"),
        ({"clocks": {"stop": "t"}}, "'stop' is not among the events: go"),
        ({"clocks": {"go": "t"}}, "'t' is not among the timers: there are none"),
        ({"ended": ["a"]}, "the initial state 'a' cannot end an episode"),
        ({"states": ("a", "b", "a")}, "a state is named twice"),
        (
            {"events": [("go", "a", "a"), ("go", "a", "b")]},
            "'go' leads from 'a' to several states, and no timer runs between them",
        ),
    ],
)
def test_a_lifecycle_that_contradicts_itself_is_refused(fields: dict[str, object], message: str) -> None:
    good = {"states": ("a", "b"), "initial": "a", "events": [("go", "a", "b")]}
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is asserted
        st.Lifecycle(**{**good, **fields})  # type: ignore[arg-type]
    assert str(caught.value) == message
