"""What was in force on that day: sanctions as dated state machines, with who issued them and who knew.

    >>> import sanctions_tracker as st
    >>> register = st.load()
    >>> register.status("us-ofac/belavia", on="2025-10-01").label
    'in force, relieved in full'

Names are imported when they are first used, so that ``import sanctions_tracker`` costs next to nothing.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .answer import Cause, Possible, Restricts, Status, Undetermined, Verdict
    from .days import BadDay, DoubtfulDay, Duration, Instant
    from .dumping import dump, dumps
    from .facts import (
        Authority,
        Checkpoint,
        Coverage,
        Person,
        Relief,
        Revocation,
        Source,
        Statement,
        Subject,
        Touch,
        Transition,
    )
    from .lifecycle import STANDARD, Lifecycle, State
    from .loading import SHIPPED, check, load
    from .problems import Problem, RecordsError, UnknownId
    from .reasons import explain
    from .register import Register
    from .relief import UnlawfulRelief
    from .results import Change, Difference, Found, Revision, SubjectStatus
    from .sanction import Sanction
    from .timelines import Span, Timeline, timeline
    from .unlawful import UnlawfulEvent
    from .windows import TooDoubtful
    from .words import Comparison, Grade

__version__ = "0.1.0"

__all__ = [  # noqa: RUF022 - sorted as sorted() does
    "Authority",
    "BadDay",
    "Cause",
    "Change",
    "Checkpoint",
    "Comparison",
    "Coverage",
    "Difference",
    "DoubtfulDay",
    "Duration",
    "Found",
    "Grade",
    "Instant",
    "Lifecycle",
    "Person",
    "Possible",
    "Problem",
    "RecordsError",
    "Register",
    "Relief",
    "Restricts",
    "Revision",
    "Revocation",
    "SHIPPED",
    "STANDARD",
    "Sanction",
    "Source",
    "Span",
    "State",
    "Statement",
    "Status",
    "Subject",
    "SubjectStatus",
    "Timeline",
    "TooDoubtful",
    "Touch",
    "Transition",
    "Undetermined",
    "UnknownId",
    "UnlawfulEvent",
    "UnlawfulRelief",
    "Verdict",
    "check",
    "dump",
    "dumps",
    "explain",
    "load",
    "timeline",
]

_HOME = {
    "answer": "Cause Possible Restricts Status Undetermined Verdict",
    "days": "BadDay DoubtfulDay Duration Instant",
    "dumping": "dump dumps",
    "reasons": "explain",
    "facts": "Authority Checkpoint Coverage Person Relief Revocation Source Statement Subject Touch Transition",
    "lifecycle": "STANDARD Lifecycle State",
    "loading": "SHIPPED check load",
    "problems": "Problem RecordsError UnknownId",
    "register": "Register",
    "results": "Change Difference Found Revision SubjectStatus",
    "relief": "UnlawfulRelief",
    "sanction": "Sanction",
    "unlawful": "UnlawfulEvent",
    "timelines": "Span Timeline timeline",
    "windows": "TooDoubtful",
    "words": "Comparison Grade",
}
_MODULES = {name: module for module, names in _HOME.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if "hypothesis" in sys.modules:  # the second of the two is imported now: ``from_type(Sanction)`` works from here on
    try:
        from sanctions_tracker_hypothesis import register as _register
    except ImportError:  # the package was copied without it
        pass
    else:
        _register()
