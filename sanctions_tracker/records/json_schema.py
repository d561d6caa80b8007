"""The record format as JSON Schema, made from the same definition as the reader.

It describes a record as JSON would hold it (days as texts). What a schema cannot say (names that exist, lawful histories)
is left to `check`.
"""

from __future__ import annotations

from typing import Any

from ..lifecycle import STANDARD
from .schema import FILES, TABLES, Field

__all__ = ["json_schema"]

_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_RANGE = r"^\[([0-9]{4}-[0-9]{2}-[0-9]{2})?\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})?\]$"
_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})$"
_ID = r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$"
_SAYS = {"type": "string", "pattern": r"\S"}
_PARTIAL = {"type": "string", "pattern": r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$"}

_FORMS: dict[str, dict[str, Any]] = {
    "text": _SAYS,
    "texts": {"type": "array", "items": _SAYS, "uniqueItems": True},
    "flag": {"type": "boolean"},
    "day": {"type": "string", "pattern": _DAY},
    "doubtful": {"anyOf": [{"type": "string", "pattern": _DAY}, _PARTIAL, {"type": "string", "pattern": _RANGE}]},
    "moment": {
        "anyOf": [
            {"type": "string", "pattern": _DAY},
            _PARTIAL,
            {"type": "string", "pattern": _RANGE},
            {"type": "string", "pattern": _INSTANT},
        ]
    },
    "duration": {"type": "string", "pattern": r"^P(?=[0-9])([0-9]{1,4}Y)?([0-9]{1,5}M)?([0-9]{1,6}W)?([0-9]{1,7}D)?$"},
    "id": {"type": "string", "pattern": _ID},
    "ids": {"type": "array", "items": {"type": "string", "pattern": _ID}, "uniqueItems": True},
    "names": {"type": "object", "additionalProperties": _SAYS},
    "tier": {"type": "integer", "minimum": 1, "maximum": 5},
    "count": {"type": "integer", "minimum": 0},
    "schema": {"const": 1},
    "url": {"type": "string", "pattern": r"^https?://[^\s/?#]+\.[^\s/?#]+(/+[^\s/]|/*\?\S)\S*$"},
    "quote": {"type": "string", "pattern": r"^\s*\S+(\s+\S+){0,14}\s*$"},
    "zone": _SAYS,
    "sources": {"type": "array", "items": _SAYS, "uniqueItems": True, "minItems": 1},
}


def json_schema() -> dict[str, Any]:
    """Return a JSON Schema (draft 2020-12) of a sanction's file, with those of all other files under ``$defs``."""
    definitions = {name: _table(name) for name in TABLES}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A record of sanctions_tracker",
        "description": "The file of one sanction; those of reliefs, statements and names are "
        + ", ".join(sorted(set(FILES.values())))
        + ".",
        "$ref": "#/$defs/sanction",
        "$defs": definitions,
    }


def _table(name: str) -> dict[str, Any]:
    fields = TABLES[name]
    found: dict[str, Any] = {
        "type": "object",
        "properties": {key: _field(field) for key, field in fields.items()},
        "required": [key for key, field in fields.items() if field.required],
        "additionalProperties": False,
    }
    ends = [key for key in ("last_day", "ends", "lasts") if key in fields]
    if ends:
        pairs = [(one, other) for number, one in enumerate(ends) for other in ends[number + 1 :]]
        found["not"] = {"anyOf": [{"required": list(pair)} for pair in pairs]}
    if name == "transition":
        found["allOf"] = _events()
    if name == "checkpoint":
        found["anyOf"] = [{"required": [key]} for key in ("label", "state", "relief")]
    return found


def _events() -> list[dict[str, Any]]:
    """What an event takes: an end, or days to repaint."""
    events = STANDARD.event_names
    endless = [event for event in events if event not in STANDARD.clocks]
    plain = [event for event in events if event not in STANDARD.reaches_back]
    any_end = [{"required": [key]} for key in ("last_day", "ends", "lasts")]
    repaint = [{"required": [key]} for key in ("back_to", "to")]
    return [
        {"if": {"properties": {"event": {"enum": endless}}}, "then": {"not": {"anyOf": any_end}}},
        {"if": {"properties": {"event": {"enum": sorted(STANDARD.needs_end)}}}, "then": {"anyOf": any_end}},
        {"if": {"properties": {"event": {"enum": plain}}}, "then": {"not": {"anyOf": repaint}}},
        {"if": {"required": ["to"]}, "then": {"required": ["back_to"]}},
    ]


def _field(field: Field) -> dict[str, Any]:
    if field.form == "word":
        return {"enum": list(field.words)}
    if field.form == "table":
        return {"$ref": f"#/$defs/{field.table}"}
    if field.form == "tables":
        return {"type": "array", "items": {"$ref": f"#/$defs/{field.table}"}}
    if field.form == "sources-table":
        return {"type": "object", "additionalProperties": {"$ref": "#/$defs/source"}}
    form = _FORMS[field.form]
    if field.required and form.get("type") == "array":
        return {**form, "minItems": 1}
    return dict(form)
