"""The UK Sanctions List, XML. ``UniqueID`` is stable; ``OFSIGroupID`` is the key of the Treasury's own list."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from .entry import Dated, Edition, Entry, Meaning, NotAnEdition
from .spelling import day_first, squeeze
from .xml import Element, child, children, local, root_of, stream, text, texts

__all__ = ["LISTS", "NAME", "read", "recognises"]

LISTS = ("uk-sl",)
NAME = "UK Sanctions List XML"

_ROOT = "Designations"
_KINDS = {"individual": "person", "entity": "entity", "ship": "vessel"}
_DATES = (("DateDesignated", Meaning.LISTED), ("LastUpdated", Meaning.AMENDED))
# OtherInformation may say that a measure was imposed later, on a day of its own. It stays words: it is no listing.
_WORDS = ("IndividualEntityShip", "DesignationSource", "OtherInformation", "UKStatementofReasons")
_ADDRESS = (*(f"AddressLine{number}" for number in range(1, 7)), "AddressPostalCode", "AddressCountry")


def recognises(head: bytes) -> str | None:
    """Say whether a file is one by its beginning: ``"list"`` or ``None``."""
    return "list" if root_of(head) == _ROOT else None


def read(file: BinaryIO, list: str) -> Edition:
    """Read one edition. Raises `NotAnEdition`."""
    published: date | None = None
    found: dict[str, Entry] = {}
    for name, element in stream(file, ("DateGenerated", "Designation")):
        if name == "root":
            if local(element) != _ROOT:
                raise NotAnEdition(f"is no UK Sanctions List: its root is {squeeze(local(element))[:40]!r}")
        elif name == "DateGenerated":
            published = day_first(element.text)
        else:
            entry = _entry(element)
            if entry.key in found:
                raise NotAnEdition(f"holds the UniqueID {entry.key} twice; a list has each once")
            found[entry.key] = entry
    return Edition(list, tuple(found.values()), published)


def _names(element: Element) -> list[str]:
    """Return every name once, the primary one first. ``Name6`` is the family's or the entity's name and comes last."""
    primary: list[str] = []
    others: list[str] = []
    for one in _each(element, "Names", "Name"):
        parts = (text(one, f"Name{number}") for number in range(1, 7))
        name = " ".join(part for part in parts if part)
        # "Primary name" is met too, and "Primary Name Variation" is another name
        (primary if text(one, "NameType").lower() == "primary name" else others).append(name)
    foreign = (text(one, "NameNonLatinScript") for one in _each(element, "NonLatinNames", "NonLatinName"))
    return [*dict.fromkeys(name for name in (*primary, *others, *foreign) if name)]


def _entry(element: Element) -> Entry:
    key, names = text(element, "UniqueID"), _names(element)
    if not key or not names:
        raise NotAnEdition("holds a Designation without UniqueID or name")
    said = [(name, meaning, text(element, name)) for name, meaning in _DATES]
    ships = texts(element, "ShipDetails", "Ship", "IMONumbers", "IMONumber")
    return Entry(
        key,
        names[0],
        _KINDS.get(text(element, "IndividualEntityShip").lower(), "other"),
        names[1:],
        [text(element, "RegimeName")],
        dates=[Dated(meaning, day_first(value), f"{name} {value}") for name, meaning, value in said if value],
        identifiers=[
            ("UK UniqueID", key),
            ("OFSI Group ID", text(element, "OFSIGroupID")),
            ("UN reference", text(element, "UNReferenceNumber")),
            *(("IMO", number) for number in ships),
        ],
        words=_words(element),
    )


def _words(element: Element) -> list[tuple[str, str]]:
    person = child(element, "IndividualDetails", "Individual")
    places = (
        ", ".join(part for part in (text(one, field) for field in _ADDRESS) if part)
        for one in _each(element, "Addresses", "Address")
    )
    return [
        *((name, text(element, name)) for name in _WORDS),
        *(("SanctionsImposed", one.strip()) for one in text(element, "SanctionsImposed").split("|")),
        *(("Title", one) for one in texts(element, "Titles", "Title")),
        *(("Address", place) for place in places),
        *(("DOB", day) for day in texts(person, "DOBs", "DOB")),
        *(("Nationality", one) for one in texts(person, "Nationalities", "Nationality")),
        *(("Position", one) for one in texts(person, "Positions", "Position")),
    ]


def _each(element: Element, group: str, name: str) -> tuple[Element, ...]:
    found = child(element, group)
    return () if found is None else tuple(children(found, name))
