"""The JSON Schema is made from the reader's own definition, and both agree."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sanctions_tracker.records.json_schema import json_schema

FIXTURES = Path(__file__).parent.parent / "fixtures"
SCHEMA = json_schema()
KINDS = {"sanctions": "sanction", "reliefs": "reliefs file", "statements": "statements file"}
# What only the whole of the records, or the walk through them, can show.
BEYOND = {
    *("bad-day", "checkpoint", "circle", "clipped-day", "default-known", "duplicate", "end-not-later", "known-needed"),
    *(
        "no-lawful-world",
        "offset",
        "out-of-order",
        "supersedes",
        "too-doubtful",
        "unknown-name",
        "unlawful-event",
        "unused-source",
    ),
}


def plain(value: Any) -> Any:
    """A TOML value as JSON holds it."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def problems(path: Path, kind: str) -> list[str]:
    validator = jsonschema.Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{kind}"})
    return [error.message for error in validator.iter_errors(plain(tomllib.loads(path.read_text(encoding="utf-8"))))]


def test_it_is_a_schema_and_ships_as_it_is_made() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    shipped = (FIXTURES / "record.schema.json").read_text(encoding="utf-8")
    assert shipped == json.dumps(SCHEMA, indent=1, sort_keys=True) + "\n"


@pytest.mark.parametrize("part", sorted(KINDS))
def test_every_shipped_record_is_valid(part: str) -> None:
    paths = sorted((FIXTURES / part).rglob("*.toml"))
    assert paths
    for path in paths:
        assert problems(path, KINDS[part]) == [], path


@pytest.mark.parametrize("name", ["authorities", "subjects", "people", "negotiations"])
def test_every_file_of_names_is_valid(name: str) -> None:
    assert problems(FIXTURES / f"{name}.toml", f"{name} file") == []


@pytest.mark.parametrize("path", sorted((FIXTURES / "broken").glob("*.toml")), ids=lambda path: path.stem)
def test_a_broken_record_is_refused_where_a_schema_can_tell(path: Path) -> None:
    try:
        found = problems(path, "sanction")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return  # what is no TOML is no record for any schema
    assert bool(found) == (path.stem not in BEYOND)
