"""What is drawn: bars that cover every day once, and say of each day what the answer says; in signs, pictures, a calendar, a notebook."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as hy
from hypothesis.vendor.pretty import pretty
from icalendar import Calendar

import sanctions_tracker as st
from sanctions_tracker import testing
from sanctions_tracker.cli import main
from sanctions_tracker.palette import INKS, LOOKS, Kind, kind_of
from sanctions_tracker.showing.bars import Bar, bars_of, period
from sanctions_tracker.showing.calendar import as_calendar
from sanctions_tracker.showing.picture import ENDINGS, draw
from sanctions_tracker.showing.signs import CHANGE, legend, lines_of_signs


@pytest.mark.parametrize(
    ("state", "relief", "kind"),
    [
        ("not imposed", "none", Kind.ABSENT),
        ("pending", "none", Kind.PENDING),
        ("in force", "none", Kind.FORCE),
        ("in force", "part", Kind.PART),
        ("in force", "full", Kind.FULL),
        ("suspended", "none", Kind.SUSPENDED),
        ("expired", "none", Kind.ENDED),
        ("lifted", "none", Kind.ENDED),
        ("annulled", "none", Kind.ENDED),
    ],
)
def test_each_answer_has_its_kind(state: str, relief: str, kind: Kind) -> None:
    assert kind_of([st.Possible(state, st.Coverage(relief))]) is kind


def test_several_answers_are_doubtful_even_where_they_look_alike() -> None:
    assert kind_of([st.Possible("lifted", st.Coverage.NONE), st.Possible("expired", st.Coverage.NONE)]) is Kind.DOUBTFUL


def test_a_lifecycle_of_ones_own_has_its_kinds() -> None:
    permit = st.Lifecycle(
        states=("asked", "granted", "refused", "appealed"),
        initial="asked",
        binding={"granted"},
        ended={"refused"},
        events=[("grant", "asked", "granted"), ("refuse", "asked", "refused"), ("appeal", "asked", "appealed")],
    )
    kinds = {state: kind_of([st.Possible(state, st.Coverage.NONE)], permit) for state in permit.states}
    assert kinds == {
        "asked": Kind.ABSENT,
        "granted": Kind.FORCE,
        "refused": Kind.ENDED,
        "appealed": Kind.OTHER,
    }


def test_every_kind_looks_otherwise_without_colour() -> None:
    assert len({look.sign for look in LOOKS.values()}) == len(LOOKS) == len(Kind)
    drawn = [look.hatch for kind, look in LOOKS.items() if kind not in (Kind.ENDED, Kind.ABSENT)]
    assert len(set(drawn)) == len(drawn)


def test_bars_of_a_real_one() -> None:
    assert bars_of(st.load().timeline("us-ofac/belavia"), known_on="2025-09-30") == (
        Bar(None, date(2023, 8, 9), Kind.ABSENT, "not imposed", False),
        Bar(date(2023, 8, 9), date(2023, 9, 8), Kind.PART, "in force, relieved in part", False),
        Bar(date(2023, 9, 8), date(2025, 9, 11), Kind.FORCE, "in force", False),
        Bar(date(2025, 9, 11), date(2025, 10, 1), Kind.FULL, "in force, relieved in full", False),
        Bar(date(2025, 10, 1), None, Kind.FULL, "in force, relieved in full", True),
    )


@given(testing.registers(), testing.days(), hy.none() | testing.days())
def test_the_bar_of_a_day_says_what_the_answer_says(register: st.Register, on: date, known: date | None) -> None:
    for one in register.sanctions:
        line = register.timeline(one.id)
        drawn = bars_of(line, known)
        assert drawn[0].from_ is None
        assert drawn[-1].to is None
        for left, right in pairwise(drawn):
            assert left.to == right.from_
            assert left[2:] != right[2:]
        [bar] = [bar for bar in drawn if (bar.from_ is None or bar.from_ <= on) and (bar.to is None or on < bar.to)]
        status = line.status(on, known)
        assert (bar.label, bar.projected) == (status.words, status.projected)
        assert bar.kind is kind_of(status.possible, one.lifecycle)


def test_a_picture_has_room_on_both_sides_and_no_hidden_today() -> None:
    assert period([]) == (date(2000, 1, 1) - timedelta(days=30), date(2000, 12, 31) + timedelta(days=30))
    drawn = [Bar(None, date(2020, 1, 1), Kind.ABSENT, "", False), Bar(date(2020, 1, 1), None, Kind.FORCE, "", False)]
    assert period([drawn]) == (date(2019, 12, 2), date(2020, 1, 31))
    assert period([drawn], date(1, 1, 1), date.max) == (date.min, date.max)


# In plain characters.


def drawn(id: str = "us-ofac/belavia", known_on: str | None = None) -> tuple[Bar, ...]:
    return bars_of(st.load().timeline(id), known_on)


def test_a_timeline_in_plain_characters() -> None:
    assert lines_of_signs([("", drawn())], 60) == [
        "         2024              2025              2026",
        "  |=|###################################|--|...............",
    ]
    assert lines_of_signs([("", drawn(known_on="2024-06-01"))], 40) == [
        "                   2024",
        "   |==|############################## #",
    ]
    assert legend([drawn()]) == [
        "# in force",
        "= in force, relieved in part",
        "- in force, relieved in full",
        ". lifted, expired or annulled",
        "| a day on which the answer changes lies here",
        "broken by blanks: projected",
    ]
    assert legend([[Bar(None, None, Kind.ABSENT, "not imposed", True)]]) == ["blank: not imposed"]
    short = [Bar(None, date(2022, 3, 30), Kind.ABSENT, "not imposed", False)]
    assert lines_of_signs([("", [*short, Bar(date(2022, 3, 30), None, Kind.FORCE, "in force", False)])], 30) == [
        "2022-02-28",
        "               |##############",
    ]


def test_names_stand_beside_their_bars_where_there_is_room_and_else_over_them() -> None:
    named = [("a/one", drawn()), ("b/two", [Bar(None, None, Kind.ABSENT, "not imposed", False)])]
    assert lines_of_signs(named, 40)[1:] == ["a/one  ||###################|-|........", "b/two"]
    assert lines_of_signs(named, 24)[1:] == ["a/one", " |##############||.....", "b/two"]


def test_colours_are_those_of_the_terminal_and_change_no_sign() -> None:
    plain, coloured = (lines_of_signs([("", drawn())], 60, colour=one)[1] for one in (False, True))
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain
    assert coloured.startswith("  |\x1b[33m=\x1b[0m|\x1b[31m###")


@given(testing.registers(), hy.integers(1, 200), hy.booleans())
def test_no_line_is_wider_than_it_may_be_and_each_column_says_what_holds_in_it(
    register: st.Register, width: int, colour: bool
) -> None:
    named = [(one.id, bars_of(register.timeline(one.id))) for one in register.sanctions]
    lines = [re.sub(r"\x1b\[\d+m", "", line) for line in lines_of_signs(named, width, colour=colour)]
    assert max(map(len, lines)) <= max(width, 20, *(len(name) for name, _ in named))
    assert all(line.isascii() for line in lines)
    alone = lines_of_signs([("", named[0][1])], width)[1:]
    first, last = period([named[0][1]])
    columns = min(max(width, 20), (last - first).days)
    for column, sign in enumerate(f"{alone[0]:<{columns}}"):
        start, end = (
            date.fromordinal(first.toordinal() + (last - first).days * place // columns)
            for place in (column, column + 1)
        )
        status = register.timeline(named[0][0]).status(start)
        last_one = register.timeline(named[0][0]).status(end - timedelta(days=1))
        kind = kind_of(status.possible, register.sanctions[0].lifecycle)
        assert sign in (CHANGE, LOOKS[kind].sign, " ")
        before = register.timeline(named[0][0]).status(start - timedelta(days=1)) if start > date.min else status
        if not status.words == last_one.words == before.words:
            assert sign == CHANGE
        elif sign == " ":
            assert kind is Kind.ABSENT or status.projected


def test_a_change_on_the_first_day_of_a_column_is_marked() -> None:
    turns = [date(2000, 1, 1) + timedelta(days=365 * number) for number in range(1, 4)]
    starts, ends = [None, *turns], [*turns, None]
    kinds = [Kind.ABSENT, Kind.FORCE, Kind.PART, Kind.ENDED]
    every = [Bar(one, other, kind, str(kind), False) for one, other, kind in zip(starts, ends, kinds, strict=True)]
    for width in range(20, 200):
        assert lines_of_signs([("", every)], width)[1].count(CHANGE) == 3


# The command.


def test_the_timeline_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", "us-ofac/belavia"]) == 0
    shown = capsys.readouterr().out.split("\n")
    assert shown[2:8] == [
        "             2024                    2025                    2026",
        "   |=|###############################################|---|................... .",
        "",
        "# in force   = in force, relieved in part   - in force, relieved in full",
        ". lifted, expired or annulled   | a day on which the answer changes lies here",
        "broken by blanks: projected",
    ]
    assert main(["timeline", "us-ofac/belavia", "--format", "markdown"]) == 0
    assert "####" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("settings", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_a_terminal_gets_its_width_and_its_colours(settings: dict[str, str], coloured: bool) -> None:
    out = on_a_terminal(["timeline", "us-ofac/belavia"], 60, settings)
    assert ("\x1b[31m###" in out) is coloured
    lines = re.sub(r"\x1b\[\d+m", "", out).replace("\r", "").split("\n")
    assert lines[2:4] == lines_of_signs([("", drawn())], 60)
    assert max(map(len, lines[2:8])) <= 60


def test_what_the_signs_mean_is_told_in_twenty_columns_too() -> None:
    lines = on_a_terminal(["timeline", "us-ofac/belavia"], 20, {"NO_COLOR": "1"}).replace("\r", "").split("\n")
    found = lines.index("# in force")
    assert lines[found : found + 4] == ["# in force", "= in force, relieved", "  in part", "- in force, relieved"]


def test_sentences_are_broken_between_words_on_a_terminal_and_nowhere_else() -> None:
    question = ["explain", "us-ofac/belaruskali", "--on", "2025-12-14"]
    plain = subprocess.run(
        [sys.executable, "-m", "sanctions_tracker", *question], capture_output=True, text=True, check=True
    ).stdout
    assert max(map(len, plain.split("\n"))) > 200
    out = on_a_terminal(question, 70, {}).replace("\r", "")
    assert max(len(line) for line in out.split("\n") if "http" not in line) <= 70
    assert out.split() == plain.split()
    assert "\n    " in out


def on_a_terminal(arguments: list[str], columns: int, settings: dict[str, str]) -> str:
    """Run the command on a terminal of so many columns, and return what it shows there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "TERM")}
    with subprocess.Popen(
        [sys.executable, "-m", "sanctions_tracker", *arguments],
        stdout=theirs,
        stdin=theirs,
        env={**kept, "TERM": "xterm", **settings},
    ) as process:
        os.close(theirs)
        found = b""
        try:
            while piece := os.read(ours, 65536):
                found += piece
        except OSError:  # the other end is closed
            pass
        assert process.wait() == 0
    os.close(ours)
    return found.decode()


# Pictures.

HOSTILE = "<script>alert(1)</script> $x^2$ & \"'\u202e \t\u6f22"


def test_a_picture_has_the_same_bytes_each_time_and_shows_words_as_they_are(tmp_path: Path) -> None:
    line = st.timeline(st.Sanction("my/embargo", [st.Transition("impose", effective="2020-01-01")], title=HOSTILE))
    for ending in ENDINGS:
        for name in ("one", "two"):
            draw([line], tmp_path / f"{name}{ending}", title=HOSTILE)
        one, two = ((tmp_path / f"{name}{ending}").read_bytes() for name in ("one", "two"))
        assert one == two
        assert len(one) > 2000
    text = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x^2$ &amp;" in text
    assert "my/embargo" in text
    assert LOOKS[Kind.FORCE].light in text
    assert "\u202e" not in text
    ElementTree.fromstring(text)
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["one.png", "one.svg", "two.png", "two.svg"]


def test_a_picture_draws_each_kind_and_what_was_said(tmp_path: Path) -> None:
    lines = list(st.load().timelines())
    draw([line for line in lines if "potash" in line.sanction.subjects], tmp_path / "potash.svg", title="potash")
    text = (tmp_path / "potash.svg").read_text(encoding="utf-8")
    words = [LOOKS[kind].words for kind in Kind if kind not in (Kind.ABSENT, Kind.OTHER, Kind.SUSPENDED)]
    for word in [*words, "projected", "said", "us-ofac/belaruskali"]:
        assert f">{word}<" in text, word
    draw(lines[:1], tmp_path / "dark.svg", dark=True, known_on=date(2000, 1, 1))
    assert INKS["paper"].dark in (tmp_path / "dark.svg").read_text(encoding="utf-8")


def test_days_at_the_ends_of_the_calendar_are_drawn(tmp_path: Path) -> None:
    acts = [st.Transition("impose", effective="0001-01-02"), st.Transition("lift", effective="9998-12-31")]
    draw([st.timeline(st.Sanction("my/long", acts))], tmp_path / "long.png")
    assert (tmp_path / "long.png").stat().st_size > 2000


def test_what_cannot_be_drawn_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = st.load().timeline("us-ofac/belavia")
    for timelines, name, message in [
        ([line], "out.pdf", "cannot tell by '.pdf' what to draw; end 'out.pdf' in .svg or .png"),
        ([], "out.svg", "there is no timeline to draw"),
        ([line] * 2000, "out.svg", "2,000 timelines are too many for one picture; choose fewer"),
    ]:
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            draw(timelines, tmp_path / name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"^drawing needs matplotlib; install sanctions-tracker\[report\]$"):
        draw([line], tmp_path / "out.svg")
    assert list(tmp_path.iterdir()) == []


def test_the_pictures_of_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["timeline", "us-ofac/belavia", "--svg", "b.svg", "--png", "b.png", "--dark"]) == 0
    assert capsys.readouterr().out == "b.svg: 1 timeline\nb.png: 1 timeline\n"
    assert "Belavia Belarusian Airlines on the SDN List, with all that is recorded" in Path("b.svg").read_text()
    for arguments, message in [
        (["--svg", "b.png"], "b.png: --svg draws a picture whose name ends in .svg"),
        (["--dark"], "--dark goes with --svg or --png"),
        (["--png", "none/b.png"], "none/b.png: cannot be written: no such file or directory"),
    ]:
        assert main(["timeline", "us-ofac/belavia", *arguments]) == 2
        assert capsys.readouterr().err == f"{message}\n"
    assert main(["timeline", "us-ofac/belavia", "--svg", "c.svg", "--strict"]) == 3
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main(["timeline", "us-ofac/belavia", "--svg", "d.svg"]) == 2
    assert capsys.readouterr().err == "drawing needs matplotlib; install sanctions-tracker[report]\n"


# The calendar.

UPCOMING = ["upcoming", "2026-11-21", "2027-12-31", "--format", "ics"]


def test_the_calendar_is_read_back_as_what_upcoming_says(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(UPCOMING) == 0
    content = capsysbinary.readouterr().out
    assert main(UPCOMING) == 0
    assert capsysbinary.readouterr().out == content
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    register = st.load()
    found = register.upcoming("2026-11-21", "2027-12-31")
    calendar = Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    assert len(events) == len(found) > 50
    assert len({str(one["uid"]) for one in events}) == len(events)
    for event, change in zip(events, found, strict=True):
        assert event.decoded("dtstart") == change.on
        assert event.decoded("dtend") == change.on + timedelta(days=1)
        assert event.decoded("dtstamp") == datetime(2026, 11, 21, tzinfo=UTC)
        assert str(event["summary"]).endswith(f": {change.words.split(' -> ')[1]}")
        assert str(event["description"]).split("\n")[0] == f"{change.id}: {change.words}"
        assert str(event["uid"]) == f"{str(change.on).replace('-', '')}-{change.id}@sanctions-tracker"
        assert str(event["status"]) == "TENTATIVE"
    assert sum("url" in one for one in events) == len(events)
    assert str(calendar["x-wr-calname"]) == "Sanctions: what changes if nobody acts, as known on 2026-11-21"


def test_a_calendar_of_a_hostile_record_breaks_no_line() -> None:
    acts = [
        st.Transition(
            "impose",
            effective="2020-01-01",
            ends="2021-01-01",
            instrument="a\r\nEND:VEVENT;,\\",
            sources=[st.Source(key="key", title="t", publisher="p", tier=1, url="javascript:alert(1)")],
        )
    ]
    register = st.Register([st.Sanction("my/embargo", acts, title="x\r\nEND:VCALENDAR\x00\u2028 " + "long " * 50)])
    text = as_calendar(register, register.upcoming("2020-06-01", "2021-06-01"), date(2020, 6, 1))
    assert text.count("END:VEVENT\r\n") == text.count("END:VCALENDAR\r\n") == 1
    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["summary"]).startswith("x  END:VCALENDAR   long long")
    assert "url" not in event
    assert str(event["description"]).split("\n")[-1] == "(projected)"


def test_an_empty_calendar_is_one_and_without_the_library_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["upcoming", "2000-01-01", "2000-01-02", "--format", "ics", "--exit-code"]) == 0
    assert Calendar.from_ical(capsys.readouterr().out).walk("VEVENT") == []
    monkeypatch.setitem(sys.modules, "icalendar", None)
    assert main(UPCOMING) == 2
    assert capsys.readouterr().err == "a calendar needs icalendar; install sanctions-tracker[report]\n"


# In a notebook.


def test_a_status_in_a_notebook() -> None:
    status = st.load().status("us-ofac/belavia", "2025-10-01", known_on="2025-10-02")
    rows = table_rows(status._repr_html_())
    assert rows[0] == ["us-ofac/belavia on 2025-10-01, as known on 2025-10-02"]
    assert rows[1:6] == [
        ["label", "in force, relieved in full"],
        ["restricts", "reserved"],
        ["since", "2025-09-11"],
        ["cause", "impose of 2023-08-09 by us-ofac, E.O. 14038 designation"],
        ["reliefs", "GL 11"],
    ]
    assert rows[-1] == ["marks", "provisional"]


def test_a_timeline_and_a_register_in_a_notebook() -> None:
    register = st.load()
    text = register.timeline("us-ofac/belavia")._repr_html_()
    rows = table_rows(text)
    assert rows[0] == ["Belavia Belarusian Airlines on the SDN List (us-ofac/belavia)"]
    assert rows[1] == ["from", "to (not included)", "label", "reliefs", "cause", "marks"]
    assert [row[:3] for row in rows[2:]] == [
        [str(one.from_ or ""), str(one.to or ""), one.label] for one in register.timeline("us-ofac/belavia").spans()
    ]
    assert text.count("<span") == 3
    assert LOOKS[Kind.FORCE].light in text
    rows = table_rows(register._repr_html_())
    assert rows[0] == [f"347 sanctions and 51 reliefs, data version {register.version}"]
    count = sum(1 for one in register.sanctions if one.authority == "us-ofac")
    assert ["us-ofac", register.name_of("us-ofac"), str(count)] in rows
    assert sum(int(row[2]) for row in rows[2:]) == len(register)


def test_in_a_notebook_a_record_shows_as_it_is_written() -> None:
    act = st.Transition("impose", effective="2020-01-01", instrument=HOSTILE)
    sanction = st.Sanction("my/embargo", [act], title=HOSTILE)
    line = st.timeline(sanction)
    register = st.Register([sanction], authorities=[st.Authority(id="my", name=HOSTILE, jurisdiction="XX", zone="UTC")])
    for text in (line._repr_html_(), line.status("2021-01-01")._repr_html_(), register._repr_html_()):
        assert "<script" not in text
        assert "&lt;script&gt;" in text
        assert "\u202e" not in text
        ElementTree.fromstring(f"<div>{text}</div>")


def test_a_large_register_is_a_line_where_values_are_printed_as_code() -> None:
    assert pretty(st.load()) == "<Register of 347 sanctions, 51 reliefs>"
    assert pretty(st.Register([st.Sanction("a/b")])) == "Register([Sanction('a/b')])"


def table_rows(text: str) -> list[list[str]]:
    """The caption and the rows of a table, as a reader sees them."""
    whole = ElementTree.fromstring(f"<div>{text}</div>")
    caption = whole.find(".//caption")
    assert caption is not None
    return [[caption.text or ""], *([cell.text or "" for cell in row] for row in whole.iter("tr"))]


# Completion.


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_script_for_each_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "lookback" in script
    assert "with-negotiations" in script


def test_bash_completes_commands_options_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == 0
    (tmp_path / "script").write_text(capsys.readouterr().out)
    (tmp_path / "payments.csv").touch()
    for typed, expected in [
        ("sta", ["status"]),
        ("timeline --s", ["--subject", "--strict", "--svg"]),
        ("lookback pay", ["payments.csv"]),
        ("on 2025-01-01 --format m", ["markdown"]),
    ]:
        words = ["sanctions-tracker", *typed.split(" ")]
        asked = (
            f"source ./script; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _shtab_sanctions_tracker"
        )
        done = subprocess.run(
            ["bash", "-c", f'{asked}; echo "${{COMPREPLY[@]}}"'], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.stdout.split() == expected, done.stderr


def test_without_the_library_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    assert capsys.readouterr().err == "completion needs shtab; install sanctions-tracker[completion]\n"


# The picture of the README.


def texts_of(path: Path) -> list[str]:
    """What is written in a picture, in its order."""
    found = ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text")
    return ["".join(one.itertext()).strip() for one in found]


def test_the_picture_of_the_readme_is_what_its_command_draws(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words and bars are compared, not bytes: each version of matplotlib writes them otherwise."""
    root = Path(__file__).parent.parent
    [command] = re.findall(
        r"`sanctions-tracker (timeline [^`]* --svg docs/potash\.svg)`", (root / "README.md").read_text()
    )
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(command.split()) == 0
    assert capsys.readouterr().out == "docs/potash.svg: 5 timelines\n"
    fresh, kept = tmp_path / "docs" / "potash.svg", root / "docs" / "potash.svg"
    assert texts_of(fresh) == texts_of(kept)
    assert "us-ofac, potash, with all that is recorded" in texts_of(kept)
    for colour in (LOOKS[Kind.FORCE].light, LOOKS[Kind.PART].light, LOOKS[Kind.ENDED].light):
        assert fresh.read_text().count(colour) == kept.read_text().count(colour) > 0
