"""The lifecycle as rows and as a Mermaid state diagram, derived from the table."""

from __future__ import annotations

from typing import Any

from ..lifecycle import Lifecycle

__all__ = ["as_mermaid", "as_rows"]


def as_rows(lifecycle: Lifecycle) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """Return one row for each lawful move, and the whole table as plain data."""
    rows = [
        {"name": name, "from": str(source), "to": str(target), "kind": "event"}
        for name, source, target in lifecycle.events
    ]
    rows += [
        {"name": name, "from": str(source), "to": str(target), "kind": "timer"}
        for name, source, target in lifecycle.timers
    ]
    data = {
        "states": [str(state) for state in lifecycle.states],
        "initial": str(lifecycle.initial),
        "binding": sorted(str(state) for state in lifecycle.binding),
        "ended": sorted(str(state) for state in lifecycle.ended),
        "moves": rows,
    }
    return rows, data


def as_mermaid(lifecycle: Lifecycle) -> str:
    """Return a Mermaid ``stateDiagram-v2``; timers are drawn in brackets, binding states are marked."""
    names = {state: "".join(sign if sign.isalnum() else "_" for sign in state) for state in lifecycle.states}
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state}" as {names[state]}' for state in lifecycle.states]
    lines.append(f"    [*] --> {names[lifecycle.initial]}")
    moves: dict[tuple[str, str], list[str]] = {}
    for name, source, target in lifecycle.events:
        moves.setdefault((source, target), []).append(name)
    for name, source, target in lifecycle.timers:
        moves.setdefault((source, target), []).append(f"[{name}]")
    lines += [
        f"    {names[source]} --> {names[target]}: {', '.join(labels)}" for (source, target), labels in moves.items()
    ]
    if lifecycle.binding:
        lines.append("    classDef binding stroke-width:3px")
        lines += [f"    class {names[state]} binding" for state in lifecycle.states if state in lifecycle.binding]
    return "\n".join(lines) + "\n"
