"""The command that hands a register to other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .asking import DONE, MISUSE, Failed, asked, known_day, register_of
from .show import clean

__all__ = ["FORMATS", "export"]

FORMATS = ("ftm", "csv", "jsonl")
_ENDINGS = {".ftm.json": "ftm", ".ftm": "ftm", ".csv": "csv", ".jsonl": "jsonl"}


def export(options: Any) -> int:
    from ..bridges import csv_lines, followthemoney, jsonl_lines

    form = options.format or next((one for ending, one in _ENDINGS.items() if options.out.endswith(ending)), None)
    if form is None:
        raise Failed(MISUSE, f"say how to write {options.out!r}: --format, one of {', '.join(FORMATS)}")
    known = known_day(options)
    register = register_of(options)
    if form == "ftm":
        bridge = followthemoney(register, known, kinds=_kinds(options.data or ()).get)
        asked(lambda: _write(options.out, bridge.lines()))
        for loss in bridge.lost.values():
            print(clean(f"not said: {loss}"), file=sys.stderr)
    else:
        lines = csv_lines if form == "csv" else jsonl_lines
        asked(lambda: _write(options.out, lines(register, known)))
    return DONE


def _kinds(paths: Iterable[str]) -> dict[str, str]:
    from ..folders import is_archive

    found: dict[str, str] = {}
    for path in paths:
        if is_archive(Path(path)):
            from ..archive import Archive, kinds

            with Archive(path) as archive:
                found.update(kinds(archive))
    return found


def _write(out: str, lines: Iterable[str]) -> None:
    """Write to stdout, or beside the file and then over it: a run that is cut short leaves what was there."""
    if out == "-":
        sys.stdout.writelines(lines)
        return
    from ..saving import beside

    try:
        with beside(out) as part, part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    except OSError as error:
        raise Failed(MISUSE, f"{out}: cannot be written: {(error.strerror or str(error)).lower()}") from None
