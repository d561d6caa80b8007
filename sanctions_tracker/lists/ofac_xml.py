"""OFAC's ``sdn.xml`` and ``consolidated.xml``: one format, whose ``publshInformation`` is spelled so by OFAC."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from .entry import Edition, Entry, NotAnEdition
from .ofac import KINDS, check_list, imo
from .spelling import month_first
from .xml import Element, child, children, root_of, stream, text, texts

__all__ = ["LISTS", "NAME", "read", "recognises"]

LISTS = ("us-ofac-sdn", "us-ofac-consolidated")
NAME = "OFAC sdn.xml"


def recognises(head: bytes) -> str | None:
    """Say whether a file is one by its beginning: ``"list"`` or ``None``."""
    return "list" if root_of(head) == "sdnList" else None


def read(file: BinaryIO, list: str) -> Edition:
    """Read one edition. Raises `NotAnEdition`, also where the count that it states is not that of its entries."""
    published: date | None = None
    count = ""
    found: dict[str, Entry] = {}
    for name, element in stream(file, ("publshInformation", "sdnEntry")):
        if name == "publshInformation":
            published = month_first(text(element, "Publish_Date"))
            count = text(element, "Record_Count")
        elif name == "sdnEntry":
            entry = _entry(element)
            if entry.key in found:
                raise NotAnEdition(f"holds the uid {entry.key} twice; a list has each once")
            found[entry.key] = entry
    if count.isdecimal() and count != str(len(found)):
        raise NotAnEdition(f"holds {len(found)} entries and states {count[:20]}; it is cut off or put together")
    check_list(list, found.values())
    return Edition(list, tuple(found.values()), published)


def _full(element: Element) -> str:
    return ", ".join(part for part in (text(element, "lastName"), text(element, "firstName")) if part)


def _entry(element: Element) -> Entry:
    key, name = text(element, "uid"), _full(element)
    if not key or not name:
        raise NotAnEdition("holds an sdnEntry without uid or name")
    numbers = [
        (text(one, "idType"), text(one, "idNumber")) for one in _each(element, "idList", "id") if text(one, "idNumber")
    ]
    places = [
        ("address", ", ".join(part for part in (text(one, field) for field in _ADDRESS) if part))
        for one in _each(element, "addressList", "address")
    ]
    return Entry(
        key,
        name,
        KINDS.get(text(element, "sdnType").lower(), "other"),
        [_full(one) for one in _each(element, "akaList", "aka")],
        texts(element, "programList", "program"),
        identifiers=[("OFAC uid", key), *numbers, *imo(numbers)],
        words=[
            ("sdnType", text(element, "sdnType")),
            ("title", text(element, "title")),
            ("remarks", text(element, "remarks")),
            *places,
            *(("dateOfBirth", day) for day in texts(element, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth")),
            *(
                ("placeOfBirth", place)
                for place in texts(element, "placeOfBirthList", "placeOfBirthItem", "placeOfBirth")
            ),
            *(("nationality", one) for one in texts(element, "nationalityList", "nationality", "country")),
        ],
    )


_ADDRESS = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")


def _each(element: Element, group: str, name: str) -> tuple[Element, ...]:
    found = child(element, group)
    return () if found is None else tuple(children(found, name))
