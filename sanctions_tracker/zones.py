"""Time zones by their names in the tz database, from the system or from a package that brings it."""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo
from functools import lru_cache

__all__ = ["local_day", "zone"]

_ZONE = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*\Z", re.ASCII)


@lru_cache(maxsize=64)
def zone(name: str) -> tzinfo | None:
    """Return the time zone of this name, from the system or, where it has none, from dateutil's own copy."""
    if not _ZONE.match(name):
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return _bundled(name)


def _bundled(name: str) -> tzinfo | None:
    """Look into the copy that dateutil 2 brings; dateutil 4 asks for the package that ``zoneinfo`` has looked into already."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            from dateutil.zoneinfo import get_zonefile_instance
        except ImportError:
            return None
        found = get_zonefile_instance().get(name)
    return found if isinstance(found, tzinfo) else None


def local_day(at: datetime, name: str) -> date:
    """Return the day of an instant where an authority sits; one without an offset is taken to be there already."""
    place = zone(name)
    return (at if at.tzinfo is None or place is None else at.astimezone(place)).date()
