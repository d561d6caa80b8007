"""For each code of a problem one small broken file, and the whole text of the one line that it gives."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import sanctions_tracker as st
from sanctions_tracker.problems import CODES
from sanctions_tracker.textfile import LIMIT

BROKEN = Path(__file__).parent.parent / "fixtures" / "broken"

# Each of these files is a good record but for the one mistake that it is named for.
LINES = {
    "bad-day": "broken/bad-day.toml:9: bad-day: 'effective': '2021-06-31' is not a day of the calendar",
    "bad-duration": (
        "broken/bad-duration.toml:10: bad-duration: 'lasts': '180 days' is not a duration; write days, months or years: "
        '"P180D", "P6M", "P1Y"'
    ),
    "bad-id": (
        "broken/bad-id.toml:6: bad-id: 'decision 2012/642' is not an id; write authority/name in lower-case letters, "
        "digits and hyphens"
    ),
    "bad-toml": "broken/bad-toml.toml:5: bad-toml: is not TOML: illegal character '\\n'",
    "bad-type": "broken/bad-type.toml:3: bad-type: 'title' is a number; write a text in quotes",
    "bad-url": (
        "broken/bad-url.toml:16: bad-url: 'https://eur-lex.europa.eu/' is not the address of a page; write it whole, from "
        "http:// on and with its path"
    ),
    "bad-word": (
        "broken/bad-word.toml:5: bad-word: 'assets freeze' is not a word for 'measure'; did you mean 'asset freeze'?; one of: "
        "asset freeze, travel ban, import ban, export ban, transit ban, services ban, financial restriction, aviation ban, "
        "arms embargo, director disqualification, regime"
    ),
    "checkpoint": (
        "broken/checkpoint.toml:14: checkpoint: on 2021-06-04 the label is 'in force', and the checkpoint says 'not imposed'"
    ),
    "circle": "broken/circle.toml:6: circle: it rests on itself: broken/circle -> broken/circle",
    "clipped-day": (
        "broken/clipped-day.toml:10: clipped-day: P1M from 2021-01-31 leads to a day that its month does not have; write the "
        "day as 'last_day' or 'ends'"
    ),
    "default-known": (
        "broken/default-known.toml:7: warning: default-known: known by default only on 2021-06-10, after its own day "
        "(2021-06-04); write 'announced', 'published' or 'known'"
    ),
    "duplicate": (
        "broken/duplicate.toml:20: duplicate: 'GL 1' of broken stands twice on one knowledge day (broken/duplicate.toml:12)"
    ),
    "end-not-allowed": (
        "broken/end-not-allowed.toml:15: end-not-allowed: 'lift' takes no end; these do: impose, reimpose, amend, renew, "
        "suspend"
    ),
    "end-not-later": (
        "broken/end-not-later.toml:16: end-not-later: the end of 'renew' (2021-02-28) is not later than its own day and the "
        "day from which it binds (2022-02-25); write a later end (broken/end-not-later.toml:7)"
    ),
    "known-needed": (
        "broken/known-needed.toml:7: known-needed: 'known' is needed: [2021-06-04..] has no last day, and nothing was published"
    ),
    "long-quote": "broken/long-quote.toml:16: long-quote: 'quote' has 18 words; quote at most 15",
    "missing": "broken/missing.toml:12: missing: a source needs 'publisher'",
    "no-lawful-world": (
        "broken/no-lawful-world.toml:15: no-lawful-world: no choice of the doubtful days up to 'resume' of 2022-06-01 is lawful "
        "(broken/no-lawful-world.toml:7)"
    ),
    "no-offset": (
        "broken/no-offset.toml:9: no-offset: 'effective' is an instant without an offset; write one "
        "(2021-12-08T00:01:00-05:00), or the day"
    ),
    "not-text": "broken/not-text.toml:3: not-text: is not UTF-8 text (byte 101)",
    "out-of-order": (
        "broken/out-of-order.toml:14: out-of-order: 'amend' of 2021-06-04 stands after 'impose' of 2022-03-02 (line 7); write "
        "the acts in the order of their days"
    ),
    "quoted-nothing": "broken/quoted-nothing.toml:10: quoted-nothing: 'sources' is empty; write at least one",
    "repaint": "broken/repaint.toml:15: repaint: 'back_to' belongs to 'annul', not to 'lift'",
    "supersedes": (
        "broken/supersedes.toml:24: supersedes: 'GL 6' of 2021-09-01 supersedes 'GL 5' of 2021-07-01, which does not run on "
        "that day (broken/supersedes.toml:12)"
    ),
    "too-deep": "broken/too-deep.toml:6: too-deep: nests more deeply than any record does",
    "too-doubtful": (
        "broken/too-doubtful.toml:1: too-doubtful: its doubtful days allow more histories than can be computed exactly; narrow "
        "them"
    ),
    "two-ends": "broken/two-ends.toml:11: two-ends: 'last_day' and 'ends' are more than one end; give one",
    "unknown-key": "broken/unknown-key.toml:4: unknown-key: 'subject' is not a key of a sanction; did you mean 'subjects'?",
    "unknown-name": "broken/unknown-name.toml:4: unknown-name: no subject 'belavija' is known; did you mean 'belavia'?",
    "unlawful-event": (
        "broken/unlawful-event.toml:13: unlawful-event: 'resume' while in force (since 'impose', line 7); lawful here: amend, "
        "annul, expire, lift, renew, suspend"
    ),
    "unused-source": (
        "broken/unused-source.toml:17: unused-source: source 'press-2021-06-05' is never cited; cite it or leave it out"
    ),
}

# These need more than a small file in that folder; the tests below make it.
MADE = {"not-read", "offset", "too-large"}


@pytest.mark.parametrize("code", sorted(LINES))
def test_a_broken_file_gives_its_one_problem(code: str) -> None:
    problems = st.check(BROKEN / f"{code}.toml")
    assert [str(one) for one in problems] == [LINES[code]]
    (problem,) = problems
    assert (problem.code, problem.file) == (code, f"broken/{code}.toml")
    assert problem.severity == ("warning" if code == "default-known" else "error")


def test_every_code_has_its_file_or_its_test() -> None:
    assert set(LINES) | MADE == set(CODES)
    assert {path.stem for path in BROKEN.iterdir()} == set(LINES) | {"offset"}


def test_all_problems_of_all_files_come_at_once() -> None:
    """A mistake in one file hides none in another."""
    problems = st.check(*(BROKEN / f"{code}.toml" for code in reversed(LINES)))
    assert [str(one) for one in problems] == [LINES[code] for code in sorted(LINES)]


def test_a_warning_never_stops_a_load() -> None:
    assert [one.id for one in st.load(BROKEN / "default-known.toml").sanctions] == ["broken/default-known"]


def test_the_error_of_a_load_holds_exactly_the_errors() -> None:
    paths = [BROKEN / f"{code}.toml" for code in LINES]
    with pytest.raises(st.RecordsError) as caught:
        st.load(*paths)
    assert caught.value.problems == tuple(one for one in st.check(*paths) if one.severity == "error")
    assert str(caught.value) == "\n".join(LINES[code] for code in sorted(LINES) if code != "default-known")


def test_a_wrong_offset_is_a_warning_where_the_authority_sits(tmp_path: Path) -> None:
    """The folder broken/ is no authority and has no zone, so the file is read in the folder of one that has."""
    path = tmp_path / "us-ofac" / "offset.toml"
    path.parent.mkdir()
    shutil.copy(BROKEN / "offset.toml", path)
    (problem,) = st.check(path)
    assert problem.severity == "warning"
    assert str(problem) == (
        "us-ofac/offset.toml:9: warning: offset: 'effective' has the offset -04:00, and the authority's zone has -05:00 on "
        "that day"
    )
    register = st.load(path)
    assert str(register.sanction("us-ofac/offset").transitions[0].effective) == "2021-12-08T00:01:00-04:00"


def test_an_instant_without_a_zone_is_not_guessed() -> None:
    (problem,) = st.check(BROKEN / "offset.toml")
    assert str(problem) == (
        "broken/offset.toml:9: unknown-name: 'effective' is an instant, and the authority's zone is not known; write the day"
    )


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "us-ofac" / "large.toml"
    path.parent.mkdir()
    good = (BROKEN / "unused-source.toml").read_bytes()
    path.write_bytes(good + b"#" * (LIMIT + 1 - len(good)))
    assert [str(one) for one in st.check(path)] == [
        "us-ofac/large.toml: too-large: has 1,000,001 bytes; a record has at most 1,000,000, so it was not read"
    ]
    path.write_bytes(good + b"#" * (LIMIT - len(good)))
    assert [one.code for one in st.check(path)] == ["unused-source"]


def test_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    assert [str(one) for one in st.check(tmp_path / "nowhere.toml")] == [
        f"{tmp_path}/nowhere.toml: not-read: cannot be read: no such file or directory"
    ]
    assert [str(one) for one in st.check(tmp_path)] == [
        f"{tmp_path}: not-read: holds no sanctions/ folder, so no record was found; lay it out as sanctions/AUTHORITY/NAME.toml"
    ]
    assert [str(one) for one in st.check("a\0b")] == [
        "a\\x00b: not-read: cannot be read: its name is none that a file can have"
    ]


@pytest.mark.parametrize("name", ["Belavia.toml", "belavia airlines.toml", "белавиа.toml", "-.toml"])
def test_a_path_that_is_no_id(tmp_path: Path, name: str) -> None:
    path = tmp_path / "us-ofac" / name
    path.parent.mkdir()
    shutil.copy(BROKEN / "unused-source.toml", path)
    stem = os.path.splitext(name)[0]
    assert [str(one) for one in st.check(path)] == [
        f"us-ofac/{name}: bad-id: 'us-ofac/{stem}' is not an id; name folder and file in lower-case letters, digits and hyphens"
    ]
