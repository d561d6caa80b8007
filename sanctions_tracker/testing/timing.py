"""Strategies for days: exact ones, with the days on which calendars go wrong, and doubtful ones in every spelling."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import strategies as some

from ..days import DoubtfulDay, as_day, as_record_day

__all__ = ["DAYS", "days", "doubtful_days", "exactly", "in_order", "of_type", "whole_number"]

DAYS = ("effective", "adopted", "back_to", "to", "starts", "last_day", "ends")
"""The days by which acts, reliefs and revocations move an answer."""

FIRST, LAST = date(1990, 1, 1), date(2039, 12, 31)


def days(*, min_day: date | str = FIRST, max_day: date | str = LAST) -> some.SearchStrategy[date]:
    """Draw a day in [min_day, max_day]: any day, but often the last of a month, a 29 February or a turn of the year.

    Days are given as everywhere, as dates or strict texts. Shrinks to 2000-01-01 where that is allowed. Raises `BadDay` on what is
    no day, and `ValueError` where the bounds are in the wrong order.
    """
    first, last = in_order(min_day, max_day)
    ends = [
        date(year, month, monthrange(year, month)[1])
        for year in range(first.year, last.year + 1)
        for month in ((1, 2, 12) if last.year - first.year > 1 else range(1, 13))
    ]
    edges = [one for end in ends for one in (end, end + timedelta(days=1)) if first <= one <= last]
    edges.sort(key=lambda one: abs(one - date(2000, 1, 1)))  # the first is what examples shrink to
    plain = some.dates(first, last)
    return some.one_of(plain, some.sampled_from(edges)) if edges else plain


def doubtful_days(
    *,
    min_day: date | str = FIRST,
    max_day: date | str = LAST,
    max_width: int = 62,
    open_sides: bool = True,
) -> some.SearchStrategy[DoubtfulDay]:
    """Draw a doubtful day inside [min_day, max_day]: a range of at most ``max_width`` days, a month, a year or an open range.

    Months and years are drawn where they fit between the bounds and into the width; ``open_sides=False`` leaves out ranges
    without a first or a last day. Raises as `days` does, and `ValueError` where no range fits.
    """
    first, last = in_order(min_day, max_day)
    whole_number("max_width", max_width, at_least=2)
    if first == last:
        raise ValueError(f"no doubtful day lies between {first} and {last}; they are one day")
    return _doubtful_days(first, last, max_width, open_sides)


@some.composite
def _doubtful_days(draw: some.DrawFn, first: date, last: date, max_width: int, open_sides: bool) -> DoubtfulDay:
    start = draw(days(min_day=first, max_day=last - timedelta(days=1)))
    room = min(max_width, (last - start).days + 1)
    end = start + timedelta(days=draw(some.integers(2, room)) - 1)
    spellings = [f"[{start}..{end}]"]
    spellings += [f"[{start}..]", f"[..{end}]"] if open_sides else []
    month = start.replace(day=1), start.replace(day=monthrange(start.year, start.month)[1])
    year = start.replace(month=1, day=1), start.replace(month=12, day=31)
    for (begin, stop), text in ((month, f"{start:%Y-%m}"), (year, f"{start:%Y}")):
        if first <= begin and stop <= last and (stop - begin).days < max_width:
            spellings.append(text)
    found = as_record_day(draw(some.sampled_from(spellings)))
    assert isinstance(found, DoubtfulDay)
    return found


def exactly(day: object) -> date:
    """Return a day that is known to be exact, as one."""
    assert isinstance(day, date)
    return day


def in_order(min_day: date | str, max_day: date | str) -> tuple[date, date]:
    """Return both bounds as dates; raises where they are no days, or in the wrong order."""
    first, last = as_day(min_day, "min_day"), as_day(max_day, "max_day")
    if first > last:
        raise ValueError(f"min_day ({first}) is later than max_day ({last}); exchange them")
    return first, last


def of_type(name: str, value: object, wanted: type) -> None:
    """Refuse an argument of another type; raises `TypeError`."""
    if not isinstance(value, wanted):
        raise TypeError(f"{name} is a {type(value).__name__}; pass a {wanted.__name__}")


def whole_number(name: str, value: int, *, at_least: int = 0) -> None:
    """Refuse a bound that is no whole number, or too small."""
    if type(value) is not int or value < at_least:
        raise ValueError(f"{name} is {value!r}; write a whole number of at least {at_least}")
