"""Add the answers to a Parquet file without reading its other columns: they are copied as the bytes that they are.

The copy keeps every byte up to the footer, so that every column stays where it was; the new columns follow, row group by row
group, and a new footer names them all. Only the columns that are asked about are read.
"""

from __future__ import annotations

import errno
import hashlib
import os
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from attrs import frozen

from .batches import Lookback
from .footer import MAGIC, Footer, added, footer_at_end, footer_of, moved
from .reading import Batch, opened_parquet, refused
from .writing import metadata_beside, parquet_options

if TYPE_CHECKING:
    import pyarrow

__all__ = ["Spliced", "splice"]

_ARROW = b"ARROW:schema"
_ROWS = 2 << 20  # of one row group: it is answered at once
_BLOCK = 1 << 18


@frozen
class Spliced:
    """The hashes of both files."""

    input_sha256: str
    output_sha256: str


def splice(
    ready: Lookback, path: Path, target: Path, names: tuple[str, ...], meter: Callable[[int], object] | None
) -> Spliced | None:
    """Write ``path`` with the answers into ``target``. ``None``: that cannot be done with this file, and nothing was done.

    ``names`` are the columns asked about. Raises `BadTable`, and `OSError` where nothing can be written.
    """
    import pyarrow as pa
    from pyarrow import parquet

    with opened_parquet(path, names) as file:
        counts = [file.metadata.row_group(one).num_rows for one in range(file.metadata.num_row_groups)]
        old = footer_at_end(path)
        if old is None or not counts or min(counts) == 0 or max(counts) > _ROWS:
            return None
        schema = parquet.read_schema(path)
        with target.open("wb") as out, _Threads() as threads:
            copying = threads.start(_copied, path, target, old.begins, threads.stopped)
            parts: list[Footer] = []
            place = old.begins
            for content in _encoded(ready, _batches(file, path, names, threads), threads):
                part = _footer_in(content)
                out.seek(place)
                out.write(memoryview(content)[len(MAGIC) : part.begins])
                parts.append(moved(part, place - len(MAGIC)))
                place += part.begins - len(MAGIC)
                if meter is not None:
                    meter(counts[len(parts) - 1])
            more = parquet.read_schema(pa.BufferReader(content))
            pairs = metadata_beside(file.metadata.metadata or {}, more)
            whole = pa.schema([*schema, *more], metadata_beside(schema.metadata or {}, more) or None)
            pairs[_ARROW] = b64encode(whole.serialize())
            last = added(old, parts, pairs)
            out.seek(place)
            out.write(last + len(last).to_bytes(4, "little") + MAGIC)
            before, after = copying.result()
    with target.open("rb") as out:
        out.seek(old.begins)
        while block := out.read(_BLOCK):
            after.update(block)
    return Spliced(before.hexdigest(), after.hexdigest())


class _Threads:
    """One that copies, one that reads ahead, one that writes behind. What they do is given up where the block fails."""

    def __init__(self) -> None:
        self.stopped = Event()
        self._pool = ThreadPoolExecutor(3)

    def start(self, what: Callable[..., Any], *values: Any) -> Future[Any]:
        return self._pool.submit(what, *values)

    def __enter__(self) -> _Threads:
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._pool.shutdown(cancel_futures=True)


def _copied(path: Path, target: Path, count: int, stopped: Event) -> tuple[Any, Any]:
    """Copy so many bytes, and return the hash of the whole ``path`` and that of the bytes that were copied."""
    digest = hashlib.sha256()
    room = memoryview(bytearray(_BLOCK))  # one room for all: to ask for new memory costs more than to copy
    with path.open("rb", buffering=0) as file, target.open("r+b") as out:
        while count and not stopped.is_set():
            block = room[: file.readinto(room[: min(count, _BLOCK)])]
            if not block:
                raise OSError(errno.EIO, os.strerror(errno.EIO))  # it became shorter while it was read
            digest.update(block)
            out.write(block)
            count -= len(block)
        out.flush()
        os.fsync(out.fileno())  # what is on the disk while the rest is answered need not be waited for at the end
        copied = digest.copy()
        while block := room[: file.readinto(room)]:
            digest.update(block)
    return digest, copied


def _batches(file: Any, path: Path, names: tuple[str, ...], threads: _Threads) -> Iterator[Batch]:
    """Yield the columns asked about, row group by row group, the next one being read meanwhile."""

    def group(number: int) -> Batch:
        with refused(path, "parquet"):
            return Batch(path, file.read_row_group(number, columns=list(names)), names)

    coming = threads.start(group, 0)
    for number in range(1, file.metadata.num_row_groups):
        batch = coming.result()
        coming = threads.start(group, number)
        yield batch
    yield coming.result()


def _encoded(ready: Lookback, batches: Iterator[Batch], threads: _Threads) -> Iterator[Any]:
    """Yield the answers for each batch as a Parquet file in memory; one is made while the next is answered."""
    waiting: Future[Any] | None = None
    for batch in batches:
        with refused(batch.path, "parquet"):
            columns = ready.columns(*batch.arrays())
        if waiting is not None:
            yield waiting.result()
        waiting = threads.start(_as_parquet, columns)
    if waiting is not None:
        yield waiting.result()


def _as_parquet(columns: dict[str, pyarrow.Array]) -> Any:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table(columns)
    out = pa.BufferOutputStream()
    parquet.write_table(table, out, row_group_size=_ROWS, **parquet_options(table.schema))
    return out.getvalue()


def _footer_in(content: Any) -> Footer:
    length = int.from_bytes(memoryview(content)[-8:-4], "little")
    begins = len(content) - 8 - length
    return footer_of(bytes(memoryview(content)[begins:-8]), begins)
