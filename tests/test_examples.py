"""Every example runs, and prints what it promises."""

from __future__ import annotations

import runpy
import subprocess
import sys
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


def pytest_on(name: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run an example of tests in a process of its own, as a reader would."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-W",
        "error",
        *options,
        str(EXAMPLES / name),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=EXAMPLES.parent)


def test_your_own_rules() -> None:
    done = pytest_on("test_your_own_rules.py")
    assert done.stdout.splitlines()[-1].startswith("1 passed, 2 xfailed")


def test_your_own_rules_shows_what_it_found() -> None:
    done = pytest_on("test_your_own_rules.py", "--runxfail")
    shown = [line.removeprefix("E").strip() for line in done.stdout.splitlines() if line.startswith("E  ")]
    at = shown.index("Failing test case: test_a_revoked_licence_never_binds_again(")
    assert shown[at + 1 : at + 5] == [
        "acts=(Transition('apply', effective='2000-01-01'),",
        "Transition('grant', effective='2000-01-01'),",
        "Transition('revoke', effective='2000-01-01'),",
        "Transition('reinstate', effective='2000-01-02')),",
    ]
    steps = [line.partition("(")[0] for line in shown if line.startswith("state.") and "(days=" in line]
    assert steps[-4:] == ["state.apply", "state.grant", "state.revoke", "state.reinstate"]


def test_your_own_engine() -> None:
    done = pytest_on("test_your_own_engine.py")
    assert done.stdout.splitlines()[-1].startswith("1 passed, 1 xfailed")


def test_no_example_is_left_out() -> None:
    assert sorted(path.name for path in EXAMPLES.glob("*.py")) == [
        "own_rules.py",
        "test_your_own_engine.py",
        "test_your_own_rules.py",
        "words_and_law.py",
    ]
