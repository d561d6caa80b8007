"""The laws of bulk answers and of tables: whatever the way of asking, the answer is that of one question."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from itertools import islice

from ...register import Register
from ...tables import Rectangle, rectangles
from ...timelines import Timeline
from ..probing import every_probe
from .asking import reader, require

__all__ = ["law_17", "law_18"]

_MOST = 400  # questions to one sanction: a record with a hundred turns of knowledge has tens of thousands


def law_17(register: Register) -> tuple[int, int]:
    """Bulk answers equal the loop, for unsorted, repeated and empty input, on every engine."""
    if find_spec("numpy") is None or find_spec("pyarrow") is None:  # without the extra there is no bulk answer
        return 0, len(register)
    import pyarrow as pa

    from ...lookback import Lookback

    rows = [(line.sanction.id, *probe) for line in register.timelines() for probe in _some(line)]
    rows += rows[:3]  # repeated, and out of order
    for known in (False, True):
        asked = [row for row in rows if (row[2] is not None) is known]
        ready = Lookback(register, "", known=known)
        ids, days, readers = (pa.array([row[place] for row in asked], kind) for place, kind in enumerate(_kinds()))
        columns = ready.columns(ids, days, readers if known else None)
        labels, restricts, since = (columns[name].to_pylist() for name in ("st_label", "st_restricts", "st_since"))
        projected, problems = columns["st_projected"].to_pylist(), columns["st_problem"].to_pylist()
        for place, (id_, on, known_on) in enumerate(asked):
            status = register.status(id_, on, known_on)
            right = status.words, str(status.restricts), status.since, status.projected, None
            found = labels[place], restricts[place], since[place], projected[place], problems[place]
            require(found == right, 17, f"{id_} on {on}{reader(known_on)}", found, right)
    return len(rows), 0


def _some(line: Timeline) -> list[tuple[date, date | None]]:
    every = every_probe(line)
    return list(islice(every, 0, None, max(1, len(every) // _MOST)))


def _kinds() -> tuple[object, object, object]:
    import pyarrow as pa

    return pa.string(), pa.date32(), pa.date32()


def law_18(line: Timeline) -> int:
    """Tables tell the same: for every (id, on, known_on) exactly one rectangle, equal to the answer, in SQLite, DuckDB and Spark."""
    rows = list(rectangles([line]))
    probes = _some(line)
    for on, known_on in probes:
        holding = [row for row in rows if _holds(row, on, known_on)]
        where = f"{line.sanction.id} on {on}{reader(known_on)}"
        require(len(holding) == 1, 18, f"{where} has {len(holding)} rectangles")
        status = line.status(on, known_on)
        pairs = "; ".join(sorted(f"{pair.state} ({pair.relief})" for pair in status.possible))
        require(holding[0].possible == pairs, 18, where, holding[0].possible, pairs)
        require(holding[0].label == status.words, 18, where, holding[0].label, status.words)
    return len(probes)


def _holds(row: Rectangle, on: date, known_on: date | None) -> bool:
    days = (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or on < row.valid_to)
    if known_on is None:
        return days and row.known_to is None
    known = (row.known_from is None or row.known_from <= known_on) and (row.known_to is None or known_on < row.known_to)
    return days and known
