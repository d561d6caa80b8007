"""Look back over files of any size: read in batches, write beside the target, rename when whole, and report.

Memory is bounded by a few batches, whatever the size of the file.
"""

from __future__ import annotations

import codecs
import glob
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from attrs import frozen

from ..saving import beside
from .batches import Lookback, Summary
from .reading import BadTable, Batch, form_of, one_line, read, refused, why
from .writing import WRITERS, Writer

__all__ = ["BadTable", "Report", "look_back_over_files"]

_Meter = Callable[[int, int], object]


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
    meter: _Meter | None = None,
) -> Report:
    """Look back over the rows of a file, or of all files that a pattern (``payments/*.csv``) names, into one file.

    ``id``, ``on`` and ``known_on`` name columns. ``meter`` is told the rows that are done and the files that are left.
    Raises `BadTable`; the target is then as it was before.
    """
    out = Path(target)
    form, _ = form_of(out)
    paths = _paths(source)
    _check_places(paths, out, form, encoding)
    names = (id, on) if known_on is None else (id, on, known_on)
    try:
        with beside(out) as part:
            digests = _spliced(ready, paths, part, form, names, meter)
            if digests is None:
                _written(ready, paths, part, names, encoding, (source, target), meter)
                digests = {path: _digest(path) for path in (*paths, part)}
            inputs, output = {str(path): digests[path] for path in paths}, digests[part]
    except OSError as error:
        raise BadTable(f"{target}: cannot be written: {why(error)}") from None
    columns = {"id": id, "on": on, **({} if known_on is None else {"known_on": known_on})}
    return Report(inputs, target, output, ready.summary, ready.version, columns)


def _spliced(
    ready: Lookback, paths: list[Path], part: Path, form: str, names: tuple[str, ...], meter: _Meter | None
) -> dict[Path, str] | None:
    """Add the answers to a copy of the file, where that can be done, and return the hashes of both; else do nothing."""
    if form != "parquet" or len(paths) > 1 or form_of(paths[0])[0] != "parquet":
        return None
    from .splicing import splice

    found = splice(ready, paths[0], part, names, None if meter is None else lambda rows: meter(rows, 0))
    return None if found is None else {paths[0]: found.input_sha256, part: found.output_sha256}


def _written(
    ready: Lookback,
    paths: list[Path],
    part: Path,
    names: tuple[str, ...],
    encoding: str,
    shown: tuple[str, str],
    meter: _Meter | None,
) -> None:
    """Write every row with its answer."""
    source, target = shown
    form, packed = form_of(Path(target))
    with ExitStack() as stack:
        writer: Writer | None = None
        for number, path in enumerate(paths):
            for batch in _ahead(read(path, names, encoding)):
                if writer is None:
                    writer = stack.enter_context(WRITERS[form](part, form, packed))
                try:
                    with refused(path, form_of(path)[0], encoding):
                        columns = ready.columns(*batch.arrays())
                    writer.add(batch, columns)
                except _arrow_error() as error:
                    raise BadTable(f"{path}: cannot be taken into {target}: {one_line(error)}") from None
                if meter is not None:
                    meter(batch.rows, len(paths) - number - 1)
        if writer is None:
            raise BadTable(f"{source}: holds no row and no header")


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
        if (form_of(path)[0] == "jsonl") is not (form == "jsonl"):
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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Read the next batch while this one is answered and written; what goes wrong with it is raised where it is asked for."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch
