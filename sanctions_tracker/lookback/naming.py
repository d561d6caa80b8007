"""Whom each row speaks of: texts, or dictionaries of texts, as numbers of the parties met so far."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from .points import worth

if TYPE_CHECKING:
    import numpy
    import pyarrow
    from numpy.typing import NDArray

    from .hashing import Hashed

__all__ = ["Naming"]

_FORGOTTEN = 1 << 20
_MANY = 1 << 19
"""From so many rows on, texts are looked up among the names met so far, in all cores."""
_HASHING = 4
"""A text looked up by a compiled loop spares as much as so many searches for a day."""

_Codes = tuple["NDArray[numpy.int32]", "NDArray[numpy.int8]"]


class Naming:
    """The parties met so far, numbered from 0: ``members[n]`` are the ids of the sanctions of party ``n``.

    ``find`` returns the ids of a name, none where nobody bears it. ``note`` is told of each unknown name and how often it came.
    ``fast`` asks for compiled loops, or forbids them.
    """

    def __init__(
        self, find: Callable[[str], tuple[str, ...]], note: Callable[[str, int], object], *, fast: bool | None = None
    ) -> None:
        self._find, self._note, self._fast = find, note, fast
        self.members: list[tuple[str, ...]] = []
        self._parties: dict[tuple[str, ...], int] = {}
        self._numbers: dict[str, int] = {}  # by name; -1 for names that nobody bears
        self._met: _Met | None = None
        self._last: tuple[Any, list[str | None], NDArray[Any]] | None = None  # one dictionary serves many batches

    def meet(self, members: Iterable[tuple[str, ...]]) -> None:
        """Number these parties, in their order, before any row names them."""
        for one in members:
            self._party(one)

    def codes(self, names: pyarrow.Array) -> _Codes:
        """Return the number of each row's party and 0, or 1 where it has no name, 2 where nobody bears it."""
        import pyarrow as pa

        if pa.types.is_dictionary(names.type):
            return self._of_dictionary(names)
        if len(names) < _MANY:
            return self._of_dictionary(names.dictionary_encode())
        return self._of_many(names)

    def words(self, dictionary: pyarrow.Array) -> NDArray[numpy.int32]:
        """Return the number of the party of each word, -1 where nobody bears it."""
        return self._look_up(dictionary)[1][:-1]

    def forget(self, most: int) -> None:
        """Forget the names where there are more, and none of the parties: strangers are not kept however long the stream."""
        if len(self._numbers) > most:
            self._numbers.clear()
            self._met = self._last = None

    def _of_many(self, names: pyarrow.Array) -> _Codes:
        """Look millions of texts up among the names met so far; what is new is met first, in the first part."""
        import numpy as np
        import pyarrow as pa

        codes, problems = np.empty(len(names), np.int32), np.zeros(len(names), np.int8)
        first = 0
        if not self._numbers:
            first = _MANY
            codes[:first], _ = self._of_dictionary(names.slice(0, first).dictionary_encode(), counted=False)
        met = self._known(names.type)
        rest = names.slice(first)
        fast = self._fast if self._fast is not None else worth(_HASHING * len(rest))
        codes[first:] = met.numbers.take(met.places(rest, fast))
        strange = np.flatnonzero(codes < 0)
        if len(strange):
            codes[strange], problems[strange] = self._of_dictionary(names.take(pa.array(strange)).dictionary_encode())
        return codes, problems

    def _known(self, kind: Any) -> _Met:
        """Return the names met so far that somebody bears."""
        import numpy as np
        import pyarrow as pa

        if self._met is None or self._met.state != (len(self._numbers), kind):
            names = [name for name, number in self._numbers.items() if number >= 0]
            numbers = np.array([*(self._numbers[name] for name in names), -1], np.int32)
            self._met = _Met((len(self._numbers), kind), pa.array(names, kind), numbers)
        return self._met

    def _of_dictionary(self, names: pyarrow.Array, *, counted: bool = True) -> _Codes:
        """Map the dictionary, not the rows; what nobody bears is counted, unless it will be looked at again."""
        import numpy as np

        words, numbers = self._look_up(names.dictionary)
        places = names.indices.fill_null(len(words)) if names.null_count else names.indices
        places = places.to_numpy(zero_copy_only=False)
        codes = numbers.take(places)
        problems = np.zeros(len(codes), np.int8)
        if (numbers < 0).sum() > 1 or names.null_count:
            missing = np.array([word is None for word in [*words, None]])
            problems = np.where(codes >= 0, 0, np.where(missing.take(places), 1, 2)).astype(np.int8)
            counts = np.bincount(places, minlength=len(numbers))
            for word, number, count in zip(words, numbers.tolist(), counts.tolist(), strict=False):
                if number < 0 and word is not None and count and counted:
                    self._note(word, count)
        return codes, problems

    def _look_up(self, dictionary: pyarrow.Array) -> tuple[list[str | None], NDArray[Any]]:
        """Return the words of a dictionary and the number of each one's party, and -1 for no word at the end."""
        import numpy as np

        if self._last is None or not self._last[0].equals(dictionary):
            words = dictionary.to_pylist()
            known = self._numbers.get
            numbers = [known(word, -2) for word in words]
            for place, number in enumerate(numbers):
                if number == -2:
                    numbers[place] = self._number(words[place])
            self._last = dictionary, words, np.array([*numbers, -1], np.int32)
        return self._last[1], self._last[2]

    def _number(self, name: str | None) -> int:
        if name is None:
            return -1
        members = self._find(name)
        found = self._party(members) if members else -1
        if found >= 0 or len(self._numbers) < _FORGOTTEN:
            self._numbers[name] = found
        return found

    def _party(self, members: tuple[str, ...]) -> int:
        found = self._parties.setdefault(members, len(self.members))
        if found == len(self.members):  # a party that was not met before
            self.members.append(members)
        return found


class _Met:
    """Names that are known, ready to be looked up; ``numbers`` are those of their parties, with -1 at the end."""

    def __init__(self, state: tuple[int, Any], names: pyarrow.Array, numbers: NDArray[numpy.int32]) -> None:
        self.state, self.names, self.numbers = state, names, numbers
        self._hashed: Hashed | None = None

    def places(self, texts: pyarrow.Array, fast: bool) -> NDArray[Any]:
        """Return the place of each text among the names, and their count where it is none of them."""
        import numpy as np
        import pyarrow.compute as pc

        if fast:
            from .hashing import Hashed

            self._hashed = self._hashed or Hashed(self.names)
            return self._hashed.places(texts)
        cores = os.cpu_count() or 1
        size = max(_MANY, -(-len(texts) // (2 * cores)))  # each part makes a table of all names anew
        found = np.empty(len(texts), np.int32)

        def look(start: int) -> None:
            here = pc.index_in(texts.slice(start, size), value_set=self.names)
            here = here.fill_null(len(self.names)) if here.null_count else here
            found[start : start + len(here)] = here.to_numpy(zero_copy_only=False)

        with ThreadPoolExecutor(cores) as threads:
            list(threads.map(look, range(0, len(texts), size)))
        return found
