"""Answers as HTML for a notebook: tables and bars in which every text is escaped, so that a record shows as it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from .printable import printable

__all__ = ["bar_of", "cell", "table_of"]

_TABLE = "border-collapse:collapse;text-align:left"
_CELL = "text-align:left;vertical-align:top;padding:2px 12px 2px 0"


def cell(value: object) -> str:
    """Return a value as text that HTML only shows: nothing for ``None``, lists joined by "; "."""
    if value is None:
        return ""
    if value is True or value is False:
        return "yes" if value else "no"
    text = "; ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    return escape(printable(text))


def table_of(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; without a ``head`` the first cell of each row is its heading."""
    found = [f'<table style="{_TABLE}"><caption style="{_CELL};font-weight:bold">{cell(caption)}</caption>']
    if head:
        cells = "".join(f'<th scope="col" style="{_CELL}">{cell(one)}</th>' for one in head)
        found.append(f"<thead><tr>{cells}</tr></thead>")
    found.append("<tbody>")
    for row in rows:
        first = "" if head else f'<th scope="row" style="{_CELL}">{cell(row[0])}</th>'
        cells = "".join(f'<td style="{_CELL}">{cell(one)}</td>' for one in (row if head else row[1:]))
        found.append(f"<tr>{first}{cells}</tr>")
    return "".join([*found, "</tbody></table>"])


def bar_of(parts: Iterable[tuple[int, str, str]]) -> str:
    """Return a bar of parts, each given by its length, its colour (one of ours, never a record's) and its words."""
    found = (
        f'<span title="{cell(words)}" style="flex:{length} 0 0;background:{colour};min-width:2px"></span>'
        for length, colour, words in parts
    )
    style = "display:flex;gap:1px;height:14px;max-width:60em;margin:4px 0"
    return f'<div role="img" aria-hidden="true" style="{style}">{"".join(found)}</div>'
