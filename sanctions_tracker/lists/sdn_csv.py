"""OFAC's ``sdn.csv`` (and ``cons_prim.csv``), with ``alt.csv`` and ``add.csv`` where they are given.

No header and no date; ``-0-`` is empty, several programs are written ``A] [B``, and the file ends in byte 0x1A (older
editions) or after a whole row. Columns: OFAC's own description of the delimited files, sections SDN, ALT and ADD.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import BinaryIO

from attrs import evolve

from .entry import Edition, Entry, NotAnEdition
from .ofac import check_list
from .spelling import refuse_zeros, squeeze

__all__ = ["COMPANIONS", "LISTS", "NAME", "read", "recognises"]

LISTS = ("us-ofac-sdn", "us-ofac-consolidated")
NAME = "OFAC sdn.csv"
COMPANIONS = ("alt", "add")
"""Files that stand beside the list and cannot be read alone: other names, and addresses."""

_COLUMNS = (
    "ent_num",
    "SDN_Name",
    "SDN_Type",
    "Program",
    "Title",
    "Call_Sign",
    "Vess_type",
    "Tonnage",
    "GRT",
    "Vess_flag",
    "Vess_owner",
    "Remarks",
)
_EMPTY = "-0-"
_END = b"\x1a"
_KINDS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", "": "entity"}
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*[0-9]+,")
_ALIAS = re.compile(r"[afn]\.k\.a\. '(.+?)'(?=[;.)]|$)")
_IMO = re.compile(r"\bIMO ([0-9]{7})\b")


def recognises(head: bytes) -> str | None:
    """Say what a file is by its beginning: ``"list"``, ``"alt"``, ``"add"``, or ``None`` where it is none of them."""
    if not _FIRST.match(head):
        return None
    text = _text(head.rpartition(b"\n")[0] or head)
    rows = list(islice(csv.reader(io.StringIO(text, newline="")), 20))
    widths = {len(row) for row in rows}
    if widths == {len(_COLUMNS)}:
        return "list"
    if widths == {5} and all(row[2].strip().lower().endswith("k.a.") for row in rows):
        return "alt"
    return "add" if widths == {6} else None


def read(file: BinaryIO, list: str, beside: Mapping[str, BinaryIO] | None = None) -> Edition:
    """Read one edition; ``beside`` gives the files of `COMPANIONS` that belong to it. Raises `NotAnEdition`."""
    found: dict[str, Entry] = {}
    for row in _rows(file, len(_COLUMNS)):
        entry = _entry(row)
        if entry.key in found:
            raise NotAnEdition(f"holds the number {entry.key} twice; a list has each once")
        found[entry.key] = entry
    check_list(list, found.values())
    if beside:
        found = _with_companions(found, beside)
    return Edition(list, tuple(found.values()))


def _text(data: bytes) -> str:
    """Decode: UTF-8, which holds all editions since the letters were reduced to ASCII, else Windows-1252, as before."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _rows(file: BinaryIO, width: int) -> Iterator[tuple[str, ...]]:
    data = file.read()
    refuse_zeros(data)
    body = data.rstrip(b" \r\n")
    ended = body.endswith(_END)
    text = _text(body.rstrip(_END).rstrip(b"\r\n"))
    last: list[str] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            if len(row) != width:
                raise NotAnEdition(
                    f"is cut off or broken: a row of {len(row)} columns instead of {width}, after {_after(last)}"
                )
            last = row
            yield tuple(row)
    except csv.Error as error:
        raise NotAnEdition(f"is cut off or broken: {error}, after {_after(last)}") from None
    if not last:
        raise NotAnEdition("holds no entry")
    if not ended and last[-1].strip() != _EMPTY and not text.endswith('"'):
        raise NotAnEdition(f"is cut off: its last row, {_after(last)}, is not whole")


def _after(row: list[str]) -> str:
    return f"the entry {squeeze(row[0])[:20]!r}" if row else "nothing"


def _value(text: str) -> str:
    plain = squeeze(text)
    return "" if plain == _EMPTY else plain


@lru_cache(maxsize=65536)  # most rows of an edition are those of the edition before
def _entry(row: tuple[str, ...]) -> Entry:
    values = dict(zip(_COLUMNS, map(_value, row), strict=True))
    key, name, kind = values.pop("ent_num"), values.pop("SDN_Name"), values.pop("SDN_Type")
    if not re.fullmatch(r"[1-9][0-9]{0,9}", key) or not name:
        raise NotAnEdition(f"is not sdn.csv: a row begins with {squeeze(row[0])[:40]!r}, not with a number and a name")
    programs = [one.strip(" []") for one in values.pop("Program").split("] [")]
    remarks = values["Remarks"]
    return Entry(
        key,
        name,
        _KINDS.get(kind.lower(), "other"),
        _ALIAS.findall(remarks),
        programs,
        identifiers=[("OFAC uid", key), *(("IMO", number) for number in _IMO.findall(remarks))],
        words=[("SDN_Type", kind), *values.items()],
    )


def _with_companions(found: dict[str, Entry], beside: Mapping[str, BinaryIO]) -> dict[str, Entry]:
    names: dict[str, list[str]] = {}
    places: dict[str, list[tuple[str, str]]] = {}
    if "alt" in beside:
        for key, _, _, name, _ in _rows(beside["alt"], 5):
            names.setdefault(key.strip(), []).append(_value(name))
    if "add" in beside:
        for key, _, *parts, _ in _rows(beside["add"], 6):
            place = ", ".join(filter(None, map(_value, parts)))
            places.setdefault(key.strip(), []).append(("Address", place))
    strangers = (names.keys() | places.keys()) - found.keys()
    if strangers:
        raise NotAnEdition(f"is of another edition than the file beside it, which names {min(strangers)} besides")
    return {
        key: evolve(
            entry,
            aliases=(*entry.aliases, *names.get(key, ())),
            words=(*entry.words, *places.get(key, ())),
        )
        if key in names or key in places
        else entry
        for key, entry in found.items()
    }
