"""Look back over files of any size: read in batches, write beside the target, rename when whole, and report.

CSV and TSV columns stay the texts that they were; Parquet columns keep their types; JSON lines keep their keys. Files packed with
gzip or zstd are read and written as such. Memory is bounded by a few batches, whatever the size of the file.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..problems import nearest
from .batches import COLUMNS, Lookback, Summary

if TYPE_CHECKING:
    import pyarrow

__all__ = ["FORMS", "BadTable", "Report", "look_back_over_files"]

FORMS = {".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}
_PACKED = {".gz": "gzip", ".zst": "zstd"}
_DELIMITER = {"csv": ",", "tsv": "\t"}
_BLOCK = 16 << 20  # bytes of a text file in one batch
_ROWS = 1 << 18


class BadTable(ValueError):
    """A file cannot be read as a table, or not written. The message names it and says why."""


@frozen
class Report:
    """What was done: the files with their hashes, rows by label, problems, and the version of the data."""

    inputs: dict[str, str]
    output: str
    output_sha256: str
    summary: Summary
    version: str
    columns: dict[str, str]

    def as_json(self, command: str) -> dict[str, Any]:
        """Return it as plain values, with the command that made it."""
        return {
            "command": command,
            "columns": self.columns,
            "data_version": self.version,
            "inputs": [{"file": name, "sha256": sha256} for name, sha256 in self.inputs.items()],
            "output": {"file": self.output, "sha256": self.output_sha256},
            "rows": self.summary.rows,
            "labels": dict(sorted(self.summary.labels.items())),
            "problems": dict(sorted(self.summary.problems.items())),
            "unknown": dict(sorted(self.summary.unknown.items())),
        }

    def as_text(self, command: str) -> str:
        """Return it as a paragraph for the file of a case."""
        summary = self.summary
        labels = "; ".join(f"{count:,} {label}" for label, count in sorted(summary.labels.items()))
        problems = "; ".join(f"{count:,} {problem}" for problem, count in sorted(summary.problems.items()))
        names = ", ".join(f"{name} (sha256 {sha256})" for name, sha256 in self.inputs.items())
        return (
            f"{summary.rows:,} rows of {names} were looked back on, by data version {self.version}, each with what was in force "
            f"on its own day{' as known on its day of knowledge' if 'known_on' in self.columns else ''}: {labels or 'none answered'}. "
            f"{f'Rows without an answer, kept with the reason: {problems}. ' if problems else ''}"
            f"The result is {self.output} (sha256 {self.output_sha256}), made by: {command}"
        )


def look_back_over_files(
    ready: Lookback,
    source: str,
    target: str,
    *,
    id: str,
    on: str,
    known_on: str | None = None,
    encoding: str = "utf-8",
    meter: Callable[[int, int], object] | None = None,
) -> Report:
    """Look back over the rows of a file, or of all files that a pattern (``payments/*.csv``) names, into one file.

    ``id``, ``on`` and ``known_on`` name columns. ``meter`` is told the rows that are done and the files that are left.
    Raises `BadTable`; the target is then as it was before.
    """
    paths = _paths(source)
    names = (id, on) if known_on is None else (id, on, known_on)
    out = Path(target)
    form, packed = _form(out)
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with ExitStack() as stack:
            writer: _Writer | None = None
            for number, path in enumerate(paths):
                for batch in _read(path, names, form, encoding):
                    if writer is None:
                        writer = stack.enter_context(_WRITERS[form](beside, form, packed))
                    writer.add(batch, ready.columns(*batch.arrays()))
                    if meter is not None:
                        meter(batch.rows, len(paths) - number - 1)
            if writer is None:
                raise BadTable(f"{source}: holds no row and no header")
        digests = {str(path): _digest(path) for path in paths}
        digest = _digest(beside)
        beside.replace(out)
    except OSError as error:
        raise BadTable(f"{error.filename or target}: {(error.strerror or str(error)).lower()}") from None
    finally:
        beside.unlink(missing_ok=True)
    columns = {"id": id, "on": on, **({} if known_on is None else {"known_on": known_on})}
    return Report(digests, target, digest, ready.summary, ready.version, columns)


def _paths(source: str) -> list[Path]:
    if Path(source).exists():
        return [Path(source)]
    found = [Path(one) for one in sorted(glob.glob(source, recursive=True))]
    if not found:
        raise BadTable(f"{source}: is not there")
    return found


def _form(path: Path) -> tuple[str, str | None]:
    """Return the form of a file and how it is packed, by the endings of its name."""
    endings = [one.lower() for one in path.suffixes]
    packed = _PACKED.get(endings[-1]) if endings else None
    if packed is not None:
        endings.pop()
    form = FORMS.get(endings[-1]) if endings else None
    if form is None or (packed and form == "parquet"):
        raise BadTable(f"{path}: its name must end in {', '.join(FORMS)} (the texts also with .gz or .zst)")
    return form, packed


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Batch:
    """Some rows: a table, or the objects of JSON lines, and the columns that are asked about."""

    def __init__(self, table: Any, names: tuple[str, ...], lines: list[dict[str, Any]] | None = None) -> None:
        self.table, self.names, self.lines = table, names, lines
        self.rows: int = table.num_rows if lines is None else len(lines)

    def arrays(self) -> list[pyarrow.Array]:
        import pyarrow as pa
        import pyarrow.compute as pc

        found = []
        for name in self.names:
            column = self.table[name]
            column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
            if pa.types.is_string(column.type):  # an empty field of a text file is no value
                column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
            found.append(column)
        return found


def _check(path: Path, columns: list[str], names: Iterable[str]) -> None:
    for name in names:
        if name not in columns:
            raise BadTable(f"{path}: has no column {name!r}{nearest(name, columns)}; it has {', '.join(columns[:20])}")
        if columns.count(name) > 1:
            raise BadTable(f"{path}: has the column {name!r} twice; rename one of them")
    for name in COLUMNS:
        if name in columns:
            raise BadTable(f"{path}: has a column {name!r} already; rename it, or leave it out")


def _read(path: Path, names: tuple[str, ...], target: str, encoding: str) -> Iterator[_Batch]:
    import pyarrow as pa

    form, packed = _form(path)
    if (form == "jsonl") is not (target == "jsonl"):
        raise BadTable(f"{path}: JSON lines are looked back on into JSON lines, and tables into tables")
    try:
        if form == "parquet":
            yield from _read_parquet(path, names)
        elif form == "jsonl":
            yield from _read_lines(path, names, packed)
        else:
            yield from _read_text(path, names, form, packed, encoding)
    except pa.ArrowException as error:
        raise BadTable(f"{path}: cannot be read: {' '.join(str(error).split())[:300]}") from None
    except UnicodeDecodeError as error:
        raise BadTable(f"{path}: is not {encoding} text ({error.reason}); say which it is: --encoding") from None


def _read_text(path: Path, names: tuple[str, ...], form: str, packed: str | None, encoding: str) -> Iterator[_Batch]:
    import pyarrow as pa
    from pyarrow import csv

    options: dict[str, Any] = {
        "read_options": csv.ReadOptions(block_size=_BLOCK, encoding=encoding),
        "parse_options": csv.ParseOptions(delimiter=_DELIMITER[form], newlines_in_values=True),
    }
    with _unpacked(path, packed) as file:  # the header first: every column is to be read as the text that it is
        head = csv.open_csv(file, convert_options=csv.ConvertOptions(), **options).schema.names
    _check(path, head, names)
    if len(set(head)) < len(head):
        twice = next(name for name in head if head.count(name) > 1)
        raise BadTable(f"{path}: has the column {twice!r} twice; rename one of them")
    texts = csv.ConvertOptions(column_types=dict.fromkeys(head, pa.string()), strings_can_be_null=False)
    with _unpacked(path, packed) as file, csv.open_csv(file, convert_options=texts, **options) as reader:
        yield _Batch(reader.schema.empty_table(), names)
        for batch in reader:
            yield _Batch(batch, names)


def _unpacked(path: Path, packed: str | None) -> Any:
    import pyarrow as pa

    return pa.input_stream(str(path), compression=packed)


def _read_parquet(path: Path, names: tuple[str, ...]) -> Iterator[_Batch]:
    from pyarrow import parquet

    with parquet.ParquetFile(path, memory_map=True, read_dictionary=[names[0]]) as file:
        schema = file.schema_arrow
        _check(path, schema.names, names)
        yield _Batch(schema.empty_table(), names)
        for batch in file.iter_batches(batch_size=_ROWS):
            yield _Batch(batch, names)


def _read_lines(path: Path, names: tuple[str, ...], packed: str | None) -> Iterator[_Batch]:
    import io

    with io.TextIOWrapper(_unpacked(path, packed), encoding="utf-8-sig", newline="\n") as file:
        lines: list[dict[str, Any]] = []
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                raise BadTable(f"{path}:{number}: is not a line of JSON") from None
            if not isinstance(value, dict):
                raise BadTable(f"{path}:{number}: is not an object in braces")
            clash = next((name for name in COLUMNS if name in value), None)
            if clash is not None:
                raise BadTable(f"{path}:{number}: has a key {clash!r} already; rename it, or leave it out")
            lines.append(value)
            if len(lines) == _ROWS // 8:
                yield _of_lines(lines, names)
                lines = []
        if lines:
            yield _of_lines(lines, names)


def _of_lines(lines: list[dict[str, Any]], names: tuple[str, ...]) -> _Batch:
    import pyarrow as pa

    def text(value: object) -> str | None:
        return value if value is None or isinstance(value, str) else json.dumps(value)

    columns = {name: pa.array([text(line.get(name)) for line in lines], pa.string()) for name in names}
    return _Batch(pa.table(columns), names, lines)


class _Writer:
    """Writes batches with their answers; a context manager that closes what it opened."""

    def __init__(self, path: Path, form: str, packed: str | None) -> None:
        self.path, self.form, self.packed = path, form, packed
        self.stack = ExitStack()
        self.schema: Any = None

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def add(self, batch: _Batch, columns: dict[str, pyarrow.Array]) -> None:
        raise NotImplementedError

    def same(self, table: Any) -> Any:
        """Return the table in the columns of the first batch; the files of a pattern must have the same."""
        if self.schema is None:
            self.schema = table.schema
        if table.schema.names != self.schema.names:
            raise BadTable(f"{self.path.name}: the files that were named do not have the same columns")
        return table

    def stream(self) -> Any:
        import pyarrow as pa

        return self.stack.enter_context(pa.output_stream(str(self.path), compression=self.packed))


class _TextWriter(_Writer):
    _writer: Any = None

    def add(self, batch: _Batch, columns: dict[str, pyarrow.Array]) -> None:
        import pyarrow as pa
        from pyarrow import csv

        table = self.same(pa.table({**_plain(batch.table), **{name: _text(one) for name, one in columns.items()}}))
        if self._writer is None:
            options = csv.WriteOptions(delimiter=_DELIMITER[self.form], quoting_style="needed")
            writer = csv.CSVWriter(self.stream(), table.schema, write_options=options)
            self._writer = self.stack.enter_context(writer)
        self._writer.write(table)


class _ParquetWriter(_Writer):
    _writer: Any = None

    def add(self, batch: _Batch, columns: dict[str, pyarrow.Array]) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        table = self.same(pa.table({**_plain(batch.table), **columns}))
        if self._writer is None:
            writer = parquet.ParquetWriter(str(self.path), table.schema, compression="snappy")
            self._writer = self.stack.enter_context(writer)
        if table.num_rows:
            self._writer.write_table(table.cast(self.schema))


class _LineWriter(_Writer):
    _file: Any = None

    def add(self, batch: _Batch, columns: dict[str, pyarrow.Array]) -> None:
        if self._file is None:
            self._file = self.stream()
        added = {name: _text(one).to_pylist() if name in _SPELLED else one.to_pylist() for name, one in columns.items()}
        lines = [
            json.dumps({**line, **{name: added[name][number] for name in COLUMNS}}, ensure_ascii=False)
            for number, line in enumerate(batch.lines or ())
        ]
        self._file.write(("\n".join(lines) + "\n").encode())


_WRITERS: dict[str, Callable[[Path, str, str | None], _Writer]] = {
    "csv": _TextWriter,
    "tsv": _TextWriter,
    "parquet": _ParquetWriter,
    "jsonl": _LineWriter,
}
_SPELLED = ("st_since", "st_ends")


def _plain(table: Any) -> dict[str, Any]:
    return {name: table[name] for name in table.schema.names}


def _text(column: pyarrow.Array) -> pyarrow.Array:
    import pyarrow as pa

    return column.cast(pa.string())
