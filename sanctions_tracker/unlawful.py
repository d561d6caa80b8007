"""Why a history is unlawful: the record that is wrong, the one that it collides with, and what would be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .acts import Act, Refusal
from .facts import Transition
from .lifecycle import Lifecycle

__all__ = ["UnlawfulEvent", "diagnosis"]


class UnlawfulEvent(ValueError):
    """A history breaks the rules of its lifecycle.

    ``code`` is the stable code of the problem, ``act`` the record that is wrong and ``other`` the one that it collides with
    (``None`` where there is none).
    """

    def __init__(self, code: str, message: str, act: Transition, other: Transition | None = None) -> None:
        super().__init__(message)
        self.code, self.act, self.other = code, act, other


def diagnosis(
    acts: Sequence[Transition],
    numbers: Sequence[Act],
    lifecycle: Lifecycle,
    reached: int,
    refusals: Mapping[int, Sequence[Refusal]],
) -> UnlawfulEvent:
    """Say why no world is lawful: the first act that no history gets past, and what it met.

    ``reached`` is how many acts some history got past, ``refusals`` what each further one was refused for.
    """
    for act, number in zip(acts, numbers, strict=True):
        if not _repaintable(number):
            return UnlawfulEvent("repaint", _REPAINT, act)
    index = min(reached, len(acts) - 1)
    act, met = acts[index], refusals.get(index)
    if not met:  # no history was there on any day on which it may stand
        before, order = acts[index - 1], "write the acts in the order of their days"
        message = f"'{act.event}' of {act.day} stands after '{before.event}' of {before.day}{_line(before)}; {order}"
        return UnlawfulEvent("out-of-order", message, act, before)
    refusal = met[-1]
    cause = None if refusal.cause is None else acts[refusal.cause.act]
    doubtful = any(first != last for number in numbers for first, last in number.windows())
    if doubtful and len({(one.code, one.state) for one in met}) > 1:
        none = f"no choice of the doubtful days up to '{act.event}' of {act.day} is lawful"
        return UnlawfulEvent("no-lawful-world", none, act, cause)
    return UnlawfulEvent(refusal.code, _reason(lifecycle, acts, index, refusal), act, cause)


_REPAINT = "the repainted days are not in order: 'back_to' before 'to', and neither later than 'effective'"


def _repaintable(act: Act) -> bool:
    """Say whether some choice of days has back_to < to <= effective, or back_to < effective without ``to``."""
    if act.back_to is None:
        return True
    first, last = act.back_to[0], act.effective[1]
    return first < last if act.to is None else first < act.to[1] and act.to[0] <= last


def _reason(lifecycle: Lifecycle, acts: Sequence[Transition], index: int, refusal: Refusal) -> str:
    act = acts[index]
    if refusal.code == "end-not-later":
        end = act.last_day or act.ends
        if refusal.cause is not None and refusal.cause.timer is None and refusal.cause.act != index:
            waiting = acts[refusal.cause.act]
            waits = {source for timer, source, _ in lifecycle.timers if timer in lifecycle.commencements}
            if waiting.adopted is not None and refusal.state in waits:
                return f"the end of '{act.event}' ({end}) is not later than the day from which '{waiting.event}' binds ({waiting.day}); write a later end"
        return f"the end of '{act.event}' ({end}) is not later than its own day and the day from which it binds ({act.day}); write a later end"
    if refusal.code == "missing":
        return f"'{act.event}' needs an end: 'last_day', 'ends' or 'lasts'"
    if refusal.code == "clipped-day":
        return f"{act.lasts} from {act.day} leads to a day that its month does not have; write the day as 'last_day' or 'ends'"
    if refusal.code == "repaint":
        if act.back_to is None:
            return f"'{act.event}' while {refusal.state} changes nothing without 'back_to'; write the first day that it repaints"
        return _REPAINT
    since = ""
    if refusal.cause is not None:
        other = acts[refusal.cause.act]
        name = f"'{other.event}'" if refusal.cause.timer is None else f"{refusal.cause.timer} of '{other.event}'"
        since = f" (since {name}{_line(other, ', ') or f' of {other.day}'})"
    lawful = ", ".join(lifecycle.lawful(refusal.state)) or "nothing"
    return f"'{act.event}' while {refusal.state}{since}; lawful here: {lawful}"


def _line(act: Transition, before: str = " ") -> str:
    return (
        ""
        if act.place is None
        else f"{before}(line {act.place.line})"
        if before == " "
        else f"{before}line {act.place.line}"
    )
