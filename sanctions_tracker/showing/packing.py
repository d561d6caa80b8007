"""A register as one JSON value for a page: every answer as compiled, so that the page has only to pick by ranges.

Days are whole numbers, days after 1970-01-01; ``None`` is an open side. Words that come again and again stand once, in
``words``, and are told by their place. A table is ``{"fields": [...], "rows": [[...], ...]}``, its rows without the ``None``
at their ends.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from ..answer import Answer, label_of, restricts_of
from ..days import day_text, ordinals
from ..facts import Negotiation, Relief, Revocation, Source, Statement, Transition
from ..palette import kind_of
from ..printable import printable
from ..register import Register
from ..sanction import Sanction
from ..tables import cut
from ..timelines import Timeline, said_day
from .bars import period

__all__ = ["day_number", "pack"]

T = TypeVar("T", bound=Hashable)
_EPOCH = date(1970, 1, 1).toordinal()

ANSWERS = (
    "label",
    "kind",
    "restricts",
    "binds",
    "since",
    "ends",
    "reliefs",
    "provisional",
    "projected_from",
    "undetermined",
    "causes",
)
RECTANGLES = ("valid_from", "valid_to", "known_from", "known_to", "answer")
SANCTIONS = (
    "id",
    "title",
    "history",
    "acts",
    "measure",
    "subjects",
    "listed",
    "target",
    "reviewed",
    "aliases",
    "identifiers",
    "program",
    "legal_basis",
    "rests_on",
    "note",
    "reliefs",
    "statements",
)
ACTS = (
    "event",
    "on",
    "authority",
    "known",
    "retracted",
    "sources",
    "instrument",
    "adopted",
    "until",
    "back",
    "inferred",
    "talks",
    "note",
)
RELIEFS = (
    "name",
    "kind",
    "authority",
    "on",
    "known",
    "retracted",
    "sources",
    "until",
    "revocation",
    "supersedes",
    "standing",
    "instrument",
    "inferred",
    "talks",
    "note",
)
STATEMENTS = ("said", "known", "retracted", "on", "by", "says", "for", "quote", "sources", "note", "about")
TALKS = ("id", "first", "last", "on", "title", "place", "persons", "freed", "sources", "note")
SOURCES = ("title", "publisher", "tier", "published", "url")


def pack(
    register: Register,
    *,
    authority: str | None = None,
    subject: str | None = None,
    measure: str | None = None,
) -> dict[str, Any]:
    """Return a value of texts, numbers, lists and dicts that holds every answer of these sanctions, for every reader.

    ``start`` is the last day to which one of them is borne out (``reviewed``), else the day of the last change. Like
    `Register.in_force` the page leaves out regimes unless ``measure="regime"``: ``listed`` says which it lists. Raises
    `UnknownId` on an unknown name, and as `Timeline.status` does where a history is unlawful.
    """
    chosen = register.select(authority=authority, subject=subject, measure=measure)
    return _Packer(register, measure == "regime").pack(chosen)


def day_number(day: date) -> int:
    """Return a day as the page counts it: days after 1970-01-01."""
    return day.toordinal() - _EPOCH


class _Places(Generic[T]):
    """Values that stand once each, told by their place."""

    def __init__(self) -> None:
        self.found: dict[T, int] = {}

    def of(self, value: T) -> int:
        return self.found.setdefault(value, len(self.found))


def _table(fields: Sequence[str], rows: Iterable[Iterable[Any]]) -> dict[str, Any]:
    found = []
    for row in rows:
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        found.append(cells)
    return {"fields": list(fields), "rows": found}


def _given(values: Iterable[Any]) -> list[Any] | None:
    return list(values) or None


class _Packer:
    def __init__(self, register: Register, regimes: bool) -> None:
        self.register, self.regimes = register, regimes
        self.words, self.answers = _Places[str](), _Places[tuple[Any, ...]]()
        self.sources = _Places[tuple[Any, ...]]()
        self.histories: dict[Hashable, int] = {}
        self.rectangles: list[list[list[int | None]]] = []
        self.acts: dict[int, int] = {}
        self.act_rows: list[list[list[Any]]] = []
        self.reliefs: dict[int, int] = {}
        self.relief_rows: list[tuple[Any, ...]] = []
        self.statements: dict[int, int] = {}
        self.statement_rows: list[tuple[Any, ...]] = []
        self.days: set[date] = set()
        self.known: set[date] = set()

    def pack(self, chosen: Sequence[Sanction]) -> dict[str, Any]:
        rows = [self.sanction(self.register.timeline(one.id)) for one in chosen]
        talks = [self.talks(one) for one in self.register.negotiations]
        reviewed = [one.reviewed for one in chosen if one.reviewed is not None and one.reviewed != date.max]
        turns = {*self.days, *reviewed}
        first, last = period([], *turns)
        known = {*self.known, *(reviewed if self.known else ())}
        value = {
            "start": day_number(max(reviewed or turns, default=first)),
            "first": day_number(first),
            "last": day_number(last),
            "known_first": day_number(min(known)) if known else None,
            "known_last": day_number(max(known)) if known else None,
            "version": self.register.version,
            "authorities": self.named(one.authority for one in chosen),
            "subjects": self.subjects(chosen),
            "sanctions": _table(SANCTIONS, rows),
            "answers": _table(ANSWERS, self.answers.found),
            "rectangles": {"fields": RECTANGLES, "histories": self.rectangles},
            "acts": {"fields": ACTS, "lists": [_table((), one)["rows"] for one in self.act_rows]},
            "reliefs": _table(RELIEFS, self.relief_rows),
            "statements": _table(STATEMENTS, self.statement_rows),
            "talks": _table(TALKS, talks),
            "sources": _table(SOURCES, self.sources.found),
            "words": list(self.words.found),
        }
        found: dict[str, Any] = _clean(value)
        return found

    def word(self, text: str | None) -> int | None:
        return None if text is None else self.words.of(text)

    def day(self, day: date | None) -> int | None:
        return None if day is None else day_number(day)

    def named(self, ids: Iterable[str]) -> list[list[Any]]:
        """Return (id, name, other names) of authorities: those of acts and reliefs are told by name."""
        names = {one.id: one for one in self.register.authorities}
        return [
            [id_, names[id_].name, [names[id_].jurisdiction, *names[id_].aliases]] if id_ in names else [id_, id_, []]
            for id_ in sorted(set(ids))
        ]

    def subjects(self, chosen: Iterable[Sanction]) -> list[list[Any]]:
        names = {one.id: one for one in self.register.subjects}
        return [
            [id_, names[id_].name, list(names[id_].aliases)] if id_ in names else [id_, id_, []]
            for id_ in sorted({one for sanction in chosen for one in sanction.subjects})
        ]

    def sanction(self, line: Timeline) -> tuple[Any, ...]:
        one = line.sanction
        touching = [(relief, relief.touching(one.id)) for relief in line.reliefs]
        return (
            one.id,
            one.title,
            self.history(line),
            self.act_list(one),
            self.word(one.measure),
            _given(one.subjects),
            None if one.measure == "regime" and not self.regimes else 1,
            one.target,
            self.day(one.reviewed),
            _given(one.aliases),
            _given(map(list, one.identifiers.items())),
            self.word(one.program),
            self.word(one.legal_basis),
            one.rests_on,
            one.note,
            _given(
                [self.relief(relief), touch.coverage, touch.scope, _given(touch.excludes)]
                for relief, touch in touching
                if touch is not None
            ),
            _given(map(self.statement, line.statements)),
        )

    def history(self, line: Timeline) -> int:
        """Return the place of its rectangles: thousands of entries of a list that came and left together share theirs."""
        key: Hashable = id(line) if line.shared is None else id(line.shared)
        if key not in self.histories:
            rows = []
            for *sides, answer in cut(line, self.answer):
                self.days.update(side for side in sides[:2] if side is not None)
                rows.append([*map(self.day, sides), answer])
            self.known.update(line.knowledge)
            self.histories[key] = len(self.rectangles)
            self.rectangles.append(rows)
        return self.histories[key]

    def answer(self, answer: Answer) -> int:
        possible, lifecycle, reviewed = answer.possible, answer.lifecycle, answer.reviewed
        causes = [f"{one}{', computed' if one.timer else ''}" for one in answer.causes]
        return self.answers.of(
            (
                self.words.of(label_of(possible, lifecycle)),
                str(kind_of(possible, lifecycle)),
                str(restricts_of(possible, lifecycle)),
                int(any(pair.state in lifecycle.binding for pair in possible)),
                self.day(answer.since),
                self.day(answer.ends),
                tuple(map(self.words.of, answer.reliefs)),
                int(answer.provisional),
                None if reviewed is None or reviewed == date.max else day_number(reviewed + timedelta(days=1)),
                int(len(possible) > 1),
                tuple(map(self.words.of, causes)),
            )
        )

    def act_list(self, sanction: Sanction) -> int:
        key = id(sanction.transitions)
        if key not in self.acts:
            self.acts[key] = len(self.act_rows)
            self.act_rows.append([list(self.act(one, sanction)) for one in sanction.transitions])
        return self.acts[key]

    def act(self, act: Transition, sanction: Sanction) -> Iterable[Any]:
        back = None if act.back_to is None else f"{day_text(act.back_to)}{f' to {day_text(act.to)}' if act.to else ''}"
        return (
            self.words.of(act.event),
            day_text(act.effective),
            self.words.of(self.register.name_of(act.authority or sanction.authority)),
            *self.knowledge(act),
            self.cites(act.sources),
            self.word(act.instrument),
            day_text(act.adopted),
            _until(act),
            back,
            1 if act.inferred else None,
            act.negotiation,
            act.note,
        )

    def relief(self, relief: Relief) -> int:
        if id(relief) not in self.reliefs:
            self.reliefs[id(relief)] = len(self.relief_rows)
            self.relief_rows.append(
                (
                    relief.name,
                    self.words.of(relief.kind),
                    self.words.of(self.register.name_of(relief.authority)),
                    day_text(relief.starts),
                    *self.knowledge(relief),
                    self.cites(relief.sources),
                    _until(relief),
                    None if relief.revoked is None else self.revocation(relief.revoked),
                    _given(relief.supersedes),
                    1 if relief.standing else None,
                    self.word(relief.instrument),
                    1 if relief.inferred else None,
                    relief.negotiation,
                    relief.note,
                )
            )
        return self.reliefs[id(relief)]

    def revocation(self, revoked: Revocation) -> list[Any]:
        return [day_text(revoked.effective), *self.knowledge(revoked), self.cites(revoked.sources)]

    def statement(self, said: Statement) -> int:
        if id(said) not in self.statements:
            self.statements[id(said)] = len(self.statement_rows)
            self.statement_rows.append(
                (
                    said_day(said) - _EPOCH,
                    *self.knowledge(said),
                    day_text(said.on),
                    self.words.of(self.register.name_of(said.by)),
                    self.words.of(said.says),
                    day_text(said.for_),
                    said.quote,
                    self.cites(said.sources),
                    said.note,
                    list(said.about),
                )
            )
            self.days.add(date.fromordinal(said_day(said)))
        return self.statements[id(said)]

    def talks(self, talks: Negotiation) -> tuple[Any, ...]:
        sides = [None if one is None else date.fromordinal(one) for one in ordinals(talks.on)]
        self.days.update(one for one in sides if one is not None)
        return (
            talks.id,
            *map(self.day, sides),
            day_text(talks.on),
            talks.title,
            talks.place_of_talks,
            _given(map(self.register.name_of, talks.persons)),
            talks.freed,
            self.cites(talks.sources),
            talks.note,
        )

    def knowledge(self, record: Transition | Relief | Revocation | Statement) -> tuple[int | None, int | None]:
        return self.day(record.known_day), self.day(record.retracted)

    def cites(self, sources: Iterable[Source]) -> list[Any] | None:
        """Return the places of sources; with what is quoted from one, where something is."""
        found: list[Any] = []
        for one in sources:
            told = (one.title, self.words.of(one.publisher), one.tier, day_text(one.published), one.url)
            place = self.sources.of(told)
            found.append(place if one.quote is None else [place, one.quote])
        return found or None


def _until(act: Transition | Relief) -> str | None:
    if act.last_day is not None:
        return f"up to and including {day_text(act.last_day)}"
    if act.ends is not None:
        return f"until {day_text(act.ends)}, that day not included"
    return None if act.lasts is None else f"for {act.lasts}, counted from its first day"


def _clean(value: Any) -> Any:
    """Return the value with every text printable, and tuples as lists."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return {key: _clean(one) for key, one in value.items()} if isinstance(value, dict) else value
