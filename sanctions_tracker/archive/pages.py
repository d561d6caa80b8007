"""Look at what no query shows: the room left over in the pages of the file, which is empty in a file that nothing has damaged.

SQLite reads no byte of it, and its own check passes it over; but where one is turned, others may be. Only leaf pages of tables
are looked at, which rows are only ever added to: there the room is still as it was made, all zeros ("Database File
Format", sections 1.3 and 1.6, of SQLite's documentation).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

__all__ = ["strays"]

_LEAF = 13
_HEAD = 8


def strays(path: Path) -> Iterator[int]:
    """Yield the numbers of the pages, from 1, whose spare room is not empty. The caller holds a transaction open."""
    with path.open("rb") as file:
        head = file.read(100)
        size = int.from_bytes(head[16:18], "big")
        size = 65536 if size == 1 else size
        if any(head[72:92]) or size < 512:
            yield 1
            return
        file.seek(size)
        number = 1
        while page := file.read(size):
            number += 1
            if page[0] == _LEAF and _spare(page):
                yield number


def _spare(page: bytes) -> bool:
    """Say whether any byte between the list of cells and the first of them, or in a freed one, is set."""
    free, cells, content = (int.from_bytes(page[at : at + 2], "big") for at in (1, 3, 5))
    if any(page[_HEAD + 2 * cells : content or len(page)]):
        return True
    while free:
        following, size = (int.from_bytes(page[at : at + 2], "big") for at in (free, free + 2))
        if any(page[free + 4 : free + size]) or (following and following <= free):
            return True
        free = following
    return False
