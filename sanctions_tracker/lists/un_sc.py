"""The United Nations Security Council Consolidated List, XML. ``DATAID`` is stable; ``REFERENCE_NUMBER`` is not quite."""

from __future__ import annotations

from typing import BinaryIO

from .catalogue import LISTS as CATALOGUE
from .entry import Dated, Edition, Entry, Meaning, NotAnEdition
from .spelling import iso_day, stamped_day
from .xml import Element, children, root_of, stream, text, texts

__all__ = ["LISTS", "NAME", "read", "recognises"]

LISTS = ("un-sc",)
NAME = "UN Consolidated List XML"

_KINDS = {"INDIVIDUAL": "person", "ENTITY": "entity"}
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def recognises(head: bytes) -> str | None:
    """Say whether a file is one by its beginning: ``"list"`` or ``None``."""
    return "list" if root_of(head) == "CONSOLIDATED_LIST" else None


def read(file: BinaryIO, list: str) -> Edition:
    """Read one edition. Raises `NotAnEdition`."""
    published = None
    found: dict[str, Entry] = {}
    for name, element in stream(file, _KINDS):
        if name == "root":
            published = stamped_day(element.get("dateGenerated"), CATALOGUE["un-sc"].zone)
            continue
        entry = _entry(name, element)
        if entry.key in found:
            raise NotAnEdition(f"holds the DATAID {entry.key} twice; a list has each once")
        found[entry.key] = entry
    return Edition(list, tuple(found.values()), published)


def _entry(kind: str, element: Element) -> Entry:
    key = text(element, "DATAID")
    name = " ".join(part for part in (text(element, field) for field in _NAMES) if part)
    if not key or not name:
        raise NotAnEdition(f"holds an {kind} without DATAID or name")
    listed = text(element, "LISTED_ON")
    dates = [Dated(Meaning.LISTED, iso_day(listed), f"LISTED_ON {listed}")] if listed else []
    dates += [
        Dated(Meaning.AMENDED, iso_day(day), f"LAST_DAY_UPDATED {day}")
        for day in texts(element, "LAST_DAY_UPDATED", "VALUE")
    ]
    delisted = text(element, "DELISTED_ON")
    if delisted:
        dates.append(Dated(Meaning.DELISTED, iso_day(delisted), f"DELISTED_ON {delisted}"))
    documents = [
        (text(one, "TYPE_OF_DOCUMENT") or "document", text(one, "NUMBER"))
        for one in children(element, "INDIVIDUAL_DOCUMENT")
    ]
    return Entry(
        key,
        name,
        _KINDS[kind],
        [text(one, "ALIAS_NAME") for one in children(element, f"{kind}_ALIAS")],
        [text(element, "UN_LIST_TYPE")],
        dates=dates,
        identifiers=[("UN reference", text(element, "REFERENCE_NUMBER")), *documents],
        words=[
            ("UN_LIST_TYPE", text(element, "UN_LIST_TYPE")),
            ("NAME_ORIGINAL_SCRIPT", text(element, "NAME_ORIGINAL_SCRIPT")),
            ("COMMENTS1", text(element, "COMMENTS1")),
            *(("DESIGNATION", one) for one in texts(element, "DESIGNATION", "VALUE")),
            *(("NATIONALITY", one) for one in texts(element, "NATIONALITY", "VALUE")),
            *(("LIST_TYPE", one) for one in texts(element, "LIST_TYPE", "VALUE")),
        ],
    )
