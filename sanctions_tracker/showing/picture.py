"""Timelines as a picture, in vectors (SVG) or in points (PNG): the bars of the page, in its colours and with its hatches.

Needs matplotlib (extra ``report``). The same timelines give the same bytes: no clock, no random names. Words from records are drawn
as they are; a dollar sign begins no formula.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..palette import INKS, LOOKS, Kind
from ..printable import printable
from ..saving import beside
from ..timelines import Timeline, said_day, visible
from .bars import Bar, bars_of, period

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["ENDINGS", "draw"]

ENDINGS = (".svg", ".png")

_WIDTH, _ROW, _HEIGHT, _REST = 10.0, 0.34, 0.62, 1.25  # inches, but for the part of a row that its bar takes
_DOTS = 150  # for each inch of a PNG
_TALLEST = 400  # inches: what an image of so many dots may measure is limited
_LAST_YEAR = date(9900, 1, 1)  # matplotlib's ruler of days runs a little over what it draws


def draw(
    timelines: Sequence[Timeline],
    path: str | os.PathLike[str],
    *,
    known_on: date | None = None,
    title: str = "",
    dark: bool = False,
) -> None:
    """Draw a bar for each timeline, as known on a day (``None``: with all that is recorded), into a file that ends in .svg or .png.

    A triangle marks each day on which something was said. ``dark`` draws on a dark ground. Raises `ValueError` on another ending or
    without a timeline, `ImportError` without matplotlib, `OSError` where nothing can be written, and as `Timeline.status` does.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"cannot tell by {target.suffix!r} what to draw; end {target.name!r} in .svg or .png")
    if not timelines:
        raise ValueError("there is no timeline to draw")
    if _REST + _ROW * len(timelines) > _TALLEST:
        raise ValueError(f"{len(timelines):,} timelines are too many for one picture; choose fewer")
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise ImportError("drawing needs matplotlib; install sanctions-tracker[report]") from None
    settings: Any = {
        "svg.hashsalt": "sanctions-tracker",
        "svg.fonttype": "none",
        "font.size": 9,
        "hatch.linewidth": 0.8,
    }
    with matplotlib.rc_context(settings), warnings.catch_warnings(), beside(target) as part:
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # of a script that its fonts lack
        figure = Figure(figsize=(_WIDTH, _REST + _ROW * len(timelines)), layout="constrained")
        _Drawing(figure, dark).draw(timelines, known_on, printable(title))
        if ending == ".svg":
            figure.savefig(part, format="svg", metadata={"Date": None}, facecolor=figure.get_facecolor())
        else:
            figure.savefig(part, format="png", dpi=_DOTS, metadata={"Software": None}, facecolor=figure.get_facecolor())


class _Drawing:
    """A figure while it is drawn on a ground."""

    def __init__(self, figure: Figure, dark: bool) -> None:
        self.figure, self.dark = figure, dark
        self.ink, self.muted, self.paper, self.line = (self.of(INKS[one]) for one in ("ink", "muted", "paper", "line"))
        figure.set_facecolor(self.paper)

    def of(self, colours: Any) -> str:
        return str(colours.dark if self.dark else colours.light)

    def draw(self, timelines: Sequence[Timeline], known_on: date | None, title: str) -> None:
        drawn = [bars_of(line, known_on) for line in timelines]
        said = [[day for day in _said(line, known_on) if day < _LAST_YEAR] for line in timelines]
        first, last = period(drawn, *(day for days in said for day in days))
        axes = self.axes(timelines, first, min(last, _LAST_YEAR), title)
        for row, (one, days) in enumerate(zip(drawn, said, strict=True)):
            for bar in one:
                self.bar(axes, row, bar, first, min(last, _LAST_YEAR))
            self.said(axes, row, days)
        self.legend(drawn, any(said))

    def axes(self, timelines: Sequence[Timeline], first: date, last: date, title: str) -> Axes:
        axes = self.figure.add_subplot()
        axes.set_facecolor(self.paper)
        axes.set_xlim(first, last)  # type: ignore[arg-type]
        axes.set_ylim(len(timelines) - 0.4, -0.7)
        axes.set_yticks(range(len(timelines)))
        axes.set_yticklabels([line.sanction.id for line in timelines], parse_math=False)
        axes.tick_params(colors=self.ink, length=0, axis="y")
        axes.tick_params(colors=self.muted, axis="x")
        axes.grid(axis="x", color=self.line, linewidth=0.6)
        axes.set_axisbelow(True)
        for name, spine in axes.spines.items():
            spine.set_visible(name == "bottom")
            spine.set_color(self.line)
        if title:
            axes.set_title(title, loc="left", color=self.ink, parse_math=False, wrap=True)
        return axes

    def bar(self, axes: Axes, row: int, bar: Bar, first: date, last: date) -> None:
        start, end = max(bar.from_ or first, first), min(bar.to or last, last)
        if start >= end or bar.kind is Kind.ABSENT:
            return
        look = LOOKS[bar.kind]
        thin = bar.kind is Kind.ENDED
        height = 0.12 if thin else _HEIGHT
        axes.broken_barh(
            [(start, end - start)],  # type: ignore[list-item]
            (row - height / 2, height),
            facecolor="none" if bar.projected and not thin else self.of(look),
            edgecolor=self.of(look) if bar.projected else self.paper,
            linestyle="--" if bar.projected and not thin else "-",
            linewidth=0.0 if thin else 0.9,
            alpha=0.5 if bar.projected and thin else 1.0,
            hatch=look.hatch or None,
        )

    def said(self, axes: Axes, row: int, days: Any) -> None:
        axes.plot(days, [row - 0.42] * len(days), linestyle="none", marker="v", markersize=4, color=self.ink)

    def legend(self, drawn: Sequence[Sequence[Bar]], said: bool) -> None:
        from matplotlib.lines import Line2D
        from matplotlib.patches import Patch

        kinds = {bar.kind for one in drawn for bar in one} - {Kind.ABSENT}
        signs: list[Any] = [
            Patch(
                facecolor=self.of(LOOKS[kind]), edgecolor=self.paper, hatch=LOOKS[kind].hatch, label=LOOKS[kind].words
            )
            for kind in Kind
            if kind in kinds
        ]
        if any(bar.projected and bar.kind is not Kind.ABSENT for one in drawn for bar in one):
            signs.append(Patch(facecolor="none", edgecolor=self.muted, linestyle="--", label="projected"))
        if said:
            signs.append(Line2D([], [], linestyle="none", marker="v", markersize=4, color=self.ink, label="said"))
        if signs:
            self.figure.legend(handles=signs, loc="outside lower left", ncols=3, frameon=False, labelcolor=self.muted)


def _said(line: Timeline, known_on: date | None) -> list[date]:
    seen = [one for one in line.statements if visible(one, known_on)]
    return sorted({date.fromordinal(said_day(one)) for one in seen})
