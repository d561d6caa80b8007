"""Acts in numbers, as the walk of force reads them, and what refused one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .days import Duration
from .facts import Transition
from .lifecycle import Lifecycle
from .windows import Window, end_window, window

__all__ = ["Act", "Refusal", "Setter", "places"]


class Setter(NamedTuple):
    """What set a state: the act at this position, or the timer that this act set."""

    act: int
    timer: str | None = None


class Act(NamedTuple):
    """A transition in numbers."""

    event: str
    effective: Window
    adopted: Window | None
    ends: Window | None
    lasts: Duration | None
    back_to: Window | None
    to: Window | None

    @classmethod
    def of(cls, act: Transition) -> Act:
        adopted, back_to, to = (None if day is None else window(day) for day in (act.adopted, act.back_to, act.to))
        return cls(
            act.event, window(act.effective), adopted, end_window(act.last_day, act.ends), act.lasts, back_to, to
        )

    def windows(self) -> Iterator[Window]:
        for found in (self.effective, self.adopted, self.ends, self.back_to, self.to):
            if found is not None:
                yield found


class Refusal(NamedTuple):
    code: str
    state: str
    cause: Setter | None


def places(act: Act, lifecycle: Lifecycle) -> Window:
    """Return the first and last day on which ``act`` may stand in the order of acts: adopted, or binding."""
    first, last = act.effective
    if act.adopted is not None and act.event in lifecycle.delayable:
        first = min(first, act.adopted[0])
    return first, last
