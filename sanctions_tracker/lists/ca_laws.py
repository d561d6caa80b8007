"""Canadian regulations as the Department of Justice consolidates them, XML: the lists in the schedules of one regulation.

``lims:fid`` stays with an item, and ``lims:id`` is that of its present text: where the two differ the item was reworded
or repealed since, and the day its text came into force is not that of its listing. Neither is it where no enactment is
given, but on the day of the regulation itself: older schedules bear the day on which they were last set anew as a whole.
A repealed item may keep its place, with the words of the repeal instead of the name. Lists set as tables, and texts that only show how the regulation was or will be amended, are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from attrs import frozen

from .entry import Dated, Edition, Entry, Meaning, NotAnEdition, slug
from .spelling import iso_day, squeeze
from .xml import Element, child, children, local, root_of, stream, text

__all__ = ["LISTS", "NAME", "read", "recognises"]

LISTS = ("ca-laws",)
NAME = "Justice Laws XML"

_ROOT = "Regulation"
_LIMS = "{http://justice.gc.ca/lims}"
# Provisions that amended the regulation, or are not yet in force, stand at its end as schedules and may hold whole lists.
_PARTNERS = re.compile(r"\bpartner countries\b", re.IGNORECASE)
_NOT_THE_TEXT = ("RelatedProvs", "NifProvs")
# A schedule is now and then in French in the English file. "Persons" are individuals and entities alike, so neither.
_KINDS = (
    ("person", ("individuals", "foreign nationals", "particuliers", "personnes physiques")),
    ("entity", ("entities", "entités")),
    ("goods", ("goods", "related goods", "marchandises", "technologies", "luxury goods")),
)
_PERMIT = re.compile(r"\bPermit\b")


@frozen
class _Law:
    """What every item of a regulation has in common."""

    number: str = ""
    title: str = ""
    authority: str = ""
    made: date | None = None


def recognises(head: bytes) -> str | None:
    """Say whether a file is one by its beginning: ``"list"`` or ``None``."""
    return "list" if root_of(head) == _ROOT and _LIMS[1:-1].encode() in head else None


def read(file: BinaryIO, list: str) -> Edition:
    """Read one consolidation of one regulation. Raises `NotAnEdition`, also where it has no list."""
    days: tuple[date | None, date | None] = (None, None)
    law = _Law()
    found: dict[str, Entry] = {}
    tables = False
    for name, element in stream(file, ("Identification", "Schedule")):
        if name == "root":
            days = _days(element)
        elif name == "Identification":
            law = _law(element)
            if _PERMIT.search(law.title):
                raise NotAnEdition(f"is {law.number}, a permit: what its schedules list is allowed, not sanctioned")
        elif name == "Schedule" and element.get("id") not in _NOT_THE_TEXT and _of_root(element):
            tables = tables or child(element, "TableGroup") is not None
            for entry in _entries(element, law):
                if entry.key in found:
                    raise NotAnEdition(f"holds the lims:fid {entry.key} twice; a regulation has each once")
                found[entry.key] = entry
    if not slug(law.number) or not law.title:
        raise NotAnEdition("is a regulation without InstrumentNumber or title")
    if not found:
        reason = "its schedules are tables, which are not read" if tables else "none of its schedules holds one"
        raise NotAnEdition(f"is {law.number}, a regulation without a list: {reason}")
    return Edition(list, tuple(found.values()), *days, part=slug(law.number))


def _days(root: Element) -> tuple[date | None, date | None]:
    """Return the first and the last day for which the text stands, once the root is known to be that of one."""
    if local(root) != _ROOT:
        raise NotAnEdition(f"is no regulation: its root is {squeeze(local(root))[:40]!r}")
    language = squeeze(root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    if language not in ("", "en"):
        raise NotAnEdition(f"is the regulation in the language {language[:20]!r}; the English one is read")
    first, last = iso_day(root.get(f"{_LIMS}pit-date")), iso_day(root.get(f"{_LIMS}current-date"))
    return first, max(first, last) if first and last else last


def _law(element: Element) -> _Law:
    made = child(element, "RegistrationDate", "Date")
    day = "-".join(text(made, part).zfill(2) for part in ("YYYY", "MM", "DD"))
    title = _said(child(element, "LongTitle")) or _said(child(element, "ShortTitle"))
    return _Law(text(element, "InstrumentNumber"), title, _said(child(element, "EnablingAuthority")), iso_day(day))


def _of_root(schedule: Element) -> bool:
    above = schedule.getparent()
    return above is not None and local(above) == _ROOT


def _said(element: Element | None) -> str:
    """Return all text inside an element without adding a space: 70<Sup>th</Sup> is 70th."""
    return "" if element is None else squeeze("".join(str(part) for part in element.itertext()))


def _entries(schedule: Element, law: _Law) -> Iterator[Entry]:
    label = heading = caption = ""
    part = ""
    for one in schedule:
        match local(one):
            case "ScheduleFormHeading":
                label, caption = _said(child(one, "Label")), _said(child(one, "TitleText"))
            case "Heading":
                part, heading = _said(child(one, "Label")), _said(child(one, "TitleText"))
            case "List":
                words = [("Schedule", label), ("Schedule title", caption), ("Heading", f"{part} {heading}".strip())]
                kind = _kind(heading) or _kind(caption) or "other"
                if _PARTNERS.search(caption) or _PARTNERS.search(heading):
                    continue  # countries to which goods may go: named to be spared, not sanctioned
                for item in children(one, "Item"):
                    yield _entry(item, law, kind, words)


def _kind(heading: str) -> str:
    """Return what stands under a heading: "Individuals — Gross Human Rights Violations" are persons."""
    plain = heading.casefold().partition("—")[0].strip()
    return next((kind for kind, names in _KINDS if plain.startswith(names)), "")


def _entry(item: Element, law: _Law, kind: str, words: list[tuple[str, str]]) -> Entry:
    key, said = squeeze(item.get(f"{_LIMS}fid")), child(item, "Text")
    name = _said(said)
    if not slug(key) or not name:
        raise NotAnEdition("holds an Item without lims:fid or text")
    repealed = child(said, "Repealed") is not None
    return Entry(
        key,
        name,
        kind,
        programs=[law.title],
        legal_basis=[law.number, law.authority],
        dates=_dates(item, law, repealed),
        identifiers=[("lims:fid", key)],
        words=[*words, ("Item", _said(child(item, "Label")))],
        present=not repealed,
    )


def _dates(item: Element, law: _Law, repealed: bool) -> Iterator[Dated]:
    """Yield the day on which an item's present text took force, under what it means, and that of its enactment."""
    force, enacted = (squeeze(item.get(f"{_LIMS}{name}")) for name in ("inforce-start-date", "enacted-date"))
    day = iso_day(force)
    first = item.get(f"{_LIMS}id") == item.get(f"{_LIMS}fid")
    if first and not enacted and (repealed or day != law.made):
        meaning = Meaning.ACT_IN_FORCE  # the schedule was set anew on that day: who was in it before is not told
    elif repealed:
        meaning = Meaning.DELISTED
    else:
        meaning = Meaning.LISTED if first else Meaning.AMENDED
    if force:
        yield Dated(meaning, day, f"lims:inforce-start-date {force}")
    if enacted:
        yield Dated(Meaning.ENACTED, iso_day(enacted), f"lims:enacted-date {enacted}")
