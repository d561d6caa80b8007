"""Load data folders into a register, and check them: every problem is collected, none stops the next."""

from __future__ import annotations

import os
from collections.abc import Iterable
from enum import Enum
from functools import partial
from pathlib import Path

from .facts import Authority, Negotiation, Person, Relief, Statement, Subject, is_id
from .folders import Entry, is_archive, shipped_folder, survey
from .problems import Problem, RecordsError, errors
from .records import read_document
from .register import Register, without_collecting
from .sanction import Sanction
from .textfile import Unreadable, read
from .validate import check_histories, check_names, check_twice
from .zones import zone

__all__ = ["SHIPPED", "check", "load"]


class _Shipped(Enum):
    SHIPPED = "the records that come with the package"

    def __repr__(self) -> str:
        return "SHIPPED"


SHIPPED = _Shipped.SHIPPED
"""Stands for the records that come with the package: ``load(SHIPPED, "my-records")`` adds one's own."""


_DataPath = str | os.PathLike[str] | _Shipped


def load(*paths: _DataPath) -> Register:
    """Read records: the shipped ones without an argument, else the folders, files or archives of lists named.

    ``load(SHIPPED, path)`` adds one's own. Authorities, subjects and people that the folders lack fall back to the shipped
    ones. Raises `RecordsError` with every error; warnings never stop a load.
    """
    register, problems = _gather(paths or (SHIPPED,), deep=any(path is not SHIPPED for path in paths))
    found = errors(problems)
    if found:
        raise RecordsError(found)
    return register


def check(*paths: _DataPath) -> tuple[Problem, ...]:
    """Return every problem of the records at these paths (the shipped ones without an argument), errors and warnings.

    What cannot be read is a problem like the others; of an archive every seal is verified.
    """
    return tuple(_gather(paths or (SHIPPED,), deep=True, verifying=True)[1])


def _gather(paths: Iterable[_DataPath], *, deep: bool, verifying: bool = False) -> tuple[Register, list[Problem]]:
    with without_collecting():
        gathered = _Gathered(passing_over=None if deep else "checkpoint", verifying=verifying)
        for path in paths:
            gathered.add(shipped_folder() if path is SHIPPED else Path(path))
        register = gathered.register()
        problems = gathered.problems
        if deep:
            problems = problems + gathered.deep(register)
    return register, sorted(problems, key=lambda one: (one.file, one.line or 0))


class _Gathered:
    """What the files held, and what was wrong with them."""

    def __init__(self, passing_over: str | None = None, verifying: bool = False) -> None:
        self.passing_over, self.verifying = passing_over, verifying
        self.problems: list[Problem] = []
        self.sanctions: dict[str, Sanction] = {}
        self.listed: dict[
            str, Sanction
        ] = {}  # entries of archives: told from editions, so there is nothing in them to check
        self.reliefs: list[Relief] = []
        self.statements: list[Statement] = []
        self.authorities: dict[str, Authority] = {}
        self.subjects: dict[str, Subject] = {}
        self.people: dict[str, Person] = {}
        self.negotiations: dict[str, Negotiation] = {}
        self.shipped = False
        self.lone = False
        self.unread: set[tuple[str, str]] = set()  # kind and id of the files that hold more than could be read

    def add(self, path: Path) -> None:
        if is_archive(path):
            self.add_archive(path)
            return
        entries, problems = survey(path)
        self.problems += problems
        self.shipped = self.shipped or path == shipped_folder()
        names = [entry for entry in entries if entry.kind.split()[0] in ("authorities", "subjects", "people")]
        for entry in names:
            self.read(entry)
        for entry in entries:
            if entry not in names:
                self.lone = self.lone or entry.lone
                self.read(entry)

    def add_archive(self, path: Path) -> None:
        """Add the entries of an archive of lists, each list as an authority of its own name."""
        from .archive import Archive, ArchiveError, authorities, tell

        try:
            with Archive(path) as archive:
                if self.verifying:
                    self.problems += [Problem("not-read", line, path.name) for line in archive.verify()]
                for sanction in tell(archive):
                    if self.listed.setdefault(sanction.id, sanction) is not sanction:
                        self.problems.append(_twice(sanction.id, path.name))
                self.authorities.update((one.id, one) for one in authorities(archive))
        except ArchiveError as error:
            self.problems.append(Problem("not-read", str(error).removeprefix(f"{path}: "), path.name))

    def names(self) -> _Gathered:
        """Return the names of the shipped records, read once, for a folder that lacks its own."""
        found = _Gathered()
        for entry in survey(shipped_folder())[0]:
            if entry.kind.split()[0] in ("authorities", "subjects", "people"):
                found.read(entry)
        return found

    def fall_back(self) -> None:
        if self.shipped:
            return
        ours = self.names()
        self.authorities = {**ours.authorities, **self.authorities}
        self.subjects = {**ours.subjects, **self.subjects}
        self.people = {**ours.people, **self.people}
        self.shipped = True

    def zone(self, authority: str) -> str | None:
        if authority not in self.authorities:
            self.fall_back()
        found = self.authorities.get(authority)
        return None if found is None else found.zone

    def read(self, entry: Entry) -> None:
        try:
            document = read(
                entry.path, entry.name, passing_over=self.passing_over if entry.kind == "sanction" else None
            )
        except Unreadable as error:
            self.problems.append(Problem(error.code, error.message, entry.name, error.line))
            self.unread.add((entry.kind, entry.id))
            return
        if entry.kind in ("sanction", "reliefs file") and not is_id(entry.id):
            self.problems.append(
                Problem(
                    "bad-id",
                    f"{entry.id[:80]!r} is not an id; name folder and file in lower-case letters, digits and hyphens",
                    entry.name,
                )
            )
            return
        zone_name = self.zone(entry.authority) if entry.kind in ("sanction", "reliefs file") else None
        part, problems = read_document(
            document, entry.kind, entry.id, None if zone_name is None else partial(zone, zone_name)
        )
        self.problems += problems
        if errors(problems):
            self.unread.add((entry.kind, entry.id))
        if part.sanction is not None:
            self._add_sanction(part.sanction, entry)
        self.reliefs += part.reliefs
        self.statements += part.statements
        self.authorities.update((authority.id, authority) for authority in part.authorities)
        self.subjects.update((subject.id, subject) for subject in part.subjects)
        self.people.update((person.id, person) for person in part.people)
        self.negotiations.update((one.id, one) for one in part.negotiations)

    def _add_sanction(self, sanction: Sanction, entry: Entry) -> None:
        other = self.sanctions.get(sanction.id)
        if other is not None:
            self.problems.append(_twice(sanction.id, entry.name, 1))
        else:
            self.sanctions[sanction.id] = sanction

    def register(self) -> Register:
        self.fall_back()
        return Register(
            [*self.sanctions.values(), *self.listed.values()],
            reliefs=self.reliefs,
            statements=self.statements,
            authorities=self.authorities.values(),
            subjects=self.subjects.values(),
            people=self.people.values(),
            negotiations=self.negotiations.values(),
        )

    def deep(self, register: Register) -> list[Problem]:
        """Check what no file shows alone. A lone file may name what the shipped records hold."""
        if self.listed and not (self.sanctions or self.reliefs or self.statements):
            return []  # archives alone: told from editions, they name nothing that could be misspelt
        anything = self.sanctions or self.reliefs or self.statements or self.negotiations
        surroundings = load() if self.lone and anything else None
        problems = check_names(register, surroundings, self.unread)
        ids = {*self.sanctions, *(id_ for one in self.reliefs for touch in one.touches for id_ in touch.sanctions)}
        if surroundings is not None:
            register = _joined(surroundings, register)
        own = [*self.reliefs, *(relief for one in self.sanctions.values() for relief in one.reliefs)]
        problems += check_twice(register, own)
        missing = any(kind == "reliefs file" for kind, _ in self.unread)  # then no checkpoint can be compared
        return problems + check_histories(register, ids, checkpoints=not missing)


def _twice(id_: str, file: str, line: int | None = None) -> Problem:
    message = f"{id_!r} stands twice (also in another folder); give one of them another name"
    return Problem("duplicate", message, file, line)


def _joined(ours: Register, mine: Register) -> Register:
    files = {(one.authority, one.file) for one in mine.reliefs}
    words = {one.file for one in mine.statements}
    return Register(
        {**{one.id: one for one in ours.sanctions}, **{one.id: one for one in mine.sanctions}}.values(),
        reliefs=[*(one for one in ours.reliefs if (one.authority, one.file) not in files), *mine.reliefs],
        statements=[*(one for one in ours.statements if one.file not in words), *mine.statements],
        authorities=mine.authorities,
        subjects=mine.subjects,
        people=mine.people,
    )
