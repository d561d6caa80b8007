"""How an entry is kept: as canonical JSON with a digest, so that equal entries are one version wherever they came from."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from ..lists import Dated, Entry, Meaning
from .history import Seen

__all__ = ["digest", "pack", "seen", "unpack"]


# No list is older than the United Nations; a date far off is a slip, or means "for good", and moves nothing.
_EARLIEST, _LATEST = "1945-01-01", "2199-12-31"


def pack(entry: Entry) -> str:
    """Return an entry as canonical JSON: keys sorted, what is empty left out."""
    values: dict[str, Any] = {
        "key": entry.key,
        "name": entry.name,
        "kind": entry.kind,
        "aliases": sorted(entry.aliases),  # the order of rows is the publisher's, and no news
        "programs": sorted(entry.programs),
        "legal_basis": sorted(entry.legal_basis),
        "dates": sorted((one.meaning, one.day.isoformat() if one.day else "", one.words) for one in entry.dates),
        "identifiers": entry.identifiers,
        "words": entry.words,
    }
    kept = {name: value for name, value in values.items() if value}
    if not entry.present:
        kept["present"] = False
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def unpack(body: str) -> Entry:
    """Return the entry that was packed; raises `ValueError` on anything else."""
    try:
        values = json.loads(body)
        return Entry(
            values["key"],
            values["name"],
            values["kind"],
            values.get("aliases", ()),
            values.get("programs", ()),
            values.get("legal_basis", ()),
            [
                Dated(Meaning(meaning), date.fromisoformat(day) if day else None, words)
                for meaning, day, words in values.get("dates", ())
            ],
            values.get("identifiers", ()),
            values.get("words", ()),
            values.get("present", True),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"is no entry: {error}") from None


def digest(list: str, part: str, body: str) -> bytes:
    """Return the SHA-256 of a version: of its body, and of where it belongs."""
    return hashlib.sha256(f"{list}\n{part}\n{body}".encode()).digest()


def seen(body: str) -> Seen:
    """Return what the history needs of a version, without making the entry."""
    if '"dates"' not in body:
        return Seen('"present":false' not in body)
    values = json.loads(body)
    days: dict[str, list[int]] = {Meaning.LISTED: [], Meaning.DELISTED: []}
    for meaning, day, _ in values.get("dates", ()):
        if meaning in days and _EARLIEST <= day <= _LATEST:
            days[meaning].append(date.fromisoformat(day).toordinal())
    return Seen(values.get("present", True), tuple(sorted(days[Meaning.LISTED])), tuple(sorted(days[Meaning.DELISTED])))
