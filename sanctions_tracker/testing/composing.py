"""Strategies for whole sanctions and whole registers, bare or documented as records are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from attrs import evolve
from hypothesis import strategies as some

from ..days import as_day
from ..facts import MEASURES, Authority, Person, Source, Statement, Subject
from ..lifecycle import STANDARD, Lifecycle
from ..register import Register
from ..sanction import Sanction
from .acting import FIRST_DAY, blurred, histories
from .relieving import ids, series
from .timing import DAYS, whole_number

__all__ = ["registers", "sanctions"]

_LAW = Source(key="law", title="The act", publisher="Gazette", tier=1)
_PRESS = Source(key="press", title="A report", publisher="Newspaper", tier=4)


def sanctions(
    *,
    id: str = "my/firm",
    lifecycle: Lifecycle = STANDARD,
    min_acts: int = 1,
    max_acts: int = 5,
    max_reliefs: int = 2,
    first_day: date | str = FIRST_DAY,
    doubts: int = 0,
    late: bool = False,
    sourced: bool = False,
) -> some.SearchStrategy[Sanction]:
    """Draw a sanction with a lawful history and up to ``max_reliefs`` reliefs of its own.

    ``doubts`` and ``late`` are those of `histories`, for its reliefs too. With ``sourced`` it has all that a record needs: a title,
    subjects, a measure, sources. Shrinks to one imposed on 2000-01-01. Raises `ValueError` on bad bounds.
    """
    whole_number("max_reliefs", max_reliefs)
    whole_number("doubts", doubts)
    history = histories(
        lifecycle=lifecycle, min_acts=min_acts, max_acts=max_acts, first_day=first_day, doubts=doubts, late=late
    )
    (checked,) = ids([id])
    return _sanctions(checked, lifecycle, history, max_reliefs, as_day(first_day, "first_day"), doubts, late, sourced)


def registers(
    *,
    max_sanctions: int = 3,
    max_acts: int = 4,
    max_reliefs: int = 2,
    first_day: date | str = FIRST_DAY,
    doubts: int = 0,
    late: bool = False,
    sourced: bool = False,
) -> some.SearchStrategy[Register]:
    """Draw a register of 1 to ``max_sanctions`` sanctions under the standard lifecycle.

    Some may rest on another, be touched together by up to ``max_reliefs`` reliefs that supersede one another, never have been
    imposed, and be spoken of. With ``sourced`` it can be written as a data folder (`dump`). Shrinks to one sanction, imposed on
    2000-01-01. Raises `ValueError` on bad bounds.
    """
    whole_number("max_sanctions", max_sanctions, at_least=1)
    fields: dict[str, Any] = {"max_acts": max_acts, "first_day": first_day, "late": late, "sourced": sourced}
    sanctions(max_reliefs=max_reliefs, doubts=doubts, **fields)  # what is wrong is said now, not when it is drawn
    return _registers(max_sanctions, max_reliefs, doubts, fields)


@some.composite
def _sanctions(
    draw: some.DrawFn,
    id: str,
    lifecycle: Lifecycle,
    history: some.SearchStrategy[Any],
    max_reliefs: int,
    first_day: date,
    doubts: int,
    late: bool,
    sourced: bool,
) -> Sanction:
    acts = draw(history)
    authority, name = id.split("/")
    label = "GL" if name == "firm" else f"GL {name}"  # a relief is known by authority and name
    reliefs = draw(series((id,), authority, first_day, at_most=max_reliefs, name=label))
    reliefs = draw(_known(reliefs, doubts - _doubtful(acts), late))
    fields: dict[str, Any] = {}
    if sourced:
        acts, reliefs = (draw(_documented(records)) for records in (acts, reliefs))
        measure = draw(some.sampled_from(MEASURES))
        fields = {"title": f"The case of {id}", "subjects": ["firms"], "measure": measure, "target": "The firm"}
    reviewed = draw(some.integers(0, 90))
    if reviewed:
        fields["reviewed"] = first_day + timedelta(days=reviewed)
    return Sanction(id, acts, reliefs=reliefs, lifecycle=lifecycle, **fields)


@some.composite
def _registers(
    draw: some.DrawFn, max_sanctions: int, max_reliefs: int, doubts: int, fields: dict[str, Any]
) -> Register:
    first_day = as_day(fields["first_day"], "first_day")
    names = ["my/firm", *(f"my/firm-{number}" for number in range(2, max_sanctions + 1))]
    names = names[: draw(some.integers(1, max_sanctions))]
    found: list[Sanction] = []
    for number, name in enumerate(names):  # the doubts of what one rests on are worlds of both
        share = doubts if len(names) == 1 else doubts // 2
        one = draw(sanctions(id=name, min_acts=0 if number else 1, max_reliefs=1, doubts=share, **fields))
        below = draw(some.sampled_from([None, *names[:number]]))
        found.append(evolve(one, rests_on=below) if below and not _rests(found, below) else one)
    shared = draw(series(names, "her", first_day, at_most=max_reliefs))
    shared = draw(_known(shared, 0, fields["late"]))
    said = draw(some.lists(_statements(names, first_day), max_size=2)) if draw(some.booleans()) else []
    if not fields["sourced"]:
        return Register(found, reliefs=shared, statements=said)
    return Register(
        found,
        reliefs=[evolve(one, file="shared") for one in draw(_documented(shared))],
        statements=[evolve(one, sources=[_PRESS], file="said") for one in said],
        authorities=[
            Authority(id=one, name=one.title(), jurisdiction="Nowhere", zone="Europe/Vilnius") for one in ("her", "my")
        ],
        subjects=[Subject(id="firms", name="Firms", aliases=["The firms"])],
        people=[Person(id="somebody", name="Somebody")],
    )


def _rests(sanctions: Sequence[Sanction], id: str) -> bool:
    """Say whether that one rests on another: the oracle follows one step."""
    return any(one.id == id and one.rests_on for one in sanctions)


def _doubtful(acts: Sequence[Any]) -> int:
    return sum(not isinstance(getattr(act, name, None), date | None) for act in acts for name in DAYS)


@some.composite
def _statements(draw: some.DrawFn, names: Sequence[str], first_day: date) -> Statement:
    says = draw(some.sampled_from(("lift", "impose", "in force", "lifted", "suspended")))
    on = first_day + timedelta(days=draw(some.integers(0, 40)))
    return Statement(says, on=on, by="somebody", about=[draw(some.sampled_from(names))])


@some.composite
def _known(draw: some.DrawFn, reliefs: Sequence[Any], doubts: int, late: bool) -> tuple[Any, ...]:
    """Draw reliefs known late or retracted, then doubtful: whoever knows fewer of them sees fewer that contradict."""
    found = list(reliefs)
    for number, one in enumerate(found) if late else ():
        if draw(some.integers(0, 3)) == 3:
            one = evolve(one, known=one.known_day + timedelta(days=draw(some.integers(1, 12))))
        if draw(some.integers(0, 5)) == 5:
            one = evolve(one, retracted=one.known_day + timedelta(days=draw(some.integers(1, 20))))
        if one.revoked is not None and draw(some.booleans()):
            known = one.revoked.known_day + timedelta(days=draw(some.integers(1, 9)))
            one = evolve(one, revoked=evolve(one.revoked, known=known))
        found[number] = one
    return draw(blurred(found, doubts)) if doubts > 0 else tuple(found)


@some.composite
def _documented(draw: some.DrawFn, records: Sequence[Any]) -> tuple[Any, ...]:
    """Draw sources for each record: law, press or both. None has a day, so what is known when stays as it was."""
    found = []
    for one in records:
        cited = draw(some.sampled_from(([_LAW], [_PRESS], [_LAW, _PRESS])))
        one = evolve(one, sources=cited, inferred=draw(some.integers(0, 5)) == 5)
        if getattr(one, "revoked", None) is not None:
            one = evolve(one, revoked=evolve(one.revoked, sources=cited))
        found.append(one)
    return tuple(found)
