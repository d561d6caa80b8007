"""The console blocks of a page: the commands after ``$`` and what they are shown to print, and how to run one."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from sanctions_tracker.cli import main

_BLOCK = re.compile(r"^```console\n(.*?)^```", re.S | re.M)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.M)
_FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```", re.S | re.M)


class Console(NamedTuple):
    """A command as typed, and all that it prints."""

    command: str
    shown: str


def consoles(page: Path) -> list[Console]:
    """Return the commands of a page, in their order."""
    blocks = _BLOCK.findall(page.read_text(encoding="utf-8"))
    return [Console(*found) for block in blocks for found in _COMMAND.findall(block)]


def files(page: Path) -> dict[str, str]:
    """Return the files that a page shows: a name in backticks and a colon, then a block."""
    return dict(_FILE.findall(page.read_text(encoding="utf-8")))


def is_shown(shown: str, printed: str) -> bool:
    """Say whether the page shows what was printed; ``...`` on the page stands for anything on one line."""
    return re.fullmatch(re.escape(shown).replace(r"\.\.\.", ".+"), printed) is not None


def run(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run a command of ours, or ``cut`` over tabs or commas, in this folder; return its exit code and all that it printed."""
    name, *arguments = shlex.split(command)
    if name == "cut":
        return 0, _cut(arguments)
    assert name == "sanctions-tracker", command
    spread = [sorted(str(one) for one in Path().glob(word)) if "*" in word else [word] for word in arguments]
    try:
        code = main([word for words in spread for word in words])
    except SystemExit as left:
        code = int(left.code or 0)
    printed = capsys.readouterr()
    return code, printed.err + printed.out  # what goes to stdout is printed whole, at the end


def _cut(arguments: list[str]) -> str:
    *options, path = arguments
    sign = next((one[2:] for one in options if one.startswith("-d")), "\t")
    (wanted,) = (one[2:] for one in options if one.startswith("-f"))
    ranges = [(int(one.split("-")[0]), int(one.split("-")[-1])) for one in wanted.split(",")]
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    rows = [line.split(sign) for line in lines]
    return "".join(sign.join(one for first, last in ranges for one in row[first - 1 : last]) + "\n" for row in rows)
