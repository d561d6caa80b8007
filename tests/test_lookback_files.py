"""``lookback IN OUT`` as a user meets it: every row and column comes back as it was, in every kind of file, or nothing is written."""

from __future__ import annotations

import csv
import fcntl
import gzip
import hashlib
import io
import json
import os
import pty
import resource
import signal
import struct
import subprocess
import sys
import termios
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

import sanctions_tracker as st
from sanctions_tracker.cli import main
from sanctions_tracker.lookback import COLUMNS

BELAVIA, BELARUSKALI = "us-ofac/belavia", "us-ofac/belaruskali"
ROWS = [
    {"n": "007", "party": BELAVIA, "paid": "2025-10-01", "note": "NA", "sum": "1e5"},
    {"n": "1e5", "party": BELARUSKALI, "paid": "2025-12-14", "note": "null", "sum": "1.50"},
    {"n": "", "party": BELAVIA, "paid": "2022-06-01", "note": 'a "quoted", word', "sum": "NaN"},
    {"n": "x", "party": BELAVIA, "paid": "2026-01-01", "note": "two\nlines; tab\tcomma,", "sum": ""},
    {"n": "ü", "party": BELARUSKALI, "paid": "2021-08-09", "note": "  blanks ", "sum": "TRUE"},
]
COLUMNS_IN = list(ROWS[0])
NAMED = ("--id", "party", "--on", "paid")


@pytest.fixture(scope="module", name="register")
def _register() -> st.Register:
    return st.load()


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: object
) -> tuple[int, str, str]:
    typed = ["lookback", *(str(one) for one in arguments)]
    monkeypatch.setattr(sys, "argv", ["what", "a", "caller", "was", "called", "with"])
    code = main(typed)
    out, err = capsys.readouterr()
    return code, out, err


class Looking:
    """A folder to work in, and the command."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.capsys, self.monkeypatch = folder, capsys, monkeypatch
        monkeypatch.chdir(folder)

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        return run(self.capsys, self.monkeypatch, *arguments)

    def done(self, *arguments: object) -> None:
        assert self(*arguments, "--quiet") == (0, "", "")

    def refused(self, *arguments: object) -> str:
        """Run what must be refused in one line, and leave no file behind; return the line."""
        before = {path: path.read_bytes() for path in self.folder.iterdir() if path.is_file()}
        code, out, err = self(*arguments)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert {path: path.read_bytes() for path in self.folder.iterdir() if path.is_file()} == before
        return err.rstrip("\n")

    def text(self, data: str | bytes, *options: str, name: str = "in.csv") -> list[dict[str, str]]:
        """Look back on a text file, and return its rows."""
        Path(name).write_bytes(data if isinstance(data, bytes) else data.encode())
        self.done(name, "out.csv", *NAMED, *options)
        return read(Path("out.csv"))


@pytest.fixture(name="look")
def _look(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Looking:
    return Looking(tmp_path, capsys, monkeypatch)


def unpacked(path: Path) -> bytes:
    kind = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix)
    with pa.input_stream(str(path), compression=kind) as file:
        return bytes(file.read())


def read(path: Path) -> list[dict[str, Any]]:
    """Read a file by other means than ours: csv and json of the standard library."""
    form = next(one for one in path.suffixes if one not in (".gz", ".zst"))
    if form == ".parquet":
        return list(parquet.read_table(path).to_pylist())
    text = unpacked(path).decode()
    if form == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="," if form == ".csv" else "\t"))


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    form = next(one for one in path.suffixes if one not in (".gz", ".zst"))
    if form == ".parquet":
        parquet.write_table(pa.Table.from_pylist(rows), path)
        return
    if form == ".jsonl":
        text = "".join(json.dumps(row) + "\n" for row in rows)
    else:
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), delimiter="," if form == ".csv" else "\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        text = out.getvalue()
    kind = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix)
    with pa.output_stream(str(path), compression=kind) as file:
        file.write(text.encode())


def asked(register: st.Register, id_: str, on: str, known_on: str | None = None) -> dict[str, Any]:
    """What one question is answered, in texts."""
    status = register.status(id_, on, known_on)
    states, reliefs = {pair.state for pair in status.possible}, {pair.relief for pair in status.possible}
    return {
        "st_state": str(*states) if len(states) == 1 else None,
        "st_relief": str(*reliefs) if len(reliefs) == 1 else None,
        "st_label": status.words,
        "st_restricts": str(status.restricts),
        "st_since": status.since,
        "st_ends": status.ends,
        "st_cause": None if status.cause is None else str(status.cause),
        "st_undetermined": status.undetermined,
        "st_projected": status.projected,
        "st_sanctions": id_,
        "st_data_version": register.version,
        "st_problem": None,
    }


def as_text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def in_form(row: dict[str, Any], form: str) -> dict[str, Any]:
    """The values of a row as a form of file holds them."""
    if form == "parquet":
        return row
    if form == "jsonl":
        return {key: str(value) if isinstance(value, date) else value for key, value in row.items()}
    return {key: as_text(value) for key, value in row.items()}


TEXTS = [form + packed for form in ("csv", "tsv", "jsonl") for packed in ("", ".gz", ".zst")]


# Every kind of file.


@pytest.mark.parametrize("source", [*TEXTS, "parquet"])
def test_every_row_comes_back_as_it_was_with_the_answer_beside_it(
    source: str, look: Looking, register: st.Register
) -> None:
    write(Path(f"in.{source}"), ROWS)
    targets = [one for one in (*TEXTS, "parquet") if one.startswith("jsonl") is source.startswith("jsonl")]
    for target in targets:
        look.done(f"in.{source}", f"out.{target}", *NAMED)
        found = read(Path(f"out.{target}"))
        form = target.partition(".")[0]
        expected = [row | in_form(asked(register, row["party"], row["paid"]), form) for row in ROWS]
        assert found == expected
        assert list(found[0]) == [*COLUMNS_IN, *COLUMNS]
        assert not list(Path().glob(".*"))


def test_what_a_csv_may_hold_stays(look: Looking) -> None:
    """A byte-order mark, carriage returns, quotes, and delimiters and line ends inside of them."""
    text = f'\ufeff"party",paid,"a, b"\r\n{BELAVIA},2025-10-01,"x\r\ny"\r\n"{BELAVIA}",2025-10-01,"""NA"", 01"\r\n'
    rows = look.text(text)
    assert [row["a, b"] for row in rows] == ["x\r\ny", '"NA", 01']
    assert [row["st_label"] for row in rows] == ["in force, relieved in full"] * 2
    assert list(rows[0]) == ["party", "paid", "a, b", *COLUMNS]
    assert look.text(gzip.compress(text.encode()), name="in.csv.gz") == rows


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
@pytest.mark.parametrize("name", ["in.csv", "in.csv.gz"])
def test_only_a_header_gives_only_a_header(ending: str, name: str, look: Looking) -> None:
    text = f"party,paid{ending}".encode()
    assert look.text(gzip.compress(text) if name.endswith("gz") else text, name=name) == []
    assert Path("out.csv").read_text().replace('"', "") == ",".join(["party", "paid", *COLUMNS]) + "\n"
    look.done(name, "out.parquet", *NAMED)
    assert parquet.read_schema("out.parquet").names == ["party", "paid", *COLUMNS]


def test_a_last_line_without_an_end_is_a_row(look: Looking) -> None:
    assert len(look.text(f"party,paid\n{BELAVIA},2025-10-01")) == 1
    assert (
        look.text(f"note,party,paid\né,{BELAVIA},2025-10-01".encode("cp1252"), "--encoding", "cp1252")[0]["note"] == "é"
    )


def test_texts_in_other_encodings_are_read_where_they_are_declared(look: Looking) -> None:
    text = f"note,party,paid\nprzelew – łódź,{BELAVIA},2025-10-01\n"
    for encoding in ("utf-16", "cp1250", "utf-8-sig"):
        assert look.text(text.encode(encoding), "--encoding", encoding)[0]["note"] == "przelew – łódź"
    Path("in.csv").write_bytes(text.encode("cp1250"))
    line = "in.csv: is not utf-8 text; say which it is with --encoding, as in --encoding cp1252"
    assert look.refused("in.csv", "other.csv", *NAMED) == line
    Path("in.csv").write_bytes(f"n\xf8te,party,paid\nx,{BELAVIA},2025-10-01\n".encode("latin-1"))
    assert look.refused("in.csv", "other.csv", *NAMED) == line
    Path("in.csv").write_bytes(b"party,paid\n\x81,2025-10-01\n")
    assert look.refused("in.csv", "other.csv", *NAMED, "--encoding", "cp1252") == line.replace("utf-8", "cp1252")
    assert look.refused("in.csv", "other.csv", *NAMED, "--encoding", "cp12") == (
        "'cp12' is not an encoding that is known here; utf-8 and cp1252 are two"
    )


REFUSED = {
    "no-file.csv": (None, "is not there"),
    "empty.csv": ("", "holds no row and no header"),
    "blank.csv": ("\n \r\n", "holds no row and no header"),
    "mark.csv": ("\ufeff", "holds no row and no header"),
    "empty.jsonl": ("\n\n", "holds no row and no header"),
    "short.csv": ("party,paid\nx\n", "cannot be read: CSV parse error: Expected 2 columns, got 1: x"),
    "long.csv": ("party,paid\nx,y,z\n", "cannot be read: CSV parse error: Expected 2 columns, got 3: x,y,z"),
    "twice.csv": ("party,a,a,paid\nx,1,2,y\n", "has the column 'a' twice; rename one of them"),
    "party.csv": ("Party,paid\nx,y\n", "has no column 'party'; did you mean 'Party'?; it has Party, paid"),
    "ours.csv": ("party,paid,st_label\nx,y,z\n", "has a column 'st_label' already; rename it, or leave it out"),
    "not.csv.gz": ("party,paid\n", "cannot be read: zlib inflate failed: incorrect header check"),
    "not.csv.zst": ("party,paid\n", "cannot be read: ZSTD decompress failed: Unknown frame descriptor"),
    "not.xlsx": (
        "",
        "its name must end in .csv, .tsv, .jsonl, .ndjson, .parquet, .pq (the texts also with .gz or .zst)",
    ),
    "line.jsonl": ('{"party": "x", "paid": "y"}\n{"party"\n', "line.jsonl:2: is not a line of JSON"),
    "deep.jsonl": ("[" * 100_000, "deep.jsonl:1: is not a line of JSON"),
    "list.jsonl": ('\n["party"]\n', "list.jsonl:2: is not an object in braces"),
    "key.jsonl": ('{"party": "x", "paid": "y", "st_state": 1}', "key.jsonl:1: has a key 'st_state' already; rename it"),
    "named.jsonl": ('{"party": "x", "payd": "y"}', "has no column 'paid'; did you mean 'payd'?; it has party, payd"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_one_line_and_nothing_written(name: str, look: Looking) -> None:
    data, reason = REFUSED[name]
    if data is not None:
        Path(name).write_text(data)
    line = look.refused(name, "out.jsonl" if name.endswith("jsonl") else "out.csv", *NAMED)
    assert line.startswith(name)
    assert reason in line


def test_a_file_that_is_cut_off_is_refused(look: Looking) -> None:
    rows = [{**ROWS[0], "n": str(number)} for number in range(20_000)]
    for name in ("in.csv.gz", "in.csv.zst", "in.parquet", "in.jsonl.gz"):
        write(Path(name), rows)
        Path(name).write_bytes(Path(name).read_bytes()[:-3000])
        out = "out.jsonl" if "jsonl" in name else "out.csv"
        assert look.refused(name, out, *NAMED).startswith(f"{name}: cannot be read: ")


def test_json_that_is_not_utf_8_is_refused(look: Looking) -> None:
    Path("in.jsonl").write_bytes('{"party": "é"}'.encode("latin-1"))
    assert look.refused("in.jsonl", "out.jsonl", *NAMED) == "in.jsonl: is not utf-8 text, as JSON lines are"


def test_places_that_cannot_be_are_refused_before_anything_is_read(look: Looking) -> None:
    Path("in.csv").write_text("this is never read")
    Path("folder.csv").mkdir()
    Path("link.csv").symlink_to("in.csv")
    os.mkfifo("pipe.csv")
    assert look.refused("in.csv", "out.xls", *NAMED).startswith("out.xls: its name must end in .csv, ")
    assert look.refused("in.csv", "out.parquet.gz", *NAMED).startswith("out.parquet.gz: its name must end in .csv, ")
    assert look.refused("in.csv", "gone/out.csv", *NAMED) == "gone/out.csv: cannot be written: there is no folder gone"
    assert look.refused("in.csv", "folder.csv", *NAMED) == "folder.csv: is a folder"
    same = "is one of the files to be read; give the result another name"
    assert look.refused("in.csv", "in.csv", *NAMED) == f"in.csv: {same}"
    assert look.refused("in.csv", "link.csv", *NAMED) == f"link.csv: {same}"
    assert look.refused("i*.csv", "./in.csv", *NAMED) == f"in.csv: {same}"
    folder = "folder.csv: is a folder; name the files in it, as in folder.csv/*.csv"
    assert look.refused("folder.csv", "out.csv", *NAMED) == folder
    assert look.refused("pipe.csv", "out.csv", *NAMED) == (
        "pipe.csv: is not a file that can be read twice; save it first"
    )
    assert look.refused("in.csv", "out.jsonl", *NAMED) == (
        "in.csv: JSON lines are looked back on into JSON lines, and tables into tables"
    )
    gone = look.refused("in.csv", "out.csv", *NAMED, "--report", "gone/report.json")
    assert gone == "gone/report.json: cannot be written: it is a folder, or there is none for it"
    taken = "is read or written already; give the report another name"
    assert look.refused("in.csv", "out.csv", *NAMED, "--report", "out.csv") == f"out.csv: {taken}"
    assert look.refused("in.csv", "out.csv", *NAMED, "--report", "in.csv") == f"in.csv: {taken}"


# Parquet.


def test_parquet_columns_keep_their_types(look: Looking, register: st.Register) -> None:
    fields = {
        "party": pa.array([BELAVIA, None, BELARUSKALI], pa.large_string()),
        "paid": pa.array([date(2025, 10, 1)] * 3, pa.date32()),
        "at": pa.array([datetime(2025, 10, 1, 12, 30), None, None], pa.timestamp("us", "Europe/Minsk")),
        "kind": pa.array(["a", None, "a"]).dictionary_encode(),
        "long": pa.array(["x", "", None], pa.large_string()),
        "nested": pa.array([{"a": [1, 2], "b": {"c": "d"}}, None, {"a": [], "b": None}]),
        "sum": pa.array([1, None, 3], pa.decimal128(9, 2)),
        "raw": pa.array([b"\xff", b"", None]),
    }
    given = pa.table(fields).replace_schema_metadata({"made by": "hand"})
    parquet.write_table(given, "in.parquet", row_group_size=1)
    look.done("in.parquet", "out.parquet", *NAMED)
    found = parquet.read_table("out.parquet")
    was = parquet.read_table("in.parquet")
    assert found.schema.metadata == was.schema.metadata == {b"made by": b"hand"}
    for name in fields:
        assert found.schema.field(name).equals(was.schema.field(name), check_metadata=True)
        assert found[name].to_pylist() == was[name].to_pylist() == given[name].to_pylist()
    assert [row["st_problem"] for row in found.to_pylist()] == [None, "no name", None]
    assert found["st_label"].to_pylist()[0] == register.status(BELAVIA, "2025-10-01").words
    assert look.refused("in.parquet", "out.csv", *NAMED).startswith(
        "in.parquet: csv cannot hold column 'nested' (struct"
    )
    for kind in (pa.string(), pa.dictionary(pa.int32(), pa.string()), pa.string_view()):
        names = pa.array(given["party"].to_pylist())
        names = names.dictionary_encode() if pa.types.is_dictionary(kind) else names.cast(kind)
        texts = pa.array(["2025-10-01"] * 3).cast(pa.string() if pa.types.is_dictionary(kind) else kind)
        parquet.write_table(given.set_column(0, "party", names).set_column(1, "paid", texts), "in.parquet")
        look.done("in.parquet", "out.parquet", *NAMED)
        again = parquet.read_table("out.parquet")
        assert again.schema.field("party").type == kind
        assert again["st_problem"].to_pylist() == [None, "no name", None]


def test_row_groups_and_days_of_every_kind(look: Looking, register: st.Register) -> None:
    ids = [BELAVIA, BELARUSKALI, "nobody"] * 400
    days = [date(2021 + number % 5, 1 + number % 12, 1 + number % 28) for number in range(1200)]
    expected = [
        register.status(id_, day).words if id_ != "nobody" else None for id_, day in zip(ids, days, strict=True)
    ]
    for kind in (pa.date32(), pa.date64(), pa.timestamp("us"), pa.string()):
        table = pa.table({"n": range(1200), "party": ids, "paid": pa.array(days).cast(kind)})
        parquet.write_table(table, "in.parquet", row_group_size=100)
        for out in ("out.parquet", "out.csv"):
            look.done("in.parquet", out, *NAMED)
            rows = read(Path(out))
            assert [int(row["n"]) for row in rows] == list(range(1200))
            assert [row["st_label"] or None for row in rows] == expected


def test_numbers_as_names_of_any_type_are_read_as_they_are_spelled(look: Looking) -> None:
    numbers = pa.array([34751, 1])
    for names in (numbers, numbers.cast(pa.int32()), numbers.dictionary_encode()):
        parquet.write_table(pa.table({"party": names, "paid": ["2022-01-01"] * 2}), "in.parquet")
        look.done("in.parquet", "out.csv", *NAMED)
        problems = [row["st_problem"] for row in read(Path("out.csv"))]
        assert problems == ["unknown name: '34751'", "unknown name: '1'"]


# JSON lines.


def test_json_lines_are_kept_to_the_letter(look: Looking, register: st.Register) -> None:
    lines = [
        f'{{"party":"{BELAVIA}","paid":"2025-10-01","sum":1e5,"x":{{"st_state":[1.10,12345678901234567890.5]}}}}',
        "",
        f'  {{"n": 1, "n": 2, "paid": "2025-10-01", "party" : "{BELAVIA}" }}\r',
        '{"party": 7, "paid": "2025-10-01", "note": "\\ud800 \\u00fc ü"}',
        '{"party": 7.50, "paid": 20251001}',
        '{"paid": null}',
        "{}",
        '{"party": "", "paid": ""}',
        '{"party": "\\ud800", "paid": "2025-10-01"}',
        f'{{"party": "{BELAVIA}", "paid": {{"day": 1}}}}',
    ]
    Path("in.jsonl").write_bytes(b"\xef\xbb\xbf" + "\n".join(lines).encode())
    look.done("in.jsonl", "out.jsonl", *NAMED)
    found = Path("out.jsonl").read_text().splitlines()
    kept = [line.strip() for line in lines if line.strip()]
    for line, was in zip(found, kept, strict=True):
        assert line.startswith(was[:-1].rstrip())
        assert list(json.loads(line))[-len(COLUMNS) :] == list(COLUMNS)
    rows = [json.loads(line) for line in found]
    assert [row["st_problem"] for row in rows] == [
        None,
        None,
        "unknown name: '7'",
        "unknown name: '7.50'",
        "no name",
        "no name",
        "unknown name: ''",
        "unknown name: '\\\\ud800'",
        'not a day: \'{"day": "1"}\'',
    ]
    assert rows[0]["st_since"] == str(register.status(BELAVIA, "2025-10-01").since)


# Several files.


def test_the_files_of_a_pattern_become_one_in_the_order_of_their_names(look: Looking) -> None:
    Path("in").mkdir()
    write(Path("in/2.csv"), ROWS[2:4])
    write(Path("in/1.csv.gz"), ROWS[:2])
    write(Path("in/3.parquet"), ROWS[4:])
    Path("in/4.csv").write_text(",".join(COLUMNS_IN))
    for out in ("out.csv", "out.parquet"):
        code, told, err = look("in/*", out, *NAMED, "--format", "json")
        assert (code, err) == (0, "")
        assert [one["file"] for one in json.loads(told)["inputs"]] == [
            "in/1.csv.gz",
            "in/2.csv",
            "in/3.parquet",
            "in/4.csv",
        ]
        assert [{name: row[name] for name in COLUMNS_IN} for row in read(Path(out))] == ROWS
    Path("in/5.csv").write_text("party,paid\nx,y\n")
    assert look.refused("in/*", "out.csv", *NAMED) == (
        "in/5.csv: does not have the columns of the files before it: n, party, paid, note, sum"
    )
    assert look.refused("of/*.csv", "out.csv", *NAMED) == "of/*.csv: is not there"


def test_files_of_a_pattern_with_other_types_are_taken_where_no_value_is_lost(look: Looking) -> None:
    parquet.write_table(
        pa.table({"n": pa.array([1], pa.int64()), "party": [BELAVIA], "paid": ["2025-10-01"]}), "1.parquet"
    )
    parquet.write_table(
        pa.table({"n": pa.array([2], pa.int32()), "party": [BELAVIA], "paid": ["2025-10-01"]}), "2.parquet"
    )
    look.done("[12].parquet", "out.parquet", *NAMED)
    assert parquet.read_table("out.parquet")["n"].to_pylist() == [1, 2]
    parquet.write_table(pa.table({"n": ["two"], "party": [BELAVIA], "paid": ["2025-10-01"]}), "2.parquet")
    line = look.refused("[12].parquet", "out.parquet", *NAMED)
    assert line.startswith("2.parquet: cannot be taken into out.parquet: ")


# Days, knowledge, and who.


def test_a_form_of_days_is_declared(look: Looking, register: st.Register) -> None:
    text = f"party,paid\n{BELAVIA},11/09/2025\n{BELAVIA},2025-10-01\n{BELAVIA},31/31/2025\n"
    labels = [row["st_label"] for row in look.text(text, "--day-format", "%d/%m/%Y")]
    assert labels == [register.status(BELAVIA, "2025-09-11").words, "", ""]
    assert look.text(text, "--day-format", "%m/%d/%Y")[0]["st_label"] == register.status(BELAVIA, "2025-11-09").words
    assert [row["st_problem"] for row in look.text(text)] == [
        "not a day: '11/09/2025'",
        "",
        "not a day: '31/31/2025'",
    ]
    for form in ("%d/%m", "DD/MM/YYYY", "%Q", "%Y-%m-%d %"):
        assert look.refused("in.csv", "out.csv", *NAMED, "--day-format", form) == (
            f"--day-format {form!r} does not spell a day of a year; %d/%m/%Y does, as 31/12/2025"
        )


def test_what_was_known_then(look: Looking, register: st.Register) -> None:
    text = f"party,paid,knew\n{BELAVIA},2025-10-01,2025-09-10\n{BELAVIA},2025-10-01,2025-10-02\n{BELAVIA},2025-10-01,\n"
    rows = look.text(text, "--known-on", "knew")
    assert [row["st_label"] for row in rows[:2]] == [
        register.status(BELAVIA, "2025-10-01", known).words for known in ("2025-09-10", "2025-10-02")
    ]
    assert rows[0]["st_label"] != rows[1]["st_label"]
    assert [row["st_projected"] for row in rows] == ["true", "false", ""]
    assert rows[2]["st_problem"] == "no day of knowledge"


def test_by_subject_and_by_list_key(look: Looking, register: st.Register) -> None:
    (row,) = look.text("party,paid\npotash,2025-12-16\n", "--by", "subject")
    assert row["st_label"] == register.subject("potash", "2025-12-16").words
    assert BELARUSKALI in row["st_sanctions"].split("; ")
    held = next(one for one in register.sanctions if one.identifiers)
    key = next(iter(held.identifiers.values()))
    rows = look.text(f"party,paid\n{key},2022-01-01\n0{key},2022-01-01\n", "--by", "list key")
    assert held.id in rows[0]["st_sanctions"].split("; ")
    assert rows[0]["st_problem"] == ""
    assert rows[1]["st_problem"] == f"unknown name: '0{key}'"


# The report.


def test_the_report_says_everything(look: Looking, register: st.Register) -> None:
    text = (
        f"party,paid\n{BELAVIA},2025-10-01\n{BELAVIA},2025-10-02\n{BELARUSKALI},2025-12-14\n,2025-10-01\n"
        f"nobody,2025-10-01\nnobody,x\n{BELAVIA},2025-02-30\n{BELAVIA},\n"
    )
    Path("in.csv").write_text(text)
    arguments = ("in.csv", "out a.csv", *NAMED)
    code, out, err = look(*arguments, "--report", "report.json")
    assert (code, err) == (0, "")
    sums = [hashlib.sha256(Path(name).read_bytes()).hexdigest() for name in ("in.csv", "out a.csv")]
    command = "sanctions-tracker lookback in.csv 'out a.csv' --id party --on paid --report report.json"
    assert out == (
        f"8 rows of in.csv (sha256 {sums[0]}) were looked back on, by data version {register.version}, each with what was in force "
        "on its own day: 1 in force; 2 in force, relieved in full. Rows without an answer, kept with the reason: "
        f"1 no day; 1 no name; 1 not a day; 2 unknown name. The result is out a.csv (sha256 {sums[1]}), made by: {command}\n"
    )
    expected = {
        "command": command,
        "columns": {"id": "party", "on": "paid"},
        "data_version": register.version,
        "inputs": [{"file": "in.csv", "sha256": sums[0]}],
        "output": {"file": "out a.csv", "sha256": sums[1]},
        "rows": 8,
        "labels": {"in force": 1, "in force, relieved in full": 2},
        "problems": {"no day": 1, "no name": 1, "not a day": 1, "unknown name": 2},
        "unknown": {"nobody": 2},
    }
    assert json.loads(Path("report.json").read_text()) == expected
    code, out, err = look(*arguments, "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out) == expected | {"command": command.replace(" --report report.json", " --format json")}
    assert look(*arguments, "--format", "json", "--quiet") == (0, "", "")
    code, out, err = look(*arguments, "--known-on", "paid")
    assert " on its own day as known on its day of knowledge: " in out


# Terminals, kills, full disks, missing packages.

BAR = (
    "import sys, tqdm\n"
    "class Bar(tqdm.tqdm):\n"
    "    def __init__(self, *a, **k):\n"
    "        super().__init__(*a, **{**k, 'delay': 0, 'mininterval': 0})\n"
    "tqdm.tqdm = Bar\n"
    "from sanctions_tracker.cli import main\n"
    "sys.exit(main(sys.argv[1:]))"
)


def on_a_terminal(command: list[str]) -> str:
    """Run the command with both streams on a terminal, and return what it shows."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    subprocess.run(command, stdout=theirs, stderr=theirs, check=True)
    os.set_blocking(ours, False)
    os.close(theirs)
    try:
        return os.read(ours, 65536).decode()
    except OSError:  # nothing was written, and the other end is closed
        return ""
    finally:
        os.close(ours)


@pytest.mark.usefixtures("look")
def test_a_bar_on_a_terminal_and_none_in_a_pipe() -> None:
    write(Path("in.csv"), ROWS)
    command = [sys.executable, "-c", BAR, "lookback", "in.csv", "out.csv", *NAMED]
    piped = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (piped.stderr, piped.stdout[:7]) == ("", "5 rows ")
    assert "lookback: 5.00 rows" in on_a_terminal(command)
    assert on_a_terminal([*command, "--quiet"]) == ""


@pytest.fixture(scope="module", name="long")
def _long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "in.csv"
    block = "".join(f"{number},{BELAVIA},2025-10-01\n" for number in range(100_000))
    with path.open("w") as file:
        file.write("n,party,paid\n")
        for _ in range(10):
            file.write(block)
    return path


def test_a_kill_leaves_the_target_as_it_was(long: Path, look: Looking) -> None:
    out = Path("out.csv")
    command = [sys.executable, "-m", "sanctions_tracker", "lookback", str(long), "out.csv", *NAMED, "--quiet"]
    for count, number in enumerate((0, 2, 3, 5)):  # before there was a target, and over one
        if number == 3:
            out.write_text("as it was")
        process = subprocess.Popen(command)
        while process.poll() is None and not list(Path().glob(f".out.csv.{process.pid}.part")):
            time.sleep(0.01)
        time.sleep(0.12 * (number % 3))
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL, "it was done before it was killed"
        assert out.exists() is (number >= 3)
        assert number < 3 or out.read_text() == "as it was"
        left = sorted(path.name for path in Path().iterdir() if path.name != "out.csv")
        assert all(name.startswith(".out.csv.") and name.endswith(".part") for name in left)
        assert len(left) == count + 1
    write(Path("in.csv"), ROWS)
    look.done("in.csv", "out.csv", *NAMED)
    assert len(read(out)) == len(ROWS)
    process = subprocess.Popen([*command[:3], "lookback", str(long), "other.csv", *NAMED])
    while process.poll() is None and not list(Path().glob(".other.csv.*.part")):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130
    assert not [path for path in Path().iterdir() if "other" in path.name]


@pytest.mark.parametrize("name", ["out.csv", "out.tsv.gz", "out.csv.zst", "out.parquet"])
@pytest.mark.usefixtures("look")
def test_a_full_disk_is_one_line(name: str, long: Path) -> None:
    Path(name).write_text("as it was")

    def narrow() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000,) * 2)

    command = [sys.executable, "-m", "sanctions_tracker", "lookback", str(long), name, *NAMED]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=narrow)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{name}: cannot be written: file too large\n")
    assert [path.name for path in Path().iterdir()] == [name]
    assert Path(name).read_text() == "as it was"


@pytest.mark.parametrize("module", ["narwhals", "numpy", "pyarrow"])
@pytest.mark.usefixtures("look")
def test_a_missing_package_says_what_to_install(module: str) -> None:
    code = (
        "import importlib.util as util, sys\n"
        "real = util.find_spec\n"
        f"util.find_spec = lambda name, *a: None if name == {module!r} else real(name, *a)\n"
        f"sys.modules[{module!r}] = None\n"
        "from sanctions_tracker.cli import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "lookback", "in.csv", "out.csv", *NAMED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"looking back needs {module}; install sanctions-tracker[lookback]\n"
