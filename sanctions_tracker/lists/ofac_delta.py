"""The delta files of OFAC's Sanctions List Service: what one publication added, removed and amended, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from .catalogue import LISTS as CATALOGUE
from .entry import Edition, Entry, NotAnEdition
from .ofac_service import check_root, entry_of, flavour, lists_of
from .spelling import squeeze, stamped_day
from .xml import Element, child, stream, text

__all__ = ["LISTS", "NAME", "read", "recognises"]

LISTS = ("us-ofac-sdn", "us-ofac-consolidated")
NAME = "OFAC delta file"

# Among the lists of an entity, those that say whether it is on one of ours. Leaving a single non-SDN list may leave it
# on another, and so on the Consolidated List.
_DECISIVE = ("SDN List", "Consolidated List")


def recognises(head: bytes) -> str | None:
    """Say whether a file is one by its beginning: ``"list"`` or ``None``."""
    return "list" if flavour(head) == "delta" else None


def read(file: BinaryIO, list: str) -> Edition:
    """Read what one publication changed on one list, which may be nothing. Raises `NotAnEdition`."""
    published: date | None = None
    found: dict[str, Entry] = {}
    for name, element in stream(file, ("publicationInfo", "entity")):
        if name == "root":
            check_root(element, "delta")
        elif name == "publicationInfo":
            published = stamped_day(text(element, "datePublished"), CATALOGUE["us-ofac-sdn"].zone)
        else:
            entry = _entry(element, list)
            if entry is None:
                continue
            if entry.key in found:
                raise NotAnEdition(f"holds the entity {entry.key} twice; a delta has each once")
            found[entry.key] = entry
    return Edition(list, tuple(found.values()), published, whole=False)


def _entry(element: Element, list: str) -> Entry | None:
    """Return what happened to an entity on this list; ``None`` where it is of another, or tells nothing by which to know it."""
    action = squeeze(element.get("action")).lower()
    ours = lists_of(element, list)
    if action in ("add", "remove") and child(element, "sanctionsLists", "sanctionsList") is None:
        raise NotAnEdition(f"holds the entity {squeeze(element.get('id'))} to {action} from or to no sanctionsList")
    if not ours:
        return None
    change = action if action in ("add", "remove") else _moved(ours)
    entry = entry_of(element, list, removed=action == "remove", present=change != "remove")
    if not entry.name and action == "add":
        raise NotAnEdition(f"holds the entity {entry.key} to add without a name")
    # A delta says what changed, not the whole entry: an amended entity may bear no more than a new address. It was on
    # the list before and is on it after, so without a name, or a move between lists, there is nothing to say of it here.
    return entry if entry.name or change else None


def _moved(ours: tuple[Element, ...]) -> str:
    """Return what happened to the listing of an amended entity: one may leave the SDN List for another, or the reverse."""
    actions = [one.get("action") or "" for one in ours if text(one) in _DECISIVE]
    return actions[0].lower() if actions and actions[0].lower() in ("add", "remove") else ""
