"""OFAC's Enhanced XML (``sdn_enhanced.xml``, ``cons_enhanced.xml``): each list beside each entity, with its day."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from .entry import Edition, Entry, NotAnEdition
from .ofac_service import belongs, check_root, entry_of, flavour, lists_of, refuse_other
from .spelling import iso_day
from .xml import Element, child, local, stream, text, texts, whole_text

__all__ = ["LISTS", "NAME", "read", "recognises"]

LISTS = ("us-ofac-sdn", "us-ofac-consolidated")
NAME = "OFAC Enhanced XML"


def recognises(head: bytes) -> str | None:
    """Say whether a file is one by its beginning: ``"list"`` or ``None``."""
    return "list" if flavour(head) == "enhanced" else None


def read(file: BinaryIO, list: str) -> Edition:
    """Read one edition: the entities of this list. Raises `NotAnEdition`, also where the export was narrowed."""
    published: date | None = None
    found: dict[str, Entry] = {}
    strangers = False
    for name, element in stream(file, ("publicationInfo", "entity")):
        if name == "root":
            check_root(element, "enhanced")
        elif name == "publicationInfo":
            _check_filters(element, list)
            published = iso_day(text(element, "dataAsOf"))
        elif not lists_of(element, list):
            strangers = True
        else:
            entry = entry_of(element, list)
            if not entry.name:
                raise NotAnEdition(f"holds the entity {entry.key} without a name")
            if entry.key in found:
                raise NotAnEdition(f"holds the entity {entry.key} twice; a list has each once")
            found[entry.key] = entry
    if strangers and not found:
        raise refuse_other(list)
    return Edition(list, tuple(found.values()), published)


def _check_filters(information: Element, list: str) -> None:
    """Refuse an export that was asked for another list, or for only some of the entries of this one."""
    filters = child(information, "filters")
    names = texts(filters, "sanctionsLists", "sanctionsList")
    if names and not any(belongs(list, one) for one in names):
        raise refuse_other(list)
    if list != "us-ofac-sdn" and names and "Consolidated List" not in names:
        raise NotAnEdition(f"is an export of {', '.join(names)} alone, not of the Consolidated List")
    for one in () if filters is None else filters:
        if local(one) != "sanctionsLists" and whole_text(one):
            raise NotAnEdition(f"is an export narrowed by {local(one)}, {whole_text(one)[:60]!r}: no whole list")
