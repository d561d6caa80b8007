"""Strategies for reliefs: one, and a series of which later ones supersede earlier ones, lawful for every reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as some

from ..days import as_day
from ..facts import KINDS, Relief, Revocation, Touch, is_id
from .acting import FIRST_DAY, ending
from .timing import exactly, whole_number
from .world import end_of

__all__ = ["ids", "reliefs", "series"]


def reliefs(
    *, sanctions: Sequence[str] = ("my/firm",), authority: str = "my", first_day: date | str = FIRST_DAY
) -> some.SearchStrategy[Relief]:
    """Draw one relief of ``authority`` that touches some of these sanctions (their ids) and starts near ``first_day``.

    It may have an end in any spelling, be revoked or standing, and cover several sanctions differently. Shrinks to a general
    licence without an end that covers the first of them in part. Raises `ValueError` on what is no id or no day.
    """
    return series(ids(sanctions), authority, as_day(first_day, "first_day"), at_least=1, at_most=1).map(_only)


def _only(found: tuple[Relief, ...]) -> Relief:
    return found[0]


def ids(sanctions: Sequence[str]) -> tuple[str, ...]:
    """Return these ids; raises `ValueError` where there is none, or one is none."""
    if isinstance(sanctions, str) or not sanctions:
        raise ValueError(f"sanctions is {sanctions!r}; write a list of ids, at least one")
    for one in sanctions:
        if not is_id(one):
            raise ValueError(f"{one!r} is not an id; write authority/name in lower-case letters, digits and hyphens")
    return tuple(sanctions)


@some.composite
def series(
    draw: some.DrawFn,
    sanctions: Sequence[str],
    authority: str,
    first_day: date,
    *,
    at_least: int = 0,
    at_most: int = 4,
    name: str = "GL",
) -> tuple[Relief, ...]:
    """Draw reliefs of which each may supersede those that run when it starts; their names begin with ``name``."""
    whole_number("at_least", at_least)
    found: list[Relief] = []
    running: dict[Relief, tuple[date, date]] = {}  # the first and last day on which another may supersede it
    for number in range(draw(some.integers(at_least, at_most))):
        starts = first_day + timedelta(days=draw(some.integers(0, 35)) - 5 if number else draw(some.integers(0, 9)))
        older = [one for one, (first, last) in running.items() if first <= starts <= last]
        if running and not older and draw(some.booleans()):
            older = [draw(some.sampled_from(list(running)))]
            first, last = running[older[0]]
            starts = min(first + timedelta(days=draw(some.integers(0, 9))), last)
        over = draw(some.lists(some.sampled_from(older), max_size=2, unique=True)) if older else []
        relief = draw(_relief(f"{name} {number + 1}", sanctions, authority, starts, [one.name for one in over]))
        revoked = [exactly(relief.revoked.effective)] if relief.revoked else []
        running.update(dict.fromkeys(over, (starts, starts)))
        running[relief] = (starts, min([end_of(relief, starts), *revoked]))
        found.append(relief)
    return tuple(found)


@some.composite
def _relief(
    draw: some.DrawFn, name: str, sanctions: Sequence[str], authority: str, starts: date, supersedes: Sequence[str]
) -> Relief:
    fields = ending(starts, draw(some.integers(0, 53))) if draw(some.booleans()) else {}
    if starts.day > 28 and str(fields.get("lasts", "")).startswith("P1M"):
        fields = {}  # the month may have no such day
    parts = [sanctions[:1], sanctions, sanctions[1:] or sanctions]
    touched = draw(some.sampled_from(parts))
    cut = draw(some.integers(0, len(touched) - 1))
    touches = [
        Touch(sanctions=part, coverage=draw(some.sampled_from(("part", "full"))))
        for part in (touched[cut:], touched[:cut])
        if part
    ]
    if draw(some.integers(0, 3)) == 3:
        fields["revoked"] = Revocation(effective=starts + timedelta(days=draw(some.integers(0, 12))))
    if draw(some.integers(0, 5)) == 5:
        fields["standing"] = True
    kind = draw(some.sampled_from(KINDS))
    return Relief(name, authority, kind=kind, starts=starts, touches=touches, supersedes=supersedes, **fields)
