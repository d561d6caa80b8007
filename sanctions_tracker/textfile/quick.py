"""Read the plain lines that most records are made of, many times faster than a whole TOML parser.

A cold start reads every record, and half of it was spent in ``tomllib``. This reader knows one-line texts without escapes,
days, small numbers, true and false, one-line lists and tables of such texts, and headers. Whatever else it meets, it gives up,
and ``tomllib`` reads the file: so it never has to say what is wrong, and must only never be right where ``tomllib`` is not.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

__all__ = ["quick"]

_TEXT = r'"[^"\\\x00-\x1f\x7f]*"'
_LINE = re.compile(
    rf"""^(?:
        ([A-Za-z0-9_-]+)[ ]*=[ ]*(
            {_TEXT}
            |'[^'\x00-\x1f\x7f]*'
            |\[(?:[ ]*(?:{_TEXT}[ ]*(?:,[ ]*{_TEXT}[ ]*)*)?\])?
            |[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}[+-][0-9]{{2}}:[0-9]{{2}})?
            |true|false
            |0|[1-9][0-9]{{0,8}}
            |\{{[ ]*(?:[A-Za-z0-9_-]+[ ]*=[ ]*{_TEXT}[ ]*(?:,[ ]*[A-Za-z0-9_-]+[ ]*=[ ]*{_TEXT}[ ]*)*)?\}}
        )
        |(\[\[?[A-Za-z0-9_.-]+\]\]?)
        |[ \t]*({_TEXT}[ \t]*,?|\])
    )?[ \t]*(?:\#[^\x00-\x08\x0a-\x1f\x7f]*)?$""",
    re.VERBOSE | re.MULTILINE,
)
_TEXTS = re.compile(r'"([^"]*)"')
_PAIRS = re.compile(r'([A-Za-z0-9_-]+)[ ]*=[ ]*"([^"]*)"')


def quick(text: str, passing_over: str | None = None) -> dict[str, Any] | None:
    """Return what ``tomllib.loads`` returns, or ``None`` where the text is not as plain as that, or wrong.

    The tables of the array called ``passing_over`` are left out, unread.
    """
    if passing_over is not None:
        text = _without(text, f"[[{passing_over}]]")
    lines = _LINE.findall(text)
    if len(lines) != text.count("\n") + 1:  # some line is none of these
        return None
    root: dict[str, Any] = {}
    table = root
    made: set[int] = {id(root)}  # the tables and lists that headers made, into which headers may go again
    texts: list[str] | None = None  # a list written one text on a line, while it is open
    more = True
    for key, value, header, item in lines:
        if texts is not None:
            if item == "]":
                texts = None
            elif item and more:
                texts.append(item[1 : item.rindex('"')])
                more = item[-1] == ","
            else:
                return None
        elif key:
            if key in table:
                return None
            first = value[0]
            if first == '"' or first == "'":
                table[key] = value[1:-1]
            elif value == "[":
                table[key] = texts = []
                more = True
            elif first == "[":
                table[key] = _TEXTS.findall(value)
            elif first == "{":
                pairs = _PAIRS.findall(value)
                table[key] = dict(pairs)
                if len(table[key]) != len(pairs):
                    return None
            elif first == "t" or first == "f":
                table[key] = value == "true"
            elif len(value) < 10:
                table[key] = int(value)
            else:
                try:
                    table[key] = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
                except ValueError:
                    return None
        elif header:
            many = header[1] == "["
            if (header[-2] == "]") is not many:
                return None
            entered = _enter(root, header.strip("[]").split("."), made, many=many)
            if entered is None:
                return None
            table = entered
        elif item:
            return None
    return root if texts is None else None


def _without(text: str, header: str) -> str:
    """Leave out the tables under these headers, each up to the next line that begins with a bracket."""
    first, *parts = f"\n{text}".split(f"\n{header}\n")
    if not parts:
        return text
    kept = [first[1:]]
    for part in parts:
        end = 0 if part[:1] == "[" else part.find("\n[") + 1
        kept.append(part[end:] if end or part[:1] == "[" else "")
    return "\n".join(kept)


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
