"""Read the days and texts of official lists: each format says which spelling it uses; nothing is guessed."""

from __future__ import annotations

import re
from datetime import date, datetime

from ..printable import printable
from ..zones import local_day
from .entry import NotAnEdition

__all__ = ["day_first", "iso_day", "month_first", "refuse_zeros", "squeeze", "stamped_day"]

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:$|[T+Z -])", re.ASCII)
_SLASHED = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})\Z", re.ASCII)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # 00/00/1980, 31/02/2001: not a whole day
        return None


def iso_day(text: str | None) -> date | None:
    """Return the day of ``2016-11-30``, also with a time or an offset behind it, which is left aside."""
    found = _ISO.match((text or "").strip())
    return _day(*found.groups()) if found else None


def day_first(text: str | None) -> date | None:
    """Return the day of ``27/04/2020``, the British way."""
    found = _SLASHED.match((text or "").strip())
    return _day(found[3], found[2], found[1]) if found else None


def month_first(text: str | None) -> date | None:
    """Return the day of ``04/27/2020``, the American way."""
    found = _SLASHED.match((text or "").strip())
    return _day(found[3], found[1], found[2]) if found else None


def stamped_day(stamp: str | None, zone: str) -> date | None:
    """Return the day of a date-time where its publisher sits; one without an offset is the publisher's own already."""
    try:
        return local_day(datetime.fromisoformat(stamp or ""), zone)
    except (ValueError, OverflowError):  # no date-time; or the offset leads out of the calendar
        return iso_day(stamp)


def refuse_zeros(data: bytes) -> None:
    """Refuse bytes of zero, which no text holds: a disk or a transfer lost a block, and with it whole rows."""
    place = data.find(b"\0")
    if place >= 0:
        raise NotAnEdition(f"is damaged: it holds bytes of zero, the first at {place:,}")


def squeeze(text: str | None) -> str:
    """Return a text on one line, with single spaces and no control characters."""
    if not text:
        return ""
    return " ".join(printable(text).split())
