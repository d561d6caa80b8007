"""Change points in arrays: for a row's code and day, the number of the last change not after the day.

The changes of all codes stand in one array, those of code ``c`` from ``at[c]`` to ``at[c + 1]``, in the order of their days, the
first before every day. With numba (extra ``compiled``) a loop looks at each row once, in all cores; with numpy alone the rows
go through a binary search together, block by block, so that the blocks stay in the cache.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from attrs import field, frozen

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

__all__ = ["BEFORE", "Points", "compiled", "worth"]

BEFORE = -(2**31)
"""The day, counted from 1970-01-01, on which the first change of every code stands: before any date."""

_BLOCK = 1 << 14


@frozen(eq=False)
class Points:
    """``at``: places, one more than there are codes; ``days``: int32, counted from 1970-01-01.

    Every code has at least one change, and its first is `BEFORE`.
    """

    at: NDArray[Any]
    days: NDArray[numpy.int32]
    _first: NDArray[Any] = field(init=False)
    _count: NDArray[Any] = field(init=False)

    @_first.default
    def _firsts(self) -> NDArray[Any]:
        return self.at[:-1]

    @_count.default
    def _counts(self) -> NDArray[Any]:
        return cast("NDArray[Any]", self.at[1:] - self.at[:-1])

    def of(self, codes: NDArray[Any]) -> Points:
        """Return the same changes for codes of another count: the new code ``n`` is the old ``codes[n]``.

        So the numbers of a dictionary are looked up as they are, and no row is given another number first.
        """
        found = Points(self.at, self.days)
        object.__setattr__(found, "_first", self._first.take(codes))
        object.__setattr__(found, "_count", self._count.take(codes))
        return found

    def find(
        self,
        codes: NDArray[Any],
        days: NDArray[numpy.int32],
        values: NDArray[Any] | None = None,
        *,
        fast: bool | None = None,
    ) -> NDArray[Any]:
        """Return, for each row, the number of its change in the array, or the one of ``values`` that stands there.

        ``codes`` are in range, both arrays of one length. ``fast`` asks for the compiled loop or forbids it (default: where
        numba is installed, from the rows on for which loading it pays). The answers are the same.
        """
        import numpy as np

        out = np.empty(len(codes), np.int32 if values is None else values.dtype)
        loops = compiled() if (worth(len(codes)) if fast is None else fast) else None
        if fast and loops is None:
            raise ImportError("the compiled index needs numba; install sanctions-tracker[compiled]")
        if loops is not None:
            loops.find(
                self._first,
                self._count,
                self.days,
                codes,
                days,
                out if values is None else values,
                out,
                values is not None,
            )
            return out
        blocks = [slice(start, start + _BLOCK) for start in range(0, len(codes), _BLOCK)]

        first, count = (np.ascontiguousarray(one, np.intp) for one in (self._first, self._count))

        def search(some: list[slice]) -> None:
            rooms = tuple(np.empty(_BLOCK, kind) for kind in (np.intp, np.intp, np.intp, np.intp, np.int32, np.bool_))
            for block in some:
                found = self._search(first, count, codes[block], days[block], rooms)
                if values is None:
                    out[block] = found
                else:
                    values.take(found, out=out[block], mode="clip")

        threads = min(os.cpu_count() or 1, max(1, len(blocks) // 4))
        if threads == 1:
            search(blocks)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(search, [blocks[number::threads] for number in range(threads)]))
        return out

    def _search(
        self,
        first: NDArray[numpy.intp],
        count: NDArray[numpy.intp],
        codes: NDArray[Any],
        days: NDArray[numpy.int32],
        rooms: tuple[NDArray[Any], ...],
    ) -> NDArray[numpy.intp]:
        """Search one block: halve the range of every row at once, as often as the longest of them needs.

        Everything is written into ``rooms``, which are used again for the next block: making arrays costs more than filling
        them. Places are of the type by which numpy looks into arrays, so that it need not make them so.
        """
        import numpy as np

        low, left, half, middle, there, later = (room[: len(codes)] for room in rooms)
        first.take(codes, out=low, mode="clip")
        count.take(codes, out=left, mode="clip")
        most = int(left.max(initial=1))
        while most > 1:
            np.right_shift(left, 1, out=half)
            np.add(low, half, out=middle)
            self.days.take(middle, out=there, mode="clip")
            np.less_equal(there, days, out=later)
            np.copyto(low, middle, where=later)
            np.subtract(left, half, out=left)  # the lower part may be taken one too long, never past the end
            most -= most >> 1
        return low


_asked = 0
_PAYS = 1 << 26
"""Loading numba takes as long as numpy alone takes for so many rows."""


def worth(rows: int) -> bool:
    """Say whether this process has been asked about so many rows that loading numba pays, or has loaded it; not without numba."""
    global _asked
    _asked += rows
    return (_asked > _PAYS or bool(compiled.cache_info().currsize)) and compiled() is not None


@cache
def compiled() -> ModuleType | None:
    """Return the compiled loops, or ``None`` where numba is not installed. They are compiled once, and kept on disk."""
    try:
        from . import loops
    except ImportError:
        return None
    return loops
