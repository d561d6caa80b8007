"""Print rows in the format that was asked for. Tables fit the terminal; everything else is for programs."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Sequence
from typing import Any

from ..printable import printable as clean

__all__ = ["FORMATS", "clean", "fitted", "show"]

FORMATS = ("table", "json", "csv", "tsv", "markdown")


def show(rows: Sequence[dict[str, Any]], columns: Sequence[str], format: str, data: object) -> str:
    """Return rows as text, ending in a newline. ``data`` is what JSON prints; the others print ``columns`` of ``rows``."""
    if format == "json":
        import json

        text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        if text.replace(
            "\n", ""
        ).isprintable():  # as nearly every text is; a walk over each sign costs more than all the rest
            return text
        return "".join(sign if sign == "\n" or sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
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
    kept, widths = _fitted(kept, columns, cells)
    heads = [columns[number] for number in kept]
    cells = [[line[number] for number in kept] for line in cells]
    table = tabulate(cells, headers=heads, tablefmt="simple", disable_numparse=True, maxcolwidths=widths)
    return "\n".join(line.rstrip() for line in table.split("\n")) + "\n"


def _cell(value: object) -> str:
    if type(value) is str:
        return clean(value)
    if value is None:
        return ""
    if value is True or value is False:
        return "yes" if value else "no"
    text = "; ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    return clean(text)


def fitted(line: str) -> str:
    """Return a line of prose in as many lines as a terminal needs, broken between words; as it is where nobody looks."""
    if not sys.stdout.isatty():
        return line
    room = shutil.get_terminal_size().columns
    if len(line) <= room:
        return line
    import textwrap

    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.fill(line, room, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _fitted(
    kept: list[int], columns: Sequence[str], cells: Sequence[Sequence[str]]
) -> tuple[list[int], list[int] | None]:
    """Return the columns that fit the terminal, with their widths, or all with ``None`` where nobody looks.

    No word is broken, least of all an id or a day: columns are wrapped between words, and the last ones left out.
    """
    if not sys.stdout.isatty():
        return kept, None
    room = shutil.get_terminal_size().columns
    least = {}
    for number in kept:
        words = [len(word) for line in cells for word in line[number].split()]
        least[number] = max([len(columns[number]) + 2, *words])  # tabulate pads its headers by two
    kept = list(kept)
    while len(kept) > 2 and sum(least[number] + 2 for number in kept) - 2 > room:
        kept.pop()
    widths = [max([least[number], *(len(line[number]) for line in cells)]) for number in kept]
    while sum(widths) + 2 * (len(kept) - 1) > room:
        widest = max(range(len(kept)), key=lambda place: widths[place] - least[kept[place]])
        if widths[widest] <= least[kept[widest]]:
            break  # a terminal this narrow breaks the lines itself
        widths[widest] -= 1
    return kept, widths
