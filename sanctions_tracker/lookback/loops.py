"""The compiled loops (extra ``compiled``): searching for days, and looking up names. To import this is to load numba.

They are compiled when they are first used, and kept on disk. Nothing here is called but through `Points` and `Hashed`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy
from llvmlite import ir
from numba.extending import intrinsic

__all__ = ["fill", "find", "look"]

_ROWS = 512  # rows that are searched together: what they need stays in the nearest cache


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


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]
def _word(_: Any, content: Any, start: Any) -> Any:  # noqa: ARG001 - the compiler hands it on
    """Eight bytes of an array from a place on, as a number: one step of the machine, which no loop over bytes becomes."""

    def load(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, values[0])
        place = builder.gep(array.data, [values[1]])
        return builder.load(builder.bitcast(place, ir.IntType(64).as_pointer()), align=1)

    return numba.types.uint64(content, numba.types.int64), load


@_made()
def _hash(content: Any, start: int, end: int) -> Any:
    found = numpy.uint64(0x9E3779B97F4A7C15) ^ numpy.uint64(end - start)
    if end - start >= 8:
        while end - start > 8:
            found = (found ^ _word(content, start)) * numpy.uint64(0xFF51AFD7ED558CCD)
            found ^= found >> numpy.uint64(32)
            start += 8
        found = (found ^ _word(content, end - 8)) * numpy.uint64(
            0xFF51AFD7ED558CCD
        )  # the last eight, some of them again
    else:
        while start < end:
            found = (found ^ numpy.uint64(content[start])) * numpy.uint64(0x100000001B3)
            start += 1
    found ^= found >> numpy.uint64(29)
    found *= numpy.uint64(0xC4CEB9FE1A85EC53)
    return found ^ (found >> numpy.uint64(32))


@_made()
def _same(one: Any, start: int, other: Any, first: int, length: int) -> bool:
    """Say whether two texts of one length are the same, sign by sign."""
    if length >= 8:
        for step in range(0, length - 8, 8):
            if _word(one, start + step) != _word(other, first + step):
                return False
        return bool(_word(one, start + length - 8) == _word(other, first + length - 8))
    for byte in range(length):  # noqa: SIM110 - the compiler knows no ``all``
        if one[start + byte] != other[first + byte]:
            return False
    return True


@_made()
def fill(ends: Any, content: Any, slots: Any) -> None:
    """Put the number of each text, counted from 1, into the first free slot from that of its hash on."""
    mask = numpy.uint64(len(slots) - 1)
    for place in range(len(ends) - 1):
        slot = _hash(content, ends[place], ends[place + 1]) & mask
        while slots[slot]:
            slot = (slot + numpy.uint64(1)) & mask
        slots[slot] = place + 1


# In steps, as above: the slot of every text of a block is asked for before the first of them is looked at.
@_made(parallel=True)
def look(ends: Any, content: Any, known_ends: Any, known: Any, slots: Any, out: Any) -> None:
    """Write the place of each text among the known ones into ``out``, their count where it is none of them."""
    rows, mask, none = len(out), numpy.uint64(len(slots) - 1), len(known_ends) - 1
    for block in numba.prange((rows + _ROWS - 1) // _ROWS):
        start = block * _ROWS
        count = min(_ROWS, rows - start)
        at = numpy.empty(_ROWS, numpy.uint64)
        held = numpy.empty(_ROWS, numpy.int32)
        first = numpy.empty(_ROWS, numpy.int64)
        for row in range(count):
            at[row] = _hash(content, ends[start + row], ends[start + row + 1]) & mask
        for row in range(count):
            held[row] = slots[at[row]]
        for row in range(count):
            first[row] = known_ends[max(held[row] - 1, 0)]
        for row in range(count):
            text, length = ends[start + row], ends[start + row + 1] - ends[start + row]
            slot, place, begin = at[row], held[row], first[row]
            while place and not (known_ends[place] - begin == length and _same(content, text, known, begin, length)):
                slot = (slot + numpy.uint64(1)) & mask
                place = slots[slot]
                begin = known_ends[max(place - 1, 0)]
            out[start + row] = place - 1 if place else none
