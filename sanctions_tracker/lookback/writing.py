"""Write tables with their answers, batch by batch: CSV, TSV, JSON lines, Parquet, also packed with gzip or zstd."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .batches import COLUMNS
from .reading import DELIMITER, BadTable, Batch

if TYPE_CHECKING:
    import pyarrow

__all__ = ["WRITERS", "Writer", "metadata_beside", "parquet_options"]


class Writer:
    """Writes batches with their answers; a context manager that closes what it opened."""

    def __init__(self, path: Path, form: str, packed: str | None) -> None:
        self.path, self.form, self.packed = path, form, packed
        self.stack = ExitStack()
        self.schema: Any = None

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def add(self, batch: Batch, columns: dict[str, pyarrow.Array]) -> None:
        raise NotImplementedError

    def beside(self, batch: Batch, columns: dict[str, pyarrow.Array]) -> Any:
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


class _TextWriter(Writer):
    _writer: Any = None

    def add(self, batch: Batch, columns: dict[str, pyarrow.Array]) -> None:
        import pyarrow as pa
        from pyarrow import csv

        table = self.beside(batch, {name: _text(one) for name, one in columns.items()})
        if self._writer is None:
            nested = next((field for field in self.schema if pa.types.is_nested(field.type)), None)
            if nested is not None:
                raise BadTable(
                    f"{batch.path}: {self.form} cannot hold column {nested.name!r} ({nested.type}); write .parquet"
                )
            options = csv.WriteOptions(delimiter=DELIMITER[self.form], quoting_style="needed")
            writer = csv.CSVWriter(self.stream(), table.schema, write_options=options)
            self._writer = self.stack.enter_context(writer)
        self._writer.write(table)


class _ParquetWriter(Writer):
    _writer: Any = None

    def add(self, batch: Batch, columns: dict[str, pyarrow.Array]) -> None:
        from pyarrow import parquet

        table = self.beside(batch, columns)
        more = table.select(list(columns)).schema
        table = table.replace_schema_metadata(metadata_beside(table.schema.metadata or {}, more) or None)
        if self._writer is None:
            writer = parquet.ParquetWriter(str(self.path), table.schema, **parquet_options(table.schema))
            self._writer = self.stack.enter_context(writer)
        if table.num_rows:
            self._writer.write_table(table)


class _LineWriter(Writer):
    _file: Any = None

    def add(self, batch: Batch, columns: dict[str, pyarrow.Array]) -> None:
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


_STALE = (b"org.apache.spark.sql.parquet.row.metadata", b"parquet.avro.schema")
"""Schemas that others keep beside Parquet's own, and believe in its place: without the new columns they would hide them."""


def metadata_beside(metadata: Mapping[bytes, bytes], added: Any) -> dict[bytes, bytes]:
    """Return what is kept beside a table once it has the columns of the schema ``added``: what pandas keeps names them too."""
    found = {key: value for key, value in metadata.items() if key not in (*_STALE, b"ARROW:schema")}
    if b"pandas" in found:
        try:
            found[b"pandas"] = _for_pandas(json.loads(found[b"pandas"]), added)
        except (ValueError, TypeError, KeyError, AttributeError):  # not what pandas writes: nobody can use it
            del found[b"pandas"]
    return found


def _for_pandas(kept: dict[str, Any], added: Any) -> bytes:
    """Name the added columns. Where the names of columns were numbers or had several levels, all are texts from now on."""
    import pyarrow as pa

    for field in added:
        kind = "bool" if pa.types.is_boolean(field.type) else "date" if pa.types.is_date(field.type) else "unicode"
        entry = {
            "name": field.name,
            "field_name": field.name,
            "pandas_type": kind,
            "numpy_type": "object",
            "metadata": None,
        }
        kept["columns"].append(entry)
    levels = kept.get("column_indexes") or []
    if levels and (len(levels) > 1 or levels[0].get("pandas_type") not in ("unicode", "string", "empty")):
        level = {"name": None, "field_name": None, "pandas_type": "unicode", "numpy_type": "object"}
        kept["column_indexes"] = [{**level, "metadata": {"encoding": "UTF-8"}}]
    return json.dumps(kept).encode()


def parquet_options(schema: Any) -> dict[str, Any]:
    """Return how Parquet is written: without the least and the greatest of the words that we add, which nobody asks for."""
    import pyarrow as pa

    words = {name for name in COLUMNS if name in schema.names and pa.types.is_dictionary(schema.field(name).type)}
    return {"compression": "snappy", "write_statistics": [name for name in schema.names if name not in words]}


WRITERS: dict[str, Callable[[Path, str, str | None], Writer]] = {
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
