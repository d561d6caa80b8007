"""Every example runs, and prints what it promises."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"


def output(name: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    return capsys.readouterr().out.splitlines()


def test_words_and_law(capsys: pytest.CaptureFixture[str]) -> None:
    assert output("words_and_law.py", capsys) == [
        "2025-12-12  in force",
        "2025-12-13  in force                    John Coale: 'lift'; Valentin Rybakov: 'lift'",
        "2025-12-14  in force",
        "2025-12-15  in force, relieved in full  Reuters: 'in force'",
        "2025-12-16  in force, relieved in full",
    ]


def test_own_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert output("own_rules.py", capsys) == [
        "None 2024-01-15 asked",
        "2024-01-15 2025-07-15 granted",
        "2025-07-15 None run out",
        "'grant' while granted (since 'grant' of 2024-01-15); lawful here: extend, withdraw",
    ]


def test_no_example_is_left_out() -> None:
    assert sorted(path.name for path in EXAMPLES.glob("*.py")) == ["own_rules.py", "words_and_law.py"]
