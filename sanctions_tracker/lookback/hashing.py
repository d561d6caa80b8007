"""Which of the known names is each of millions of texts: a table of hashes, looked at by a compiled loop (extra ``compiled``).

A text found by its hash is compared sign by sign, so that none is taken for another. Only names that are known are in the table: texts
of strangers can make nothing slow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .points import compiled

if TYPE_CHECKING:
    import numpy
    import pyarrow
    from numpy.typing import NDArray

__all__ = ["Hashed"]


@frozen(eq=False)
class Hashed:
    """Names, each once, that can be looked up; their places are those in ``names``."""

    names: pyarrow.Array
    _slots: NDArray[numpy.int32] = field(init=False)

    @_slots.default
    def _filled(self) -> NDArray[Any]:
        import numpy as np

        loops = compiled()
        if loops is None:
            raise ImportError("looking up names in a table of hashes needs numba; install sanctions-tracker[compiled]")
        slots = np.zeros(1 << (max(len(self.names), 4) * 2).bit_length(), np.int32)
        loops.fill(*_parts(self.names), slots)
        return slots

    def places(self, texts: pyarrow.Array) -> NDArray[numpy.int32]:
        """Return the place of each text among the names, and their count where it is none of them, or null."""
        import numpy as np

        loops = compiled()
        assert loops is not None  # else there would be no table
        out = np.empty(len(texts), np.int32)
        loops.look(*_parts(texts), *_parts(self.names), self._slots, out)
        if texts.null_count:
            out[np.asarray(texts.is_null())] = len(self.names)
        return out


def _parts(texts: pyarrow.Array) -> tuple[NDArray[Any], NDArray[numpy.uint8]]:
    """Return where each text begins and ends, and all their bytes, as they lie in memory."""
    import numpy as np
    import pyarrow as pa

    kind = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    _, offsets, content = texts.buffers()
    if offsets is None or not len(texts):
        return np.zeros(len(texts) + 1, kind), np.empty(0, np.uint8)
    ends = np.frombuffer(offsets, kind)[texts.offset : texts.offset + len(texts) + 1]
    return ends, np.empty(0, np.uint8) if content is None else np.frombuffer(content, np.uint8)
