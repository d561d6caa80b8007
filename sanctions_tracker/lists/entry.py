"""What a reader gives: an edition of a list, its entries, and each date under its own meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from attrs import field, frozen

__all__ = ["Dated", "Edition", "Entry", "Meaning", "NotAnEdition", "slug"]

KINDS = ("person", "entity", "vessel", "aircraft", "goods", "other")


class NotAnEdition(ValueError):
    """The file is no whole edition of the list: empty, a page, cut off, of another list. The message says which."""


class Meaning(StrEnum):
    """What a date printed beside an entry says. Only `LISTED` and `DELISTED` speak of the entry's own coming and going."""

    LISTED = "listed"
    DELISTED = "delisted"
    AMENDED = "amended"
    ACT_PUBLISHED = "act published"
    """The publication of the last act that touched the entry: not the day of its listing."""
    ACT_IN_FORCE = "act in force"
    ENACTED = "enacted"


@frozen(slots=True)
class Dated:
    """A date that the list prints: what it means, the day (``None`` where it is no whole day), and the publisher's words."""

    meaning: Meaning
    day: date | None
    words: str


def _once(values: Iterable[str]) -> tuple[str, ...]:
    """Keep each text once, in the order given, without empty ones."""
    return tuple(dict.fromkeys(value for value in values if value))


def _dates(values: Iterable[Dated]) -> tuple[Dated, ...]:
    return tuple(values)


def _pairs(values: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(name, value) for name, value in values if value}))


@frozen(slots=True)
class Entry:
    """One entry of one edition.

    ``key`` is what the publisher keeps stable, as it spells it. ``kind`` is one of ``person``, ``entity``, ``vessel``,
    ``aircraft``, ``goods``, ``other``. ``identifiers`` and ``words`` are pairs of a name and a text: numbers by which
    others know the entry, and fields under the publisher's own names, in its own words. ``present`` is false only where
    the list itself says that the entry was removed.
    """

    key: str
    name: str
    kind: str = "other"
    aliases: tuple[str, ...] = field(default=(), converter=_once)
    programs: tuple[str, ...] = field(default=(), converter=_once)
    legal_basis: tuple[str, ...] = field(default=(), converter=_once)
    dates: tuple[Dated, ...] = field(default=(), converter=_dates)
    identifiers: tuple[tuple[str, str], ...] = field(default=(), converter=_pairs)
    words: tuple[tuple[str, str], ...] = field(default=(), converter=_pairs)
    present: bool = True

    def day(self, meaning: Meaning) -> date | None:
        """Return the earliest whole day printed with this meaning, or ``None``."""
        return min((one.day for one in self.dates if one.meaning is meaning and one.day is not None), default=None)


@frozen
class Edition:
    """A list as published once.

    ``published`` is the first day it speaks for, as the file itself says, and ``current`` the last (consolidated laws say
    both); both ``None`` where the file bears no date. ``part`` names what the edition covers where a list is published in
    parts (one regulation of many). Where ``whole`` is false the file tells only what changed.
    """

    list: str
    entries: tuple[Entry, ...]
    published: date | None = None
    current: date | None = None
    part: str = ""
    whole: bool = True


def slug(key: str) -> str:
    """Return a publisher's key as the last part of an id: ``EU.6711.45`` is ``eu-6711-45``."""
    if key.isascii() and key.isdecimal():
        return key
    plain = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
