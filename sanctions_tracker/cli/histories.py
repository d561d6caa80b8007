"""The histories of sanctions: in a table, in bars of signs, in a picture, beside words and talks."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..days import Day, ordinals
from ..facts import Relief, Transition
from ..timelines import visible
from .asking import (
    DONE,
    MISUSE,
    Failed,
    as_known,
    asked,
    known_day,
    print_rows,
    register_of,
    selected,
    strict_code,
)
from .show import clean

if TYPE_CHECKING:
    from datetime import date

    from ..register import Register
    from ..timelines import Span, Timeline

__all__ = ["timeline"]

_WIDTH = 80  # of bars that no terminal shows: the same question gives the same bytes


def timeline(options: Any) -> int:
    known = known_day(options)
    register = register_of(options)
    if options.name is not None:
        ids = [asked(lambda: register.sanction(options.name)).id]
    elif any(selected(options).values()):
        ids = [one.id for one in asked(lambda: register.select(**selected(options)))]
    else:
        raise Failed(MISUSE, "timeline needs an ID, or --subject, --authority or --measure")
    if options.with_negotiations:
        return _line_of_time(options, register, ids, known)
    what = (register.sanction(ids[0]).title or ids[0]) if options.name else f"{len(ids)} timelines"
    if options.dark and not (options.svg or options.png):
        raise Failed(MISUSE, "--dark goes with --svg or --png")
    if options.svg or options.png:
        chosen = ", ".join(one for one in selected(options).values() if one)
        lines = [register.timeline(id_) for id_ in ids]
        return _draw(options, lines, f"{what if options.name else chosen}, {as_known(known)}", known)
    spans = [(id_, span) for id_ in ids for span in asked(partial(register.timeline(id_).spans, known))]
    rows = []
    for id_, span in spans:
        marks = [name for name in ("derived", "provisional") if getattr(span, name)]
        values = {"id": id_, "from": span.from_, "to": span.to, "label": span.label, "cause": span.cause}
        rows.append({**values, "reliefs": list(span.reliefs), "marks": marks})
    columns = ("from", "to", "label", "reliefs", "cause", "marks")
    title = f"{what}, {as_known(known)} ('to' is not included)"
    shown = columns if options.name else ("id", *columns)
    print_rows(
        options,
        rows,
        shown,
        lambda: _plain(spans),
        title=title,
        picture=lambda: _bars([("" if options.name else id_, register.timeline(id_)) for id_ in ids], known),
    )
    return strict_code(options, (span for _, span in spans))


def _plain(spans: Sequence[tuple[str, Span]]) -> list[dict[str, Any]]:
    from .plain import span

    return [span(id_, one) for id_, one in spans]


def _bars(named: Sequence[tuple[str, Timeline]], known: date | None) -> str:
    """Return the timelines as bars of signs, as wide as the terminal, and what the signs mean."""
    from ..showing.bars import bars_of
    from ..showing.signs import legend, lines_of_signs

    seen = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if seen else _WIDTH
    colour = seen and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    drawn = [(clean(name), bars_of(line, known)) for name, line in named]
    meanings = _side_by_side(legend([one for _, one in drawn]), width)
    return "\n".join([*lines_of_signs(drawn, width, colour=colour), "", *meanings])


def _side_by_side(words: Sequence[str], width: int) -> list[str]:
    """Return words in lines, as many beside each other as fit; what is wider than a line is broken between words."""
    import textwrap

    found = [""]
    for one in words:
        beside = f"{found[-1]}   {one}" if found[-1] else one
        if len(beside) <= width:
            found[-1] = beside
        else:
            first, *more = textwrap.wrap(one, max(width, 10), subsequent_indent="  ", break_long_words=False)
            found = [*found, first, *more] if found[-1] else [first, *more]
    return found


def _draw(options: Any, lines: Sequence[Timeline], title: str, known: date | None) -> int:
    from ..showing.picture import draw

    for out, ending in ((options.svg, ".svg"), (options.png, ".png")):
        if out is None:
            continue
        if Path(out).suffix.lower() != ending:
            raise Failed(MISUSE, clean(f"{out}: --{ending[1:]} draws a picture whose name ends in {ending}"))
        try:
            asked(partial(draw, lines, out, known_on=known, title=title, dark=options.dark))
        except (ImportError, ValueError) as error:
            raise Failed(MISUSE, clean(str(error))) from None
        except OSError as error:
            raise Failed(MISUSE, clean(f"{out}: cannot be written: {(error.strerror or str(error)).lower()}")) from None
        print(clean(f"{out}: {len(lines)} timeline{'s' * (len(lines) != 1)}"))
    return strict_code(options, (span for line in lines for span in line.spans(known)))


def _line_of_time(options: Any, register: Register, ids: list[str], known: date | None) -> int:
    """Print words, acts and releases on one line of time: what was said, what was done, who was freed, in the order of their days."""
    rows: list[tuple[str, dict[str, Any]]] = []
    lines = {id_: register.timeline(id_) for id_ in ids}
    traded: dict[str, set[str]] = {}
    acts = [(f"{act.event} {id_}", act) for id_, line in lines.items() for act in line.sanction.transitions]
    reliefs = {
        id(relief): relief for line in lines.values() for relief in line.reliefs if any(map(relief.touching, ids))
    }
    acts_and_reliefs: list[tuple[str, str, Transition | Relief]] = [("act", words, act) for words, act in acts]
    acts_and_reliefs += [("relief", f"{relief.name} ({relief.kind})", relief) for relief in reliefs.values()]
    for kind, words, record in acts_and_reliefs:
        if asked(partial(visible, record, known)):
            rows.append(
                (
                    _sortable(record.day),
                    {"day": record.day, "what": kind, "words": words, "traded in": record.negotiation},
                )
            )
            if record.negotiation:
                traded.setdefault(record.negotiation, set()).add(words)
    statements = {id(one): one for line in lines.values() for one in line.statements if visible(one, known)}
    for one in statements.values():
        about = ", ".join(id_ for id_ in ids if id_ in one.about)
        rows.append(
            (
                _sortable(one.on),
                {"day": one.on, "what": "words", "words": f"{register.name_of(one.by)}: {one.says} ({about})"},
            )
        )
    for talks in register.negotiations:
        freed = f"; {talks.freed} freed" if talks.freed is not None else ""
        given = f"; for it: {', '.join(sorted(traded[talks.id]))}" if talks.id in traded else ""
        rows.append(
            (
                _sortable(talks.on),
                {"day": talks.on, "what": "talks", "words": f"{talks.title}{freed}{given}", "traded in": talks.id},
            )
        )
    shown = [row for _, row in sorted(rows, key=lambda one: one[0])]
    data = [{key: None if value is None else str(value) for key, value in row.items()} for row in shown]
    title = f"Words, acts and talks, {as_known(known)}: {len(shown)}"
    print_rows(options, shown, ("day", "what", "words", "traded in"), lambda: data, title=title)
    return DONE


def _sortable(day: Day) -> str:
    first, last = ordinals(day)
    return f"{first if first is not None else last or 0:08d}"
