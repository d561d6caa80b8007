"""What will change if nobody acts, as a calendar (iCalendar, RFC 5545): one event of a whole day for each change.

Needs icalendar (extra ``report``). The same question gives the same bytes: the time that the format asks for is the day on which the
calendar is as known, and every event keeps its name, so that a calendar taken in again changes events and doubles none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from ..facts import Source
from ..printable import printable
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
    event.add("summary", printable(f"{sanction.title or change.id}: {after}"))
    event.add("description", "\n".join(map(printable, _told(change))))
    event.add("categories", [printable(register.name_of(sanction.authority)), *sanction.subjects])
    event.add("status", "TENTATIVE")  # it comes if nobody acts
    event.add("transp", "TRANSPARENT")
    url = next((one.url for one in _sources(register, change, known_on) if _is_address(one.url)), None)
    if url:
        event.add("url", url)
    return event


def _sources(register: Register, change: Change, known_on: date) -> Iterator[Source]:
    """Yield the sources of what changes the answer: the act, the reliefs that begin or end, what the record rests on."""
    if change.cause is not None:
        yield from change.cause.sources
    names = {*change.began, *change.ended}
    yield from (
        one for relief in register.timeline(change.id).reliefs if relief.name in names for one in relief.sources
    )
    if change.rests_on is not None:
        below = register.status(change.rests_on, change.on, known_on)
        yield from (one for cause in below.causes for one in cause.sources)


def _is_address(url: str | None) -> bool:
    return url is not None and url.isprintable() and url.startswith(("https://", "http://"))


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
