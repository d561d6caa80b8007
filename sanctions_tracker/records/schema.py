"""The record format as data: which tables there are, which keys each has, and of what form.

The reader, the writer and every description of the format are made from this one definition.
"""

from __future__ import annotations

from typing import NamedTuple

from ..facts import KINDS, MEASURES
from ..lifecycle import STANDARD

__all__ = ["FILES", "TABLES", "Field"]


class Field(NamedTuple):
    """One key of a table. ``form`` names how its value is read; ``words`` is its closed list, ``table`` what it holds."""

    name: str
    form: str
    required: bool = False
    words: tuple[str, ...] = ()
    table: str | None = None


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


def _text(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, "text") for name in names)


_EVENTS = STANDARD.event_names
_STATES = tuple(str(state) for state in STANDARD.states)
_LABELS = ("part", "full")

_KNOWN = (
    Field("published", "doubtful"),
    Field("announced", "doubtful"),
    Field("known", "day"),
    Field("retracted", "day"),
)
_ENDS = (Field("last_day", "doubtful"), Field("ends", "moment"), Field("lasts", "duration"))
_CITED = Field("sources", "sources", required=True)
_COVERAGE = (Field("coverage", "word", True, _LABELS), Field("scope", "text"), Field("excludes", "texts"))
_RELIEF = (
    Field("name", "text", True),
    Field("kind", "word", True, KINDS),
    Field("starts", "moment", True),
    *_ENDS,
    Field("supersedes", "texts"),
    Field("standing", "flag"),
    Field("adopted", "doubtful"),
    *_KNOWN,
    Field("instrument", "text"),
    _CITED,
    Field("inferred", "flag"),
    *_text("negotiation", "note"),
    Field("revoked", "table", table="revoked"),
)
_STATEMENT = (
    Field("on", "doubtful", True),
    Field("for", "doubtful"),
    Field("by", "text", True),
    Field("says", "word", True, tuple(dict.fromkeys((*_EVENTS, *_STATES)))),
    Field("quote", "quote"),
    Field("known", "day"),
    Field("retracted", "day"),
    _CITED,
    Field("note", "text"),
)
_SCHEMA = Field("schema", "schema", True)
_SOURCES = Field("source", "sources-table")

TABLES: dict[str, dict[str, Field]] = {
    "sanction": _fields(
        _SCHEMA,
        Field("title", "text", True),
        Field("subjects", "texts", True),
        Field("measure", "word", True, MEASURES),
        Field("target", "text"),
        Field("aliases", "texts"),
        *_text("program", "legal_basis"),
        Field("identifiers", "names"),
        Field("reviewed", "day"),
        Field("rests_on", "id"),
        Field("note", "text"),
        Field("transition", "tables", table="transition"),
        Field("relief", "tables", table="own relief"),
        Field("statement", "tables", table="own statement"),
        Field("checkpoint", "tables", table="checkpoint"),
        _SOURCES,
    ),
    "transition": _fields(
        Field("event", "word", True, _EVENTS),
        Field("effective", "moment", True),
        Field("adopted", "doubtful"),
        *_KNOWN,
        *_ENDS,
        Field("back_to", "doubtful"),
        Field("to", "doubtful"),
        *_text("authority", "instrument"),
        _CITED,
        Field("inferred", "flag"),
        *_text("negotiation", "note"),
    ),
    "own relief": _fields(*_RELIEF, *_COVERAGE),
    "relief": _fields(*_RELIEF, Field("touches", "tables", True, table="touches")),
    "touches": _fields(Field("sanctions", "ids", True), *_COVERAGE),
    "revoked": _fields(
        Field("effective", "moment", True),
        *_KNOWN,
        Field("instrument", "text"),
        _CITED,
        Field("inferred", "flag"),
        Field("note", "text"),
    ),
    "own statement": _fields(*_STATEMENT),
    "statement": _fields(*_STATEMENT, Field("about", "ids", True)),
    "checkpoint": _fields(
        Field("on", "day", True),
        Field("known_on", "day"),
        *_text("label"),
        Field("state", "word", words=_STATES),
        Field("relief", "word", words=("none", "part", "full")),
        _CITED,
        Field("note", "text"),
    ),
    "source": _fields(
        Field("title", "text", True),
        Field("publisher", "text", True),
        Field("tier", "tier", True),
        Field("url", "url"),
        Field("published", "doubtful"),
        Field("quote", "quote"),
        Field("note", "text"),
    ),
    "reliefs file": _fields(_SCHEMA, Field("relief", "tables", True, table="relief"), _SOURCES),
    "statements file": _fields(_SCHEMA, Field("statement", "tables", True, table="statement"), _SOURCES),
    "authorities file": _fields(_SCHEMA, Field("authority", "tables", True, table="authority")),
    "subjects file": _fields(_SCHEMA, Field("subject", "tables", True, table="subject")),
    "people file": _fields(_SCHEMA, Field("person", "tables", True, table="person")),
    "negotiations file": _fields(_SCHEMA, Field("negotiation", "tables", True, table="negotiation"), _SOURCES),
    "negotiation": _fields(
        Field("id", "text", True),
        Field("on", "doubtful", True),
        Field("title", "text", True),
        Field("place", "text"),
        Field("persons", "texts"),
        Field("freed", "count"),
        _CITED,
        Field("note", "text"),
    ),
    "authority": _fields(
        Field("id", "text", True),
        Field("name", "text", True),
        Field("jurisdiction", "text", True),
        Field("zone", "zone", True),
        Field("aliases", "texts"),
    ),
    "subject": _fields(
        Field("id", "text", True), Field("name", "text", True), Field("aliases", "texts"), Field("identifiers", "names")
    ),
    "person": _fields(
        Field("id", "text", True), Field("name", "text", True), Field("role", "text"), Field("aliases", "texts")
    ),
}

# Which table stands at the top of which part of a data folder.
FILES = {
    "sanctions": "sanction",
    "reliefs": "reliefs file",
    "statements": "statements file",
    "authorities.toml": "authorities file",
    "subjects.toml": "subjects file",
    "people.toml": "people file",
    "negotiations.toml": "negotiations file",
}
