"""How each kind of answer looks, told apart by more than colour: a colour for each ground, a hatch, a sign for plain text."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from .answer import Possible
from .facts import Coverage
from .lifecycle import STANDARD, Lifecycle, State

__all__ = ["INKS", "LOOKS", "Ink", "Kind", "Look", "kind_of"]


class Kind(StrEnum):
    """What a bar shows. `ABSENT` and `ENDED` are drawn as a thin line, or not at all."""

    FORCE = "in-force"
    PART = "relieved-in-part"
    FULL = "relieved-in-full"
    SUSPENDED = "suspended"
    PENDING = "pending"
    DOUBTFUL = "doubtful"
    OTHER = "other"
    ENDED = "ended"
    ABSENT = "absent"


class Look(NamedTuple):
    """How a kind looks: its words in a legend, its colour on a light and on a dark ground, matplotlib's hatch, a sign
    for plain text, and the number of the colour that a terminal gives it."""

    words: str
    light: str
    dark: str
    hatch: str
    sign: str
    ansi: int


# Darker the more is forbidden, so that the order survives colour blindness and a print in black and white. Each stands out
# from its ground by 3 to 1 at least, as WCAG asks of what is drawn (1.4.11); text has the inks below, by 4.5 to 1 (1.4.3).
LOOKS: dict[Kind, Look] = {
    Kind.FORCE: Look("in force", "#9b2226", "#e5646a", "", "#", 31),
    Kind.PART: Look("in force, relieved in part", "#ca6702", "#f0954a", "///", "=", 33),
    Kind.FULL: Look("in force, relieved in full", "#c08a1e", "#f2cf7e", "...", "-", 93),
    Kind.SUSPENDED: Look("suspended", "#5e7f9e", "#8fb2d3", "\\\\\\", "~", 34),
    Kind.PENDING: Look("adopted, not yet applicable", "#7a6c9d", "#b3a4db", "xxx", "+", 35),
    Kind.DOUBTFUL: Look("the record leaves several answers possible", "#6b6b6b", "#a8a8a8", "++", "?", 36),
    Kind.OTHER: Look("another state of its lifecycle", "#2a7f62", "#6cc3a5", "ooo", "*", 32),
    Kind.ENDED: Look("lifted, expired or annulled", "#8f8f8f", "#6e737a", "", ".", 90),
    Kind.ABSENT: Look("not imposed", "#ffffff", "#16181c", "", " ", 0),
}


class Ink(NamedTuple):
    """A colour that is no kind's: on a light and on a dark ground."""

    light: str
    dark: str


INKS: dict[str, Ink] = {
    "paper": Ink(LOOKS[Kind.ABSENT].light, LOOKS[Kind.ABSENT].dark),
    "tint": Ink("#f3f4f5", "#202329"),
    "ink": Ink("#1a1c20", "#e9eaec"),
    "muted": Ink("#595e66", "#a9aeb6"),
    "link": Ink("#0b559f", "#8dbcf4"),
    "warning": Ink("#84450a", "#f2b67c"),
    "line": Ink("#d8dade", "#363a41"),
    "mark": Ink("#1a1c20", "#e9eaec"),
}
"""The grounds (paper, tint), what is written on them (ink, muted, link, warning), and lines and marks."""

_RELIEFS = {Coverage.NONE: Kind.FORCE, Coverage.PART: Kind.PART, Coverage.FULL: Kind.FULL}
_WAITING: dict[str, Kind] = {State.SUSPENDED: Kind.SUSPENDED, State.PENDING: Kind.PENDING}


def kind_of(possible: Iterable[Possible], lifecycle: Lifecycle = STANDARD) -> Kind:
    """Return what a bar of these possibilities shows: `DOUBTFUL` where there is more than one."""
    first, *more = possible
    if more:
        return Kind.DOUBTFUL
    if first.state in lifecycle.binding:
        return _RELIEFS[first.relief]
    if first.state == lifecycle.initial:
        return Kind.ABSENT
    return Kind.ENDED if first.state in lifecycle.ended else _WAITING.get(first.state, Kind.OTHER)
