"""The EU financial sanctions files, XML 1.1, which keep all that they say in attributes.

The regulation at the top of an entry is the last act that touched it, not the first: its days are never the listing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

from .catalogue import LISTS as CATALOGUE
from .entry import Dated, Edition, Entry, Meaning, NotAnEdition
from .spelling import iso_day, squeeze, stamped_day
from .xml import Element, child, children, local, root_of, stream, texts

__all__ = ["LISTS", "NAME", "read", "recognises"]

LISTS = ("eu-fsf",)
NAME = "EU financial sanctions XML"

_ROOT = "export"
_KINDS = {"P": "person", "E": "entity", "person": "person", "enterprise": "entity"}
_ACT_DAYS = (("publicationDate", Meaning.ACT_PUBLISHED), ("entryIntoForceDate", Meaning.ACT_IN_FORCE))


def recognises(head: bytes) -> str | None:
    """Say whether a file is one by its beginning: ``"list"`` or ``None``."""
    return "list" if root_of(head) == _ROOT else None


def read(file: BinaryIO, list: str) -> Edition:
    """Read one edition. Raises `NotAnEdition`."""
    published: date | None = None
    found: dict[str, Entry] = {}
    for name, element in stream(file, ("sanctionEntity",)):
        if name == "root":
            if local(element) != _ROOT:
                raise NotAnEdition(f"is no EU financial sanctions file: its root is {squeeze(local(element))[:40]!r}")
            published = stamped_day(element.get("generationDate"), CATALOGUE["eu-fsf"].zone)
            continue
        entry = _entry(element)
        if entry.key in found:
            raise NotAnEdition(f"holds the entry {entry.key} twice; a list has each once")
        found[entry.key] = entry
    return Edition(list, tuple(found.values()), published)


def _get(element: Element, name: str) -> str:
    return squeeze(element.get(name))


def _whole(alias: Element) -> str:
    """Return a name as a whole; its parts serve where the whole is left empty."""
    parts = (_get(alias, part) for part in ("firstName", "middleName", "lastName"))
    return _get(alias, "wholeName") or " ".join(part for part in parts if part)


def _names(aliases: Sequence[Element]) -> list[str]:
    """Return every name once, the one to call the entry by first: strong and English, else strong, else any."""

    def rank(alias: Element) -> int:
        strong = _get(alias, "strong").lower() == "true"
        return 0 if strong and _get(alias, "nameLanguage").upper() == "EN" else 1 if strong else 2

    named = [alias for alias in aliases if _whole(alias)]
    first = min(named, key=rank, default=None)
    ordered = [] if first is None else [first, *named]
    return [*dict.fromkeys(_whole(alias) for alias in ordered)]


def _kind(element: Element) -> str:
    subject = child(element, "subjectType")
    if subject is None:
        return "other"
    return _KINDS.get(_get(subject, "classificationCode")) or _KINDS.get(_get(subject, "code"), "other")


def _dates(element: Element, acts: Sequence[Element]) -> list[Dated]:
    """Return each date with its own meaning, told by the attribute that bears it."""
    said = [("designationDate", Meaning.LISTED, _get(element, "designationDate"))]
    said += [(name, meaning, _get(act, name)) for act in acts for name, meaning in _ACT_DAYS]
    found = [Dated(meaning, iso_day(value), f"{name} {value}") for name, meaning, value in said if value]
    return [*dict.fromkeys(found)]


def _entry(element: Element) -> Entry:
    reference, number = _get(element, "euReferenceNumber"), _get(element, "logicalId")
    acts = [*children(element, "regulation")]
    aliases = [*children(element, "nameAlias")]
    names = _names(aliases)
    if not (reference or number) or not names:
        raise NotAnEdition("holds a sanctionEntity without euReferenceNumber and logicalId, or without a name")
    return Entry(
        reference or number,
        names[0],
        _kind(element),
        names[1:],
        [_get(act, "programme") for act in acts],
        [_get(act, "numberTitle") for act in acts],
        _dates(element, acts),
        [
            ("EU reference", reference),
            ("EU logicalId", number),
            ("UN reference", _get(element, "unitedNationId")),
            *(
                (_get(one, "identificationTypeCode") or "identification", _get(one, "number"))
                for one in children(element, "identification")
            ),
        ],
        [
            ("designationDetails", _get(element, "designationDetails")),
            *(("function", _get(alias, "function")) for alias in aliases),
            *(("remark", one) for one in texts(element, "remark")),
            *(("birthdate", _born(one)) for one in children(element, "birthdate")),
            *(("citizenship", _get(one, "countryDescription")) for one in children(element, "citizenship")),
        ],
    )


def _born(birth: Element) -> str:
    """Return a day of birth as written, else the year, or the years between which it lies (``-1958`` where only the last is known)."""
    years = (_get(birth, "yearRangeFrom"), _get(birth, "yearRangeTo"))
    return _get(birth, "birthdate") or _get(birth, "year") or ("-".join(years) if any(years) else "")
