"""Tell the editions of an archive as sanctions: each entry one record, with acts, words and sources like those of a cited one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from attrs import frozen

from ..days import DoubtfulDay
from ..facts import Authority, Source, Statement, Transition
from ..lists import LISTS, Entry, ListInfo, slug
from ..problems import UnknownId
from ..sanction import Sanction
from .content import seen
from .history import Act, Point, Printed, Seen, history, merge
from .rows import EditionRow
from .store import Archive

__all__ = ["Told", "authorities", "kinds", "tell", "told_of"]

_Observed = tuple[tuple[int, Seen | None], ...]


class _Version(NamedTuple):
    key: str
    body: str
    seen: Seen


def tell(archive: Archive) -> Iterator[Sanction]:
    """Yield a sanction for each entry that any edition ever held, in the order of lists and keys.

    Its acts are ``impose`` (came), ``lift`` (left) and ``reimpose`` (came back); each cites the editions between which
    it happened, at tier 2. It is reviewed to the last day of the newest edition. Raises `ArchiveError`.
    """
    rows = archive.editions()
    toggles = archive.toggles()
    versions: dict[tuple[str, str], dict[int, _Version]] = {}
    for number, list_, part, key, body in archive.versions():
        versions.setdefault((list_, part), {})[number] = _Version(key, body, seen(body))
    for list_, part in sorted(versions):
        series = [row for row in rows if (row.list, row.part) == (list_, part)]
        yield from _Series(LISTS[list_], series, toggles, versions[list_, part]).sanctions()


def authorities(archive: Archive) -> tuple[Authority, ...]:
    """Return each list of the archive under its own name, as the folder of its records, in the zone of its authority. Raises `ArchiveError`."""
    infos = [LISTS[name] for name in sorted({row.list for row in archive.editions()})]
    return tuple(Authority(id=one.id, name=one.title, jurisdiction=one.jurisdiction, zone=one.zone) for one in infos)


def kinds(archive: Archive) -> dict[str, str]:
    """Return what each entry is, by id: person, entity, vessel, aircraft, goods or other, as its last version says."""
    return {f"{list_}/{slug(key)}": json.loads(body)["kind"] for _, list_, _, key, body in archive.versions()}


def _between(
    row: EditionRow, before: EditionRow | None, parents: Mapping[int, int | None], toggles: Mapping[int, set[int]]
) -> set[int]:
    """Return the versions that one of two editions holds and the other does not; ``None`` is the empty list before the first."""
    found: set[int] = set()
    one: int | None = row.number
    other = None if before is None else before.number
    while one != other:  # a parent came earlier than its child, so the paths meet at the newest edition that they share
        if other is None or (one is not None and one > other):
            assert one is not None
            found ^= toggles.get(one, set())
            one = parents[one]
        else:
            found ^= toggles.get(other, set())
            other = parents[other]
    return found


@frozen
class Told:
    """What an edition says of an entry where that differs from the edition before; ``entry`` is ``None`` where it is gone."""

    edition: EditionRow
    entry: Entry | None


def told_of(archive: Archive, id: str) -> tuple[Told, ...]:
    """Return what the editions say of one entry, in their order, wherever that changes. Raises `UnknownId`."""
    entries = {(number, part): f"{name}/{slug(key)}" for number, name, part, key, _ in archive.versions()}
    mine = {number for (number, _), one in entries.items() if one == id}
    if not mine:
        raise UnknownId("entry", id, set(entries.values()))
    parts = {part for number, part in entries if number in mine}
    rows = archive.editions(id.partition("/")[0])
    toggles = archive.toggles()
    parents = {row.number: row.parent for row in rows}
    found: list[Told] = []
    held: set[int] = set()
    before: EditionRow | None = None
    for row in (one for one in rows if one.part in parts):
        changed = _between(row, before, parents, toggles) & mine
        if changed:
            held ^= changed
            found.append(Told(row, archive.entry(max(held)) if held else None))
        before = row
    return tuple(found)


class _Series:
    """One list, or one part of a list that is published in parts: its editions in order and what they hold."""

    def __init__(
        self,
        info: ListInfo,
        rows: Sequence[EditionRow],
        toggles: Mapping[int, set[int]],
        versions: Mapping[int, _Version],
    ) -> None:
        self.info, self.rows, self.toggles, self.versions = info, rows, toggles, versions
        self.parents = {row.number: row.parent for row in rows}
        self.by_number = {row.number: row for row in rows}
        self._sources: dict[int, Source] = {}
        self._told: dict[tuple[_Observed, ...], tuple[tuple[Transition, ...], tuple[Printed, ...]]] = {}

    def sanctions(self) -> Iterator[Sanction]:
        lates = sorted({row.known for row in self.rows if row.late})
        starts: list[date | None] = [None, *lates]
        points = []
        observed = []
        latest: dict[str, int] = {}
        for start in starts:
            visible = [row for row in self.rows if not row.late or (start is not None and row.known <= start)]
            points.append([_point(row) for row in visible])
            observed.append(self._observe(visible, latest))
        days = [None if start is None else start.toordinal() for start in starts]
        reviewed = max(row.last for row in self.rows)
        for key in sorted(latest):
            shape = tuple(tuple(one.get(key, ())) for one in observed)
            told = self._told.get(shape)
            if told is None:
                histories = [history(some, seen_) for some, seen_ in zip(points, shape, strict=True)]
                whole = histories[0] if len(histories) == 1 else merge(list(zip(days, histories, strict=True)))
                told = self._told[shape] = (tuple(map(self._transition, whole.acts)), whole.printed)
            yield self._sanction(key, self.versions[latest[key]].body, told, reviewed)

    def _observe(
        self, visible: Iterable[EditionRow], latest: dict[str, int]
    ) -> dict[str, list[tuple[int, Seen | None]]]:
        """Return, by key, what the editions say of an entry wherever that changes; note the newest version of each."""
        found: dict[str, list[tuple[int, Seen | None]]] = {}
        current: dict[str, int] = {}
        before: EditionRow | None = None
        for index, row in enumerate(visible):
            came: dict[str, int] = {}
            gone: set[str] = set()
            for number in _between(row, before, self.parents, self.toggles):
                key = self.versions[number].key
                if current.get(key) == number:
                    gone.add(key)
                else:
                    came[key] = number
            for key in gone - came.keys():
                del current[key]
                found[key].append((index, None))
            for key, number in came.items():
                current[key] = number
                said = self.versions[number].seen
                if said.present or key not in latest:  # what shows an entry as gone may no longer say its name
                    latest[key] = number
                told = found.setdefault(key, [])
                if not told or told[-1][1] != said:
                    told.append((index, said))
            before = row
        return found

    def _transition(self, act: Act) -> Transition:
        latest = date.fromordinal(act.latest)
        earliest = None if act.earliest is None else date.fromordinal(act.earliest)
        exact = earliest == latest
        return Transition(
            act.event,
            effective=latest
            if exact
            else DoubtfulDay(earliest, latest, f"[{'' if earliest is None else earliest}..{latest}]"),
            known=date.fromordinal(act.known),
            retracted=None if act.retracted is None else date.fromordinal(act.retracted),
            authority=self.info.authority,
            sources=[self._source(number) for number in act.editions],
        )

    def _source(self, number: int) -> Source:
        found = self._sources.get(number)
        if found is None:
            row = self.by_number[number]
            part = f", {row.part}" if row.part else ""
            found = self._sources[number] = Source(
                key=f"edition-{number}",
                title=f"{self.info.title}{part}, edition of {row.first}",
                publisher=self.info.publisher,
                tier=2,
                url=self.info.url,
                published=row.first,
            )
        return found

    def _sanction(
        self,
        key: str,
        body: str,
        told: tuple[tuple[Transition, ...], tuple[Printed, ...]],
        reviewed: date,
    ) -> Sanction:
        values: dict[str, Any] = json.loads(body)
        id_ = f"{self.info.id}/{slug(key)}"
        identifiers: dict[str, str] = {}
        for name, value in values.get("identifiers", ()):
            identifiers[name] = f"{identifiers[name]}; {value}" if name in identifiers else value
        transitions, printed = told
        return Sanction(
            id_,
            transitions,
            title=values["name"],
            target=values["name"],
            measure=self.info.measure,
            aliases=values.get("aliases", ()),
            program="; ".join(values["programs"]) if "programs" in values else None,
            legal_basis="; ".join(values["legal_basis"]) if "legal_basis" in values else None,
            identifiers={"key": key, **identifiers},
            reviewed=reviewed,
            statements=[self._statement(one, id_) for one in printed],
        )

    def _statement(self, printed: Printed, id_: str) -> Statement:
        """The list's own words: the day of listing that it prints, where the editions show another."""
        row = self.by_number[printed.edition]
        return Statement(
            "impose",
            on=row.first,
            by=self.info.authority,
            about=[id_],
            for_=date.fromordinal(printed.day),
            known=date.fromordinal(printed.known),
            retracted=None if printed.retracted is None else date.fromordinal(printed.retracted),
            sources=[self._source(printed.edition)],
            note="The date of listing that the edition prints.",
        )


def _point(row: EditionRow) -> Point:
    return Point(row.number, row.first.toordinal(), row.last.toordinal(), row.known.toordinal(), row.whole)
