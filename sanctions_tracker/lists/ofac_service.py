"""What the formats of OFAC's Sanctions List Service have in common: its lists by their names, and one ``entity``."""

from __future__ import annotations

from collections.abc import Iterator

from .entry import Dated, Entry, Meaning, NotAnEdition
from .ofac import KINDS, imo
from .spelling import iso_day, squeeze
from .xml import Element, child, local, root_of, text

__all__ = ["belongs", "check_root", "entry_of", "flavour", "lists_of", "refuse_other"]


_SDN = "SDN List"
_FLAVOURS = {"DeltaFile": "delta", "ENHANCED_XML": "enhanced"}


def belongs(list: str, name: str) -> bool:
    """Say whether a list, by the name that OFAC gives it, is the one that is read: the SDN List, or one of the others."""
    return bool(name) and (name == _SDN) == (list == "us-ofac-sdn")


def refuse_other(list: str) -> NotAnEdition:
    """Return the refusal of the file of OFAC's other list."""
    if list == "us-ofac-sdn":
        return NotAnEdition("is of the Consolidated (non-SDN) List; import it as us-ofac-consolidated")
    return NotAnEdition("is of the SDN List; import it as us-ofac-sdn")


def flavour(head: bytes) -> str | None:
    """Tell by the namespace of the root ``sanctionsData`` what a file is: ``"delta"``, ``"enhanced"``, or neither."""
    if root_of(head) != "sanctionsData":
        return None
    words = head.decode("utf-16", "ignore") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("latin-1")
    tag = _first_tag(words)
    return next((kind for part, kind in _FLAVOURS.items() if part in tag), None)


def _first_tag(words: str) -> str:
    """Return the first opening tag: a comment before it may name the namespace of the other format."""
    at = words.find("<")
    while at >= 0 and words[at + 1 : at + 2] in ("!", "?"):
        end = words.find("-->" if words.startswith("<!--", at) else ">", at)
        at = words.find("<", end) if end >= 0 else -1
    return words[at : words.find(">", at)] if at >= 0 else ""


def check_root(root: Element, wanted: str) -> None:
    """Refuse a file of another format. Raises `NotAnEdition`."""
    space = str(root.tag).partition("}")[0]
    kinds = [kind for part, kind in _FLAVOURS.items() if part in space]
    if local(root) != "sanctionsData" or kinds != [wanted]:
        raise NotAnEdition(f"is no {wanted} file of OFAC's: its root is {squeeze(str(root.tag))[:160]!r}")


def lists_of(element: Element, list: str) -> tuple[Element, ...]:
    """Return the ``sanctionsList`` elements of an entity that speak of the list that is read."""
    return tuple(one for one in _each(element, "sanctionsLists") if belongs(list, text(one)))


def entry_of(element: Element, list: str, *, removed: bool = False, present: bool = True) -> Entry:
    """Return an entity as an entry. The name may be empty, which is the caller's to judge.

    In a delta, parts that left the entity bear ``action="remove"``; they are left out unless ``removed`` asks for them.
    """
    key = squeeze(element.get("id"))
    if not key:
        raise NotAnEdition("holds an entity without id")
    name, aliases = _names(element, removed)
    documents = [
        (text(one, "type") or "document", text(one, "documentNumber"))
        for one in _kept(element, "identityDocuments", removed)
    ]
    listed = [(text(one), squeeze(one.get("datePublished"))) for one in lists_of(element, list)]
    return Entry(
        key,
        name,
        KINDS.get(text(element, "generalInfo", "entityType").lower(), "other"),
        aliases,
        [text(one) for one in _kept(element, "sanctionsPrograms", removed)],
        [text(one) for one in _kept(element, "legalAuthorities", removed)],
        [Dated(Meaning.LISTED, iso_day(day), f"{title}, datePublished {day}") for title, day in listed if day],
        [("OFAC uid", key), *documents, *imo(documents)],
        _words(element, removed),
        present,
    )


def _names(element: Element, removed: bool) -> tuple[str, list[str]]:
    """Return the primary name as OFAC formats it, and all others, those in other scripts among them."""
    primary: list[str] = []
    others: list[str] = []
    for name in _kept(element, "names", removed):
        main = text(name, "isPrimary") == "true"
        for one in _kept(name, "translations", removed):
            first = main and not primary and text(one, "isPrimary") == "true"
            (primary if first else others).append(text(one, "formattedFullName"))
    return primary[0] if primary else "", [one for one in others if one not in primary]


def _words(element: Element, removed: bool) -> list[tuple[str, str]]:
    information = child(element, "generalInfo")
    return [
        *((name, text(information, name)) for name in ("entityType", "title", "remarks")),
        ("action", squeeze(element.get("action"))),
        *(("sanctionsList", text(one)) for one in _kept(element, "sanctionsLists", removed)),
        *(("sanctionsType", text(one)) for one in _kept(element, "sanctionsTypes", removed)),
        *(("address", _place(one, removed)) for one in _kept(element, "addresses", removed)),
        *((text(one, "type") or "feature", text(one, "value")) for one in _kept(element, "features", removed)),
    ]


def _place(address: Element, removed: bool) -> str:
    first = next(_kept(address, "translations", removed), None)
    parts = [] if first is None else [text(one, "value") for one in _kept(first, "addressParts", removed)]
    return ", ".join(part for part in (*parts, text(address, "country")) if part)


def _each(element: Element, group: str) -> tuple[Element, ...]:
    found = child(element, group)
    return () if found is None else tuple(one for one in found if local(one))


def _kept(element: Element, group: str, removed: bool) -> Iterator[Element]:
    for one in _each(element, group):
        if removed or one.get("action") != "remove":
            yield one
