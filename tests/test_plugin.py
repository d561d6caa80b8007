"""The entry point for Hypothesis: the public classes are drawn by themselves, and nothing of ours can stop Hypothesis."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import sanctions_tracker as st
import sanctions_tracker_hypothesis as plugin
from sanctions_tracker import testing

HERE = Path(plugin.__file__).parent


def run(code: str, *folders: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a new process, with these folders before all others on its path."""
    paths = os.pathsep.join(str(one) for one in (*folders, HERE))
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )


def test_hypothesis_is_told_of_it() -> None:
    found = [one for one in entry_points(group="hypothesis") if one.name == "sanctions_tracker"]
    assert [one.load() for one in found[:1]] == [plugin.register]


@given(some.from_type(st.Sanction), some.from_type(st.Register), some.from_type(st.Timeline))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=10)
def test_from_type_draws_what_is_lawful(firm: st.Sanction, mine: st.Register, line: st.Timeline) -> None:
    st.timeline(firm)
    for one in mine.sanctions:
        mine.timeline(one.id).check()
    line.check()


@pytest.mark.parametrize("name", plugin._NAMES)
def test_each_class_has_a_strategy_of_its_own(name: str) -> None:
    public = getattr(st, name)
    strategy = testing.strategy_of(public)

    @settings(max_examples=5, database=None, suppress_health_check=list(HealthCheck))
    @given(some.from_type(public), strategy)
    def drawn(one: object, other: object) -> None:
        assert isinstance(one, public)
        assert isinstance(other, public)

    drawn()


@pytest.mark.parametrize(
    "imports", ["import hypothesis, sanctions_tracker as st", "import sanctions_tracker as st, hypothesis"]
)
def test_it_registers_when_the_second_of_the_two_is_imported(imports: str) -> None:
    code = f"{imports}; from hypothesis.strategies import from_type; print(hypothesis.find(from_type(st.Sanction), lambda one: True))"
    done = run(code)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Sanction('my/firm', [Transition('impose', effective='2000-01-01')])\n"


def test_importing_hypothesis_imports_nothing_else_of_ours() -> None:
    done = run("import sys, hypothesis; print([name for name in sys.modules if name.startswith('sanctions_tracker')])")
    assert (done.stdout, done.stderr) == ("['sanctions_tracker_hypothesis']\n", "")


BROKEN = {
    "does not parse": "def (",
    "raises": "raise RuntimeError('broken on purpose')",
    "lacks every name": "",
}


@pytest.mark.parametrize("how", BROKEN)
def test_hypothesis_works_with_a_broken_package(how: str, tmp_path: Path) -> None:
    package = tmp_path / "sanctions_tracker"
    package.mkdir()
    (package / "__init__.py").write_text(BROKEN[how])
    code = """
try:
    import sanctions_tracker
except Exception as error:
    print(type(error).__name__)
import hypothesis
from hypothesis import given, strategies
given(strategies.integers())(lambda number: None)()
print(hypothesis.__name__)
"""
    done = run(code, tmp_path)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "hypothesis"


def test_a_half_broken_package_is_not_registered_and_not_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sanctions_tracker", ModuleType("sanctions_tracker"))
    plugin.register()


def test_without_its_plugin_the_package_can_be_imported(tmp_path: Path) -> None:
    (tmp_path / "sanctions_tracker_hypothesis.py").write_text("raise ImportError('it was not copied')")
    done = run("import hypothesis, sanctions_tracker; print(sanctions_tracker.__version__)", tmp_path)
    assert done.stdout == f"{st.__version__}\n"


def test_without_hypothesis_the_kit_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "hypothesis.py").write_text("raise ImportError('there is none')")
    done = run("import sanctions_tracker.testing", tmp_path)
    message = "sanctions_tracker.testing needs hypothesis; install it with: pip install 'sanctions-tracker[testing]'"
    assert done.stderr.splitlines()[-1] == f"ImportError: {message}"
