"""All sanctions together: ask what was in force on a day, and what changed between two."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .answer import Status
from .days import BadDay, as_day
from .facts import Authority, Negotiation, Person, Relief, Statement, Subject, as_lines
from .finding import bearer_of
from .problems import UnknownId
from .sanction import Sanction
from .timelines import CompiledCache, RunCache, Span, Timeline, said_day, visible

if TYPE_CHECKING:  # imported where they are made: a question about one day needs none of them
    from .lookback import Summary
    from .results import Change, Difference, Found, Revision, SubjectStatus
    from .tables import Rectangle
    from .words import Comparison

__all__ = ["Register", "without_collecting"]

_FEW = 20  # sanctions that are printed as code


def _sorted(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(values, key=lambda one: one.id))


def _reliefs(values: Iterable[Relief]) -> tuple[Relief, ...]:
    return tuple(
        sorted(values, key=lambda one: (one.authority, one.name, str(one.starts), str(one.known), str(one.retracted)))
    )


def _statements(values: Iterable[Statement]) -> tuple[Statement, ...]:
    def order(one: Statement) -> tuple[str | tuple[str, ...], ...]:
        return str(one.on), one.by, one.says, one.about, one.quote or "", str(one.known), str(one.retracted)

    return tuple(sorted(values, key=order))


@contextmanager
def without_collecting() -> Iterator[None]:
    """Many values are made and none thrown away: the collector would only look at them again and again."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@frozen
class Register:
    """A set of sanctions with the reliefs and statements about several of them, and the names they use.

    Everything is kept in one order, so that two registers with the same facts are equal whatever the order of files.
    Raises `ValueError` where two sanctions have one id. Every question raises `BadDay` on what is no day, or a period that ends before it
    begins, `UnknownId` on an id or name that nothing bears, and as `Timeline` says where a history cannot be answered from.
    """

    sanctions: tuple[Sanction, ...] = field(default=(), converter=_sorted)
    reliefs: tuple[Relief, ...] = field(default=(), kw_only=True, converter=_reliefs)
    statements: tuple[Statement, ...] = field(default=(), kw_only=True, converter=_statements)
    authorities: tuple[Authority, ...] = field(default=(), kw_only=True, converter=_sorted, repr=False)
    subjects: tuple[Subject, ...] = field(default=(), kw_only=True, converter=_sorted, repr=False)
    people: tuple[Person, ...] = field(default=(), kw_only=True, converter=_sorted, repr=False)
    negotiations: tuple[Negotiation, ...] = field(default=(), kw_only=True, converter=_sorted, repr=False)
    _by_id: dict[str, Sanction] = field(init=False, eq=False, repr=False)
    _timelines: dict[str, Timeline] = field(init=False, factory=dict, eq=False, repr=False)
    _runs: RunCache = field(init=False, factory=dict, eq=False, repr=False)
    _alike: dict[tuple[int, int, date | None], CompiledCache] = field(init=False, factory=dict, eq=False, repr=False)
    _version: list[str] = field(init=False, factory=list, eq=False, repr=False)
    _bearers: dict[str, str] = field(init=False, factory=dict, eq=False, repr=False)
    _touching: dict[str, list[Relief]] = field(init=False, factory=dict, eq=False, repr=False)
    _families: dict[tuple[str, str], list[Relief]] = field(init=False, factory=dict, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_id = {sanction.id: sanction for sanction in self.sanctions}
        if len(by_id) != len(self.sanctions):
            twice = next(one.id for one, other in pairwise(self.sanctions) if one.id == other.id)
            raise ValueError(f"two sanctions have the id {twice!r}")
        object.__setattr__(self, "_by_id", by_id)
        for relief in self.all_reliefs():
            for id_ in {one for touch in relief.touches for one in touch.sanctions}:
                self._touching.setdefault(id_, []).append(relief)
            self._families.setdefault((relief.authority, relief.name), []).append(relief)
        for relief in self.all_reliefs():
            for name in relief.supersedes:
                self._tie((relief.authority, relief.name), (relief.authority, name))

    def _tie(self, one: tuple[str, str], other: tuple[str, str]) -> None:
        mine, theirs = self._families[one], self._families.get(other)
        if theirs is not None and theirs is not mine:
            mine += theirs
            for relief in theirs:
                self._families[relief.authority, relief.name] = mine

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __len__(self) -> int:
        return len(self.sanctions)

    def __repr__(self) -> str:
        return f"<Register of {len(self.sanctions)} sanctions, {sum(1 for _ in self.all_reliefs())} reliefs>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print a small register as the code that makes it (a counterexample of a test is one), another one as a line."""
        if len(self) > _FEW:
            printer.text(repr(self))
        else:
            as_lines(self, printer, cycle)

    def _repr_html_(self) -> str:
        """Return a table of the authorities with the number of their sanctions, for a notebook."""
        from .markup import table_of

        counts = Counter(one.authority for one in self.sanctions)
        rows = [(id_, self.name_of(id_), count) for id_, count in sorted(counts.items())]
        reliefs = sum(1 for _ in self.all_reliefs())
        caption = f"{len(self)} sanctions and {reliefs} reliefs, data version {self.version}"
        return table_of(caption, ("authority", "name", "sanctions"), rows)

    def all_reliefs(self) -> Iterator[Relief]:
        """Yield the reliefs of all files, those written with one sanction included."""
        yield from self.reliefs
        for sanction in self.sanctions:
            yield from sanction.reliefs

    def sanction(self, id: str) -> Sanction:
        """Return the sanction of this id; raises `UnknownId` with the nearest known ones."""
        found = self._by_id.get(id) if isinstance(id, str) else None
        if found is None:
            raise UnknownId("sanction", str(id), self._by_id)
        return found

    def timeline(self, id: str) -> Timeline:
        """Return the compiled timeline of a sanction, with every relief that touches it or is tied to one that does."""
        found = self._timelines.get(id) if isinstance(id, str) else None
        if found is None:
            sanction = self.sanction(id)
            base = None if sanction.rests_on is None else self.timeline(sanction.rests_on)
            statements = [*sanction.statements, *(one for one in self.statements if id in one.about)]
            reliefs = self._tied(id)
            alike = None if reliefs or statements or base else self._shared(sanction)
            found = self._timelines[id] = Timeline(sanction, reliefs, base, statements, self._runs, alike)
        return found

    def _shared(self, sanction: Sanction) -> CompiledCache:
        """Thousands of entries of a list came and left with the same editions: what has the very same acts is compiled once."""
        return self._alike.setdefault(
            (_identity(sanction.transitions), _identity(sanction.lifecycle), sanction.reviewed), {}
        )

    def _tied(self, id: str) -> list[Relief]:
        """Return the reliefs that touch a sanction, with all that are tied to them by what supersedes what."""
        found: dict[int, Relief] = {}
        for relief in self._touching.get(id, ()):
            found.update((_identity(one), one) for one in self._families[relief.authority, relief.name])
        return list(found.values())

    def timelines(self) -> Iterator[Timeline]:
        """Yield the timeline of every sanction, in the order of their ids."""
        for sanction in self.sanctions:
            yield self.timeline(sanction.id)

    def rectangles(self) -> tuple[Rectangle, ...]:
        """Return every answer as rows: for each id, day and day of knowledge exactly one (see `Rectangle`).

        Raises as `status` does where a history is unlawful.
        """
        from .tables import rectangles

        with without_collecting():
            return tuple(rectangles(self.timelines()))

    def lookback(
        self,
        table: Any,
        *,
        id: str,
        on: str,
        known_on: str | None = None,
        by: str = "id",
        day_format: str | None = None,
        summary: Summary | None = None,
    ) -> Any:
        """Return a table of the user's own kind (pandas, Polars, PyArrow, DuckDB) with the answer for the day of every row beside it.

        ``id``, ``on`` and ``known_on`` name its columns; ``by`` says what the names in ``id`` are: ``"id"``, ``"subject"`` or
        ``"list key"``. Rows come back in their order, none left out; one that cannot be answered says why in
        ``st_problem``, and ``summary`` counts them. An iterator of tables gives an iterator. Raises `KeyError` on a column that is not
        there, `ValueError` where one of ours is, `TypeError` on what is no table, `ImportError` without the extra ``lookback``.
        """
        from .lookback import look_back

        return look_back(
            self,
            table,
            version=self.version,
            id=id,
            on=on,
            known_on=known_on,
            by=by,
            day_format=day_format,
            summary=summary,
        )

    @property
    def version(self) -> str:
        """What the answers rest on, in a word for the file: the version of the program and a hash of all records."""
        if not self._version:
            from hashlib import sha256

            from . import __version__

            told = sha256()
            for sanction in self.sanctions:
                told.update(repr(sanction).encode())
            told.update(repr(self.reliefs).encode())
            self._version.append(f"{__version__}+{told.hexdigest()[:12]}")
        return self._version[0]

    def subject_of(self, name: str) -> Subject | None:
        """Return the subject of this id, name or alias, or ``None``."""
        return bearer_of(name, self.subjects)

    # Questions about one day.

    def status(self, id: str, on: object, known_on: object = None) -> Status:
        """Return the status of one sanction on a day, as known on ``known_on`` (``None``: with all that is recorded).

        Days are ``datetime.date`` or ``YYYY-MM-DD``. Raises `UnknownId` and `BadDay`.
        """
        line = self._timelines.get(id) if isinstance(id, str) else None
        return (line or self.timeline(id)).status(on, known_on)

    def select(
        self, *, authority: str | None = None, subject: str | None = None, measure: str | None = None
    ) -> tuple[Sanction, ...]:
        """Return the sanctions of an authority, a subject and a measure; raises `UnknownId` on an unknown name."""
        chosen: Iterable[Sanction] = self.sanctions
        if authority is not None:
            wanted = self._named("authority", authority, self.authorities, {one.authority for one in self.sanctions})
            chosen = [one for one in chosen if one.authority == wanted]
        if subject is not None:
            wanted = self._named(
                "subject", subject, self.subjects, {name for one in self.sanctions for name in one.subjects}
            )
            chosen = [one for one in chosen if wanted in one.subjects]
        if measure is not None:
            known = {one.measure for one in self.sanctions if one.measure}
            if not isinstance(measure, str) or measure not in known:
                raise UnknownId("measure", str(measure), known)
            chosen = [one for one in chosen if one.measure == measure]
        return tuple(chosen)

    def _named(self, what: str, word: str, named: Iterable[Authority | Subject], used: set[str]) -> str:
        if not isinstance(word, str):
            raise UnknownId(what, str(word), ())
        if word in used:
            return word
        found = bearer_of(word, named)
        if found is not None:
            return found.id
        raise UnknownId(what, word, sorted({*used, *(one.id for one in named)}))

    @without_collecting()
    def in_force(
        self,
        on: object,
        known_on: object = None,
        *,
        authority: str | None = None,
        subject: str | None = None,
        measure: str | None = None,
    ) -> tuple[Status, ...]:
        """Return the status of every sanction that is, or may be, in force on a day: relieved ones included.

        Suspended and pending ones are not among them, nor (unless ``measure="regime"`` is asked for) regimes.
        """
        day, known = as_day(on), None if known_on is None else as_day(known_on, "known_on")
        found = []
        for sanction in self.select(authority=authority, subject=subject, measure=measure):
            if sanction.measure == "regime" and measure != "regime":
                continue
            status = self.status(sanction.id, day, known)
            if any(pair.state in sanction.lifecycle.binding for pair in status.possible):
                found.append(status)
        return tuple(found)

    def subject(self, name: str, on: object, known_on: object = None) -> SubjectStatus:
        """Return all sanctions that people mean by a word (an id, name or alias of a subject), with the strictest."""
        from .results import SubjectStatus

        id_ = self._named(
            "subject", name, self.subjects, {one for sanction in self.sanctions for one in sanction.subjects}
        )
        subject = next((one for one in self.subjects if one.id == id_), Subject(id=id_, name=id_))
        day, known = as_day(on), None if known_on is None else as_day(known_on, "known_on")
        members = tuple(self.status(one.id, day, known) for one in self.select(subject=id_) if one.measure != "regime")
        return SubjectStatus(subject, day, known, members)

    # Questions about a length of time.

    @without_collecting()
    def in_force_between(
        self,
        first: object,
        last: object,
        known_on: object = None,
        *,
        authority: str | None = None,
        subject: str | None = None,
        measure: str | None = None,
    ) -> dict[str, tuple[Span, ...]]:
        """Return, for each sanction that may be in force on a day of [first, last], both inclusive, its spans of those days."""
        start, end = _period(first, last)
        found = {}
        for sanction in self.select(authority=authority, subject=subject, measure=measure):
            if sanction.measure == "regime" and measure != "regime":
                continue
            spans = tuple(
                span
                for span in self.timeline(sanction.id).spans(known_on)
                if (span.from_ is None or span.from_ <= end)
                and (span.to is None or start < span.to)
                and any(pair.state in sanction.lifecycle.binding for pair in span.possible)
            )
            if spans:
                found[sanction.id] = spans
        return found

    @without_collecting()
    def changes(
        self,
        first: object,
        last: object,
        known_on: object = None,
        *,
        authority: str | None = None,
        subject: str | None = None,
        measure: str | None = None,
    ) -> tuple[Change, ...]:
        """Return what changed on the days after ``first`` up to ``last`` (inclusive), in the order of days, then ids."""
        start, end = _period(first, last)
        found = []
        for sanction in self.select(authority=authority, subject=subject, measure=measure):
            spans = self.timeline(sanction.id).spans(known_on)
            for before, after in pairwise(spans):
                if after.from_ is not None and start < after.from_ <= end:
                    found.append(self._change(sanction.id, before, after, after.from_, known_on))
        return tuple(sorted(found, key=lambda change: (change.on, change.id)))

    def _change(self, id: str, before: Span, after: Span, on: date, known_on: object) -> Change:
        from .results import Change

        old, new = (self.status(id, day, known_on) for day in (max(on, date(1, 1, 2)) - timedelta(days=1), on))
        began = tuple(name for name in new.reliefs if name not in old.reliefs)
        ended = tuple(name for name in old.reliefs if name not in new.reliefs)
        cause = None if old.causes == new.causes else new.cause
        below, passed_on = self.timeline(id).rests_on, None
        if below is not None:
            was, now = (below.status(one.on, known_on).possible for one in (old, new))
            passed_on = below.sanction.id if was != now else None
        return Change(
            id, on, before.possible, after.possible, cause, began, ended, passed_on, new.projected, new.provisional
        )

    @without_collecting()
    def diff(
        self,
        first: object,
        last: object,
        known_on: object = None,
        *,
        authority: str | None = None,
        subject: str | None = None,
        measure: str | None = None,
    ) -> tuple[Difference, ...]:
        """Return the sanctions whose possibilities on ``last`` differ from those on ``first``, which may be the later day."""
        from .results import Difference

        start, end = as_day(first, "first day"), as_day(last, "last day")
        found = []
        for sanction in self.select(authority=authority, subject=subject, measure=measure):
            before, after = (self.status(sanction.id, day, known_on) for day in (start, end))
            if before.possible != after.possible:
                found.append(Difference(sanction.id, before, after))
        return tuple(found)

    @without_collecting()
    def conflicts(
        self,
        known_on: object = None,
        *,
        authority: str | None = None,
        subject: str | None = None,
        measure: str | None = None,
    ) -> tuple[Comparison, ...]:
        """Return every statement held against every sanction that it is about, in the order of their days.

        Each is graded: it agrees, is early or late by so many days, contradicts, or is undecided.
        """
        from .words import compare

        known = None if known_on is None else as_day(known_on, "known_on")
        found = []
        for sanction in self.select(authority=authority, subject=subject, measure=measure):
            line = self.timeline(sanction.id)
            found += [compare(one, line, known) for one in line.statements if visible(one, known)]
        return tuple(
            sorted(found, key=lambda one: (said_day(one.statement), one.statement.by, one.statement.says, one.id))
        )

    def upcoming(
        self,
        first: object,
        last: object,
        *,
        authority: str | None = None,
        subject: str | None = None,
        measure: str | None = None,
    ) -> tuple[Change, ...]:
        """Return what will change after ``first`` up to ``last`` if nobody acts: with what was known on ``first``."""
        return self.changes(first, last, first, authority=authority, subject=subject, measure=measure)

    @without_collecting()
    def revisions(
        self,
        first: object,
        last: object,
        *,
        authority: str | None = None,
        subject: str | None = None,
        measure: str | None = None,
    ) -> tuple[Revision, ...]:
        """Return the answers that knowledge won after ``first`` up to ``last`` changed: which days, from what, to what."""
        from .results import revised

        start, end = _period(first, last)
        found: list[Revision] = []
        for sanction in self.select(authority=authority, subject=subject, measure=measure):
            line = self.timeline(sanction.id)
            for known in line.knowledge:
                if start < known <= end:
                    found += revised(
                        sanction.id, known, line.spans(max(known, date(1, 1, 2)) - timedelta(days=1)), line.spans(known)
                    )
        return tuple(sorted(found, key=lambda one: (one.known, one.id, one.from_ or date.min)))

    def name_of(self, id: str) -> str:
        """Return the name of a person or authority, or the id itself where none bears it."""
        if not self._bearers:
            self._bearers.update((one.id, one.name) for one in self.people)
            self._bearers.update((one.id, one.name) for one in self.authorities)
        return self._bearers.get(id, id)

    def find(self, name: str) -> tuple[Found, ...]:
        """Look for a name among names, aliases, targets and identifiers: exact matches first, then those with all its words.

        Raises `ValueError` without a letter or digit.
        """
        from .finding import found_among, names_of

        return found_among(names_of(self), name)

    def names(self) -> frozenset[str]:
        """Return every name, alias, target and identifier that `find` looks through."""
        from .finding import names_of

        return frozenset(text for one in names_of(self) for text in one.texts if text)


_identity = id  # under a name that the parameters of the same name do not hide


def _period(first: object, last: object) -> tuple[date, date]:
    start, end = as_day(first, "first day"), as_day(last, "last day")
    if end < start:
        raise BadDay(f"the period ends ({end}) before it begins ({start}); give the earlier day first")
    return start, end
