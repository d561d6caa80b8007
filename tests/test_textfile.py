"""The places of values in a text agree with tomllib's values, and no text from a stranger does more than be refused."""

from __future__ import annotations

import contextlib
import os
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from sanctions_tracker.folders import shipped_folder
from sanctions_tracker.textfile import LIMIT, DeepKeys, Place, Unreadable, lines, parse, read
from sanctions_tracker.textfile.quick import quick

Where = tuple[str | int, ...]

SHIPPED = [
    path.read_text(encoding="utf-8") for path in sorted(shipped_folder().rglob("*.toml")) if "broken" not in path.parts
]


class Author:
    """Writes TOML by chance and notes where each value begins: what the locator finds, it knows beforehand."""

    def __init__(self, data: some.DataObject) -> None:
        self.data = data
        self.written = ""
        self.places: dict[Where, int] = {}
        self.tokens: dict[Where, str] = {}  # how a value is spelt, where that is on one line and nowhere else on it
        self.count = 0

    def choose(self, *choices: Any) -> Any:
        return self.data.draw(some.sampled_from(choices))

    def number(self) -> int:
        self.count += 1
        return 7_000_000 + self.count

    def here(self) -> int:
        return self.written.count("\n") + 1

    def document(self) -> str:
        for _ in range(self.choose(0, 1, 3)):
            self.pair(())
        for _ in range(self.choose(0, 1, 2, 4)):
            self.table((), self.choose(False, True))
        return self.written

    def table(self, above: Where, many: bool, depth: int = 0) -> None:
        """A table under a header, or several under one name, each with tables of its own."""
        names = [self.part() for _ in range(self.choose(1, 1, 2))]
        spelt = self.choose(".", " . ").join([*self.spelt_above, *(spelling for _, spelling in names)])
        path = (*above, *(value for value, _ in names))
        for number in range(self.choose(1, 2, 3) if many else 1):
            self.blank()
            for length in range(len(above) + 1, len(path) + 1):
                self.places.setdefault(path[:length], self.here())
            inside = (*path, number) if many else path
            self.places[inside] = self.here()
            self.written += f"[[{spelt}]]" if many else f"[{spelt}]"
            self.end_line()
            for _ in range(self.choose(0, 1, 3)):
                self.pair(inside)
            if depth < 2:
                kept, self.spelt_above = self.spelt_above, [spelt]
                for _ in range(self.choose(0, 0, 1)):
                    self.table(inside, self.choose(False, True), depth + 1)
                self.spelt_above = kept

    spelt_above: list[str] = []  # noqa: RUF012 (never changed in place)

    def pair(self, table: Where) -> None:
        self.blank()
        self.written += self.choose("", "", "  ")
        self.assignment(table)
        self.end_line()

    def assignment(self, table: Where, depth: int = 0, one_line: bool = False) -> None:
        path = table
        for number in range(self.choose(1, 1, 1, 2, 3)):
            value, spelt = self.part()
            self.written += (self.choose(".", " . ") if number else "") + spelt
            path = (*path, value)
            self.places[path] = self.here()
        self.written += self.choose("=", " = ", "   =\t")
        self.value(path, depth, one_line)

    def part(self) -> tuple[str, str]:
        """One part of a key, used nowhere else: its value and its spelling."""
        number = self.number()
        bare, odd = f"k{number}", f"é.#]= {number}"
        found: tuple[str, str] = self.choose(
            (bare, bare),
            (bare, f'"{bare}"'),
            (odd, f'"{odd}"'),
            (odd, f"'{odd}'"),
            (f'"\n{number}', f'"\\"\\n{number}"'),
        )
        return found

    def value(self, path: Where, depth: int, one_line: bool) -> None:
        self.places[path] = self.here()
        kinds = ["scalar", "scalar", "text", *([] if one_line else ["text_lines"])]
        kind = self.choose(*kinds, *(["array", "inline"] if depth < 3 else []))
        if kind == "text_lines":
            self.written += self.text_lines()
        elif kind == "array":
            self.array(path, depth, one_line)
        elif kind == "inline":
            self.inline(path, depth)
        else:
            self.token(path, self.scalar() if kind == "scalar" else self.text())

    def token(self, path: Where, token: str) -> None:
        self.tokens[path] = token
        self.written += token

    def scalar(self) -> str:
        number, day = self.number(), f"{2000 + self.count}-02-11"
        hour = f"{day}T07:32:00"
        return str(
            self.choose(
                f"{number}", f"-{number}.5e3", f"0x{number:x}", day, f"{day} 07:32:00.5", f"{hour}Z", f"{hour}-05:00"
            )
        )

    def text(self) -> str:
        number, inner = self.number(), self.choose("", "#", "]}", "[{", "= a,", "é.", "a # b")
        return str(
            self.choose(
                f'"{inner}\'\\" \\\\{number}"',
                f"'{inner}\"\\{number}'",
                f'"""{inner}"" \\"""{number}"""',
                f"'''{inner}'{number}''''",
            )
        )

    def text_lines(self) -> str:
        inner = self.choose("", "[x]\n", "k = 1\n[[y]]", "# no comment\n", "\n\n]", '}\n"x" ')
        return str(
            self.choose(
                f'"""\n{inner}"" \\\n  \\""""', f'"""{inner}\n"""""', f"'''\n{inner}''\n'''", f"'''{inner}\n'''''"
            )
        )

    def array(self, path: Where, depth: int, one_line: bool) -> None:
        self.written += "["
        count = self.choose(0, 1, 2, 4)
        for number in range(count):
            self.gap(one_line)
            self.value((*path, number), depth + 1, one_line)
            self.gap(one_line)
            if number < count - 1 or self.choose(False, True):
                self.written += ","
        self.gap(one_line)
        self.written += "]"

    def inline(self, path: Where, depth: int) -> None:
        self.written += "{"
        for number in range(self.choose(0, 1, 2)):
            self.written += ", " if number else " "
            self.assignment(path, depth + 1, one_line=True)
        self.written += " }"

    def gap(self, one_line: bool) -> None:
        if not one_line:
            self.written += self.choose("", "", " ", "\n", "\n\n  ", " # ], 'no\n")

    def blank(self) -> None:
        self.written += self.choose("", "", "", "\n", "  \t\n", "# [[not]] = { a table\n", '# """\n')

    def end_line(self) -> None:
        self.written += self.choose("\n", "\n", " # a comment: [x] = \"'{\n", "\t\n")


def values(found: Any, path: Where = ()) -> Iterator[tuple[Where, Any]]:
    """Every value of a document with its path, the document itself left out."""
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in inner:
        yield (*path, key), value
        yield from values(value, (*path, key))


@given(some.data(), some.sampled_from(["\n", "\r\n"]))
def test_each_value_is_found_on_its_line(data: some.DataObject, end: str) -> None:
    author = Author(data)
    text = author.document()
    document = parse(text.replace("\n", end).encode(), "x.toml")
    found = dict(values(document.values))
    assert found == dict(values(tomllib.loads(text)))
    assert lines(document.text) == author.places
    assert set(author.places) == set(found)
    assert all(document.line(path) == line for path, line in author.places.items())


@given(some.data())
def test_what_is_written_on_the_line_is_the_value(data: some.DataObject) -> None:
    """Another text in the place of the value, on the line that the locator names, changes that value and no other."""
    author = Author(data)
    text = author.document()
    if not author.tokens:
        return
    path = data.draw(some.sampled_from(sorted(author.tokens, key=str)))
    all_lines = text.split("\n")
    at = lines(text)[path] - 1
    assert all_lines[at].count(author.tokens[path]) == 1
    all_lines[at] = all_lines[at].replace(author.tokens[path], '"another"')
    before, after = dict(values(tomllib.loads(text))), dict(values(tomllib.loads("\n".join(all_lines))))
    changed = {one for one in before if before[one] != after.get(one)}
    assert after[path] == "another"
    assert changed == {path[:length] for length in range(1, len(path) + 1)} & set(before)


def test_the_shipped_records_have_a_line_for_each_value() -> None:
    for text in SHIPPED:
        assert lines(text).keys() == dict(values(tomllib.loads(text))).keys()


SIGNS = some.text(alphabet="ab1.#=,[]{}'\"\\ \t\n\r-_é\0", max_size=60)
WORDS = some.lists(
    some.sampled_from(
        ["[", "]", "[[", "]]", "{", "}", '"', "'", '"""', "'''", "\\", "=", ",", ".", "a", "b.c", "1", "#", "\n", " "]
    ),
    max_size=60,
).map("".join)


@given(some.one_of(SIGNS, WORDS, some.text(max_size=60)))
@example("[")
@example("[[")
@example('x = """')
@example("x = [1, {a = ")
@example("x = [}")
@example("x = {]")
@example("=")
@example(".=.")
@example("[]")
def test_the_locator_passes_over_what_is_no_toml(text: str) -> None:
    found = lines(text)
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())


@given(some.one_of(SIGNS, WORDS, some.text(max_size=60)))
def test_any_text_is_a_document_or_is_refused(text: str) -> None:
    try:
        expected = tomllib.loads(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        with pytest.raises(Unreadable) as caught:
            parse(text.encode(), "x.toml")
        assert caught.value.code == "bad-toml"
        assert caught.value.line is not None
        assert 1 <= caught.value.line <= text.count("\n") + 1
        assert "\n" not in caught.value.message
    else:
        assert parse(text.encode(), "x.toml").values == expected


@given(some.binary(max_size=200))
def test_any_bytes_are_a_document_or_are_refused(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(parse(data, "x.toml").values, dict)


@given(some.data())
def test_the_quick_reader_is_right_of_any_document(data: some.DataObject) -> None:
    same_as_tomllib(Author(data).document())


@given(
    some.lists(
        some.sampled_from(
            [
                "[a]",
                "[[a]]",
                "[a.b]",
                "[[a.b]]",
                "[b]",
                "[a.b.c]",
                "[[b.a]]",
                "a = 1",
                'b = ["x"]',
                'c = { d = "x" }',
                "[c]",
                "[c.d]",
                "[[c]]",
                "b = true",
                "d = 2021-02-29",
                "d = 2021-02-28",
                "e = 'a'",
                "e = 0",
                "[.a]",
                "[a.]",
                "[]",
                "[[b]]",
            ]
        ),
        max_size=8,
    ).map("\n".join)
)
@example("[[a]]\n[a.b]\n[[a]]\n[a.b]")
@example("[a]\n[[a]]")
@example("[[a]]\n[a]")
@example("[a.b]\n[a]")
@example("[a.b]\n[a]\n[a]")
@example('a = { b = "c" }\n[a.d]')
@example('a = ["b"]\n[[a]]')
@example("a = 2021-02-29")
@example("[a.b]\n[[a.b]]")
def test_the_quick_reader_knows_when_tables_clash(text: str) -> None:
    same_as_tomllib(text)


def same_as_tomllib(text: str) -> None:
    found = quick(text)
    if found is not None:
        assert repr(found) == repr(tomllib.loads(text))


# What is refused, and how.


def refused(data: bytes | str) -> tuple[str, int | None, str]:
    with pytest.raises(Unreadable) as caught:
        parse(data if isinstance(data, bytes) else data.encode(), "x.toml")
    return caught.value.code, caught.value.line, caught.value.message


def test_a_byte_order_mark_and_line_ends_of_both_kinds_are_read() -> None:
    document = parse(b"\xef\xbb\xbfa = 1\r\nb = '''x\r\ny'''\nc = 3\r\n", "x.toml")
    assert (document.values, document.line(("c",))) == ({"a": 1, "b": "x\ny", "c": 3}, 4)
    assert str(Place(document, ("b",))) == "x.toml:2"
    assert parse(b"", "x.toml").values == {}


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"a = 1\n\xff\n", 2, "is not UTF-8 text (byte 6)"),
        ("a = 1".encode("utf-16"), 1, "is not UTF-8 text (byte 0)"),
        (b"a = 1\nb = '\xe9'", 2, "is not UTF-8 text (byte 11)"),
        (b"# \xed\xa0\x80", 1, "is not UTF-8 text (byte 2)"),
    ],
)
def test_what_is_no_text(data: bytes, line: int, message: str) -> None:
    assert refused(data) == ("not-text", line, message)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a = 1\nb\n", 2, "is not TOML: expected '=' after a key in a key/value pair"),
        ("a = 1\n\nb = \n", 3, "is not TOML: invalid value"),
        ('a = 1\nb = "x\n', 2, "is not TOML: illegal character '\\n'"),
        ('a = 1\nb = ["x",\n\n\n', 2, "is not TOML: invalid value"),
        ("a = 1\na = 2\n", 2, "is not TOML: cannot overwrite a value"),
        ("a = 1\0", 1, "is not TOML: expected newline or end of document after a statement"),
        ("a = '\0'", 1, "is not TOML: found invalid character '\\x00'"),
        ("\na = 2021-02-29", 2, "is not TOML: invalid date or datetime"),
        ("\na = 2021-13-01", 2, "is not TOML: expected newline or end of document after a statement"),
        ("a = 1\nb = " + "1" * 10_000, 2, "is not TOML that can be read: a number is too long"),
    ],
)
def test_what_is_no_toml(text: str, line: int, message: str) -> None:
    assert refused(text) == ("bad-toml", line, message)


@pytest.mark.parametrize("depth", [33, 100, 300, 1_000, 100_000])
@pytest.mark.parametrize(("start", "middle", "end"), [("[", "", "]"), ("{a=", "1", "}"), ("[{a=", "1", "}]")])
def test_deep_nesting_is_refused(depth: int, start: str, middle: str, end: str) -> None:
    text = "a = 1\nb = " + start * depth + middle + end * depth
    assert refused(text) == ("too-deep", 2, "nests more deeply than any record does")


@pytest.mark.parametrize("part", ["a", '"a"', "'a'", "a ", '"." '])
@pytest.mark.parametrize("count", [33, 1_000, 240_000])
def test_long_dotted_keys_are_refused(part: str, count: int) -> None:
    """Each part costs tomllib the square of its depth: unrefused, 240,000 of them ask for all the memory there is."""
    name = ".".join([part] * count)
    for text in (f"\n{name} = 1", f"\n[{name}]", f"\n[[{name}]]", f"\nx = {{ {name} = 1 }}"):
        assert refused(text[:LIMIT]) == ("too-deep", 2, "nests more deeply than any record does")


def test_depth_up_to_the_bound_is_read() -> None:
    for text in ("a = " + "[" * 31 + "]" * 31, ".".join("a" * 31) + " = 1", "[" + ".".join("a" * 31) + "]"):
        document = parse(text.encode(), "x.toml")
        assert document.line(("a",)) == 1
    assert parse(b'note = "' + b". " * 100 + b'"', "x.toml").values == {"note": ". " * 100}


def test_the_locator_says_where_it_is_too_deep() -> None:
    for text in ("\nb = " + "[" * 100_000, "\n" + "a." * 40, "\n[" + "a." * 40):
        with pytest.raises(DeepKeys) as caught:
            lines(text)
        assert caught.value.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "[" * LIMIT,
        '"' * LIMIT,
        "'''" * (LIMIT // 3),
        '"\\' * (LIMIT // 2),
        "x = [" + '"",' * (LIMIT // 3),
        "a" * LIMIT,
        "a = 1\n" + "." * LIMIT,
        "a " * (LIMIT // 2),
        "\n" * LIMIT,
        "#" * LIMIT,
        " " * LIMIT,
        "x = " + "1" * LIMIT,
        "x = 0x" + "f" * (LIMIT - 6),
        "[[a]]\n" * (LIMIT // 6),
    ],
    ids=lambda text: repr(text[:8]),
)
def test_no_text_of_the_largest_size_takes_long(text: str) -> None:
    start = time.monotonic()
    try:
        document = parse(text.encode()[:LIMIT], "x.toml")
        assert document.line(("x", 0)) == 1
    except Unreadable:
        pass
    assert time.monotonic() - start < 10  # some take a second; what grows with the square takes hours


# Files.


def not_read(path: Path) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert caught.value.line is None
    return caught.value.code, caught.value.message


def test_a_file_is_read_under_the_name_that_problems_print(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("a = 1\n")
    assert (read(path).name, read(path, "us-ofac/x.toml").name) == ("x.toml", "us-ofac/x.toml")


def test_a_file_of_50_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000)  # holes: were it read, its null bytes would be no TOML
    assert not_read(path) == ("too-large", "has 50,000,000 bytes; a record has at most 1,000,000, so it was not read")


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.toml"
    path.write_text("a = 1\nb = 2\n")
    as_it_was = os.stat_result((0o100644, 0, 0, 1, 0, 0, len("a = 1\n"), 0, 0, 0))
    monkeypatch.setattr("os.fstat", lambda file: as_it_was)
    assert not_read(path) == ("not-read", "grew while it was read; read it again when it is whole")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert not_read(tmp_path / "x.toml") == ("not-read", "cannot be read: no such file or directory")
    (tmp_path / "folder.toml").mkdir()
    assert not_read(tmp_path / "folder.toml") == ("not-read", "cannot be read: is a directory")
    assert not_read(Path("a\0b.toml")) == ("not-read", "cannot be read: its name is none that a file can have")
    assert not_read(tmp_path / ("x" * 300)) == ("not-read", "cannot be read: file name too long")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.toml")
    assert not_read(tmp_path / "x.toml") == ("not-read", "is not a regular file")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no devices among its files")
def test_a_device_is_refused() -> None:
    assert not_read(Path("/dev/zero")) == ("not-read", "is not a regular file")


def test_a_symbolic_link_is_followed_once(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("a = 1\n")
    (tmp_path / "y.toml").symlink_to("x.toml")
    assert read(tmp_path / "y.toml").values == {"a": 1}
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    assert not_read(tmp_path / "loop.toml") == ("not-read", "cannot be read: too many levels of symbolic links")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="to the superuser every file is open")
def test_a_closed_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("a = 1\n")
    path.chmod(0)
    assert not_read(path) == ("not-read", "cannot be read: permission denied")
