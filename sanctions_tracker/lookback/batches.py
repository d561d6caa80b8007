"""A register made ready to look back: columns of names and days in, columns of answers out, batch after batch."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from attrs import define, field

from .columns import PROBLEMS, Tellings, as_days, as_names, problem_column
from .index import Index, Making
from .parties import Records, Told, parties

if TYPE_CHECKING:
    import numpy
    import pyarrow
    from numpy.typing import NDArray

__all__ = ["COLUMNS", "Lookback", "Summary"]

COLUMNS = (
    "st_state",
    "st_relief",
    "st_label",
    "st_restricts",
    "st_since",
    "st_ends",
    "st_cause",
    "st_undetermined",
    "st_projected",
    "st_sanctions",
    "st_data_version",
    "st_problem",
)
_NAMED = 1000
_FORGOTTEN = 1 << 20
_MANY = 1 << 19
"""From so many rows on, texts are looked up in parts, in all cores."""


@define
class Summary:
    """What look-backs met: rows in all, rows by label, rows without an answer by problem, and the names that nobody bears."""

    rows: int = 0
    labels: dict[str, int] = field(factory=dict)
    problems: dict[str, int] = field(factory=dict)
    unknown: dict[str, int] = field(factory=dict)
    """The first thousand unknown names, with how often each came."""


class Lookback:
    """A register made ready. `columns` answers for one batch; ``summary`` counts over all of them.

    ``by`` says what the names are: ``"id"``, ``"subject"`` or ``"list key"``. With ``known`` every row has a day of knowledge.
    ``form`` is the spelling of days that are texts (default YYYY-MM-DD); ``fast`` asks for the compiled index, or forbids it.
    Raises `ValueError` on another ``by``, `ImportError` where numpy or pyarrow is missing.
    """

    def __init__(
        self,
        records: Records,
        version: str,
        *,
        by: str = "id",
        known: bool = False,
        form: str | None = None,
        fast: bool | None = None,
        summary: Summary | None = None,
    ) -> None:
        self.records, self.version, self.known, self.form, self.fast = records, version, known, form, fast
        self.summary = Summary() if summary is None else summary
        self._find = parties(records, by)
        self._numbers: dict[str, int] = {}  # of the parties met so far, by name; -1 for names that nobody bears
        self._members: list[tuple[str, ...]] = []
        self._by_members: dict[tuple[str, ...], int] = {}
        self._making = Making(records, known=known)
        self._ready: tuple[Index, Tellings] | None = None
        self._values: tuple[Callable[[Told], int], Index, NDArray[Any]] | None = None
        self._list: tuple[tuple[int, Any], Any, NDArray[Any]] | None = None
        self._last: tuple[Any, list[str | None], NDArray[Any]] | None = None  # one dictionary serves many batches

    def columns(
        self, names: pyarrow.Array, days: pyarrow.Array, known: pyarrow.Array | None = None
    ) -> dict[str, pyarrow.Array]:
        """Return the columns of `COLUMNS`, row for row.

        ``names`` are texts, ``days`` and ``known`` dates, timestamps at midnight without a zone, or texts. A row without an answer has nulls and a
        ``st_problem``. Raises `UnlawfulEvent`, `UnlawfulRelief` and `TooDoubtful`, as asking for one status does.
        """
        import numpy as np
        import pyarrow as pa

        codes, problems = self._codes(as_names(names))
        on, when, problems = self._days(days, known, problems)
        good = problems == 0
        version = pa.DictionaryArray.from_arrays(np.zeros(len(on), np.int8), [self.version])
        if not self._members or not good.any():
            found = {name: pa.nulls(len(on), kind) for name, kind in _kinds().items()}
            told = np.empty(0, np.int32)
        else:
            found, told = self._answer(codes, on, when, None if good.all() else good)
        found["st_data_version"] = version
        found["st_problem"] = problem_column(problems, (names, days, days if known is None else known))
        self._count(told, problems)
        return {name: found[name] for name in COLUMNS}

    def _answer(
        self, codes: NDArray[Any], on: NDArray[Any], when: NDArray[Any] | None, good: NDArray[Any] | None
    ) -> tuple[dict[str, pyarrow.Array], NDArray[Any]]:
        import numpy as np

        index, tellings = self.ready()
        if good is None:
            told, named = index.find_named(codes, on, when, fast=self.fast)
            return tellings.columns(told, named, on, when, None), told
        rows = np.flatnonzero(good)
        some, of = index.find_named(codes[rows], on[rows], None if when is None else when[rows], fast=self.fast)
        told, named = np.zeros((2, len(codes)), np.int32)
        told[rows], named[rows] = some, of
        return tellings.columns(told, named, on, when, ~good), some

    def tell(
        self,
        names: pyarrow.Array,
        days: pyarrow.Array,
        known: pyarrow.Array | None = None,
        *,
        values: Callable[[Told], int] | None = None,
    ) -> tuple[NDArray[Any], NDArray[numpy.int8]]:
        """Return, for each row, the number of what it is told and 0, or a number of `PROBLEMS` and no meaning.

        The numbers are those of ``ready()[0].tellings``, or what ``values`` makes of each, small integers: for those who want
        one number a row, and not the columns.
        """
        import numpy as np
        import pyarrow as pa

        numbers: NDArray[Any] | None = None
        names = as_names(names)
        if pa.types.is_dictionary(names.type) and not names.null_count and self._all_known(names):
            codes, numbers = names.indices.to_numpy(zero_copy_only=False), self._last[2][:-1] if self._last else None
            problems = np.zeros(len(codes), np.int8)
        else:
            codes, problems = self._codes(names)
        on, when, problems = self._days(days, known, problems)
        if not self._members:
            return np.zeros(len(on), np.int32), problems
        index, _ = self.ready()
        if numbers is None and problems.any():
            codes = np.maximum(codes, 0)
        return index.find(codes, on, when, numbers=numbers, values=self._valued(values), fast=self.fast), problems

    def _days(
        self, days: pyarrow.Array, known: pyarrow.Array | None, problems: NDArray[numpy.int8]
    ) -> tuple[NDArray[numpy.int32], NDArray[numpy.int32] | None, NDArray[numpy.int8]]:
        """Return the days of the dealings, those of the knowledge, and the problems so far with those of days added."""
        import numpy as np

        on, bad = as_days(days, self.form)
        if bad.any():
            problems = np.where(problems == 0, bad, problems)
        if known is None:
            return on, None, problems
        when, bad = as_days(known, self.form)
        if bad.any():
            problems = np.where((problems == 0) & (bad > 0), bad + 2, problems)
        return on, when, problems

    def _valued(self, values: Callable[[Told], int] | None) -> NDArray[Any] | None:
        import numpy as np

        if values is None:
            return None
        index, _ = self.ready()
        held = self._values
        if held is None or held[0] is not values or held[1] is not index:
            held = self._values = values, index, np.array([values(one) for one in index.tellings], np.int16)
        return held[2]

    def _all_known(self, names: pyarrow.Array) -> bool:
        """Say whether every word of a dictionary names somebody, having looked each up."""
        self._look_up(names.dictionary)
        return self._last is not None and bool((self._last[2][:-1] >= 0).all())

    def ready(self) -> tuple[Index, Tellings]:
        """Return the index of the parties met so far, and what it can tell."""
        if self._ready is None:
            for members in self._members[self._making.count :]:
                self._making.add(members)
            index = self._making.index()
            self._ready = index, Tellings(index)
        return self._ready

    def _codes(self, names: pyarrow.Array) -> tuple[NDArray[numpy.int32], NDArray[numpy.int8]]:
        """Return the number of each row's party and 0, or 1 where it has no name, 2 where nobody bears it."""
        import pyarrow as pa

        if pa.types.is_dictionary(names.type):
            return self._of_dictionary(names)
        if len(names) < _MANY:
            return self._of_dictionary(names.dictionary_encode())
        return self._of_many(names)

    def _of_many(self, names: pyarrow.Array) -> tuple[NDArray[numpy.int32], NDArray[numpy.int8]]:
        """Look millions of texts up among the names met so far, in all cores; what is new is met first, in the first part."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        size = max(_MANY, -(-len(names) // (2 * (os.cpu_count() or 1))))  # each part makes a table of all names anew
        parts = [names.slice(start, size) for start in range(0, len(names), size)]
        codes, problems = np.empty(len(names), np.int32), np.zeros(len(names), np.int8)
        if not self._numbers:
            self._of_dictionary(names.slice(0, _MANY).dictionary_encode(), counted=False)
        known, numbers = self._met(names.type)

        def look(number: int) -> None:
            found = pc.index_in(parts[number], value_set=known)
            places = (found.fill_null(len(known)) if found.null_count else found).to_numpy(zero_copy_only=False)
            numbers.take(places, out=codes[number * size : number * size + len(places)], mode="clip")

        with ThreadPoolExecutor(os.cpu_count()) as threads:
            list(threads.map(look, range(len(parts))))
        rest = np.flatnonzero(codes < 0)
        if len(rest):
            codes[rest], problems[rest] = self._of_dictionary(names.take(pa.array(rest)).dictionary_encode())
        return codes, problems

    def _met(self, kind: Any) -> tuple[pyarrow.Array, NDArray[numpy.int32]]:
        """Return the names met so far that somebody bears, and the number of each one's party, with -1 at the end."""
        import numpy as np
        import pyarrow as pa

        if self._list is None or self._list[0] != (len(self._numbers), kind):
            met = [name for name, number in self._numbers.items() if number >= 0]
            numbers = np.array([*(self._numbers[name] for name in met), -1], np.int32)
            self._list = (len(self._numbers), kind), pa.array(met, kind), numbers
        return self._list[1:]

    def _of_dictionary(
        self, names: pyarrow.Array, *, counted: bool = True
    ) -> tuple[NDArray[numpy.int32], NDArray[numpy.int8]]:
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
            self._last = dictionary, words, np.array([*(self._number(word) for word in words), -1], np.int32)
        return self._last[1], self._last[2]

    def _note(self, word: str, count: int) -> None:
        unknown = self.summary.unknown
        if word in unknown or len(unknown) < _NAMED:
            unknown[word] = unknown.get(word, 0) + count

    def _number(self, name: str | None) -> int:
        if name is None:
            return -1
        found = self._numbers.get(name)
        if found is None:
            members = self._find(name)
            found = -1
            if members:
                found = self._by_members.setdefault(members, len(self._members))
                if found == len(self._members):  # a party that was not met before
                    self._members.append(members)
                    self._ready = None
            if found >= 0 or len(self._numbers) < _FORGOTTEN:  # strangers are not all kept, however long the stream
                self._numbers[name] = found
        return found

    def _count(self, told: NDArray[Any], problems: NDArray[Any]) -> None:
        import numpy as np

        self.summary.rows += len(problems)
        if self._ready is not None:
            labels, (codes, texts) = self.summary.labels, self._ready[1].labels
            for text, count in zip(texts, np.bincount(codes.take(told), minlength=len(texts)).tolist(), strict=True):
                if count:
                    labels[text] = labels.get(text, 0) + count
        for number, count in enumerate(np.bincount(problems.astype(np.int64)).tolist()):
            if number and count:
                self.summary.problems[PROBLEMS[number]] = self.summary.problems.get(PROBLEMS[number], 0) + count


def _kinds() -> dict[str, Any]:
    import pyarrow as pa

    words = pa.dictionary(pa.int32(), pa.string())
    days = dict.fromkeys(("st_since", "st_ends"), pa.date32())
    flags = dict.fromkeys(("st_undetermined", "st_projected"), pa.bool_())
    return {name: days.get(name) or flags.get(name) or words for name in COLUMNS}
