"""A sanction: one restriction by one authority on one target, with its acts, in records or made in code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import attrs
from attrs import field, frozen

from .days import as_day
from .facts import MEASURES, Checkpoint, Relief, Statement, Transition, as_code, as_lines, fixed, is_id, texts
from .force import walk
from .lifecycle import STANDARD, Lifecycle
from .textfile import Place

__all__ = ["Sanction"]


Later = Callable[[], Iterable[Checkpoint]]
"""Checkpoints that are read when they are asked for."""


def _transitions(values: Iterable[Transition]) -> tuple[Transition, ...]:
    return tuple(values)


def _reviewed(value: object) -> date | None:
    return None if value is None else as_day(value, "reviewed")


def _reliefs(values: Iterable[Relief]) -> tuple[Relief, ...]:
    return tuple(sorted(values, key=lambda one: (one.name, str(one.starts), str(one.known), str(one.retracted))))


def _statements(values: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(
        sorted(
            values, key=lambda one: (str(one.on), one.by, one.says, one.quote or "", str(one.known), str(one.retracted))
        )
    )


def _checkpoints_or_later(values: Iterable[Checkpoint] | Later) -> tuple[Checkpoint, ...] | Later:
    return values if callable(values) else _checkpoints(values)


def _now(values: tuple[Checkpoint, ...] | Later) -> tuple[Checkpoint, ...]:
    return _checkpoints(values()) if callable(values) else values


def _checkpoints(values: Iterable[Checkpoint]) -> tuple[Checkpoint, ...]:
    return tuple(
        sorted(values, key=lambda one: (one.on, str(one.known_on), str(one.label), str(one.state), str(one.relief)))
    )


@frozen
class Sanction:
    """One restriction, moved by its transitions (in the order of the acts) through its lifecycle.

    Only ``id`` is needed, of the form ``authority/name``. ``reliefs``, ``statements`` and ``checkpoints`` are those written
    with it; they are kept in one order, whatever the order given. ``reviewed`` is the last day to which the
    state is borne out. Raises `ValueError` on an id of another form or an unknown measure; whether the history
    is lawful is asked by `timeline` and by `then`.
    """

    id: str
    transitions: tuple[Transition, ...] = field(default=(), converter=_transitions)
    title: str | None = field(default=None, kw_only=True)
    subjects: tuple[str, ...] = field(default=(), kw_only=True, converter=texts)
    measure: str | None = field(default=None, kw_only=True)
    target: str | None = field(default=None, kw_only=True)
    aliases: tuple[str, ...] = field(default=(), kw_only=True, converter=texts)
    program: str | None = field(default=None, kw_only=True)
    legal_basis: str | None = field(default=None, kw_only=True)
    identifiers: Mapping[str, str] = field(factory=dict, kw_only=True, converter=fixed, hash=False)
    reviewed: date | None = field(default=None, kw_only=True, converter=_reviewed)
    rests_on: str | None = field(default=None, kw_only=True)
    note: str | None = field(default=None, kw_only=True)
    reliefs: tuple[Relief, ...] = field(default=(), kw_only=True, converter=_reliefs)
    statements: tuple[Statement, ...] = field(default=(), kw_only=True, converter=_statements)
    _checkpoints: tuple[Checkpoint, ...] | Later = field(
        default=(), kw_only=True, alias="checkpoints", converter=_checkpoints_or_later, eq=_now, repr=False, hash=False
    )
    lifecycle: Lifecycle = field(default=STANDARD, kw_only=True, repr=False)
    place: Place | None = field(default=None, kw_only=True, eq=False, repr=False)

    __repr__, _repr_pretty_ = as_code, as_lines

    def __attrs_post_init__(self) -> None:
        if not is_id(self.id):
            raise ValueError(
                f"{self.id!r} is not an id; write authority/name in lower-case letters, digits and hyphens"
            )
        if self.measure is not None and self.measure not in MEASURES:
            raise ValueError(f"{self.measure!r} is not a measure; one of: {', '.join(MEASURES)}")
        for act in self.transitions:
            if not isinstance(act, Transition):
                raise TypeError(f"{act!r} is not a Transition")
            if act.event not in self.lifecycle.event_names:
                raise ValueError(
                    f"{act.event!r} is not an event of the lifecycle; one of: {', '.join(self.lifecycle.event_names)}"
                )

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """What must come out; read from the file only when somebody asks."""
        found = _now(self._checkpoints)
        object.__setattr__(self, "_checkpoints", found)
        return found

    @property
    def authority(self) -> str:
        """The authority in whose folder the record lies: the first part of the id."""
        return self.id.split("/")[0]

    def then(self, event: str, **fields: Any) -> Sanction:
        """Return a new sanction moved on by one act; ``fields`` are those of `Transition`.

        Raises `UnlawfulEvent`, which says what is lawful here, and leaves this one as it is.
        """
        moved = attrs.evolve(self, transitions=(*self.transitions, Transition(event, **fields)))
        walk(tuple(act for act in moved.transitions if act.retracted is None), self.lifecycle)
        return moved
