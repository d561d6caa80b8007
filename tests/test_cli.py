"""The command: formats, exit codes, and bad input as one clear line, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sanctions_tracker.cli import main

RECORD = """schema = 1
title = "A firm"
subjects = ["belavia"]
measure = "asset freeze"

[[transition]]
event = "impose"
effective = "[2020-01-01..2020-01-05]"
sources = ["law"]

[source.law]
title = "The law"
publisher = "The publisher"
tier = 1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "sanctions" / "us-ofac"
    path.mkdir(parents=True)
    (path / "firm.toml").write_text(RECORD)
    return tmp_path / "data"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    try:
        code = main([str(one) for one in arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


def test_on_prints_what_was_in_force(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "on", "2025-12-14", "--subject", "potash", "--authority", "us-ofac")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("In force on 2025-12-14, with all that is recorded: 4 of ")
    assert [line.split()[0] for line in lines[4:]] == [
        "us-ofac/agrorozkvit",
        "us-ofac/belarusian-potash-company",
        "us-ofac/belaruskali",
        "us-ofac/slavkali",
    ]
    assert all("2025-12-13 lift (John Coale)" in line for line in lines[4:])


def test_nothing_in_force_is_an_answer_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "on", "1999-01-01") == (
        0,
        "Nothing was in force on 1999-01-01, with all that is recorded.\n\n",
        "",
    )
    assert run(capsys, "on", "1999-01-01", "--format", "json") == (0, "[]\n", "")


def test_status_as_json_has_the_keys_of_the_specification(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "status", "us-ofac/belavia", "--on", "2025-10-01", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert list(found) == sorted(found)
    assert set(found) == {
        *("id", "on", "known_on", "state", "relief", "label", "restricts", "possible", "since", "ends", "cause"),
        *("projected", "provisional", "reliefs", "statements"),
    }
    assert {
        key: found[key] for key in ("state", "relief", "label", "restricts", "since", "ends", "known_on", "reliefs")
    } == {
        "state": "in force",
        "relief": "full",
        "label": "in force, relieved in full",
        "restricts": "reserved",
        "since": "2025-09-11",
        "ends": "2025-11-04",
        "known_on": None,
        "reliefs": ["GL 11"],
    }
    assert found["possible"] == [{"relief": "full", "state": "in force"}]
    assert set(found["cause"]) == {"event", "authority", "instrument", "effective", "sources", "place"}
    assert found["cause"]["place"].startswith("us-ofac/belavia.toml:")


def test_an_undetermined_status_is_null_in_json(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, _ = run(capsys, "status", "us-ofac/firm", "--on", "2020-01-02", "--format", "json", "--data", folder)
    found = json.loads(out)
    assert (code, found["state"], found["relief"], found["label"], found["restricts"]) == (
        0,
        None,
        "none",
        "in force or not imposed",
        "maybe",
    )
    assert found["possible"] == [{"relief": "none", "state": "in force"}, {"relief": "none", "state": "not imposed"}]


def test_before_any_act_cause_and_since_are_null(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "status", "us-ofac/belavia", "--on", "2000-01-01", "--format", "json")
    found = json.loads(out)
    assert (found["cause"], found["since"], found["state"], found["ends"]) == (None, None, "not imposed", "2023-08-09")


def test_status_of_a_subject(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "status", "potash", "--on", "2025-12-16", "--format", "json")
    found = json.loads(out)
    assert (code, found["subject"], found["strictest"]["label"]) == (0, "potash", "in force")
    assert "us-ofac/potash-embargo" in [one["id"] for one in found["members"]]
    _, out, _ = run(capsys, "status", "potash", "--on", "2025-12-16")
    assert out.startswith("Potash on 2025-12-16, with all that is recorded; strictest: in force\n")


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_flat_formats_have_the_same_rows(capsys: pytest.CaptureFixture[str], format: str) -> None:
    _, out, _ = run(capsys, "on", "2025-12-14", "--subject", "potash", "--format", format)
    rows = list(csv.DictReader(io.StringIO(out), delimiter="," if format == "csv" else "\t"))
    _, out, _ = run(capsys, "on", "2025-12-14", "--subject", "potash", "--format", "json")
    assert [row["id"] for row in rows] == [one["id"] for one in json.loads(out)]
    assert rows[0]["known_on"] == ""


def test_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "timeline", "us-ofac/belavia", "--format", "markdown")
    assert out.splitlines()[0].startswith("| from")
    assert out.splitlines()[1].startswith("|:--")


def test_strict(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Exit 3 where an answer is undetermined, projected or provisional; the answer is printed all the same."""
    ask = ("status", "us-ofac/firm", "--strict", "--data", folder)
    assert run(capsys, *ask, "--on", "2020-01-05")[0] == 0
    assert run(capsys, *ask, "--on", "2020-01-04")[0] == 3
    assert run(capsys, *ask, "--on", "2020-01-06", "--known-on", "2020-01-05")[0] == 3
    assert run(capsys, "status", "us-ofac/belaruskali", "--on", "2026-03-26", "--strict")[0] == 3
    assert run(capsys, "status", "us-ofac/belaruskali", "--on", "2026-03-26")[0] == 0


def test_strict_wherever_there_is_an_answer(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    data = ("--strict", "--data", folder)
    assert run(capsys, "timeline", "us-ofac/belavia", "--strict")[0] == 3  # GL 11 rests on the press
    assert run(capsys, "timeline", "us-ofac/belavia")[0] == 0
    assert run(capsys, "timeline", "us-ofac/firm", *data)[0] == 3
    assert run(capsys, "explain", "us-ofac/firm", "--on", "2020-01-05", *data)[0] == 0
    assert run(capsys, "explain", "us-ofac/firm", "--on", "2020-01-04", *data)[0] == 3
    assert run(capsys, "changes", "2019-12-31", "2020-01-04", *data)[0] == 3
    assert run(capsys, "diff", "2019-12-31", "2020-01-04", *data)[0] == 3
    assert run(capsys, "diff", "2019-12-01", "2019-12-31", *data)[0] == 0
    airline = ("--authority", "us-ofac", "--subject", "belavia", "--strict", "--exit-code")
    assert run(capsys, "changes", "2023-08-01", "2023-08-31", *airline)[0] == 1
    assert run(capsys, "changes", "2025-09-01", "2025-09-30", *airline)[0] == 3  # GL 11 rests on the press


def test_changes_diff_and_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "changes", "2025-12-13", "2025-12-31", "--subject", "potash", "--exit-code")
    assert code == 1
    assert "in force, relieved in full  GL 13 began" in out
    assert run(capsys, "changes", "2025-12-15", "2025-12-31", "--subject", "potash", "--exit-code")[0] == 0
    code, out, _ = run(
        capsys, "diff", "2025-01-01", "2026-06-01", "--subject", "belavia", "--format", "json", "--exit-code"
    )
    assert code == 1
    assert "us-ofac/belavia" in [one["id"] for one in json.loads(out)]
    assert run(capsys, "diff", "2025-01-01", "2025-01-01", "--exit-code")[0] == 0


def test_timeline_explain_find_list_and_machine(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "timeline", "us-bis/belavia-denial-order")
    assert (code, "in force or expired" in out, "T1 sunset" in out) == (0, True, True)
    assert run(capsys, "timeline", "--subject", "belavia", "--format", "json")[0] == 0
    code, out, _ = run(capsys, "explain", "us-ofac/belaruskali", "--on", "2025-12-14")
    assert code == 0
    assert "GL 13" in out
    code, out, _ = run(capsys, "find", "44541", "--format", "json")
    assert json.loads(out)[0]["id"] == "us-ofac/belavia"
    code, out, _ = run(capsys, "list", "--subject", "potash")
    assert code == 0
    assert "us-ofac/potash-embargo" in out
    code, out, _ = run(capsys, "machine", "--format", "mermaid")
    assert out.startswith("stateDiagram-v2\n")
    assert "    in_force --> suspended: suspend\n" in out
    assert "    suspended --> in_force: resume, [T2 end of suspension]\n" in out
    code, out, _ = run(capsys, "machine", "--format", "json")
    assert json.loads(out)["initial"] == "not imposed"
    assert run(capsys, "machine")[1].splitlines()[2].split() == ["impose", "not", "imposed", "in", "force", "event"]


def test_check(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert run(capsys, "check") == (0, "0 errors, 0 warnings\n", "")
    assert run(capsys, "check", folder) == (0, "0 errors, 0 warnings\n", "")
    path = folder / "sanctions" / "us-ofac" / "firm.toml"
    path.write_text(RECORD.replace('"impose"', '"impsoe"'))
    code, out, err = run(capsys, "check", folder)
    assert (code, out) == (1, "1 error, 0 warnings\n")
    assert err == (
        "us-ofac/firm.toml:7: bad-word: 'impsoe' is not a word for 'event'; did you mean 'impose'?; "
        "one of: impose, reimpose, amend, renew, suspend, resume, expire, lift, annul\n"
    )
    code, out, _ = run(capsys, "check", folder, "--format", "json")
    assert (code, json.loads(out)[0]["line"]) == (1, 7)
    code, out, err = run(capsys, "on", "2020-01-01", "--data", folder)
    assert (code, out) == (2, "")
    assert err.startswith("us-ofac/firm.toml:7: bad-word: ")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("on", "2025-12"), 2, "DAY: '2025-12' is not a day; write it as YYYY-MM-DD\n"),
        (("on", "2025-12-14T00:00:00"), 2, "DAY: '2025-12-14T00:00:00' is not a day; write it as YYYY-MM-DD\n"),
        (("on", "2025-02-30"), 2, "DAY: '2025-02-30' is not a day of the calendar\n"),
        (
            ("on", "2025-12-14", "--known-on", "yesterday"),
            2,
            "--known-on: 'yesterday' is not a day; write it as YYYY-MM-DD\n",
        ),
        (
            ("status", "us-ofac/nobody-at-all", "--on", "2025-12-14"),
            4,
            "no sanction 'us-ofac/nobody-at-all' is known\n",
        ),
        (("status", "potahs", "--on", "2025-12-14"), 4, "no subject 'potahs' is known; did you mean 'potash'?\n"),
        (("explain", "us-ofac/belavai", "--on", "2025-12-14"), 4, None),
        (("timeline", "us-ofac/belavai"), 4, None),
        (("on", "2025-12-14", "--authority", "nobody"), 4, "no authority 'nobody' is known\n"),
        (
            ("on", "2025-12-14", "--data", "/nowhere/at/all"),
            2,
            "/nowhere/at/all: not-read: cannot be read: no such file or directory\n",
        ),
        (("changes", "2025-12-14", "2025-01-01"), 2, None),
        (("timeline",), 2, "timeline needs an ID, or --subject, --authority or --measure\n"),
        (("find", "--", "-"), 2, "find needs a name: a text with at least one letter or digit\n"),
        (("check", "/nowhere/at/all"), 1, "/nowhere/at/all: not-read: cannot be read: no such file or directory\n"),
    ],
)
def test_bad_input(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, message: str | None
) -> None:
    found, _, err = run(capsys, *arguments)
    assert found == code
    assert err.count("\n") == 1
    assert message is None or err == message


@pytest.mark.parametrize(
    "arguments", [(), ("in-force",), ("on",), ("on", "2025-12-14", "--format", "xml"), ("status", "potash")]
)
def test_misuse_says_where_to_look(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 2)
    assert "--help'" in err


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--help")
    commands = ["on", "status", "timeline", "explain", "changes", "diff", "find", "list", "check", "machine"]
    for command in commands:
        assert f"    {command} " in out
        code, text, _ = run(capsys, command, "--help")
        assert code == 0
        assert f"Example: sanctions-tracker {command}" in text


def test_the_typed_word_today_prints_the_day_it_used(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "on", "today", "--subject", "belavia")
    assert code == 0
    assert err.startswith("DAY: today is 20")


def test_a_table_fits_the_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanctions_tracker.cli.show.sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "90")
    _, out, _ = run(capsys, "on", "2025-12-14", "--subject", "potash")
    assert max(len(line) for line in out.splitlines()[2:]) <= 90


def outside(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "sanctions_tracker", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment}, timeout=60)


def test_the_same_bytes_under_any_zone_locale_and_hash_seed() -> None:
    """Law 19."""
    asked = ("status", "petroleum", "--on", "2018-10-15", "--format", "json")
    first = outside(*asked, TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="1", PYTHONUTF8="0")
    second = outside(*asked, TZ="America/Adak", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    assert first.returncode == 0
    assert first.stdout == second.stdout


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m sanctions_tracker list | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_disk_that_is_full_is_one_line_and_misuse() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    command = [sys.executable, "-m", "sanctions_tracker", "list"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (2, b"cannot write: no space left on device\n")


def test_what_would_steer_a_terminal_is_never_printed(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    path = folder / "sanctions" / "us-ofac" / "firm.toml"
    path.write_text(RECORD.replace('"A firm"', '"A \\u001b[31mfirm\\n\\u0007 of \\u202eours\\u009b"'), encoding="utf-8")
    for arguments in (
        ("status", "us-ofac/firm", "--on", "2020-01-05"),
        ("explain", "us-ofac/firm", "--on", "2020-01-05"),
        ("list",),
        ("answers",),
    ):
        _, out, _ = run(capsys, *arguments, "--data", folder)
        assert all(line.isprintable() for line in out.split("\n")), arguments
    _, out, _ = run(capsys, "list", "--data", folder, "--format", "json")
    assert all(line.isprintable() for line in out.split("\n"))
    assert json.loads(out)[0]["title"] == "A \x1b[31mfirm\n\x07 of \u202eours\x9b"


def test_what_looks_like_records_and_is_not_read_is_a_warning(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "relief").mkdir()
    (folder / "person.toml").write_text("schema = 1\n")
    (folder / "sanctions" / "us-ofac" / "other.TOML").write_text("schema = 1\n")
    code, out, err = run(capsys, "check", folder)
    assert (code, out) == (0, "0 errors, 3 warnings\n")
    assert err.splitlines() == [
        "person.toml: warning: not-read: is no part of a data folder, and was not read; did you mean 'people.toml'?",
        "relief: warning: not-read: is no part of a data folder, and was not read; did you mean 'reliefs'?",
        "us-ofac/other.TOML: warning: not-read: was not read; give it a name that ends in .toml",
    ]


def test_records_may_rest_on_the_shipped_ones(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    path = folder / "sanctions" / "us-ofac" / "firm.toml"
    path.write_text(RECORD.replace("schema = 1\n", 'schema = 1\nrests_on = "eu-council/decision-2012-642"\n'))
    assert run(capsys, "check", folder)[0] == 1
    assert run(capsys, "check", folder, "--with-shipped") == (0, "0 errors, 0 warnings\n", "")


def test_a_subject_may_be_narrowed(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "status", "potash", "--on", "2025-12-16", "--authority", "us-ofac", "--format", "json")
    assert {one["id"].split("/")[0] for one in json.loads(out)["members"]} == {"us-ofac"}


def test_find_says_what_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "find", "Belaruskalij")
    assert code == 0
    assert out.startswith("Nothing bears the name 'Belaruskalij'; did you mean 'belaruskali'")


def test_answer_files_leave_what_is_not_theirs(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "answers"
    (out / "us-ofac").mkdir(parents=True)
    (out / "us-ofac" / "notes.txt").write_text("mine")
    assert run(capsys, "answers", "--data", folder, "--write", out)[0] == 0
    assert sorted(path.name for path in out.rglob("*.txt")) == ["firm.txt", "notes.txt"]
    assert run(capsys, "answers", "us-ofac/firm", "--data", folder, "--write", out)[0] == 2
