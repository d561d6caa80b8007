"""The command that looks back over files."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .asking import DONE, MISUSE, Failed, asked, register_of
from .progress import progress
from .show import clean

__all__ = ["lookback"]


def lookback(options: Any) -> int:
    missing = next((name for name in ("narwhals", "numpy", "pyarrow") if find_spec(name) is None), None)
    if missing is not None:
        raise Failed(MISUSE, f"looking back needs {missing}; install sanctions-tracker[lookback]")
    from ..lookback import Lookback
    from ..lookback.files import BadTable, look_back_over_files

    _check(options)
    register = register_of(options)
    ready = Lookback(
        register, register.version, by=options.by, known=options.known_on is not None, form=options.day_format
    )
    try:
        with _rows_done(options.quiet) as meter:
            report = asked(
                lambda: look_back_over_files(
                    ready,
                    options.source,
                    options.target,
                    id=options.id,
                    on=options.on,
                    known_on=options.known_on,
                    encoding=options.encoding,
                    meter=meter,
                )
            )
    except BadTable as error:
        raise Failed(MISUSE, clean(str(error))) from None
    command = shlex.join(["sanctions-tracker", *options.typed])
    told = json.dumps(report.as_json(command), indent=2, sort_keys=True, ensure_ascii=False)
    if options.report is not None:
        Path(options.report).write_text(told + "\n", encoding="utf-8")
    if not options.quiet:
        print(told if options.format == "json" else clean(report.as_text(command)))
    return DONE


def _check(options: Any) -> None:
    """Refuse before hours of work what would fail after them."""
    form = options.day_format
    if form is not None and not _spells_days(form):
        raise Failed(MISUSE, f"--day-format {form!r} does not spell a day of a year; %d/%m/%Y does, as 31/12/2025")
    if options.report is not None:
        report = Path(options.report)
        if report.is_dir() or not report.parent.is_dir():
            raise Failed(MISUSE, clean(f"{report}: cannot be written: it is a folder, or there is none for it"))
        if report.resolve() == Path(options.target).resolve() or report.resolve() == Path(options.source).resolve():
            raise Failed(MISUSE, clean(f"{report}: is read or written already; give the report another name"))


def _spells_days(form: str) -> bool:
    day = datetime(2001, 2, 13)  # noqa: DTZ001 - a day like any other
    try:
        return datetime.strptime(day.strftime(form), form) == day  # noqa: DTZ007 - of which only the day is looked at
    except ValueError:
        return False


@contextmanager
def _rows_done(quiet: bool) -> Iterator[Callable[[int, int], object] | None]:
    """Show how many rows are done, and how many files are left."""
    with progress(quiet, "lookback", " rows") as bar:
        if bar is None:
            yield None
            return

        def meter(rows: int, left: int) -> None:
            bar.update(rows)
            if left:
                bar.set_postfix_str(f"{left} files left", refresh=False)

        yield meter
