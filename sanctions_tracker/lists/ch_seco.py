"""SECO's overall list, XML. Who was de-listed stays in the file, and every target carries its own history.

That history repeats old names and identities inside ``modification``: what a target is, is read from its own child alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import BinaryIO

from .entry import Dated, Edition, Entry, Meaning, NotAnEdition
from .spelling import iso_day, squeeze
from .xml import Element, children, local, root_of, stream, text, texts

__all__ = ["LISTS", "NAME", "read", "recognises"]

LISTS = ("ch-seco",)
NAME = "SECO sanctions list XML"

_ROOT = "swiss-sanctions-list"
_KINDS = {"individual": "person", "entity": "entity", "object": "other", "vessel": "vessel", "aircraft": "aircraft"}
_MEANINGS = {"listed": Meaning.LISTED, "de-listed": Meaning.DELISTED}
_DAYS = ("enactment", "publication", "effective")
_VERBS = ("enacted", "published", "effective")

Sets = dict[str, tuple[str, str]]
"""By the ``ssid`` of a set of sanctions, the program to which it belongs and what it says."""


def recognises(head: bytes) -> str | None:
    """Say whether a file is one by its beginning: ``"list"`` or ``None``."""
    return "list" if root_of(head) == _ROOT else None


def read(file: BinaryIO, list: str) -> Edition:
    """Read one edition, with the targets that were de-listed. Raises `NotAnEdition`, also where it is only a delta."""
    published: date | None = None
    sets: Sets = {}
    found: dict[str, Entry] = {}
    for name, element in stream(file, ("sanctions-program", "target")):
        if name == "root":
            _check_root(element)
            published = iso_day(element.get("date"))
        elif name == "sanctions-program":
            _add_program(element, sets)
        else:
            entry = _entry(element, sets, published or date.max)
            if entry.key in found:
                raise NotAnEdition(f"holds the ssid {entry.key} twice; a list has each once")
            found[entry.key] = entry
    return Edition(list, tuple(found.values()), published)


def _check_root(root: Element) -> None:
    if local(root) != _ROOT:
        raise NotAnEdition(f"is no SECO list: its root is {squeeze(local(root))[:40]!r}")
    kind = squeeze(root.get("list-type"))
    if kind != "whole-list":
        raise NotAnEdition(f"is a delta or a part, of the list-type {kind[:40]!r}; only a whole-list is read")


def _add_program(element: Element, sets: Sets) -> None:
    """Keep what the sets of a program are called in English, or else in the language that comes first."""
    keys = {one.get("lang"): text(one) for one in reversed(tuple(children(element, "program-key")))}
    key = keys.get("eng") or next(reversed(keys.values()), "")
    for one in children(element, "sanctions-set"):
        number = squeeze(one.get("ssid"))
        if number not in sets or one.get("lang") == "eng":
            sets[number] = (key, text(one))


def _entry(element: Element, sets: Mapping[str, tuple[str, str]], at: date) -> Entry:
    key = squeeze(element.get("ssid"))
    own = next((one for one in element if local(one) in ("individual", "entity", "object")), None)
    identities = [] if own is None else [*children(own, "identity")]
    identities.sort(key=lambda one: one.get("main") != "true")
    names = _names(identities)
    if not key or own is None or not names:
        raise NotAnEdition("holds a target without ssid or name")
    numbers = texts(element, "sanctions-set-id")
    unknown = next((one for one in numbers if one not in sets), None)
    if unknown is not None:
        raise NotAnEdition(f"names the sanctions-set {unknown}, which no sanctions-program in it has")
    changes = [*children(element, "modification")]
    documents = [one for identity in identities for one in children(identity, "identification-document")]
    return Entry(
        key,
        names[0],
        _KINDS.get(own.get("object-type") or "", _KINDS[local(own)]),
        names[1:],
        [sets[one][0] for one in numbers],
        [sets[one][1] for one in numbers],
        [_dated(one) for one in changes],
        [
            ("SECO ssid", key),
            ("foreign-identifier", text(element, "foreign-identifier")),
            *((one.get("document-type") or "document", text(one, "number")) for one in documents),
        ],
        [
            ("target", local(own)),
            ("object-type", squeeze(own.get("object-type"))),
            *(("justification", one) for one in texts(own, "justification")),
            *(("other-information", one) for one in texts(own, "other-information")),
            *(("nationality", one) for identity in identities for one in texts(identity, "nationality", "country")),
            *(("modification", _told(one)) for one in changes),
        ],
        _present(changes, at),
    )


def _present(changes: list[Element], at: date) -> bool:
    """Say whether a target is on the list on the day of the edition: unless the newest of its changes till then took it off.

    The newest is the last to take effect, and of those of one day the one that the file, newest first, has before the
    others. Whatever else comes after a de-listing, a listing above all, brings a target back.
    """
    done = [one for one in changes if _effective(one) <= at]
    newest = max(done, key=_effective, default=None)  # `max` gives the first of equals
    return newest is None or newest.get("modification-type") != "de-listed"


def _effective(change: Element) -> date:
    days = (iso_day(change.get(f"{name}-date")) for name in reversed(_DAYS))
    return next((day for day in days if day is not None), date.min)


def _dated(change: Element) -> Dated:
    """Return the day from which a change had effect. A type that is neither listing nor de-listing amends."""
    meaning = _MEANINGS.get(change.get("modification-type") or "", Meaning.AMENDED)
    return Dated(meaning, iso_day(change.get("effective-date")), _told(change))


def _told(change: Element) -> str:
    days = ((verb, squeeze(change.get(f"{name}-date"))) for verb, name in zip(_VERBS, _DAYS, strict=True))
    told = ", ".join(f"{verb} {day}" for verb, day in days if day)
    return f"{squeeze(change.get('modification-type')) or 'modification'}: {told or 'no day'}"


def _names(identities: list[Element]) -> list[str]:
    """Return every name, the primary one of the main identity first, each before its own spelling variants."""
    told = [name for identity in identities for name in children(identity, "name")]
    first = next((one for one in told if one.get("name-type") == "primary-name"), None)
    order = told if first is None else [first, *(one for one in told if one is not first)]
    return [*dict.fromkeys(spelled for name in order for spelled in _spellings(name))]


def _spellings(name: Element) -> list[str]:
    """Return a name and its variants. Variants are given part by part: those of one language and script go together."""
    parts = sorted(children(name, "name-part"), key=_order)
    values = [text(one, "value") for one in parts]
    ways: dict[tuple[str | None, str | None, int], dict[int, str]] = {}
    for place, part in enumerate(parts):
        seen: dict[tuple[str | None, str | None], int] = {}
        for variant in children(part, "spelling-variant"):
            how = (variant.get("lang"), variant.get("script"))
            seen[how] = seen.get(how, 0) + 1
            ways.setdefault((*how, seen[how]), {})[place] = text(variant)
    # a part without a variant stands as it is, but not between letters of another script
    kept = {how: values if (how[1] or "LATN") == "LATN" else [""] * len(values) for how in ways}
    whole = [values, *([way.get(place, kept[how][place]) for place in range(len(parts))] for how, way in ways.items())]
    return [spelled for spelled in (" ".join(filter(None, one)) for one in whole) if spelled]


def _order(part: Element) -> int:
    order = part.get("order") or ""
    return int(order) if order.isascii() and order.isdecimal() and len(order) < 10 else 0
