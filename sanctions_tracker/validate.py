"""What one file alone cannot show: names that point nowhere, histories that are unlawful, checkpoints that fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .answer import label_of
from .facts import Checkpoint, Negotiation, Relief, Statement, Transition
from .problems import Problem, nearest
from .relief import UnlawfulRelief
from .sanction import Sanction
from .textfile import Place
from .unlawful import UnlawfulEvent
from .windows import TooDoubtful

if TYPE_CHECKING:
    from .register import Register

__all__ = ["check_histories", "check_names"]


def _problem(code: str, message: str, place: Place | None, name: str) -> Problem:
    return Problem(code, message, name if place is None else place.file, None if place is None else place.line)


def _at(record: Transition | Relief | Statement | Sanction, *path: str | int) -> Place | None:
    place = record.place
    return None if place is None else Place(place.document, (*place.path, *path))


def check_names(
    register: Register, known: Register | None = None, unread: Iterable[tuple[str, str]] = ()
) -> list[Problem]:
    """Return the names that are not known: authorities, subjects, people, ids, reliefs superseded.

    ``known`` holds names that count as well, those of a lone file's surroundings. ``unread`` is the kind and id of each file that
    holds more than could be read: what such a file may name is not called unknown.
    """
    names = _Names(register, known, unread)
    found: list[Problem] = []
    for sanction in register.sanctions:
        found += names.of_sanction(sanction)
    for relief in register.reliefs:
        found += names.of_relief(relief)
    for relief in {(one.authority, one.file): one for one in register.reliefs}.values():
        found += names.of_folder(
            relief.authority, None if relief.place is None else Place(relief.place.document, ()), relief.name
        )
    for statement in register.statements:
        found += names.of_statement(statement)
    for negotiation in register.negotiations:
        found += names.of_negotiation(negotiation)
    return found


class _Names:
    def __init__(self, register: Register, known: Register | None, unread: Iterable[tuple[str, str]]) -> None:
        both = [register] if known is None else [register, known]
        hidden = [(kind.split()[0], id_) for kind, id_ in unread]
        self.ids = {one.id for each in both for one in each.sanctions} | {
            id_ for kind, id_ in hidden if kind == "sanction"
        }
        self.authorities = {one.id for each in both for one in each.authorities}
        self.subjects = {one.id for each in both for one in each.subjects}
        self.negotiations = {one.id for each in both for one in each.negotiations}
        self.speakers = self.authorities | {one.id for each in both for one in each.people}
        self.reliefs = {(one.authority, one.name) for each in both for one in each.all_reliefs()}
        self.unread = {kind for kind, _ in hidden}
        self.unread_reliefs = {id_.split("/")[0] for kind, id_ in hidden if kind in ("sanction", "reliefs")}
        self.lone = known is not None

    def unknown(self, what: str, word: str, known: Iterable[str], place: Place | None, name: str) -> Problem:
        return _problem("unknown-name", f"no {what} {word[:80]!r} is known{nearest(word, known)}", place, name)

    def of_folder(self, authority: str, place: Place | None, name: str) -> Iterator[Problem]:
        """The authority in whose folder a file lies. A lone file may lie anywhere."""
        if authority not in self.authorities and not self.lone and "authorities" not in self.unread:
            known = nearest(authority, self.authorities)
            yield _problem(
                "unknown-name",
                f"no authority {authority!r} is known, in whose folder it lies; add it to authorities.toml{known}",
                place,
                name,
            )

    def of_sanction(self, sanction: Sanction) -> Iterator[Problem]:
        yield from self.of_folder(sanction.authority, _at(sanction), sanction.id)
        for number, subject in enumerate(sanction.subjects):
            if subject not in self.subjects and "subjects" not in self.unread:
                yield self.unknown("subject", subject, self.subjects, _at(sanction, "subjects", number), sanction.id)
        if sanction.rests_on is not None and sanction.rests_on not in self.ids:
            yield self.unknown("sanction", sanction.rests_on, self.ids, _at(sanction, "rests_on"), sanction.id)
        for act in sanction.transitions:
            if act.authority is not None and act.authority not in self.authorities and "authorities" not in self.unread:
                yield self.unknown("authority", act.authority, self.authorities, _at(act, "authority"), sanction.id)
            yield from self.traded(act)
        for relief in sanction.reliefs:
            yield from self.of_relief(relief)
        for statement in sanction.statements:
            yield from self.of_statement(statement)

    def of_relief(self, relief: Relief) -> Iterator[Problem]:
        yield from self.traded(relief)
        for id_ in dict.fromkeys(id_ for touch in relief.touches for id_ in touch.sanctions if id_ not in self.ids):
            for place in _of_word(relief, "sanctions", id_):
                yield self.unknown("sanction", id_, self.ids, place, relief.name)
        for name in relief.supersedes:
            if (relief.authority, name) not in self.reliefs and relief.authority not in self.unread_reliefs:
                known = [other for authority, other in self.reliefs if authority == relief.authority]
                for place in _of_word(relief, "supersedes", name):
                    yield self.unknown(f"relief of {relief.authority}", name, known, place, relief.name)

    def of_negotiation(self, negotiation: Negotiation) -> Iterator[Problem]:
        for number, id_ in enumerate(negotiation.persons):
            if id_ not in self.speakers and not self.unread & {"authorities", "people"}:
                place = (
                    None
                    if negotiation.place is None
                    else Place(negotiation.place.document, (*negotiation.place.path, "persons", number))
                )
                yield self.unknown("person", id_, self.speakers, place, negotiation.id)

    def traded(self, act: Transition | Relief) -> Iterator[Problem]:
        """A round of talks that an act was traded in; a folder without negotiations may call it as it likes."""
        if act.negotiation is not None and self.negotiations and act.negotiation not in self.negotiations:
            yield self.unknown(
                "negotiation", act.negotiation, self.negotiations, _at(act, "negotiation"), act.negotiation
            )

    def of_statement(self, statement: Statement) -> Iterator[Problem]:
        if statement.by not in self.speakers and not self.unread & {"authorities", "people"}:
            yield self.unknown("speaker", statement.by, self.speakers, _at(statement, "by"), statement.by)
        for id_ in statement.about:
            if id_ not in self.ids:
                for place in _of_word(statement, "about", id_):
                    yield self.unknown("sanction", id_, self.ids, place, statement.by)


def _of_word(record: Relief | Statement, key: str, word: str) -> list[Place | None]:
    """Find a word of a list in the file: facts keep such lists sorted, so a position in them is not one in the text."""
    if record.place is None:
        return [None]
    document, path = record.place.document, record.place.path
    given: Any = document.values
    for step in path:
        given = given[step]
    tables = {path: given}
    if key == "sanctions":
        tables = {(*path, "touches", number): touch for number, touch in enumerate(given.get("touches", ()))}
    return [Place(document, (*at, key, table[key].index(word))) for at, table in tables.items() if word in table[key]]


def check_twice(register: Register, mine: Iterable[Relief] | None = None) -> list[Problem]:
    """Return the reliefs that bear one name on one knowledge day, or those of ``mine`` among them."""
    asked = None if mine is None else {id(one) for one in mine}
    found = []
    for relief, other in _twice(register):
        pair = (relief, other) if asked is None or id(relief) in asked else (other, relief)
        if asked is None or id(pair[0]) in asked:
            where = "" if pair[1].place is None else f" ({pair[1].place})"
            message = f"{relief.name!r} of {relief.authority} stands twice on one knowledge day{where}"
            found.append(_problem("duplicate", message, _at(pair[0], "name"), relief.name))
    return found


def _twice(register: Register) -> Iterator[tuple[Relief, Relief]]:
    """A relief is known by authority and name, unique among those visible on any one knowledge day. Each is named once."""
    seen: dict[tuple[str, str], list[Relief]] = {}
    for relief in register.all_reliefs():
        for other in seen.setdefault((relief.authority, relief.name), []):
            first, second = sorted((relief, other), key=lambda one: one.known_day)
            if first.retracted is None or second.known_day < first.retracted:
                yield relief, other
                break
        seen[relief.authority, relief.name].append(relief)


def check_histories(register: Register, ids: Iterable[str] | None = None, *, checkpoints: bool = True) -> list[Problem]:
    """Compile every sanction as known on every day, and compare the checkpoints; return what is wrong.

    A sanction is passed over where something that it depends on has a problem of its own: what it rests on is not there or
    is wrong, or two of its reliefs bear one name.
    """
    histories = _Histories(register, {one.id for one in register.sanctions} if ids is None else set(ids), checkpoints)
    for sanction in register.sanctions:
        if sanction.id in histories.wanted:
            histories.sound(sanction)
    return list(histories.found.values())


_LONGEST = 32


def _chain(register: Register, sanction: Sanction) -> list[str]:
    """Return the ids from this one down to what rests on nothing, is not known, stands twice or lies too far down."""
    chain = [sanction.id]
    below = sanction.rests_on
    while below is not None:
        chain.append(below)
        if below in chain[:-1] or below not in register or len(chain) > _LONGEST + 1:
            break
        below = register.sanction(below).rests_on
    return chain


class _Histories:
    def __init__(self, register: Register, wanted: set[str], checkpoints: bool) -> None:
        self.register, self.wanted, self.checkpoints = register, wanted, checkpoints
        self.twice = {(relief.authority, relief.name) for relief, _ in _twice(register)}
        self.found: dict[tuple[str, str, int | None], Problem] = {}  # one for each place: a relief touches many
        self._sound: dict[str, bool] = {}

    def sound(self, sanction: Sanction) -> bool:
        """Say whether answers about it can be computed; what is wrong with it is found on the way."""
        known = self._sound.get(sanction.id)
        if known is None:
            known = self._sound[sanction.id] = self._rests(sanction) and self._lawful(sanction)
            if known and self.checkpoints and sanction.id in self.wanted:
                self._add(_checkpoints(self.register, sanction))
        return known

    def _add(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.found.setdefault((problem.code, problem.file, problem.line), problem)

    def _rests(self, sanction: Sanction) -> bool:
        """Say whether what it rests on is sound."""
        chain = _chain(self.register, sanction)
        if len(chain) == 1:
            return True
        if chain[-1] in chain[:-1]:
            circle = chain[chain.index(chain[-1]) :]
            if sanction.id == min(
                self.wanted & set(circle), default=None
            ):  # said once, and not of what rests on a circle
                message = f"it rests on itself: {' -> '.join(circle)}"
                self._add([_problem("circle", message, _at(sanction, "rests_on"), sanction.id)])
            return False
        if len(chain) > _LONGEST + 1:
            message = f"it rests on more than {_LONGEST} records, each resting on the next"
            self._add([_problem("too-deep", message, _at(sanction, "rests_on"), sanction.id)])
            return False
        return chain[1] in self.register and self.sound(self.register.sanction(chain[1]))

    def _lawful(self, sanction: Sanction) -> bool:
        if any((one.authority, one.name) in self.twice for one in self.register.timeline(sanction.id).reliefs):
            return False
        problem = _history(self.register, sanction)
        if problem is not None:
            self._add([problem])
        return problem is None


def _history(register: Register, sanction: Sanction) -> Problem | None:
    line = register.timeline(sanction.id)
    for known in (None, *line.knowledge):  # what is wrong even with all that is recorded is the clearer message
        reader = "" if known is None else f"; as known on {known}"
        try:
            line.compile(known)
        except (UnlawfulEvent, UnlawfulRelief) as error:
            record = error.act if isinstance(error, UnlawfulEvent) else error.relief
            message = f"{error}{reader}{_names_both(str(error), error.other)}"
            return _problem(error.code, message, _wrong_value(record, error.code, str(error)), sanction.id)
        except TooDoubtful:
            message = "its doubtful days allow more histories than can be computed exactly; narrow them"
            return _problem("too-doubtful", message, _at(sanction), sanction.id)
        except RecursionError:  # hundreds of acts on one day, which no authority makes
            message = "its acts are more than can be computed exactly"
            return _problem("too-doubtful", message, _at(sanction), sanction.id)
    return None


_WRONG_VALUES = {
    "unlawful-event": ("event",),
    "end-not-later": ("last_day", "ends", "lasts"),
    "clipped-day": ("lasts",),
    "repaint": ("back_to", "event"),
    "out-of-order": ("effective",),
    "no-lawful-world": ("effective", "starts"),
    "supersedes": ("supersedes",),
}


def _wrong_value(record: Transition | Relief, code: str, message: str) -> Place | None:
    """Find the value that a history's problem is about: the first of those named for its code that is given."""
    if isinstance(record, Relief) and record.revoked is not None and "is revoked" in message:
        return _at(record, "revoked", "effective")
    for name in _WRONG_VALUES.get(code, ()):
        if getattr(record, name, None) is not None:
            return _at(record, name)
    return _at(record)


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
                known = "" if point.known_on is None else f", as known on {point.known_on},"
                yield _problem(
                    "checkpoint",
                    f"on {point.on}{known} the {name} is {given!r}, and the checkpoint says {wanted!r}",
                    _line_of(point, name),
                    sanction.id,
                )


def _line_of(point: Checkpoint, name: str) -> Place | None:
    return None if point.place is None else Place(point.place.document, (*point.place.path, name))
