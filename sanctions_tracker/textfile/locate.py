"""On which line of a TOML text each value stands. It finds places only; ``tomllib`` says what the values are."""

from __future__ import annotations

import re

__all__ = ["DeepKeys", "lines"]

Path = tuple[str | int, ...]

_DEPTH = 32
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_TO_LINE_END = re.compile(r"[^\n]*")
_STRINGS = (
    re.compile(r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}'),
    re.compile(r"'''(?:[^']|'(?!''))*'{3,5}"),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


class DeepKeys(Exception):
    """Keys or values nest more deeply than any record's. ``line`` is where."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} nests too deeply")
        self.line = line


def lines(text: str) -> dict[Path, int]:
    """Map the path of each table, key and value to its line, counted from 1.

    A path is made of keys and of positions in arrays: ``("transition", 2, "sources", 0)``. What is no TOML is
    passed over. Raises `DeepKeys` where a key has more than 32 parts or a value lies twice as deep.
    """
    return _Finder(text).run()


class _Finder:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found: dict[Path, int] = {}
        self.arrays: dict[Path, int] = {}  # the position of the last table in each array of tables
        self.counted, self.line = 0, 1

    def run(self) -> dict[Path, int]:
        table: Path = ()
        while True:
            self.skip(_BLANK)
            start = self.at
            if start >= len(self.text):
                return self.found
            if self.text[start] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_TO_LINE_END)
            if self.at == start:  # never stand still on what is no TOML
                self.at += 1

    def here(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match[0]

    def key(self) -> Path:
        parts: list[str] = []
        while True:
            self.skip(_SPACE)
            quoted = self.string()
            part = quoted if quoted is not None else self.skip(_BARE)
            if not part and quoted is None:
                return tuple(parts)
            parts.append(part)
            if len(parts) > _DEPTH:
                raise DeepKeys(self.here())
            self.skip(_SPACE)
            if self.text[self.at : self.at + 1] != ".":
                return tuple(parts)
            self.at += 1

    def quoted(self) -> str:
        """Pass over a text in quotes and return it as written, or nothing."""
        if self.text[self.at : self.at + 1] in ('"', "'"):
            for pattern in _STRINGS:
                if raw := self.skip(pattern):
                    return raw
        return ""

    def string(self) -> str | None:
        raw = self.quoted()
        if not raw:
            return None
        import tomllib  # slow to import, and hardly a record has a key in quotes

        try:
            return str(tomllib.loads(f"x={raw}")["x"])
        except tomllib.TOMLDecodeError:
            return raw

    def header(self) -> Path:
        line, many = self.here(), self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        path: Path = ()
        parts = self.key()
        for number, part in enumerate(parts):
            path = (*path, part)
            self.found.setdefault(path, line)  # a table that only longer headers name begins at the first of them
            if number == len(parts) - 1 and many:
                self.arrays[path] = self.arrays.get(path, -1) + 1
            if path in self.arrays:
                path = (*path, self.arrays[path])
        self.found[path] = line
        return path

    def pair(self, table: Path) -> None:
        line = self.here()
        path = table
        for part in self.key():
            path = (*path, part)
            self.found.setdefault(path, line)
        self.skip(_SPACE)
        if self.text[self.at : self.at + 1] == "=":
            self.at += 1
            self.skip(_SPACE)
            self.value(path)

    def value(self, path: Path) -> None:
        if len(path) > 2 * _DEPTH:
            raise DeepKeys(self.here())
        self.found[path] = self.here()
        sign = self.text[self.at : self.at + 1]
        if sign == "[":
            self.items(path)
        elif sign == "{":
            self.inline(path)
        elif not self.quoted():
            self.skip(_SCALAR)

    def items(self, path: Path) -> None:
        self.at += 1
        number = 0
        while True:
            self.skip(_BLANK)
            start, sign = self.at, self.text[self.at : self.at + 1]
            if sign in ("]", ""):
                self.at += 1
                return
            if sign == ",":
                self.at += 1
                continue
            self.value((*path, number))
            number += 1
            if self.at == start:
                return

    def inline(self, path: Path) -> None:
        self.at += 1
        while True:
            self.skip(_BLANK)
            start, sign = self.at, self.text[self.at : self.at + 1]
            if sign in ("}", ""):
                self.at += 1
                return
            if sign == ",":
                self.at += 1
                continue
            self.pair(path)
            if self.at == start:
                return
