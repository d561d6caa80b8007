"""Change points in arrays: for a row's code and day, the number of the last change not after the day.

The changes of all codes stand in one array, those of code ``c`` from ``at[c]`` to ``at[c + 1]``, in the order of their days, the
first before every day. With numba (extra ``compiled``) a loop looks at each row once, in all cores; with numpy alone the rows
go through a binary search together, block by block, so that the blocks stay in the cache.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

__all__ = ["BEFORE", "Points", "compiled"]

BEFORE = -(2**31)
"""The day, counted from 1970-01-01, on which the first change of every code stands: before any date."""

_BLOCK = 1 << 16
_FEW = 32  # up to so many changes of one code a step from each to the next is faster than halving


@frozen(eq=False)
class Points:
    """``at``: int32 or int64, one more than there are codes; ``days``: int32, counted from 1970-01-01.

    Every code has at least one change, and its first is `BEFORE`.
    """

    at: NDArray[Any]
    days: NDArray[numpy.int32]
    _most: int = field(init=False)

    @_most.default
    def _default_most(self) -> int:
        import numpy as np

        return int(np.diff(self.at).max()) if len(self.at) > 1 else 1

    def find(
        self,
        codes: NDArray[Any],
        days: NDArray[numpy.int32],
        values: NDArray[Any] | None = None,
        *,
        fast: bool | None = None,
    ) -> NDArray[Any]:
        """Return, for each row, the number of its change in the array, or the one of ``values`` that stands there.

        ``codes`` are in range, both arrays of one length. ``fast`` asks for the compiled loop (default: where numba is
        installed) or forbids it. The answers are the same.
        """
        import numpy as np

        out = np.empty(len(codes), np.int32 if values is None else values.dtype)
        loop = compiled() if fast is None or fast else None
        if fast and loop is None:
            raise ImportError("the compiled index needs numba; install sanctions-tracker[compiled]")
        if loop is not None:
            loop(self.at, self.days, codes, days, out if values is None else values, out, values is not None)
            return out
        blocks = [slice(start, start + _BLOCK) for start in range(0, len(codes), _BLOCK)]

        def search(block: slice) -> None:
            found = self._search(codes[block], days[block])
            out[block] = found if values is None else values.take(found)

        if len(blocks) == 1:
            search(blocks[0])
        else:
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                list(threads.map(search, blocks))
        return out

    def _search(self, codes: NDArray[Any], days: NDArray[numpy.int32]) -> NDArray[Any]:
        """Search one block: halve the range of every row at once, as often as the longest of them needs."""
        import numpy as np

        low = self.at.take(codes)
        left = self.at.take(codes + 1) - low  # how many changes are left to choose from
        most = int(left.max(initial=1))
        while most > 1:
            half = left >> 1
            middle = low + half
            later = self.days.take(middle) <= days
            np.copyto(low, middle, where=later)
            left -= half  # the upper part has as many, or one more: which does no harm, for it is never past the end
            most -= most >> 1
        return low


@cache
def compiled() -> Callable[..., None] | None:
    """Return the compiled loop, or ``None`` where numba is not installed. It is compiled once, and kept on disk."""
    try:
        import numba
    except ImportError:
        return None

    @numba.njit(parallel=True, nogil=True, cache=True, boundscheck=False)  # type: ignore[untyped-decorator]
    def loop(at: Any, changes: Any, codes: Any, days: Any, values: Any, out: Any, valued: bool) -> None:
        for row in numba.prange(len(codes)):
            code = codes[row]
            low = at[code]
            left = at[code + 1] - low
            day = days[row]
            if left <= _FEW:
                last = low
                for place in range(low + 1, low + left):
                    last += changes[place] <= day
                low = last
            else:
                while left > 1:
                    half = left >> 1
                    if changes[low + half] <= day:
                        low += half
                        left -= half
                    else:
                        left = half
            out[row] = values[low] if valued else low

    return loop  # type: ignore[no-any-return]
