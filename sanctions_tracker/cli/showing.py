"""The command that makes a page to look at."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from .asking import DONE, MISUSE, Failed, asked, register_of, selected, typed_day
from .show import clean

__all__ = ["report"]

_LARGE = 4_000_000  # bytes; a telephone opens this many without a pause that anybody would notice


def report(options: Any) -> int:
    from ..saving import beside
    from ..showing.page import encoded, page_text

    out = options.out
    if out != "-" and Path(out).suffix.lower() not in (".html", ".htm"):
        raise Failed(MISUSE, f"{out}: a page is HTML; end its name in .html, or give - for stdout")
    on = None if options.on is None else typed_day(options.on, "--on")
    register = register_of(options)
    text = asked(lambda: page_text(register, on=on, title=options.title, **selected(options)))
    data = encoded(text)
    told = sys.stdout
    if out == "-":
        told = sys.stderr
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        try:
            with beside(out) as part:
                part.write_bytes(data)
        except OSError as error:
            raise Failed(MISUSE, f"{out}: cannot be written: {(error.strerror or str(error)).lower()}") from None
    count = len(asked(lambda: register.select(**selected(options))))
    if not count:
        print("no record is chosen: the page is empty", file=sys.stderr)
    print(clean(f"{out}: {count:,} of {len(register):,} records, {_size(len(data))}"), file=told)
    if len(data) > _LARGE:
        words = "slow to send and to open; narrow it with --subject, --authority or --measure"
        print(clean(f"{out}: {_size(len(data))} is {words}"), file=sys.stderr)
    return DONE


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size / 1000:.0f} kB"
