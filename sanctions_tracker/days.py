"""Days: exact, doubtful, and the instants and durations from which days are made.

The unit of the whole library is the calendar day. Nothing here reads a clock, and nothing completes a
partial date from today's (which is why ``dateutil.parser`` never sees a record).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TypeAlias

from attrs import field, frozen

__all__ = [
    "BadDay",
    "Day",
    "DoubtfulDay",
    "Duration",
    "Instant",
    "as_day",
    "as_duration",
    "as_record_day",
    "day_text",
    "ordinals",
]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})\Z", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}\Z", re.ASCII)
_RANGE = re.compile(r"\[([0-9-]{10})?\.\.([0-9-]{10})?\]\Z", re.ASCII)
_DURATION = re.compile(r"P(?:([0-9]{1,4})Y)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})W)?(?:([0-9]{1,7})D)?\Z", re.ASCII)

_FORMS = 'a day (2021-06-01) or a doubtful day: "2021", "2021-06", "[2021-06-01..2021-06-05]", "[..2021-06-05]", "[2021-06-01..]"'


class BadDay(ValueError):
    """A value that is not a day, with a message that says which form is right."""


@frozen
class DoubtfulDay:
    """A day of which only bounds are known (a subset of ISO 8601-2, called EDTF).

    ``earliest`` and ``latest`` are both inclusive; ``None`` is an open side. ``text`` is the spelling of
    the record. Two spellings of the same days are equal.
    """

    earliest: date | None
    latest: date | None
    text: str = field(eq=False)

    def __str__(self) -> str:
        return self.text


@frozen
class Instant:
    """An instant as a record gives it, and the day that it means where the authority sits.

    The rule is *close of day*: what happens on a day before 23:59 counts on that day, for starts and ends alike; 23:59 or
    later is the first instant of the next day.
    """

    at: datetime
    day: date

    @classmethod
    def of(cls, at: datetime, local: datetime) -> Instant:
        """Make it from ``at`` (with its offset) and the same instant taken into the authority's zone."""
        late = (local.hour, local.minute) >= (23, 59)
        return cls(at, local.date() + timedelta(days=1) if late else local.date())

    def __str__(self) -> str:
        return self.at.isoformat()


Day: TypeAlias = date | DoubtfulDay | Instant


@frozen
class Duration:
    """A length of time in years, months and days (``P180D``, ``P6M``), counted from an act's own first day."""

    text: str
    months: int
    days: int

    def after(self, start: date) -> date | None:
        """Return the first day no longer inside, or ``None`` where the month has no such day (the 31st).

        Months and years are counted by ``dateutil.relativedelta``; a day that it would clip is no day at all.
        Raises ``OverflowError`` past the year 9999.
        """
        if self.months:
            from dateutil.relativedelta import relativedelta  # slow to import, and few records need it

            try:
                moved = start + relativedelta(months=self.months)
            except ValueError as error:
                raise OverflowError(str(error)) from None
            if moved.day != start.day:
                return None
            start = moved
        return start + timedelta(days=self.days)

    def __str__(self) -> str:
        return self.text


def as_duration(value: object) -> Duration:
    """Read ``"P180D"``, ``"P6M"``, ``"P1Y"`` or ``"P2W"``; raises `BadDay` on anything else."""
    if isinstance(value, Duration):
        return value
    match = _DURATION.match(value) if isinstance(value, str) else None
    if not match or not any(match.groups(default="")):
        raise BadDay(f'{value!r} is not a duration; write days, months or years: "P180D", "P6M", "P1Y"')
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    if not (years or months or weeks or days):
        raise BadDay(f"{value!r} is no time at all; leave the end out, or write a longer duration")
    return Duration(str(value), years * 12 + months, weeks * 7 + days)


def as_day(value: object, name: str = "on") -> date:
    """Read a day of the interface: a ``datetime.date`` or a strict ``YYYY-MM-DD`` string.

    A ``datetime``, a partial date, a number or anything else raises `BadDay`, which names the argument.
    """
    if type(value) is date:
        return value
    if isinstance(value, datetime):
        raise BadDay(f"{name}: {value.isoformat()!r} is an instant, not a day; pass its date() in the authority's zone")
    if isinstance(value, str):
        if _DAY.match(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise BadDay(f"{name}: {value!r} is not a day of the calendar") from None
        shown = value if len(value) <= 40 else value[:37] + "..."
        raise BadDay(f"{name}: {shown!r} is not a day; write it as YYYY-MM-DD")
    raise BadDay(f"{name}: a {type(value).__name__} is not a day; pass a datetime.date or 'YYYY-MM-DD'")


def as_record_day(value: object) -> Day:
    """Read a day as records give it, exact or doubtful; raises `BadDay`. An exact day comes back as a ``date``."""
    if type(value) is date:
        return _no_sentinel(value)
    if isinstance(value, DoubtfulDay | Instant):
        return value
    if isinstance(value, datetime):
        raise BadDay(f"{value.isoformat()!r} is an instant; write the day, or in a record an instant with its offset")
    if not isinstance(value, str):
        raise BadDay(f"a {type(value).__name__} is not a day; write {_FORMS}")
    earliest, latest = _bounds(value)
    if earliest is not None and latest is not None:
        if earliest > latest:
            raise BadDay(f"{value!r} ends before it begins; write the earlier day first")
        if earliest == latest:
            return _no_sentinel(earliest)
    return DoubtfulDay(earliest, latest, value)


def _bounds(text: str) -> tuple[date | None, date | None]:
    try:
        if _DAY.match(text):
            return date.fromisoformat(text), date.fromisoformat(text)
        if _YEAR.match(text):
            return date(int(text), 1, 1), _no_sentinel(date(int(text), 12, 31))
        if match := _MONTH.match(text):
            year, month = int(match[1]), int(match[2])
            following = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), following - timedelta(days=1)
        if (match := _RANGE.match(text)) and (match[1] or match[2]):
            first, last = (date.fromisoformat(part) if part and _DAY.match(part) else None for part in match.groups())
            if (first is None) != (match[1] is None) or (last is None) != (match[2] is None):
                raise ValueError
            return _no_sentinel(first) if first else None, _no_sentinel(last) if last else None
    except BadDay:
        raise
    except ValueError:
        raise BadDay(f"{text!r} is not a day of the calendar") from None
    shown = text if len(text) <= 40 else text[:37] + "..."
    raise BadDay(f"{shown!r} is not a day; write {_FORMS}")


def _no_sentinel(day: date) -> date:
    if day >= date(9999, 12, 31):
        raise BadDay("9999-12-31 stands for 'no end'; leave the end out instead")
    return day


def day_text(day: Day | str | None) -> str | None:
    """Return a day as tables and JSON spell it: an instant as the day that it means, ``None`` as it is."""
    return None if day is None else str(day.day if isinstance(day, Instant) else day)


def ordinals(day: Day) -> tuple[int | None, int | None]:
    """Return the first and last possible day as ordinals, both inclusive, ``None`` where open."""
    if isinstance(day, Instant):
        day = day.day
    if isinstance(day, date):
        return day.toordinal(), day.toordinal()
    return (
        day.earliest.toordinal() if day.earliest is not None else None,
        day.latest.toordinal() if day.latest is not None else None,
    )
