"""Read one TOML file from a stranger: bounded, never executed, refused in one line.

``tomllib`` gives the values and `locate` the lines, the second only when somebody asks for one.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import define, frozen

from .locate import DeepKeys, lines
from .quick import quick

__all__ = ["LIMIT", "Document", "Place", "Unreadable", "parse", "read"]

LIMIT = 1_000_000
"""The largest file that is read, in bytes. No record comes near it."""

_DOTS = 24
"""How many dots a line may have before its keys are counted: tomllib pays for each part of a key with the square of its depth."""

_DEPTH = 32
"""How deeply tables and lists may nest. Records need six, and every walk over the values may then recurse."""

_LONG = re.compile(r"[0-9_]{4300}")
_LINE = re.compile(r"\(at line ([0-9]+), column [0-9]+\)|\(at end of document\)")


class Unreadable(Exception):
    """A file that gives no document. ``code`` and ``line`` are those of a problem; the message says why."""

    def __init__(self, code: str, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.line = code, message, line


@define(slots=False, eq=False)
class Document:
    """A parsed file: its name as problems print it, its text, and its values. ``partial``: some were passed over."""

    name: str
    text: str
    values: Mapping[str, Any]
    partial: bool = False

    def whole(self) -> Document:
        """Return it with all its values."""
        return parse(self.text.encode(), self.name)

    @cached_property
    def _lines(self) -> Mapping[tuple[str | int, ...], int]:
        return lines(self.text)

    def line(self, path: tuple[str | int, ...]) -> int:
        """Return the line of the value at ``path``, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if (found := self._lines.get(path[:length])) is not None:
                return found
        return 1


@frozen(eq=False)
class Place:
    """Where a value stands. The line is looked for only when it is asked for."""

    document: Document
    path: tuple[str | int, ...]

    @property
    def file(self) -> str:
        """The file, as problems print it."""
        return self.document.name

    @property
    def line(self) -> int:
        """The line, counted from 1."""
        return self.document.line(self.path)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def read(path: str | os.PathLike[str], name: str | None = None, *, passing_over: str | None = None) -> Document:
    """Read and parse the file at ``path``; ``name`` is what problems call it. Raises `Unreadable`.

    The array of tables called ``passing_over`` may be left for `Document.whole`, where it is not wanted yet.
    """
    try:
        with open(path, "rb", opener=_open) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("not-read", "is not a regular file")
            if status.st_size > LIMIT:
                raise Unreadable(
                    "too-large", f"has {status.st_size:,} bytes; a record has at most {LIMIT:,}, so it was not read"
                )
            data = file.read(status.st_size + 1)  # a larger buffer would cost more than the reading
    except OSError as error:
        raise Unreadable("not-read", f"cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError:  # a name with a null character
        raise Unreadable("not-read", "cannot be read: its name is none that a file can have") from None
    if len(data) > status.st_size:
        raise Unreadable("not-read", "grew while it was read; read it again when it is whole")
    return parse(data, name or Path(path).name, passing_over=passing_over)


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a pipe must be refused, not waited for


def parse(data: bytes, name: str, *, passing_over: str | None = None) -> Document:
    """Parse the bytes of a file called ``name``. Raises `Unreadable` with the line where there is one."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("not-text", f"is not UTF-8 text (byte {error.start})", line) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    values = quick(text, passing_over)
    if values is not None:
        return Document(name, text, values, passing_over is not None)
    return Document(name, text, _by_tomllib(text))


def _by_tomllib(text: str) -> dict[str, Any]:
    """Read what is not plain, or not right: ``tomllib`` says which, and is imported only then."""
    import tomllib

    try:
        if any(line.count(".") >= _DOTS for line in text.split("\n")):
            lines(text)
        values = tomllib.loads(text)
    except DeepKeys as error:
        raise _too_deep(error.line) from None
    except RecursionError:
        raise _too_deep(_deep_line(text)) from None
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _LINE.search(message)
        at = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1  # the last line that says anything
        reason = _LINE.sub("", message).strip()
        raise Unreadable("bad-toml", f"is not TOML: {reason[:1].lower()}{reason[1:160]}", at) from None
    except ValueError:  # a number of thousands of digits, which Python refuses to convert
        number = _LONG.search(text)
        at = text.count("\n", 0, number.start() if number else 0) + 1
        raise Unreadable("bad-toml", "is not TOML that can be read: a number is too long", at) from None
    if _is_deep(values):
        raise _too_deep(_deep_line(text))
    return values


def _too_deep(line: int | None) -> Unreadable:
    return Unreadable("too-deep", "nests more deeply than any record does", line)


def _is_deep(values: dict[str, Any]) -> bool:
    level: list[Any] = [values]
    for _ in range(_DEPTH):
        inner = (one.values() if isinstance(one, dict) else one for one in level)
        level = [value for found in inner for value in found if isinstance(value, dict | list)]
    return bool(level)


def _deep_line(text: str) -> int | None:
    try:
        found = lines(text)
    except DeepKeys as error:
        return error.line
    return min((line for path, line in found.items() if len(path) >= _DEPTH), default=None)
