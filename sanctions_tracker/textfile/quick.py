"""Read the plain lines that most records are made of, many times faster than a whole TOML parser.

A cold start reads every record, and half of it was spent in ``tomllib``. This reader knows one-line texts without escapes,
days, small numbers, true and false, one-line lists and tables of such texts, and headers. Whatever else it meets, it gives up,
and ``tomllib`` reads the file: so it never has to say what is wrong, and must only never be right where ``tomllib`` is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

__all__ = ["quick"]

_TEXT = r'"[^"\\\x00-\x1f\x7f]*"'
_LINE = re.compile(
    rf"""(?:
        (?P<key>[A-Za-z0-9_-]+)[ ]*=[ ]*(?:
            "(?P<text>[^"\\\x00-\x1f\x7f]*)"
            |'(?P<literal>[^'\x00-\x1f\x7f]*)'
            |\[(?P<list>[ ]*(?:{_TEXT}[ ]*(?:,[ ]*{_TEXT}[ ]*)*)?)\]
            |(?P<open>\[)
            |(?P<instant>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}[+-][0-9]{{2}}:[0-9]{{2}})
            |(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})
            |(?P<flag>true|false)
            |(?P<number>0|[1-9][0-9]{{0,8}})
            |\{{(?P<table>[ ]*(?:[A-Za-z0-9_-]+[ ]*=[ ]*{_TEXT}[ ]*(?:,[ ]*[A-Za-z0-9_-]+[ ]*=[ ]*{_TEXT}[ ]*)*)?)\}}
        )
        |\[\[(?P<item>[A-Za-z0-9_.-]+)\]\]
        |\[(?P<header>[A-Za-z0-9_.-]+)\]
    )?[ \t]*(?:\#[^\x00-\x08\x0a-\x1f\x7f]*)?""",
    re.VERBOSE,
)
_ITEM = re.compile(rf"[ \t]*({_TEXT})[ \t]*(,?)[ \t]*")
_TEXTS = re.compile(r'"([^"]*)"')
_PAIRS = re.compile(r'([A-Za-z0-9_-]+)[ ]*=[ ]*"([^"]*)"')


def quick(text: str, passing_over: str | None = None) -> dict[str, Any] | None:
    """Return what ``tomllib.loads`` returns, or ``None`` where the text is not as plain as that, or wrong.

    The tables of the array called ``passing_over`` are left out, unread.
    """
    root: dict[str, Any] = {}
    table = root
    made: set[int] = {id(root)}  # the tables and lists that headers made, into which headers may go again
    match_line = _LINE.fullmatch
    header = f"[[{passing_over}]]"
    passing = False
    rows = iter(text.split("\n"))
    for line in rows:
        if passing_over is not None and line[:1] == "[":
            passing = line == header
        if passing:
            continue
        if line[-1:] == '"' and line.count('"') == 2 and "\\" not in line and line.isprintable():
            name, sign, value = line.partition("=")  # most lines: a key and one text, told without a pattern
            name, value = name.rstrip(" "), value.lstrip(" ")
            if sign and value[:1] == '"' and name.isascii() and name.replace("_", "a").replace("-", "a").isalnum():
                if name in table:
                    return None
                table[name] = value[1:-1]
                continue
        match = match_line(line)
        if match is None:
            return None
        kind = match.lastgroup
        if kind is None:
            continue
        found = match[kind]
        if kind == "item" or kind == "header":
            entered = _enter(root, found.split("."), made, many=kind == "item")
            if entered is None:
                return None
            table = entered
            continue
        key = match["key"]
        if key in table:
            return None
        if kind == "text" or kind == "literal":
            table[key] = found
        elif kind == "list":
            table[key] = _TEXTS.findall(found)
        elif kind == "day":
            try:
                table[key] = date.fromisoformat(found)
            except ValueError:
                return None
        elif kind == "open":
            texts = _over_lines(rows)
            if texts is None:
                return None
            table[key] = texts
        elif kind == "instant":
            try:
                table[key] = datetime.fromisoformat(found)
            except ValueError:
                return None
        elif kind == "flag":
            table[key] = found == "true"
        elif kind == "number":
            table[key] = int(found)
        else:
            pairs = _PAIRS.findall(found)
            table[key] = dict(pairs)
            if len(table[key]) != len(pairs):
                return None
    return root


def _over_lines(rows: Iterator[str]) -> list[str] | None:
    """Return a list of texts written one on a line, up to its closing bracket."""
    found: list[str] = []
    more = True
    for row in rows:
        if row.strip(" \t") == "]":
            return found
        item = _ITEM.fullmatch(row)
        if item is None or not more:
            return None
        found.append(item[1][1:-1])
        more = bool(item[2])
    return None


def _enter(root: dict[str, Any], parts: list[str], made: set[int], *, many: bool) -> dict[str, Any] | None:
    """Return the table that a header opens, or ``None`` where it is not a new one in its place."""
    table = root
    if len(parts) > 8:
        return None
    for part in parts[:-1]:
        if not part:
            return None
        if part not in table:
            table[part] = {}
            made.add(id(table[part]))
        inner = table[part]
        if id(inner) not in made:
            return None
        table = inner[-1] if isinstance(inner, list) else inner
    last = parts[-1]
    if not last:
        return None
    new: dict[str, Any] = {}
    if many:
        if last not in table:
            table[last] = []
            made.add(id(table[last]))
        if id(table[last]) not in made or not isinstance(table[last], list):
            return None
        table[last].append(new)
    elif last in table:
        return None
    else:
        table[last] = new
    made.add(id(new))
    return new
