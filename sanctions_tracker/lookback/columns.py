"""Columns in, columns out: names and days of a table as numbers, and what is told as Arrow arrays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ..days import BadDay, as_day
from .index import EPOCH, Index
from .points import BEFORE

if TYPE_CHECKING:
    import numpy
    import pyarrow
    from numpy.typing import NDArray

__all__ = ["PROBLEMS", "Tellings", "as_days", "as_names", "problem_column"]

PROBLEMS = (
    "",
    "no name",
    "unknown name",
    "no day",
    "not a day",
    "no day of knowledge",
    "not a day of knowledge",
)
"""Why a row has no answer; the place in this list is the number of the problem."""

_NO_DAY, _BAD_DAY = 3, 4
_DAY = 86_400
_FIRST, _LAST = date.min.toordinal() - EPOCH, date.max.toordinal() - EPOCH


def as_names(values: pyarrow.Array) -> pyarrow.Array:
    """Return names as texts, or as a dictionary of texts: a number is the name that it spells."""
    import pyarrow as pa

    if pa.types.is_dictionary(values.type):
        words = as_names(values.dictionary)
        return values if words is values.dictionary else pa.DictionaryArray.from_arrays(values.indices, words)
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return values
    return values.cast(pa.string())


def as_days(values: pyarrow.Array, form: str | None = None) -> tuple[NDArray[numpy.int32], NDArray[numpy.int8]]:
    """Return days counted from 1970-01-01, and for each row 0, 3 (no day) or 4 (not a day), where the count means nothing.

    A date is a day, and so is a timestamp without a zone at midnight, and a text ``YYYY-MM-DD`` or in ``form`` (as
    ``datetime.strptime`` knows it). Another text, a number, a time of day or a time in a zone is not: nothing is guessed.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = values.type
    if str(kind) == "string_view":
        values, kind = values.cast(pa.string()), pa.string()
    problems = np.zeros(len(values), np.int8)
    if values.null_count:
        problems[np.asarray(values.is_null())] = _NO_DAY
    if pa.types.is_dictionary(kind):
        days, bad = as_days(values.dictionary, form)
        places = _numbers(values.indices)
        if not len(days):
            return np.zeros(len(values), np.int32), problems
        return days.take(places), np.where(problems, problems, bad.take(places)).astype(np.int8)
    if pa.types.is_date(kind):
        dates = values if pa.types.is_date32(kind) else pc.cast(values, pa.date32())
        return _in_calendar(_numbers(dates.view(pa.int32())), problems)
    if pa.types.is_timestamp(kind) and kind.tz is None:
        seconds = pc.cast(values, pa.timestamp("s"), safe=False)
        whole = pc.equal(pc.cast(seconds, kind, safe=False), values)
        count = seconds.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
        late = (count % _DAY != 0) | ~np.asarray(whole.fill_null(True))
        problems[late & (problems == 0)] = _BAD_DAY
        return _in_calendar((count // _DAY).astype(np.int32), problems)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        encoded = values.dictionary_encode()
        read = [_read(text, form) for text in encoded.dictionary.to_pylist()]
        table = np.array([*read, 0], np.int64)
        found = table.take(encoded.indices.fill_null(len(read)).to_numpy(zero_copy_only=False))
        problems[(found == BEFORE) & (problems == 0)] = _BAD_DAY
        return found.astype(np.int32), problems
    problems[problems == 0] = _BAD_DAY
    return np.zeros(len(values), np.int32), problems


def _in_calendar(
    days: NDArray[numpy.int32], problems: NDArray[numpy.int8]
) -> tuple[NDArray[numpy.int32], NDArray[numpy.int8]]:
    """Return days with those refused that no calendar of ours has: before the year 1 or after 9999."""
    import numpy as np

    if len(days) and (days.min() < _FIRST or days.max() > _LAST):
        outside = (days < _FIRST) | (days > _LAST)
        problems[outside & (problems == 0)] = _BAD_DAY
        return np.where(outside, 0, days).astype(np.int32), problems
    return days, problems


def _numbers(values: pyarrow.Array, none: int = 0) -> NDArray[Any]:
    """Return numbers as they lie in memory where none is missing, else with ``none`` in its place."""
    found: NDArray[Any] = (values.fill_null(none) if values.null_count else values).to_numpy(zero_copy_only=False)
    return found


def _read(text: str | None, form: str | None) -> int:
    try:
        if form is None:
            return as_day(text).toordinal() - EPOCH
        at = datetime.strptime(text or "", form)  # noqa: DTZ007 - only the day is read, and a time refused
        return at.toordinal() - EPOCH if at.time() == datetime.min.time() else BEFORE
    except (BadDay, ValueError):
        return BEFORE


def _spelled(values: pyarrow.Array) -> list[str]:
    import pyarrow as pa

    try:
        return [str(one) for one in values.to_pylist()]
    except (ValueError, OverflowError):  # a day or a time that Python has no value for
        return [str(one) for one in values.cast(pa.string()).to_pylist()]


def problem_column(problems: NDArray[Any], columns: Sequence[pyarrow.Array]) -> pyarrow.Array:
    """Return ``st_problem``: null where there is an answer, else why not, with the value. ``columns``: names, days, knowledge."""
    import numpy as np
    import pyarrow as pa

    places = np.flatnonzero(problems)
    if not len(places):
        return pa.nulls(len(problems), pa.string())
    texts: list[str] = []
    codes = np.zeros(len(problems), np.int32)
    for number in np.unique(problems[places]).tolist():
        rows = np.flatnonzero(problems == number)
        if number % 2:
            codes[rows] = len(texts)
            texts.append(PROBLEMS[number])
        else:  # each value is spelled once, however many rows have it
            column = columns[(number - 1) // 2]
            values = (column.cast(pa.string()) if str(column.type) == "string_view" else column).take(pa.array(rows))
            values = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
            codes[rows] = len(texts) + values.indices.to_numpy(zero_copy_only=False)
            texts += [f"{PROBLEMS[number]}: {one[:80]!r}" for one in _spelled(values.dictionary)]
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=problems == 0), texts).cast(pa.string())


_WORDS: dict[str, str] = {
    "st_state": "state",
    "st_relief": "relief",
    "st_label": "label",
    "st_restricts": "restricts",
    "st_cause": "cause",
}
_BOUNDS = {"st_since": "since", "st_ends": "ends"}


class Tellings:
    """What an index can tell, column by column, ready to be taken for millions of rows."""

    def __init__(self, index: Index) -> None:
        import numpy as np
        import pyarrow as pa

        told = index.tellings
        self._words = {name: _words([getattr(one, word) for one in told]) for name, word in _WORDS.items()}
        self._bounds = {name: _counts([getattr(one, word) for one in told]) for name, word in _BOUNDS.items()}
        self._several = np.array([one.undetermined for one in told], bool)
        self._until = np.array(
            [2**31 - 1 if one.projected_from is None else one.projected_from - EPOCH for one in told], np.int32
        )
        self._sanctions = pa.array(index.sanctions, pa.string())
        codes, words = self._words["st_label"]
        self.labels: tuple[NDArray[Any], list[str]] = (codes, words.texts.to_pylist())
        """The label of each telling as a number, and what the numbers mean."""

    def columns(
        self,
        told: NDArray[Any],
        named: NDArray[Any],
        on: NDArray[Any],
        known: NDArray[Any] | None,
        none: NDArray[Any] | None,
    ) -> dict[str, pyarrow.Array]:
        """Return the columns for rows that are told ``told`` of ``named``; ``none`` marks those without an answer (``None``: no row)."""
        import pyarrow as pa

        found: dict[str, pyarrow.Array] = {}
        for name, (codes, words) in self._words.items():
            values = codes.take(told)
            missing = _missing(values < 0 if words.null else None, none)
            found[name] = pa.DictionaryArray.from_arrays(pa.array(values, mask=missing), words.texts)
        found["st_sanctions"] = pa.DictionaryArray.from_arrays(pa.array(named, mask=none), self._sanctions)
        for name, counts in self._bounds.items():
            values = counts.take(told)
            missing = _missing(values == BEFORE, none)
            found[name] = pa.array(values, pa.int32(), mask=missing).view(pa.date32())
        projected = on >= self._until.take(told)
        if known is not None:
            projected |= on > known
        found["st_undetermined"] = pa.array(self._several.take(told), mask=none)
        found["st_projected"] = pa.array(projected, mask=none)
        return found


def _missing(one: NDArray[Any] | None, other: NDArray[Any] | None) -> NDArray[Any] | None:
    both = [each for each in (one, other) if each is not None]
    return None if not both else both[0] if len(both) == 1 else both[0] | both[1]


class _Words:
    def __init__(self, texts: pyarrow.Array, null: bool) -> None:
        self.texts, self.null = texts, null


def _words(values: Sequence[str | None]) -> tuple[NDArray[numpy.int32], _Words]:
    """Return a number for each value, -1 for none, and the texts that the numbers mean, in their own order."""
    import numpy as np
    import pyarrow as pa

    texts = sorted({value for value in values if value is not None})
    numbers: dict[str | None, int] = {text: number for number, text in enumerate(texts)}
    numbers[None] = -1
    codes = np.array([numbers[value] for value in values], np.int32)
    return codes, _Words(pa.array(texts, pa.string()), bool((codes < 0).any()))


def _counts(values: Sequence[date | None]) -> NDArray[numpy.int32]:
    import numpy as np

    return np.array([BEFORE if value is None else value.toordinal() - EPOCH for value in values], np.int32)
