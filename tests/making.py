"""Short ways to make sanctions and reliefs in tests, and to read their timelines."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sanctions_tracker as st

ID = "us-ofac/firm"


def act(event: str, effective: str, **fields: Any) -> st.Transition:
    return st.Transition(event, effective=effective, **fields)


def sanction(*acts: st.Transition, id: str = ID, **fields: Any) -> st.Sanction:
    return st.Sanction(id, acts, **fields)


def relief(name: str, starts: str, coverage: str = "full", *, ids: tuple[str, ...] = (ID,), **fields: Any) -> st.Relief:
    touch = st.Touch(sanctions=ids, coverage=coverage)
    return st.Relief(name, "us-ofac", kind="general-licence", starts=starts, touches=[touch], **fields)


def source(key: str = "law", tier: int = 1, **fields: Any) -> st.Source:
    return st.Source(key=key, title=f"Source {key}", publisher="Publisher", tier=tier, **fields)


def spans(line: st.Timeline, known_on: str | None = None) -> list[tuple[str, str]]:
    """The runs of a timeline as (first day, label); the first run begins with '-'."""
    return [(str(span.from_ or "-"), span.label) for span in line.spans(known_on)]


def on(line: st.Timeline, day: str, known_on: str | None = None) -> str:
    return line.status(day, known_on).words


def around(line: st.Timeline, day: str) -> list[str]:
    """The labels on the day before, the day, and the day after."""
    middle = date.fromisoformat(day)
    return [line.status(middle + timedelta(days=days)).words for days in (-1, 0, 1)]
