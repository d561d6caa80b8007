"""One page that answers for every day, without a network: its data, its style and its script lie in the file itself.

What a record says is never markup here: the data is JSON in which no tag can begin, the script sets text only, and a policy in
the page allows no other script, style or request, whoever opens it.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any

from ..answer import Status
from ..days import as_day
from ..palette import INKS, LOOKS, kind_of
from ..printable import printable
from ..register import Register
from ..saving import beside
from ..words import last_said
from .packing import day_number, pack

__all__ = ["page_text", "write_page"]


def write_page(
    register: Register,
    path: str | os.PathLike[str],
    *,
    on: object = None,
    title: str | None = None,
    authority: str | None = None,
    subject: str | None = None,
    measure: str | None = None,
) -> int:
    """Write `page_text` to a file, beside it and renamed when whole, and return its size in bytes.

    Raises as `page_text` does, and `OSError` where nothing can be written.
    """
    text = page_text(register, on=on, title=title, authority=authority, subject=subject, measure=measure)
    data = encoded(text)
    with beside(path) as part:
        part.write_bytes(data)
    return len(data)


def page_text(
    register: Register,
    *,
    on: object = None,
    title: str | None = None,
    authority: str | None = None,
    subject: str | None = None,
    measure: str | None = None,
) -> str:
    """Return one page of HTML that holds every answer of these sanctions, for every day and every day of knowledge.

    ``on`` is the day on which it opens (a date or ``YYYY-MM-DD``): by default the last to which one of them is borne out. The
    same register gives the same text; no clock is read, here or in the page. Raises `BadDay` and `UnknownId`, and as
    `Register.status` does where a history is unlawful.
    """
    chosen = {"authority": authority, "subject": subject, "measure": measure}
    value = pack(register, **chosen)
    if on is not None:
        value["start"] = day_number(as_day(on))
    start = date.fromordinal(value["start"] + date(1970, 1, 1).toordinal())
    head = title if title is not None else _title(register, authority, subject, measure)
    style = _filled(_part("page.css"), {"light": _colours("light"), "dark": _colours("dark")})
    script = _part("page.js")
    return _filled(
        _part("page.html"),
        {
            "title": escape(printable(head)),
            "policy": _policy(script, style),
            "style": style,
            "table": "\n".join(_table(register, register.in_force(start, **chosen), start)),
            "version": escape(register.version),
            "data": _embedded(value),
            "script": script,
        },
    )


def encoded(text: str) -> bytes:
    """Return the page as UTF-8; half a sign, which no file holds and code may, as its number, which JSON reads."""
    return text.encode("utf-8", "backslashreplace")


def _title(register: Register, authority: str | None, subject: str | None, measure: str | None) -> str:
    named = None if subject is None else register.subject_of(subject)
    told = [named.name if named else subject, authority and register.name_of(authority), measure]
    words = ", ".join(one for one in told if one)
    return f"Sanctions in force, day by day{f': {words}' if words else ''}"


def _part(name: str) -> str:
    return (files(__package__) / "page" / name).read_text(encoding="utf-8")


def _filled(text: str, values: dict[str, str]) -> str:
    """Put the values in their places, all at once: what a value holds is not looked at again."""
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], text)


def _colours(ground: str) -> str:
    named: Iterable[tuple[str, Any]] = [*INKS.items(), *LOOKS.items()]
    return " ".join(f"--{name}: {getattr(look, ground)};" for name, look in named)


def _policy(script: str, style: str) -> str:
    """Return the policy that browsers enforce: this script and this style, and nothing from anywhere."""
    hashes = {}
    for kind, text in (("script", script), ("style", style)):
        hashes[kind] = base64.b64encode(sha256(text.encode()).digest()).decode()
    rules = [f"{kind}-src 'sha256-{told}'" for kind, told in hashes.items()]
    return "; ".join(["default-src 'none'", *rules, "img-src data:", "base-uri 'none'", "form-action 'none'"])


_SIGNS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def _embedded(value: object) -> str:
    """Return JSON in which no tag, comment or end of script can begin."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: _SIGNS[found[0]], text)


_HEADS = {
    "c-name": "Sanction",
    "c-label": "On the day",
    "c-since": "Since",
    "c-ends": "Ends before",
    "c-reliefs": "Reliefs",
    "c-said": "Last said",
}


def _table(register: Register, statuses: Iterable[Status], on: date) -> Iterable[str]:
    """Yield the lines of the table for who has no script: the answers of one day, as the command ``on`` prints them."""
    rows = [_row(register, status) for status in statuses]
    yield f"<h2>On {on}, with all that is recorded: {len(rows):,} in force</h2>"
    yield '<table class="answers">'
    heads = "".join(f"<th scope=col class={name}>{head}</th>" for name, head in _HEADS.items())
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    yield from rows
    yield "</tbody></table>"


def _row(register: Register, status: Status) -> str:
    sanction = register.sanction(status.id)
    marks = [name for name in ("undetermined", "projected", "provisional") if getattr(status, name)]
    kind = kind_of(status.possible, sanction.lifecycle)
    looks = f'<span class="swatch k-{kind}{" projected" if status.projected else ""}"></span>'
    warned = f'<span class="marks">{", ".join(marks)}</span>' if marks else ""
    days = [f"<td>{'' if day is None else f'<time>{day}</time>'}</td>" for day in (status.since, status.ends)]
    return "".join(
        (
            f"<tr><th scope=row>{_shown(sanction.title or status.id)}<span class=id>{_shown(status.id)}</span></th>",
            f'<td class="c-label">{looks}{_shown(status.words)}{warned}</td>',
            *days,
            f"<td>{_shown('; '.join(status.reliefs))}</td><td>{_shown(last_said(status.statements, register.name_of))}</td></tr>",
        )
    )


def _shown(text: str) -> str:
    return escape(printable(text))
