"""The machine: every cell of the table, what is lawful and what is refused, and lifecycles of one's own."""

from __future__ import annotations

import pytest

import sanctions_tracker as st
from sanctions_tracker.lifecycle import STANDARD
from sanctions_tracker.textfile import Place, parse

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


def refusal(*acts: st.Transition) -> tuple[str, str, int, int | None]:
    """The code, the message, and the positions of the two records."""
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(*acts))
    error = caught.value
    return error.code, str(error), acts.index(error.act), None if error.other is None else acts.index(error.other)


def test_the_problem_names_the_lines_of_a_file() -> None:
    document = parse(b"[[transition]]\n[[transition]]\n[[transition]]\n", "us-ofac/firm.toml")
    places = [Place(document, ("transition", number)) for number in range(3)]
    first, second = (act("impose", day, place=places[0]) for day in ("2020-01-01", "2020-03-01"))
    assert refusal(first, act("resume", "2020-02-01", place=places[1])) == (
        "unlawful-event",
        "'resume' while in force (since 'impose', line 1); lawful here: amend, annul, expire, lift, renew, suspend",
        1,
        0,
    )
    ended = act("impose", "2020-01-01", ends="2020-01-10", place=places[1])
    assert refusal(ended, act("lift", "2020-02-01")) == (
        "unlawful-event",
        "'lift' while expired (since T1 sunset of 'impose', line 2); lawful here: annul, reimpose",
        1,
        0,
    )
    assert refusal(second, act("lift", "2020-02-01", place=places[1])) == (
        "out-of-order",
        "'lift' of 2020-02-01 stands after 'impose' of 2020-03-01 (line 1); write the acts in the order of their days",
        1,
        0,
    )


def test_doubt_whose_worlds_are_refused_for_several_reasons_has_one_message() -> None:
    """No lawful world is a problem."""
    assert refusal(act("impose", "2020-01", adopted="2020-01-01"), act("resume", "2020-01")) == (
        "no-lawful-world",
        "no choice of the doubtful days up to 'resume' of 2020-01 is lawful",
        1,
        0,
    )
    assert refusal(act("impose", "2020-01"), act("resume", "2020-01")) == (
        "unlawful-event",
        "'resume' while in force (since 'impose' of 2020-01); lawful here: amend, annul, expire, lift, renew, suspend",
        1,
        0,
    )
    assert refusal(act("impose", "2020-01-01"), act("suspend", "2020-01-05"), act("renew", "2020-02", lasts="P3M"),
                   act("impose", "2020-03-01"), act("lift", "2020-04-01")) == (
        "unlawful-event",
        "'impose' while suspended (since 'suspend' of 2020-01-05); lawful here: amend, annul, expire, lift, renew, "
        "resume, suspend",
        3,
        1,
    )  # fmt: skip


def test_exact_days_have_the_last_reason_for_which_an_act_is_refused() -> None:
    ended = act("impose", "2020-01-01", ends="2020-01-05")
    again = act("impose", "2020-01-10", adopted="2020-01-02", known="2020-01-02")
    assert refusal(ended, again) == (
        "unlawful-event",
        "'impose' while expired (since T1 sunset of 'impose' of 2020-01-01); lawful here: annul, reimpose",
        1,
        0,
    )


def test_a_state_that_nothing_leaves() -> None:
    once = st.Lifecycle(("a", "b"), "a", [("go", "a", "b")], ended=["b"])
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.Sanction("my/thing", [act("go", "2020-01-01")], lifecycle=once).then("go", effective="2020-01-02")
    assert str(caught.value) == "'go' while b (since 'go' of 2020-01-01); lawful here: nothing"


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
    adopted = act("impose", "2020-01-05", adopted="2020-01-02", known="2020-01-01")
    assert refusal(adopted, act("lift", "2020-01-01")) == (
        "out-of-order",
        "'lift' of 2020-01-01 stands after 'impose' of 2020-01-05; write the acts in the order of their days",
        1,
        0,
    )


def test_an_act_that_was_adopted_before_the_one_above_it_is_out_of_order() -> None:
    """An event out of order among those visible together is a problem."""
    annulled = act("annul", "2020-03-01", back_to="2020-01-10")
    again = act("reimpose", "2020-03-10", adopted="2020-02-15", known="2020-03-01")
    with pytest.raises(st.UnlawfulEvent) as caught:
        st.timeline(sanction(act("impose", "2020-01-01"), act("lift", "2020-02-01"), annulled, again))
    assert (caught.value.code, caught.value.act, caught.value.other) == ("out-of-order", again, annulled)
    assert str(caught.value) == (
        "'reimpose' of 2020-03-10 stands after 'annul' of 2020-03-01; write the acts in the order of their days"
    )


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


def test_only_an_imposition_waits_for_its_day() -> None:
    """The place of an `impose` or `reimpose` in the order of acts is its `adopted` day."""
    line = st.timeline(
        sanction(act("impose", "2020-01-01"), act("suspend", "2020-03-01", adopted="2020-02-01"),
                 act("lift", "2020-04-01", adopted="2020-01-01"))
    )  # fmt: skip
    assert spans(line) == [
        ("-", "not imposed"),
        ("2020-01-01", "in force"),
        ("2020-03-01", "suspended"),
        ("2020-04-01", "lifted"),
    ]


def test_the_first_wrong_act_is_named() -> None:
    assert refusal(act("lift", "2020-01-01"), act("impose", "2020-02-01")) == (
        "unlawful-event",
        "'lift' while not imposed; lawful here: impose",
        0,
        None,
    )


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


def test_a_lifecycle_of_ones_own_with_a_wait() -> None:
    """An event with two rows from one state, between whose ends a timer runs, can be adopted before it binds."""
    bookings = st.Lifecycle(
        ("free", "booked", "held", "left"),
        "free",
        [("book", "free", "booked"), ("book", "free", "held"), ("leave", "booked", "left"), ("leave", "held", "left")],
        [("runs out", "held", "left"), ("begins", "booked", "held")],
        ["held"],
        ended=["left"],
        clocks={"book": "runs out"},
    )
    assert (*bookings.commencements, *bookings.delayable, *sorted(bookings.open)) == (
        "begins",
        "book",
        "booked",
        "held",
    )
    assert (bookings.target("book", "free"), bookings.target("book", "held")) == ("held", None)
    assert (bookings.waiting("book", "free"), bookings.waiting("leave", "held")) == (("begins", "booked"), None)
    assert (bookings.fires("begins", "booked"), bookings.fires("begins", "held")) == ("held", None)
    booked = st.Sanction(
        "my/room", [act("book", "2020-01-05", adopted="2020-01-01", last_day="2020-01-09")], lifecycle=bookings
    )
    line = st.timeline(booked)
    assert spans(line) == [("-", "free"), ("2020-01-01", "booked"), ("2020-01-05", "held"), ("2020-01-10", "left")]
    assert [str(span.cause) for span in line.spans()] == [
        "None",
        "book of 2020-01-05 by my",
        "begins of 2020-01-05 by my",
        "runs out of 2020-01-10 by my",
    ]


def test_the_tables_of_a_lifecycle_can_be_read() -> None:
    assert repr(STANDARD.confirms) == "{'expire': 'T1 sunset', 'resume': 'T2 end of suspension'}"
    assert (STANDARD.confirms["expire"], list(STANDARD.confirms), len(STANDARD.confirms)) == (
        "T1 sunset",
        ["expire", "resume"],
        2,
    )
    assert STANDARD.lawful("pending") == ("amend", "annul", "lift")
    with pytest.raises(TypeError):
        st.Lifecycle(("a",), "a", [], [], [], [])  # type: ignore[call-arg]
    assert STANDARD.timer_names == ("T3 commencement", "T1 sunset", "T2 end of suspension")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"initial": "gone"}, "'gone' is not among the states: a, b"),
        ({"events": [("go", "a", "c")]}, "'c' is not among the states: a, b"),
        ({"events": [("go", "a")]}, "('go', 'a') is not a row; write (name, from state, to state)"),
        ({"binding": ["c"]}, "'c' is not among the states: a, b"),
        ({"ended": ["c"]}, "'c' is not among the states: a, b"),
        ({"timers": [("t", "c", "b")]}, "'c' is not among the states: a, b"),
        ({"events": [("go", "a", 1)]}, "('go', 'a', 1) is not a row; write (name, from state, to state)"),
        ({"clocks": {"stop": "t"}}, "'stop' is not among the events: go"),
        (
            {"events": [("go", "a", "b"), ("back", "b", "a")], "needs_end": ["x"]},
            "'x' is not among the events: go, back",
        ),
        *(({name: ["stop"]}, "'stop' is not among the events: go") for name in ("yields_to", "reaches_back")),
        ({"confirms": {"stop": "t"}}, "'stop' is not among the events: go"),
        ({"clocks": {"go": "t"}}, "'t' is not among the timers: there are none"),
        (
            {"timers": [("r", "a", "b"), ("s", "b", "a")], "confirms": {"go": "t"}},
            "'t' is not among the timers: r, s",
        ),
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
