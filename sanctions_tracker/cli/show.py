"""Print rows in the format that was asked for. Tables fit the terminal; everything else is for programs."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Sequence
from typing import Any

__all__ = ["FORMATS", "show"]

FORMATS = ("table", "json", "csv", "tsv", "markdown")

_NARROW = 8


def show(rows: Sequence[dict[str, Any]], columns: Sequence[str], format: str, data: object) -> str:
    """Return rows as text, ending in a newline. ``data`` is what JSON prints; the others print ``columns`` of ``rows``."""
    if format == "json":
        import json

        return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    if format in ("csv", "tsv"):
        out = io.StringIO()
        writer = csv.writer(out, delimiter="," if format == "csv" else "\t", lineterminator="\n")
        writer.writerows([list(columns), *cells])
        return out.getvalue()
    from tabulate import tabulate

    if format == "markdown":
        escaped = [[cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in cells]
        return tabulate(escaped, headers=list(columns), tablefmt="pipe", disable_numparse=True) + "\n"
    kept = [number for number, column in enumerate(columns) if any(line[number] for line in cells)] or list(
        range(len(columns))
    )
    heads = [columns[number] for number in kept]
    cells = [[line[number] for number in kept] for line in cells]
    widths = _widths(heads, cells)
    table = tabulate(cells, headers=heads, tablefmt="simple", disable_numparse=True, maxcolwidths=widths)
    return "\n".join(line.rstrip() for line in table.split("\n")) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if value is True or value is False:
        return "yes" if value else "no"
    text = "; ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)


def _widths(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int] | None:
    """Return the width of each column so that the table fits the terminal, or ``None`` where it does, or nobody looks."""
    if not sys.stdout.isatty():
        return None
    room = shutil.get_terminal_size().columns - 2 * (len(heads) - 1)
    least = [len(head) + 2 for head in heads]  # tabulate pads its headers by two
    widths = [max([least[number], *(len(line[number]) for line in cells)]) for number in range(len(heads))]
    least = [max(narrow, _NARROW) for narrow in least]
    while sum(widths) > room:
        widest = max(range(len(heads)), key=lambda number: widths[number] - least[number])
        if widths[widest] <= least[widest]:
            break  # a terminal this narrow breaks the lines itself
        widths[widest] -= 1
    return widths
