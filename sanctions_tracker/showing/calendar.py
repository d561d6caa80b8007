"""What will change if nobody acts, as a calendar (iCalendar, RFC 5545): one event of a whole day for each change.

Needs icalendar (extra ``report``). The same question gives the same bytes: the time that the format asks for is the day on which the
calendar is as known, and every event keeps its name, so that a calendar taken in again changes events and doubles none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from ..results import Change

if TYPE_CHECKING:
    from ..register import Register

__all__ = ["as_calendar"]


def as_calendar(register: Register, changes: Iterable[Change], known_on: date) -> str:
    """Return changes as the text of a calendar, as known on that day. Raises `ImportError` without icalendar."""
    try:
        from icalendar import Calendar
    except ImportError:
        raise ImportError("a calendar needs icalendar; install sanctions-tracker[report]") from None
    calendar = Calendar()
    calendar.add("prodid", "-//sanctions_tracker//what changes if nobody acts//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Sanctions: what changes if nobody acts, as known on {known_on}")
    for one in changes:
        calendar.add_component(_event(register, one, known_on))
    return str(calendar.to_ical().decode("utf-8"))


def _event(register: Register, change: Change, known_on: date) -> Any:
    from icalendar import Event

    sanction = register.sanction(change.id)
    _, after = change.words.split(" -> ")
    event = Event()
    event.add("uid", f"{str(change.on).replace('-', '')}-{change.id}@sanctions-tracker")
    event.add("dtstamp", datetime.combine(known_on, time(), UTC))
    event.add("dtstart", change.on)
    if change.on < date.max:
        event.add("dtend", change.on + timedelta(days=1))  # exclusive
    event.add("summary", _printable(f"{sanction.title or change.id}: {after}"))
    event.add("description", "\n".join(map(_printable, _told(change))))
    event.add("categories", [_printable(register.name_of(sanction.authority)), *sanction.subjects])
    event.add("status", "TENTATIVE")  # it comes if nobody acts
    event.add("transp", "TRANSPARENT")
    url = next((one.url for one in change.cause.sources if one.url), None) if change.cause else None
    if url and url.startswith(("https://", "http://")):
        event.add("url", url)
    return event


def _printable(text: str) -> str:
    """Return a text without signs that steer: the format allows none."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _told(change: Change) -> Iterable[str]:
    yield f"{change.id}: {change.words}"
    if change.cause is not None:
        yield str(change.cause)
    yield from (f"{name} begins" for name in change.began)
    yield from (f"{name} ends" for name in change.ended)
    if change.rests_on is not None:
        yield f"it rests on {change.rests_on}"
    marks = [name for name in ("projected", "provisional") if getattr(change, name)]
    if len(change.after) > 1:
        marks.insert(0, "undetermined")
    if marks:
        yield f"({', '.join(marks)})"
