"""FollowTheMoney: a register as entities of that model, and a report of what the model cannot say.

An ``endDate`` is the last day on which it binds: the tools of the model read a day as lasting to its end, and a sanction whose
``endDate`` is today as active. A date may be a whole month or year. Several values of a date are read from the earliest
start to the latest end, so two bounds of a doubtful day cover every day on which it may have been in force.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ..answer import Possible
from ..days import as_day
from ..facts import Coverage, Transition
from ..lifecycle import State
from ..problems import UnknownId
from ..register import Register
from ..sanction import Sanction
from ..timelines import Span, Timeline, visible
from ..windows import EARLY, LATE, day_of, window
from .episodes import Bounds, Episode, episodes_of
from .flat import json_line
from .ledger import Ledger, Loss

__all__ = ["Export", "followthemoney"]

Entity = dict[str, Any]
Kinds = Callable[[str], str | None]

_SCHEMAS = {  # the kinds of entries of official lists
    "person": "Person",
    "entity": "Organization",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    "goods": "Asset",
    "other": "LegalEntity",
}
# A LegalEntity is matched in screening and an Asset is not: a firm that screening misses is worse than goods that match nobody.
_OF_GOODS = frozenset({"import ban", "transit ban", "services ban", "arms embargo"})
_OF_PARTIES = frozenset({"asset freeze", "travel ban", "director disqualification"})
_NUMBERS = {
    "imo": ("Vessel", "imoNumber"),
    "mmsi": ("Vessel", "mmsi"),
    "registration": ("LegalEntity", "registrationNumber"),
    "tax_id": ("LegalEntity", "taxNumber"),
    "unp": ("LegalEntity", "taxNumber"),
    "us_fein": ("LegalEntity", "taxNumber"),
}
_OF_AUTHORITY = ("ofac_uid", "eu_fsf", "uk_unique_id", "ofsi_group_id", "justice_laws_fid")
_UN = "un_reference"
_COUNTRIES = {
    "Australia": "au",
    "Belarus": "by",
    "Canada": "ca",
    "Estonia": "ee",
    "European Union": "eu",
    "France": "fr",
    "Germany": "de",
    "Japan": "jp",
    "Latvia": "lv",
    "Lithuania": "lt",
    "New Zealand": "nz",
    "Norway": "no",
    "Poland": "pl",
    "Russia": "ru",
    "Switzerland": "ch",
    "Ukraine": "ua",
    "United Kingdom": "gb",
    "United Nations": "un",
    "United States": "us",
}


def followthemoney(register: Register, known_on: object = None, *, kinds: Kinds | None = None) -> Export:
    """Return the export of a register, as known on ``known_on`` (``None``: with all that is recorded).

    Iterate it for entities, or its `lines` for JSON lines; then ask `lost`. ``kinds`` gives for the id of a sanction what
    its target is: ``person``, ``entity``, ``vessel``, ``aircraft``, ``goods``, ``other``, or ``None``. Raises `BadDay`.
    """
    return Export(register, None if known_on is None else as_day(known_on, "known_on"), kinds)


class Export:
    """Entities as plain dicts with ``id``, ``schema`` and ``properties`` (names to lists of texts), made while they are read.

    For each sanction the entity of its target, then one ``Sanction`` for each episode. Ids derive from the sanction's id:
    ``us-ofac/belavia`` has the target ``us-ofac.belavia`` and the episodes ``us-ofac.belavia.1``, ``us-ofac.belavia.2``.
    """

    def __init__(self, register: Register, known_on: date | None, kinds: Kinds | None) -> None:
        self.register, self.known_on = register, known_on
        self._kinds = kinds
        self._ledger = Ledger()
        self._authorities = {one.id: one for one in register.authorities}

    def __iter__(self) -> Iterator[Entity]:
        self._ledger = ledger = Ledger()
        for sanction in self.register.sanctions:
            lost: set[str] = set()
            yield from self._entities(sanction, lost)
            ledger.add(sanction.id, lost)

    def lines(self) -> Iterator[str]:
        """Yield each entity as one line of JSON with sorted keys, ending in ``\\n``."""
        return map(json_line, self)

    @property
    def lost(self) -> Mapping[str, Loss]:
        """What the last reading could not say, by kind; complete once all entities were read."""
        return self._ledger.report()

    def _entities(self, sanction: Sanction, lost: set[str]) -> list[Entity]:
        if sanction.measure == "regime":
            lost.add("regime")
            return []
        line = self.register.timeline(sanction.id)
        every = episodes_of(line, self.known_on)
        episodes = [one for one in every if one.starts is not None]
        spans = line.spans(self.known_on)
        lost.update(_losses(line, every, spans, self.known_on))
        if not episodes:
            return []
        target = self._target(sanction, lost)
        last = every[-1]
        return [target, *(self._sanction(line, one, one is last, spans, lost) for one in episodes)]

    def _target(self, sanction: Sanction, lost: set[str]) -> Entity:
        kind = None if self._kinds is None else self._kinds(sanction.id)
        numbers = [(*_NUMBERS[name], one) for name, one in _plain(sanction.identifiers) if name in _NUMBERS]
        if kind is not None:
            if kind not in _SCHEMAS:
                raise UnknownId("kind of target", kind, _SCHEMAS)
            schema = _SCHEMAS[kind]
        elif numbers:
            schema = numbers[0][0]
        else:
            schema = "Asset" if sanction.measure in _OF_GOODS else "LegalEntity"
            if sanction.measure not in _OF_PARTIES:
                lost.add("kind of target")
        party = schema in ("Person", "Organization", "LegalEntity")
        properties: dict[str, Iterable[str | None]] = {
            "name": [sanction.target or sanction.title or sanction.id],
            "alias": sanction.aliases,
        }
        for wanted, name, value in numbers:
            if wanted == schema or (wanted == "LegalEntity" and party):
                spelled = f"IMO{value}" if name == "imoNumber" and value.isdigit() else value  # as the model spells it
                properties[name] = [*properties.get(name, ()), spelled]
        return _entity(_target_id(sanction), schema, properties)

    def _sanction(
        self, line: Timeline, episode: Episode, latest: bool, spans: tuple[Span, ...], lost: set[str]
    ) -> Entity:
        sanction, begun = line.sanction, episode.acts[0]
        authority = self._authorities.get(sanction.authority)
        country = None if authority is None else _COUNTRIES.get(authority.jurisdiction)
        if country is None:
            lost.add("jurisdiction")
        sources = [source for act in episode.acts for source in act.sources]
        listed = begun.adopted or begun.announced or begun.published
        numbers = _plain(sanction.identifiers)
        properties: dict[str, Iterable[str | None]] = {
            "entity": [_target_id(sanction)],
            "authority": [sanction.authority if authority is None else authority.name],
            "authorityId": [value for name, value in numbers if name in _OF_AUTHORITY],
            "unscId": [value for name, value in numbers if name == _UN],
            "program": [one.strip() for one in (sanction.program or "").split(";")],
            "provisions": [sanction.measure],
            "status": [_status(line, episode, latest, self.known_on)],
            "country": [country],
            "listingDate": [] if listed is None else _dates(_bounds_of(listed), lost),
            "startDate": _dates(episode.starts, lost),
            "endDate": _end_dates(episode.ends, lost),
            "modifiedAt": _modified(episode.acts, lost),
            "description": [sanction.title, sanction.legal_basis, sanction.note],
            "summary": [_story(episode, spans)],
            "recordId": [sanction.id],
            "sourceUrl": [source.url for source in sources],
            "publisher": [source.publisher for source in sources],
        }
        return _entity(f"{_target_id(sanction)}.{episode.number}", "Sanction", properties)


def _target_id(sanction: Sanction) -> str:
    # No part of an id has a dot, and ids of entities take no slash: so no two sanctions meet in one id.
    return sanction.id.replace("/", ".")


def _entity(id: str, schema: str, properties: Mapping[str, Iterable[str | None]]) -> Entity:
    """Return an entity; each value stands once, and a property without values not at all."""
    kept = {name: list(dict.fromkeys(value for value in values if value)) for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _plain(identifiers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return identifiers under names of one spelling: lists write ``OFAC uid``, records ``ofac_uid``."""
    return [
        (name.strip().lower().replace(" ", "_").replace("uniqueid", "unique_id"), value)
        for name, value in identifiers.items()
    ]


def _bounds_of(day: Any) -> Bounds:
    first, last = window(day)
    return Bounds(None if first == EARLY else day_of(first), None if last == LATE else day_of(last))


def _dates(bounds: Bounds | None, lost: set[str]) -> list[str]:
    """Return a day, a whole month or year as one date, and other doubtful days as the bounds that there are."""
    if bounds is None:
        return []
    first, last = bounds.first, bounds.last
    if first is not None and last is not None:
        if first == last:
            return [first.isoformat()]
        whole = monthrange(last.year, last.month)[1] == last.day and first.day == 1
        if whole and first.year == last.year:
            if first.month == last.month:
                return [first.isoformat()[:7]]
            if (first.month, last.month) == (1, 12):
                return [first.isoformat()[:4]]
    lost.add("doubtful day")
    return [day.isoformat() for day in (first, last) if day is not None]


def _end_dates(bounds: Bounds | None, lost: set[str]) -> list[str]:
    if bounds is not None and bounds.last is None:
        lost.add("open end")  # the first possible day alone would read as an end
        return []
    return _dates(bounds, lost)


def _modified(acts: tuple[Transition, ...], lost: set[str]) -> list[str]:
    changed = [act for act in acts if act.event in ("amend", "renew")]
    return _dates(_bounds_of(changed[-1].effective), lost) if changed else []


def _status(line: Timeline, episode: Episode, latest: bool, known_on: date | None) -> str | None:
    """Return how it stands on the last day to which it is borne out and known; how it ended, where another follows."""
    if not latest:
        return " or ".join(episode.ended) or None
    days = [day for day in (line.sanction.reviewed, known_on) if day is not None]
    return line.status(min(days), known_on).words if days else None


def _story(episode: Episode, spans: tuple[Span, ...]) -> str:
    """Return the spans of an episode in words, both days included."""
    first = None if episode.starts is None else episode.starts.first
    last = None if episode.ends is None else episode.ends.last
    told = []
    for span in spans:
        if (first is not None and span.to is not None and span.to <= first) or (
            last is not None and span.from_ is not None and span.from_ > last
        ):
            continue
        since = "" if span.from_ is None else f"from {span.from_} "
        until = "" if span.to is None else f"to {date.fromordinal(span.to.toordinal() - 1)} "
        reliefs = f" ({', '.join(span.reliefs)})" if span.reliefs else ""
        told.append(f"{since}{until}{span.label}{reliefs}")
    return "; ".join(told)


def _losses(
    line: Timeline, episodes: tuple[Episode, ...], spans: tuple[Span, ...], known_on: date | None
) -> Iterator[str]:
    """Give what is lost of a sanction whatever is written of it."""
    sanction = line.sanction
    possible: set[Possible] = {pair for span in spans for pair in span.possible}
    told = {
        "never in force": not episodes or any(one.starts is None for one in episodes),
        "annulled": any(one.annulled for one in episodes),
        "doubtful day": any(one.starts is not None and not one.certain for one in episodes),
        "pending": any(pair.state == State.PENDING for pair in possible),
        "suspended": any(pair.state == State.SUSPENDED for pair in possible),
        "relief": any(span.reliefs for span in spans) or any(pair.relief is not Coverage.NONE for pair in possible),
        "rests on": sanction.rests_on is not None,
        "known": bool(line.knowledge),
        "reviewed": sanction.reviewed is not None,
        "provisional": any(span.provisional for span in spans),
        "statements": any(visible(one, known_on) for one in line.statements),
        "checkpoints": bool(sanction.checkpoints),
        "negotiations": any(act.negotiation is not None for act in sanction.transitions),
    }
    return (kind for kind, found in told.items() if found)
