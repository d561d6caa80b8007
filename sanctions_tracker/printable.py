"""Texts from records, as they may be shown: they are read, and steer nothing."""

from __future__ import annotations

__all__ = ["printable"]


def printable(text: str) -> str:
    """Return a text that can only be read: what would steer a terminal, start a line, or turn the line of writing, becomes a blank."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
