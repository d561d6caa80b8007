"""From what each edition says of an entry to dated acts. Nothing here reads a file; days are ordinals.

A list that is published again and again shows a change only between two editions: the entry came, or left, after the older
and not later than the newer. That window is the doubtful day of the act. A date printed in the list narrows it where it
says when the entry itself came or left and lies within the window; a printed date outside it is kept as words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["Act", "History", "Point", "Printed", "Seen", "history", "merge"]


class Point(NamedTuple):
    """An edition as the history needs it: its number, its first and last day, when it was known, and whether it is whole."""

    number: int
    first: int
    last: int
    known: int
    whole: bool = True


class Seen(NamedTuple):
    """What one edition says of one entry: whether it is on the list, and the days printed of its coming and going."""

    present: bool
    listed: tuple[int, ...] = ()
    delisted: tuple[int, ...] = ()


class Act(NamedTuple):
    """The entry came (``impose``, ``reimpose``) or left (``lift``) within [earliest, latest], both inclusive; ``None`` is open.

    It is known from ``known`` until ``retracted`` (exclusive, ``None``: for good), and rests on the editions named.
    """

    event: str
    earliest: int | None
    latest: int
    known: int
    retracted: int | None
    editions: tuple[int, ...]


class Printed(NamedTuple):
    """A day of listing that an edition prints, and that is not the day of the act: the list's words, kept as such."""

    edition: int
    day: int
    known: int
    retracted: int | None = None


class History(NamedTuple):
    """The acts of an entry, in their order, and the printed days that disagree with them."""

    acts: tuple[Act, ...]
    printed: tuple[Printed, ...]


_Move = tuple[bool, int | None, int]


def _moves(now: Seen, was: bool, earliest: int | None, latest: int, *, first: bool) -> list[_Move]:
    """Return the comings and goings within a window that lead from ``was`` to what is seen now, ``first`` for the first time."""

    def within(days: Iterable[int]) -> list[int]:
        return sorted({day for day in days if (earliest is None or earliest <= day) and day <= latest})

    listed, delisted = within(now.listed), within(now.delisted)
    told = sorted([*((day, True) for day in listed), *((day, False) for day in delisted)])
    kinds = [on for _, on in told]
    alternate = all(one != other for one, other in zip([was, *kinds], kinds, strict=False))
    if kinds and alternate and kinds[-1] is now.present:  # the list tells all of it
        return [(on, day, day) for day, on in told]
    if was is not now.present:
        days = listed if now.present else delisted
        return [(now.present, *((days[0], days[0]) if len(days) == 1 else (earliest, latest)))]
    if first and not now.present:  # shown only as gone: so it came and left, and no edition held it in between
        left = delisted[-1] if delisted else None
        came = listed[0] if len(listed) == 1 and (left is None or listed[0] <= left) else None
        gone = latest if left is None else left
        opened = earliest if came is None else came
        return [(True, opened, gone if came is None else came), (False, opened if left is None else left, gone)]
    return []


def history(points: Sequence[Point], seen: Iterable[tuple[int, Seen | None]]) -> History:
    """Return what editions, in their order, tell of one entry.

    ``seen`` gives (index of the edition, what it says) wherever that changes, in order; ``None`` is an entry that the edition
    does not hold. A later edition of the list appended to ``points`` changes no act told before, except for a corrected printed day,
    which retracts the act and tells it anew.
    """
    acts: list[Act] = []
    printed: list[Printed] = []
    before: Seen | None = None
    running: tuple[int, int | None, int] | None = None  # the act by which the episode began, and its window
    dates: tuple[int, ...] = ()  # the days of listing that were printed last
    for index, found in seen:
        now = found or Seen(False)
        point = points[index]
        older = points[index - 1] if index else None
        latest = point.first
        earliest = None if older is None else min(older.last + 1, point.first)
        if older is not None and not point.whole:  # it tells what changed on its own day
            earliest = point.first
        was = before is not None and before.present
        editions = (point.number,) if older is None else (older.number, point.number)
        moves = _moves(now, was, earliest, latest, first=before is None and found is not None)
        for on, first, last in moves:
            event = "lift" if not on else "reimpose" if any(act.event == "lift" for act in acts) else "impose"
            acts.append(Act(event, first, last, point.known, None, editions))
            running = (len(acts) - 1, _not_before(acts, earliest), latest) if on else None
        if moves and now.present:
            printed += _outside(now, acts[-1], point)
        elif was and now.present and running is not None and now.listed and now.listed != dates:
            running = _corrected(acts, running, now, point)
            printed += _outside(now, acts[running[0]], point)
        if now.listed or not now.present:  # a day that is no longer printed is not taken back
            dates = now.listed
        before = now
    return History(tuple(acts), tuple(printed))


def _not_before(acts: Sequence[Act], earliest: int | None) -> int | None:
    """Return the first day on which the last act may stand: no window reaches back before the act told before it."""
    days = [day for day in (earliest, acts[-2].earliest if len(acts) > 1 else None) if day is not None]
    return max(days, default=None)


def _outside(now: Seen, act: Act, point: Point) -> list[Printed]:
    return [
        Printed(point.number, day, point.known) for day in now.listed if not (act.earliest == day and act.latest == day)
    ]


def _corrected(
    acts: list[Act], running: tuple[int, int | None, int], now: Seen, point: Point
) -> tuple[int, int | None, int]:
    """Tell the beginning of the running episode anew where the printed day was filled in or corrected."""
    place, earliest, latest = running
    days = {day for day in now.listed if (earliest is None or earliest <= day) and day <= latest}
    window = (*days, *days) if len(days) == 1 else (earliest, latest)
    told = acts[place]
    if window == (told.earliest, told.latest):
        return running
    acts[place] = told._replace(retracted=point.known)
    anew = told._replace(
        earliest=window[0], latest=window[1] or latest, known=point.known, editions=(*told.editions, point.number)
    )
    acts.insert(place + 1, anew)
    return place + 1, earliest, latest


def merge(told: Sequence[tuple[int | None, History]]) -> History:
    """Join what was told before and after editions came late: (known from, history) in their order, the first from ``None``.

    An act that the later telling no longer holds is retracted on the day from which that telling is known; one that it adds is
    known from that day at the earliest.
    """
    acts: list[Act] = []
    words: dict[tuple[int, int], Printed] = {}
    for number, (start, one) in enumerate(told):
        end = told[number + 1][0] if number + 1 < len(told) else None
        _join_acts(acts, one.acts, start, end)
        for said in one.printed:
            known, until = _visible(said.known, said.retracted, start, end)
            if until is not None and until <= known:
                continue
            key = (said.edition, said.day)
            held = words.get(key)
            joined = held is not None and held.retracted == known
            words[key] = (
                held._replace(retracted=until) if held and joined else said._replace(known=known, retracted=until)
            )
    return History(tuple(acts), tuple(words.values()))


def _join_acts(acts: list[Act], told: Iterable[Act], start: int | None, end: int | None) -> None:
    """Add a telling to the acts so far, in its own order; only what no reader sees together may stand otherwise."""
    place = 0
    for act in told:
        known, until = _visible(act.known, act.retracted, start, end)
        if until is not None and until <= known:
            continue
        again = (n for n in range(place, len(acts)) if acts[n][:3] == act[:3] and acts[n].retracted == known)
        found = next(again, None)
        if found is None:
            acts.insert(place, act._replace(known=known, retracted=until))
        else:  # it never went
            place = found
            acts[place] = acts[place]._replace(retracted=until)
        place += 1


def _visible(known: int, retracted: int | None, start: int | None, end: int | None) -> tuple[int, int | None]:
    ends = [day for day in (retracted, end) if day is not None]
    return known if start is None else max(known, start), min(ends, default=None)
