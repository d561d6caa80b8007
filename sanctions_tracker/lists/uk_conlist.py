"""HM Treasury's consolidated list (ConList), CSV: its day, a header, and several rows for each ``Group ID``.

Each other name, day of birth or address of an entry has a row of its own, sorted by name, so that the rows of one
entry lie far apart. The columns are found by their names: later editions have more of them, in another order.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import BinaryIO

from .entry import Dated, Edition, Entry, Meaning, NotAnEdition
from .spelling import day_first, refuse_zeros, squeeze

__all__ = ["LISTS", "NAME", "read", "recognises"]

LISTS = ("uk-conlist",)
NAME = "HM Treasury ConList CSV"

Row = dict[str, str]
Rows = list[Row]

_NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")  # Name 6 is the family's or the entity's name
_ADDRESS = (*(f"Address {number}" for number in range(1, 7)), "Post/Zip Code", "Country")
_DATES = (("Listed On", Meaning.LISTED), ("Last Updated", Meaning.AMENDED))
_NEEDED = (*_NAMES, "Group Type", "Alias Type", "Regime", "Listed On", "Last Updated", "Group ID")
_FOREIGN = "Name Non-Latin Script"
# What has a place of its own. Every other column is kept as words under its name, the day on which the UK Sanctions
# List designated the entry included: it is the day of another list.
_PLACED = frozenset((*_NAMES, *_ADDRESS, "Regime", "Listed On", "Last Updated", "Group ID", "Alias Type", _FOREIGN))
_cell = lru_cache(maxsize=65536)(squeeze)  # the rows of one entry repeat most of one another
_PRIMARY = ("prime alias", "primary name")
_KINDS = {"individual": "person", "entity": "entity", "ship": "vessel"}
_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?"?Last Updated"?,"?[0-9]{2}/[0-9]{2}/[0-9]{4}"?[,\s]')
# The keys of the UK Sanctions List, which later editions give among other words: "(UK Sanctions List Ref):GHR0050 and
# BEL0045". UN references stand there too, in a dozen spellings and now and then those of another entry: they stay words.
_UNIQUE_IDS = re.compile(r"\(UK Sanctions List Ref\):\s*((?:[A-Z]+[0-9]+\b(?:\s*(?:,|and)\s*)?)+)")
_UNIQUE_ID = re.compile(r"[A-Z]+[0-9]+")


def recognises(head: bytes) -> str | None:
    """Say whether a file is one by its beginning: ``"list"`` or ``None``."""
    return "list" if _HEAD.match(head) else None


def read(file: BinaryIO, list: str) -> Edition:
    """Read one edition. Raises `NotAnEdition`, also where an entry has no row of the primary name: the file is cut."""
    data = file.read()
    refuse_zeros(data)
    rows = _rows(_text(data))
    title, day = ([squeeze(cell)[:40] for cell in next(rows, [])] + ["", ""])[:2]
    published = day_first(day)
    if title != "Last Updated" or published is None:
        raise NotAnEdition(f"is no ConList: it begins with {title!r} and {day!r}, not with 'Last Updated' and a day")
    groups: dict[str, Rows] = {}
    for row in _records(rows):
        groups.setdefault(row["Group ID"], []).append(row)
    if not groups:
        raise NotAnEdition("holds no entry")
    return Edition(list, tuple(_entry(key, group) for key, group in groups.items()), published)


def _text(data: bytes) -> str:
    """Decode: UTF-8, with or without a byte order mark, else Windows-1252, as in 2020."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if text and not text.endswith(("\n", "\r")):
        # nothing else tells a Group ID of five digits from one of which three are left
        raise NotAnEdition("is cut off: its last row does not end")
    return text


def _rows(text: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise NotAnEdition(f"is cut off or broken: {error}, at line {reader.line_num}") from None


def _records(rows: Iterator[list[str]]) -> Iterator[Row]:
    """Yield each row below the header, by the names of the columns."""
    header = [squeeze(name) for name in next(rows, [])]
    missing = [name for name in (*_NEEDED, *filter(None, header)) if header.count(name) != 1]
    if missing:
        raise NotAnEdition(f"is no ConList: its second row does not name the column {missing[0]!r} once")
    for number, row in enumerate(rows, 3):
        if len(row) != len(header):
            raise NotAnEdition(f"is cut off or broken: row {number} has {len(row)} columns instead of {len(header)}")
        record = dict(zip(header, map(_cell, row), strict=True))
        key = record["Group ID"]
        if not (key.isascii() and key.isdecimal()):
            raise NotAnEdition(f"is broken: row {number} has {key[:40]!r} for its Group ID")
        yield record


def _name(row: Row) -> str:
    return " ".join(part for part in (row[field] for field in _NAMES) if part)


def _dates(rows: Rows) -> list[Dated]:
    """Return each date once, by day: an entry of two regimes was listed under each on a day of its own."""
    said = {(name, meaning, row[name]) for row in rows for name, meaning in _DATES if row[name]}
    found = [Dated(meaning, day_first(value), f"{name} {value}") for name, meaning, value in said]
    return sorted(found, key=lambda one: (one.meaning, one.day or date.max, one.words))


def _entry(key: str, rows: Rows) -> Entry:
    primary = [name for row in rows if row["Alias Type"].lower() in _PRIMARY and (name := _name(row))]
    if not primary:
        raise NotAnEdition(f"is cut off or put together: the Group ID {key} has no row of its primary name")
    names = [*primary, *map(_name, rows), *(row.get(_FOREIGN, "") for row in rows)]
    told = " ".join(dict.fromkeys(row.get("Other Information", "") for row in rows))
    words = [(name, value) for row in rows for name, value in row.items() if name and name not in _PLACED]
    words += [
        ("Address", ", ".join(part for part in (row.get(field, "") for field in _ADDRESS) if part)) for row in rows
    ]
    return Entry(
        key,
        primary[0],
        _KINDS.get(rows[0]["Group Type"].lower(), "other"),
        [name for name in names if name != primary[0]],
        [row["Regime"] for row in rows],
        dates=_dates(rows),
        identifiers=[
            ("OFSI Group ID", key),
            *(("UK UniqueID", number) for said in _UNIQUE_IDS.findall(told) for number in _UNIQUE_ID.findall(said)),
        ],
        words=words,
    )
