"""The guide for editors is true: its record loads, and says what the guide says of it."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

import sanctions_tracker as st

GUIDE = Path(__file__).parent.parent / "fixtures" / "README.md"
RECORD = textwrap.dedent(
    re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)[0].replace("\n   ", "\n")
).lstrip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "sanctions" / "us-ofac"
    path.mkdir(parents=True)
    (path / "example-firm.toml").write_text(RECORD, encoding="utf-8")
    return tmp_path


def test_the_record_of_the_guide(folder: Path) -> None:
    assert st.check(folder) == ()
    line = st.load(folder).timeline("us-ofac/example-firm")
    assert [(str(span.from_), span.label) for span in line.spans()][1:] == [
        ("2020-03-02", "in force, relieved in part"),
        ("2020-05-01", "in force"),
        ("2021-09-15", "lifted"),
    ]
    assert [line.status(day).provisional for day in ("2021-09-14", "2021-09-15")] == [False, True]


def test_an_event_left_out_is_found_and_put_back_mends_it(folder: Path) -> None:
    path = folder / "sanctions" / "us-ofac" / "example-firm.toml"
    lift = RECORD[RECORD.index('[[transition]]\nevent = "lift"') : RECORD.index("[[relief]]")]
    path.write_text(RECORD.replace(lift, ""), encoding="utf-8")
    assert [str(one) for one in st.check(folder)] == [
        "us-ofac/example-firm.toml:36: checkpoint: on 2021-09-15 the label is 'in force', and the checkpoint says 'lifted'"
    ]
    path.write_text(RECORD, encoding="utf-8")
    assert st.check(folder) == ()


def test_every_key_of_the_format_is_told_in_the_guide() -> None:
    from sanctions_tracker.records import TABLES

    text = GUIDE.read_text(encoding="utf-8")
    kinds = (
        "sanction",
        "transition",
        "own relief",
        "touches",
        "revoked",
        "own statement",
        "statement",
        "checkpoint",
        "source",
        "negotiation",
    )
    for kind in kinds:
        for name in TABLES[kind]:
            told = (
                f"`{name}`",
                f"`{name} = ",
                f"[[{name}]]",
                f"[{name}.",
                f".{name}]",
                f"{name} in words",
                f" {name},",
                f" {name} and",
            )
            assert any(words in text for words in told), (kind, name)
