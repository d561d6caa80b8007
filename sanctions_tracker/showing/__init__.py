"""What people look at: bars on a line of time, a page, a picture, a calendar. All draw the same bars in the same colours.

Names are imported when they are first used: a line of signs in a terminal needs no page.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bars import Bar, bars_of
    from .calendar import as_calendar
    from .page import page_text, write_page
    from .picture import draw

__all__ = ["Bar", "as_calendar", "bars_of", "draw", "page_text", "write_page"]

_HOME = {
    "Bar": "bars",
    "as_calendar": "calendar",
    "bars_of": "bars",
    "draw": "picture",
    "page_text": "page",
    "write_page": "page",
}


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{home}", __name__), name)
