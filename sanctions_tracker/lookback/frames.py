"""Look back over a table of the user's own kind: what comes in goes out, in order, with the answers beside it.

narwhals speaks to pandas, Polars, PyArrow, Modin and others; a DuckDB relation is read whole. Words come back as categories
(dictionaries), so that ten million rows hold each word once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from .batches import COLUMNS, Lookback, Summary
from .parties import Records

if TYPE_CHECKING:
    import pyarrow

__all__ = ["look_back"]


def look_back(
    records: Records,
    table: Any,
    *,
    version: str,
    id: str,
    on: str,
    known_on: str | None = None,
    by: str = "id",
    day_format: str | None = None,
    fast: bool | None = None,
    summary: Summary | None = None,
) -> Any:
    """Return the table with the columns of `COLUMNS` added; an iterator of tables gives an iterator.

    ``id``, ``on`` and ``known_on`` name columns. Raises `KeyError` on a column that is not there, `ValueError` where one
    of ours is there already, `TypeError` on what is no table, `ImportError` where a package is missing.
    """
    ready = Lookback(records, version, by=by, known=known_on is not None, form=day_format, fast=fast, summary=summary)
    names = (id, on) if known_on is None else (id, on, known_on)
    if isinstance(table, Iterator):
        return (_one(ready, batch, names) for batch in table)
    return _one(ready, table, names)


def _one(ready: Lookback, table: Any, names: tuple[str, ...]) -> Any:
    import narwhals as nw
    import pyarrow as pa

    if isinstance(table, pa.RecordBatch):
        done = _one(ready, pa.Table.from_batches([table]), names).combine_chunks()
        return done.to_batches()[0] if done.num_rows else done.schema.empty_table().to_batches()[0]
    try:
        frame = nw.from_native(table)
    except TypeError:
        raise TypeError(f"{type(table).__name__} is no table; give one of pandas, Polars, PyArrow or DuckDB") from None
    relation = isinstance(frame, nw.LazyFrame)
    if relation:
        if "duckdb" not in type(table).__module__.lower():
            raise TypeError("the table is lazy; collect it first, or give its batches one by one")
        frame = frame.collect("pyarrow")
    _check(frame.columns, names)
    columns = [_array(frame[name]) for name in names]
    added = pa.table(ready.columns(*columns))
    native = _beside(frame, added)
    if relation:
        import duckdb

        return duckdb.from_arrow(native)
    return native


def _check(columns: list[str], names: tuple[str, ...]) -> None:
    from ..problems import nearest

    for name in names:
        if name not in columns:
            raise KeyError(f"the table has no column {name!r}{nearest(name, columns)}")
    for name in COLUMNS:
        if name in columns:
            raise ValueError(f"the table has a column {name!r} already; rename it, or leave it out")


def _array(series: Any) -> pyarrow.Array:
    """Return a column as one Arrow array; one of mixed types as texts, each value as itself or refused by its own row."""
    import pyarrow as pa

    try:
        found = series.to_arrow()
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        found = pa.array([_text(value) for value in series.to_list()], pa.string())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _text(value: object) -> str | None:
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else repr(value)


def _beside(frame: Any, added: pyarrow.Table) -> Any:
    import narwhals as nw

    if frame.implementation.is_pyarrow():
        native = frame.to_native()
        for name in added.column_names:
            native = native.append_column(name, added[name])
        return native
    new = nw.from_arrow(added, backend=frame.implementation)
    if frame.implementation.is_pandas_like():  # which joins by its index, and ours is that of the table
        native = new.to_native()
        native.index = frame.to_native().index
        new = nw.from_native(native, eager_only=True)
    return nw.concat([frame, new], how="horizontal").to_native()
