"""Flat tables of a register: one row for each span of each timeline, as CSV or JSON lines.

JSON lines keep every text as it is. CSV is opened in spreadsheets: a text that one would run as a formula gets an
apostrophe before it, and signs that do not print become blanks.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..answer import relief_of, restricts_of, state_of
from ..days import as_day, day_text
from ..facts import Source
from ..printable import printable
from ..register import Register
from ..sanction import Sanction
from ..timelines import Span

__all__ = ["COLUMNS", "csv_lines", "flat_rows", "json_line", "jsonl_lines"]

COLUMNS = (
    "id",
    "title",
    "subjects",
    "authority",
    "measure",
    "program",
    "target",
    "rests_on",
    "reviewed",
    "known_on",
    "from",
    "to",
    "label",
    "state",
    "relief",
    "restricts",
    "reliefs",
    "event",
    "event_authority",
    "effective",
    "instrument",
    "sources",
    "derived",
    "provisional",
)


def flat_rows(register: Register, known_on: object = None) -> Iterator[dict[str, Any]]:
    """Yield one row for each span: keys as in `COLUMNS`, days as text, ``to`` exclusive, ``None`` where there is nothing.

    ``from`` and ``to`` are ``None`` on an open side; ``state`` and ``relief`` where several are possible (``label`` joins
    them). Order: by id, then by day. Raises `BadDay`, and as `Timeline.spans` does.
    """
    known = None if known_on is None else as_day(known_on, "known_on")
    for sanction in register.sanctions:
        head = _of_sanction(sanction, day_text(known))
        for span in register.timeline(sanction.id).spans(known):
            yield {**head, **_of_span(sanction, span)}


def csv_lines(register: Register, known_on: object = None) -> Iterator[str]:
    """Yield the lines of a CSV table of `flat_rows`, headed, each ending in ``\\n``; write them with ``newline=""``."""
    yield _csv_line(COLUMNS)
    for row in flat_rows(register, known_on):
        yield _csv_line([_cell(row[name]) for name in COLUMNS])


def jsonl_lines(register: Register, known_on: object = None) -> Iterator[str]:
    """Yield each of `flat_rows` as one line of JSON with sorted keys, ending in ``\\n``."""
    for row in flat_rows(register, known_on):
        yield json_line(row)


def json_line(value: Mapping[str, Any]) -> str:
    """Return a value as one line of JSON: sorted keys, no sign in it that a reader of lines or a terminal acts on."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
    return text + "\n"


def _of_sanction(sanction: Sanction, known_on: str | None) -> dict[str, Any]:
    return {
        "id": sanction.id,
        "title": sanction.title,
        "subjects": list(sanction.subjects),
        "authority": sanction.authority,
        "measure": sanction.measure,
        "program": sanction.program,
        "target": sanction.target,
        "rests_on": sanction.rests_on,
        "reviewed": day_text(sanction.reviewed),
        "known_on": known_on,
    }


def _of_span(sanction: Sanction, span: Span) -> dict[str, Any]:
    cause = span.cause
    return {
        "from": day_text(span.from_),
        "to": day_text(span.to),
        "label": span.label,
        "state": state_of(span.possible),
        "relief": relief_of(span.possible),
        "restricts": str(restricts_of(span.possible, sanction.lifecycle)),
        "reliefs": list(span.reliefs),
        "event": None if cause is None else cause.event,
        "event_authority": None if cause is None else cause.authority,
        "effective": None if cause is None else day_text(cause.effective),
        "instrument": None if cause is None else cause.instrument,
        "sources": [] if cause is None else [_cited(one) for one in cause.sources],
        "derived": span.derived,
        "provisional": span.provisional,
    }


def _cited(source: Source) -> str:
    return source.url or f"{source.publisher}: {source.title}"


def _csv_line(cells: list[str] | tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "; ".join(value) if isinstance(value, list) else str(value)
    plain = printable(text)
    return f"'{plain}" if plain.lstrip().startswith(("=", "+", "-", "@")) else plain
