"""What a value may be, day by day and form by form; that writing is the reverse of reading; that no wrong value passes."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import sanctions_tracker as st
from sanctions_tracker.days import Day, ordinals
from sanctions_tracker.facts import KINDS, MEASURES, Negotiation
from sanctions_tracker.folders import Entry, shipped_folder, survey
from sanctions_tracker.lifecycle import STANDARD
from sanctions_tracker.problems import Problem
from sanctions_tracker.records import (
    TABLES,
    Part,
    dump_authorities,
    dump_negotiations,
    dump_people,
    dump_reliefs,
    dump_sanction,
    dump_statements,
    dump_subjects,
    read_document,
)
from sanctions_tracker.textfile import Document, Unreadable, parse

from .making import act, relief, sanction, source

WASHINGTON = ZoneInfo("America/New_York")


def as_read(text: str, kind: str = "sanction", id_: str = "us-ofac/x") -> tuple[Part, list[Problem]]:
    """What a text gives by itself, as a file of an authority in Washington."""
    return read_document(parse(text.encode(), "x.toml"), kind, id_, lambda: WASHINGTON)


RECORD = """\
schema = 1
title = "Assets of one firm frozen"
subjects = ["belavia"]
measure = "asset freeze"

[[transition]]
event = "impose"
known = 2020-01-01
{value}
sources = ["law"]
{more}
[source.law]
title = "Regulation 1 of 2021"
publisher = "Official Journal"
tier = 1
"""


def act_with(value: str) -> tuple[st.Transition | None, list[str]]:
    part, problems = as_read(RECORD.format(value=value, more=""))
    found = None if part.sanction is None else part.sanction.transitions[0]
    return found, [str(one).removeprefix("x.toml:9: ") for one in problems]


def bounds(day: Day) -> tuple[str | None, str | None]:
    first, last = ordinals(day)
    return tuple(None if one is None else str(date.fromordinal(one)) for one in (first, last))  # type: ignore[return-value]


# Days, form by form (section 5 of the specification).


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2021-06-04", "2021-06-04", "2021-06-04"),
        ('"2021-06-04"', "2021-06-04", "2021-06-04"),
        ('"2021"', "2021-01-01", "2021-12-31"),
        ('"2021-06"', "2021-06-01", "2021-06-30"),
        ('"2020-02"', "2020-02-01", "2020-02-29"),
        ('"2021-12"', "2021-12-01", "2021-12-31"),
        ('"[2021-06-01..2021-06-05]"', "2021-06-01", "2021-06-05"),
        ('"[2021-06-01..2021-06-01]"', "2021-06-01", "2021-06-01"),
        ('"[..2021-06-05]"', None, "2021-06-05"),
        ('"[2021-06-01..]"', "2021-06-01", None),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("9999-12-30", "9999-12-30", "9999-12-30"),
    ],
)
@pytest.mark.parametrize("key", ["effective", "adopted", "published", "announced", "last_day", "ends", "back_to"])
def test_a_day_is_exact_or_doubtful(key: str, written: str, first: str | None, last: str | None) -> None:
    value = f"{key} = {written}" + ("" if key == "effective" else "\neffective = 2021-06-04")
    text = RECORD.format(value=value, more="")
    part, problems = as_read(text.replace("impose", "annul") if key == "back_to" else text)
    assert (part.sanction is not None, problems) == (True, [])
    assert part.sanction is not None
    assert bounds(getattr(part.sanction.transitions[0], key)) == (first, last)


FORMS = 'write a day (2021-06-01) or a doubtful day: "2021", "2021-06", "[2021-06-01..2021-06-05]", "[..2021-06-05]", "[2021-06-01..]"'


@pytest.mark.parametrize(
    ("written", "code", "message"),
    [
        ('"2021-02-29"', "bad-day", "'effective': '2021-02-29' is not a day of the calendar"),
        ('"2021-13"', "bad-day", "'effective': '2021-13' is not a day of the calendar"),
        ('"2021-00"', "bad-day", "'effective': '2021-00' is not a day of the calendar"),
        ('"0000"', "bad-day", "'effective': '0000' is not a day of the calendar"),
        (
            '"[2021-02-01..2021-02-30]"',
            "bad-day",
            "'effective': '[2021-02-01..2021-02-30]' is not a day of the calendar",
        ),
        (
            '"[2021-06-05..2021-06-01]"',
            "bad-day",
            "'effective': '[2021-06-05..2021-06-01]' ends before it begins; write the earlier day first",
        ),
        ('"[..]"', "bad-day", f"'effective': '[..]' is not a day; {FORMS}"),
        ('"[2021..2022]"', "bad-day", f"'effective': '[2021..2022]' is not a day; {FORMS}"),
        ('""', "bad-day", f"'effective': '' is not a day; {FORMS}"),
        ('"21-06-04"', "bad-day", f"'effective': '21-06-04' is not a day; {FORMS}"),
        ('"2021-6-4"', "bad-day", f"'effective': '2021-6-4' is not a day; {FORMS}"),
        ('" 2021-06-04"', "bad-day", f"'effective': ' 2021-06-04' is not a day; {FORMS}"),
        ('"2021-06-04\\n"', "bad-day", f"'effective': '2021-06-04\\n' is not a day; {FORMS}"),
        ('"2021-06~"', "bad-day", f"'effective': '2021-06~' is not a day; {FORMS}"),
        ('"2021?"', "bad-day", f"'effective': '2021?' is not a day; {FORMS}"),
        ('"２０２１"', "bad-day", f"'effective': '２０２１' is not a day; {FORMS}"),
        ('"4 June 2021"', "bad-day", f"'effective': '4 June 2021' is not a day; {FORMS}"),
        ('"today"', "bad-day", f"'effective': 'today' is not a day; {FORMS}"),
        ('"2021-06-04T12:00:00-04:00"', "bad-day", f"'effective': '2021-06-04T12:00:00-04:00' is not a day; {FORMS}"),
        ("9999-12-31", "bad-day", "'effective': 9999-12-31 stands for 'no end'; leave the end out instead"),
        ('"9999-12-31"', "bad-day", "'effective': 9999-12-31 stands for 'no end'; leave the end out instead"),
        ('"9999"', "bad-day", "'effective': 9999-12-31 stands for 'no end'; leave the end out instead"),
        (
            '"[2021-06-01..9999-12-31]"',
            "bad-day",
            "'effective': 9999-12-31 stands for 'no end'; leave the end out instead",
        ),
        ("2021", "bad-type", "'effective' is a number; write a day"),
        ("true", "bad-type", "'effective' is true or false; write a day"),
        ("12:00:00", "bad-type", "'effective' is a time; write a day"),
        ("[2021-06-04]", "bad-type", "'effective' is a list; write a day"),
    ],
)
def test_what_is_no_day(written: str, code: str, message: str) -> None:
    assert act_with(f"effective = {written}") == (None, [f"{code}: {message}"])


@pytest.mark.parametrize("key", ["known", "retracted"])
def test_some_days_must_be_exact(key: str) -> None:
    text = RECORD.format(value="effective = 2021-06-04", more="").replace("known = 2020-01-01", f'{key} = "2021-06"')
    assert [str(one) for one in as_read(text)[1]] == [
        f"x.toml:8: bad-day: '{key}' is '2021-06', which is doubtful; write an exact day"
    ]
    assert as_read(text.replace('"2021-06"', '"2021-06-04"'))[1] == []


# Instants: first taken into the zone of the authority, then counted on the day at whose close they hold.


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-12-08T00:00:00-05:00", "2021-12-08"),
        ("2021-12-08T00:01:00-05:00", "2021-12-08"),  # "12:01 a.m. on 8 December"
        ("2021-12-08 00:01:00-05:00", "2021-12-08"),
        ("2021-12-08T12:00:00-05:00", "2021-12-08"),
        ("2021-12-08T23:58:00-05:00", "2021-12-08"),
        ("2021-12-08T23:58:59.999999-05:00", "2021-12-08"),
        ("2021-12-08T23:59:00-05:00", "2021-12-09"),
        ("2021-12-08T23:59:59-05:00", "2021-12-09"),
        ("2021-12-31T23:59:00-05:00", "2022-01-01"),
        ("2021-06-08T23:58:00-04:00", "2021-06-08"),  # summer time
        ("2021-06-08T23:59:00-04:00", "2021-06-09"),
    ],
)
@pytest.mark.parametrize("key", ["effective", "ends"])
def test_an_instant_means_the_day_at_whose_close_it_holds(key: str, written: str, day: str) -> None:
    found, problems = act_with(f"{key} = {written}" + ("" if key == "effective" else "\neffective = 2021-06-04"))
    assert problems == []
    assert isinstance(instant := getattr(found, key), st.Instant)
    assert (str(instant.day), bounds(instant)) == (day, (day, day))


@pytest.mark.parametrize(
    ("written", "day", "given", "right"),
    [
        ("2021-12-08T05:01:00Z", "2021-12-08", "+00:00", "-05:00"),
        ("2021-12-09T04:58:00Z", "2021-12-08", "+00:00", "-05:00"),
        ("2021-12-09T04:59:00Z", "2021-12-09", "+00:00", "-05:00"),
        ("2021-12-09T05:00:00Z", "2021-12-09", "+00:00", "-05:00"),
        ("2021-12-08T00:01:00-04:00", "2021-12-07", "-04:00", "-05:00"),  # 11:01 p.m. on the 7th, there
        ("2021-06-08T00:01:00-05:00", "2021-06-08", "-05:00", "-04:00"),
        ("2021-06-08T12:00:00+05:30", "2021-06-08", "+05:30", "-04:00"),
    ],
)
def test_an_offset_of_elsewhere_is_a_warning(written: str, day: str, given: str, right: str) -> None:
    found, problems = act_with(f"effective = {written}")
    assert problems == [
        f"warning: offset: 'effective' has the offset {given}, and the authority's zone has {right} on that day"
    ]
    assert found is not None
    assert isinstance(found.effective, st.Instant)
    assert str(found.effective.day) == day


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (
            "effective = 2021-12-08T00:01:00",
            "no-offset: 'effective' is an instant without an offset; write one (2021-12-08T00:01:00-05:00), or the day",
        ),
        (
            "adopted = 2021-12-08T00:01:00-05:00\neffective = 2021-12-08",
            "bad-day: 'adopted' is an instant; write the day",
        ),
        (
            "last_day = 2021-12-08T00:01:00-05:00\neffective = 2021-12-08",
            "bad-day: 'last_day' is an instant; write the day",
        ),
        (
            "published = 2021-12-08T00:01:00-05:00\neffective = 2021-12-08",
            "bad-day: 'published' is an instant; write the day",
        ),
        (
            "effective = 9999-12-31T12:00:00-05:00",
            "bad-day: 'effective': 9999-12-31 stands for 'no end'; leave the end out instead",
        ),
        (
            "effective = 9999-12-30T23:59:00-05:00",
            "bad-day: 'effective': 9999-12-31 stands for 'no end'; leave the end out instead",
        ),
        (
            "effective = 9999-12-31T23:59:00-05:00",
            "bad-day: 'effective' is not a day of the calendar in the authority's zone",
        ),
        (
            "effective = 0001-01-01T00:00:00+05:00",
            "bad-day: 'effective' is not a day of the calendar in the authority's zone",
        ),
    ],
)
def test_instants_that_are_refused(value: str, problem: str) -> None:
    assert act_with(value) == (None, [problem])


def test_a_licence_to_one_past_midnight_does_not_count_that_day_and_a_listing_at_noon_does(tmp_path: Path) -> None:
    path = tmp_path / "us-dot" / "x.toml"
    path.parent.mkdir()
    more = """
[[relief]]
name = "Wind-down"
kind = "wind-down"
coverage = "part"
starts = 2021-08-09T12:00:00-04:00
ends = 2021-12-08T00:01:00-05:00
sources = ["law"]
"""
    path.write_text(RECORD.format(value="effective = 2021-08-09T12:00:00-04:00", more=more))
    register = st.load(path)
    labels = {
        day: register.status("us-dot/x", day).label for day in ("2021-08-08", "2021-08-09", "2021-12-07", "2021-12-08")
    }
    assert labels == {
        "2021-08-08": "not imposed",
        "2021-08-09": "in force, relieved in part",
        "2021-12-07": "in force, relieved in part",
        "2021-12-08": "in force",
    }


@pytest.mark.parametrize(
    ("written", "last_day"),
    [
        ("P180D", "2021-12-01"),
        ("P1D", "2021-06-05"),
        ("P2W", "2021-06-18"),
        ("P6M", "2021-12-04"),
        ("P1Y", "2022-06-04"),
        ("P1Y6M", "2022-12-04"),
        ("P1M1D", "2021-07-05"),
    ],
)
def test_durations_count_from_the_first_day(written: str, last_day: str) -> None:
    found, problems = act_with(f'effective = 2021-06-04\nlasts = "{written}"')
    assert problems == []
    assert found is not None
    assert found.lasts is not None
    assert str(found.lasts.after(date(2021, 6, 4))) == last_day


@pytest.mark.parametrize(
    "written",
    ["P", "180D", "PD", "P1.5Y", "PT12H", "-P1D", "p6m", " P6M", "P1D1M", "P12345678D", "six months", "", "P１D"],
)
def test_what_is_no_duration(written: str) -> None:
    found, problems = act_with(f'lasts = "{written}"\neffective = 2021-06-04')
    assert found is None
    assert problems == [
        f'bad-duration: \'lasts\': \'{written}\' is not a duration; write days, months or years: "P180D", "P6M", "P1Y"'
    ]


# Law 3: the order of files, of keys, and of reliefs, statements and sources within a file changes nothing; what is written
# and read again is the same, and written again the same bytes.


@pytest.fixture(scope="module")
def register() -> st.Register:
    return st.load()


def test_law_3_the_shipped_records_are_the_same_written_and_read(register: st.Register, tmp_path: Path) -> None:
    st.dump(register, tmp_path / "copy")
    copy = st.load(tmp_path / "copy")
    assert copy == register
    assert st.dumps(copy) == st.dumps(register)
    assert {
        str(path.relative_to(tmp_path / "copy")): path.read_text(encoding="utf-8")
        for path in (tmp_path / "copy").rglob("*.toml")
    } == st.dumps(register)


UNORDERED = {
    "relief",
    "statement",
    "checkpoint",
    "touches",
    "sources",
    "supersedes",
    "about",
    "sanctions",
    "authority",
    "subject",
    "person",
    "negotiation",
}


def shuffled(found: Any, chance: random.Random, name: str = "") -> str:
    """The same values on one line each, with keys, and what has no order of its own, in another order."""
    if isinstance(found, dict):
        pairs = [f"{key} = {shuffled(value, chance, key)}" for key, value in found.items()]
        return "{ " + ", ".join(chance.sample(pairs, len(pairs))) + " }"
    if isinstance(found, list):
        items = [shuffled(value, chance) for value in found]
        return "[" + ", ".join(chance.sample(items, len(items)) if name in UNORDERED else items) + "]"
    return spelt(found) if not isinstance(found, datetime) else found.isoformat()


def test_law_3_order_changes_nothing(register: st.Register, tmp_path: Path) -> None:
    chance = random.Random(1)
    folders = [tmp_path / "one", tmp_path / "other"]
    for entry, document in SHIPPED.values():
        pairs = [f"{key} = {shuffled(value, chance, key)}" for key, value in document.values.items()]
        path = chance.choice(folders) / entry.path.relative_to(shipped_folder())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(chance.sample(pairs, len(pairs))), encoding="utf-8")
    found = st.load(*chance.sample(folders, 2))
    assert found == register
    assert st.dumps(found) == st.dumps(register)


# What is written is made by chance: the facts need not be lawful, for reading a file does not ask.

TEXTS = some.one_of(
    some.text(alphabet="ab \"'\\\n\t\r#[]{}=,é\x00\x1f\x7f\x85\u2028🛢", min_size=1, max_size=12),
    some.text(min_size=1, max_size=12),
).filter(lambda text: bool(text.strip()))
LISTS = some.lists(TEXTS, max_size=3, unique=True)
NAMES = some.text(alphabet="abz09", min_size=1, max_size=4)
IDS = some.builds(lambda first, second: f"{first}/{second}", NAMES, NAMES)
EXACT = some.dates(date(1990, 1, 1), date(2030, 12, 31))


def doubtful(first: date, days: int) -> str:
    return f"[{first}..{first + timedelta(days=days)}]"


DOUBTFUL = some.one_of(
    EXACT,
    some.integers(1990, 2030).map(str),
    some.dates(date(1990, 1, 1), date(2030, 12, 31)).map(lambda day: str(day)[:7]),
    some.builds(doubtful, EXACT, some.integers(1, 4000)),
    EXACT.map(lambda day: f"[..{day}]"),
    EXACT.map(lambda day: f"[{day}..]"),
)


def instant(at: datetime) -> st.Instant:
    return st.Instant.of(at, at.astimezone(WASHINGTON))


INSTANTS = some.datetimes(
    datetime(1990, 1, 1),
    datetime(2030, 12, 31),
    timezones=some.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
).map(instant)
MOMENTS = some.one_of(EXACT, DOUBTFUL, INSTANTS)
FLAGS = some.booleans()


FEWER = settings(max_examples=1 + settings().max_examples // 2)  # large values, slow to make


def perhaps(values: some.SearchStrategy[Any]) -> some.SearchStrategy[Any]:
    return some.one_of(some.none(), values)


def ends() -> some.SearchStrategy[dict[str, Any]]:
    return some.one_of(
        some.just({}),
        some.fixed_dictionaries({"last_day": DOUBTFUL}),
        some.fixed_dictionaries({"ends": MOMENTS}),
        some.fixed_dictionaries({"lasts": some.sampled_from(["P180D", "P6M", "P1Y", "P2W3D"])}),
    )


@some.composite
def sources(draw: some.DrawFn) -> list[st.Source]:
    found = some.builds(
        st.Source,
        key=TEXTS,
        title=TEXTS,
        publisher=TEXTS,
        tier=some.integers(1, 5),
        url=perhaps(some.sampled_from(["https://example.org/a", "http://example.org/?b=%20"])),
        published=perhaps(DOUBTFUL),
        quote=perhaps(some.just('as "published"')),
        note=perhaps(TEXTS),
    )
    return draw(some.lists(found, min_size=1, max_size=3, unique_by=lambda one: one.key))


def cited(pool: list[st.Source]) -> some.SearchStrategy[list[st.Source]]:
    return some.lists(some.sampled_from(pool), min_size=1, unique_by=lambda one: one.key)


def knowledge(pool: list[st.Source]) -> dict[str, some.SearchStrategy[Any]]:
    # Known is always given: a day without a last one needs it, and its default is not what is asked about here.
    return {
        "published": perhaps(DOUBTFUL),
        "announced": perhaps(DOUBTFUL),
        "known": EXACT,
        "retracted": perhaps(EXACT),
        "sources": cited(pool),
        "note": perhaps(TEXTS),
    }


@some.composite
def transitions(draw: some.DrawFn, pool: list[st.Source]) -> st.Transition:
    event = draw(some.sampled_from(STANDARD.event_names))
    end = draw(ends()) if event in STANDARD.clocks else {}
    if event == "renew" and not end:
        end = {"last_day": "2030"}
    painted = some.sampled_from([{}, {"back_to": "2019"}, {"back_to": "[..2019-02-03]", "to": "2020-05"}])
    paints: dict[str, Any] = draw(painted) if event == "annul" else {}
    fields = {name: draw(values) for name, values in knowledge(pool).items()}
    return st.Transition(
        event,
        effective=draw(MOMENTS),
        adopted=draw(perhaps(DOUBTFUL)),
        authority=draw(perhaps(NAMES)),
        instrument=draw(perhaps(TEXTS)),
        inferred=draw(FLAGS),
        negotiation=draw(perhaps(TEXTS)),
        **fields,
        **end,
        **paints,
    )


@some.composite
def reliefs(draw: some.DrawFn, pool: list[st.Source], ids: tuple[str, ...] = (), file: str | None = None) -> st.Relief:
    fields = {name: draw(values) for name, values in knowledge(pool).items()}
    coverage = {"coverage": some.sampled_from(["part", "full"]), "scope": perhaps(TEXTS), "excludes": LISTS}
    touch = some.builds(
        st.Touch, sanctions=some.just(ids) if ids else some.lists(IDS, min_size=1, max_size=3, unique=True), **coverage
    )
    name = draw(TEXTS)
    revoked = some.builds(
        st.Revocation, effective=MOMENTS, instrument=perhaps(TEXTS), inferred=FLAGS, **knowledge(pool)
    )
    return st.Relief(
        name,
        "us-ofac",
        kind=draw(some.sampled_from(KINDS)),
        starts=draw(MOMENTS),
        touches=draw(some.lists(touch, min_size=1, max_size=1 if ids else 3)),
        supersedes=[one for one in draw(LISTS) if one != name],
        standing=draw(FLAGS),
        revoked=draw(perhaps(revoked)),
        adopted=draw(perhaps(DOUBTFUL)),
        instrument=draw(perhaps(TEXTS)),
        inferred=draw(FLAGS),
        negotiation=draw(perhaps(TEXTS)),
        file=file,
        **fields,
        **draw(ends()),
    )


def statements(
    pool: list[st.Source], about: some.SearchStrategy[Any], file: str | None = None
) -> some.SearchStrategy[st.Statement]:
    fields = {name: values for name, values in knowledge(pool).items() if name not in ("published", "announced")}
    says = some.sampled_from([*STANDARD.event_names, *(str(state) for state in STANDARD.states)])
    return some.builds(
        st.Statement,
        says,
        on=DOUBTFUL,
        by=NAMES,
        about=about,
        for_=perhaps(DOUBTFUL),
        quote=perhaps(some.just("It is official")),
        file=some.just(file),
        **fields,
    )


@some.composite
def sanctions(draw: some.DrawFn) -> st.Sanction:
    pool, id_ = draw(sources()), "us-ofac/x"
    outcome = some.fixed_dictionaries(
        {
            "label": perhaps(TEXTS),
            "state": perhaps(some.sampled_from([str(one) for one in STANDARD.states])),
            "relief": some.sampled_from(["none", "part", "full"]),
        }
    )
    checkpoint = some.builds(
        lambda on, known_on, cites, note, fields: st.Checkpoint(
            on, known_on=known_on, sources=cites, note=note, **fields
        ),
        EXACT,
        perhaps(EXACT),
        cited(pool),
        perhaps(TEXTS),
        outcome,
    )
    return st.Sanction(
        id_,
        draw(some.lists(transitions(pool), max_size=3)),
        title=draw(TEXTS),
        subjects=draw(some.lists(NAMES, min_size=1, max_size=3, unique=True)),
        measure=draw(some.sampled_from(MEASURES)),
        target=draw(perhaps(TEXTS)),
        aliases=draw(LISTS),
        program=draw(perhaps(TEXTS)),
        legal_basis=draw(perhaps(TEXTS)),
        identifiers=draw(some.dictionaries(TEXTS, TEXTS, max_size=3)),
        reviewed=draw(perhaps(EXACT)),
        rests_on=draw(perhaps(IDS)),
        note=draw(perhaps(TEXTS)),
        reliefs=draw(some.lists(reliefs(pool, (id_,)), max_size=2)),
        statements=draw(some.lists(statements(pool, some.just([id_])), max_size=2)),
        checkpoints=draw(some.lists(checkpoint, max_size=2)),
    )


def again(text: str, kind: str, id_: str = "us-ofac/x") -> Part:
    """Read what was written; it must be without an error."""
    part, problems = as_read(text, kind, id_)
    assert [one for one in problems if one.severity == "error"] == []
    return part


@given(sanctions())
@FEWER
def test_law_3_any_sanction_is_the_same_written_and_read(one: st.Sanction) -> None:
    text = dump_sanction(one)
    found = again(text, "sanction").sanction
    assert found == one
    assert dump_sanction(found) == text


@given(some.data())
@FEWER
def test_law_3_any_file_of_reliefs_is_the_same_written_and_read(data: some.DataObject) -> None:
    pool = data.draw(sources())
    many = data.draw(some.lists(reliefs(pool, file="x"), min_size=1, max_size=3))
    text = dump_reliefs(many)
    found = again(text, "reliefs file").reliefs
    assert list(found) == many
    assert dump_reliefs(found) == text


@given(some.data())
@FEWER
def test_law_3_any_file_of_statements_is_the_same_written_and_read(data: some.DataObject) -> None:
    pool = data.draw(sources())
    about = some.lists(IDS, min_size=1, max_size=3, unique=True)
    many = data.draw(some.lists(statements(pool, about, "x"), min_size=1, max_size=3))
    text = dump_statements(many)
    found = again(text, "statements file", "x").statements
    assert list(found) == many
    assert dump_statements(found) == text


@given(some.data())
@FEWER
def test_law_3_any_names_are_the_same_written_and_read(data: some.DataObject) -> None:
    def many(made: Any, **fields: Any) -> list[Any]:
        values = some.builds(made, id=NAMES, name=TEXTS, aliases=LISTS, **fields)
        return sorted(
            data.draw(some.lists(values, min_size=1, max_size=3, unique_by=lambda one: one.id)), key=lambda one: one.id
        )

    authorities = many(
        st.Authority, jurisdiction=TEXTS, zone=some.sampled_from(["Europe/Vilnius", "America/New_York", "UTC"])
    )
    subjects = many(st.Subject, identifiers=some.dictionaries(TEXTS, TEXTS, max_size=2))
    people = many(st.Person, role=perhaps(TEXTS))
    pool = data.draw(sources())
    made = some.builds(
        Negotiation,
        id=NAMES,
        on=DOUBTFUL,
        title=TEXTS,
        place_of_talks=perhaps(TEXTS),
        persons=some.lists(NAMES, max_size=3, unique=True),
        freed=perhaps(some.integers(0, 200)),
        sources=cited(pool),
        note=perhaps(TEXTS),
    )
    talks = data.draw(some.lists(made, min_size=1, max_size=3, unique_by=lambda one: one.id))
    assert list(again(dump_authorities(reversed(authorities)), "authorities file").authorities) == authorities
    assert list(again(dump_subjects(reversed(subjects)), "subjects file").subjects) == subjects
    assert list(again(dump_people(reversed(people)), "people file").people) == people
    assert list(again(dump_negotiations(talks), "negotiations file").negotiations) == talks


def test_what_a_record_cannot_say_is_not_written() -> None:
    """A value made in code may lack what a record needs, or hold what one file has no room for: better no file than half of it."""
    good: dict[str, Any] = {"title": "T", "subjects": ["belavia"], "measure": "asset freeze"}
    cites: dict[str, Any] = {"sources": [source()]}
    with pytest.raises(ValueError, match=r"^Sanction 'us-ofac/firm' cannot be written as a record: it has no 'title'$"):
        dump_sanction(sanction())
    with pytest.raises(ValueError, match=r"^Transition 'impose' cannot be written as a record: it has no 'sources'$"):
        dump_sanction(sanction(act("impose", "2020-01-01"), **good))
    wide = relief("GL 1", "2020-01-01", ids=("us-ofac/firm", "us-ofac/other"), **cites)
    with pytest.raises(
        ValueError, match=r"^Relief 'GL 1' cannot be written with 'us-ofac/firm': it touches something else$"
    ):
        dump_sanction(sanction(reliefs=[wide], **good))
    other = act("lift", "2021-01-01", sources=[source(tier=4)])
    with pytest.raises(ValueError, match=r"^two sources have the key 'law' and cannot be written into one file$"):
        dump_sanction(sanction(act("impose", "2020-01-01", **cites), other, **good))
    assert dump_sanction(sanction(**good)).startswith("schema = 1\ntitle = ")


# Law 20: replacing one value of a good file by a wrong type, an impossible day or a word outside its list yields a problem
# on the line of that value.

Where = tuple[str | int, ...]


def shipped() -> Iterator[tuple[Entry, Document]]:
    for entry in survey(shipped_folder())[0]:
        yield entry, parse(entry.path.read_bytes(), entry.name)


def scalars(found: Any, path: Where = ()) -> Iterator[tuple[Where, Any]]:
    if isinstance(found, dict | list):
        for key, value in found.items() if isinstance(found, dict) else enumerate(found):
            yield from scalars(value, (*path, key))
    else:
        yield path, found


def pattern(path: Where) -> Where:
    """The path without positions and names that differ from file to file: which key of which table it is."""
    if path[0] == "source":
        return ("source", "*", *path[2:])
    return tuple("*" if isinstance(step, int) else step for step in path)


def spelt(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def wrong_values(path: Where, value: object) -> list[str]:
    """What must not stand in the place of a good value: another type, a day that there is not, a word of no list."""
    found = [
        "12" if not isinstance(value, int) or isinstance(value, bool) else '"twelve"',
        "[[]]",
        "{ a = 1 }",
        "07:30:00",
        "nan",
    ]
    key = path[-1] if isinstance(path[-1], str) else path[-2]
    kinds = {described.form for table in TABLES.values() for name, described in table.items() if name == key}
    if kinds & {"day", "doubtful", "moment"}:
        found += [
            '"2021-02-30"',
            "2021-02-30",
            '"2021-13"',
            '"[2021-02-01..2021-02-30]"',
            '"yesterday"',
            "9999-12-31",
            '"9999"',
        ]
    if kinds & {"count"}:
        found += ["-1", "1.5"]
    if kinds & {"word", "tier", "schema"}:
        found += ['"nonesuch"', "99"]
    return found


SHIPPED = {entry.name: (entry, document) for entry, document in shipped()}
ZONES = {one["id"]: one["zone"] for one in SHIPPED["authorities.toml"][1].values["authority"]}
VALUES = [(name, path, value) for name, (_, document) in SHIPPED.items() for path, value in scalars(document.values)]


def spoilt(name: str, path: Where, value: object, wrong: str) -> str | None:
    """The text of a shipped file with another value in this place, or nothing where it cannot be found by its spelling."""
    document = SHIPPED[name][1]
    all_lines = document.text.split("\n")
    at = document.line(path) - 1
    token = spelt(value)
    key = str(path[-1] if isinstance(path[-1], str) else path[-2])
    before, sign, after = all_lines[at].partition("=")
    if key not in before:  # an item of a list, on a line of its own
        before, sign, after = "", "", all_lines[at]
    if after.count(token) != 1:
        return None
    all_lines[at] = before + sign + after.replace(token, wrong)
    return "\n".join(all_lines)


def problems_of(name: str, text: str) -> list[Problem]:
    entry = SHIPPED[name][0]
    try:
        document = parse(text.encode(), name)
    except Unreadable as error:
        return [Problem(error.code, error.message, name, error.line)]
    return read_document(document, entry.kind, entry.id, lambda: ZoneInfo(ZONES[entry.authority]))[1]


def one_of_each_key() -> Iterator[tuple[str, Where, Any]]:
    """Of each key of each table two of the values that the shipped records have, from short files."""
    found: dict[Where, list[tuple[str, Where, Any]]] = defaultdict(list)
    for name, path, value in VALUES:
        found[SHIPPED[name][0].kind, *pattern(path)].append((name, path, value))
    for these in found.values():
        these.sort(key=lambda one: len(SHIPPED[one[0]][1].text))
        yield from (these[at] for at in {0, len(these) // 8})


def test_law_20_a_wrong_value_of_each_key_is_a_problem_on_its_line() -> None:
    checked = set()
    for name, path, value in one_of_each_key():
        line = SHIPPED[name][1].line(path)
        for wrong in wrong_values(path, value):
            text = spoilt(name, path, value, wrong)
            if text is None:
                continue
            problems = problems_of(name, text)
            assert [(one.severity, one.line) for one in problems] == [("error", line)], (name, path, wrong, problems)
            checked.add(pattern(path))
    assert len(checked) > 80


@given(some.data())
def test_law_20_a_wrong_value_anywhere_is_a_problem_on_its_line(data: some.DataObject) -> None:
    name, path, value = data.draw(some.sampled_from(VALUES))
    wrong = data.draw(some.sampled_from(wrong_values(path, value)))
    text = spoilt(name, path, value, wrong)
    if text is not None:
        assert [(one.severity, one.line) for one in problems_of(name, text)] == [("error", SHIPPED[name][1].line(path))]


def test_law_20_nearly_every_shipped_value_can_be_reached() -> None:
    """Otherwise the two tests above would say little."""
    some_values = VALUES[::11]
    reached = sum(spoilt(name, path, value, "0") is not None for name, path, value in some_values)
    assert reached > 0.97 * len(some_values) > 500
