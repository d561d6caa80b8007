"""What one file alone cannot show: names that point nowhere, histories that are unlawful, checkpoints that fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .answer import label_of
from .facts import Checkpoint, Relief, Statement, Transition
from .force import UnlawfulEvent
from .problems import Problem, nearest
from .relief import UnlawfulRelief
from .sanction import Sanction
from .textfile import Place
from .windows import TooDoubtful

if TYPE_CHECKING:
    from .register import Register

__all__ = ["check_histories", "check_names"]


def _problem(code: str, message: str, place: Place | None, name: str) -> Problem:
    return Problem(code, message, name if place is None else place.file, None if place is None else place.line)


def _at(record: Transition | Relief | Statement | Sanction, *path: str | int) -> Place | None:
    place = record.place
    return None if place is None else Place(place.document, (*place.path, *path))


def check_names(register: Register, known: Register | None = None) -> list[Problem]:
    """Return the names that are not known: authorities, subjects, people, ids, reliefs superseded.

    ``known`` holds names that count as well, those of a lone file's surroundings.
    """
    names = _Names(register, known)
    found: list[Problem] = []
    for sanction in register.sanctions:
        found += names.of_sanction(sanction)
    for relief in register.reliefs:
        found += names.of_relief(relief)
    for statement in register.statements:
        found += names.of_statement(statement)
    found += _twice(register)
    return found


class _Names:
    def __init__(self, register: Register, known: Register | None) -> None:
        both = [register] if known is None else [register, known]
        self.ids = {one.id for each in both for one in each.sanctions}
        self.authorities = {one.id for each in both for one in each.authorities}
        self.subjects = {one.id for each in both for one in each.subjects}
        self.speakers = self.authorities | {one.id for each in both for one in each.people}
        self.reliefs = {(one.authority, one.name) for each in both for one in each.all_reliefs()}
        self.lone = known is not None

    def unknown(self, what: str, word: str, known: Iterable[str], place: Place | None, name: str) -> Problem:
        return _problem("unknown-name", f"no {what} {word[:80]!r} is known{nearest(word, known)}", place, name)

    def of_sanction(self, sanction: Sanction) -> Iterator[Problem]:
        if sanction.authority not in self.authorities and not self.lone:
            known = nearest(sanction.authority, self.authorities)
            yield _problem(
                "unknown-name",
                f"no authority {sanction.authority!r} is known, in whose folder it lies{known}; add it to authorities.toml",
                _at(sanction),
                sanction.id,
            )
        for number, subject in enumerate(sanction.subjects):
            if subject not in self.subjects:
                yield self.unknown("subject", subject, self.subjects, _at(sanction, "subjects", number), sanction.id)
        if sanction.rests_on is not None and sanction.rests_on not in self.ids:
            yield self.unknown("sanction", sanction.rests_on, self.ids, _at(sanction, "rests_on"), sanction.id)
        for act in sanction.transitions:
            if act.authority is not None and act.authority not in self.authorities:
                yield self.unknown("authority", act.authority, self.authorities, _at(act, "authority"), sanction.id)
        for relief in sanction.reliefs:
            yield from self.of_relief(relief)
        for statement in sanction.statements:
            yield from self.of_statement(statement)

    def of_relief(self, relief: Relief) -> Iterator[Problem]:
        if relief.authority not in self.authorities and not self.lone:
            yield self.unknown("authority", relief.authority, self.authorities, relief.place, relief.name)
        for touch, touches in enumerate(relief.touches):
            for number, id_ in enumerate(touches.sanctions):
                if id_ not in self.ids:
                    yield self.unknown(
                        "sanction", id_, self.ids, _at(relief, "touches", touch, "sanctions", number), relief.name
                    )
        for number, name in enumerate(relief.supersedes):
            if (relief.authority, name) not in self.reliefs:
                known = [other for authority, other in self.reliefs if authority == relief.authority]
                yield self.unknown(
                    f"relief of {relief.authority}", name, known, _at(relief, "supersedes", number), relief.name
                )

    def of_statement(self, statement: Statement) -> Iterator[Problem]:
        if statement.by not in self.speakers:
            yield self.unknown("speaker", statement.by, self.speakers, _at(statement, "by"), statement.by)
        for number, id_ in enumerate(statement.about):
            if id_ not in self.ids:
                yield self.unknown("sanction", id_, self.ids, _at(statement, "about", number), statement.by)


def _twice(register: Register) -> Iterator[Problem]:
    """A relief is known by authority and name, unique among those visible on any one knowledge day."""
    seen: dict[tuple[str, str], list[Relief]] = {}
    for relief in register.all_reliefs():
        for other in seen.setdefault((relief.authority, relief.name), []):
            first, second = sorted((relief, other), key=lambda one: one.known_day)
            if first.retracted is None or second.known_day < first.retracted:
                where = "" if other.place is None else f" ({other.place})"
                yield _problem(
                    "duplicate",
                    f"{relief.name!r} of {relief.authority} stands twice on one knowledge day{where}",
                    relief.place,
                    relief.name,
                )
        seen[relief.authority, relief.name].append(relief)


def check_histories(register: Register, ids: Iterable[str] | None = None) -> list[Problem]:
    """Compile every sanction as known on every day, and compare the checkpoints; return what is wrong."""
    found: dict[Problem, None] = {}
    wanted = None if ids is None else set(ids)
    for sanction in register.sanctions:
        if wanted is not None and sanction.id not in wanted:
            continue
        problem = _circle(register, sanction) or _history(register, sanction)
        if problem is not None:
            found[problem] = None
        else:
            found.update(dict.fromkeys(_checkpoints(register, sanction)))
    return list(found)


def _circle(register: Register, sanction: Sanction) -> Problem | None:
    seen = [sanction.id]
    below = sanction.rests_on
    while below is not None:
        if below in seen:
            return _problem(
                "circle", f"it rests on itself: {' -> '.join([*seen, below])}", _at(sanction, "rests_on"), sanction.id
            )
        seen.append(below)
        below = register.sanction(below).rests_on if below in register else None
    return None


def _history(register: Register, sanction: Sanction) -> Problem | None:
    line = register.timeline(sanction.id)
    for known in (*line.knowledge, None):
        reader = "" if known is None or known == line.knowledge[-1] else f", as known on {known}"
        try:
            line.compile(known)
        except UnlawfulEvent as error:
            if error.act.place is not None and not any(act is error.act for act in sanction.transitions):
                return None  # a problem of the record that it rests on, reported there
            return _problem(
                error.code, f"{error}{reader}{_names_both(str(error), error.other)}", error.act.place, sanction.id
            )
        except UnlawfulRelief as error:
            return _problem(
                error.code, f"{error}{reader}{_names_both(str(error), error.other)}", error.relief.place, sanction.id
            )
        except TooDoubtful:
            return _problem(
                "too-doubtful",
                "its doubtful days allow more histories than can be computed exactly; narrow them",
                _at(sanction),
                sanction.id,
            )
    return None


def _names_both(message: str, other: Transition | Relief | None) -> str:
    """Name the second place where the message does not already."""
    if other is None or other.place is None or f"line {other.place.line}" in message:
        return ""
    return f" ({other.place})"


def _checkpoints(register: Register, sanction: Sanction) -> Iterator[Problem]:
    for point in sanction.checkpoints:
        status = register.status(sanction.id, on=point.on, known_on=point.known_on)
        states = " or ".join(sorted({str(pair.state) for pair in status.possible}))
        reliefs = " or ".join(sorted({str(pair.relief) for pair in status.possible}))
        for name, wanted, given in (
            ("label", point.label, label_of(status.possible, sanction.lifecycle)),
            ("state", point.state, states),
            ("relief", point.relief, reliefs),
        ):
            if wanted is not None and wanted != given:
                known = "" if point.known_on is None else f", as known on {point.known_on}"
                yield _problem(
                    "checkpoint",
                    f"on {point.on}{known} the {name} is {given!r}, and the checkpoint says {wanted!r}",
                    _line_of(point, name),
                    sanction.id,
                )


def _line_of(point: Checkpoint, name: str) -> Place | None:
    return None if point.place is None else Place(point.place.document, (*point.place.path, name))
