"""What was in force on that day: sanctions as dated state machines, with who issued them and who knew.

    >>> import sanctions_tracker as st
    >>> register = st.load()
    >>> register.status("us-ofac/belavia", on="2025-10-01").label
    'in force, relieved in full'

Names are imported when they are first used, so that ``import sanctions_tracker`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .answer import Cause, Possible, Restricts, Status, Undetermined, Verdict
    from .days import BadDay, DoubtfulDay, Duration, Instant
    from .dump import dump, dumps
    from .explain import explain
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
    from .force import UnlawfulEvent
    from .lifecycle import STANDARD, Lifecycle, State
    from .load import SHIPPED, check, load
    from .problems import Problem, RecordsError
    from .register import Change, Difference, Found, Register, SubjectStatus, UnknownId
    from .relief import UnlawfulRelief
    from .sanction import Sanction
    from .timeline import Span, Timeline, timeline
    from .windows import TooDoubtful

__version__ = "0.1.0"

__all__ = [
    "SHIPPED",
    "STANDARD",
    "Authority",
    "BadDay",
    "Cause",
    "Change",
    "Checkpoint",
    "Coverage",
    "Difference",
    "DoubtfulDay",
    "Duration",
    "Found",
    "Instant",
    "Lifecycle",
    "Person",
    "Possible",
    "Problem",
    "RecordsError",
    "Register",
    "Relief",
    "Restricts",
    "Revocation",
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
    "dump": "dump dumps",
    "explain": "explain",
    "facts": "Authority Checkpoint Coverage Person Relief Revocation Source Statement Subject Touch Transition",
    "force": "UnlawfulEvent",
    "lifecycle": "STANDARD Lifecycle State",
    "load": "SHIPPED check load",
    "problems": "Problem RecordsError",
    "register": "Change Difference Found Register SubjectStatus UnknownId",
    "relief": "UnlawfulRelief",
    "sanction": "Sanction",
    "timeline": "Span Timeline timeline",
    "windows": "TooDoubtful",
}
_MODULES = {name: module for module, names in _HOME.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = found  # also where a module bears the same name
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
