"""The archive of official lists: published editions in one file, and the dated history that they tell."""

from .rows import Added, EditionRow, Refused
from .store import LIMIT, Archive
from .tables import ArchiveError
from .telling import Told, authorities, kinds, tell, told_of

__all__ = [
    "LIMIT",
    "Added",
    "Archive",
    "ArchiveError",
    "EditionRow",
    "Refused",
    "Told",
    "authorities",
    "kinds",
    "tell",
    "told_of",
]
