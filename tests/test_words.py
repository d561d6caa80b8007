"""Words against acts; what will come; what new knowledge changed; talks and releases."""

from __future__ import annotations

from pathlib import Path

import pytest

import sanctions_tracker as st
from sanctions_tracker.cli import main
from sanctions_tracker.words import compare

from .making import ID, act, sanction


def said(says: str, on: str, **fields: str) -> st.Statement:
    return st.Statement(says, on=on, by="somebody", about=[ID], **fields)  # type: ignore[arg-type]


LINE = st.timeline(
    sanction(act("impose", "2020-01-10"), act("lift", "2020-02-10"), act("reimpose", "2020-03-10", ends="2020-04-10"))
)


@pytest.mark.parametrize(
    ("statement", "grade"),
    [
        (said("lift", "2020-02-09"), "early by 1 day"),
        (said("lift", "2020-02-10"), "agrees"),
        (said("lift", "2020-02-11"), "late by 1 day"),
        (said("lift", "2020-01-01", for_="2020-02-10"), "agrees"),
        (said("in force", "2020-01-09"), "early by 1 day"),
        (said("in force", "2020-01-10"), "agrees"),
        (said("in force", "2020-02-10"), "late by 1 day"),
        (said("in force", "2020-03-09"), "early by 1 day"),
        (said("in force", "2020-05-10"), "late by 31 days"),
        (said("expire", "2020-04-10"), "agrees"),
        (said("expire", "2020-04-01"), "early by 9 days"),
        (said("suspended", "2020-02-10"), "contradicts"),
        (said("annul", "2020-02-10"), "contradicts"),
        (said("in force", "2020-01"), "undecided"),
        (said("in force", "[2020-01-10..2020-02-09]"), "agrees"),
        (said("lift", "[2020-02-01..2020-02-05]"), "early by 5 days"),
        (said("not imposed", "[..2020-01-01]", known="2020-01-01"), "agrees"),
    ],
)
def test_grades(statement: st.Statement, grade: str) -> None:
    assert str(compare(statement, LINE)) == grade


def test_where_the_record_leaves_it_open_words_are_undecided() -> None:
    line = st.timeline(sanction(act("impose", "2020-01-10"), act("lift", "[2020-02-10..2020-02-20]")))
    assert [str(compare(said("lift", day), line)) for day in ("2020-02-09", "2020-02-15", "2020-02-21")] == [
        "undecided"
    ] * 3
    assert [str(compare(said("lifted", day), line)) for day in ("2020-02-15", "2020-02-20")] == ["undecided", "agrees"]


def test_a_reader_grades_by_what_was_known() -> None:
    line = st.timeline(sanction(act("impose", "2020-01-10"), act("lift", "2020-02-10")))
    known = line.status("2020-02-01").on
    assert str(compare(said("lift", "2020-02-09"), line, known)) == "contradicts"


def test_the_correction_column_of_us_potash() -> None:
    found = {
        (str(one.statement.on), one.statement.by, one.id): str(one)
        for one in st.load().conflicts(subject="potash", authority="us-ofac")
    }
    assert found["2025-12-13", "john-coale", "us-ofac/belaruskali"] == "early by 103 days"
    assert found["2026-03-19", "john-coale", "us-ofac/belaruskali"] == "early by 7 days"
    assert found["2025-12-13", "john-coale", "us-ofac/slavkali"] == "contradicts"
    belavia = {
        (str(one.statement.on), one.statement.by): str(one)
        for one in st.load().conflicts(subject="belavia")
        if one.id == "us-ofac/belavia"
    }
    assert belavia["2025-09-11", "john-coale"] == "early by 54 days"


def test_what_will_come_if_nobody_acts() -> None:
    register = st.load()
    found = register.upcoming("2026-11-21", "2027-12-31")
    assert ("2027-03-01", "eu-council/decision-2012-642", "in force -> expired") in [
        (str(one.on), one.id, one.words) for one in found
    ]
    assert ("2027-06-17", "us-president/emergency-13405") in [(str(one.on), one.id) for one in found]
    resting = next(one for one in found if one.id == "eu-council/potash-imports")
    assert (resting.words, resting.rests_on) == ("in force -> in force or expired", "eu-council/decision-2012-642")
    assert register.upcoming("2027-03-01", "2027-03-02") == ()
    earlier = register.upcoming("2021-12-01", "2021-12-31", subject="potash", authority="us-ofac")
    assert [(str(one.on), one.id) for one in earlier] == [("2021-12-08", "us-ofac/belaruskali")]


def test_what_new_knowledge_changed() -> None:
    found = st.load().revisions("2024-03-19", "2024-03-20", subject="chemicals", authority="eu-council")
    shown = [(str(one.known), one.id, str(one.from_), str(one.to), one.retroactive) for one in found]
    assert ("2024-03-20", "eu-council/belshina", "2021-12-02", "2024-02-28", True) in shown
    assert st.load().revisions("2024-03-20", "2024-03-20") == ()
    register = st.Register([sanction(act("impose", "2020-01-01"), act("lift", "2020-02-01", known="2020-02-10"))])
    revised = register.revisions("2020-02-09", "2020-02-10")
    assert [(str(one.from_), one.to, one.retroactive) for one in revised] == [("2020-02-01", None, True)]


def test_talks_move_nothing_and_stand_on_one_line_of_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", "--subject", "potash", "--authority", "us-ofac", "--with-negotiations"]) == 0
    lines = capsys.readouterr().out.splitlines()
    text = "\n".join(" ".join(line.split()) for line in lines)
    assert "2025-12-13 words John Coale: lift" in text
    assert "2025-12-13 talks Coale in Minsk for two days; 123 freed; for it: GL 13 (general-licence)" in text
    assert text.index("123 freed") < text.index("2025-12-15 relief GL 13")
    assert text.index("2025-12-15 relief GL 13") < text.index("2026-03-26 act lift us-ofac/belaruskali")


def test_an_unknown_round_of_talks_is_a_problem(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "sanctions" / "us-ofac").mkdir(parents=True)
    cited = 'sources = ["law"]\n\n[source.law]\ntitle = "T"\npublisher = "P"\ntier = 1\n'
    (data / "negotiations.toml").write_text(
        f'schema = 1\n\n[[negotiation]]\nid = "minsk"\non = 2025-01-01\ntitle = "T"\npersons = ["nobody"]\n{cited}'
    )
    record = f'schema = 1\ntitle = "F"\nsubjects = ["belavia"]\nmeasure = "asset freeze"\n\n[[transition]]\nevent = "impose"\neffective = 2025-01-02\nnegotiation = "minks"\n{cited}'
    (data / "sanctions" / "us-ofac" / "firm.toml").write_text(record)
    assert [str(one) for one in st.check(data)] == [
        "negotiations.toml:7: unknown-name: no person 'nobody' is known",
        "us-ofac/firm.toml:9: unknown-name: no negotiation 'minks' is known; did you mean 'minsk'?",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("conflicts", "--subject", "potash"), 0, "Words against acts"),
        (("upcoming", "2026-11-21", "2027-12-31", "--exit-code"), 1, "if nobody acts"),
        (("revisions", "2024-03-19", "2024-03-20"), 0, "retroactive"),
        (("answers", "us-ofac/belavia"), 0, "As known from 2025-11-04"),
    ],
)
def test_the_commands(arguments: tuple[str, ...], code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(list(arguments)) == code
    assert words in capsys.readouterr().out
    if arguments[0] != "answers":
        assert main([*arguments, "--format", "json"]) == code
        assert capsys.readouterr().out.startswith("[")
