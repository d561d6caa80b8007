"""Tell Hypothesis how to draw the public classes of sanctions_tracker, so that ``from_type(Sanction)`` works by itself.

Hypothesis imports this module and calls `register` whenever it is imported, in every project of an environment. So it imports
next to nothing, does nothing until sanctions_tracker is imported too (which then calls it), and never raises.
"""

import sys

__all__ = ["register"]

_NAMES = [
    "DoubtfulDay",
    "Duration",
    "Lifecycle",
    "Possible",
    "Register",
    "Relief",
    "Revocation",
    "Sanction",
    "Source",
    "Span",
    "Statement",
    "Status",
    "Timeline",
    "Touch",
    "Transition",
]


def register() -> None:
    """Register a strategy for each class once both packages are imported; the strategies themselves are made when one is drawn."""
    package, strategies = sys.modules.get("sanctions_tracker"), sys.modules.get("hypothesis.strategies")
    if package is None or strategies is None:
        return
    try:
        for name in _NAMES:
            strategies.register_type_strategy(getattr(package, name), _drawn)
    except Exception:  # whatever is wrong with either package, importing the other must go on
        return


def _drawn(public: type) -> object:
    from sanctions_tracker.testing import strategy_of

    return strategy_of(public)
