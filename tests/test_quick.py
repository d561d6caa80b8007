"""The quick reader says what ``tomllib`` says, or nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some

from sanctions_tracker.textfile.quick import quick

RECORDS = sorted((Path(__file__).parent.parent / "fixtures").rglob("*.toml"))
TEXTS = [path.read_text(encoding="utf-8") for path in RECORDS if "broken" not in path.parts]

LINES = some.sampled_from(
    [
        'a = "x"',
        "a = 'x # y'",
        'b = "x" # why',
        "b = []",
        'b = ["x", "y"]',
        'c = ["x",]',
        "c = [",
        '  "x",',
        '  "y"',
        "]",
        "d = 2021-06-01",
        "d = 2021-02-30",
        "e = 2021-06-01T10:00:00+02:00",
        "e = 2021-06-01T10:00:00+23:60",
        "e = 2021-06-01T24:00:00+02:00",
        "f = true",
        "f = 012",
        "g = 12",
        'h = { a = "x", b = "y" }',
        'h = { a = "x", a = "y" }',
        "[t]",
        "[t.u]",
        "[[t]]",
        "[[l]]",
        "[l.m]",
        "[[l.n]]",
        "[h.a]",
        "[b]",
        "[]",
        "[t.]",
        'a."b" = 1',
        'a = """x"""',
        'a = "\\u0041"',
        "# a note",
        "",
        "\t",
        "nonsense",
    ]
)


def agrees(text: str) -> bool:
    found = quick(text)
    if found is None:
        return True
    try:
        return found == tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False


def test_every_record_is_plain_enough_and_read_alike() -> None:
    for text in TEXTS:
        assert quick(text) == tomllib.loads(text)


@given(some.lists(LINES, max_size=8))
def test_it_is_never_right_where_tomllib_is_not(lines: list[str]) -> None:
    assert agrees("\n".join(lines))


@given(some.sampled_from(TEXTS), some.data())
def test_a_record_with_one_place_changed(text: str, data: some.DataObject) -> None:
    place = data.draw(some.integers(0, len(text)))
    put = data.draw(some.text("\"'[]{}=.,\n\t #\\xa0-", max_size=3))
    cut = data.draw(some.integers(0, 3))
    assert agrees(text[:place] + put + text[place + cut :])


@given(some.text())
def test_any_text(text: str) -> None:
    assert agrees(text)


def test_what_is_passed_over_is_left_out() -> None:
    text = 'a = "x"\n[[c]]\non = "never read\n[[t]]\nb = 1\n[[c]]\nx\n[s.k]\nd = 2\n'
    assert quick(text) is None
    assert quick(text, "c") == {"a": "x", "t": [{"b": 1}], "s": {"k": {"d": 2}}}
