"""Read tables in files, batch by batch: CSV, TSV, JSON lines, Parquet, also packed with gzip or zstd.

CSV and TSV columns stay the texts that they are; Parquet columns keep their types; lines of JSON are kept as they are spelled.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..problems import nearest
from .batches import COLUMNS
from .footer import Encrypted, footer_at_end

if TYPE_CHECKING:
    import pyarrow

__all__ = ["DELIMITER", "FORMS", "BadTable", "Batch", "form_of", "one_line", "opened_parquet", "read", "refused", "why"]

FORMS = {".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}
DELIMITER = {"csv": ",", "tsv": "\t"}
_PACKED = {".gz": "gzip", ".zst": "zstd"}
_BLOCK = 16 << 20  # bytes of a text file in one batch
_HEAD = 1 << 16
_ROWS = 1 << 19
_FEW = 8  # bytes for each name, and a column of them is a dictionary


class BadTable(ValueError):
    """A file cannot be read as a table, or not written. The message names it and says why."""


def one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def why(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else one_line(error)


def form_of(path: Path) -> tuple[str, str | None]:
    """Return the form of a file and how it is packed, by the endings of its name."""
    endings = [one.lower() for one in path.suffixes]
    packed = _PACKED.get(endings[-1]) if endings else None
    if packed is not None:
        endings.pop()
    form = FORMS.get(endings[-1]) if endings else None
    if form is None or (packed and form == "parquet"):
        raise BadTable(f"{path}: its name must end in {', '.join(FORMS)} (the texts also with .gz or .zst)")
    return form, packed


_SPELLING = json.JSONDecoder(parse_int=str, parse_float=str)
"""Reads numbers as they are spelled, which is how they name a party."""


class Batch:
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
            found.append(column)
        return found


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


def read(path: Path, names: tuple[str, ...], encoding: str) -> Iterator[Batch]:
    """Yield the rows of a file, batch by batch; the first batch may be empty. ``names`` are the columns that are asked about.

    Raises `BadTable`.
    """
    form, packed = form_of(path)
    with refused(path, form, encoding):
        if form == "parquet":
            yield from _read_parquet(path, names)
        elif form == "jsonl":
            yield from _read_lines(path, names, packed)
        else:
            yield from _read_text(path, names, form, packed, encoding)


@contextmanager
def refused(path: Path, form: str, encoding: str = "utf-8") -> Iterator[None]:
    """Turn what goes wrong while a file is read into a `BadTable`."""
    import pyarrow as pa

    try:
        yield
    except UnicodeDecodeError:
        raise BadTable(_not_text(path, form, encoding)) from None
    except pa.ArrowException as error:
        if "invalid UTF8" in str(error):
            raise BadTable(_not_text(path, form, encoding)) from None
        raise BadTable(f"{path}: cannot be read: {one_line(error)}") from None
    except OSError as error:
        raise BadTable(f"{path}: cannot be read: {why(error)}") from None


def _not_text(path: Path, form: str, encoding: str) -> str:
    if form == "jsonl":
        return f"{path}: is not utf-8 text, as JSON lines are"
    if form == "parquet":
        return f"{path}: holds a text that is not utf-8 in a column that is asked about"
    return f"{path}: is not {encoding} text; say which it is with --encoding, as in --encoding cp1252"


def _read_text(path: Path, names: tuple[str, ...], form: str, packed: str | None, encoding: str) -> Iterator[Batch]:
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
            parse_options=csv.ParseOptions(delimiter=DELIMITER[form], newlines_in_values=True),
            convert_options=csv.ConvertOptions(**types),
        )

    with opened() as reader:  # the header first: every column is to be read as the text that it is
        head = reader.schema.names
    _check(path, head, names)
    with opened(column_types=dict.fromkeys(head, pa.string()), strings_can_be_null=False) as reader:
        yield Batch(path, reader.schema.empty_table(), names, texts=True)
        for batch in reader:
            yield Batch(path, batch, names, texts=True)


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


@contextmanager
def opened_parquet(path: Path, names: tuple[str, ...]) -> Iterator[Any]:
    """Open a Parquet file, the names of its parties as a dictionary where that spares reading each; raises `BadTable`."""
    from pyarrow import parquet

    with refused(path, "parquet"):
        try:
            small = footer_at_end(path) is not None
        except Encrypted:
            raise BadTable(f"{path}: columns of it are encrypted; decrypt them first") from None
        file = parquet.ParquetFile(path)
    with file:
        _check(path, file.schema_arrow.names, names)
        for number, name in enumerate(names):
            _check_kind(path, name, file.schema_arrow.field(name).type, "names nobody" if number == 0 else "is no day")
        if not small or not _few_names(file, names[0]):
            yield file
            return
    with parquet.ParquetFile(path, read_dictionary=[names[0]]) as file:
        yield file


def _check_kind(path: Path, name: str, kind: Any, what: str) -> None:
    import pyarrow as pa

    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_nested(plain) or isinstance(plain, pa.BaseExtensionType) or "binary" in str(plain):
        raise BadTable(f"{path}: column {name!r} is of type {kind}, which {what}")


def _few_names(file: Any, name: str) -> bool:
    """Say whether a column is of texts and is kept as a dictionary throughout: it takes little room for each row.

    Those that write Parquet give a dictionary up when it grows; to make one of such a column costs more than reading it.
    """
    import pyarrow as pa

    kind = file.schema_arrow.field(name).type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return False
    place = next(one for one in range(len(file.schema)) if file.schema.column(one).path == name)
    chunks = [file.metadata.row_group(one).column(place) for one in range(file.metadata.num_row_groups)]
    room: int = sum(one.total_uncompressed_size for one in chunks)
    rows: int = sum(one.num_values for one in chunks)
    return room < _FEW * rows


def _read_parquet(path: Path, names: tuple[str, ...]) -> Iterator[Batch]:
    from pyarrow import parquet

    schema = parquet.read_schema(path)
    with opened_parquet(
        path, names
    ) as file:  # a column that is read as a dictionary is written as the kind that it was
        yield Batch(path, file.schema_arrow.empty_table(), names, schema=schema)
        for batch in file.iter_batches(batch_size=_ROWS):
            yield Batch(path, batch, names, schema=schema)


def _read_lines(path: Path, names: tuple[str, ...], packed: str | None) -> Iterator[Batch]:
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


def _of_lines(path: Path, lines: list[str], asked: list[list[str | None]], names: tuple[str, ...]) -> Batch:
    import pyarrow as pa

    columns = [pa.array(column, pa.string()) for column in zip(*asked, strict=True)]
    return Batch(path, pa.table(columns, names=list(names)), names, lines=lines)
