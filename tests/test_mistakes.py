"""What is said of a mistake in a record: once, on the line of the very value, in words that say what is right."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import sanctions_tracker as st
from sanctions_tracker.problems import Problem
from sanctions_tracker.records import Part, read_document
from sanctions_tracker.textfile import parse


def as_read(text: str, kind: str = "sanction", id_: str = "us-ofac/x") -> tuple[Part, list[Problem]]:
    """What a text gives by itself, as a file of an authority in Washington."""
    return read_document(parse(text.encode(), "x.toml"), kind, id_, lambda: ZoneInfo("America/New_York"))


GOOD = """\
schema = 1
title = "Assets of one firm frozen"
subjects = ["belavia"]
measure = "asset freeze"
identifiers = { uid = "1" }

[[transition]]
event = "impose"
effective = 2021-06-04
sources = ["law"]

[[relief]]
name = "GL 1"
kind = "wind-down"
coverage = "part"
starts = 2021-06-04
last_day = 2021-09-01
sources = ["law"]

[relief.revoked]
effective = 2021-08-01
sources = ["law"]

[[statement]]
on = 2021-06-03
by = "john-coale"
says = "impose"
sources = ["law"]

[[checkpoint]]
on = 2021-06-04
label = "in force, relieved in part"
sources = ["law"]

[source.law]
title = "Regulation 1 of 2021"
publisher = "Official Journal"
tier = 1
"""

# What a file of fixtures/broken/ shows is not shown again. Each row: what stands in the good record, what instead of it, the problem.
MISTAKES = [
    ('title = "Assets', 'titel = "Assets', "2: unknown-key: 'titel' is not a key of a sanction; did you mean 'title'?"),
    ("schema = 1\n", "", "1: missing: a sanction needs 'schema'"),
    ("event = ", '"even\\nt" = ', "8: unknown-key: 'even\\nt' is not a key of a transition; did you mean 'event'?"),
    ('coverage = "part"\n', "", "12: missing: a relief needs 'coverage'"),
    ("effective = 2021-08-01\n", "", "20: missing: [relief.revoked] needs 'effective'"),
    ('by = "john-coale"\n', "", "24: missing: a statement needs 'by'"),
    ("label = ", "labels = ", "32: unknown-key: 'labels' is not a key of a checkpoint; did you mean 'label'?"),
    (
        'label = "in force, relieved in part"\n',
        "",
        "30: missing: a checkpoint needs 'label', 'state' or 'relief': what must come out",
    ),
    ("[source.law]", "[sources.law]", "35: unknown-key: 'sources' is not a key of a sanction; did you mean 'source'?"),
    (
        "[[statement]]",
        "[[statements]]",
        "24: unknown-key: 'statements' is not a key of a sanction; did you mean 'statement'?",
    ),
    (
        "[relief.revoked]",
        "[relief.revokd]",
        "20: unknown-key: 'revokd' is not a key of a relief; did you mean 'revoked'?",
    ),
    ('sources = ["law"]\n\n[[relief]]', "\n[[relief]]", "7: missing: a transition needs 'sources'"),
    ("[[transition]]", "[transition]", "7: bad-type: 'transition' is a table; write [[transition]] tables"),
    ("[relief.revoked]", "[[relief.revoked]]", "20: bad-type: 'revoked' is a list; write one [relief.revoked] table"),
    ("[[relief]]", "[relief]", "12: bad-type: 'relief' is a table; write [[relief]] tables"),
    ("[[checkpoint]]\non", "[checkpoint.x]\non", "30: bad-type: 'checkpoint' is a table; write [[checkpoint]] tables"),
    ("schema = 1", "schema = 2", "1: bad-word: 'schema' is 2; this program reads format 1"),
    ("schema = 1", "schema = true", "1: bad-type: 'schema' is true or false; this program reads format 1"),
    ("schema = 1", 'schema = "1"', "1: bad-type: 'schema' is a text; this program reads format 1"),
    (
        'title = "Assets of one firm frozen"',
        'title = ""',
        "2: quoted-nothing: 'title' says nothing; write it, or leave the key out",
    ),
    (
        'title = "Assets of one firm frozen"',
        "title = 2021-06-04",
        "2: bad-type: 'title' is a day; write a text in quotes",
    ),
    ('title = "Assets of one firm frozen"', 'title = ["x"]', "2: bad-type: 'title' is a list; write a text in quotes"),
    (
        'title = "Assets of one firm frozen"',
        "title = false",
        "2: bad-type: 'title' is true or false; write a text in quotes",
    ),
    (
        'title = "Assets of one firm frozen"',
        "title = 2021-06-04T00:00:00",
        "2: bad-type: 'title' is an instant; write a text in quotes",
    ),
    ('["belavia"]', '"belavia"', "3: bad-type: 'subjects' is a text; write a list of texts"),
    ('["belavia"]', "[]", "3: quoted-nothing: 'subjects' is empty; write at least one"),
    ('["belavia"]', '["belavia", ""]', "3: quoted-nothing: 'subjects' holds an empty text"),
    ('["belavia"]', '["belavia", 1]', "3: bad-type: 'subjects' holds a number; write texts in quotes"),
    ('["belavia"]', '[\n"belavia",\n"belavia"]', "5: duplicate: 'belavia' stands twice in 'subjects'"),
    ('{ uid = "1" }', "{ uid = 1 }", "5: bad-type: 'identifiers.uid' is a number; write a text in quotes"),
    (
        '{ uid = "1" }',
        '{ uid = "" }',
        "5: quoted-nothing: 'identifiers.uid' says nothing; write it, or leave the key out",
    ),
    ('{ uid = "1" }', '["1"]', "5: bad-type: 'identifiers' is a list; write a table of texts"),
    (
        '"asset freeze"',
        '"Asset Freeze"',
        "4: bad-word: 'Asset Freeze' is not a word for 'measure'; did you mean 'asset freeze'?; one of: asset freeze, travel ban, import ban, export ban, transit ban, services ban, financial restriction, aviation ban, arms embargo, director disqualification, regime",
    ),
    (
        '"asset freeze"',
        '"gibberish"',
        "4: bad-word: 'gibberish' is not a word for 'measure'; one of: asset freeze, travel ban, import ban, export ban, transit ban, services ban, financial restriction, aviation ban, arms embargo, director disqualification, regime",
    ),
    ('"asset freeze"', "1", "4: bad-type: 'measure' is a number; write a text in quotes"),
    (
        'event = "impose"',
        'event = "imposed"',
        "8: bad-word: 'imposed' is not a word for 'event'; did you mean 'impose'?; one of: impose, reimpose, amend, renew, suspend, resume, expire, lift, annul",
    ),
    ('event = "impose"', 'event = "renew"', "7: missing: 'renew' needs an end: 'last_day', 'ends' or 'lasts'"),
    ('event = "impose"', 'event = "lift"\nto = 2021-06-01', "9: repaint: 'to' belongs to 'annul', not to 'lift'"),
    (
        'event = "impose"',
        'event = "annul"\nto = 2021-06-01',
        "9: repaint: 'to' needs 'back_to': it says where the repainted days end",
    ),
    (
        'event = "impose"',
        'event = "resume"\nlasts = "P1D"',
        "9: end-not-allowed: 'resume' takes no end; these do: impose, reimpose, amend, renew, suspend",
    ),
    (
        'event = "impose"',
        'event = "impose"\nlasts = 180',
        '9: bad-type: \'lasts\' is a number; write a duration in quotes: "P180D", "P6M", "P1Y"',
    ),
    (
        'event = "impose"',
        'event = "impose"\nlasts = "P0D"',
        "9: bad-duration: 'lasts': 'P0D' is no time at all; leave the end out, or write a longer duration",
    ),
    (
        'event = "impose"',
        'event = "impose"\nlasts = "P1D"\nends = 2022-01-01\nlast_day = 2022-01-01',
        "10: two-ends: 'last_day' and 'ends' and 'lasts' are more than one end; give one",
    ),
    (
        'event = "impose"',
        'event = "impose"\ninferred = "yes"',
        "9: bad-type: 'inferred' is a text; write true or false",
    ),
    (
        'event = "impose"',
        'event = "impose"\nadopted = 2021-06-01T12:00:00Z',
        "9: bad-day: 'adopted' is an instant; write the day",
    ),
    (
        'event = "impose"',
        'event = "impose"\nknown = "2021-06"',
        "9: bad-day: 'known' is '2021-06', which is doubtful; write an exact day",
    ),
    ('event = "impose"', 'event = "impose"\nknown = 5', "9: bad-type: 'known' is a number; write a day"),
    (
        'event = "impose"',
        'event = "impose"\nadopted = 2021-06-01\npublished = 2021-05-01',
        "7: warning: default-known: known by default on 2021-05-01, before it was adopted (2021-06-01); write 'known'",
    ),
    (
        'event = "impose"',
        'event = "impose"\nannounced = 2021-07-01',
        "7: warning: default-known: known by default only on 2021-07-01, after its own day (2021-06-04); write 'announced', 'published' or 'known'",
    ),
    (
        'event = "impose"',
        'event = "impose"\nrests_on = "a/b"',
        "9: unknown-key: 'rests_on' is not a key of a transition",
    ),
    (
        "effective = 2021-06-04",
        'effective = "June 2021"',
        '9: bad-day: \'effective\': \'June 2021\' is not a day; write a day (2021-06-01) or a doubtful day: "2021", "2021-06", "[2021-06-01..2021-06-05]", "[..2021-06-05]", "[2021-06-01..]"',
    ),
    ("effective = 2021-06-04", "effective = 20210604", "9: bad-type: 'effective' is a number; write a day"),
    (
        'sources = ["law"]\n\n[relief.revoked]',
        'sources = ["lwa"]\n\n[relief.revoked]',
        "18: unknown-name: no source 'lwa' stands in this file; did you mean 'law'?",
    ),
    (
        "last_day = 2021-09-01",
        'ends = "[2021-09-01..]"\nsupersedes = ["GL 0", "GL 1"]',
        "18: supersedes: 'GL 1' supersedes itself; name an earlier relief",
    ),
    (
        "last_day = 2021-09-01",
        'lasts = "P1M"\nlast_day = 2021-09-01',
        "17: two-ends: 'last_day' and 'lasts' are more than one end; give one",
    ),
    (
        "starts = 2021-06-04",
        'starts = "[2021-06-04..]"',
        "12: known-needed: 'known' is needed: [2021-06-04..] has no last day, and nothing was published",
    ),
    (
        'kind = "wind-down"',
        'kind = "licence"',
        "14: bad-word: 'licence' is not a word for 'kind'; did you mean 'general-licence'?; one of: general-licence, specific-licence, wind-down, derogation, exemption, grandfathering",
    ),
    ('coverage = "part"', 'coverage = "none"', "15: bad-word: 'none' is not a word for 'coverage'; one of: part, full"),
    (
        'coverage = "part"',
        'coverage = "part"\ntouches = []',
        "16: unknown-key: 'touches' is not a key of a relief; did you mean 'sources'?",
    ),
    (
        "effective = 2021-08-01",
        'effective = "[2021-08-01..]"',
        "20: known-needed: 'known' is needed: [2021-08-01..] has no last day, and nothing was published",
    ),
    (
        "on = 2021-06-03",
        'on = "[2021-06-03..]"',
        "24: known-needed: 'known' is needed: [2021-06-03..] has no last day, and nothing was published",
    ),
    (
        'says = "impose"',
        'says = "imposed"',
        "27: bad-word: 'imposed' is not a word for 'says'; did you mean 'impose'?; one of: impose, reimpose, amend, renew, suspend, resume, expire, lift, annul, not imposed, pending, in force, suspended, expired, lifted, annulled",
    ),
    (
        'says = "impose"',
        'says = "impose"\nquote = "a a a a a a a a a a a a a a a a "',
        "28: long-quote: 'quote' has 16 words; quote at most 15",
    ),
    (
        "on = 2021-06-04\nlabel",
        'on = "2021-06"\nlabel',
        "31: bad-day: 'on' is '2021-06', which is doubtful; write an exact day",
    ),
    ("on = 2021-06-04\nlabel", "on = 2021-06-04T12:00:00\nlabel", "31: bad-day: 'on' is an instant; write the day"),
    (
        'label = "in force, relieved in part"',
        'state = "expird"',
        "32: bad-word: 'expird' is not a word for 'state'; did you mean 'expired'?; one of: not imposed, pending, in force, suspended, expired, lifted, annulled",
    ),
    (
        'label = "in force, relieved in part"',
        'relief = "whole"',
        "32: bad-word: 'whole' is not a word for 'relief'; one of: none, part, full",
    ),
    (
        "tier = 1",
        "tier = 0",
        "38: bad-word: 'tier' is 0; write 1 (legal text), 2 (the authority's own notice or list), 3 (official statement), 4 (press or law firm) or 5 (other)",
    ),
    (
        "tier = 1",
        "tier = 6",
        "38: bad-word: 'tier' is 6; write 1 (legal text), 2 (the authority's own notice or list), 3 (official statement), 4 (press or law firm) or 5 (other)",
    ),
    (
        "tier = 1",
        'tier = "1"',
        "38: bad-type: 'tier' is a text; write 1 (legal text), 2 (the authority's own notice or list), 3 (official statement), 4 (press or law firm) or 5 (other)",
    ),
    (
        "tier = 1",
        "tier = true",
        "38: bad-type: 'tier' is true or false; write 1 (legal text), 2 (the authority's own notice or list), 3 (official statement), 4 (press or law firm) or 5 (other)",
    ),
    (
        "tier = 1",
        "tier = 1.0",
        "38: bad-type: 'tier' is a number; write 1 (legal text), 2 (the authority's own notice or list), 3 (official statement), 4 (press or law firm) or 5 (other)",
    ),
    (
        "tier = 1",
        'tier = 1\nurl = "www.example.org/act"',
        "39: bad-url: 'www.example.org/act' is not the address of a page; write it whole, from http:// on and with its path",
    ),
    (
        "tier = 1",
        'tier = 1\nurl = "https://example.org/an act"',
        "39: bad-url: 'https://example.org/an act' is not the address of a page; write it whole, from http:// on and with its path",
    ),
    (
        "tier = 1",
        'tier = 1\nurl = "ftp://example.org/act"',
        "39: bad-url: 'ftp://example.org/act' is not the address of a page; write it whole, from http:// on and with its path",
    ),
    (
        "tier = 1",
        'tier = 1\nurl = "https://[::1/act"',
        "39: bad-url: 'https://[::1/act' is not the address of a page; write it whole, from http:// on and with its path",
    ),
    (
        'title = "Regulation 1 of 2021"',
        'titel = "Regulation 1 of 2021"',
        "36: unknown-key: 'titel' is not a key of a source; did you mean 'title'?",
    ),
]


def test_the_record_in_which_mistakes_are_made_is_good(tmp_path: Path) -> None:
    path = tmp_path / "us-dot" / "x.toml"
    path.parent.mkdir()
    path.write_text(GOOD)
    assert st.check(path) == ()


@pytest.mark.parametrize(("old", "new", "line"), MISTAKES)
def test_a_mistake_is_said_once_and_on_its_line(old: str, new: str, line: str) -> None:
    assert GOOD.count(old) == 1
    part, problems = as_read(GOOD.replace(old, new))
    assert [str(one) for one in problems] == [f"x.toml:{line}"]
    assert (part.sanction is None) == (problems[0].severity == "error")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("effective = 2021-06-04", 'effective = "2021-06-04"'),
        ("tier = 1", 'tier = 1\nurl = "https://example.org/act"'),
        ("tier = 1", 'tier = 1\nurl = "http://example.org?id=1"'),
        ("tier = 1", 'tier = 1\npublished = "2021-06"'),
        (
            "tier = 1",
            'tier = 1\nquote = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"',
        ),
        ("tier = 1", "tier = 4\npublished = 2021-07-31"),
        ('identifiers = { uid = "1" }', "identifiers = {}\naliases = []"),
        ('event = "impose"', 'event = "impose"\ninferred = false'),
    ],
)
def test_what_is_no_mistake(old: str, new: str) -> None:
    assert GOOD.count(old) == 1
    part, problems = as_read(GOOD.replace(old, new))
    assert [one for one in problems if one.severity == "error"] == []
    assert part.sanction is not None


def test_several_mistakes_of_a_file_are_all_said() -> None:
    text = GOOD.replace('"asset freeze"', '"freeze"').replace("2021-08-01", '"August"').replace("tier = 1", "tier = 9")
    assert [(one.code, one.line) for one in as_read(text)[1]] == [("bad-word", 38), ("bad-word", 4), ("bad-day", 21)]


def test_a_late_publication_is_said_of_each_act_that_it_makes_late() -> None:
    _, problems = as_read(GOOD.replace("tier = 1", "tier = 1\npublished = 2021-07-31"))
    assert {str(one) for one in problems} == {
        "x.toml:7: warning: default-known: known by default only on 2021-07-31, after its own day (2021-06-04); write "
        "'announced', 'published' or 'known'",
        "x.toml:12: warning: default-known: known by default only on 2021-07-31, after its own day (2021-06-04); write "
        "'announced', 'published' or 'known'",
        "x.toml:24: warning: default-known: known by default only on 2021-07-31, after its own day (2021-06-03); write 'known'",
    }


def test_sources_that_nobody_cites_are_said_in_their_order() -> None:
    more = "".join(f'\n[source.s{number}]\ntitle = "T"\npublisher = "P"\ntier = 4\n' for number in range(20))
    assert [str(one) for one in as_read(GOOD + more)[1]] == [
        f"x.toml:{40 + 5 * number}: unused-source: source 's{number}' is never cited; cite it or leave it out"
        for number in range(20)
    ]


@pytest.mark.parametrize("digits", [8, 100, 6_000])
def test_a_huge_number_is_named_and_not_written_out(digits: int) -> None:
    _, problems = as_read(GOOD.replace("tier = 1", "tier = 0x" + "f" * digits))
    assert [str(one) for one in problems] == [
        "x.toml:38: bad-word: 'tier' is a number; write 1 (legal text), 2 (the authority's own notice or list), 3 (official "
        "statement), 4 (press or law firm) or 5 (other)"
    ]


def test_a_long_word_is_not_repeated_whole_and_stays_on_one_line() -> None:
    for old, new in (
        ('"asset freeze"', '"' + "x\\n" * 40_000 + '"'),
        ('["belavia"]', '["' + "x" * 300 + '", "' + "x" * 300 + '"]'),
        ("effective = 2021-06-04", 'effective = "' + "y" * 300 + '"'),
        ('event = "impose"', 'event = "impose"\nlasts = "' + "1" * 300 + '"'),
        ("identifiers = {", 'identifiers = { "a\\n' + "b" * 300 + '" = 1,'),
        ("title = ", '"' + "z" * 300 + '" = 1\ntitle = '),
        ('sources = ["law"]\n\n[[checkpoint]]', 'sources = ["' + "s" * 300 + '"]\n\n[[checkpoint]]'),
        ("[source.law]", '[source."' + "k" * 300 + '"]\ntitle = "T"\npublisher = "P"\ntier = 4\n[source.law]'),
    ):
        assert GOOD.count(old) in (1, 2)
        _, problems = as_read(GOOD.replace(old, new, 1))
        (line,) = [str(one) for one in problems]
        assert len(line) < 400
        assert "\n" not in line


FILES_OF_RELIEFS = [
    ("touches = []", "8: quoted-nothing: 'touches' is empty; write at least one [[relief.touches]]"),
    ("touches = [{}, 3]", "8: bad-type: 'touches' holds a number; write [[relief.touches]] tables"),
    ('touches = "all"', "8: bad-type: 'touches' is a text; write [[relief.touches]] tables"),
    (
        'touches = [{ sanctions = [], coverage = "part" }]',
        "8: quoted-nothing: 'sanctions' is empty; write at least one",
    ),
    (
        'touches = [{ sanctions = [\n"us-ofac/a",\n"Belavia"], coverage = "part" }]',
        "10: bad-id: 'Belavia' is not an id; write authority/name in lower-case letters, digits and hyphens",
    ),
    ('touches = [{ sanctions = ["us-ofac/a"] }]', "8: missing: [[relief.touches]] needs 'coverage'"),
    (
        'touches = [{ sanctions = ["us-ofac/a"], coverage = "part", name = "x" }]',
        "8: unknown-key: 'name' is not a key of [[relief.touches]]",
    ),
    ("", "3: missing: a relief needs 'touches'"),
]


@pytest.mark.parametrize(("touches", "line"), FILES_OF_RELIEFS)
def test_mistakes_in_what_a_relief_touches(touches: str, line: str) -> None:
    text = f"""schema = 1

[[relief]]
name = "GL 1"
kind = "exemption"
starts = 2021-06-04
sources = ["law"]
{touches}

[source.law]
title = "T"
publisher = "P"
tier = 1
"""
    _, problems = as_read(text, "reliefs file")
    assert [str(one) for one in problems] == [f"x.toml:{line}"]


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        ("authorities file", "schema = 1", "1: missing: an authorities file needs 'authority'"),
        (
            "authorities file",
            "schema = 1\nauthority = []",
            "2: quoted-nothing: 'authority' is empty; write at least one [[authority]]",
        ),
        (
            "authorities file",
            'schema = 1\n[[authority]]\nid = "a"\nname = "A"\njurisdiction = "A"\nzone = "Europe/Bruxelles"',
            "6: unknown-name: 'Europe/Bruxelles' is not a time zone; write one of the tz database (Europe/Brussels)",
        ),
        (
            "authorities file",
            'schema = 1\n[[authority]]\nid = "a"\nname = "A"\njurisdiction = "A"\nzone = "../../etc/passwd"',
            "6: unknown-name: '../../etc/passwd' is not a time zone; write one of the tz database (Europe/Brussels)",
        ),
        (
            "subjects file",
            'schema = 1\n[[subject]]\nid = "a"\nname = "A"\n\n[[subject]]\nid = "a"\nname = "B"',
            "7: duplicate: 'a' stands twice (line 3)",
        ),
        ("people file", 'schema = 1\n[[person]]\nid = "a"', "2: missing: a person needs 'name'"),
        ("people file", "", None),
        (
            "statements file",
            "schema = 1\n[statement]",
            "2: bad-type: 'statement' is a table; write [[statement]] tables",
        ),
    ],
)
def test_mistakes_in_the_other_files(kind: str, text: str, line: str | None) -> None:
    problems = [str(one) for one in as_read(text, kind, "x")[1]]
    if line is None:
        assert problems == [
            "x.toml:1: missing: a people file needs 'schema'",
            "x.toml:1: missing: a people file needs 'person'",
        ]
    else:
        assert problems == [f"x.toml:{line}"]
