"""Law 18: tables tell the same. For every id, day and day of knowledge exactly one row, in every engine that is asked."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow.ipc
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as some

import sanctions_tracker as st
from sanctions_tracker import testing
from sanctions_tracker.tables import Rectangle, as_arrow, write_table

HOLDS = """
    (valid_from IS NULL OR valid_from <= q.on_day) AND (valid_to IS NULL OR q.on_day < valid_to)
    AND (known_from IS NULL OR (q.known_on IS NOT NULL AND known_from <= q.known_on) OR (q.known_on IS NULL AND known_to IS NULL))
    AND (known_to IS NULL OR (q.known_on IS NOT NULL AND q.known_on < known_to))
"""
"""The condition of the join. A question without a day of knowledge meets the rows that nobody will know otherwise."""


def probes(register: st.Register, *, step: int = 1) -> list[tuple[str, date, date | None]]:
    """Questions around every bound: the day before, the day, the day after, on both clocks."""
    found = []
    near = [timedelta(days=number) for number in (-1, 0, 1)]
    for line in register.timelines():
        known: set[date | None] = {None}
        known.update(day + one for day in line.knowledge for one in near if date(2, 1, 1) < day < date(9000, 1, 1))
        days = {
            date.fromordinal(start) + one
            for _, _, starts, _ in line.readers()
            for start in starts
            for one in near
            if start > 400
        } | {date(2000, 1, 1)}
        questions = [(line.sanction.id, on, when) for on in sorted(days) for when in sorted(known, key=str)]
        found += questions[::step]
    return found


def expected(register: st.Register, question: tuple[str, date, date | None]) -> tuple[object, ...]:
    status = register.status(*question)
    states, reliefs = {pair.state for pair in status.possible}, {pair.relief for pair in status.possible}
    return (
        str(next(iter(states))) if len(states) == 1 else None,
        str(next(iter(reliefs))) if len(reliefs) == 1 else None,
        status.words,
        str(status.restricts),
        "; ".join(sorted(f"{pair.state} ({pair.relief})" for pair in status.possible)),
        None if status.cause is None else str(status.cause),
    )


def holding(rows: Iterable[Rectangle], question: tuple[str, date, date | None]) -> list[Rectangle]:
    id_, on, known_on = question
    return [
        one
        for one in rows
        if one.id == id_
        and (one.valid_from is None or one.valid_from <= on)
        and (one.valid_to is None or on < one.valid_to)
        and (one.known_to is None if known_on is None else one.known_from is None or one.known_from <= known_on)
        and (one.known_to is None or (known_on is not None and known_on < one.known_to))
    ]


@given(testing.registers(doubts=1, late=True), some.data())
def test_law_18_one_rectangle_for_every_question(register: st.Register, data: some.DataObject) -> None:
    """Tables tell the same: for every (id, on, known_on) exactly one rectangle, equal to the answer."""
    rows = register.rectangles()
    question = data.draw(some.sampled_from(probes(register)))
    (row,) = holding(rows, question)
    assert (row.state, row.relief, row.label, row.restricts, row.possible, row.cause) == expected(register, question)
    status = register.status(*question)
    known_on = question[2]
    projected = (known_on is not None and question[1] > known_on) or (
        row.projected_from is not None and question[1] >= row.projected_from
    )
    assert projected is status.projected


@pytest.fixture(scope="module", name="shipped")
def _shipped() -> tuple[st.Register, tuple[Rectangle, ...]]:
    register = st.load()
    return register, register.rectangles()


def asked(
    answers: Sequence[tuple[object, ...]], questions: Sequence[tuple[str, date, date | None]], register: st.Register
) -> None:
    assert len(answers) == len(questions)
    for answer, question in zip(answers, questions, strict=True):
        assert answer == expected(register, question), question


SELECT = f"""
    SELECT r.state, r.relief, r.label, r.restricts, r.possible, r.cause
    FROM questions q JOIN rectangles r ON r.id = q.id AND {HOLDS} ORDER BY q.number
"""


def test_sqlite_tells_the_same(shipped: tuple[st.Register, tuple[Rectangle, ...]], tmp_path: Path) -> None:
    register, rows = shipped
    questions = probes(register, step=23)
    write_table(rows, tmp_path / "all.sqlite")
    with sqlite3.connect(tmp_path / "all.sqlite") as connection:
        connection.execute("CREATE TEMP TABLE questions (number INTEGER, id TEXT, on_day TEXT, known_on TEXT)")
        texts = [
            (number, id_, str(on), None if when is None else str(when))
            for number, (id_, on, when) in enumerate(questions)
        ]
        connection.executemany("INSERT INTO questions VALUES (?, ?, ?, ?)", texts)
        asked(connection.execute(SELECT).fetchall(), questions, register)
    connection.close()


@pytest.mark.parametrize("ending", [".parquet", ".csv", "arrow in memory"])
def test_duckdb_tells_the_same(ending: str, shipped: tuple[st.Register, tuple[Rectangle, ...]], tmp_path: Path) -> None:
    register, rows = shipped
    questions = probes(register, step=23)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE questions (number INTEGER, id TEXT, on_day DATE, known_on DATE)")
        connection.executemany(
            "INSERT INTO questions VALUES (?, ?, ?, ?)", [(number, *one) for number, one in enumerate(questions[:400])]
        )
        if ending == "arrow in memory":
            connection.register("rectangles", as_arrow(rows))
        else:
            write_table(rows, tmp_path / f"all{ending}")
            connection.execute(f"CREATE TABLE rectangles AS SELECT * FROM '{tmp_path}/all{ending}'")
        asked(connection.execute(SELECT).fetchall(), questions[:400], register)


def test_what_is_written_is_read_back(shipped: tuple[st.Register, tuple[Rectangle, ...]], tmp_path: Path) -> None:
    _, rows = shipped
    for ending in (".csv", ".sqlite", ".parquet", ".arrow"):
        write_table(rows, tmp_path / f"all{ending}")
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        texts = [tuple(one.values()) for one in csv.DictReader(file)]
    assert texts == [tuple("" if one is None else str(one) for one in row) for row in rows]
    assert pyarrow.parquet.read_table(tmp_path / "all.parquet").to_pylist() == [row._asdict() for row in rows]
    with pyarrow.ipc.open_file(tmp_path / "all.arrow") as reader:
        assert reader.read_all().to_pylist() == [row._asdict() for row in rows]
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_an_open_end_is_null_and_no_row_is_empty(shipped: tuple[st.Register, tuple[Rectangle, ...]]) -> None:
    _, rows = shipped
    for row in rows:
        for first, last in ((row.valid_from, row.valid_to), (row.known_from, row.known_to)):
            assert first is None or last is None or first < last
            assert date(9999, 12, 31) not in (first, last)
    belavia = [one for one in rows if one.id == "us-ofac/belavia" and one.known_to is None]
    assert [(one.valid_from, one.valid_to, one.label) for one in belavia] == [
        (None, date(2023, 8, 9), "not imposed"),
        (date(2023, 8, 9), date(2023, 9, 8), "in force, relieved in part"),
        (date(2023, 9, 8), date(2025, 9, 11), "in force"),
        (date(2025, 9, 11), date(2025, 11, 4), "in force, relieved in full"),
        (date(2025, 11, 4), None, "lifted"),
    ]


def test_another_ending_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(
        ValueError,
        match=r"^cannot tell by '\.xlsx' how to write 'all\.xlsx'; end it in \.csv, \.sqlite, \.db, \.parquet, \.arrow, \.feather$",
    ):
        write_table([], tmp_path / "all.xlsx")
    with pytest.raises(OSError, match="No such file"):
        write_table([], tmp_path / "none" / "all.csv")
    assert list(tmp_path.iterdir()) == []


def test_no_rows_are_a_table_too(tmp_path: Path) -> None:
    write_table([], tmp_path / "all.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "all.parquet").num_rows == 0
    assert as_arrow([]).column_names == list(Rectangle._fields)
