"""Answers are added to a Parquet file without reading its other columns: the same table as if every column were written anew."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as hy

import sanctions_tracker as st
from sanctions_tracker.lookback import COLUMNS, Lookback, footer, splicing
from sanctions_tracker.lookback.files import BadTable, look_back_over_files

ROWS = 1000
PARTIES = ("us-ofac/belavia", "us-ofac/belaruskali", "nobody/at-all", None)


@pytest.fixture(scope="module")
def register() -> st.Register:
    return st.load()


def table() -> pa.Table:
    every = range(ROWS)
    return pa.table(
        {
            "party": pa.array([PARTIES[number % 4] for number in every]),
            "paid": pa.array([date(2015 + number % 11, 1 + number % 12, 1 + number % 28) for number in every]),
            "amount": pa.array([Decimal(number) / 100 for number in every], pa.decimal128(12, 2)),
            "at": pa.array([datetime(2020, 1, 1, number % 24) for number in every], pa.timestamp("us", "UTC")),
            "note": pa.array([None if number % 3 else f"note {number}" for number in every]),
            "kind": pa.array([f"kind {number % 5}" for number in every]).dictionary_encode(),
            "lines": pa.array([[{"item": number, "of": ["a"] * (number % 3)}] for number in every]),
            "raw": pa.array([bytes([number % 256]) for number in every]),
            "st\u00fcck, 'x'": pa.array([number % 7 == 0 for number in every]),
        }
    ).replace_schema_metadata({"made by": "hand"})


def write(path: Path, **options: Any) -> None:
    pq.write_table(table(), path, **{"row_group_size": 300, **options})


def by_polars(path: Path) -> None:
    found = pl.from_arrow(table().drop_columns(["raw"]))
    assert isinstance(found, pl.DataFrame)
    found.write_parquet(path, row_group_size=300)


def by_duckdb(path: Path) -> None:
    connection = duckdb.connect()
    connection.register("given", table())
    connection.execute(f"COPY given TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)")


WRITTEN = {
    "as usual": write,
    "in one": lambda path: write(path, row_group_size=ROWS),
    "zstd": lambda path: write(path, compression="zstd"),
    "not compressed": lambda path: write(path, compression="none", use_dictionary=False),
    "with an index of pages": lambda path: write(path, write_page_index=True, data_page_size=256),
    "second data pages": lambda path: write(path, data_page_version="2.0", version="2.4"),
    "without Arrow's schema": lambda path: write(path, store_schema=False),
    "many row groups": lambda path: write(path, row_group_size=40),
    "by Polars": by_polars,
    "by DuckDB": by_duckdb,
}


def look(register: st.Register, folder: Path, name: str = "out.parquet", **options: Any) -> Path:
    look_back_over_files(
        Lookback(register, "test"), str(folder / "in.parquet"), str(folder / name), id="party", on="paid", **options
    )
    return folder / name


@pytest.mark.parametrize("kind", WRITTEN)
def test_the_same_table_as_if_all_were_written_anew(
    register: st.Register, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    WRITTEN[kind](tmp_path / "in.parquet")
    spliced = look(register, tmp_path)
    before, after = (tmp_path / "in.parquet").read_bytes(), spliced.read_bytes()
    length = int.from_bytes(before[-8:-4], "little")
    assert after.startswith(before[: -8 - length])
    monkeypatch.setattr(footer, "_LONGEST", 0)
    anew = look(register, tmp_path, "anew.parquet")
    assert not anew.read_bytes().startswith(before[: -8 - length])

    found, expected = pq.read_table(spliced), pq.read_table(anew)
    assert found.schema.equals(expected.schema, check_metadata=True)
    assert found.equals(expected)
    assert found.column_names[-len(COLUMNS) :] == list(COLUMNS)
    assert found.num_rows == ROWS
    assert pq.ParquetFile(spliced).metadata.num_row_groups == pq.ParquetFile(tmp_path / "in.parquet").num_row_groups
    assert by_sql("SELECT * FROM '{}'", spliced).equals(by_sql("SELECT * FROM '{}'", anew))
    assert pl.read_parquet(spliced).equals(pl.read_parquet(anew))
    later = [one for one in expected["st_since"].to_pylist() if one and one > date(2022, 1, 1)]
    counted = by_sql("SELECT count(*) AS n FROM '{}' WHERE st_since > DATE '2022-01-01'", spliced)
    assert counted["n"].to_pylist() == [len(later)]


def by_sql(question: str, path: Path) -> Any:
    return duckdb.connect().sql(question.format(path)).to_arrow_table()


def test_what_was_kept_beside_the_table_is_kept(register: st.Register, tmp_path: Path) -> None:
    write(tmp_path / "in.parquet", sorting_columns=[pq.SortingColumn(0)])
    spliced = pq.ParquetFile(look(register, tmp_path))
    assert spliced.schema_arrow.metadata == {b"made by": b"hand"}
    assert spliced.metadata.row_group(2).sorting_columns == (pq.SortingColumn(0),)
    given = pq.ParquetFile(tmp_path / "in.parquet")
    for place in range(len(given.schema)):
        assert spliced.metadata.row_group(1).column(place).equals(given.metadata.row_group(1).column(place))
    sizes = [
        spliced.metadata.row_group(1).column(place).total_uncompressed_size for place in range(len(spliced.schema))
    ]
    assert spliced.metadata.row_group(1).total_byte_size == sum(sizes)


def test_answers_can_be_added_to_answers_under_other_names(register: st.Register, tmp_path: Path) -> None:
    write(tmp_path / "in.parquet")
    first = pq.read_table(look(register, tmp_path))
    renamed = first.rename_columns([f"once_{name}" if name in COLUMNS else name for name in first.column_names])
    pq.write_table(renamed, tmp_path / "in.parquet")
    again = pq.read_table(look(register, tmp_path))
    assert again["st_label"].cast(pa.string()).equals(again["once_st_label"].cast(pa.string()))


def test_the_report_has_the_hashes_of_both_files(register: st.Register, tmp_path: Path) -> None:
    write(tmp_path / "in.parquet")
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    report = look_back_over_files(Lookback(register, "test"), str(source), str(target), id="party", on="paid")
    assert report.inputs == {str(source): hashlib.sha256(source.read_bytes()).hexdigest()}
    assert report.output_sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert report.summary.rows == ROWS
    assert sum(report.summary.labels.values()) == ROWS // 2
    assert report.summary.problems == {"no name": ROWS // 4, "unknown name": ROWS // 4}


def test_the_meter_is_told_of_every_row(register: st.Register, tmp_path: Path) -> None:
    write(tmp_path / "in.parquet")
    told: list[tuple[int, int]] = []
    look(register, tmp_path, meter=lambda rows, left: told.append((rows, left)))
    assert told == [(300, 0), (300, 0), (300, 0), (100, 0)]


@pytest.mark.parametrize(("room", "limit"), [(footer, "_LONGEST"), (splicing, "_ROWS")])
def test_a_file_that_is_too_much_for_it_is_written_anew(
    register: st.Register, tmp_path: Path, room: object, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in.parquet")
    expected = pq.read_table(look(register, tmp_path))
    monkeypatch.setattr(room, limit, 299)
    found = look(register, tmp_path, "anew.parquet")
    assert not found.read_bytes().startswith((tmp_path / "in.parquet").read_bytes()[:10_000])
    assert pq.read_table(found).equals(expected)


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows_or_none(register: st.Register, tmp_path: Path, rows: int) -> None:
    pq.write_table(table().slice(0, rows), tmp_path / "in.parquet")
    assert pq.read_table(look(register, tmp_path)).num_rows == rows


@pytest.mark.parametrize("anew", [False, True])
def test_what_others_keep_beside_a_table_does_not_hide_the_answers(
    register: st.Register, tmp_path: Path, anew: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if anew:
        monkeypatch.setattr(footer, "_LONGEST", 0)
    kept = {b"org.apache.spark.sql.parquet.row.metadata": b"{}", b"parquet.avro.schema": b"{}", b"mine": b"\xff"}
    pq.write_table(table().replace_schema_metadata(kept), tmp_path / "in.parquet")
    assert pq.read_metadata(look(register, tmp_path)).metadata.keys() - {b"ARROW:schema"} == {b"mine"}

    frames = {
        "named": pd.DataFrame({"party": ["us-ofac/belavia"], "paid": ["2025-10-01"]}, index=["a"]),
        "by number": pd.DataFrame([["us-ofac/belavia", "2025-10-01"]]),
        "by level": pd.DataFrame(
            [["us-ofac/belavia", "2025-10-01"]], columns=pd.MultiIndex.from_tuples([("a", "party"), ("a", "paid")])
        ),
    }
    for kind, frame in frames.items():
        frame.to_parquet(tmp_path / "in.parquet")
        names = pq.read_schema(tmp_path / "in.parquet").names
        ready = Lookback(register, "test")
        look_back_over_files(
            ready, str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet"), id=names[0], on=names[1]
        )
        found = pd.read_parquet(tmp_path / "out.parquet")
        assert [str(one) for one in found.columns[-len(COLUMNS) :]] == list(COLUMNS), kind
        assert found["st_label"].tolist() == ["in force, relieved in full"], kind
        assert found.index.tolist() == (["a"] if kind == "named" else [0])
    pq.write_table(table().replace_schema_metadata({b"pandas": b"[1]"}), tmp_path / "in.parquet")
    assert b"pandas" not in pq.read_metadata(look(register, tmp_path)).metadata


def refused(register: st.Register, folder: Path) -> str:
    (folder / "out.parquet").write_text("as it was")
    with pytest.raises(BadTable) as found:
        look(register, folder)
    assert (folder / "out.parquet").read_text() == "as it was"
    assert sorted(one.name for one in folder.iterdir()) == ["in.parquet", "out.parquet"]
    return str(found.value).replace(f"{folder}/", "")


@pytest.mark.parametrize("anew", [False, True])
def test_columns_that_hold_no_names_or_days_are_refused_in_a_line(
    register: st.Register, tmp_path: Path, anew: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if anew:
        monkeypatch.setattr(footer, "_LONGEST", 0)
    for column, values, message in [
        ("party", pa.array([["a"]]), "in.parquet: column 'party' is of type list<element: string>, which names nobody"),
        ("party", pa.array([{"a": 1}]), "in.parquet: column 'party' is of type struct<a: int64>, which names nobody"),
        ("party", pa.array([b"x"]), "in.parquet: column 'party' is of type binary, which names nobody"),
        ("paid", pa.array([["a"]]), "in.parquet: column 'paid' is of type list<element: string>, which is no day"),
    ]:
        columns = {"party": pa.array(["us-ofac/belavia"]), "paid": pa.array(["2025-10-01"]), column: values}
        pq.write_table(pa.table(columns), tmp_path / "in.parquet")
        assert refused(register, tmp_path) == message
    broken = pa.StringArray.from_buffers(1, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xe9"))
    for column in ("party", "paid"):
        columns = {"party": pa.array(["us-ofac/belavia"]), "paid": pa.array(["2025-10-01"]), column: broken}
        pq.write_table(pa.table(columns), tmp_path / "in.parquet")
        assert (
            refused(register, tmp_path) == "in.parquet: holds a text that is not utf-8 in a column that is asked about"
        )


def test_days_past_every_calendar_are_rows_with_a_problem(register: st.Register, tmp_path: Path) -> None:
    far = pa.array([2**31 - 1, -(2**31), 0], pa.int32()).view(pa.date32())
    late = pa.array([2**62, None, 0], pa.timestamp("ns"))
    ids = pa.array(["us-ofac/belavia"] * 3)
    for days in (far, late):
        pq.write_table(pa.table({"party": ids, "paid": days}), tmp_path / "in.parquet")
        problems = pq.read_table(look(register, tmp_path))["st_problem"].to_pylist()
        assert problems[0].startswith("not a day: '")
        assert problems[1].startswith("not a day: '" if days is far else "no day")
        assert problems[2] is None


def test_a_file_with_encrypted_columns_is_refused_before_it_is_asked(register: st.Register, tmp_path: Path) -> None:
    write(tmp_path / "in.parquet")
    content = (tmp_path / "in.parquet").read_bytes()
    begins = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    whole = footer.footer_of(content[begins:-8], begins)
    marked = footer._struct([*whole.fields, footer._Field(8, 12, b"\x1c\0\0")])  # it names how it is encrypted
    (tmp_path / "in.parquet").write_bytes(content[:begins] + marked + len(marked).to_bytes(4, "little") + b"PAR1")
    assert refused(register, tmp_path) == "in.parquet: columns of it are encrypted; decrypt them first"


def test_what_cannot_be_answered_leaves_the_target_alone(tmp_path: Path) -> None:
    wrong = st.Sanction(
        "a/b", [st.Transition("impose", effective="2020-01-01"), st.Transition("resume", effective="2021-01-01")]
    )
    pq.write_table(pa.table({"party": ["a/b"] * 100, "paid": [date(2020, 1, 1)] * 100}), tmp_path / "in.parquet")
    (tmp_path / "out.parquet").write_text("as it was")
    with pytest.raises(st.UnlawfulEvent, match="'resume' while in force"):
        look(st.Register([wrong]), tmp_path)
    assert (tmp_path / "out.parquet").read_text() == "as it was"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.parquet", "out.parquet"]


def footer_bytes() -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(table(), out, row_group_size=500)
    content = bytes(out.getvalue())
    return content[-8 - int.from_bytes(content[-8:-4], "little") : -8]


FOOTER = footer_bytes()


def test_a_footer_that_is_taken_apart_and_put_together_is_as_it_was() -> None:
    whole = footer.footer_of(FOOTER, 0)
    assert footer._struct(whole.fields) == FOOTER
    assert footer.moved(whole, 0).fields == whole.fields
    assert footer.moved(footer.moved(whole, 1_000_000), -1_000_000).fields == whole.fields


@given(hy.data())
def test_a_footer_that_is_broken_is_refused_and_nothing_else_is_raised(data: hy.DataObject) -> None:
    content = bytearray(FOOTER)
    for _ in range(data.draw(hy.integers(1, 4))):
        content[data.draw(hy.integers(0, len(content) - 1))] = data.draw(hy.integers(0, 255))
    broken = bytes(content[: data.draw(hy.integers(0, len(content)))])
    with suppress(footer.BadFooter):
        footer.footer_of(broken, 0)


@given(hy.binary(max_size=200))
def test_any_bytes_are_a_footer_or_refused(content: bytes) -> None:
    with pytest.raises(footer.BadFooter):
        footer.footer_of(content, 0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the footer ends too early"),
        (b"\0\0", "the footer is longer than what it holds"),
        (b"\0", "the footer has no field 4"),
        (b"\x8c\0\0", "the file is encrypted"),
        (b"\x1c" * 100, "the footer is nested too deep"),
        (b"\x19\xfc\xff\xff\x03", "a list is longer than the footer"),
        (b"\x18\x7f", "a text ends after the footer"),
        (b"\x15" + b"\xff" * 12, "a number is too long"),
        (b"\x1b\0\0", "the footer holds a value of kind 11"),
        (b"\x49\x15\0\0", "a list holds no structures"),
    ],
)
def test_why_a_footer_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(footer.BadFooter) as refused:
        footer.footer_of(content, 0)
    assert str(refused.value) == message
