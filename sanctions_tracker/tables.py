"""Every answer as a table: one row for each rectangle of days and of knowledge on which nothing changes.

For a sanction, a day and a day of knowledge there is exactly one row (law 18), so a join with a condition on two ranges
answers in any engine that knows dates. Ranges are half-open, and an open end is null: no date stands for "never".
"""

from __future__ import annotations

import csv
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from .answer import Answer, label_of, named, relief_of, restricts_of, state_of
from .saving import beside
from .timelines import Timeline

if TYPE_CHECKING:
    import pyarrow

__all__ = ["ENDINGS", "Rectangle", "as_arrow", "cut", "rectangles", "write_table"]


class Rectangle(NamedTuple):
    """The answer for days [valid_from, valid_to) to readers of [known_from, known_to); ``None`` is an open end.

    ``state`` and ``relief`` are ``None`` where several are possible; ``possible`` names all, each ``state (relief)``, joined
    by "; ". ``projected_from`` is the first day past what the record is borne out to; a day after the reader's own is
    projected as well.
    """

    id: str
    valid_from: date | None
    valid_to: date | None
    known_from: date | None
    known_to: date | None
    state: str | None
    relief: str | None
    label: str
    restricts: str
    possible: str
    cause: str | None
    projected_from: date | None


T = TypeVar("T")
Bound = date | None
_Told = tuple[str | None, str | None, str, str, str, str | None, date | None]


def rectangles(timelines: Iterable[Timeline]) -> Iterator[Rectangle]:
    """Yield the rectangles of each timeline: by id as they come, then by day, then by knowledge.

    Raises `UnlawfulEvent`, `UnlawfulRelief` and `TooDoubtful`, as asking for the same answers does.
    """
    alike: dict[int, tuple[tuple[Rectangle, ...], object]] = {}  # entries of a list that came and left together
    for line in timelines:
        shared = line.shared
        if shared is None:
            yield from _of_timeline(line)
            continue
        found = alike.get(id(shared))
        if found is None:
            found = alike[id(shared)] = (tuple(_of_timeline(line)), shared)
        for one in found[0]:
            yield one._replace(id=line.sanction.id)


def _of_timeline(line: Timeline) -> Iterator[Rectangle]:
    for valid_from, valid_to, known_from, known_to, values in cut(line, _tell):
        yield Rectangle(line.sanction.id, valid_from, valid_to, known_from, known_to, *values)


def cut(line: Timeline, tell: Callable[[Answer], T]) -> Iterator[tuple[Bound, Bound, Bound, Bound, T]]:
    """Yield (valid_from, valid_to, known_from, known_to, told) of a timeline: by day, then by knowledge.

    ``tell`` says what counts of an answer; its values are compared and hashed, and days on which they are equal are one
    rectangle. For each day and each day of knowledge there is exactly one. Raises as `Timeline.status` does.
    """
    told: dict[int, tuple[T, Answer]] = {}  # the answer is kept, so that its identity stays its own
    open_: dict[tuple[int | None, int | None, T], Bound] = {}
    found: list[tuple[int | None, int | None, T, Bound, Bound]] = []
    for known_from, _, starts, answers in line.readers():
        for answer in answers:
            if id(answer) not in told:
                told[id(answer)] = (tell(answer), answer)
        now = set(_pieces(starts, [told[id(answer)][0] for answer in answers]))
        for key in [one for one in open_ if one not in now]:
            found.append((*key, open_.pop(key), known_from))
        for key in now:
            open_.setdefault(key, known_from)
    found += [(*key, start, None) for key, start in open_.items()]
    found.sort(key=lambda one: (one[0] or 0, one[3] or date.min))
    for valid_from, valid_to, values, known_from, known_to in found:
        first, last = (None if one is None else date.fromordinal(one) for one in (valid_from, valid_to))
        yield first, last, known_from, known_to, values


def _pieces(starts: Sequence[int], values: Sequence[T]) -> Iterator[tuple[int | None, int | None, T]]:
    """Yield the runs of days on which the same is told, with their bounds."""
    first: int | None = None
    for number, now in enumerate(values):
        if number + 1 == len(values):
            yield first, None, now
        elif values[number + 1] != now:
            yield first, starts[number + 1], now
            first = starts[number + 1]


def _tell(answer: Answer) -> _Told:
    cause = str(answer.causes[-1]) if answer.causes else None
    return (
        state_of(answer.possible),
        relief_of(answer.possible),
        label_of(answer.possible, answer.lifecycle),
        str(restricts_of(answer.possible, answer.lifecycle)),
        "; ".join(named(answer.possible)),
        cause,
        None if answer.reviewed is None or answer.reviewed == date.max else answer.reviewed + timedelta(days=1),
    )


_DAYS = ("valid_from", "valid_to", "known_from", "known_to", "projected_from")


def as_arrow(rows: Iterable[Rectangle]) -> pyarrow.Table:
    """Return rectangles as an Arrow table: days as date32, words as dictionaries of text. Needs pyarrow."""
    import pyarrow

    columns = list(zip(*rows, strict=True)) or [()] * len(Rectangle._fields)
    words = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    kinds = [pyarrow.date32() if name in _DAYS else words for name in Rectangle._fields]
    arrays = [pyarrow.array(list(values), kind) for values, kind in zip(columns, kinds, strict=True)]
    return pyarrow.table(dict(zip(Rectangle._fields, arrays, strict=True)))


def _write_csv(rows: Iterable[Rectangle], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Rectangle._fields)
        writer.writerows(rows)


def _write_sqlite(rows: Iterable[Rectangle], path: Path) -> None:
    """Write one table, ``rectangles``, days as YYYY-MM-DD, which SQLite compares as text in the order of days."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("BEGIN")
        connection.execute(f"CREATE TABLE rectangles ({', '.join(f'{name} TEXT' for name in Rectangle._fields)})")
        marks = ", ".join("?" * len(Rectangle._fields))
        texts = (tuple(str(one) if isinstance(one, date) else one for one in row) for row in rows)
        connection.executemany(f"INSERT INTO rectangles VALUES ({marks})", texts)
        connection.execute("CREATE INDEX by_id ON rectangles (id, valid_from)")
        connection.execute("COMMIT")
    finally:
        connection.close()


def _write_parquet(rows: Iterable[Rectangle], path: Path) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(as_arrow(rows), path)


def _write_arrow(rows: Iterable[Rectangle], path: Path) -> None:
    import pyarrow

    table = as_arrow(rows)
    with pyarrow.OSFile(str(path), "wb") as file, pyarrow.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


ENDINGS: dict[str, Callable[[Iterable[Rectangle], Path], None]] = {
    ".csv": _write_csv,
    ".sqlite": _write_sqlite,
    ".db": _write_sqlite,
    ".parquet": _write_parquet,
    ".arrow": _write_arrow,
    ".feather": _write_arrow,
}


def write_table(rows: Iterable[Rectangle], path: str | os.PathLike[str]) -> None:
    """Write rectangles as CSV, SQLite, Parquet or Arrow, by the ending of the path; written beside it and renamed when whole.

    Raises `ValueError` on another ending, `OSError` where nothing can be written, `ImportError` where pyarrow is missing.
    """
    target = Path(path)
    write = ENDINGS.get(target.suffix.lower())
    if write is None:
        raise ValueError(
            f"cannot tell by {target.suffix!r} how to write {target.name!r}; end it in {', '.join(ENDINGS)}"
        )
    with beside(target) as part:
        write(rows, part)
