"""The machine as a table: states, events, timers, and nothing that walks it.

Checks, messages, diagrams and generated tests are all derived from one immutable `Lifecycle` value. `STANDARD` is the
lifecycle of a sanction; a user can make one of her own and give it to her sanctions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from attrs import define, field

__all__ = ["STANDARD", "Fixed", "Lifecycle", "Row", "State"]

Row = tuple[str, str, str]


class Fixed(Mapping[str, str]):
    """A mapping that nobody changes, and that can be copied and pickled (a mapping proxy cannot)."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)

    def __getitem__(self, key: str) -> str:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return repr(self._values)


class State(StrEnum):
    """The seven states of a sanction. Only `IN_FORCE` is binding: in force *and* applicable."""

    NOT_IMPOSED = "not imposed"
    PENDING = "pending"
    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    LIFTED = "lifted"
    ANNULLED = "annulled"


def _rows(rows: Iterable[Iterable[str]]) -> tuple[Row, ...]:
    found = tuple(tuple(row) for row in rows)
    for row in found:
        if len(row) != 3 or not all(isinstance(word, str) for word in row):
            raise ValueError(f"{row!r} is not a row; write (name, from state, to state)")
    return found  # type: ignore[return-value]


def _names(value: Iterable[str]) -> frozenset[str]:
    return frozenset(value)


def _states(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(value)


def _mapping(value: Mapping[str, str]) -> Mapping[str, str]:
    return Fixed(value)


@define(frozen=True, slots=False)
class Lifecycle:
    """A table of lawful moves. All rows are (name, from state, to state).

    ``events`` are acts; ``timers`` are moves that come by themselves, in the order in which they fire on one day.
    ``binding`` names the states in which the thing binds.

    The rest says how days enter. ``ended``: the states that end an episode. ``clocks``: event to the timer
    that its end sets. ``needs_end``: events that must give an end. ``yields_to``: events that come before a
    timer of the same day. ``confirms``: event to the timer whose move it may confirm on that day. ``reaches_back``: events that
    may repaint earlier days with the state that they lead to.

    An event with two rows from one state, between whose ends a timer runs, can be adopted before it binds: `impose` leads
    to in force, or to pending until its day. Raises `ValueError` on a table that contradicts itself.
    """

    states: tuple[str, ...] = field(converter=_states)
    initial: str
    events: tuple[Row, ...] = field(converter=_rows)
    timers: tuple[Row, ...] = field(default=(), converter=_rows)
    binding: frozenset[str] = field(default=frozenset(), converter=_names)
    ended: frozenset[str] = field(default=frozenset(), converter=_names, kw_only=True)
    clocks: Mapping[str, str] = field(factory=dict, converter=_mapping, kw_only=True, hash=False)
    needs_end: frozenset[str] = field(default=frozenset(), converter=_names, kw_only=True)
    yields_to: frozenset[str] = field(default=frozenset(), converter=_names, kw_only=True)
    confirms: Mapping[str, str] = field(factory=dict, converter=_mapping, kw_only=True, hash=False)
    reaches_back: frozenset[str] = field(default=frozenset(), converter=_names, kw_only=True)

    def __attrs_post_init__(self) -> None:
        known, events, timers = set(self.states), set(self.event_names), set(self.timer_names)
        named = [self.initial, *self.binding, *self.ended]
        named += [state for _, source, target in (*self.events, *self.timers) for state in (source, target)]
        for state in named:
            if state not in known:
                raise ValueError(f"{state!r} is not among the states: {', '.join(self.states)}")
        for event in (*self.clocks, *self.needs_end, *self.yields_to, *self.confirms, *self.reaches_back):
            if event not in events:
                raise ValueError(f"{event!r} is not among the events: {', '.join(self.event_names)}")
        for timer in (*self.clocks.values(), *self.confirms.values()):
            if timer not in timers:
                raise ValueError(
                    f"{timer!r} is not among the timers: {', '.join(self.timer_names) or 'there are none'}"
                )
        if len(known) != len(self.states):
            raise ValueError("a state is named twice")
        if self.initial in self.ended:
            raise ValueError(f"the initial state {self.initial!r} cannot end an episode")
        for event in self.event_names:
            for state in self.states:
                targets = self._targets.get((event, state), ())
                if len(targets) > 1 and self.waiting(event, state) is None:
                    raise ValueError(
                        f"{event!r} leads from {state!r} to several states, and no timer runs between them"
                    )

    @cached_property
    def _targets(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for name, source, target in self.events:
            found[name, source] = (*found.get((name, source), ()), target)
        return found

    @cached_property
    def _waits(self) -> dict[tuple[str, str], tuple[str, str]]:
        found = {}
        for key, targets in self._targets.items():
            for timer, source, target in self.timers:
                if len(targets) == 2 and {source, target} == set(targets):
                    found[key] = (timer, source)
        return found

    @cached_property
    def _moves(self) -> dict[tuple[str, str], str]:
        return {(timer, source): target for timer, source, target in self.timers}

    @cached_property
    def _lawful(self) -> dict[str, tuple[str, ...]]:
        return {
            state: tuple(sorted({name for name, source, _ in self.events if source == state})) for state in self.states
        }

    @cached_property
    def event_names(self) -> tuple[str, ...]:
        """Every event once, in the order of the table."""
        return tuple(dict.fromkeys(name for name, _, _ in self.events))

    @cached_property
    def timer_names(self) -> tuple[str, ...]:
        """Every timer once, in the order in which they fire on one day."""
        return tuple(dict.fromkeys(name for name, _, _ in self.timers))

    @cached_property
    def commencements(self) -> frozenset[str]:
        """The timers that end a wait between adoption and effect; they fire before every event of their day."""
        return frozenset(timer for timer, _ in self._waits.values())

    @cached_property
    def delayable(self) -> frozenset[str]:
        """The events that may be adopted before they bind."""
        return frozenset(event for event, _ in self._waits)

    @cached_property
    def open(self) -> frozenset[str]:
        """The states inside an episode: neither the initial one nor one that ends it."""
        return frozenset(self.states) - self.ended - {self.initial}

    def lawful(self, state: str) -> tuple[str, ...]:
        """Return the events that are lawful in ``state``, sorted."""
        return self._lawful[state]

    def target(self, event: str, state: str) -> str | None:
        """Return where ``event`` leads from ``state`` on the day it binds, or ``None`` where it is unlawful."""
        targets = self._targets.get((event, state))
        if targets is None or len(targets) == 1:
            return targets[0] if targets else None
        waiting = self._waits[event, state][1]
        return next(target for target in targets if target != waiting)

    def waiting(self, event: str, state: str) -> tuple[str, str] | None:
        """Return (timer, state) in which ``event`` waits for its day when adopted earlier, or ``None``."""
        return self._waits.get((event, state))

    def fires(self, timer: str, state: str) -> str | None:
        """Return where ``timer`` leads from ``state``, or ``None`` where it does not run."""
        return self._moves.get((timer, state))


STANDARD = Lifecycle(
    states=tuple(State),
    initial=State.NOT_IMPOSED,
    events=(
        ("impose", State.NOT_IMPOSED, State.IN_FORCE),
        ("impose", State.NOT_IMPOSED, State.PENDING),
        *(
            ("reimpose", over, to)
            for over in (State.EXPIRED, State.LIFTED, State.ANNULLED)
            for to in (State.IN_FORCE, State.PENDING)
        ),
        *(("amend", state, state) for state in (State.PENDING, State.IN_FORCE, State.SUSPENDED)),
        *(("renew", state, state) for state in (State.IN_FORCE, State.SUSPENDED)),
        *(("suspend", state, State.SUSPENDED) for state in (State.IN_FORCE, State.SUSPENDED)),
        ("resume", State.SUSPENDED, State.IN_FORCE),
        *(("expire", state, State.EXPIRED) for state in (State.IN_FORCE, State.SUSPENDED)),
        *(("lift", state, State.LIFTED) for state in (State.PENDING, State.IN_FORCE, State.SUSPENDED)),
        *(("annul", state, State.ANNULLED) for state in (State.PENDING, State.IN_FORCE, State.SUSPENDED)),
        *(("annul", over, over) for over in (State.EXPIRED, State.LIFTED)),
    ),
    # The order is the tie rule: T3 fires before every event of its day, and where T1 and T2 fall together T1 wins.
    timers=(
        ("T3 commencement", State.PENDING, State.IN_FORCE),
        ("T1 sunset", State.IN_FORCE, State.EXPIRED),
        ("T1 sunset", State.SUSPENDED, State.EXPIRED),
        ("T2 end of suspension", State.SUSPENDED, State.IN_FORCE),
    ),
    binding={State.IN_FORCE},
    ended={State.EXPIRED, State.LIFTED, State.ANNULLED},
    clocks={
        "impose": "T1 sunset",
        "reimpose": "T1 sunset",
        "amend": "T1 sunset",
        "renew": "T1 sunset",
        "suspend": "T2 end of suspension",
    },
    needs_end={"renew"},
    yields_to={"renew", "lift"},
    confirms={"expire": "T1 sunset", "resume": "T2 end of suspension"},
    reaches_back={"annul"},
)
