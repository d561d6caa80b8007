"""Ways to ask a timeline, and to change it, that the laws share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from attrs import evolve

from ...answer import Possible
from ...days import ordinals
from ...facts import Relief, Transition
from ...register import Register
from ...relief import UnlawfulRelief
from ...timelines import Timeline
from ...unlawful import UnlawfulEvent
from ...windows import TooDoubtful
from ..probing import days_beside

__all__ = [
    "REFUSED",
    "Answers",
    "Law",
    "LawBroken",
    "after",
    "alone",
    "counted",
    "each",
    "equal",
    "exact",
    "is_",
    "lawful",
    "possible",
    "reader",
    "readers",
    "require",
    "states",
    "with_",
]

REFUSED = (UnlawfulEvent, UnlawfulRelief, TooDoubtful)

Law = Callable[[Register], tuple[int, int]]
Answers = dict[date, frozenset[Possible]]


class LawBroken(AssertionError):
    """A law does not hold. The message says which, for which record, on which day, and what was found instead."""


def require(holds: object, law: int, where: str, found: object = None, right: object = None) -> None:
    if not holds:
        instead = "" if found is None and right is None else f": {_words(found)} instead of {_words(right)}"
        raise LawBroken(f"law {law}, {where}{instead}")


def _words(found: object) -> str:
    if isinstance(found, frozenset):
        return " or ".join(sorted(f"{one.state}, relief {one.relief}" for one in found)) or "nothing"
    return str(found)


# Ways to ask.


def possible(line: Timeline, days: Iterable[date], known_on: date | None = None) -> Answers:
    return {day: line.status(day, known_on).possible for day in days}


def equal(law: int, line: Timeline, found: Answers, right: Answers, known_on: date | None = None) -> None:
    for day, one in found.items():
        require(one == right[day], law, f"{line.sanction.id} on {day}{reader(known_on)}", one, right[day])


def reader(known_on: date | None) -> str:
    return "" if known_on is None else f" as known on {known_on}"


def readers(line: Timeline) -> tuple[date | None, ...]:
    return (None, *line.knowledge)


def with_(
    line: Timeline, *, acts: Sequence[Transition] | None = None, reliefs: Sequence[Relief] | None = None
) -> Timeline:
    """The same timeline with other acts or reliefs, not yet compiled."""
    own = line.sanction if acts is None else evolve(line.sanction, transitions=acts)
    return Timeline(own, line.reliefs if reliefs is None else reliefs, line.rests_on, line.statements)


def lawful(line: Timeline) -> bool:
    try:
        line.check()
    except REFUSED:
        return False
    return True


def alone(line: Timeline) -> Timeline:
    return Timeline(line.sanction, line.reliefs, None, line.statements)


def counted(acts: Sequence[Transition]) -> list[Transition]:
    """The acts that the latest reader sees."""
    return [act for act in acts if act.retracted is None]


def exact(day: object) -> date | None:
    """The day where it is exact."""
    if day is None:
        return None
    first, last = ordinals(day)  # type: ignore[arg-type]
    return date.fromordinal(first) if first is not None and first == last else None


def after(line: Timeline) -> date:
    """A day on which nothing written can happen any more."""
    return days_beside(line)[-1] + timedelta(days=40)


def each(holds: Callable[[Timeline], int | None]) -> Law:
    """Make a law of what holds for each timeline; ``None`` stands for one that was left out."""

    def over(register: Register) -> tuple[int, int]:
        held = [holds(register.timeline(sanction.id)) for sanction in register.sanctions]
        return sum(one for one in held if one is not None), sum(one is None for one in held)

    over.__doc__, over.__name__ = holds.__doc__, getattr(holds, "__name__", "law")
    return over


def states(possible: Iterable[Possible]) -> set[str]:
    return {pair.state for pair in possible}


def is_(word: str, *, no: bool = False) -> Callable[[str, str], bool]:
    """The predicate that the state is ``word``, or that it is not."""
    return lambda state, _: (state == word) is not no
