"""Bars in plain characters, within the width of a terminal: a sign for each kind of answer, and nothing but ASCII."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise

from ..palette import LOOKS, Kind
from .bars import Bar, period

__all__ = ["CHANGE", "legend", "lines_of_signs"]

CHANGE = "|"
"""Stands in a column in whose days something changes."""

_NARROWEST = 20
_NAMES = 40  # signs for a name beside its bar; a longer one gets a line of its own
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)


def lines_of_signs(named: Sequence[tuple[str, Sequence[Bar]]], width: int, *, colour: bool = False) -> list[str]:
    """Return the lines of a picture at most ``width`` signs wide: the years, and a bar for each name ("" for none).

    Each column stands for some days: for the answer that holds on all of them, or `CHANGE`. What is projected is broken by blanks.
    ``colour`` adds the colours of a terminal.
    """
    beside = max((len(name) for name, _ in named), default=0)
    beside = 0 if beside > min(_NAMES, width - _NARROWEST - 1) else beside
    room = max(_NARROWEST, width - beside - (1 if beside else 0))
    first, last = period([bars for _, bars in named])
    edges = _edges(first, last, room)
    margin = " " * (beside + 1) if beside else ""
    found = [(margin + _years(edges)).rstrip()]
    for name, bars in named:
        signs = _signs(bars, edges, colour)
        if name and not beside:
            found += [name, signs] if signs else [name]
        else:
            found.append(((f"{name:<{beside}} " if beside else "") + signs).rstrip())
    return found


def legend(drawn: Sequence[Sequence[Bar]]) -> list[str]:
    """Return what the signs of these bars mean, one line each."""
    every = [bar for bars in drawn for bar in bars]
    kinds = {bar.kind for bar in every} - {Kind.ABSENT}
    found = [f"{LOOKS[kind].sign} {LOOKS[kind].words}" for kind in Kind if kind in kinds]
    if not found:
        return [f"blank: {LOOKS[Kind.ABSENT].words}"]
    if any(_changes(bars) for bars in drawn):
        found.append(f"{CHANGE} a day on which the answer changes lies here")
    if any(bar.projected and bar.kind is not Kind.ABSENT for bar in every):
        found.append("broken by blanks: projected")
    return found


def _edges(first: date, last: date, columns: int) -> list[int]:
    """Return the first day of each column as an ordinal, and the first day after the last one."""
    start, days = first.toordinal(), (last - first).days
    columns = min(columns, days)
    return [start + days * column // columns for column in range(columns + 1)]


def _years(edges: Sequence[int]) -> str:
    """Return the numbers of years, each beginning over the column of its first day; as many as have room."""
    first, last = date.fromordinal(edges[0]), date.fromordinal(edges[-1])
    columns = len(edges) - 1
    years = range(first.year + (first > date(first.year, 1, 1)), last.year + 1)
    step = next((one for one in _STEPS if columns * one * 365 >= (edges[-1] - edges[0]) * 6), _STEPS[-1])
    line = [" "] * (columns + 4)
    free = 0
    for year in years:
        if year % step:
            continue
        place = (date(year, 1, 1).toordinal() - edges[0]) * columns // (edges[-1] - edges[0])
        if free <= place <= columns - 4:
            line[place : place + 4] = f"{year:04}"
            free = place + 5
    return "".join(line) if free else first.isoformat()  # a picture of some months has no new year in it


def _signs(bars: Sequence[Bar], edges: Sequence[int], colour: bool) -> str:
    found: list[tuple[int, str]] = []
    changes = _changes(bars)
    for column in range(len(edges) - 1):
        here = [bar for bar in bars if _meets(bar, edges[column], edges[column + 1])]
        look = LOOKS[here[0].kind]
        if bisect_left(changes, edges[column]) < bisect_left(changes, edges[column + 1]):
            found.append((0, CHANGE))
        else:
            found.append((look.ansi, " " if here[0].projected and column % 2 else look.sign))
    while found and found[-1][1] == " ":
        found.pop()
    if not colour:
        return "".join(sign for _, sign in found)
    runs = ((code, "".join(sign for _, sign in run)) for code, run in groupby(found, key=lambda one: one[0]))
    return "".join(f"\x1b[{code}m{signs}\x1b[0m" if code else signs for code, signs in runs)


def _changes(bars: Sequence[Bar]) -> list[int]:
    """Return the days on which another answer begins: where a bar goes on as projected, none does."""
    turns = ((one, other) for one, other in pairwise(bars) if one[2:4] != other[2:4])
    return [other.from_.toordinal() for _, other in turns if other.from_ is not None]


def _meets(bar: Bar, start: int, end: int) -> bool:
    return (bar.from_ is None or bar.from_.toordinal() < end) and (bar.to is None or start < bar.to.toordinal())
