"""What every command needs: days, the register, rows and marks, and the errors that end it in one line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence, Sized
from datetime import date
from typing import TYPE_CHECKING, Any

from ..answer import named, relief_of, state_of
from ..days import as_day

if TYPE_CHECKING:
    from ..answer import Status
    from ..register import Register
    from ..results import Change
    from ..timelines import Span

__all__ = [
    "DONE",
    "MISUSE",
    "PROBLEMS",
    "STRICT",
    "UNKNOWN",
    "Failed",
    "as_known",
    "asked",
    "known_day",
    "marks_of",
    "print_rows",
    "register_of",
    "selected",
    "status_rows",
    "strict_code",
    "typed_day",
]

DONE, PROBLEMS, MISUSE, STRICT, UNKNOWN = 0, 1, 2, 3, 4


class Failed(Exception):
    """Stop with a message on stderr and an exit code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def typed_day(text: str, name: str) -> date:
    if text == "today":
        day = date.today()  # noqa: DTZ011 - the local day is what the person at the keyboard means
        print(f"{name}: today is {day}", file=sys.stderr)
        return day
    return as_day(text, name)


def known_day(options: Any) -> date | None:
    return None if options.known_on is None else typed_day(options.known_on, "--known-on")


def register_of(options: Any) -> Register:
    from ..loading import load
    from ..problems import RecordsError

    try:
        return load(*(options.data or ()))
    except RecordsError as error:
        raise Failed(MISUSE, str(error)) from None


def asked(question: Callable[[], Any]) -> Any:
    """Ask the library, and turn what it refuses into a message and a code."""
    from ..problems import UnknownId
    from ..relief import UnlawfulRelief
    from ..unlawful import UnlawfulEvent
    from ..windows import TooDoubtful

    try:
        return question()
    except UnknownId as error:
        raise Failed(UNKNOWN, str(error)) from None
    except (UnlawfulEvent, UnlawfulRelief) as error:
        raise Failed(MISUSE, f"{error.code}: {error}") from None
    except TooDoubtful:
        raise Failed(MISUSE, "too-doubtful: a record's doubtful days cannot be computed exactly; run 'check'") from None


def selected(options: Any) -> dict[str, str | None]:
    return {name: getattr(options, name) for name in ("authority", "subject", "measure")}


def print_rows(
    options: Any,
    rows: Sequence[dict[str, Any]],
    columns: Sequence[str],
    data: Callable[[], object],
    *,
    title: str = "",
    picture: Callable[[], str] | None = None,
) -> None:
    """Print in the format that was asked for; ``data`` makes what JSON prints, with the lines of files, only where it is wanted.

    Between the title and a table stands what ``picture`` draws.
    """
    from .show import clean, show

    if title and options.format == "table":
        print(clean(title))
        print()
        if not rows:
            return
        if picture is not None:
            print(picture())
            print()
    sys.stdout.write(show(rows, columns, options.format, data() if options.format == "json" else None))


def as_known(known: date | None) -> str:
    return "with all that is recorded" if known is None else f"as known on {known}"


def marks_of(answer: Status | Span | Change) -> list[str]:
    """Return the words that warn of an answer."""
    return [name for name in ("undetermined", "projected", "provisional") if getattr(answer, name, False)]


def strict_code(options: Any, answers: Iterable[Status | Span | Change]) -> int:
    """Return the code of ``--strict`` where one of the answers is undetermined, projected or provisional."""
    return STRICT if options.strict and any(map(_doubted, answers)) else DONE


def _doubted(answer: Status | Span | Change) -> bool:
    possible: Sized = getattr(answer, "after", None) or getattr(answer, "possible")  # noqa: B009 - one of the two
    return bool(marks_of(answer)) or len(possible) > 1


_STATUS = ("id", "label", "restricts", "since", "ends", "reliefs", "marks", "last said")
_FLAT = (
    "id",
    "on",
    "known_on",
    "state",
    "relief",
    "label",
    "restricts",
    "possible",
    "since",
    "ends",
    "cause",
    "projected",
    "provisional",
    "reliefs",
    "statements",
)


def status_rows(
    options: Any, register: Register, statuses: Sequence[Status]
) -> tuple[list[dict[str, Any]], Sequence[str]]:
    """Return the rows and columns of the formats other than JSON."""
    rows = []
    alike: dict[tuple[int, bool], dict[str, Any]] = {}  # thousands of entries of a list came with one edition
    for status in statuses:
        key = id(status.answer), status.projected
        if key not in alike:
            alike[key] = _row(status)
        row = {**alike[key], "id": status.id, **_said(status, register)}
        sanction = register.sanction(status.id)
        if "key" in sanction.identifiers:  # an entry of a list, whose id is a number that tells nobody anything
            row["name"] = sanction.title
        rows.append(row)
    named = ("id", "name", *_STATUS[1:]) if any("name" in row for row in rows) else _STATUS
    return rows, named if options.format in ("table", "markdown") else _FLAT


def _row(status: Status) -> dict[str, Any]:
    return {
        **{
            name: getattr(status, name)
            for name in ("on", "known_on", "restricts", "since", "ends", "cause", "projected", "provisional")
        },
        "state": state_of(status.possible),
        "relief": relief_of(status.possible),
        "label": status.words,
        "possible": named(status.possible),
        "reliefs": list(status.reliefs),
        "marks": marks_of(status),
    }


def _said(status: Status, register: Register) -> dict[str, Any]:
    if not status.statements:
        return {"statements": [], "last said": None}
    from ..words import last_said

    return {
        "statements": [f"{one.on} {register.name_of(one.by)}: {one.says}" for one in status.statements],
        "last said": last_said(status.statements, register.name_of),
    }
