"""Answers as files: an edit of the data shows as a difference of answers."""

from __future__ import annotations

from pathlib import Path

import sanctions_tracker as st
from sanctions_tracker.answerfiles import answer_files, write_answers

from .making import act, relief, sanction

FOLDER = Path(__file__).parent.parent / "fixtures" / "answers"


def test_the_shipped_answers_are_those_of_the_records() -> None:
    """Renew them with ``sanctions-tracker answers --write fixtures/answers``, and read the difference."""
    written = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.glob("*/*.txt")}
    made = answer_files(st.load())
    assert sorted(written) == sorted(made)
    for name, text in made.items():
        assert written[name] == text, name


def test_what_an_answer_file_says() -> None:
    firm = sanction(
        act("impose", "2020-01-01", ends="2020-06-01"), act("lift", "2020-04-01", known="2020-04-10"), title="A firm"
    )
    register = st.Register([firm], reliefs=[relief("GL 1", "2020-02-01", "part", ends="2020-03-01")])
    assert answer_files(register) == {
        "us-ofac/firm.txt": (
            "us-ofac/firm: A firm\n"
            "reviewed never\n"
            "\n"
            "With all that is recorded\n"
            "             2020-01-01 not imposed\n"
            "  2020-01-01 2020-02-01 in force (provisional)\n"
            "  2020-02-01 2020-03-01 in force, relieved in part [GL 1] (provisional)\n"
            "  2020-03-01 2020-04-01 in force (provisional)\n"
            "  2020-04-01            lifted (provisional)\n"
            "\n"
            "As known from 2020-01-01\n"
            "             2020-01-01 not imposed\n"
            "  2020-01-01 2020-06-01 in force (provisional)\n"
            "  2020-06-01            expired (derived, provisional)\n"
            "\n"
            "As known from 2020-02-01\n"
            "             2020-01-01 not imposed\n"
            "  2020-01-01 2020-02-01 in force (provisional)\n"
            "  2020-02-01 2020-03-01 in force, relieved in part [GL 1] (provisional)\n"
            "  2020-03-01 2020-06-01 in force (provisional)\n"
            "  2020-06-01            expired (derived, provisional)\n"
            "\n"
            "As known from 2020-04-10\n"
            "             2020-01-01 not imposed\n"
            "  2020-01-01 2020-02-01 in force (provisional)\n"
            "  2020-02-01 2020-03-01 in force, relieved in part [GL 1] (provisional)\n"
            "  2020-03-01 2020-04-01 in force (provisional)\n"
            "  2020-04-01            lifted (provisional)\n"
        )
    }


def test_writing_renews_what_changed_and_removes_what_is_gone(tmp_path: Path) -> None:
    one = sanction(act("impose", "2020-01-01"), id="us-ofac/one")
    two = sanction(act("impose", "2020-01-01"), id="us-ofac/two")
    assert write_answers(st.Register([one, two]), tmp_path) == 2
    assert write_answers(st.Register([one, two]), tmp_path) == 0
    assert write_answers(st.Register([one.then("lift", effective="2021-01-01")]), tmp_path) == 2
    assert [path.name for path in sorted(tmp_path.glob("*/*"))] == ["one.txt"]
