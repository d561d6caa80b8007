"""The compiled loops (extra ``compiled``): searching for days, and looking up names. To import this is to load numba.

They are compiled when they are first used, and kept on disk. Nothing here is called but through `Points` and `Hashed`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy

__all__ = ["fill", "find", "look"]

_ROWS = 512  # rows that are searched together: what they need stays in the nearest cache
_TEXTS = 4096  # texts that are looked up as one piece of work


def _made(**how: Any) -> Callable[[Callable[..., Any]], Any]:
    def make(loop: Callable[..., Any]) -> Any:
        try:
            return numba.njit(cache=True, nogil=True, boundscheck=False, **how)(loop)
        except RuntimeError:  # no folder in which what was compiled could be kept
            return numba.njit(nogil=True, boundscheck=False, **how)(loop)

    return make


# Block by block, and in a block step by step: each step looks at every row before the next one does, so that the memory is
# asked for many rows at once. Row by row, with a branch at each change, takes twice as long.
@_made(parallel=True)
def find(first: Any, counts: Any, changes: Any, codes: Any, days: Any, values: Any, out: Any, valued: bool) -> None:
    rows = len(codes)
    for block in numba.prange((rows + _ROWS - 1) // _ROWS):
        start = block * _ROWS
        count = min(_ROWS, rows - start)
        low = numpy.empty(_ROWS, numpy.int32)
        left = numpy.empty(_ROWS, numpy.int32)
        most = 1
        for row in range(count):
            code = codes[start + row]
            low[row] = first[code]
            left[row] = counts[code]
            most = max(most, left[row])
        while most > 1:
            for row in range(count):
                half = left[row] >> 1
                place = low[row] + half
                low[row] = place if changes[place] <= days[start + row] else low[row]
                left[row] -= half
            most -= most >> 1
        for row in range(count):
            out[start + row] = values[low[row]] if valued else low[row]


@_made()
def _hash(content: Any, start: int, end: int) -> Any:
    found = numpy.uint64(0x9E3779B97F4A7C15) ^ numpy.uint64(end - start)
    while end - start >= 8:  # eight bytes at once, which are one step of the machine
        word = numpy.uint64(0)
        for byte in range(8):
            word |= numpy.uint64(content[start + byte]) << numpy.uint64(8 * byte)
        found = (found ^ word) * numpy.uint64(0xFF51AFD7ED558CCD)
        found ^= found >> numpy.uint64(32)
        start += 8
    while start < end:
        found = (found ^ numpy.uint64(content[start])) * numpy.uint64(0x100000001B3)
        start += 1
    found ^= found >> numpy.uint64(29)
    found *= numpy.uint64(0xC4CEB9FE1A85EC53)
    return found ^ (found >> numpy.uint64(32))


@_made()
def fill(ends: Any, content: Any, slots: Any) -> None:
    mask = numpy.uint64(len(slots) - 1)
    for place in range(len(ends) - 1):
        slot = _hash(content, ends[place], ends[place + 1]) & mask
        while slots[slot] >= 0:
            slot = (slot + numpy.uint64(1)) & mask
        slots[slot] = place


@_made(parallel=True)
def look(ends: Any, content: Any, known_ends: Any, known: Any, slots: Any, out: Any) -> None:
    rows, mask, none = len(out), numpy.uint64(len(slots) - 1), len(known_ends) - 1
    for block in numba.prange((rows + _TEXTS - 1) // _TEXTS):
        for row in range(block * _TEXTS, min(rows, (block + 1) * _TEXTS)):
            start, length = ends[row], ends[row + 1] - ends[row]
            slot = _hash(content, start, start + length) & mask
            found = none
            while slots[slot] >= 0 and found == none:
                place = slots[slot]
                first = known_ends[place]
                if known_ends[place + 1] - first == length:
                    same = True
                    for byte in range(length):
                        if content[start + byte] != known[first + byte]:
                            same = False
                            break
                    if same:
                        found = place
                slot = (slot + numpy.uint64(1)) & mask
            out[row] = found
