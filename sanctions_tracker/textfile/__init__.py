"""From a file to a document of plain values that remembers its lines."""

from .locate import DeepKeys, lines
from .read import LIMIT, Document, Place, Unreadable, parse, read

__all__ = ["LIMIT", "DeepKeys", "Document", "Place", "Unreadable", "lines", "parse", "read"]
