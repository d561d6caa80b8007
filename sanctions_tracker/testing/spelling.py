"""Strategies for record files: one register in many spellings, and with one value wrong on a line that is known."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen
from hypothesis import strategies as some

from ..dumping import dumps
from ..register import Register

__all__ = ["CorruptedText", "corrupted_texts", "toml_texts"]

_KEY = re.compile(r"[A-Za-z0-9_-]+\Z", re.ASCII)
_FREE = ("relief", "statement", "checkpoint", "touches", "authority", "subject", "person")  # tables in any order
_DAYS = re.compile(
    r"\A(effective|adopted|published|announced|known|retracted|last_day|ends|starts|back_to|to|on|reviewed)\Z"
)
_WORDS = ("event", "measure", "kind", "coverage", "says", "tier", "schema")


def toml_texts(register: Register) -> some.SearchStrategy[dict[str, str]]:
    """Draw the files of a data folder (path to text) that all say ``register``, each in another spelling of TOML.

    Keys, free tables, sources and citations come in any order; texts in any quotes, days as days or texts, tables in line or under
    headers, with comments, blanks and the line ends of any system. Loaded they give the register. Shrinks to what `dumps` writes,
    but for blank lines. Raises `ValueError` where the register cannot be written as records: draw one with ``sourced=True``.
    """
    return _respelt(dumps(register))


@frozen
class CorruptedText:
    """The files of a data folder of which one, ``file``, has a wrong value on ``line`` (counted from 1)."""

    files: Mapping[str, str]
    file: str
    line: int


def corrupted_texts(register: Register) -> some.SearchStrategy[CorruptedText]:
    """Draw the files that `dumps` writes with one value replaced: by a wrong type, an impossible day or a word of no list.

    Reading them must give a problem on that line of that file. Raises as `toml_texts` does.
    """
    return _corrupted(dumps(register))


@some.composite
def _respelt(draw: some.DrawFn, files: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name in draw(some.permutations(list(files))):
        pen = _Pen(draw)
        text = "".join(f"{line}\n" for line in pen.table(tomllib.loads(files[name]), ()))
        if pen.flip():
            text = text.replace("\n", "\r\n")
        found[name] = ("\ufeff" if pen.flip() else "") + text
    return found


class _Pen:
    """Writes values, each in a drawn spelling; the first of every choice is the plain one."""

    def __init__(self, draw: some.DrawFn) -> None:
        self.draw = draw

    def flip(self) -> bool:
        return self.draw(some.integers(0, 3)) == 3

    def shuffled(self, values: list[Any]) -> list[Any]:
        return self.draw(some.permutations(values)) if len(values) > 1 and self.flip() else values

    def table(self, values: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
        """Write a table: its own values first, as TOML wants it, then the tables in it."""
        lines, inner = [], []
        for key, value in self.shuffled(list(values.items())):
            many = isinstance(value, list) and bool(value) and isinstance(value[0], dict)
            if many and self.flip():
                rows = self.shuffled(value) if key in _FREE else value
                lines.append(f"{self.key(key)}{self.sign()}[{', '.join(self.inline(one) for one in rows)}]")
            elif many or (isinstance(value, dict) and key != "identifiers" and not self.flip()):
                inner.append((key, value))
            else:
                lines.append(f"{self.key(key)}{self.sign()}{self.value(value, key)}{self.comment()}")
            if self.flip():
                lines.append(self.draw(some.sampled_from(("", "# a note", "   "))))
        for key, value in inner:
            lines += self.under(key, value, (*path, key))
        return lines

    def under(self, key: str, value: Any, path: tuple[str, ...]) -> list[str]:
        name = ".".join(self.key(part) for part in path)
        if isinstance(value, list):
            rows = self.shuffled(value) if key in _FREE else value
            return [line for one in rows for line in ("", f"[[{name}]]", *self.table(one, path))]
        if key == "source":  # its tables may stand in any order, each under a header of its own
            return [line for one in self.shuffled(list(value)) for line in self.under(one, value[one], (*path, one))]
        return ["", f"[{name}]{self.comment()}", *self.table(value, path)]

    def key(self, key: str) -> str:
        return json.dumps(key) if self.flip() or not _KEY.match(key) else key

    def sign(self) -> str:
        return self.draw(some.sampled_from((" = ", "=", "   =\t")))

    def comment(self) -> str:
        return "  # 'so' [it] says" if self.flip() else ""

    def inline(self, values: Mapping[str, Any]) -> str:
        pairs = [f"{self.key(key)} = {self.value(value, key)}" for key, value in self.shuffled(list(values.items()))]
        return "{ " + ", ".join(pairs) + " }"

    def value(self, value: Any, key: str = "") -> str:
        if isinstance(value, dict):
            return self.inline(value)
        if isinstance(value, list):
            values = [self.value(one) for one in (self.shuffled(value) if key == "sources" else value)]
            return "[\n  " + ",\n  ".join(values) + ",\n]" if values and self.flip() else f"[{', '.join(values)}]"
        if isinstance(value, bool):
            return "true" if value else "false"
        if type(value) is date:
            return f'"{value}"' if self.flip() else str(value)
        return self.text(value) if isinstance(value, str) else str(value)

    def text(self, text: str) -> str:
        forms = [json.dumps(text, ensure_ascii=False)]
        if "'" not in text and text.isprintable():
            forms.append(f"'{text}'")
        forms.append('"' + "".join(f"\\U{ord(sign):08x}" for sign in text) + '"')
        forms.append('"""\n' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""')
        return self.draw(some.sampled_from(forms)) if "\n" not in text and "\r" not in text else forms[0]


@some.composite
def _corrupted(draw: some.DrawFn, files: Mapping[str, str]) -> CorruptedText:
    name = draw(some.sampled_from(sorted(files)))
    lines = files[name].split("\n")
    places = [number for number, line in enumerate(lines) if " = " in line]
    at = draw(some.sampled_from(places))
    key, _, value = lines[at].partition(" = ")
    wrong = ["12" if not value.isdigit() else '"twelve"', "[[]]", "07:30:00", "nan", "{ a = 1 }"]
    if _DAYS.match(key):
        wrong += ["2021-02-30", '"2021-13"', '"[2021-06-05..2021-06-01]"', '"tomorrow"', "9999-12-31"]
    if key in _WORDS:
        wrong += ['"nonesuch"', "99"]
    lines[at] = f"{key} = {draw(some.sampled_from(wrong))}"
    return CorruptedText({**files, name: "\n".join(lines)}, name, at + 1)
