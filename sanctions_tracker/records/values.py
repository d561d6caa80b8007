"""Read one value of a record by its form. Each reader returns the value, or raises `Wrong` with what is right."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, tzinfo

from ..days import BadDay, Day, Instant, as_duration, as_record_day
from ..facts import is_id
from ..problems import nearest
from ..zones import zone
from .schema import Field

__all__ = ["SIMPLE", "Wrong", "moment", "name_of", "shown"]

# An address of a page: a host with a dot, and a path or a question behind it, without blanks.
_URL = re.compile(r"https?://[^\s/?#@]*[^\s/?#@.]\.[^\s/?#@.]+(?::[0-9]+)?(?:/+[^\s/]|/*\?\S)\S*\Z")


class Wrong(Exception):
    """A value is wrong: the code of the problem, what is right, and where inside the value."""

    def __init__(self, code: str, message: str, at: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.code, self.message, self.at = code, message, at


def name_of(value: object) -> str:
    """Name a TOML value's type, as an editor would."""
    names = {
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a table",
        date: "a day",
        datetime: "an instant",
        time: "a time",
    }
    return names.get(type(value), f"a {type(value).__name__}")


def shown(text: str) -> str:
    """Quote what a stranger wrote: on one line, and not the whole of a long text."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _number(value: object) -> str:
    """Show a number, or name what is none; one of thousands of digits is not written out."""
    return str(value) if type(value) is int and abs(value) < 1_000_000 else name_of(value)


def _text(value: object, field: Field) -> str:
    if not isinstance(value, str):
        raise Wrong("bad-type", f"'{field.name}' is {name_of(value)}; write a text in quotes")
    if not value.strip():
        raise Wrong("quoted-nothing", f"'{field.name}' says nothing; write it, or leave the key out")
    return value


def _texts(value: object, field: Field) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Wrong("bad-type", f"'{field.name}' is {name_of(value)}; write a list of texts")
    seen: set[str] = set()
    for number, one in enumerate(value):
        if not isinstance(one, str):
            raise Wrong("bad-type", f"'{field.name}' holds {name_of(one)}; write texts in quotes", (number,))
        if not one.strip():
            raise Wrong("quoted-nothing", f"'{field.name}' holds an empty text", (number,))
        if one in seen:
            raise Wrong("duplicate", f"{shown(one)} stands twice in '{field.name}'", (number,))
        seen.add(one)
    if field.required and not value:
        raise Wrong("quoted-nothing", f"'{field.name}' is empty; write at least one")
    return tuple(value)


def _word(value: object, field: Field) -> str:
    word = _text(value, field)
    if word not in field.words:
        raise Wrong(
            "bad-word",
            f"{shown(word)} is not a word for '{field.name}'{nearest(word, field.words)}; one of: {', '.join(field.words)}",
        )
    return word


def _flag(value: object, field: Field) -> bool:
    if not isinstance(value, bool):
        raise Wrong("bad-type", f"'{field.name}' is {name_of(value)}; write true or false")
    return value


def _day(value: object, field: Field) -> date:
    found = _doubtful(value, field)
    if type(found) is not date:
        raise Wrong("bad-day", f"'{field.name}' is {value!r}, which is doubtful; write an exact day")
    return found


def _doubtful(value: object, field: Field) -> Day:
    if isinstance(value, datetime):
        raise Wrong("bad-day", f"'{field.name}' is an instant; write the day")
    if not isinstance(value, date | str):
        raise Wrong("bad-type", f"'{field.name}' is {name_of(value)}; write a day")
    try:
        return as_record_day(value)
    except BadDay as error:
        raise Wrong("bad-day", f"'{field.name}': {error}") from None


def moment(value: object, field: Field, find_zone: Callable[[], tzinfo | None] | None) -> tuple[Day, str | None]:
    """Read a day or an instant, taken into the authority's zone (looked up only for an instant); the second value is a warning."""
    if not isinstance(value, datetime):
        return _doubtful(value, field), None
    if value.tzinfo is None:
        raise Wrong(
            "no-offset",
            f"'{field.name}' is an instant without an offset; write one (2021-12-08T00:01:00-05:00), or the day",
        )
    zone_ = None if find_zone is None else find_zone()
    if zone_ is None:
        raise Wrong(
            "unknown-name", f"'{field.name}' is an instant, and the authority's zone is not known; write the day"
        )
    try:
        local = value.astimezone(zone_)
        found = Instant.of(value, local)
    except OverflowError:
        raise Wrong("bad-day", f"'{field.name}' is not a day of the calendar in the authority's zone") from None
    if found.day == date.max:
        raise Wrong("bad-day", f"'{field.name}': 9999-12-31 stands for 'no end'; leave the end out instead")
    if local.utcoffset() != value.utcoffset():
        given, right = _offset(value), _offset(local)
        return found, f"'{field.name}' has the offset {given}, and the authority's zone has {right} on that day"
    return found, None


def _offset(instant: datetime) -> str:
    text = f"{instant:%z}"
    return f"{text[:3]}:{text[3:5]}"


def _duration(value: object, field: Field) -> object:
    if not isinstance(value, str):
        raise Wrong(
            "bad-type", f'\'{field.name}\' is {name_of(value)}; write a duration in quotes: "P180D", "P6M", "P1Y"'
        )
    try:
        return as_duration(value if len(value) <= 40 else value[:37] + "...")
    except BadDay as error:
        raise Wrong("bad-duration", f"'{field.name}': {error}") from None


def _id(value: object, field: Field) -> str:
    text = _text(value, field)
    if not is_id(text):
        raise Wrong(
            "bad-id", f"{shown(text)} is not an id; write authority/name in lower-case letters, digits and hyphens"
        )
    return text


def _ids(value: object, field: Field) -> tuple[str, ...]:
    found = _texts(value, field)
    for number, one in enumerate(found):
        if not is_id(one):
            raise Wrong(
                "bad-id",
                f"{shown(one)} is not an id; write authority/name in lower-case letters, digits and hyphens",
                (number,),
            )
    return found


def _names(value: object, field: Field) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Wrong("bad-type", f"'{field.name}' is {name_of(value)}; write a table of texts")
    for key, one in value.items():
        name = shown(f"{field.name}.{key}")
        if not isinstance(one, str):
            raise Wrong("bad-type", f"{name} is {name_of(one)}; write a text in quotes", (key,))
        if not one.strip():
            raise Wrong("quoted-nothing", f"{name} says nothing; write it, or leave the key out", (key,))
    return value


def _tier(value: object, field: Field) -> int:
    if type(value) is not int or not 1 <= value <= 5:
        raise Wrong(
            "bad-word" if type(value) is int else "bad-type",
            f"'{field.name}' is {_number(value)}; write 1 (legal text), 2 (the authority's own notice or list), 3 (official statement), 4 (press or law firm) or 5 (other)",
        )
    return value


def _count(value: object, field: Field) -> int:
    if type(value) is not int or value < 0:
        shown = value if type(value) is int and abs(value) < 10**9 else name_of(value)
        raise Wrong("bad-type", f"'{field.name}' is {shown}; write a number, 0 or more")
    return value


def _schema(value: object, field: Field) -> int:
    if type(value) is not int or value != 1:
        raise Wrong(
            "bad-word" if type(value) is int else "bad-type",
            f"'{field.name}' is {_number(value)}; this program reads format 1",
        )
    return value


def _url(value: object, field: Field) -> str:
    text = _text(value, field)
    whole = _URL.match(text)
    if not whole:
        raise Wrong(
            "bad-url", f"{shown(text)} is not the address of a page; write it whole, from http:// on and with its path"
        )
    return text


def _quote(value: object, field: Field) -> str:
    text = _text(value, field)
    if (count := len(text.split())) > 15:
        raise Wrong("long-quote", f"'{field.name}' has {count} words; quote at most 15")
    return text


def _zone(value: object, field: Field) -> str:
    text = _text(value, field)
    if zone(text) is None:
        raise Wrong("unknown-name", f"{shown(text)} is not a time zone; write one of the tz database (Europe/Brussels)")
    return text


SIMPLE: dict[str, Callable[[object, Field], object]] = {
    "text": _text,
    "texts": _texts,
    "word": _word,
    "flag": _flag,
    "day": _day,
    "doubtful": _doubtful,
    "duration": _duration,
    "id": _id,
    "ids": _ids,
    "names": _names,
    "tier": _tier,
    "count": _count,
    "schema": _schema,
    "url": _url,
    "quote": _quote,
    "zone": _zone,
    "sources": _texts,
}
