"""A sanction compiled: for each thing the public came to know, the answer for every day. Asking is a bisect."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple, TypeVar

from attrs import evolve, frozen

from .acts import Setter
from .answer import Answer, Cause, Doubt, Possible, Status, label_of
from .days import Day, DoubtfulDay, as_day, ordinals
from .facts import Coverage, Relief, Revocation, Statement, Transition
from .force import Reading, walk
from .lifecycle import STANDARD, State
from .relief import Permit, Running, families, run
from .sanction import Sanction
from .windows import TooDoubtful, Track, day_of, end_window, window

__all__ = ["Compiled", "CompiledCache", "RunCache", "Span", "Timeline", "said_day", "tied", "timeline", "visible"]

T = TypeVar("T")
RunCache = dict[tuple[tuple[int, ...], ...], Track[frozenset[frozenset[Running]]]]


def visible(record: Transition | Relief | Revocation | Statement, known_on: date | None) -> bool:
    """Say whether a record exists for a reader: known <= known_on < retracted; ``None`` is the latest reader."""
    if known_on is None:
        return record.retracted is None
    return record.known_day <= known_on and (record.retracted is None or known_on < record.retracted)


@frozen
class Span:
    """A run of days ``[from_, to)`` with the same possibilities; ``None`` is an open side. ``derived`` says that a timer, not an act, began it."""

    from_: date | None
    to: date | None
    possible: frozenset[Possible]
    label: str
    cause: Cause | None
    derived: bool
    reliefs: tuple[str, ...]
    provisional: bool


class Compiled(NamedTuple):
    """The answers of one reader: ``answers[n]`` holds from the day ``starts[n]`` on (an ordinal; the first is 0, before every day)."""

    starts: tuple[int, ...]
    answers: tuple[Answer, ...]
    said: tuple[int, ...]
    statements: tuple[tuple[Statement, ...], ...]


CompiledCache = dict[int, Compiled]
"""What is compiled, by knowledge interval."""


class Timeline:
    """One sanction with the reliefs that touch it, what it rests on and what was said about it, on both clocks.

    Each knowledge interval is compiled when it is first asked about, and kept. Asking raises `UnlawfulEvent`
    or `UnlawfulRelief` where the history, as then known, breaks its rules, and `TooDoubtful` where it cannot be computed exactly.
    """

    def __init__(
        self,
        sanction: Sanction,
        reliefs: Iterable[Relief] = (),
        rests_on: Timeline | None = None,
        statements: Iterable[Statement] = (),
        runs: RunCache | None = None,
        compiled: CompiledCache | None = None,
    ) -> None:
        self.sanction, self.rests_on = sanction, rests_on
        self.reliefs = tuple(reliefs)
        self.statements = tuple(sorted(statements, key=lambda one: (said_day(one), str(one.on), one.by, one.says)))
        self._runs: RunCache = {} if runs is None else runs
        self._compiled: CompiledCache = {} if compiled is None else compiled
        self.shared: CompiledCache | None = compiled
        """The same value for timelines that answer alike, but for the id: what was told of one holds for the other."""
        self._passed_on: dict[int, tuple[int, ...]] = {}

    def __repr__(self) -> str:
        return f"<Timeline of {self.sanction.id}: {len(self.sanction.transitions)} acts, {len(self.reliefs)} reliefs>"

    @cached_property
    def knowledge(self) -> tuple[date, ...]:
        """The days on which something became known or was retracted, in order; the latest reader asks for none of them."""
        records: list[Transition | Relief | Revocation | Statement] = [*self.sanction.transitions, *self.statements]
        for relief in self.reliefs:
            records.append(relief)
            if relief.revoked is not None:
                records.append(relief.revoked)
        days = {record.known_day for record in records} | {record.retracted for record in records if record.retracted}
        if self.rests_on is not None:
            days.update(self.rests_on.knowledge)
        return tuple(sorted(days))

    def status(self, on: object, known_on: object = None) -> Status:
        """Return the status on a day (a date or ``YYYY-MM-DD``), as known on ``known_on`` (``None``: all that is recorded)."""
        day = on if type(on) is date else as_day(on)
        known = known_on if known_on is None or type(known_on) is date else as_day(known_on, "known_on")
        compiled = self.compile(known)
        ordinal = day.toordinal()
        answer = compiled.answers[bisect_right(compiled.starts, ordinal) - 1]
        projected = (known is not None and day > known) or (answer.reviewed is not None and day > answer.reviewed)
        said = compiled.statements[bisect_right(compiled.said, ordinal)]
        return Status(self.sanction.id, day, known, answer, projected, said)

    def spans(self, known_on: object = None) -> tuple[Span, ...]:
        """Return the runs of equal possibilities: every day once, in order, half-open, neighbours different."""
        compiled = self.compile(None if known_on is None else as_day(known_on, "known_on"))
        standing = {relief.name for relief in self.reliefs if relief.standing}
        found: list[Span] = []
        for answer in compiled.answers:
            if found and found[-1].from_ == answer.since and found[-1].possible == answer.possible:
                old, new = found[-1].reliefs, answer.reliefs
                # A licence of a series ran for its part of the span; a standing one is told only where it ran throughout.
                names = tuple(
                    one for one in dict.fromkeys((*old, *new)) if one not in standing or (one in old and one in new)
                )
                found[-1] = evolve(found[-1], reliefs=names, provisional=found[-1].provisional or answer.provisional)
                continue
            cause = answer.causes[-1] if answer.causes else None
            label = label_of(answer.possible, answer.lifecycle)
            derived = cause is not None and cause.timer
            found.append(
                Span(
                    answer.since,
                    answer.ends,
                    answer.possible,
                    label,
                    cause,
                    derived,
                    answer.reliefs,
                    answer.provisional,
                )
            )
        return tuple(found)

    def _repr_html_(self) -> str:
        """Return the spans, with all that is recorded, as a bar and a table, for a notebook."""
        from .markup import bar_of, table_of
        from .palette import LOOKS, kind_of

        spans, lifecycle = self.spans(), self.sanction.lifecycle
        bounded = [(one.from_, one.to, one) for one in spans if one.from_ is not None and one.to is not None]
        parts = [
            ((to - from_).days, LOOKS[kind_of(one.possible, lifecycle)].light, f"{from_} to {to}: {one.label}")
            for from_, to, one in bounded
        ]
        head = ("from", "to (not included)", "label", "reliefs", "cause", "marks")
        rows = [
            (
                one.from_,
                one.to,
                one.label,
                one.reliefs,
                one.cause,
                [name for name in ("derived", "provisional") if getattr(one, name)],
            )
            for one in spans
        ]
        name = self.sanction.title or self.sanction.id
        return (bar_of(parts) if parts else "") + table_of(f"{name} ({self.sanction.id})", head, rows)

    def check(self) -> None:
        """Compile every knowledge interval; raises as `status` does where one of them is unlawful."""
        for day in (None, *self.knowledge):  # what is wrong even with all that is recorded is the clearer message
            self.compile(day)

    def readers(self) -> tuple[tuple[date | None, date | None, tuple[int, ...], tuple[Answer, ...]], ...]:
        """Return, for each interval [from, to) of knowledge, the first days of its answers (ordinals) and the answers.

        ``None`` is an open side; the last interval is that of a reader with all that is recorded. The first answer begins on day 0,
        before any date. Raises as `status` does.
        """
        turns = [None, *(day for day in self.knowledge if day > date.min)]
        found = []
        for number, start in enumerate(turns):
            end = turns[number + 1] if number + 1 < len(turns) else None
            compiled = self.compile(None if end is None else start or end - timedelta(days=1))
            found.append((start, end, compiled.starts, compiled.answers))
        return tuple(found)

    def possible_on(self, ordinal: int, known_on: date | None) -> Answer:
        """Return the answer for the day of this ordinal, before it is asked about."""
        compiled = self.compile(known_on)
        return compiled.answers[bisect_right(compiled.starts, ordinal) - 1]

    def passed_on(self, known_on: date | None) -> tuple[int, ...]:
        """Return the ordinals on which something changes that a record resting on this one hears of."""
        compiled = self.compile(known_on)
        found = self._passed_on.get(id(compiled))
        if found is None:
            heard = [
                ({pair.state for pair in one.possible} & _PASSED_ON, one.provisional, one.reviewed)
                for one in compiled.answers
            ]
            starts = zip(compiled.starts, heard, [None, *heard], strict=False)
            found = self._passed_on[id(compiled)] = tuple(start for start, now, before in starts if now != before)
        return found

    def compile(self, known_on: date | None) -> Compiled:
        """Compile the answers of one reader, or return them as compiled before."""
        key = -1 if known_on is None else bisect_right(self.knowledge, known_on)
        found = self._compiled.get(key)
        if found is None:
            try:
                found = self._compiled[key] = _Compiler(self, known_on).compile()
            except TooDoubtful:
                words = "its doubtful days allow more histories than can be computed exactly; narrow them"
                raise TooDoubtful(f"{self.sanction.id}: {words}") from None
        return found


def tied(id: str, reliefs: Iterable[Relief]) -> list[Relief]:
    """Return the reliefs that touch a sanction, with all that are tied to them by what supersedes what, in their order."""
    every = list(reliefs)
    names = {(one.authority, one.name) for one in every if one.touching(id)}
    grown = bool(names)
    while grown:
        grown = False
        for one in every:
            linked = {(one.authority, one.name), *((one.authority, name) for name in one.supersedes)}
            if linked & names and not linked <= names:
                names |= linked
                grown = True
    return [one for one in every if (one.authority, one.name) in names]


def timeline(
    sanction: Sanction,
    *,
    reliefs: Iterable[Relief] = (),
    rests_on: Sanction | None = None,
    statements: Iterable[Statement] = (),
) -> Timeline:
    """Compile one sanction made in code, with its own reliefs and statements and those given.

    Raises `UnlawfulEvent` or `UnlawfulRelief` where the history is unlawful as known on any day.
    """
    own = tied(sanction.id, (*sanction.reliefs, *reliefs))
    base = None if rests_on is None else timeline(rests_on)
    found = Timeline(sanction, own, base, (*sanction.statements, *statements))
    found.check()
    return found


def said_day(statement: Statement) -> int:
    """Return the ordinal of the day by which the words were surely said."""
    first, last = ordinals(statement.on)
    return last if last is not None else max(first or 0, statement.known_day.toordinal())


def _borne_out(record: Transition | Relief) -> bool:
    return not record.inferred and any(source.tier <= 2 for source in record.sources)


class _Compiler:
    """One sanction for one reader."""

    def __init__(self, line: Timeline, known_on: date | None) -> None:
        self.line, self.known_on = line, known_on
        self.lifecycle = line.sanction.lifecycle
        self.acts = tuple(act for act in line.sanction.transitions if visible(act, known_on))
        self.permits = [
            Permit(relief, relief.revoked if relief.revoked is not None and visible(relief.revoked, known_on) else None)
            for relief in line.reliefs
            if visible(relief, known_on)
        ]
        self._causes: dict[Setter, Cause] = {}
        self._borne: dict[int, bool] = {}
        self._own: dict[tuple[frozenset[Reading], tuple[frozenset[frozenset[Running]], ...]], Answer] = {}

    def compile(self) -> Compiled:
        starts = [window(permit.relief.starts) for permit in self.permits]
        force = walk(self.acts, self.lifecycle, beside=starts if self.permits else None)
        episodes = tuple(sorted({one.over for readings in force.values for one in readings if one.over is not None}))
        self.families = families(self.permits)
        tracks = [self._run(family, episodes) for family in self.families]
        turns = {*force.starts, *(start for track in tracks for start in track.starts)}
        base = self.line.rests_on
        if base is not None:
            turns.update(base.passed_on(self.known_on))
        pieces: list[tuple[int, Answer]] = []
        for start in sorted(turns):
            readings = _at(force, start)
            running = tuple(_at(track, start) for track in tracks)
            below = None if base is None else base.possible_on(start, self.known_on)
            answer = self._answer(readings, running, below)
            if not pieces or pieces[-1][1] != answer:
                pieces.append((start, answer))
        said, statements = self._statements()
        return Compiled(tuple(start for start, _ in pieces), _bounded(pieces), said, statements)

    def _run(self, family: tuple[Permit, ...], episodes: tuple[int, ...]) -> Track[frozenset[frozenset[Running]]]:
        key = (episodes, *((id(permit.relief), id(permit.revoked)) for permit in family))
        found = self.line._runs.get(key)
        if found is None:
            found = self.line._runs[key] = run(family, episodes=episodes)
        return found

    def _statements(self) -> tuple[tuple[int, ...], tuple[tuple[Statement, ...], ...]]:
        seen = tuple(one for one in self.line.statements if visible(one, self.known_on))
        return tuple(said_day(one) for one in seen), tuple(seen[:count] for count in range(len(seen) + 1))

    def _answer(
        self, readings: frozenset[Reading], running: tuple[frozenset[frozenset[Running]], ...], below: Answer | None
    ) -> Answer:
        key = (readings, running)
        own = self._own.get(key)
        if own is None:
            own = self._own[key] = self._own_answer(readings, running)
        base = self.line.rests_on
        if below is None or base is None or not any(pair.state in _BEARS for pair in own.possible):
            return own
        added = {pair.state for pair in below.possible} & _PASSED_ON
        reviewed = min((day for day in (own.reviewed, below.reviewed) if day is not None), default=None)
        provisional = own.provisional or below.provisional
        if not added and (provisional, reviewed) == (own.provisional, own.reviewed):
            return own
        possible, doubts = own.possible, own.doubts
        if added:
            possible |= {Possible(state, Coverage.NONE) for state in added}
            doubts = (*doubts, Doubt(f"what it rests on ({base.sanction.id}) being {' or '.join(sorted(added))}"))
        return Answer(possible, None, None, own.causes, own.reliefs, provisional, reviewed, doubts, self.lifecycle)

    def _own_answer(self, readings: frozenset[Reading], running: Sequence[frozenset[frozenset[Running]]]) -> Answer:
        """Return what the sanction's own acts and reliefs give, whatever it rests on."""
        possible: set[Possible] = set()
        counted: dict[int, Relief] = {}
        names: set[str] = set()
        for reading in readings:
            levels = self._levels(reading, running, counted, names)
            possible.update(Possible(reading.state, level) for level in levels)
        acts = {reading.cause.act for reading in readings if reading.cause is not None}
        acts |= {reading.renewal for reading in readings if reading.renewal is not None}
        provisional = not all(self._borne_out(self.acts[number]) for number in acts) or not all(
            self._borne_out(relief) for relief in counted.values()
        )
        doubts: tuple[Doubt, ...] = self._doubts(readings, names) if len(possible) > 1 else ()
        set_by = {one.cause for one in readings if one.cause is not None}
        ordered = sorted(set_by, key=lambda one: (one.act, one.timer or "")) if len(set_by) > 1 else set_by
        causes = tuple(self._cause(setter) for setter in ordered)
        reviewed = self.line.sanction.reviewed
        return Answer(
            frozenset(possible), None, None, causes, tuple(sorted(names)), provisional, reviewed, doubts, self.lifecycle
        )

    def _borne_out(self, record: Transition | Relief) -> bool:
        known = self._borne.get(id(record))
        if known is None:
            known = self._borne[id(record)] = _borne_out(record)
        return known

    def _levels(
        self,
        reading: Reading,
        running: Sequence[frozenset[frozenset[Running]]],
        counted: dict[int, Relief],
        names: set[str],
    ) -> set[Coverage]:
        """Return the possible reliefs of one reading, and note which reliefs run and which count.

        A relief counts in the episode it starts in, else in the first that begins while it runs: so it must have started no
        earlier than the day on which the episode before ended.
        """
        levels = {Coverage.NONE}
        binding = reading.state in self.lifecycle.binding
        for family, worlds in zip(self.families, running, strict=True):
            mine: set[Coverage] = set()
            for world in worlds:
                level = Coverage.NONE
                for permit, start in world:
                    relief = family[permit].relief
                    touch = relief.touching(self.line.sanction.id)
                    if touch is None or (reading.over is not None and start < reading.over):
                        continue
                    names.add(relief.name)
                    if binding and not relief.standing:
                        counted[id(relief)] = relief
                        level = _wider(level, touch.coverage)
                mine.add(level)
            levels = {_wider(one, other) for one in levels for other in mine}
        return levels

    def _doubts(self, readings: frozenset[Reading], names: set[str]) -> tuple[Doubt, ...]:
        found = []
        setters = {reading.cause.act for reading in readings if reading.cause is not None}
        # Where the end of an earlier episode is in doubt, so is which reliefs count in this one.
        earlier = range(max(setters)) if len({reading.over for reading in readings}) > 1 and setters else ()
        for number, act in enumerate(self.acts):
            for name in ("effective", "adopted", "last_day", "ends", "back_to", "to"):
                day = getattr(act, name)
                if isinstance(day, DoubtfulDay) and (number in setters or number in earlier):
                    found.append(Doubt(f"{name!r} of '{act.event}', {day}", act.place))
        for relief, revoked in self.permits:
            for name in ("starts", "last_day", "ends"):
                day = getattr(relief, name)
                if isinstance(day, DoubtfulDay) and (relief.name in names or not names.isdisjoint(relief.supersedes)):
                    found.append(Doubt(f"{name!r} of {relief.name}, {day}", relief.place))
            if revoked is not None and isinstance(revoked.effective, DoubtfulDay) and relief.name in names:
                found.append(
                    Doubt(f"'effective' of the revocation of {relief.name}, {revoked.effective}", revoked.place)
                )
        return tuple(found)

    def _cause(self, setter: Setter) -> Cause:
        found = self._causes.get(setter)
        if found is None:
            act = self.acts[setter.act]
            found = self._causes[setter] = Cause(
                event=setter.timer or act.event,
                authority=act.authority or self.line.sanction.authority,
                effective=act.effective
                if setter.timer is None or setter.timer in self.lifecycle.commencements
                else _end_of(act),
                instrument=act.instrument,
                sources=act.sources,
                timer=setter.timer is not None,
                where=act.place,
            )
        return found


# Only a record that itself binds or is suspended hears what becomes of the one that it rests on; only these are passed on.
_BEARS = frozenset({State.IN_FORCE, State.SUSPENDED})
_PASSED_ON = STANDARD.ended | {State.SUSPENDED}
_WIDTH = {Coverage.NONE: 0, Coverage.PART: 1, Coverage.FULL: 2}


def _wider(one: Coverage, other: Coverage) -> Coverage:
    return one if _WIDTH[one] >= _WIDTH[other] else other


def _at(track: Track[T], day: int) -> T:
    return track.values[bisect_right(track.starts, day) - 1]


def _end_of(act: Transition) -> Day | str:
    """Return the day on which the end of ``act`` falls (exclusive), in words where it depends on a doubtful day."""
    if act.lasts is not None:
        first, last = ordinals(act.effective)
        end = act.lasts.after(date.fromordinal(first)) if first is not None and first == last else None
        return end or f"{act.lasts} after {act.effective}"
    window = end_window(act.last_day, act.ends)
    if window is not None and window[0] == window[1]:
        return date.fromordinal(window[0])
    return act.ends if act.ends is not None else f"the day after {act.last_day}"


def _bounded(pieces: Sequence[tuple[int, Answer]]) -> tuple[Answer, ...]:
    """Give each answer the bounds of the run of equal possibilities in which it lies."""
    found: list[Answer] = []
    first = 0
    while first < len(pieces):
        after = first + 1
        while after < len(pieces) and pieces[after][1].possible == pieces[first][1].possible:
            after += 1
        since = day_of(pieces[first][0])
        ends = day_of(pieces[after][0]) if after < len(pieces) else None
        found += [answer.bounded(since, ends) for _, answer in pieces[first:after]]
        first = after
    return tuple(found)
