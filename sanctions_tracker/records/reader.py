"""Read a document into facts. Every problem is collected, each on the line of the very value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, tzinfo
from functools import partial
from typing import Any

from attrs import define, field, frozen

from ..days import BadDay, ordinals
from ..facts import (
    Authority,
    Checkpoint,
    Negotiation,
    Person,
    Relief,
    Revocation,
    Source,
    Statement,
    Subject,
    Touch,
    Transition,
    known_by,
)
from ..problems import Problem, nearest
from ..sanction import Sanction
from ..textfile import Document, Place
from .schema import TABLES, Field
from .values import SIMPLE, Wrong, moment, name_of, shown

__all__ = ["Part", "read_document"]

Path = tuple[str | int, ...]
Values = dict[str, Any]


@frozen
class Part:
    """What one file held: only one of these is ever filled."""

    sanction: Sanction | None = None
    reliefs: tuple[Relief, ...] = ()
    statements: tuple[Statement, ...] = ()
    authorities: tuple[Authority, ...] = ()
    subjects: tuple[Subject, ...] = ()
    people: tuple[Person, ...] = ()
    negotiations: tuple[Negotiation, ...] = ()


def read_document(
    document: Document, kind: str, id_: str, zone: Callable[[], tzinfo | None] | None = None
) -> tuple[Part, list[Problem]]:
    """Read a document of a kind of `FILES` into facts.

    ``id_`` is what its path says: the id of a sanction, ``authority/name`` of a file of reliefs, the name of a file
    of statements. ``zone`` finds the authority's, for instants. A record with an error is left out.
    """
    if document.partial:
        try:
            return _read(_Reader(document, id_, zone), kind), []
        except Exception:  # whatever it is, the careful reading says it in its own words
            return read_document(document.whole(), kind, id_, zone)
    reader = _Reader(document, id_, zone)
    return _read(reader, kind), reader.problems


def _read(reader: _Reader, kind: str) -> Part:
    values = reader.table(kind, reader.document.values, ())
    return Part() if values is None else getattr(reader, kind.replace(" ", "_"))(values)


def _checkpoints(document: Document, id_: str, zone: Callable[[], tzinfo | None] | None) -> tuple[Checkpoint, ...]:
    """Read the checkpoints that a quick reading passed over: half of what the records hold, and only `check` asks for them."""
    part, _ = read_document(document.whole(), "sanction", id_, zone)
    return () if part.sanction is None else part.sanction.checkpoints


@define(eq=False)
class _Reader:
    document: Document
    id: str
    zone: Callable[[], tzinfo | None] | None
    problems: list[Problem] = field(factory=list)
    errors: int = 0
    _sources: dict[str, Source] = field(factory=dict)
    _used: set[str] = field(factory=set)
    _unread: bool = False  # a citation or a source could not be read, so nobody can say what is never cited

    def report(self, code: str, path: Path, message: str, severity: str = "error") -> None:
        self.errors += severity == "error"
        self.problems.append(Problem(code, message, self.document.name, self.document.line(path), severity))

    # A table, key by key.

    def table(self, kind: str, given: Mapping[str, Any], path: Path) -> Values | None:
        """Read the keys of one table; ``None`` where an error keeps it from being a record."""
        fields = TABLES[kind]
        if self.document.partial:
            return self.plain(fields, given, path)
        before = self.errors
        meant = self.unknown_keys(kind, given, path)
        if "source" in fields:  # cited by what stands before it, in any order of keys
            self.sources(given.get("source", {}), (*path, "source"))
        found: Values = {}
        for key, value in given.items():
            described = fields.get(key)
            if described is not None and key != "source":
                try:
                    found[key] = self.value(described, value, (*path, key))
                except Wrong as wrong:
                    self._unread = self._unread or described.form in ("sources", "tables", "table")
                    self.report(wrong.code, (*path, key, *wrong.at), wrong.message)
        for name, described in fields.items():
            if described.required and name not in given:
                self._unread = self._unread or name == "sources"
                if name not in meant:
                    self.report("missing", path, f"{_article(kind)} needs '{name}'")
        if "source" in fields and not self._unread and not self.document.partial:
            for key in self._sources:
                if key not in self._used:
                    self.report(
                        "unused-source", ("source", key), f"source {shown(key)} is never cited; cite it or leave it out"
                    )
        return found if self.errors == before else None

    def plain(self, fields: Mapping[str, Field], given: Mapping[str, Any], path: Path) -> Values:
        """Read the keys of a table of the shipped records, which every test of the project checks: only what needs another form.

        Whatever is not as it must be raises, and the file is read again with all its checks.
        """
        for key, source in given["source"].items() if "source" in fields else ():
            found = self.plain(TABLES["source"], source, (*path, "source", key))
            self._sources[key] = Source(key=key, place=Place(self.document, (*path, "source", key)), **found)
        values: Values = {}
        for key, value in given.items():
            described = fields[key]
            if described.form in _AS_WRITTEN or type(value) is date:
                values[key] = value
            elif described.form == "sources":
                values[key] = tuple(self._sources[name] for name in value)
            elif key != "source":
                values[key] = self.value(described, value, (*path, key))
        return values

    def unknown_keys(self, kind: str, given: Mapping[str, Any], path: Path) -> set[str]:
        """Report the keys that are not of the format, and return the names that were probably meant."""
        fields, meant = TABLES[kind], set[str]()
        for key, value in given.items():
            if key not in fields:
                close = nearest(key, fields)
                self.report("unknown-key", (*path, key), f"{shown(key)} is not a key of {_article(kind)}{close}")
                meant.update(name for name in fields if f"'{name}'" in close)
                if isinstance(value, dict | list):  # it may cite, or be what is cited: its own problem is enough
                    self._unread = True
                    self._used.update(value if isinstance(value, dict) else ())
        return meant

    def value(self, described: Field, value: object, path: Path) -> object:
        form = described.form
        if form == "moment":
            day, warning = moment(value, described, self.zone)
            if warning:
                self.report("offset", path, warning, "warning")
            return day
        if form == "tables":
            return self.tables(described, value, path)
        if form == "table":
            if not isinstance(value, dict):
                raise Wrong(
                    "bad-type", f"'{described.name}' is {name_of(value)}; write one [relief.{described.name}] table"
                )
            return self.table(described.table or "", value, path)
        found = SIMPLE[form](value, described)
        if form == "sources":
            return self.cited(value, path)
        return found

    def tables(self, described: Field, value: object, path: Path) -> list[tuple[Values | None, Path]]:
        header = "[[relief.touches]]" if described.name == "touches" else f"[[{described.name}]]"
        if not isinstance(value, list):
            raise Wrong("bad-type", f"'{described.name}' is {name_of(value)}; write {header} tables")
        for number, one in enumerate(value):
            if not isinstance(one, dict):
                raise Wrong("bad-type", f"'{described.name}' holds {name_of(one)}; write {header} tables", (number,))
        if described.required and not value:
            raise Wrong("quoted-nothing", f"'{described.name}' is empty; write at least one {header}")
        return [
            (self.table(described.table or "", one, (*path, number)), (*path, number))
            for number, one in enumerate(value)
        ]

    def sources(self, value: object, path: Path) -> None:
        if not isinstance(value, dict):
            self.report("bad-type", path, f"'source' is {name_of(value)}; write [source.KEY] tables")
            self._unread = True
            return
        for key, given in value.items():
            if not isinstance(given, dict):
                self.report("bad-type", (*path, key), f"source {shown(key)} is {name_of(given)}; write a table")
                self._used.add(key)
                continue
            found = self.table("source", given, (*path, key))
            if found is None:
                self._used.add(key)  # its own problem is enough
            else:
                self._sources[key] = Source(key=key, place=Place(self.document, (*path, key)), **found)

    def cited(self, value: Any, path: Path) -> tuple[Source, ...]:
        found = []
        for number, key in enumerate(value):
            if key in self._sources:
                found.append(self._sources[key])
            elif key not in self._used and isinstance(self.document.values.get("source", {}), dict):
                self._unread = True  # a source that nobody cites may be the one that is meant here
                self.report(
                    "unknown-name",
                    (*path, number),
                    f"no source {shown(key)} stands in this file{nearest(key, self._sources)}",
                )
            self._used.add(key)
        return tuple(found)

    # A record, from the values of its table.

    def one_end(self, given: Values, path: Path) -> bool:
        """Say whether an act has one end at most."""
        ends = [name for name in ("last_day", "ends", "lasts") if name in given]
        if len(ends) > 1:
            names = " and ".join(f"'{name}'" for name in ends)
            self.report("two-ends", (*path, ends[1]), f"{names} are more than one end; give one")
            return False
        return True

    def known(self, record: Any, path: Path) -> bool:
        try:
            known = known_by(record, record.day)
        except BadDay as error:
            self.report("known-needed", path, str(error))
            return False
        if record.known is None:
            self._default_known(record, known, path)
        return True

    def _default_known(self, record: Any, known: Any, path: Path) -> None:
        adopted = getattr(record, "adopted", None)
        first = ordinals(adopted)[0] if adopted is not None else None
        last = ordinals(record.day)[1]
        if first is not None and known.toordinal() < first:
            self.report(
                "default-known",
                path,
                f"known by default on {known}, before it was adopted ({adopted}); write 'known'",
                "warning",
            )
        elif last is not None and known.toordinal() > last:
            earlier = "'known'" if isinstance(record, Statement) else "'announced', 'published' or 'known'"
            self.report(
                "default-known",
                path,
                f"known by default only on {known}, after its own day ({record.day}); write {earlier}",
                "warning",
            )

    def transition(self, given: Values, path: Path) -> Transition | None:
        if not self.one_end(given, path):
            return None
        event = given["event"]
        for name in ("last_day", "ends", "lasts"):
            if name in given and event not in _TAKE_END:
                self.report(
                    "end-not-allowed", (*path, name), f"'{event}' takes no end; these do: {', '.join(_TAKE_END)}"
                )
                return None
        if event == "renew" and not any(name in given for name in ("last_day", "ends", "lasts")):
            self.report("missing", path, "'renew' needs an end: 'last_day', 'ends' or 'lasts'")
            return None
        for name in ("back_to", "to"):
            if name in given and event != "annul":
                self.report("repaint", (*path, name), f"'{name}' belongs to 'annul', not to '{event}'")
                return None
        if "to" in given and "back_to" not in given:
            self.report("repaint", (*path, "to"), "'to' needs 'back_to': it says where the repainted days end")
            return None
        found = Transition(**given, place=Place(self.document, path))
        return found if self.known(found, path) else None

    def relief_of(self, given: Values, path: Path, authority: str, file: str | None) -> Relief | None:
        if not self.one_end(given, path):
            return None
        if given["name"] in given.get("supersedes", ()):
            at = given["supersedes"].index(given["name"])
            self.report(
                "supersedes",
                (*path, "supersedes", at),
                f"{shown(given['name'])} supersedes itself; name an earlier relief",
            )
            return None
        revoked = None
        if "revoked" in given:
            revoked = Revocation(**given.pop("revoked"), place=Place(self.document, (*path, "revoked")))
            if not self.known(revoked, (*path, "revoked")):
                return None
        found = Relief(
            given.pop("name"), authority, **given, revoked=revoked, file=file, place=Place(self.document, path)
        )
        return found if self.known(found, path) else None

    def statement(self, given: Values, path: Path, about: tuple[str, ...], file: str | None) -> Statement | None:
        given["for_"] = given.pop("for", None)
        given["about"] = about
        found = Statement(**given, file=file, place=Place(self.document, path))
        return found if self.known(found, path) else None

    def checkpoint(self, given: Values, path: Path) -> Checkpoint | None:
        if not any(name in given for name in ("label", "state", "relief")):
            self.report("missing", path, "a checkpoint needs 'label', 'state' or 'relief': what must come out")
            return None
        return Checkpoint(**given, place=Place(self.document, path))

    # A file, from the values at its top.

    def sanction(self, values: Values) -> Part:
        tables = {name: values.pop(name, []) for name in ("transition", "relief", "statement", "checkpoint")}
        values.pop("schema")
        authority = self.id.split("/")[0]
        reliefs = []
        for given, path in tables["relief"]:
            touch = Touch(
                sanctions=(self.id,),
                coverage=given.pop("coverage"),
                scope=given.pop("scope", None),
                excludes=given.pop("excludes", ()),
            )
            reliefs.append(self.relief_of({**given, "touches": (touch,)}, path, authority, None))
        statements = [self.statement(given, path, (self.id,), None) for given, path in tables["statement"]]
        transitions = [self.transition(given, path) for given, path in tables["transition"]]
        checkpoints = [self.checkpoint(given, path) for given, path in tables["checkpoint"]]
        later = partial(_checkpoints, self.document, self.id, self.zone) if self.document.partial else None
        if any(one is None for one in (*transitions, *reliefs, *statements, *checkpoints)):
            return Part()
        return Part(
            Sanction(
                self.id,
                [one for one in transitions if one],
                reliefs=[one for one in reliefs if one],
                statements=[one for one in statements if one],
                checkpoints=later or [one for one in checkpoints if one],
                place=Place(self.document, ()),
                **values,
            )
        )

    def reliefs_file(self, values: Values) -> Part:
        authority, file = self.id.split("/")
        found = []
        for given, path in values["relief"]:
            given["touches"] = tuple(Touch(**touch) for touch, _ in given["touches"])
            found.append(self.relief_of(given, path, authority, file))
        return Part(reliefs=tuple(one for one in found if one))

    def statements_file(self, values: Values) -> Part:
        found = [self.statement(given, path, given.pop("about"), self.id) for given, path in values["statement"]]
        return Part(statements=tuple(one for one in found if one))

    def authorities_file(self, values: Values) -> Part:
        return Part(authorities=tuple(Authority(**given) for given, _ in self.named(values["authority"])))

    def subjects_file(self, values: Values) -> Part:
        return Part(subjects=tuple(Subject(**given) for given, _ in self.named(values["subject"])))

    def negotiations_file(self, values: Values) -> Part:
        found = []
        for given, path in self.named(values["negotiation"]):
            given["place_of_talks"] = given.pop("place", None)
            found.append(Negotiation(**given, place=Place(self.document, path)))
        return Part(negotiations=tuple(found))

    def people_file(self, values: Values) -> Part:
        return Part(people=tuple(Person(**given) for given, _ in self.named(values["person"])))

    def named(self, tables: list[tuple[Values, Path]]) -> list[tuple[Values, Path]]:
        seen: dict[str, Path] = {}
        for given, path in tables:
            if given["id"] in seen:
                self.report(
                    "duplicate",
                    (*path, "id"),
                    f"{given['id']!r} stands twice (line {self.document.line((*seen[given['id']], 'id'))})",
                )
            seen[given["id"]] = path
        return tables


# Forms whose values are kept as TOML gives them, once they are known to be right.
_AS_WRITTEN = frozenset(
    {"text", "texts", "word", "flag", "id", "ids", "tier", "url", "quote", "schema", "names", "count"}
)

_TAKE_END = ("impose", "reimpose", "amend", "renew", "suspend")


def _article(kind: str) -> str:
    name = {
        "own relief": "relief",
        "own statement": "statement",
        "touches": "[[relief.touches]]",
        "revoked": "[relief.revoked]",
    }.get(kind, kind)
    return f"an {name}" if name[:1] in "aeiou" else name if name.startswith("[") else f"a {name}"
