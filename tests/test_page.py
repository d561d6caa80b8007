"""The page: its data says what the register says, its text is never markup, and its file is whole or not there."""

from __future__ import annotations

import base64
import json
import os
import re
import stat
import subprocess
import sys
from datetime import date, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as hy

import sanctions_tracker as st
from sanctions_tracker import testing
from sanctions_tracker.cli import main
from sanctions_tracker.palette import INKS, LOOKS, Ink, Kind, Look
from sanctions_tracker.showing import page_text, write_page
from sanctions_tracker.showing.packing import day_number, pack

from . import hostile
from .making import act, relief, sanction, source

PARTS = Path(st.__file__).parent / "showing" / "page"


def table(packed: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a packed table as dicts: what a row leaves out at its end is None."""
    fields = packed["fields"]
    return [dict(zip(fields, [*row, *[None] * (len(fields) - len(row))], strict=True)) for row in packed["rows"]]


def sees(first: int | None, end: int | None, known: int | None) -> bool:
    if known is None:
        return end is None
    return (first is None or first <= known) and (end is None or known < end)


def picked(value: dict[str, Any], one: dict[str, Any], on: date, known_on: date | None) -> dict[str, Any]:
    """What the page's script does: pick the one rectangle that holds the day and the reader."""
    day, known = day_number(on), None if known_on is None else day_number(known_on)
    [place] = [
        place
        for first, end, known_first, known_end, place in value["rectangles"]["histories"][one["history"]]
        if (first is None or first <= day) and (end is None or day < end) and sees(known_first, known_end, known)
    ]
    answer = table(value["answers"])[place]
    said = [table(value["statements"])[number] for number in one["statements"] or ()]
    return {
        **answer,
        "label": value["words"][answer["label"]],
        "reliefs": [value["words"][name] for name in answer["reliefs"]],
        "projected": (answer["projected_from"] is not None and day >= answer["projected_from"])
        or (known is not None and day > known),
        "said": [
            value["words"][one["says"]]
            for one in said
            if sees(one["known"], one["retracted"], known) and one["said"] <= day
        ],
    }


@given(testing.registers(), testing.days(), hy.none() | testing.days())
def test_what_is_packed_says_what_the_register_says(register: st.Register, on: date, known: date | None) -> None:
    value = json.loads(json.dumps(pack(register)))
    binding = []
    for one in table(value["sanctions"]):
        found, status = picked(value, one, on, known), register.status(one["id"], on, known)
        assert (found["label"], found["restricts"]) == (status.words, str(status.restricts))
        assert [found["since"], found["ends"]] == [
            None if day is None else day_number(day) for day in (status.since, status.ends)
        ]
        assert found["reliefs"] == list(status.reliefs)
        assert (found["undetermined"], found["projected"], found["provisional"]) == (
            status.undetermined,
            status.projected,
            status.provisional,
        )
        assert found["said"] == [str(said.says) for said in status.statements]
        if found["binds"] and one["listed"]:
            binding.append(one["id"])
    assert binding == [status.id for status in register.in_force(on, known)]


def test_it_opens_on_the_last_day_borne_out_else_of_the_last_change() -> None:
    reviewed = sanction(act("impose", "2020-01-01"), reviewed="2021-05-05")
    unread = sanction(act("impose", "2020-01-01"), act("lift", "2022-02-02"), id="us-ofac/other")
    assert pack(st.Register([reviewed, unread]))["start"] == day_number(date(2021, 5, 5))
    assert pack(st.Register([unread]))["start"] == day_number(date(2022, 2, 2))
    assert pack(st.Register())["start"] == pack(st.Register())["first"]
    assert '"start":0,' in page_text(st.Register([unread]), on="1970-01-01")


def test_regimes_are_on_the_page_and_not_in_its_list_unless_asked_for() -> None:
    regime = sanction(act("impose", "2020-01-01"), measure="regime")
    [one] = table(pack(st.Register([regime]))["sanctions"])
    assert one["listed"] is None
    [one] = table(pack(st.Register([regime]), measure="regime")["sanctions"])
    assert one["listed"] == 1


def test_only_what_is_asked_for_is_packed() -> None:
    value = pack(st.load(), subject="potash", authority="us-ofac")
    assert [row[0] for row in value["sanctions"]["rows"]] == [
        one.id for one in st.load().select(subject="potash", authority="us-ofac")
    ]
    assert [one[0] for one in value["authorities"]] == ["us-ofac"]
    with pytest.raises(st.UnknownId, match=r"no subject 'potas' is known; did you mean 'potash'\?"):
        pack(st.load(), subject="potas")


def test_the_records_of_what_a_bar_rests_on_are_there() -> None:
    law = source("law", url="https://example.org/law", published="2020-01", quote="in force")
    one = sanction(
        act("impose", "2020-01-01", sources=[law], instrument="E.O. 1", last_day="2024-12-31"),
        act("annul", "2024-02-02", back_to="2023-01-01", sources=[law], inferred=True, note="A court."),
        reliefs=[
            relief("GL 1", "2021-01-01", sources=[law], revoked=st.Revocation(effective="2022-01-01", sources=[law]))
        ],
    )
    value = pack(st.Register([one]))
    words = value["words"]
    first, second = [dict(zip(value["acts"]["fields"], row, strict=False)) for row in value["acts"]["lists"][0]]
    assert (words[first["event"]], first["on"], words[first["instrument"]]) == ("impose", "2020-01-01", "E.O. 1")
    assert first["until"] == "up to and including 2024-12-31"
    assert first["sources"] == [[0, "in force"]]
    assert (second["back"], second["inferred"], second["note"]) == ("2023-01-01", 1, "A court.")
    [cited] = table(value["sources"])
    assert (cited["title"], cited["tier"], cited["published"], cited["url"]) == (
        "Source law",
        1,
        "2020-01",
        "https://example.org/law",
    )
    [licence] = table(value["reliefs"])
    assert licence["revocation"][0] == "2022-01-01"
    [row] = table(value["sanctions"])
    assert row["reliefs"] == [[0, "full", None, None]]


def test_entries_that_came_and_left_together_share_their_history(tmp_path: Path) -> None:
    from sanctions_tracker.archive import Archive
    from sanctions_tracker.lists import read_list

    path = tmp_path / "lists.sqlite"
    editions = Path(__file__).parent.parent / "examples" / "editions"
    with Archive(path, create=True) as archive:
        for name in ("sdn_2022-01-05T185151Z.csv", "sdn_2022-01-31T184651Z.csv"):
            archive.add(read_list("us-ofac-sdn", editions / name), accept=True)
    register = st.load(path)
    value = pack(register)
    assert len(value["rectangles"]["histories"]) < len(register) / 2
    for one in table(value["sanctions"]):
        assert picked(value, one, date(2022, 1, 20), None)["label"] == register.status(one["id"], "2022-01-20").words


# The text of the page.


class Reader(HTMLParser):
    """Every element with its attributes, and what the scripts hold."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.raw: dict[str, str] = {}
        self.open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open = dict(attrs).get("type") or tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the name is HTMLParser's
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open in ("script", "style", "application/json", "title"):
            self.raw[self.open] = self.raw.get(self.open, "") + data
        else:
            self.words.append(data)


def test_a_script_tag_in_every_field_stays_text(tmp_path: Path) -> None:
    register = hostile.register(tmp_path / "data")
    text = page_text(register, title=f"head {hostile.TAG}")
    read, plain = Reader(text), Reader(page_text(st.Register()))
    extra = [tag for tag, _ in read.found]
    for tag, _ in plain.found:
        extra.remove(tag)
    assert set(extra) == {"tr", "th", "td", "span", "time"}  # the rows of the table, and nothing that a record brought
    assert not [name for _, given in read.found for name in given if name.startswith("on")]
    assert read.raw["title"] == f"head {hostile.TAG}"
    value = json.loads(read.raw["application/json"])
    assert value["sanctions"] == json.loads(json.dumps(pack(register)))["sanctions"]
    shown = "".join(read.words)
    for words in (f"title {hostile.TAG}", f"name {hostile.TAG}", f"person {hostile.TAG}"):
        assert words in shown
    told = read.raw["application/json"]
    assert not re.search("[<>&\u2028\u2029]", told)
    for field in ("target", "alias", "program", "basis", "number", "note", "act", "scope", "excludes", "law", "paper"):
        assert json.dumps(f"{field} {hostile.TAG}")[1:-1].replace("<", "\\u003c").replace(">", "\\u003e") in told, field


def test_the_policy_allows_this_script_and_this_style_and_nothing_else() -> None:
    read = Reader(page_text(st.Register()))
    [policy] = [given["content"] for _, given in read.found if given.get("http-equiv") == "Content-Security-Policy"]

    def told(text: str) -> str:
        return base64.b64encode(sha256(text.encode()).digest()).decode()

    assert policy == (
        f"default-src 'none'; script-src 'sha256-{told(read.raw['script'])}'; style-src 'sha256-{told(read.raw['style'])}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert not [given for _, given in read.found if "style" in given or "src" in given]
    assert [given["href"] for tag, given in read.found if "href" in given] == ["data:,"]


def test_the_script_makes_no_markup_keeps_nothing_and_reads_no_clock() -> None:
    script = (PARTS / "page.js").read_text(encoding="utf-8")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
        "fetch(",
        "XMLHttp",
        "import(",
        "Storage",
        "cookie",
        "Date.now",
        "new Date()",
        "performance",
    ):
        assert word not in script, word


def test_signs_that_steer_and_halves_of_signs_do_no_harm(tmp_path: Path) -> None:
    one = sanction(act("impose", "2020-01-01"), title="a\u202eb\x00c\ud800d")
    size = write_page(st.Register([one]), tmp_path / "page.html")
    data = (tmp_path / "page.html").read_bytes()
    assert size == len(data)
    text = data.decode("utf-8")
    assert "\u202e" not in text
    assert "\x00" not in text
    [row] = json.loads(Reader(text).raw["application/json"])["sanctions"]["rows"]
    assert row[1] == "a b c d"


def test_the_table_without_a_script_is_that_of_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    text = page_text(st.load(), on="2025-12-16", subject="potash")
    static = text[text.index("<noscript>") : text.index("</noscript>")]
    assert main(["on", "2025-12-16", "--subject", "potash", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert f"<h2>On 2025-12-16, with all that is recorded: {len(said)} in force</h2>" in static
    assert re.findall("<span class=id>(.*?)</span>", static) == [one["id"] for one in said]
    assert re.findall("<time>(.*?)</time>", static) == [
        day for one in said for day in (one["since"], one["ends"]) if day is not None
    ]
    assert "2025-12-13 lift (John Coale)" in static


def test_the_shipped_register_fits_into_a_megabyte() -> None:
    assert len(page_text(st.load()).encode()) < 1_000_000


def test_the_same_records_give_the_same_bytes() -> None:
    code = "import sanctions_tracker as st; from sanctions_tracker.showing import page_text; import hashlib; print(hashlib.sha256(page_text(st.load(), subject='potash').encode()).hexdigest())"
    found = set()
    for seed, zone in (("1", "Pacific/Kiritimati"), ("2", "America/Los_Angeles")):
        world = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        found.add(subprocess.run([sys.executable, "-c", code], env=world, capture_output=True, check=True).stdout)
    assert len(found) == 1


# The colours.


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 counts it."""
    bright = []
    for colour in (one, other):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        bright.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(bright) + 0.05) / (min(bright) + 0.05)


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_text_stands_out_from_its_ground(ground: str) -> None:
    def of(ink: Ink) -> str:
        return ink.light if ground == "light" else ink.dark

    assert round(contrast("#000000", "#ffffff"), 1) == 21
    for name in ("ink", "muted", "link", "warning"):
        for under in ("paper", "tint"):
            assert contrast(of(INKS[name]), of(INKS[under])) >= 4.5, (name, under)
    assert contrast(of(INKS["paper"]), of(INKS["ink"])) >= 4.5
    for kind, look in LOOKS.items():
        if kind is not Kind.ABSENT:
            assert contrast(look.light if ground == "light" else look.dark, of(INKS["paper"])) >= 3, kind


def test_every_kind_has_a_pattern_and_a_colour_on_the_page() -> None:
    text = page_text(st.Register())
    patterns = dict(re.findall(r"^\.k-([a-z-]+) { (.*?) }$", (PARTS / "page.css").read_text(encoding="utf-8"), re.M))
    assert set(patterns) == {str(kind) for kind in Kind}
    shapes = [re.sub(r"var\(--[a-z-]+\)", "colour", shape) for shape in patterns.values()]
    assert len(set(shapes)) == len(shapes)
    both: list[tuple[str, Ink | Look]] = [*INKS.items(), *LOOKS.items()]
    for name, look in both:
        assert f"--{name}: {look.light};" in text
        assert f"--{name}: {look.dark};" in text


# The command.


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


def test_report_writes_a_page_and_says_how_large(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "potash.html"
    code, told, err = run(
        capsys, "report", out, "--subject", "potash", "--on", "2025-12-14", "--title", "Potash & <co>"
    )
    size = round(out.stat().st_size / 1000)
    assert (code, told, err) == (0, f"{out}: 18 of {len(st.load())} records, {size} kB\n", "")
    text = out.read_text(encoding="utf-8")
    assert text == page_text(st.load(), subject="potash", on="2025-12-14", title="Potash & <co>")
    assert "<title>Potash &amp; &lt;co&gt;</title>" in text
    assert f'"start":{day_number(date(2025, 12, 14))},' in text


def test_report_to_stdout(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["report", "-", "--subject", "tobacco"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.decode() == page_text(st.load(), subject="tobacco")
    assert err.decode() == f"-: 8 of {len(st.load())} records, {round(len(out) / 1000)} kB\n"


def test_what_was_there_is_replaced_whole_or_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "page.html"
    out.write_text("before")
    assert run(capsys, "report", out, "--subject", "nothing")[0] == 4
    assert out.read_text() == "before"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sanctions_tracker.saving.os.fsync", full)
    code, told, err = run(capsys, "report", out, "--subject", "tobacco")
    assert (code, told, err) == (2, "", f"{out}: cannot be written: no space left on device\n")
    assert out.read_text() == "before"
    monkeypatch.undo()
    assert run(capsys, "report", out, "--subject", "tobacco")[0] == 0
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["page.txt"], 2, "page.txt: a page is HTML; end its name in .html, or give - for stdout"),
        (["page"], 2, "page: a page is HTML; end its name in .html, or give - for stdout"),
        (["no/where/page.html"], 2, "no/where/page.html: cannot be written: no such file or directory"),
        (["page.html", "--on", "2025-02-30"], 2, "--on: '2025-02-30' is not a day of the calendar"),
        (["page.html", "--subject", "potas"], 4, "no subject 'potas' is known; did you mean 'potash'?"),
    ],
)
def test_report_refuses(
    arguments: list[str],
    code: int,
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "report", *arguments) == (code, "", f"{message}\n")
    assert not list(tmp_path.iterdir())


def test_a_large_page_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sanctions_tracker.cli.showing._LARGE", 50_000)
    out = tmp_path / "page.html"
    code, told, err = run(capsys, "report", out, "--subject", "potash")
    size = f"{round(out.stat().st_size / 1000)} kB"
    assert (code, told) == (0, f"{out}: 18 of {len(st.load())} records, {size}\n")
    assert err == f"{out}: {size} is slow to send and to open; narrow it with --subject, --authority or --measure\n"


def test_a_page_is_a_file_that_others_may_read(tmp_path: Path) -> None:
    write_page(st.Register(), tmp_path / "page.html")
    mode = stat.S_IMODE((tmp_path / "page.html").stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    assert mode == 0o666 & ~mask


def test_a_day_past_all_change_is_packed_as_it_is() -> None:
    """The last days of the calendar have no day after them; nothing stands for 'never'."""
    one = sanction(act("impose", "9999-12-29"), reviewed=date.max - timedelta(days=1))
    value = pack(st.Register([one]))
    [row] = table(value["sanctions"])
    assert picked(value, row, date.max, None)["projected"]
    assert value["last"] <= day_number(date.max)
