"""Checking whole folders: where files lie, what they name in one another, what their acts make together."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

import sanctions_tracker as st

SOURCE = """
[source.law]
title = "Regulation 1 of 2021"
publisher = "Official Journal"
tier = 1
"""


def record(
    more: str = "", *, rests_on: str = "", impose: str = "effective = 2021-06-04", label: str = "in force"
) -> str:
    """A record with one act, whose own checkpoint is in December 2021."""
    return f"""schema = 1
title = "Assets of one firm frozen"
subjects = ["belavia"]
measure = "asset freeze"
{f'rests_on = "{rests_on}"' if rests_on else ""}

[[transition]]
event = "impose"
{impose}
sources = ["law"]
{more}
[[checkpoint]]
on = 2021-12-01
label = "{label}"
sources = ["law"]
{SOURCE}"""


def act(event: str, effective: str, *more: str) -> str:
    return "\n".join(
        ["", "[[transition]]", f'event = "{event}"', f"effective = {effective}", *more, 'sources = ["law"]', ""]
    )


def relief(name: str, starts: str, *more: str) -> str:
    return "\n".join(
        [
            "",
            "[[relief]]",
            f'name = "{name}"',
            'kind = "exemption"',
            f"starts = {starts}",
            *more,
            'sources = ["law"]',
            "",
        ]
    )


def own(name: str, starts: str, *more: str) -> str:
    return relief(name, starts, 'coverage = "part"', *more)


def touching(name: str, starts: str, ids: str, *more: str) -> str:
    return relief(name, starts, *more) + f'\n[[relief.touches]]\nsanctions = {ids}\ncoverage = "part"\n'


def reliefs(*tables: str) -> str:
    return "schema = 1\n" + "".join(tables) + SOURCE


def statement(by: str, about: str) -> str:
    return f'\n[[statement]]\non = 2021-06-04\nby = "{by}"\nsays = "impose"\nabout = {about}\nsources = ["law"]\n'


def talks(line: str) -> str:
    return (
        f'schema = 1\n[[negotiation]]\nid = "talks"\non = 2021-06-04\ntitle = "T"\n{line}\nsources = ["law"]\n{SOURCE}'
    )


def folder(root: Path, **files: str) -> Path:
    """Write files; in their names two underscores stand for a slash and one for a hyphen."""
    for name, text in files.items():
        path = root.joinpath(*name.replace("__", "/").replace("_", "-").split("/")).with_suffix(".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def said(*paths: Path) -> list[str]:
    """What `check` says of the paths; `load` must raise exactly its errors, or nothing where there are none."""
    problems = st.check(*paths)
    wrong = tuple(one for one in problems if one.severity == "error")
    if wrong:
        with pytest.raises(st.RecordsError) as caught:
            st.load(*paths)
        assert caught.value.problems == wrong
    else:
        st.load(*paths)
    return [str(one) for one in problems]


# What the acts of a record make together: on the value that is wrong, with the second place where there is one.


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        (
            act("lift", "2022-01-01") + act("annul", "2022-02-01"),
            "18: repaint: 'annul' while lifted changes nothing without 'back_to'; write the first day that it repaints "
            "(us-ofac/x.toml:12)",
        ),
        (
            act("annul", "2022-01-01", "back_to = 2022-02-01"),
            "15: repaint: the repainted days are not in order: 'back_to' before 'to', and neither later than 'effective'",
        ),
        (
            act("suspend", "2022-01-01", "last_day = 2021-12-31"),
            "15: end-not-later: the end of 'suspend' (2021-12-31) is not later than its own day and the day from which it "
            "binds (2022-01-01); write a later end (us-ofac/x.toml:7)",
        ),
        (
            act("suspend", "2022-01-31", 'lasts = "P1M"'),
            "15: clipped-day: P1M from 2022-01-31 leads to a day that its month does not have; write the day as 'last_day' or "
            "'ends' (us-ofac/x.toml:7)",
        ),
        (
            act("impose", "2022-01-01"),
            "13: unlawful-event: 'impose' while in force (since 'impose', line 7); lawful here: amend, annul, expire, lift, "
            "renew, suspend",
        ),
        (
            own("GL 1", "2021-07-01", "last_day = 2021-06-30"),
            "17: end-not-later: the end of 'GL 1' (2021-06-30) is not later than its start (2021-07-01)",
        ),
        (
            own("GL 1", "2021-08-31", 'lasts = "P1M"'),
            "17: clipped-day: P1M from 2021-08-31 leads to a day that its month does not have; write the day as 'last_day' or "
            "'ends'",
        ),
        (
            own("GL 1", "2021-07-01", "last_day = 2021-08-31")
            + '\n[relief.revoked]\neffective = 2021-06-30\nsources = ["law"]\n',
            "21: end-not-later: 'GL 1' is revoked before it starts (2021-07-01)",
        ),
        (
            own("GL 1", "2021-07-01") + own("GL 2", "2021-06-30", 'supersedes = ["GL 1"]'),
            "24: supersedes: 'GL 2' of 2021-06-30 supersedes 'GL 1' of 2021-07-01, which does not run on that day "
            "(us-ofac/x.toml:12)",
        ),
    ],
)
def test_a_history_is_wrong_on_the_line_of_the_value(tmp_path: Path, more: str, problem: str) -> None:
    root = folder(tmp_path, sanctions__us_ofac__x=record(more))
    assert said(root) == [f"us-ofac/x.toml:{problem}"]


def test_a_history_must_be_lawful_as_known_on_every_day(tmp_path: Path) -> None:
    """With all that is recorded it is lawful; on the days before the suspension was known it was not."""
    more = act("suspend", "2022-01-01", "known = 2022-03-01") + act("resume", "2022-02-01", "known = 2022-02-01")
    root = folder(tmp_path, sanctions__us_ofac__x=record(more))
    assert said(root) == [
        "us-ofac/x.toml:19: unlawful-event: 'resume' while in force (since 'impose', line 7); lawful here: amend, annul, "
        "expire, lift, renew, suspend; as known on 2022-02-01"
    ]


def test_a_checkpoint_says_what_is_asked_and_what_comes_out(tmp_path: Path) -> None:
    root = folder(tmp_path, sanctions__us_ofac__x=record(label="in force, relieved in full"))
    assert said(root) == [
        "us-ofac/x.toml:14: checkpoint: on 2021-12-01 the label is 'in force', and the checkpoint says 'in force, relieved in "
        "full'"
    ]
    known = record().replace("on = 2021-12-01", "on = 2021-12-01\nknown_on = 2021-06-03")
    assert said(folder(tmp_path, sanctions__us_ofac__x=known)) == [
        "us-ofac/x.toml:15: checkpoint: on 2021-12-01, as known on 2021-06-03, the label is 'not imposed', and the checkpoint "
        "says 'in force'"
    ]


def test_hundreds_of_acts_on_one_day_are_refused(tmp_path: Path) -> None:
    root = folder(tmp_path, sanctions__us_ofac__x=record(act("amend", "2021-07-01") * 2_000))
    assert said(root) == ["us-ofac/x.toml:1: too-doubtful: its acts are more than can be computed exactly"]


# Resting on another record.


def test_a_circle_is_said_once_and_not_of_what_rests_on_it(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        sanctions__us_ofac__a=record(rests_on="us-ofac/b"),
        sanctions__us_ofac__b=record(rests_on="us-ofac/c"),
        sanctions__us_ofac__c=record(rests_on="us-ofac/a"),
        sanctions__us_ofac__d=record(rests_on="us-ofac/c"),
    )
    assert said(root) == [
        "us-ofac/a.toml:5: circle: it rests on itself: us-ofac/a -> us-ofac/b -> us-ofac/c -> us-ofac/a"
    ]


def test_a_long_line_of_records_is_refused(tmp_path: Path) -> None:
    texts = {f"sanctions__us_ofac__a{n}": record(rests_on=f"us-ofac/a{n + 1}" if n < 33 else "") for n in range(34)}
    assert said(folder(tmp_path, **texts)) == [
        "us-ofac/a0.toml:5: too-deep: it rests on more than 32 records, each resting on the next"
    ]


@pytest.mark.parametrize(
    ("below", "problem"),
    [
        (record().replace("schema = 1", "schema ="), "us-ofac/a.toml:1: bad-toml: is not TOML: invalid value"),
        (
            record(impose='effective = "June"').replace('"June"', "6"),
            "us-ofac/a.toml:9: bad-type: 'effective' is a number; write a day",
        ),
        (
            record(act("resume", "2021-07-01")),
            "us-ofac/a.toml:13: unlawful-event: 'resume' while in force (since 'impose', line 7); lawful here: amend, annul, "
            "expire, lift, renew, suspend",
        ),
        (
            record(own("GL 1", "2021-07-01", "ends = 2021-06-01")),
            "us-ofac/a.toml:17: end-not-later: the end of 'GL 1' (2021-06-01) is not later than its start (2021-07-01)",
        ),
        (
            record(impose='effective = "[2001-01-01..2010-12-31]"\nlasts = "P9Y"'),
            "us-ofac/a.toml:1: too-doubtful: its doubtful days allow more histories than can be computed exactly; narrow them",
        ),
    ],
)
def test_a_mistake_in_what_a_record_rests_on_is_said_there_alone(tmp_path: Path, below: str, problem: str) -> None:
    root = folder(
        tmp_path,
        sanctions__us_ofac__a=below,
        sanctions__us_ofac__b=record(rests_on="us-ofac/a"),
        sanctions__us_ofac__c=record(rests_on="us-ofac/b"),
    )
    assert said(root) == [problem]


def test_what_a_record_rests_on_must_be_there(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        sanctions__us_ofac__b=record(rests_on="us-ofac/firm"),
        sanctions__us_ofac__c=record(rests_on="us-ofac/b"),
    )
    assert said(root) == [
        "us-ofac/b.toml:5: unknown-name: no sanction 'us-ofac/firm' is known; did you mean 'us-ofac/c'?"
    ]


# Names.


def test_an_unknown_name_is_said_where_it_stands_whatever_its_order(tmp_path: Path) -> None:
    """Facts keep some lists sorted; the line is that of the text."""
    ids = '[\n  "us-ofac/zz-top",\n  "us-ofac/firm",\n  "us-ofac/aa",\n]'
    root = folder(
        tmp_path,
        sanctions__us_ofac__firm=record(
            act("annul", "2022-01-01", 'authority = "eu-general-cort"'), label="in force, relieved in part"
        ),
        reliefs__us_ofac__r=reliefs(
            touching("GL 1", "2021-07-01", ids),
            touching("GL 2", "2021-08-01", ids, 'supersedes = [\n  "GL 9",\n  "GL 1",\n  "GL 0",\n]'),
        ),
        statements__w=reliefs(statement("john-cole", '[\n  "us-ofac/zz",\n  "us-ofac/firm",\n  "us-ofac/aa",\n]')),
    )
    assert said(root) == [
        "reliefs/us-ofac/r.toml:11: unknown-name: no sanction 'us-ofac/zz-top' is known",
        "reliefs/us-ofac/r.toml:13: unknown-name: no sanction 'us-ofac/aa' is known",
        "reliefs/us-ofac/r.toml:22: unknown-name: no relief of us-ofac 'GL 9' is known; did you mean 'GL 2'?",
        "reliefs/us-ofac/r.toml:24: unknown-name: no relief of us-ofac 'GL 0' is known; did you mean 'GL 2'?",
        "reliefs/us-ofac/r.toml:30: unknown-name: no sanction 'us-ofac/zz-top' is known",
        "reliefs/us-ofac/r.toml:32: unknown-name: no sanction 'us-ofac/aa' is known",
        "statements/w.toml:5: unknown-name: no speaker 'john-cole' is known; did you mean 'john-coale'?",
        "statements/w.toml:8: unknown-name: no sanction 'us-ofac/zz' is known",
        "statements/w.toml:10: unknown-name: no sanction 'us-ofac/aa' is known",
        "us-ofac/firm.toml:15: unknown-name: no authority 'eu-general-cort' is known; did you mean 'eu-general-court'?",
    ]


def test_an_unknown_authority_is_said_once_a_file(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        sanctions__eu_counsel__firm=record(
            own("GL 1", "2021-07-01") + own("GL 2", "2021-07-01"), label="in force, relieved in part"
        ),
        reliefs__eu_counsel__r=reliefs(
            touching("GL 3", "2022-01-01", '["eu-counsel/firm"]'), touching("GL 4", "2022-01-01", '["eu-counsel/firm"]')
        ),
    )
    message = "no authority 'eu-counsel' is known, in whose folder it lies; add it to authorities.toml; did you mean 'eu-council'?"
    assert said(root) == [
        f"eu-counsel/firm.toml:1: unknown-name: {message}",
        f"reliefs/eu-counsel/r.toml:1: unknown-name: {message}",
    ]


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("subjects", "x", "subjects.toml:1: bad-toml: is not TOML: expected '=' after a key in a key/value pair"),
        (
            "negotiations",
            talks("freed = -1"),
            "negotiations.toml:6: bad-type: 'freed' is -1; write a number, 0 or more",
        ),
        (
            "people",
            "schema = 1\n[[person]]\nid = 5\nname = 'N'",
            "people.toml:3: bad-type: 'id' is a number; write a text in quotes",
        ),
        (
            "authorities",
            "schema = 1\n\nauthority = 1",
            "authorities.toml:3: bad-type: 'authority' is a number; write [[authority]] tables",
        ),
        (
            "reliefs__us_ofac__r",
            reliefs(touching("GL 1", "2021-07-01", '["us-ofac/firm"]')).replace("exemption", "licence"),
            "reliefs/us-ofac/r.toml:5: bad-word: 'licence' is not a word for 'kind'; did you mean 'general-licence'?; one of: "
            "general-licence, specific-licence, wind-down, derogation, exemption, grandfathering",
        ),
        (
            "sanctions__us_ofac__base",
            record().replace("2021-06-04", "6"),
            "us-ofac/base.toml:9: bad-type: 'effective' is a number; write a day",
        ),
    ],
)
def test_a_mistake_in_a_file_is_not_said_again_of_what_names_its_records(
    tmp_path: Path, file: str, text: str, problem: str
) -> None:
    """Each of the files is one that the others name something of."""
    files = {
        "subjects": 'schema = 1\n[[subject]]\nid = "mine"\nname = "Mine"\n',
        "people": 'schema = 1\n[[person]]\nid = "me"\nname = "Me"\n',
        "authorities": 'schema = 1\n[[authority]]\nid = "my-council"\nname = "M"\njurisdiction = "M"\nzone = "UTC"\n',
        "negotiations": talks("freed = 1"),
        "reliefs__us_ofac__r": reliefs(
            touching("GL 1", "2021-07-01", '["us-ofac/firm", "us-ofac/base"]', 'negotiation = "talks"')
        ),
        "reliefs__us_ofac__s": reliefs(touching("GL 2", "2021-08-01", '["us-ofac/firm"]', 'supersedes = ["GL 1"]')),
        "sanctions__us_ofac__base": record(own("GL 3", "2021-06-04")),
        "sanctions__us_ofac__firm": record(
            own("GL 4", "2021-09-01", 'supersedes = ["GL 3"]'),
            rests_on="us-ofac/base",
            label="in force, relieved in part",
        ).replace('"belavia"', '"mine"'),
        "sanctions__my_council__firm": record(),
        "statements__w": reliefs(statement("me", '["us-ofac/base", "us-ofac/firm"]')),
    }
    assert said(folder(tmp_path / "good", **files)) == []
    assert said(folder(tmp_path / "bad", **{**files, file: text})) == [problem]


def test_mistakes_of_several_files_are_said_together(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        sanctions__us_ofac__a=record().replace("schema = 1", "schema = 2"),
        sanctions__us_ofac__b=record(act("resume", "2022-01-01")),
        sanctions__us_ofac__c=record(rests_on="us-ofac/nobody"),
        sanctions__us_ofac__d=record(label="lifted"),
        sanctions__us_ofac__e=record(),
    )
    assert [problem.split(":")[:3] for problem in said(root)] == [
        ["us-ofac/a.toml", "1", " bad-word"],
        ["us-ofac/b.toml", "13", " unlawful-event"],
        ["us-ofac/c.toml", "5", " unknown-name"],
        ["us-ofac/d.toml", "14", " checkpoint"],
    ]


# The same thing twice.


def test_a_relief_of_one_name_may_follow_its_retraction(tmp_path: Path) -> None:
    first = own("GL 1", "2021-07-01", "known = 2021-07-01", "retracted = 2021-09-01")
    for day, problems in (
        ("2021-09-01", []),
        (
            "2021-08-31",
            ["us-ofac/x.toml:22: duplicate: 'GL 1' of us-ofac stands twice on one knowledge day (us-ofac/x.toml:12)"],
        ),
    ):
        text = record(first + own("GL 1", "2021-08-01", f"known = {day}"), label="in force, relieved in part")
        assert said(folder(tmp_path, sanctions__us_ofac__x=text)) == problems


def test_reliefs_of_one_name_are_found_across_files(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        sanctions__us_ofac__x=record(own("GL 1", "2021-07-01"), label="in force, relieved in part"),
        reliefs__us_ofac__r=reliefs(touching("GL 1", "2021-07-01", '["us-ofac/x"]')),
    )
    assert said(root) == [
        "us-ofac/x.toml:13: duplicate: 'GL 1' of us-ofac stands twice on one knowledge day (reliefs/us-ofac/r.toml:3)"
    ]


def test_thousands_of_one_name_are_named_once_each(tmp_path: Path) -> None:
    root = folder(tmp_path, sanctions__us_ofac__x=record(own("GL 1", "2021-07-01") * 1_000))
    assert len(st.check(root)) == 999


def test_a_sanction_stands_once_in_all_folders(tmp_path: Path) -> None:
    for name in ("one", "other"):
        folder(tmp_path / name, sanctions__us_ofac__x=record())
    assert said(tmp_path / "one", tmp_path / "other") == [
        "us-ofac/x.toml:1: duplicate: 'us-ofac/x' stands twice (also in another folder); give one of them another name"
    ]


# Lone files, which lie among the shipped records.


def test_a_lone_file_may_name_what_is_shipped(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        us_ofac__firm=record(rests_on="us-ofac/belavia", impose="effective = 2024-01-01", label="not imposed"),
        reliefs__us_ofac__firm=reliefs(touching("My licence", "2030-01-01", '["us-ofac/belavia"]')),
        statements__firm=reliefs(statement("john-coale", '["us-ofac/belavia"]')),
    )
    for path in ("us-ofac/firm.toml", "reliefs/us-ofac/firm.toml", "statements/firm.toml"):
        assert said(root / path) == []


def test_a_lone_file_of_reliefs_is_checked_with_what_it_touches(tmp_path: Path) -> None:
    late = touching("My licence", "2030-01-01", '["us-ofac/belavia"]', "ends = 2029-01-01")
    taken = touching("GL 11", "2030-01-01", '["us-ofac/belavia"]')
    unknown = touching("My licence", "2030-01-01", '["us-ofac/belavya"]')
    for text, problem in (
        (late, "7: end-not-later: the end of 'My licence' (2029-01-01) is not later than its start (2030-01-01)"),
        (
            taken,
            "4: duplicate: 'GL 11' of us-ofac stands twice on one knowledge day (reliefs/us-ofac/belarus-gl-11.toml:3)",
        ),
        (unknown, "10: unknown-name: no sanction 'us-ofac/belavya' is known; did you mean 'us-ofac/belavia'?"),
    ):
        root = folder(tmp_path, reliefs__us_ofac__firm=reliefs(text))
        assert said(root / "reliefs" / "us-ofac" / "firm.toml") == [f"reliefs/us-ofac/firm.toml:{problem}"]


# Where files lie.


def test_the_wrong_place_is_a_problem_and_is_not_passed_over(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        sanctions__us_ofac__a=record(),
        sanctions__x=record(),
        sanctions__us_ofac__old__b=record(),
        statements__us_ofac__c=reliefs(),
        reliefs__d=reliefs(),
    )
    (root / "sanctions" / "us-ofac" / "notes.md").write_text("no record")
    (root / "sanctions" / "us-ofac" / ".hidden.toml").write_text("no record")
    assert said(root) == [
        "reliefs/d.toml: bad-id: stands at the wrong depth; write it as reliefs/AUTHORITY/NAME.toml",
        "statements/us-ofac/c.toml: bad-id: stands at the wrong depth; write it as statements/NAME.toml",
        "us-ofac/old/b.toml: bad-id: stands at the wrong depth; write it as sanctions/AUTHORITY/NAME.toml",
        "x.toml: bad-id: stands at the wrong depth; write it as sanctions/AUTHORITY/NAME.toml",
    ]


def test_what_is_no_file_does_not_hide_the_files_beside_it(tmp_path: Path) -> None:
    root = folder(tmp_path, sanctions__us_ofac__a=record(), sanctions__us_ofac__z=record(label="lifted"))
    here = root / "sanctions" / "us-ofac"
    (here / "folder.toml").mkdir()
    (here / "loop.toml").symlink_to("loop.toml")
    (here / "nowhere.toml").symlink_to("nobody.toml")
    (here / "up").symlink_to("..")
    (root / "authorities.toml").mkdir()
    expected = [
        "authorities.toml: not-read: cannot be read: is a directory",
        "us-ofac/folder.toml: not-read: is a folder; give a folder a name without .toml",
        "us-ofac/loop.toml: not-read: cannot be read: too many levels of symbolic links",
        "us-ofac/nowhere.toml: not-read: cannot be read: no such file or directory",
        "us-ofac/up: not-read: is a symbolic link in a circle; it was not followed",
        "us-ofac/z.toml:14: checkpoint: on 2021-12-01 the label is 'in force', and the checkpoint says 'lifted'",
    ]
    if hasattr(os, "mkfifo"):
        os.mkfifo(here / "pipe.toml")
        expected.insert(4, "us-ofac/pipe.toml: not-read: is not a regular file")
    assert said(root) == expected


def test_folders_too_deep_to_hold_a_record_are_not_read(tmp_path: Path) -> None:
    root = folder(tmp_path, sanctions__us_ofac__a=record())
    (root / "sanctions" / "a" / "b" / "c" / "d" / "e").mkdir(parents=True)
    assert said(root) == ["a/b/c/d/e: not-read: lies too deep; it was not read"]


def test_a_part_of_a_folder_must_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "sanctions").write_text("no folder")
    assert said(tmp_path) == ["sanctions: not-read: cannot be read: not a directory"]


def test_a_name_that_is_no_text_is_printed_as_one_line(tmp_path: Path) -> None:
    here = folder(tmp_path, sanctions__us_ofac__a=record()) / "sanctions" / "us-ofac"
    try:
        for name in (b"new\nline.toml", b"caf\xe9.toml"):
            with open(os.path.join(os.fsencode(here), name), "w"):
                pass
    except (OSError, UnicodeError):
        pytest.skip("the file system takes no such name")
    form = "name folder and file in lower-case letters, digits and hyphens"
    assert said(tmp_path) == [
        f"us-ofac/caf\\udce9.toml: bad-id: 'us-ofac/caf\\udce9' is not an id; {form}",
        f"us-ofac/new\\nline.toml: bad-id: 'us-ofac/new\\nline' is not an id; {form}",
    ]
    for name in (b"new\nline.toml", b"caf\xe9.toml"):
        (problem,) = st.check(here / os.fsdecode(name))
        assert str(problem).isprintable()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="to the superuser every folder is open")
def test_a_closed_folder_is_a_problem(tmp_path: Path) -> None:
    root = folder(tmp_path, sanctions__us_ofac__a=record(), sanctions__us_bis__a=record())
    (root / "sanctions" / "us-bis").chmod(0)
    assert said(root) == ["us-bis: not-read: cannot be read: permission denied"]


# Whatever stands there, it is said in problems.

VALUES = some.sampled_from(
    [
        "1",
        "-1",
        "0x" + "f" * 5_000,
        "nan",
        "inf",
        "true",
        '""',
        '" "',
        '"\\u0000"',
        '"x"',
        "[]",
        "[[]]",
        "{}",
        '["law"]',
        '["law", "law"]',
        "2021-06-04",
        '"9999-12"',
        '"[..0001-01-01]"',
        '"[9999-12-30..]"',
        "0001-01-01",
        "9999-12-30",
        "0001-01-01T00:00:00Z",
        "9999-12-30T12:00:00Z",
        "00:00:00",
        '"P9999Y"',
        '"P9999999D"',
        '"us-ofac/x"',
        '"us-ofac/belavia"',
        '"annul"',
        '"renew"',
        '"GL 1"',
        "['GL 1']",
    ]
)
KEYS = some.sampled_from(
    [
        "event",
        "effective",
        "adopted",
        "published",
        "announced",
        "known",
        "retracted",
        "last_day",
        "ends",
        "lasts",
        "back_to",
        "to",
        "authority",
        "sources",
        "starts",
        "supersedes",
        "standing",
        "touches",
        "revoked",
        "on",
        "for",
        "by",
        "says",
        "about",
        "state",
        "relief",
        "label",
        "known_on",
        "name",
        "kind",
        "coverage",
        "tier",
        "url",
        "rests_on",
        "reviewed",
        "subjects",
        "source",
        "nothing",
    ]
)
HEADERS = some.sampled_from(
    [
        "[[transition]]",
        "[[relief]]",
        "[relief.revoked]",
        "[[relief.touches]]",
        "[[statement]]",
        "[[checkpoint]]",
        "[source.law]",
        "[source.x]",
    ]
)
LINES = some.one_of(HEADERS, some.builds("{} = {}".format, KEYS, VALUES))


@given(some.lists(some.tuples(some.integers(0, 40), some.booleans(), LINES), min_size=1, max_size=4))
@settings(max_examples=1 + settings().max_examples // 2)
@example([(8, True, "effective = 0001-01-01")])
@example([(8, True, 'effective = "[..0001-01-01]"')])
@example([(8, True, "effective = 9999-12-30")])
@example([(8, False, 'lasts = "P9999999D"')])
def test_no_value_in_no_place_makes_a_check_fail(edits: list[tuple[int, bool, str]]) -> None:
    import tempfile

    text = record(act("suspend", "2022-01-01") + own("GL 1", "2021-07-01")).split("\n")
    for at, instead, line in edits:
        text[at : at + instead] = [line]
    with tempfile.TemporaryDirectory() as root:
        folder(Path(root), sanctions__us_ofac__x="\n".join(text), sanctions__us_ofac__y=record(rests_on="us-ofac/x"))
        problems = st.check(Path(root))
        assert all(str(one).isprintable() and len(str(one)) < 1_000 for one in problems)
        try:
            st.load(Path(root))
        except st.RecordsError as error:
            assert error.problems  # noqa: PT017 (whether it raises is what is not known here)
        else:
            assert all(one.severity == "warning" for one in problems)
