"""The README is true: its commands print what it shows (its Python is run as a doctest)."""

from __future__ import annotations

from pathlib import Path

import pytest

from .consoles import Console, consoles, run

README = Path(__file__).parent.parent / "README.md"
CONSOLES = consoles(README)


@pytest.mark.parametrize("console", CONSOLES, ids=[one.command for one in CONSOLES])
def test_console(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(console.command, capsys) == (0, console.shown)


def test_there_are_three_questions() -> None:
    assert len(CONSOLES) >= 3
