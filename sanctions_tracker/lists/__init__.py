"""Readers of official lists: one small module for each format, with the same names inside."""

from .catalogue import LISTS, ListInfo
from .entry import Dated, Edition, Entry, Meaning, NotAnEdition, slug
from .reading import Found, Look, look, read_list

__all__ = [
    "LISTS",
    "Dated",
    "Edition",
    "Entry",
    "Found",
    "ListInfo",
    "Look",
    "Meaning",
    "NotAnEdition",
    "look",
    "read_list",
    "slug",
]
