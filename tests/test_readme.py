"""The README is true: its commands print what it shows (its Python is run as a doctest)."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sanctions_tracker.cli import main

README = Path(__file__).parent.parent / "README.md"
CONSOLES = re.findall(r"```console\n\$ sanctions-tracker ([^\n]+)\n(.*?)```", README.read_text(encoding="utf-8"), re.S)


@pytest.mark.parametrize(("command", "shown"), CONSOLES, ids=[command for command, _ in CONSOLES])
def test_console(command: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out == shown


def test_there_are_three_questions() -> None:
    assert len(CONSOLES) >= 3
