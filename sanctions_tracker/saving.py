"""A file is written beside its place and gets its name when it is whole: a run that is cut short leaves what was there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["beside"]


@contextmanager
def beside(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give the path of a hidden file to write; it takes the place of ``path`` where the block ends without an error.

    By then it is on the disk, so that no power cut leaves half a file. Raises `OSError` where that cannot be done.
    """
    target = Path(path)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("r+b") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
