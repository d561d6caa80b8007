"""The facts as values: sources, acts, reliefs, statements, and who and what they name.

Facts never compute an answer. Everything is frozen and compares by value; where a value stood in a file
(`place`) does not count. Days are given as ``datetime.date``, as a strict string, or as a doubtful day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from attrs import Factory, field, fields, frozen

from .days import BadDay, Day, DoubtfulDay, Duration, Instant, as_day, as_duration, as_record_day, ordinals
from .lifecycle import Fixed
from .textfile import Place

__all__ = [
    "EVIDENCE",
    "KINDS",
    "MEASURES",
    "Authority",
    "Checkpoint",
    "Coverage",
    "Negotiation",
    "Person",
    "Relief",
    "Revocation",
    "Source",
    "Statement",
    "Subject",
    "Touch",
    "Transition",
    "as_code",
    "as_lines",
    "fixed",
    "is_id",
    "known_by",
    "texts",
]

MEASURES = (
    "asset freeze",
    "travel ban",
    "import ban",
    "export ban",
    "transit ban",
    "services ban",
    "financial restriction",
    "aviation ban",
    "arms embargo",
    "director disqualification",
    "regime",
)
KINDS = ("general-licence", "specific-licence", "wind-down", "derogation", "exemption", "grandfathering")
EVIDENCE = {
    1: "legal text",
    2: "the authority's own notice or list",
    3: "official statement",
    4: "press or law firm",
    5: "other",
}

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)
T = TypeVar("T")


class Coverage(StrEnum):
    """How much a relief allows of what a sanction forbids; as an answer, how much all of them together do."""

    NONE = "none"
    PART = "part"
    FULL = "full"


def is_id(text: object) -> bool:
    """Say whether ``text`` has the form of an id: ``authority/name``, lower-case letters, digits and hyphens."""
    return isinstance(text, str) and bool(_ID.match(text))


def _optional_day(value: object) -> Day | None:
    return None if value is None else as_record_day(value)


def _exact_day(value: object) -> date | None:
    return None if value is None else as_day(value, "day")


def _duration(value: object) -> Duration | None:
    return None if value is None else as_duration(value)


def _by_key(sources: Iterable[Source]) -> tuple[Source, ...]:
    found = tuple(sources)
    return found if len(found) < 2 else tuple(sorted(found, key=lambda source: source.key))


def _by_sanctions(touches: Iterable[Touch]) -> tuple[Touch, ...]:
    return tuple(sorted(touches, key=lambda touch: (touch.sanctions, touch.coverage)))


def _on_day(value: object) -> date:
    return as_day(value, "on")


def texts(values: Iterable[str]) -> tuple[str, ...]:
    """Return a list of texts as a tuple; raises `TypeError` on a single text, which is no list."""
    if isinstance(values, str):
        raise TypeError(f"{values!r} is one text; write a list of texts")
    return tuple(values)


def _sorted_texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts(values)))


def fixed(value: Mapping[str, str]) -> Mapping[str, str]:
    """Return a table of texts in the order of its keys, as a value that nobody changes."""
    return Fixed(dict(sorted(value.items())))


def _shown(value: object) -> str:
    if isinstance(value, (date, DoubtfulDay, Duration, Instant, StrEnum)):
        return repr(str(value))
    if isinstance(value, tuple):
        return f"[{', '.join(_shown(one) for one in value)}]"
    return repr(value)


def _given(value: Any) -> Iterator[tuple[str, Any]]:
    """Give each field that is not as it is by default: the name to write before it, and its value."""
    for one in fields(type(value)):
        found = getattr(value, one.name)
        default = one.default.factory() if isinstance(one.default, Factory) else one.default  # type: ignore[arg-type]
        if one.repr and found != default:
            yield f"{one.alias}=" if one.kw_only else "", found


def as_code(value: Any) -> str:
    """Show a value as it would be written in code: what is as it is by default is left out."""
    return f"{type(value).__name__}({', '.join(name + _shown(found) for name, found in _given(value))})"


def as_lines(value: Any, printer: Any, _: bool) -> None:
    """Show it as code over several lines where it is long: the protocol of IPython, which Hypothesis follows."""
    with printer.group(4, f"{type(value).__name__}(", ")"):
        for number, (name, found) in enumerate(_given(value)):
            if number:
                printer.text(",")
                printer.breakable()
            printer.text(name)
            if isinstance(found, tuple) and found and not isinstance(found[0], str):
                printer.pretty(list(found))
            else:
                printer.text(_shown(found))


def _place() -> Any:
    return field(default=None, eq=False, repr=False, kw_only=True)


def _check_ends(act: Transition | Relief) -> None:
    given = [name for name in ("last_day", "ends", "lasts") if getattr(act, name) is not None]
    if len(given) > 1:
        raise ValueError(f"{' and '.join(given)} are two ends; give one")


@frozen(kw_only=True)
class Source:
    """Where a fact was read. ``tier`` is 1 (legal text) to 5 (other), see `EVIDENCE`; ``quote`` has at most 15 words."""

    key: str
    title: str
    publisher: str
    tier: int
    url: str | None = None
    published: Day | None = field(default=None, converter=_optional_day)
    quote: str | None = None
    note: str | None = None
    place: Place | None = _place()

    __repr__, _repr_pretty_ = as_code, as_lines


@frozen
class Transition:
    """One dated act. ``effective`` is the day from which it binds; of an end, the first day without it.

    At most one of ``last_day`` (inclusive), ``ends`` (exclusive) and ``lasts`` (counted from the first day).
    ``known`` is the day from which the public could know it (see `known_by` for the default), ``retracted``
    the day from which this record no longer counts. ``back_to`` and ``to`` belong to `annul`: [back_to, to) is repainted.
    """

    event: str
    effective: Day = field(kw_only=True, converter=as_record_day)
    adopted: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    published: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    announced: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    known: date | None = field(default=None, kw_only=True, converter=_exact_day)
    retracted: date | None = field(default=None, kw_only=True, converter=_exact_day)
    last_day: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    ends: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    lasts: Duration | None = field(default=None, kw_only=True, converter=_duration)
    back_to: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    to: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    authority: str | None = field(default=None, kw_only=True)
    instrument: str | None = field(default=None, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), kw_only=True, converter=_by_key)
    inferred: bool = field(default=False, kw_only=True)
    negotiation: str | None = field(default=None, kw_only=True)
    note: str | None = field(default=None, kw_only=True)
    place: Place | None = _place()

    __repr__, _repr_pretty_ = as_code, as_lines

    def __attrs_post_init__(self) -> None:
        _check_ends(self)
        if self.to is not None and self.back_to is None:
            raise ValueError("'to' needs 'back_to': it says where the repainted days end")

    @property
    def known_day(self) -> date:
        """The first day on which a reader counts it."""
        return known_by(self, self.effective)

    @property
    def day(self) -> Day:
        """The day of the act, under the name that all records share."""
        return self.effective


@frozen(kw_only=True)
class Revocation:
    """The end of a relief by an act of its own, with its own knowledge."""

    effective: Day = field(converter=as_record_day)
    published: Day | None = field(default=None, converter=_optional_day)
    announced: Day | None = field(default=None, converter=_optional_day)
    known: date | None = field(default=None, converter=_exact_day)
    retracted: date | None = field(default=None, converter=_exact_day)
    instrument: str | None = None
    sources: tuple[Source, ...] = field(default=(), converter=_by_key)
    inferred: bool = False
    note: str | None = None
    place: Place | None = _place()

    __repr__, _repr_pretty_ = as_code, as_lines

    @property
    def known_day(self) -> date:
        """The first day on which a reader counts it."""
        return known_by(self, self.effective)

    @property
    def day(self) -> Day:
        """The day of the act, under the name that all records share."""
        return self.effective


@frozen(kw_only=True)
class Touch:
    """What a relief allows of some sanctions: ``coverage`` with its ``scope`` in words and what it ``excludes``."""

    sanctions: tuple[str, ...] = field(converter=_sorted_texts)
    coverage: Coverage = field(converter=Coverage)
    scope: str | None = None
    excludes: tuple[str, ...] = field(default=(), converter=texts)

    __repr__, _repr_pretty_ = as_code, as_lines


@frozen
class Relief:
    """A permission with its own window: a licence, wind-down, derogation, exemption.

    It touches sanctions many to many. ``supersedes`` names reliefs of the same authority that end on its first
    day. A ``standing`` relief is open to a whole program: named in answers, never counted.
    """

    name: str
    authority: str
    kind: str = field(kw_only=True)
    starts: Day = field(kw_only=True, converter=as_record_day)
    touches: tuple[Touch, ...] = field(kw_only=True, converter=_by_sanctions)
    last_day: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    ends: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    lasts: Duration | None = field(default=None, kw_only=True, converter=_duration)
    supersedes: tuple[str, ...] = field(default=(), kw_only=True, converter=_sorted_texts)
    standing: bool = field(default=False, kw_only=True)
    revoked: Revocation | None = field(default=None, kw_only=True)
    adopted: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    published: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    announced: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    known: date | None = field(default=None, kw_only=True, converter=_exact_day)
    retracted: date | None = field(default=None, kw_only=True, converter=_exact_day)
    instrument: str | None = field(default=None, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), kw_only=True, converter=_by_key)
    inferred: bool = field(default=False, kw_only=True)
    negotiation: str | None = field(default=None, kw_only=True)
    note: str | None = field(default=None, kw_only=True)
    file: str | None = field(default=None, kw_only=True, eq=False)
    place: Place | None = _place()

    __repr__, _repr_pretty_ = as_code, as_lines

    def __attrs_post_init__(self) -> None:
        _check_ends(self)

    @property
    def known_day(self) -> date:
        """The first day on which a reader counts it."""
        return known_by(self, self.starts)

    @property
    def day(self) -> Day:
        """The day of the act, under the name that all records share."""
        return self.starts

    def touching(self, sanction: str) -> Touch | None:
        """Return how it touches the sanction of this id (the widest coverage where several do), or ``None``."""
        found = [touch for touch in self.touches if sanction in touch.sanctions]
        return max(found, key=lambda touch: touch.coverage is Coverage.FULL, default=None)


@frozen
class Statement:
    """Words of somebody on a day: an announcement or a claim. It never moves anything; it is compared.

    ``says`` is an event or a state of the machine, chosen by the editor; ``quote`` keeps the speaker's own words.
    ``for_`` is the day that the words speak of, by default the day on which they were said.
    """

    says: str
    on: Day = field(kw_only=True, converter=as_record_day)
    by: str = field(kw_only=True)
    about: tuple[str, ...] = field(kw_only=True, converter=_sorted_texts)
    for_: Day | None = field(default=None, kw_only=True, converter=_optional_day)
    quote: str | None = field(default=None, kw_only=True)
    known: date | None = field(default=None, kw_only=True, converter=_exact_day)
    retracted: date | None = field(default=None, kw_only=True, converter=_exact_day)
    sources: tuple[Source, ...] = field(default=(), kw_only=True, converter=_by_key)
    note: str | None = field(default=None, kw_only=True)
    file: str | None = field(default=None, kw_only=True, eq=False)
    place: Place | None = _place()

    __repr__, _repr_pretty_ = as_code, as_lines

    @property
    def known_day(self) -> date:
        """The first day on which a reader counts it."""
        return known_by(self, self.on)

    @property
    def day(self) -> Day:
        """The day of the words, under the name that all records share."""
        return self.on


@frozen
class Checkpoint:
    """What must come out on a day; ``known_on`` ``None`` is with all that is recorded."""

    on: date = field(converter=_on_day)
    known_on: date | None = field(default=None, kw_only=True, converter=_exact_day)
    label: str | None = field(default=None, kw_only=True)
    state: str | None = field(default=None, kw_only=True)
    relief: str | None = field(default=None, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), kw_only=True, converter=_by_key)
    note: str | None = field(default=None, kw_only=True)
    place: Place | None = _place()

    __repr__, _repr_pretty_ = as_code, as_lines


@frozen(kw_only=True)
class Negotiation:
    """A round of talks or a release of prisoners, for which acts were traded. It moves nothing.

    ``persons`` are ids of people, ``freed`` the number freed, where known. Acts name it by its id.
    """

    id: str
    on: Day = field(converter=as_record_day)
    title: str
    place_of_talks: str | None = None
    persons: tuple[str, ...] = field(default=(), converter=texts)
    freed: int | None = None
    sources: tuple[Source, ...] = field(default=(), converter=_by_key)
    note: str | None = None
    place: Place | None = _place()

    __repr__, _repr_pretty_ = as_code, as_lines


@frozen(kw_only=True)
class Authority:
    """Who issues acts. ``zone`` is the IANA time zone in which its days end."""

    id: str
    name: str
    jurisdiction: str
    zone: str
    aliases: tuple[str, ...] = field(default=(), converter=texts)

    __repr__, _repr_pretty_ = as_code, as_lines


@frozen(kw_only=True)
class Subject:
    """What people call several sanctions by one word."""

    id: str
    name: str
    aliases: tuple[str, ...] = field(default=(), converter=texts)
    identifiers: Mapping[str, str] = field(factory=dict, converter=fixed, hash=False)

    __repr__, _repr_pretty_ = as_code, as_lines


@frozen(kw_only=True)
class Person:
    """Who says things: a person or an outlet, with the spellings under which the record knows it."""

    id: str
    name: str
    role: str | None = None
    aliases: tuple[str, ...] = field(default=(), converter=texts)

    __repr__, _repr_pretty_ = as_code, as_lines


def known_by(record: Transition | Relief | Revocation | Statement, day: Day) -> date:
    """Return the day from which the public knows ``record``, an act of ``day``.

    Given, else the earliest of its announcement, its publication and those of its sources of tier 1 to 3 (a
    partial day counts from its last), else the last possible ``day``. Raises `BadDay` where none of these exists.
    """
    if record.known is not None:
        return record.known
    days = [getattr(record, "announced", None), getattr(record, "published", None)]
    days += [source.published for source in record.sources if source.tier <= 3]
    lasts = [last for last in (ordinals(found)[1] for found in days if found is not None) if last is not None]
    last = min(lasts) if lasts else ordinals(day)[1]
    if last is None:
        raise BadDay(f"'known' is needed: {day} has no last day, and nothing was published")
    return date.fromordinal(last)
