"""The bar that long commands show: on a terminal only, and only where it takes long enough to wonder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["progress"]


@contextmanager
def progress(quiet: bool, what: str, unit: str, total: int | None = None) -> Iterator[Any]:
    """Yield a bar of tqdm that counts ``unit`` up to ``total``, or ``None`` where nobody looks or tqdm is missing."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    try:
        from tqdm import tqdm
    except ImportError:
        yield None
        return
    with tqdm(total=total, unit=unit, unit_scale=True, delay=1, desc=what, file=sys.stderr) as bar:
        yield bar
