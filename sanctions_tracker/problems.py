"""Problems as values: what is wrong, where to the line, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from attrs import frozen

__all__ = ["CODES", "Problem", "RecordsError", "UnknownId", "errors", "nearest"]

# One sentence for each stable code; `fixtures/broken/CODE.toml` holds one small file for each.
CODES = {
    "bad-id": "a name in a path or a reference is not of the form authority/name",
    "bad-type": "a value has the wrong type",
    "bad-word": "a word is outside its closed list",
    "bad-day": "a value is not a day that the format knows",
    "bad-duration": "a value is not a duration",
    "bad-toml": "the file is not TOML",
    "bad-url": "an address is not a full http address",
    "checkpoint": "a checkpoint does not come out",
    "clipped-day": "a duration in months leads to a day that the month does not have",
    "circle": "records rest on one another in a circle",
    "default-known": "the default day of knowledge looks wrong (warning)",
    "duplicate": "the same thing stands twice",
    "end-not-later": "an end is not later than its act",
    "end-not-allowed": "an end stands on an act that takes none",
    "known-needed": "no day of knowledge can be computed",
    "long-quote": "a quotation has more than 15 words",
    "missing": "a required value is not there",
    "no-lawful-world": "no choice of the doubtful days makes a lawful history",
    "no-offset": "an instant has no offset from UTC",
    "not-read": "a file could not be read",
    "not-text": "a file is not UTF-8 text",
    "offset": "an instant's offset is not that of the authority's zone on that day (warning)",
    "out-of-order": "an act stands after a later one",
    "quoted-nothing": "a list or text that must say something is empty",
    "repaint": "an annulment's repainted days are not in order",
    "supersedes": "a relief supersedes one that is not running",
    "too-deep": "a file nests more deeply than any record does",
    "too-doubtful": "the doubtful days are too many to compute exactly",
    "too-large": "a file is larger than any record",
    "two-ends": "an act has more than one end",
    "unknown-key": "a key is not of the format",
    "unknown-name": "a name is not known here",
    "unlawful-event": "an event is not lawful in the state it meets",
    "unused-source": "a source is never cited",
}


@frozen
class Problem:
    """One problem. ``line`` counts from 1 and is ``None`` where the whole file is meant; ``severity`` is error or warning."""

    code: str
    message: str
    file: str
    line: int | None = None
    severity: str = "error"

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        warning = "warning: " if self.severity == "warning" else ""
        return f"{place}: {warning}{self.code}: {self.message}"


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return those that stop a load; warnings never do."""
    return tuple(problem for problem in problems if problem.severity == "error")


class RecordsError(ValueError):
    """Raised by `load`: the data has errors. ``problems`` holds every one of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: object, allowed: Iterable[str], *, several: int = 1) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest allowed words, or an empty text where none is near."""
    if not isinstance(word, str):
        return ""
    found = get_close_matches(word[:200], list(allowed), n=several, cutoff=0.75 if "/" in word else 0.6)
    return "; did you mean " + " or ".join(repr(one) for one in found) + "?" if found else ""


class UnknownId(LookupError):
    """Nothing has this id or name. ``word`` is what was asked for; the message names the nearest known ones."""

    def __init__(self, what: str, word: str, known: Iterable[str]) -> None:
        known = list(known)
        super().__init__(f"no {what} {word!r} is known{nearest(word, known, several=3)}")
        self.word = word
