"""The manual is true and whole: commands and names are told, examples print what they show, links lead somewhere."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sanctions_tracker as st
from sanctions_tracker import archive, bridges, lists, showing, tables, testing
from sanctions_tracker.cli.main import _parser
from sanctions_tracker.lookback import spark

from .consoles import consoles, files, is_shown, run
from .test_editor_guide import RECORD

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LINKED = [*PAGES, ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "fixtures" / "README.md"]


def told(page: Path) -> str:
    """The page as it is read: a page that includes a file says what the file says."""
    text = page.read_text(encoding="utf-8")
    found = re.match(r"```\{include\} (\S+)", text)
    return text if found is None else (page.parent / found[1]).read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return re.sub(r"^ *```.*?^ *```", "", told(page), flags=re.S | re.M)


# The command.


def commands(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that does something, with its full name."""
    groups = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    for group in groups:
        for word, under in group.choices.items():
            yield from commands(under, f"{name} {word}".strip())
    if not groups:
        yield name, parser


COMMANDS = dict(commands(_parser()))
TOLD = (DOCS / "command.md").read_text(encoding="utf-8")
SECTIONS: dict[str, str] = dict(re.findall(r"^## `([^`]+)`\n(.*?)(?=^## |\Z)", TOLD, re.S | re.M))
SHARED = TOLD.partition("\n## Exit codes")[0]


def options(parser: argparse.ArgumentParser) -> set[str]:
    return {word for one in parser._actions for word in one.option_strings} - {"-h", "--help"}


def explained(text: str) -> set[str]:
    """The options in the first cells of tables."""
    return set(re.findall(r"^\| `(--[a-z-]+)", text, re.M))


def test_every_command_has_a_section_and_no_other() -> None:
    assert sorted(SECTIONS) == sorted(COMMANDS)


def test_the_options_of_the_command_itself_are_told() -> None:
    assert options(_parser()) == {"--version"}
    assert "`--version`" in SHARED
    assert "`--help`" in SHARED


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_told_and_no_other(name: str) -> None:
    section = SECTIONS[name]
    (usage,) = re.findall(rf"^```text\nsanctions-tracker {name}(?![\w-])(.*?)^```", section, re.S | re.M)
    mine = options(COMMANDS[name])
    assert set(re.findall(r"--[a-z-]+", usage)) == mine
    assert explained(section) <= mine
    assert mine <= explained(section) | explained(SHARED)
    words = re.findall(r"[A-Z][A-Z0-9-]*", re.sub(r"\[?--[a-z-]+(?: \[?[A-Z]+\]?)?\]?", "", usage))
    assert words == [str(one.metavar) for one in COMMANDS[name]._actions if not one.option_strings]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_choice_of_an_option_is_told(name: str) -> None:
    for one in COMMANDS[name]._actions:
        for choice in one.choices or ():
            assert re.search(rf'`"?{re.escape(str(choice))}"?`', SECTIONS[name] + SHARED), (one.dest, choice)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example(name: str) -> None:
    assert re.search(rf"^\$ sanctions-tracker {name}(?![\w-])", SECTIONS[name], re.M)


# The examples.


@pytest.mark.parametrize("page", [page for page in PAGES if consoles(page)], ids=lambda page: page.stem)
def test_the_console_prints_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = {"my-records/sanctions/us-ofac/example-firm.toml": RECORD, **files(page)}
    for name, text in shown.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    code, asked = 0, True
    for one in consoles(page):
        if one.command == "echo $?":
            assert one.shown == f"{code}\n"
            asked = True
            continue
        assert asked, f"what comes before {one.command!r} exits with {code}, and the page does not say so"
        code, printed = run(one.command, capsys)
        assert is_shown(one.shown, printed), f"{one.command}\n{printed}"
        asked = code == 0
    assert asked


def test_pages_have_examples() -> None:
    assert {page.stem for page in PAGES if consoles(page)} >= {"command", "tutorial"}


# The reference.

REFERENCE = "\n".join(page.read_text(encoding="utf-8") for page in sorted((DOCS / "reference").glob("*.md")))
PUBLIC = [
    *((st, name) for name in st.__all__),
    *((testing, name) for name in testing.__all__ if name != "laws"),
    *((testing.laws, name) for name in testing.laws.__all__ if name != "LawBroken"),
    *((archive, name) for name in archive.__all__),
    *((bridges, name) for name in bridges.__all__),
    *((lists, name) for name in lists.__all__),
    *((showing, name) for name in showing.__all__),
    *((tables, name) for name in tables.__all__),
    *((spark, name) for name in spark.__all__),
]


def referred() -> list[str]:
    """Every name that the reference tells, with its module."""
    found, module = [], ""
    for kind, name in re.findall(r"^\.\. (currentmodule|auto\w+|py:data|py:type):: ([\w.]+)", REFERENCE, re.M):
        if kind == "currentmodule":
            module = name
        else:
            found.append(name if "." in name else f"{module}.{name}")
    return found


def test_every_public_name_is_in_the_reference() -> None:
    assert {f"{module.__name__}.{name}" for module, name in PUBLIC} - set(referred()) == set()


def test_the_reference_tells_each_name_once() -> None:
    assert len(set(referred())) == len(referred())


def test_what_the_reference_shows_is_documented() -> None:
    for name in referred():
        module, _, last = name.rpartition(".")
        found = getattr(__import__(module, fromlist=[last]), last, None)
        if callable(found):
            assert found.__doc__, name


# The links.


def anchors(page: Path) -> set[str]:
    """The anchors of the headings of a page, as GitHub and the manual spell them."""
    heads = re.findall(r"^#+ (.*)$", prose(page), re.M)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", head) for head in heads]
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in plain}


@pytest.mark.parametrize("page", LINKED, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?://)([^)\s]+)\)", prose(page)):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(target), link


def test_every_page_is_reached_from_the_first() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    trees = "\n".join(re.findall(r"^```\{toctree\}\n(.*?)^```", index, re.S | re.M))
    named = {line for line in trees.split("\n") if line and not line.startswith(":")}
    pages = {str(page.relative_to(DOCS).with_suffix("")) for page in PAGES} - {"index"}
    assert named == pages
    assert set(re.findall(r"\]\(([^)#:]+)\.md\)", index)) == pages


def test_nothing_is_fetched_by_the_manual() -> None:
    conf = (DOCS / "conf.py").read_text(encoding="utf-8")
    assert "intersphinx" not in conf
    assert "http" not in conf
