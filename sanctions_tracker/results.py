"""What a register answers with, beside a status: changes, differences, revisions, subjects, and names that were found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import evolve, frozen

from .answer import Cause, Possible, Restricts, Status, label_of, restricts_of, strictest
from .facts import Subject
from .timelines import Span

__all__ = ["Change", "Difference", "Found", "Revision", "SubjectStatus", "revised"]


@frozen
class Change:
    """What a day changed: the possibilities before and after ``on``, and what changed them.

    ``cause`` set the state after it (``None`` where the state is as before), ``began`` and ``ended`` name reliefs,
    ``rests_on`` the record whose own change is passed on.
    """

    id: str
    on: date
    before: frozenset[Possible]
    after: frozenset[Possible]
    cause: Cause | None
    began: tuple[str, ...]
    ended: tuple[str, ...]
    rests_on: str | None = None
    projected: bool = False
    provisional: bool = False

    @property
    def derived(self) -> bool:
        """Whether a timer, not an act, changed the state."""
        return self.cause is not None and self.cause.timer

    @property
    def words(self) -> str:
        """The change in words: the label before, an arrow, the label after."""
        return f"{label_of(self.before)} -> {label_of(self.after)}"


@frozen
class Difference:
    """A sanction whose possibilities differ between two days."""

    id: str
    before: Status
    after: Status


@frozen
class Revision:
    """Days ``[from_, to)`` whose answer changed when something became known (or was retracted) on ``known``."""

    id: str
    known: date
    from_: date | None
    to: date | None
    before: frozenset[Possible]
    after: frozenset[Possible]

    @property
    def retroactive(self) -> bool:
        """Whether days before ``known`` changed: somebody who had asked then got another answer."""
        return self.from_ is None or self.from_ < self.known


@frozen
class SubjectStatus:
    """All sanctions that people mean by one word, on one day, with the strictest of them."""

    subject: Subject
    on: date
    known_on: date | None
    members: tuple[Status, ...]

    @property
    def possible(self) -> frozenset[Possible]:
        """What is strictest in some choice of one possibility for each member; empty without members."""
        return strictest(member.possible for member in self.members) if self.members else frozenset()

    @property
    def words(self) -> str:
        """The label of the strictest, those possible joined by " or "."""
        return label_of(self.possible)

    @property
    def restricts(self) -> Restricts:
        """Whether the strictest restricts."""
        return restricts_of(self.possible) if self.members else Restricts.NO


@frozen
class Found:
    """A name that was looked for: the kind and id of what bears it, its title, and the text that matched."""

    kind: str
    id: str
    name: str
    matched: str
    exact: bool


def revised(id: str, known: date, old: Sequence[Span], new: Sequence[Span]) -> list[Revision]:
    """Return the runs of days on which two lists of spans differ."""
    found: list[Revision] = []
    starts = sorted({span.from_ or date.min for span in (*old, *new)})
    for number, start in enumerate(starts):
        before, after = (
            next(span for span in reversed(spans) if (span.from_ or date.min) <= start) for spans in (old, new)
        )
        to = starts[number + 1] if number + 1 < len(starts) else None
        if before.possible == after.possible:
            continue
        last = found[-1] if found else None
        if last is not None and last.to == start and (last.before, last.after) == (before.possible, after.possible):
            found[-1] = evolve(last, to=to)
        else:
            found.append(Revision(id, known, None if start == date.min else start, to, before.possible, after.possible))
    return found
