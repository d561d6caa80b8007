"""Look back over files of any size: read in batches, write beside the target, rename when whole, and report.

CSV and TSV columns stay the texts that they were; Parquet columns keep their types; JSON lines keep their keys. Files packed with
gzip or zstd are read and written as such. Memory is bounded by a few batches, whatever the size of the file.
"""

from __future__ import annotations

import codecs
import glob
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
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
_HEAD = 1 << 16
_ROWS = 1 << 19


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
    out = Path(target)
    form, packed = _form(out)
    paths = _paths(source)
    _check_places(paths, out, form, encoding)
    names = (id, on) if known_on is None else (id, on, known_on)
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with ExitStack() as stack:
            writer: _Writer | None = None
            for number, path in enumerate(paths):
                for batch in _ahead(_read(path, names, encoding)):
                    if writer is None:
                        writer = stack.enter_context(_WRITERS[form](beside, form, packed))
                    try:
                        writer.add(batch, ready.columns(*batch.arrays()))
                    except _arrow_error() as error:
                        raise BadTable(f"{path}: cannot be taken into {target}: {_one_line(error)}") from None
                    if meter is not None:
                        meter(batch.rows, len(paths) - number - 1)
            if writer is None:
                raise BadTable(f"{source}: holds no row and no header")
        digests = {str(path): _digest(path) for path in paths}
        digest = _digest(beside)
        with beside.open("r+b") as file:  # on the disk before it has the name, so that no power cut leaves half a file
            os.fsync(file.fileno())
        beside.replace(out)
    except OSError as error:
        raise BadTable(f"{target}: cannot be written: {_why(error)}") from None
    finally:
        beside.unlink(missing_ok=True)
    columns = {"id": id, "on": on, **({} if known_on is None else {"known_on": known_on})}
    return Report(digests, target, digest, ready.summary, ready.version, columns)


def _paths(source: str) -> list[Path]:
    path = Path(source)
    if path.is_dir():
        raise BadTable(f"{source}: is a folder; name the files in it, as in {source.rstrip('/')}/*.csv")
    if path.exists():
        if not path.is_file():  # a pipe is gone once it is read, and its hash belongs in the report
            raise BadTable(f"{source}: is not a file that can be read twice; save it first")
        return [path]
    found = [one for one in map(Path, sorted(glob.glob(source, recursive=True))) if one.is_file()]
    if not found:
        raise BadTable(f"{source}: is not there")
    return found


def _check_places(paths: list[Path], out: Path, form: str, encoding: str) -> None:
    """Refuse what can be refused before anything is read."""
    for path in paths:
        if (_form(path)[0] == "jsonl") is not (form == "jsonl"):
            raise BadTable(f"{path}: JSON lines are looked back on into JSON lines, and tables into tables")
        if out.exists() and out.samefile(path):
            raise BadTable(f"{out}: is one of the files to be read; give the result another name")
    if out.is_dir():
        raise BadTable(f"{out}: is a folder")
    if not out.parent.is_dir():
        raise BadTable(f"{out}: cannot be written: there is no folder {out.parent}")
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise BadTable(f"{encoding!r} is not an encoding that is known here; utf-8 and cp1252 are two") from None


def _arrow_error() -> type[Exception]:
    import pyarrow as pa

    found: type[Exception] = pa.ArrowException
    return found


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def _why(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else _one_line(error)


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


_SPELLING = json.JSONDecoder(parse_int=str, parse_float=str)
"""Reads numbers as they are spelled, which is how they name a party."""


class _Batch:
    """Some rows of a file: a table, or the texts of JSON lines, and the columns that are asked about."""

    def __init__(
        self,
        path: Path,
        table: Any,
        names: tuple[str, ...],
        *,
        schema: Any = None,
        lines: list[str] | None = None,
        texts: bool = False,
    ) -> None:
        import pyarrow as pa

        self.path, self.names, self.lines, self.texts = path, names, lines, texts
        self.table = table if isinstance(table, pa.Table) else pa.Table.from_batches([table])
        self.schema = self.table.schema if schema is None else schema
        self.rows: int = self.table.num_rows

    def arrays(self) -> list[pyarrow.Array]:
        import pyarrow as pa
        import pyarrow.compute as pc

        found = []
        for name in self.names:
            column = self.table[name].combine_chunks()
            if isinstance(column, pa.ChunkedArray):  # of no chunk
                column = pa.array([], column.type)
            if self.texts:  # an empty field of CSV or TSV is no value
                column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
            elif pa.types.is_dictionary(column.type) and not pa.types.is_string(column.type.value_type):
                column = column.dictionary_decode()
            elif str(column.type) == "string_view":
                column = column.cast(pa.string())
            found.append(column)
        return found


def _ahead(batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """Read the next batch while this one is answered and written; what goes wrong with it is raised where it is asked for."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


def _check(path: Path, columns: list[str], names: Iterable[str]) -> None:
    for name in names:
        if name not in columns:
            raise BadTable(f"{path}: has no column {name!r}{nearest(name, columns)}; it has {', '.join(columns[:20])}")
    if len(set(columns)) < len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        raise BadTable(f"{path}: has the column {twice!r} twice; rename one of them")
    for name in COLUMNS:
        if name in columns:
            raise BadTable(f"{path}: has a column {name!r} already; rename it, or leave it out")


def _read(path: Path, names: tuple[str, ...], encoding: str) -> Iterator[_Batch]:
    import pyarrow as pa

    form, packed = _form(path)
    try:
        if form == "parquet":
            yield from _read_parquet(path, names)
        elif form == "jsonl":
            yield from _read_lines(path, names, packed)
        else:
            yield from _read_text(path, names, form, packed, encoding)
    except UnicodeDecodeError:
        raise BadTable(_not_text(path, form, encoding)) from None
    except pa.ArrowException as error:
        if "invalid UTF8" in str(error):
            raise BadTable(_not_text(path, form, encoding)) from None
        raise BadTable(f"{path}: cannot be read: {_one_line(error)}") from None
    except OSError as error:
        raise BadTable(f"{path}: cannot be read: {_why(error)}") from None


def _not_text(path: Path, form: str, encoding: str) -> str:
    if form == "jsonl":
        return f"{path}: is not utf-8 text, as JSON lines are"
    return f"{path}: is not {encoding} text; say which it is with --encoding, as in --encoding cp1252"


def _read_text(path: Path, names: tuple[str, ...], form: str, packed: str | None, encoding: str) -> Iterator[_Batch]:
    import pyarrow as pa
    from pyarrow import csv

    whole = None
    small = _small(path, packed)
    if small is not None:
        text = small.decode(encoding).lstrip("\ufeff")
        if not text.strip():
            return
        if not text.endswith(("\n", "\r")):  # the reader takes no header that does not end its line
            whole, encoding = f"{text}\n".encode(), "utf-8"

    def opened(**types: Any) -> Any:
        return csv.open_csv(
            _unpacked(path, packed) if whole is None else pa.BufferReader(whole),
            read_options=csv.ReadOptions(block_size=_BLOCK, encoding=encoding),
            parse_options=csv.ParseOptions(delimiter=_DELIMITER[form], newlines_in_values=True),
            convert_options=csv.ConvertOptions(**types),
        )

    with opened() as reader:  # the header first: every column is to be read as the text that it is
        head = reader.schema.names
    _check(path, head, names)
    with opened(column_types=dict.fromkeys(head, pa.string()), strings_can_be_null=False) as reader:
        yield _Batch(path, reader.schema.empty_table(), names, texts=True)
        for batch in reader:
            yield _Batch(path, batch, names, texts=True)


def _small(path: Path, packed: str | None) -> bytes | None:
    """Return all bytes of a small file, ``None`` for a larger one."""
    found = b""
    with _unpacked(path, packed) as file:
        while len(found) < _HEAD:
            more = file.read(_HEAD)
            if not more:
                return found
            found += more
    return None


def _unpacked(path: Path, packed: str | None) -> Any:
    import pyarrow as pa

    return pa.input_stream(str(path), compression=packed)


def _read_parquet(path: Path, names: tuple[str, ...]) -> Iterator[_Batch]:
    import pyarrow as pa
    from pyarrow import parquet

    schema = parquet.read_schema(path)
    _check(path, schema.names, names)
    kind = schema.field(names[0]).type
    repeated = [names[0]] if pa.types.is_string(kind) or pa.types.is_large_string(kind) else []
    # A dictionary of the names spares reading each of them; the column is written as the kind that it was.
    with parquet.ParquetFile(path, read_dictionary=repeated) as file:
        yield _Batch(path, file.schema_arrow.empty_table(), names, schema=schema)
        for batch in file.iter_batches(batch_size=_ROWS):
            yield _Batch(path, batch, names, schema=schema)


def _read_lines(path: Path, names: tuple[str, ...], packed: str | None) -> Iterator[_Batch]:
    import io

    keys: dict[str, None] = {}
    first = True
    with io.TextIOWrapper(_unpacked(path, packed), encoding="utf-8-sig", newline="\n") as file:
        lines: list[str] = []
        asked: list[list[str | None]] = []
        for number, line in enumerate(file, 1):
            text = line.strip(" \t\r\n")
            if not text:
                continue
            try:
                value = _SPELLING.decode(text)
            except (ValueError, RecursionError):
                raise BadTable(f"{path}:{number}: is not a line of JSON") from None
            if not isinstance(value, dict):
                raise BadTable(f"{path}:{number}: is not an object in braces")
            clash = next((name for name in COLUMNS if name in value), None)
            if clash is not None:
                raise BadTable(f"{path}:{number}: has a key {clash!r} already; rename it, or leave it out")
            lines.append(text)
            asked.append([_spelled(value.get(name)) for name in names])
            if first:
                keys.update(dict.fromkeys(value))
            if len(lines) == _ROWS // 16:
                if first:
                    _check(path, list(keys), names)
                yield _of_lines(path, lines, asked, names)
                lines, asked, first = [], [], False
        if lines:
            if first:
                _check(path, list(keys), names)
            yield _of_lines(path, lines, asked, names)


def _spelled(value: object) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode()  # half a surrogate pair is no text to Arrow


def _of_lines(path: Path, lines: list[str], asked: list[list[str | None]], names: tuple[str, ...]) -> _Batch:
    import pyarrow as pa

    columns = [pa.array(column, pa.string()) for column in zip(*asked, strict=True)]
    return _Batch(path, pa.table(columns, names=list(names)), names, lines=lines)


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

    def beside(self, batch: _Batch, columns: dict[str, pyarrow.Array]) -> Any:
        """Return the rows with their answers, in the columns of the first batch; all files must have the same."""
        table = batch.table
        if self.schema is None:
            self.schema = batch.schema
        if table.schema.names != self.schema.names:
            had = ", ".join(self.schema.names[:20])
            raise BadTable(f"{batch.path}: does not have the columns of the files before it: {had}")
        for number, field in enumerate(self.schema):
            if table.schema.field(number).type != field.type:
                table = table.set_column(number, field, table.column(number).cast(field.type))
        for name, column in columns.items():
            table = table.append_column(name, column)
        return table

    def stream(self) -> Any:
        import pyarrow as pa

        return self.stack.enter_context(pa.output_stream(str(self.path), compression=self.packed))


class _TextWriter(_Writer):
    _writer: Any = None

    def add(self, batch: _Batch, columns: dict[str, pyarrow.Array]) -> None:
        import pyarrow as pa
        from pyarrow import csv

        table = self.beside(batch, {name: _text(one) for name, one in columns.items()})
        if self._writer is None:
            nested = next((field for field in self.schema if pa.types.is_nested(field.type)), None)
            if nested is not None:
                raise BadTable(
                    f"{batch.path}: {self.form} cannot hold column {nested.name!r} ({nested.type}); write .parquet"
                )
            options = csv.WriteOptions(delimiter=_DELIMITER[self.form], quoting_style="needed")
            writer = csv.CSVWriter(self.stream(), table.schema, write_options=options)
            self._writer = self.stack.enter_context(writer)
        self._writer.write(table)


class _ParquetWriter(_Writer):
    _writer: Any = None

    def add(self, batch: _Batch, columns: dict[str, pyarrow.Array]) -> None:
        from pyarrow import parquet

        table = self.beside(batch, columns)
        if self._writer is None:
            writer = parquet.ParquetWriter(str(self.path), table.schema, compression="snappy")
            self._writer = self.stack.enter_context(writer)
        if table.num_rows:
            self._writer.write_table(table)


class _LineWriter(_Writer):
    _file: Any = None

    def add(self, batch: _Batch, columns: dict[str, pyarrow.Array]) -> None:
        if self._file is None:
            self._file = self.stream()
        values = [_listed(_text(one) if name in _SPELLED else one) for name, one in columns.items()]
        spelled: dict[tuple[object, ...], str] = {}  # most rows are told what others are
        lines = []
        for line, row in zip(batch.lines or (), zip(*values, strict=True), strict=True):
            begin = line[:-1].rstrip()  # the line as it was, up to its closing brace: no number is spelled anew
            told = spelled.get(row)
            if told is None:
                told = spelled[row] = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)[1:]
            lines.append(f"{begin}{'' if begin == '{' else ', '}{told}\n")
        self._file.write("".join(lines).encode())


_WRITERS: dict[str, Callable[[Path, str, str | None], _Writer]] = {
    "csv": _TextWriter,
    "tsv": _TextWriter,
    "parquet": _ParquetWriter,
    "jsonl": _LineWriter,
}
_SPELLED = ("st_since", "st_ends")


def _listed(column: pyarrow.Array) -> list[Any]:
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        return list(column.to_pylist())
    words = [*column.dictionary.to_pylist(), None]
    places = column.indices.cast(pa.int32()).fill_null(len(words) - 1).to_numpy(zero_copy_only=False)
    return [words[place] for place in places.tolist()]


def _text(column: pyarrow.Array) -> pyarrow.Array:
    import pyarrow as pa

    return column.cast(pa.string())
