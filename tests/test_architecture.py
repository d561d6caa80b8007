"""The way of a datum: each module imports only from the steps before it. The order is written here, once."""

from __future__ import annotations

import ast
from pathlib import Path

import sanctions_tracker as st
from sanctions_tracker import testing

PACKAGE = Path(st.__file__).parent

ORDER = [
    "lifecycle",
    "days",
    "printable",
    "saving",
    "markup",
    "zones",
    "textfile",
    "problems",
    "facts",
    "windows",
    "acts",
    "unlawful",
    "force",
    "relief",
    "sanction",
    "lists",
    "archive",
    "answer",
    "palette",
    "timelines",
    "words",
    "records",
    "results",
    "finding",
    "tables",
    "lookback",
    "register",
    "bridges",
    "folders",
    "validate",
    "loading",
    "dumping",
    "testing",
    "answerfiles",
    "reasons",
    "showing",
    "cli",
    "__main__",
]


EXTRAS = {
    "tables": ["pyarrow"],
    "lookback": ["duckdb", "llvmlite", "narwhals", "numba", "numpy", "pyarrow", "pyspark"],
    "testing": ["hypothesis", "pyarrow"],
    "lists": ["lxml"],
    "cli": ["shtab", "tqdm"],
    "showing": ["icalendar", "matplotlib"],
}
"""What a step may import beside the three packages of the core: only when it is used."""


TESTING = [  # the testing kit, likewise
    "timing",
    "tables",
    "world",
    "simulator",
    "acting",
    "relieving",
    "composing",
    "probing",
    "spelling",
    "laws",
    "machines",
    "by_type",
]


def modules() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if "fixtures" not in parts and parts != ("__init__.py",):
            found.setdefault(parts[0].removesuffix(".py"), []).append(path)
    return found


def imported(path: Path) -> set[str]:
    """The steps that a file imports from, those imported inside functions and for typing included."""
    depth = len(path.relative_to(PACKAGE).parts) - 1
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth + 1:
            found |= {node.module.split(".")[0]} if node.module else {name.name for name in node.names}
    return found - {"__version__"}


def test_every_module_has_its_place() -> None:
    assert sorted(modules()) == sorted(ORDER)


def test_each_imports_only_from_the_steps_before_it() -> None:
    for name, paths in modules().items():
        before = set(ORDER[: ORDER.index(name)])
        for path in paths:
            assert imported(path) <= before, path


def test_the_kit_keeps_an_order_of_its_own() -> None:
    found = {path: path.relative_to(PACKAGE / "testing").parts[0].removesuffix(".py") for path in modules()["testing"]}
    found = {path: name for path, name in found.items() if name != "__init__"}
    assert sorted(set(found.values())) == sorted(TESTING)
    for path, name in found.items():
        before = set(TESTING[: TESTING.index(name)])
        depth = len(path.relative_to(PACKAGE / "testing").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == depth and node.module:
                assert node.module.split(".")[0] in before, path


def test_the_core_needs_three_packages_and_the_standard_library() -> None:
    for step, paths in modules().items():
        allowed = {"attrs", "dateutil", "tabulate", *EXTRAS.get(step, ())}
        for path in paths:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                    names = [node.module]
                for name in names:
                    top = name.split(".")[0]
                    assert top in allowed or top in _stdlib(), (path, name)


def _stdlib() -> frozenset[str]:
    import sys

    return frozenset(sys.stdlib_module_names)


def test_no_module_grows_past_its_measure() -> None:
    for paths in modules().values():
        for path in paths:
            assert path.read_text(encoding="utf-8").count("\n") <= 520, path


def test_public_names_are_sorted_exist_and_are_documented() -> None:
    assert st.__all__ == sorted(st.__all__)
    for name in st.__all__:
        assert getattr(st, name) is not None
        assert name in dir(st)
        assert name in ("SHIPPED", "STANDARD") or getattr(st, name).__doc__, name


def test_no_module_bears_the_name_of_a_public_one() -> None:
    """Importing a module sets its name in the package, and would hide a function of that name."""
    assert not set(modules()) & set(st.__all__)
    assert not set(TESTING) - {"laws"} & set(testing.__all__)


def test_importing_the_package_costs_next_to_nothing() -> None:
    import subprocess
    import sys

    code = "import sys, sanctions_tracker; print(sorted(name for name in sys.modules if name.startswith(('attr', 'dateutil', 'tabulate'))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_machine_reads_no_clock() -> None:
    for name, paths in modules().items():
        for path in paths:
            text = path.read_text(encoding="utf-8")
            if name != "cli":
                assert "today()" not in text, path
            assert "now()" not in text, path
            assert "dateutil.parser" not in text or name == "days", path
