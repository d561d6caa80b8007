"""OFAC's Advanced XML (``sdn_advanced.xml``, ``cons_advanced.xml``): the one that says since when a party is listed.

It is large and a party is told in pieces: reference values first, then documents, then parties, and last the entries on
the lists, which point back. So small values are kept for each party, and every element is let go when it has been read.
Its namespace was renamed in the course of time; names are compared without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import BinaryIO

from attrs import Factory, define

from .entry import Dated, Edition, Entry, Meaning, NotAnEdition
from .ofac import KINDS, imo
from .ofac_service import belongs, refuse_other
from .spelling import iso_day, squeeze
from .xml import Element, child, children, local, root_of, stream, text

__all__ = ["LISTS", "NAME", "read", "recognises"]

LISTS = ("us-ofac-sdn", "us-ofac-consolidated")
NAME = "OFAC Advanced XML"

_ROOT = "Sanctions"
_WANTED = ("DateOfIssue", "ReferenceValueSets", "IDRegDocument", "DistinctParty", "SanctionsEntry")

Numbers = list[tuple[str, str]]
Values = dict[str, dict[str, str]]
"""Reference values: by the kind of thing, the name of each by its ID."""


@define
class _Listing:
    """What the entries on the list say of one profile."""

    dates: list[Dated] = Factory(list)
    bases: list[str] = Factory(list)
    programs: list[str] = Factory(list)
    words: list[tuple[str, str]] = Factory(list)


@define
class _Party:
    key: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    identities: tuple[str, ...]
    profiles: tuple[str, ...]
    subtype: str


def recognises(head: bytes) -> str | None:
    """Say whether a file is one by its beginning: ``"list"`` or ``None``."""
    return "list" if root_of(head) == _ROOT else None


def read(file: BinaryIO, list: str) -> Edition:
    """Read one edition: the parties with an entry on this list. Raises `NotAnEdition`."""
    published: date | None = None
    values: Values = {}
    parties: dict[str, _Party] = {}
    numbers: dict[str, Numbers] = {}
    listings: dict[str, _Listing] = {}
    profiles: set[str] = set()  # those with an entry on any list
    for name, element in stream(file, _WANTED):
        if name == "root":
            if local(element) != _ROOT:
                raise NotAnEdition(f"is no Advanced XML: its root is {squeeze(local(element))[:40]!r}")
        elif name == "DateOfIssue":
            published = iso_day(_spelled(element))
        elif name == "ReferenceValueSets":
            values = _values(element)
        elif name == "IDRegDocument":
            number = (_named(values, "IDRegDocType", element) or "document", text(element, "IDRegistrationNo"))
            numbers.setdefault(element.get("IdentityID") or "", []).append(number)
        elif name == "DistinctParty":
            party = _party(element, values)
            if party.key in parties:
                raise NotAnEdition(f"holds the FixedRef {party.key} twice; a list has each once")
            parties[party.key] = party
        else:
            _add_listing(element, list, values, listings, profiles)
    _check(list, parties, listings, profiles)
    entries = (_entry(party, listings, numbers) for party in parties.values())
    return Edition(list, tuple(one for one in entries if one is not None), published)


def _values(element: Element) -> Values:
    values: Values = {}
    for group in element:
        for one in group:
            number = one.get("ID") or ""
            values.setdefault(local(one), {})[number] = squeeze(one.text)
            if local(one) == "PartySubType":
                values.setdefault("PartyType of", {})[number] = one.get("PartyTypeID") or ""
    return values


def _named(values: Values, kind: str, element: Element) -> str:
    """Return the name of what an element points to, such as its ``ListID``; empty where it is not explained."""
    return values.get(kind, {}).get(element.get(f"{kind}ID") or "", "")


def _spelled(element: Element | None) -> str:
    """Return a date in parts as ``1986-12-10``, or as much of it as there is."""
    parts = (text(element, "Year"), text(element, "Month"), text(element, "Day"))
    return "-".join(part.zfill(2) for part in parts if part)


def _party(element: Element, values: Values) -> _Party:
    key = squeeze(element.get("FixedRef"))
    profiles = tuple(children(element, "Profile"))
    identities = tuple(one for profile in profiles for one in children(profile, "Identity"))
    # the primary identity and its primary alias first, and within an alias the name in Latin script; the rest in order
    told = [
        ((identity.get("Primary") == "false", alias.get("Primary") != "true", _script(name, values) != "Latin"), full)
        for identity in identities
        for kinds in (_parts(identity, values),)
        for alias in children(identity, "Alias")
        for name in children(alias, "DocumentedName")
        if (full := _full(name, kinds))
    ]
    if not key or not told:
        raise NotAnEdition("holds a DistinctParty without FixedRef or name")
    first = min(told, key=lambda one: one[0])[1]  # the first of equals
    subtype, kind = _kind(profiles[0], values)
    return _Party(
        key,
        first,
        kind,
        tuple(full for _, full in told if full != first),
        tuple(one.get("ID") or "" for one in identities),
        tuple(one.get("ID") or "" for one in profiles),
        subtype,
    )


def _kind(profile: Element, values: Values) -> tuple[str, str]:
    """Return OFAC's word for what a party is, and ours. The subtype tells vessels from aircraft, and else is "Unknown"."""
    subtype = _named(values, "PartySubType", profile)
    above = values.get("PartyType of", {}).get(profile.get("PartySubTypeID") or "", "")
    word = subtype if subtype.lower() in KINDS else values.get("PartyType", {}).get(above, "") or subtype
    return word, KINDS.get(word.lower(), "other")


def _parts(identity: Element, values: Values) -> dict[str, str]:
    """Return what each part of a name is, by the ID of its group: "Last Name", "First Name" ..."""
    groups = child(identity, "NamePartGroups")
    masters = () if groups is None else tuple(children(groups, "MasterNamePartGroup"))
    found = (one for master in masters for one in children(master, "NamePartGroup"))
    return {one.get("ID") or "": _named(values, "NamePartType", one) for one in found}


def _script(name: Element, values: Values) -> str:
    """Return the script of a name; the name without one is taken to be in Latin letters, as all were once."""
    part = child(name, "DocumentedNamePart", "NamePartValue")
    return "Latin" if part is None else _named(values, "Script", part) or "Latin"


def _full(name: Element, kinds: Mapping[str, str]) -> str:
    """Return a name as ``sdn.csv`` spells it, "LAST, First Middle", where the file says which part is the last name."""
    last: list[str] = []
    rest: list[str] = []
    for one in children(name, "DocumentedNamePart"):
        part = child(one, "NamePartValue")
        kind = "" if part is None else kinds.get(part.get("NamePartGroupID") or "", "")
        (last if kind == "Last Name" else rest).append(text(part))
    halves = (" ".join(part for part in half if part) for half in (last, rest))
    return ", ".join(half for half in halves if half)


def _add_listing(
    element: Element, list: str, values: Values, listings: dict[str, _Listing], profiles: set[str]
) -> None:
    profile = squeeze(element.get("ProfileID"))
    title = _named(values, "List", element)
    if not title:
        raise NotAnEdition(
            f"names the list {squeeze(element.get('ListID'))}, which its reference values do not explain"
        )
    profiles.add(profile)
    if not belongs(list, title):
        return
    found = listings.setdefault(profile, _Listing())
    found.words.append(("List", title))
    for event in children(element, "EntryEvent"):
        kind, day = _named(values, "EntryEventType", event), _spelled(child(event, "Date"))
        # "Created" is the only type that speaks of the entry's coming; what another one says is in its words
        meaning = Meaning.LISTED if kind == "Created" else Meaning.AMENDED
        if day:
            found.dates.append(Dated(meaning, iso_day(day), squeeze(f"EntryEvent {kind} {day}")))
        basis = _named(values, "LegalBasis", event)
        found.bases += [basis] if basis != "Unknown" else []
    for measure in children(element, "SanctionsMeasure"):
        kind, comment = _named(values, "SanctionsType", measure), text(measure, "Comment")
        if kind == "Program":
            found.programs.append(comment)
        else:
            found.words += [("SanctionsType", kind), (kind or "SanctionsMeasure", comment)]


def _check(list: str, parties: Mapping[str, _Party], listings: Mapping[str, _Listing], profiles: set[str]) -> None:
    """Refuse the file of the other list, and one whose parts do not belong together. Raises `NotAnEdition`."""
    lost = profiles - {profile for party in parties.values() for profile in party.profiles}
    if lost:
        raise NotAnEdition(f"lists the profile {min(lost)} and tells no party of it; it is cut off or put together")
    if parties and not profiles:
        raise NotAnEdition("tells parties and holds no SanctionsEntry; it is cut off or put together")
    # a party of one list may be on the other too, so the file is of the list on which nearly all of its parties are
    if profiles and len(listings) * 2 <= len(profiles):
        raise refuse_other(list)


def _entry(party: _Party, listings: Mapping[str, _Listing], numbers: Mapping[str, Numbers]) -> Entry | None:
    found = [listings[profile] for profile in party.profiles if profile in listings]
    if not found:
        return None
    documents = [number for identity in party.identities for number in numbers.get(identity, ())]
    return Entry(
        party.key,
        party.name,
        party.kind,
        party.aliases,
        [one for listing in found for one in listing.programs],
        [one for listing in found for one in listing.bases],
        dict.fromkeys(one for listing in found for one in listing.dates),
        [("OFAC uid", party.key), *documents, *imo(documents)],
        [("PartySubType", party.subtype), *(one for listing in found for one in listing.words)],
    )
