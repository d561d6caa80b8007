"""The answer: what is possible on a day, how it reads, and on what it rests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum, StrEnum
from typing import Any, NamedTuple, NoReturn

from attrs import field, frozen

from .days import Day
from .facts import Coverage, Source, Statement
from .lifecycle import STANDARD, Lifecycle, State
from .textfile import Place

__all__ = [
    "LABELS",
    "Answer",
    "Cause",
    "Doubt",
    "Possible",
    "Restricts",
    "Status",
    "Undetermined",
    "Verdict",
    "label_of",
    "named",
    "relief_of",
    "restricts_of",
    "state_of",
    "strictest",
]


class Possible(NamedTuple):
    """One (state, relief) that some lawful world has on the day."""

    state: str
    relief: Coverage


# The order of the table in which labels are joined, and the labels of the seven states.
LABELS: dict[Possible, str] = {
    Possible(State.IN_FORCE, Coverage.NONE): "in force",
    Possible(State.IN_FORCE, Coverage.PART): "in force, relieved in part",
    Possible(State.IN_FORCE, Coverage.FULL): "in force, relieved in full",
    Possible(State.SUSPENDED, Coverage.NONE): "suspended",
    Possible(State.PENDING, Coverage.NONE): "adopted, not yet applicable",
    Possible(State.NOT_IMPOSED, Coverage.NONE): "not imposed",
    Possible(State.EXPIRED, Coverage.NONE): "expired",
    Possible(State.LIFTED, Coverage.NONE): "lifted",
    Possible(State.ANNULLED, Coverage.NONE): "annulled",
}
_ORDER = {pair: number for number, pair in enumerate(LABELS)}

# Strictest first: section 4 of the specification. "Not imposed" comes last here and not in the table of labels.
_STRICT = {
    pair: number
    for number, pair in enumerate(
        [*(pair for pair in LABELS if pair.state != State.NOT_IMPOSED), Possible(State.NOT_IMPOSED, Coverage.NONE)]
    )
}


class Restricts(StrEnum):
    """Whether dealings are restricted on the day; `RESERVED` is only what a full relief excludes."""

    YES = "yes"
    RESERVED = "reserved"
    NO = "no"
    MAYBE = "maybe"


class Verdict(Enum):
    """The answer to a question that doubt may leave open. ``bool()`` of `MAYBE` raises `Undetermined`."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"

    def __bool__(self) -> bool:
        if self is Verdict.MAYBE:
            raise Undetermined("MAYBE is neither true nor false; compare with Verdict.YES or Verdict.NO")
        return self is Verdict.YES


class Undetermined(ValueError):
    """Asked for one answer where the record leaves several possible."""


def _lifecycle_order(pair: Possible) -> tuple[int, str, str]:
    return _ORDER.get(pair, len(_ORDER)), pair.state, pair.relief


def label_of(possible: Iterable[Possible], lifecycle: Lifecycle = STANDARD) -> str:
    """Return the label, those of several possibilities joined by " or " in the order of the table."""
    labels = []
    for pair in sorted(possible, key=_lifecycle_order):
        word = str(pair.state) if pair.relief is Coverage.NONE else f"{pair.state}, relieved in {pair.relief}"
        labels.append(LABELS.get(pair, word) if lifecycle is STANDARD else word)
    return " or ".join(labels)


def state_of(possible: Iterable[Possible]) -> str | None:
    """Return the state, or ``None`` where several are possible."""
    states = {pair.state for pair in possible}
    return str(states.pop()) if len(states) == 1 else None


def relief_of(possible: Iterable[Possible]) -> str | None:
    """Return the relief, or ``None`` where several are possible."""
    reliefs = {pair.relief for pair in possible}
    return str(reliefs.pop()) if len(reliefs) == 1 else None


def named(possible: Iterable[Possible]) -> list[str]:
    """Return every possibility as ``state (relief)``, sorted: what tables say in one cell."""
    return sorted(f"{pair.state} ({pair.relief})" for pair in possible)


def restricts_of(possible: Iterable[Possible], lifecycle: Lifecycle = STANDARD) -> Restricts:
    """Return whether the possibilities restrict; `MAYBE` where they differ."""
    found = set()
    for state, relief in possible:
        if state not in lifecycle.binding:
            found.add(Restricts.NO)
        else:
            found.add(Restricts.RESERVED if relief is Coverage.FULL else Restricts.YES)
    return found.pop() if len(found) == 1 else Restricts.MAYBE


def strictest(members: Iterable[frozenset[Possible]]) -> frozenset[Possible]:
    """Return what is strictest in some choice of one pair per member. Raises `ValueError` without members."""
    ranks: set[int] | None = None
    pairs: dict[int, Possible] = {}
    for possible in members:
        mine = set()
        for pair in possible:
            rank = _STRICT.get(pair, len(_STRICT))
            pairs[rank] = pair
            mine.add(rank)
        ranks = mine if ranks is None else {min(one, other) for one in ranks for other in mine}
    if ranks is None:
        raise ValueError("nothing to compare: there is no member")
    return frozenset(pairs[rank] for rank in ranks)


@frozen
class Cause:
    """What set the state: an act, or a timer that an act set (``event`` then names the timer, and ``timer`` is true).

    ``effective`` is the day of the act; of a timer the day on which it fires, in words where that is doubtful.
    """

    event: str
    authority: str
    effective: Day | str
    instrument: str | None = None
    sources: tuple[Source, ...] = ()
    timer: bool = False
    where: Place | None = field(default=None, eq=False, repr=False)

    @property
    def place(self) -> str | None:
        """The file and line of the act, or ``None`` where it was made in code."""
        return None if self.where is None else str(self.where)

    def __str__(self) -> str:
        act = f", {self.instrument}" if self.instrument else ""
        return f"{self.event} of {self.effective} by {self.authority}{act}"


class Doubt(NamedTuple):
    """Why an answer is undetermined, in words, and where the doubtful day stands (looked up only when it is shown)."""

    words: str
    place: Place | None = None

    def __str__(self) -> str:
        return self.words if self.place is None else f"{self.words} ({self.place})"


@frozen
class Answer:
    """What holds for a run of days, before it is asked about one of them. ``since`` and ``ends`` bound equal possibilities."""

    possible: frozenset[Possible]
    since: date | None
    ends: date | None
    causes: tuple[Cause, ...]
    reliefs: tuple[str, ...]
    provisional: bool
    reviewed: date | None
    doubts: tuple[Doubt, ...] = field(eq=False)
    lifecycle: Lifecycle = field(default=STANDARD, eq=False)

    def bounded(self, since: date | None, ends: date | None) -> Answer:
        """Return it with these bounds."""
        return Answer(
            self.possible,
            since,
            ends,
            self.causes,
            self.reliefs,
            self.provisional,
            self.reviewed,
            self.doubts,
            self.lifecycle,
        )


class Status:
    """What was in force on one day, for one sanction, as known on another day.

    ``id``, ``on`` and ``known_on`` are what was asked (``known_on`` is ``None`` with all that is recorded). ``projected``: the day lies past
    ``known_on``, or past the day to which the record is borne out. ``statements`` are those said by ``on`` and known by ``known_on``.

    ``state``, ``relief`` and ``label`` raise `Undetermined` where the record allows several; ``possible`` never does.
    There is no truth value: ask ``status.restricts`` or ``status.holds(...)``.
    """

    __slots__ = ("_answer", "id", "known_on", "on", "projected", "statements")

    def __init__(
        self,
        id: str,
        on: date,
        known_on: date | None,
        answer: Answer,
        projected: bool,
        statements: tuple[Statement, ...],
    ) -> None:
        set_ = object.__setattr__
        set_(self, "id", id)
        set_(self, "on", on)
        set_(self, "known_on", known_on)
        set_(self, "_answer", answer)
        set_(self, "projected", projected)
        set_(self, "statements", statements)

    id: str
    on: date
    known_on: date | None
    projected: bool
    statements: tuple[Statement, ...]
    _answer: Answer

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a Status is frozen; {name!r} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a Status is frozen; {name!r} cannot be deleted")

    @property
    def answer(self) -> Answer:
        """What holds for the whole run of days: one value for all that have the same acts, so work on it can be done once."""
        return self._answer

    @property
    def possible(self) -> frozenset[Possible]:
        """Every (state, relief) that some lawful world has; never empty."""
        return self._answer.possible

    @property
    def state(self) -> Any:
        """The state; raises `Undetermined` where the states differ."""
        states = {pair.state for pair in self.possible}
        return states.pop() if len(states) == 1 else self._undetermined("state")

    @property
    def relief(self) -> Coverage:
        """The relief (none, part, full); raises `Undetermined` where the reliefs differ."""
        reliefs = {pair.relief for pair in self.possible}
        return reliefs.pop() if len(reliefs) == 1 else self._undetermined("relief")

    @property
    def label(self) -> str:
        """The label; raises `Undetermined` where state or relief differ. `words` never raises."""
        return self.words if len(self.possible) == 1 else self._undetermined("label")

    @property
    def words(self) -> str:
        """The label, or those that are possible joined by " or "."""
        return label_of(self.possible, self._answer.lifecycle)

    @property
    def undetermined(self) -> bool:
        """Whether the record leaves several answers possible."""
        return len(self.possible) > 1

    @property
    def restricts(self) -> Restricts:
        """Whether dealings are restricted: yes, reserved (only what a full relief excludes), no, maybe."""
        return restricts_of(self.possible, self._answer.lifecycle)

    @property
    def since(self) -> date | None:
        """The first day of the run of days with the same ``possible``; ``None`` where it has no beginning."""
        return self._answer.since

    @property
    def ends(self) -> date | None:
        """The first day after that run (exclusive); ``None`` where it has no end."""
        return self._answer.ends

    @property
    def cause(self) -> Cause | None:
        """What set the state; ``None`` before any act. Where it is undetermined, the latest of `causes`."""
        return self._answer.causes[-1] if self._answer.causes else None

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Every act or timer that may have set the state, in the order of the record."""
        return self._answer.causes

    @property
    def reliefs(self) -> tuple[str, ...]:
        """The names of the reliefs that run, or may run, on the day."""
        return self._answer.reliefs

    @property
    def provisional(self) -> bool:
        """Whether an act that the answer rests on is inferred or has no source of tier 1 or 2."""
        return self._answer.provisional

    @property
    def reviewed(self) -> date | None:
        """The last day to which the answer is borne out by the records that it rests on."""
        return self._answer.reviewed

    def holds(self, predicate: Callable[[str, Coverage], object]) -> Verdict:
        """Ask ``predicate(state, relief)`` of every possibility: YES on all, NO on none, else MAYBE."""
        found = {bool(predicate(state, relief)) for state, relief in self.possible}
        return Verdict.MAYBE if len(found) > 1 else Verdict.YES if found.pop() else Verdict.NO

    def _undetermined(self, what: str) -> NoReturn:
        doubts = "; ".join(str(doubt) for doubt in self._answer.doubts) or "a doubtful day of a record that it rests on"
        raise Undetermined(f"the {what} of {self.id} on {self.on} is undetermined ({self.words}), because of {doubts}")

    def _key(self) -> tuple[object, ...]:
        return (self.id, self.on, self.known_on, self._answer, self.projected, self.statements)

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Status) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.id, self.on, self.known_on, self.possible))

    def __reduce__(self) -> tuple[type[Status], tuple[object, ...]]:
        return Status, (self.id, self.on, self.known_on, self._answer, self.projected, self.statements)

    def __bool__(self) -> NoReturn:
        raise TypeError("a Status has no truth value; ask status.restricts, status.state or status.holds(...)")

    def _repr_html_(self) -> str:
        """Return the answer as a table, for a notebook."""
        from .markup import table_of

        marks = [name for name in ("undetermined", "projected", "provisional") if getattr(self, name)]
        rows: list[tuple[str, object]] = [
            ("label", self.words),
            ("restricts", self.restricts),
            ("since", self.since),
            ("ends (not included)", self.ends),
            ("cause", self.cause),
            ("reliefs", self.reliefs),
            ("said", [f"{one.on} {one.by}: {one.says}" for one in self.statements]),
            ("marks", marks),
        ]
        known = "with all that is recorded" if self.known_on is None else f"as known on {self.known_on}"
        told = [row for row in rows if row[1] not in (None, (), [])]
        return table_of(f"{self.id} on {self.on}, {known}", (), told)

    def __repr__(self) -> str:
        known = f", known_on={self.known_on}" if self.known_on else ""
        marks = "".join(f", {mark}" for mark in ("projected", "provisional") if getattr(self, mark))
        return f"<Status {self.id} on={self.on}{known}: {self.words}{marks}>"
