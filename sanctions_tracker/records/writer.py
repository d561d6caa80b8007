"""Write facts as text, in one spelling: the same facts always give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from ..days import DoubtfulDay, Duration, Instant
from ..facts import Authority, Negotiation, Person, Relief, Source, Statement, Subject
from ..sanction import Sanction
from .schema import TABLES

__all__ = [
    "dump_authorities",
    "dump_negotiations",
    "dump_people",
    "dump_reliefs",
    "dump_sanction",
    "dump_statements",
    "dump_subjects",
]

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z", re.ASCII)
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f]')
_NAMES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def dump_sanction(sanction: Sanction) -> str:
    """Return the file of a sanction."""
    lines = ["schema = 1", *_keys("sanction", sanction)]
    used: dict[str, Source] = {}
    for act in sanction.transitions:
        lines += ["", "[[transition]]", *_keys("transition", act, used)]
    for relief in sanction.reliefs:
        if (relief.authority, [touch.sanctions for touch in relief.touches]) != (sanction.authority, [(sanction.id,)]):
            raise ValueError(f"{_shown(relief)} cannot be written with {sanction.id!r}: it touches something else")
        lines += ["", "[[relief]]", *_keys("own relief", _Own(relief), used)]
        lines += _revoked(relief, used)
    for statement in sanction.statements:
        if statement.about != (sanction.id,):
            raise ValueError(f"{_shown(statement)} cannot be written with {sanction.id!r}: it is about something else")
        lines += ["", "[[statement]]", *_keys("own statement", statement, used)]
    for checkpoint in sanction.checkpoints:
        lines += ["", "[[checkpoint]]", *_keys("checkpoint", checkpoint, used)]
    return _finished(lines, used)


def dump_reliefs(reliefs: Iterable[Relief]) -> str:
    """Return a file of reliefs that touch several sanctions."""
    lines, used = ["schema = 1"], dict[str, Source]()
    for relief in reliefs:
        lines += ["", "[[relief]]", *_keys("relief", relief, used)]
        for touch in relief.touches:
            lines += ["", "[[relief.touches]]", *_keys("touches", touch)]
        lines += _revoked(relief, used)
    return _finished(lines, used)


def dump_statements(statements: Iterable[Statement]) -> str:
    """Return a file of statements about several sanctions."""
    lines, used = ["schema = 1"], dict[str, Source]()
    for statement in statements:
        lines += ["", "[[statement]]", *_keys("statement", statement, used)]
    return _finished(lines, used)


def dump_authorities(authorities: Iterable[Authority]) -> str:
    """Return `authorities.toml`."""
    return _named("authority", authorities)


def dump_subjects(subjects: Iterable[Subject]) -> str:
    """Return `subjects.toml`."""
    return _named("subject", subjects)


def dump_negotiations(negotiations: Iterable[Negotiation]) -> str:
    """Return `negotiations.toml`."""
    lines, used = ["schema = 1"], dict[str, Source]()
    for one in negotiations:
        lines += ["", "[[negotiation]]", *_keys("negotiation", _Talks(one), used)]
    return _finished(lines, used)


def dump_people(people: Iterable[Person]) -> str:
    """Return `people.toml`."""
    return _named("person", people)


class _Talks:
    """A negotiation, whose place in the world is no place in a file."""

    def __init__(self, negotiation: Negotiation) -> None:
        self.negotiation = negotiation

    def __getattr__(self, name: str) -> Any:
        return getattr(self.negotiation, "place_of_talks" if name == "place" else name)


class _Own:
    """A relief written with the one sanction that it touches: its coverage stands beside its other keys."""

    def __init__(self, relief: Relief) -> None:
        self.relief, self.touch = relief, relief.touches[0]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.touch if name in ("coverage", "scope", "excludes") else self.relief, name)


def _named(table: str, values: Iterable[Any]) -> str:
    lines = ["schema = 1"]
    for value in sorted(values, key=lambda one: str(one.id)):
        lines += ["", f"[[{table}]]", *_keys(table, value)]
    return "\n".join(lines) + "\n"


def _revoked(relief: Relief, used: dict[str, Source]) -> list[str]:
    return [] if relief.revoked is None else ["", "[relief.revoked]", *_keys("revoked", relief.revoked, used)]


def _finished(lines: list[str], used: Mapping[str, Source]) -> str:
    for key in sorted(used):
        lines += ["", f"[source.{_key(key)}]", *_keys("source", used[key])]
    return "\n".join(lines) + "\n"


def _keys(table: str, value: Any, used: dict[str, Source] | None = None) -> list[str]:
    found = []
    for name, described in TABLES[table].items():
        if described.form in ("tables", "table", "sources-table", "schema"):
            continue
        given = getattr(value, "for_" if name == "for" else name, None)
        if given is None or given is False or (isinstance(given, tuple | Mapping) and not given):
            if described.required:
                raise ValueError(f"{_shown(value)} cannot be written as a record: it has no '{name}'")
            continue
        if described.form == "sources":
            if used is not None:
                for source in given:
                    if used.setdefault(source.key, source) != source:
                        raise ValueError(f"two sources have the key {source.key!r} and cannot be written into one file")
            given = tuple(source.key for source in given)
        found.append(f"{name} = {_value(given)}")
    return found


def _shown(value: Any) -> str:
    for name in ("id", "event", "name", "says", "key", "on"):
        if (found := getattr(value, name, None)) is not None:
            return f"{type(value).__name__} {str(found)!r}"
    return type(value).__name__


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Instant):
        return value.at.isoformat()
    if isinstance(value, DoubtfulDay | Duration):
        return _quoted(value.text)
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in sorted(value.items())) + " }"
    return _quoted(str(value))


def _key(key: str) -> str:
    return key if _BARE.match(key) else _quoted(key)


def _quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda match: _NAMES.get(match[0]) or f"\\u{ord(match[0]):04X}", text) + '"'
