"""The state machines of the testing kit: they hold for our engine, and find what is wrong with another."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

import sanctions_tracker as st
from sanctions_tracker import force
from sanctions_tracker.testing import KnowledgeMachine, LifecycleMachine

RUNS = settings(
    max_examples=max(1, settings().max_examples // 2),
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

PERMIT = st.Lifecycle(
    states=("asked", "granted", "refused", "run out"),
    initial="asked",
    events=[
        ("grant", "asked", "granted"),
        ("refuse", "asked", "refused"),
        ("extend", "granted", "granted"),
        ("re-check", "granted", "granted"),
        ("wait", "granted", "granted"),
    ],
    timers=[("term", "granted", "run out")],
    binding=["granted"],
    ended=["refused", "run out"],
    clocks={"grant": "term", "extend": "term"},
    needs_end=["extend"],
    yields_to=["extend"],
)


class PermitMachine(LifecycleMachine):
    lifecycle = PERMIT


TestSanctions = LifecycleMachine.TestCase
TestSanctions.settings = RUNS
TestPermits = PermitMachine.TestCase
TestPermits.settings = RUNS
TestKnowledge = KnowledgeMachine.TestCase
TestKnowledge.settings = RUNS


def failure(machine: type[RuleBasedStateMachine], *phases: Phase) -> BaseException:
    """What running a machine ends with, as it comes or (with the phase) shrunk."""
    phases = (Phase.generate, *phases)
    runs = settings(RUNS, max_examples=600, database=None, phases=phases, report_multiple_bugs=False)
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - whatever it is, it is what the caller asks for
        run_state_machine_as_test(machine, settings=runs)
    return caught.value


def steps(error: BaseException) -> list[str]:
    """The steps that led there, as Hypothesis prints them."""
    lines = "\n".join(getattr(error, "__notes__", [])).split("\n")
    return [line.removeprefix("state.") for line in lines if line.startswith("state.") and "teardown" not in line]


def test_there_is_a_rule_for_each_event_of_the_table() -> None:
    def events(machine: type[LifecycleMachine]) -> dict[str, str]:
        return {
            name: one.event
            for name, one in ((name, getattr(machine, name)) for name in dir(machine))
            if hasattr(one, "event")
        }

    assert events(LifecycleMachine) == {event: event for event in st.STANDARD.event_names}
    assert events(PermitMachine) == {
        "grant": "grant",
        "refuse": "refuse",
        "extend": "extend",
        "re_check": "re-check",
        "wait_": "wait",
    }


def test_every_event_is_done_and_some_are_refused() -> None:
    done: Counter[tuple[str, bool]] = Counter()

    class Counting(LifecycleMachine):
        def act(self, event: str, days: int, end: int | None) -> None:
            before = len(self.sanction.transitions)
            super().act(event, days, end)
            done[event, len(self.sanction.transitions) > before] += 1

    run_state_machine_as_test(Counting, settings=settings(RUNS, max_examples=60))
    assert {event for event, lawful in done if lawful} >= {"impose", "renew", "lift", "reimpose", "expire", "annul"}
    assert sum(count for (_, lawful), count in done.items() if not lawful) > 20


def test_an_invariant_of_five_lines_finds_a_wrong_rule() -> None:
    """A user subclasses it with her own `Lifecycle` and adds an invariant in five lines."""

    class Wrong(LifecycleMachine):
        lifecycle: ClassVar[st.Lifecycle] = st.Lifecycle(
            PERMIT.states,
            "asked",
            [*PERMIT.events, ("grant", "refused", "granted")],
            PERMIT.timers,
            PERMIT.binding,
            ended=PERMIT.ended,
            clocks=PERMIT.clocks,
            needs_end=PERMIT.needs_end,
            yields_to=PERMIT.yields_to,
        )

        @invariant()
        def a_refusal_is_final(self) -> None:
            assert not (self.ever("refused") and self.state == "granted"), "granted after a refusal"

    error = failure(Wrong, Phase.shrink)
    assert str(error).startswith("granted after a refusal")
    moved = [line for line in steps(error) if "(days=" in line and line != "wait(days=0)"]
    assert len(moved) == 2
    assert moved[0].startswith("refuse(days=")
    assert moved[1].startswith("grant(days=")


def test_an_engine_that_forgets_a_timer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = force._Walker.open_day
    monkeypatch.setattr(
        force._Walker,
        "open_day",
        lambda self, config, day: (
            [config._replace(opened=True)] if config.state == "suspended" else plain(self, config, day)
        ),
    )
    force._walked.cache_clear()
    try:
        assert isinstance(failure(LifecycleMachine), AssertionError | st.UnlawfulEvent)
    finally:
        force._walked.cache_clear()


def test_an_engine_that_knows_too_early_is_found() -> None:
    class Hasty(KnowledgeMachine):
        def answer(self, on: date, known_on: date) -> frozenset[Any]:  # noqa: ARG002
            return st.Timeline(st.Sanction("my/firm", self.records)).status(on).possible

    assert isinstance(failure(Hasty), AssertionError)


def test_every_way_to_learn_is_taken() -> None:
    taken: Counter[str] = Counter()

    class Counting(KnowledgeMachine):
        def _try(self, records: list[st.Transition]) -> None:
            super()._try(records)
            if self.records is records:
                added = len(records) - sum(one.retracted is not None for one in records)
                taken["retracted" if any(one.retracted == self.today for one in records) else "learnt"] += 1
                taken["corrected"] += added > 0 and any(one.retracted == self.today for one in records)

    run_state_machine_as_test(Counting, settings=settings(RUNS, max_examples=60))
    assert min(taken["learnt"], taken["retracted"], taken["corrected"]) > 0
