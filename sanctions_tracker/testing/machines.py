"""State machines for Hypothesis: one made from the table of a lifecycle, one that lives on the two clocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar, cast

from attrs import evolve
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ..answer import Status
from ..facts import Transition
from ..lifecycle import STANDARD, Lifecycle
from ..sanction import Sanction
from ..timelines import Timeline
from ..unlawful import UnlawfulEvent
from .acting import FIRST_DAY, is_lawful
from .simulator import oracle
from .world import Unlawful

__all__ = ["KnowledgeMachine", "LifecycleMachine"]

_GAPS = some.integers(0, 40)
_ENDS = some.none() | some.integers(1, 40)


class LifecycleMachine(RuleBasedStateMachine):
    """Moves one sanction through a lifecycle, one rule for each event of its table.

    Subclass it with a ``lifecycle`` of your own, add an ``@invariant()``, and let pytest run its ``TestCase``::

        class PermitMachine(LifecycleMachine):
            lifecycle = PERMIT

            @invariant()
            def a_refused_permit_is_never_granted(self):
                assert not (self.ever("refused") and self.state == "granted")

        TestPermit = PermitMachine.TestCase

    ``self.sanction`` is what was made so far, ``self.today`` the day of the last act (or of `wait`), ``self.state`` the state at
    the close of that day and ``self.past`` the states since the first day, one a day. After each rule the compiled answer is held
    against the oracle's, and every event that the table does not allow today must be refused.
    """

    lifecycle: ClassVar[Lifecycle] = STANDARD

    def __init_subclass__(cls, **fields: Any) -> None:
        super().__init_subclass__(**fields)
        if "lifecycle" in cls.__dict__:
            _add_rules(cls)

    def __init__(self) -> None:
        super().__init__()
        self.sanction = Sanction("my/firm", lifecycle=self.lifecycle)
        self.today = FIRST_DAY
        self.past: list[str] = []
        self._live()

    @property
    def state(self) -> str:
        """The state at the close of today."""
        return self.past[-1]

    @property
    def status(self) -> Status:
        """The compiled status of today."""
        return Timeline(self.sanction).status(self.today)

    def ever(self, state: str) -> bool:
        """Say whether it has been in this state at the close of some day."""
        return state in self.past

    @rule(days=_GAPS)
    def wait(self, days: int) -> None:
        """Let days pass; timers may fire."""
        self._go_on(days)

    def act(self, event: str, days: int, end: int | None) -> None:
        """Do what a rule does: ``event``, so many days on, with an end after ``end`` days; nothing where it is unlawful there."""
        day = self.today + timedelta(days=days)
        ends = None if end is None or event not in self.lifecycle.clocks else day + timedelta(days=end)
        done = Transition(event, effective=day, ends=ends)
        if not is_lawful((*self.sanction.transitions, done), self.lifecycle):
            try:
                self.sanction.then(event, effective=day, ends=ends)
            except UnlawfulEvent:
                return
            raise AssertionError(f"{event!r} on {day} is unlawful by the table, and was not refused")
        try:
            self.sanction = self.sanction.then(event, effective=day, ends=ends)
        except UnlawfulEvent as error:
            raise AssertionError(f"{event!r} on {day} is lawful by the table, and was refused: {error}") from error
        self._go_on(days)

    def _go_on(self, days: int) -> None:
        self.today += timedelta(days=days)
        self._live()

    def _live(self) -> None:
        """Live through all days until today."""
        days = [FIRST_DAY + timedelta(days=number) for number in range((self.today - FIRST_DAY).days + 1)]
        self.past = [next(iter(found)).state for found in oracle(self.sanction, days).values()]

    @invariant()
    def the_answer_is_the_oracles(self) -> None:
        """The compiled answer equals the naive simulator's, today and on the day before."""
        line = Timeline(self.sanction)
        for ago, state in enumerate(reversed(self.past[-2:])):
            day = self.today - timedelta(days=ago)
            found = line.status(day).state
            assert found == state, f"{day}: {found} instead of {state}"


def _add_rules(cls: type[LifecycleMachine]) -> None:
    """Give a machine one rule for each event of its table, under the event's name, and none of another table."""
    for name in [name for name in dir(cls) if hasattr(getattr(cls, name), "event")]:
        setattr(cls, name, None)
    for event in cls.lifecycle.event_names:
        name = re.sub(r"\W", "_", event, flags=re.ASCII)
        if getattr(cls, name, None) is not None:
            name = f"{name}_"  # a word that the machine itself needs
        setattr(cls, name, _rule(event, name, cls.lifecycle))


def _rule(event: str, name: str, lifecycle: Lifecycle) -> Callable[..., Any]:
    sources = {source for done, source, _ in lifecycle.events if done == event}
    led_to = {target for timer, _, target in lifecycle.timers if timer == lifecycle.confirms.get(event)}
    fires = {source for _, source, target in lifecycle.timers if target in sources | led_to}

    def act(self: LifecycleMachine, days: int, end: int | None = None) -> None:
        self.act(event, days, end)

    act.__name__, act.__doc__ = name, f"{event}, some days on."
    drawn: dict[str, some.SearchStrategy[Any]] = {"days": _GAPS}
    if event in lifecycle.clocks:
        drawn["end"] = some.integers(1, 40) if event in lifecycle.needs_end else _ENDS
    sources |= led_to | fires
    ruled: Callable[..., Any] = cast(Any, rule)(**drawn)(act)
    found: Any = precondition(lambda self: self.state in sources)(ruled)
    found.event = event
    return cast("Callable[..., Any]", found)


_add_rules(LifecycleMachine)


class KnowledgeMachine(RuleBasedStateMachine):
    """Lives on the two clocks: on each day acts are learnt of, corrected and retracted, and what was answered before must stay.

    The model is a plain list of acts, each with its ``known`` and ``retracted`` day. Subclass it to hold an engine of your own
    against it: override `answer`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.records: list[Transition] = []
        self.today = FIRST_DAY
        self.answered: list[tuple[date, date, Any]] = []

    def answer(self, on: date, known_on: date) -> frozenset[Any]:
        """Return what is possible on ``on`` to a reader of ``known_on``; by default what the compiled timeline says."""
        return Timeline(Sanction("my/firm", self.records)).status(on, known_on).possible

    @rule(days=some.integers(1, 15))
    def advance(self, days: int) -> None:
        """Let days pass; what was answered until now is written down."""
        for on in self._asked():
            self.answered.append((on, self.today, self.answer(on, self.today)))
        self.today += timedelta(days=days)

    @rule(event=some.sampled_from(STANDARD.event_names), ago=some.integers(-5, 20), end=_ENDS)
    def learn(self, event: str, ago: int, end: int | None) -> None:
        """Learn of an act today."""
        self._try([*self.records, self._act(event, ago, end)])

    @precondition(lambda self: self._standing())
    @rule(at=some.integers(0, 20), days=some.integers(-6, 6))
    def correct(self, at: int, days: int) -> None:
        """Retract an act and write it anew, on another day."""
        standing = self._standing()
        number = standing[at % len(standing)]
        wrong = self.records[number]
        day = wrong.effective
        assert isinstance(day, date)
        right = evolve(wrong, effective=day + timedelta(days=days), known=self.today)
        old = evolve(wrong, retracted=self.today)
        self._try([*self.records[:number], old, right, *self.records[number + 1 :]])

    @precondition(lambda self: self._standing())
    @rule(at=some.integers(0, 20))
    def retract(self, at: int) -> None:
        """Retract an act; nothing takes its place."""
        standing = self._standing()
        number = standing[at % len(standing)]
        old = evolve(self.records[number], retracted=self.today)
        self._try([*self.records[:number], old, *self.records[number + 1 :]])

    def _act(self, event: str, ago: int, end: int | None) -> Transition:
        day = self.today - timedelta(days=ago)
        ends = day + timedelta(days=end) if end is not None and event in STANDARD.clocks else None
        return Transition(event, effective=day, ends=ends, known=self.today)

    def _standing(self) -> list[int]:
        """The positions of the acts that may be retracted today: known before."""
        return [
            number for number, act in enumerate(self.records) if act.retracted is None and act.known_day < self.today
        ]

    def _try(self, records: list[Transition]) -> None:
        """Take these records where every reader sees a lawful history; else they must be refused."""
        lawful = is_lawful(records)
        try:
            Timeline(Sanction("my/firm", records)).check()
        except UnlawfulEvent:
            assert not lawful, "a lawful history was refused"
        else:
            assert lawful, "an unlawful history was not refused"
            self.records = records

    def _asked(self) -> list[date]:
        return [self.today + timedelta(days=days) for days in (-20, -3, -1, 0, 1, 30)]

    @invariant()
    def the_answer_is_the_models(self) -> None:
        """The answer is what living through the plain list gives."""
        seen = [act for act in self.records if act.known_day <= self.today and act.retracted is None]
        plain = Sanction("my/firm", [evolve(act, known=None) for act in seen])
        try:
            right = oracle(plain, self._asked())
        except Unlawful:  # never: only lawful lists are taken
            raise AssertionError("the model is unlawful") from None
        for on in self._asked():
            assert self.answer(on, self.today) == right[on]

    @invariant()
    def later_knowledge_changes_no_earlier_answer(self) -> None:
        """What was answered before is answered again."""
        for on, known_on, was in self.answered[-30:]:
            assert self.answer(on, known_on) == was
