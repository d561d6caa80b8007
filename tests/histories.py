"""Strategies that draw small sanctions around one turn of the year, where ties and gaps of one day are frequent.

A history is drawn lawful (act by act, asking the oracle what is lawful next), then made doubtful, or late to be
known, or neither; or it is drawn without any care, so that most of them are unlawful.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import attrs
from hypothesis import strategies as some

import sanctions_tracker as st
from sanctions_tracker.testing import Unlawful, oracle

ID = "us-ofac/firm"
OTHER = "us-ofac/other"
BASE = "eu-council/decision"
START = date(2020, 1, 1)
# In this order every state has as many lawful followers as it can: an unlawful event gives way to the next one.
EVENTS = ("impose", "amend", "reimpose", "suspend", "resume", "renew", "expire", "lift", "annul")
NAMES = ("GL 1", "GL 2", "GL 3", "GL 4")
GIVE_ENDS = ("impose", "reimpose", "amend", "renew", "suspend")
DOUBTFUL = ("adopted", "effective", "back_to", "to", "starts", "last_day", "ends")


def day(number: int) -> date:
    return START + timedelta(days=number)


def numbers(first: int, last: int) -> some.SearchStrategy[int]:
    return some.integers(first, last)


@some.composite
def ends(draw: some.DrawFn, of: int, always: bool = False) -> dict[str, Any]:
    """An end after day ``of`` in any of its spellings, or none."""
    kind = draw(
        some.sampled_from(
            ("ends", "last_day", "days", "month") if always else ("", "ends", "last_day", "days", "month")
        )
    )
    if not kind:
        return {}
    if kind == "month":
        return {"lasts": draw(some.sampled_from(("P1M", "P1M2D")))}
    length = draw(numbers(1, 9))
    if kind == "days":
        return {"lasts": f"P{length}D"}
    return {"ends": day(of + length)} if kind == "ends" else {"last_day": day(of + length - 1)}


@some.composite
def an_act(draw: some.DrawFn, event: str, of: int) -> st.Transition:
    """An act whose place may be day ``of``: adopted or effective on it."""
    fields: dict[str, Any] = {}
    if event in ("impose", "reimpose") and draw(some.booleans()):
        fields["adopted"] = day(of)
        of += draw(numbers(0, 5))
    if event in GIVE_ENDS:
        fields |= draw(ends(of, always=event == "renew"))
    if event == "annul" and draw(some.booleans()):
        first = of - draw(numbers(1, 20))
        fields["back_to"] = day(first)
        if draw(some.booleans()):
            fields["to"] = day(draw(numbers(first + 1, of)))
    return st.Transition(event, effective=day(of), **fields)


def is_lawful(acts: Sequence[st.Transition]) -> bool:
    try:
        oracle(st.Sanction(ID, acts), [START])
    except Unlawful:
        return False
    return True


def turning(acts: Sequence[st.Transition]) -> list[int]:
    """The days on which something may meet: the day of the last act and the ends written so far."""
    found: list[Any] = [act.effective for act in acts[-1:]]
    for act in acts:
        found += [act.ends, act.last_day]
        if act.lasts is not None and isinstance(act.effective, date):
            found.append(act.lasts.after(act.effective))
    return sorted({(one - START).days for one in found if one is not None})


@some.composite
def lawful_acts(draw: some.DrawFn, most: int = 7) -> tuple[st.Transition, ...]:
    """A lawful history without doubt, known at once."""
    acts: tuple[st.Transition, ...] = ()
    now = draw(some.one_of(some.just(0), numbers(-10, 10), some.just(30)))
    for _ in range(draw(numbers(0, most))):
        meets = [one for one in turning(acts) if one >= now]
        now = draw(some.one_of(*([some.sampled_from(meets)] if meets else []), numbers(now, now + 6)))
        first = draw(numbers(0, len(EVENTS) - 1)) if acts else 0
        for event in (*EVENTS[first:], *EVENTS[:first]):
            act = draw(an_act(event, now))
            if is_lawful((*acts, act)):
                acts = (*acts, act)
                break
    return acts


@some.composite
def careless_acts(draw: some.DrawFn) -> tuple[st.Transition, ...]:
    """A history drawn without care: the days mostly in order, the events as they come."""
    days = draw(some.lists(numbers(-5, 35), max_size=5))
    days = sorted(days) if draw(numbers(0, 3)) else days
    return tuple(draw(an_act(draw(some.sampled_from(EVENTS)), one)) for one in days)


@some.composite
def spoilt_acts(draw: some.DrawFn) -> tuple[st.Transition, ...]:
    """A lawful history with one thing changed: a day moved, two acts exchanged, one left out or of another kind."""
    acts = list(draw(lawful_acts()))
    if not acts:
        return ()
    at = draw(numbers(0, len(acts) - 1))
    how = draw(some.sampled_from(("move", "exchange", "leave out", "replace")))
    if how == "move":
        names = [name for name in DOUBTFUL if isinstance(getattr(acts[at], name, None), date)]
        name = draw(some.sampled_from(names))
        moved = getattr(acts[at], name) + timedelta(days=draw(some.sampled_from((-1, 1, -2, 2, -5, 5))))
        acts[at] = attrs.evolve(acts[at], **{name: moved})
    elif how == "exchange":
        acts[at - 1], acts[at] = acts[at], acts[at - 1]
    elif how == "leave out":
        del acts[at]
    else:
        of = acts[at].effective
        acts[at] = draw(an_act(draw(some.sampled_from(EVENTS)), (of - START).days if isinstance(of, date) else 0))
    return tuple(acts)


def any_acts() -> some.SearchStrategy[tuple[st.Transition, ...]]:
    """Histories of which most are unlawful."""
    return some.one_of(careless_acts(), spoilt_acts())


@some.composite
def reliefs(draw: some.DrawFn, most: int = 4) -> tuple[st.Relief, ...]:
    """Reliefs of one authority, later ones superseding earlier ones."""
    found: list[st.Relief] = []
    for name in NAMES[: draw(numbers(0, most))]:
        older: list[st.Relief] = []
        if found:
            older = draw(some.lists(some.sampled_from(found), max_size=2, unique=True))
        of = draw(numbers(-5, 35))
        soon = draw(numbers(0, 9))
        if older and soon < 9 and isinstance(older[0].starts, date):  # mostly while the older one runs
            of = (older[0].starts - START).days + soon
        ids = draw(some.sampled_from(((ID,), (ID,), (ID, OTHER), (OTHER,))))
        revoked = st.Revocation(effective=day(of + draw(numbers(0, 12)))) if draw(numbers(0, 3)) == 3 else None
        found.append(
            st.Relief(
                name,
                draw(some.sampled_from(("us-ofac", "us-ofac", "us-ofac", "us-bis"))),
                kind="general-licence",
                starts=day(of),
                touches=[st.Touch(sanctions=ids, coverage=draw(some.sampled_from(("part", "full"))))],
                supersedes=[one.name for one in older],
                standing=draw(numbers(0, 5)) == 5,
                revoked=revoked,
                **draw(ends(of)),
            )
        )
    return tuple(found)


@some.composite
def lately(draw: some.DrawFn, record: Any) -> Any:
    """The record, perhaps known on a day of its own, perhaps retracted."""
    fields: dict[str, Any] = {}
    if draw(numbers(0, 3)) == 3:
        fields["known"] = day(draw(numbers(-5, 40)))
    if draw(numbers(0, 7)) == 7:
        fields["retracted"] = day(draw(numbers(0, 45)))
    if getattr(record, "revoked", None):
        fields["revoked"] = draw(lately(record.revoked))
    return attrs.evolve(record, **fields) if fields else record


@some.composite
def blurred(draw: some.DrawFn, records: Sequence[Any], doubts: int) -> tuple[Any, ...]:
    """The records with up to so many of their days made doubtful around what was written; one of them may be open or a month."""
    found = list(records)
    fields = [
        (number, name)
        for number, one in enumerate(found)
        for name in (*DOUBTFUL, "revoked")
        if isinstance(getattr(one, name, None), date | st.Revocation)
    ]
    if not fields or not doubts:
        return tuple(found)
    opened = False
    for number, name in draw(some.lists(some.sampled_from(fields), min_size=1, max_size=doubts, unique=True)):
        record = found[number].revoked if name == "revoked" else found[number]
        inner = "effective" if name == "revoked" else name
        middle: date = getattr(record, inner)
        first, last = (middle + way * timedelta(days=draw(numbers(0, 2))) for way in (-1, 1))
        side = "" if opened else draw(some.sampled_from(("", "", "", "", "early", "late", "month")))
        opened = opened or bool(side)
        text = f"[{'' if side == 'early' else first}..{'' if side == 'late' else last}]"
        text = f"{middle:%Y-%m}" if side == "month" else text
        known = {"known": last} if inner in ("effective", "starts") else {}
        record = attrs.evolve(record, **{inner: text}, **known)
        found[number] = attrs.evolve(found[number], revoked=record) if name == "revoked" else record
    return tuple(found)


@some.composite
def cases(draw: some.DrawFn, lawful: bool = True, doubts: int = 0, late: bool = False) -> dict[str, Any]:
    """What a timeline is made of: a sanction, the reliefs around it, and perhaps what it rests on."""
    acts = draw(lawful_acts(4 if doubts else 7) if lawful else any_acts())
    relieved = draw(reliefs(2 if doubts else 4))
    base = draw(some.one_of(some.none(), lawful_acts(4)))
    if doubts:
        kept = draw(numbers(0, doubts))
        acts = draw(blurred(acts, kept))
        relieved = draw(blurred(relieved, doubts - kept))
        base = None if base is None else draw(blurred(base, draw(numbers(0, 1))))
    if late:
        acts = tuple(draw(lately(one)) for one in acts)
        relieved = tuple(draw(lately(one)) for one in relieved)
        base = None if base is None else tuple(draw(lately(one)) for one in base)
    inline = tuple(one for one in relieved if one.touching(ID) and draw(some.booleans()))
    return {
        "sanction": st.Sanction(ID, acts, reliefs=inline, rests_on=None if base is None else BASE),
        "reliefs": tuple(one for one in relieved if one not in inline),
        "rests_on": None if base is None else st.Sanction(BASE, base),
    }
