"""A strategy for lifecycles: small tables with every feature that a table can have."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as some

from ..lifecycle import Lifecycle
from .timing import whole_number

__all__ = ["lifecycles"]


def lifecycles(*, max_states: int = 6) -> some.SearchStrategy[Lifecycle]:
    """Draw a lifecycle of 2 to ``max_states`` states: one before, some inside an episode, some that end it.

    It may have acts that wait for their day, timers and the acts that set, outrun or confirm them, acts that reach back, and
    second episodes. Each history has a first act, ``begin``. Shrinks to two states and one act. Raises `ValueError` on
    fewer than 2 states.
    """
    whole_number("max_states", max_states, at_least=2)
    return _lifecycles(max_states)


@some.composite
def _lifecycles(draw: some.DrawFn, max_states: int) -> Lifecycle:
    inner = ["open", "open 2", "open 3"][: draw(some.integers(1, min(3, max_states - 1)))]
    outer = ["over", "over 2"][: draw(some.integers(0, min(2, max_states - 1 - len(inner))))]
    waits = len(inner) + len(outer) + 2 <= max_states and draw(some.booleans())
    states = ["new", *inner, *outer, *(["waiting"] if waits else [])]
    events, timers = [("begin", "new", "open")], list[tuple[str, str, str]]()
    if waits:
        events.append(("begin", "new", "waiting"))
        timers.append(("commencement", "waiting", "open"))
    flag = some.booleans()
    inside = [*inner, *(["waiting"] if waits else [])]
    row = some.tuples(
        some.sampled_from(("keep", "go", "turn")), some.sampled_from(inside), some.sampled_from([*inner, *outer])
    )
    rows = draw(some.lists(row, max_size=6, unique_by=lambda one: one[:2]))
    events += [(name, source, source if name == "keep" else target) for name, source, target in rows]
    if outer:
        for name in ("close", "void"):
            events += [(name, source, "over") for source in inside if draw(flag)]
        if draw(flag):
            events += [("again", over, "open") for over in outer]
            events += [("again", over, "waiting") for over in outer] if waits else []
        timers += [("term", source, outer[-1]) for source in inner if draw(flag)]
    if len(inner) > 1 and draw(flag):
        timers.append(("return", "open 2", "open"))
    names = list(dict.fromkeys(str(name) for name, _, _ in events))
    set_by: list[str] = [name for name, _, _ in timers if name != "commencement"]
    setting = [name for name in names if draw(flag) and set_by]
    clocks = {name: draw(some.sampled_from(set_by)) for name in setting}
    fields: dict[str, Any] = {
        "yields_to": [name for name in names if name not in ("begin", "again") and draw(flag)],
        "needs_end": [name for name in clocks if draw(some.integers(0, 3)) == 3],
        "confirms": {"close": "term"} if "close" in names and "term" in set_by and draw(flag) else {},
        "reaches_back": ["void"] if "void" in names else [],
    }
    return Lifecycle(states, "new", events, timers, ["open"], ended=outer, clocks=clocks, **fields)
