"""A register made ready to look back: columns of names and days in, columns of answers out, batch after batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import define, field

from .columns import PROBLEMS, Tellings, as_days, as_names, problem_column
from .index import Index, Making
from .naming import Naming
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
        self.naming = Naming(parties(records, by), self._note, fast=fast)
        self._making = Making(records, known=known)
        self._ready: tuple[Index, Tellings] | None = None
        self._values: tuple[Callable[[Told], int], Index, NDArray[Any]] | None = None

    def columns(
        self, names: pyarrow.Array, days: pyarrow.Array, known: pyarrow.Array | None = None
    ) -> dict[str, pyarrow.Array]:
        """Return the columns of `COLUMNS`, row for row.

        ``names`` are texts, ``days`` and ``known`` dates, timestamps at midnight without a zone, or texts. A row without an answer has nulls and a
        ``st_problem``. Raises `UnlawfulEvent`, `UnlawfulRelief` and `TooDoubtful`, as asking for one status does.
        """
        import numpy as np
        import pyarrow as pa

        codes, problems = self.naming.codes(as_names(names))
        on, when, problems = self._days(days, known, problems)
        good = problems == 0
        version = pa.DictionaryArray.from_arrays(np.zeros(len(on), np.int8), [self.version])
        if not self.naming.members or not good.any():
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
        words = self.naming.words(names.dictionary) if pa.types.is_dictionary(names.type) else None
        if words is not None and not names.null_count and bool((words >= 0).all()):
            codes, numbers = names.indices.to_numpy(zero_copy_only=False), words
            problems = np.zeros(len(codes), np.int8)
        else:
            codes, problems = self.naming.codes(names)
        on, when, problems = self._days(days, known, problems)
        if not self.naming.members:
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

    def carry(self, index: Index) -> None:
        """Take an index of the parties met so far that was made elsewhere, where the records lie."""
        self._making.count = len(self.naming.members)
        self._ready = index, Tellings(index)

    def ready(self) -> tuple[Index, Tellings]:
        """Return the index of the parties met so far, and what it can tell."""
        if self._ready is None or self._making.count < len(self.naming.members):
            for members in self.naming.members[self._making.count :]:
                self._making.add(members)
            index = self._making.index()
            self._ready = index, Tellings(index)
        return self._ready

    def _note(self, word: str, count: int) -> None:
        unknown = self.summary.unknown
        if word in unknown or len(unknown) < _NAMED:
            unknown[word] = unknown.get(word, 0) + count

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
