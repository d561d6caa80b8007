"""``import``, ``archive`` and ``export`` as a user meets them: what is taken, what is refused, and in which words."""

from __future__ import annotations

import csv
import fcntl
import gzip
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import zipfile
from datetime import date
from pathlib import Path

import pytest

import sanctions_tracker as st
from sanctions_tracker.archive import Archive
from sanctions_tracker.cli import main

from .editions import day, sdn_csv, write

SAMPLES = Path(__file__).parent / "lists"
NAMES = {str(number): f"NAME {number}" for number in range(1, 31)}


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(name="archive")
def _archive(tmp_path: Path) -> Path:
    return tmp_path / "lists.sqlite"


def without(*keys: str) -> dict[str, str]:
    return {key: name for key, name in NAMES.items() if key not in keys}


def test_editions_are_taken_in_the_order_of_their_days(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    last = write(tmp_path, day(9), {**without("7"), "31": "NAME 31"})
    first = write(tmp_path, day(0), NAMES)
    middle = write(tmp_path, day(5), {**NAMES, "3": "RENAMED"})
    code, out, err = run(capsys, "import", "us-ofac-sdn", last, first, middle, "--into", archive)
    assert (code, err) == (0, "")
    assert out == (
        f"{first}: edition of 2021-08-18: 30 entries; 30 came, 0 left, 0 amended\n"
        f"{middle}: edition of 2021-08-23: 30 entries; 0 came, 0 left, 1 amended\n"
        f"{last}: edition of 2021-08-27: 30 entries; 1 came, 1 left, 1 amended\n"
        f"{archive}: 3 editions of us-ofac-sdn, 2021-08-18 to 2021-08-27; 3 new\n"
    )
    code, out, err = run(capsys, "import", "us-ofac-sdn", first, "--into", archive)
    assert (code, err) == (0, "")
    assert out == (
        f"{first}: is held already, as edition 1 of 2021-08-18\n"
        f"{archive}: 3 editions of us-ofac-sdn, 2021-08-18 to 2021-08-27; 0 new\n"
    )
    assert run(capsys, "import", "us-ofac-sdn", first, "--into", archive, "--quiet") == (0, "", "")
    assert run(capsys, "archive", "verify", archive) == (0, f"{archive}: 3 editions, every hash holds\n", "")


def test_the_same_commands_answer_from_an_archive(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    files = [write(tmp_path, day(0), NAMES), write(tmp_path, day(5), without("7"))]
    run(capsys, "import", "us-ofac-sdn", *files, "--into", archive)
    data = ("--data", archive)
    code, out, _ = run(capsys, "status", "us-ofac-sdn/7", "--on", day(2), *data)
    assert code == 0
    assert out.splitlines()[0] == "NAME 7 on 2021-08-20, with all that is recorded"
    assert "in force or lifted" in out
    code, out, _ = run(capsys, "on", day(5), *data, "--format", "json")
    assert len(json.loads(out)) == 29
    code, out, _ = run(capsys, "on", day(5), *data)
    assert out.splitlines()[2].split() == ["id", "name", "label", "restricts", "since"]
    assert run(capsys, "timeline", "us-ofac-sdn/7", *data)[0] == 0
    code, out, _ = run(capsys, "changes", day(0), day(9), *data, "--format", "json")
    assert [(one["id"], one["on"]) for one in json.loads(out)] == [
        ("us-ofac-sdn/7", "2021-08-19"),
        ("us-ofac-sdn/7", "2021-08-23"),
    ]
    code, out, _ = run(capsys, "explain", "us-ofac-sdn/7", "--on", day(5), *data)
    assert "edition of 2021-08-23" in out
    code, out, _ = run(capsys, "find", "name", "7", *data, "--format", "json")
    assert [one["id"] for one in json.loads(out) if one["kind"] == "sanction"] == ["us-ofac-sdn/7"]
    assert run(capsys, "check", archive) == (0, "0 errors, 0 warnings\n", "")
    code, out, err = run(capsys, "status", "us-ofac-sdn/77", "--on", day(5), *data)
    assert (code, err) == (
        4,
        "no sanction 'us-ofac-sdn/77' is known; did you mean 'us-ofac-sdn/7' or 'us-ofac-sdn/27' or 'us-ofac-sdn/17'?\n",
    )
    code, out, _ = run(capsys, "list", *data, "--authority", "us-ofac-sdn")
    assert out.count("us-ofac-sdn/") == 30


def test_records_and_archives_are_one_register(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "import", "us-ofac-sdn", write(tmp_path, day(0), NAMES), "--into", archive)
    both = st.load(st.SHIPPED, archive)
    assert {"us-ofac/belavia", "us-ofac-sdn/1"} <= {one.id for one in both.in_force(day(900))}
    with pytest.raises(st.RecordsError, match=r"^lists\.sqlite: duplicate: 'us-ofac-sdn/1' stands twice"):
        st.load(archive, archive)


def test_a_damaged_archive_is_a_line_and_a_code(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    run(capsys, "import", "us-ofac-sdn", write(tmp_path, day(0), NAMES), "--into", archive)
    archive.write_bytes(archive.read_bytes().replace(b'"name":"NAME 7"', b'"name":"NAME 8"'))
    code, out, err = run(capsys, "archive", "verify", archive)
    assert (code, out) == (1, "")
    assert err.splitlines()[0] == f"{archive}: edition 1 is damaged: its entry '7' is not what was imported"
    code, out, err = run(capsys, "check", archive)
    assert (code, out.endswith(" 0 warnings\n")) == (1, True)
    assert err.splitlines()[0] == "lists.sqlite: not-read: edition 1 is damaged: its entry '7' is not what was imported"
    archive.write_bytes(b"SQLite format 3\0" + b"\1" * 1000)
    code, out, err = run(capsys, "on", day(0), "--data", archive)
    assert (code, out, err) == (2, "", "lists.sqlite: not-read: cannot be opened: file is not a database\n")


REFUSED = {
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b"\r\n \x1a", "is empty"),
    "page.csv": (
        b"<!DOCTYPE html>\n<html><head><title>Maintenance</title>",
        "is a web page, not a list; it begins with '<!DOCTYPE html> <html><head><title>Maintenance</title>'",
    ),
    "other.csv": (b"hello;world\n", "begins with 'hello;world'"),
    "cut.csv": (sdn_csv(NAMES)[:700], "is cut off or broken"),
    "cut_in_a_name.csv": (sdn_csv(NAMES)[: sdn_csv(NAMES).index(b"ME 20")], "is cut off or broken"),
    "twice.csv": (sdn_csv(NAMES)[:-1] + sdn_csv(NAMES), "holds the number 1 twice; a list has each once"),
    "consolidated.csv": (
        sdn_csv(NAMES, "NS-PLC"),
        "holds the programs of the Consolidated (non-SDN) List; import it as us-ofac-consolidated",
    ),
    "packed.csv.gz": (gzip.compress(sdn_csv(NAMES))[:-20], "cannot be unpacked; it is cut off or broken"),
    "packed.csv.zst": (b"\x28\xb5\x2f\xfd" + b"\0" * 40, "is packed with zstd; unpack it first"),
    "zeros.csv": (
        sdn_csv(NAMES)[:900] + b"\0" * 200 + sdn_csv(NAMES)[1100:],
        "is damaged: it holds bytes of zero, the first at 900",
    ),
    "zero_key.csv": (sdn_csv({**NAMES, "036": "NAME 36"}), "is not sdn.csv: a row begins with '036'"),
    "un.xml": (
        (SAMPLES / "un_sc.xml").read_bytes(),
        "is UN Consolidated List XML, a file of un-sc, not of us-ofac-sdn",
    ),
    "large.csv": (
        sdn_csv(without(*"123")),
        "would remove 3 of the 30 entries of the edition of 2021-08-18 (10.00%, more than 5.00%)",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_edition_is_refused_and_changes_nothing(
    name: str, capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    data, reason = REFUSED[name]
    run(capsys, "import", "us-ofac-sdn", write(tmp_path, day(0), NAMES), "--into", archive)
    before = archive.read_bytes()
    path = tmp_path / f"2021-08-20_{name}"
    path.write_bytes(data)
    code, out, err = run(capsys, "import", "us-ofac-sdn", path, "--into", archive)
    assert code == 1
    assert err.startswith(f"{path}: refused: ")
    assert reason in err
    assert err.count("\n") == 1
    assert archive.read_bytes() == before
    assert out == f"{archive}: 1 editions of us-ofac-sdn, 2021-08-18 to 2021-08-18; 0 new\n"


def test_a_refused_first_edition_leaves_no_archive(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    path = tmp_path / "2021-08-20.csv"
    path.write_bytes(b"<html>")
    assert run(capsys, "import", "us-ofac-sdn", path, "--into", archive)[0] == 1
    assert not archive.exists()


def test_a_good_file_beside_a_bad_one_is_taken(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "sdn_2021-08-19.csv"
    bad.write_bytes(b"")
    code, out, err = run(
        capsys,
        "import",
        "us-ofac-sdn",
        bad,
        tmp_path / "gone.csv",
        tmp_path,
        write(tmp_path, day(0), NAMES),
        "--into",
        archive,
    )
    assert code == 1
    assert err.splitlines() == [
        f"{bad}: refused: is empty",
        f"{tmp_path / 'gone.csv'}: refused: is not there",
        f"{tmp_path}: refused: is a folder; name the files in it",
    ]
    assert "30 came" in out


def test_a_large_change_can_be_accepted_and_is_recorded(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    first, second = write(tmp_path, day(0), NAMES), write(tmp_path, day(1), without(*"123"))
    run(capsys, "import", "us-ofac-sdn", first, "--into", archive)
    code, _, err = run(capsys, "import", "us-ofac-sdn", second, "--into", archive)
    assert (code, err) == (
        1,
        f"{second}: refused: would remove 3 of the 30 entries of the edition of 2021-08-18 (10.00%, more than 5.00%): it may be cut "
        "off, or of another list; if that is what happened, accept it (--accept-large-change)\n",
    )
    code, out, _ = run(capsys, "import", "us-ofac-sdn", second, "--into", archive, "--accept-large-change")
    assert code == 0
    assert out.splitlines()[0] == (
        f"{second}: edition of 2021-08-19: 27 entries; 0 came, 3 left, 0 amended; a large change, accepted (10.0%)"
    )
    code, out, _ = run(capsys, "archive", "editions", archive, "--format", "json")
    assert [(one["day"], one["removed"], one["marks"]) for one in json.loads(out)] == [
        ("2021-08-18", 0, []),
        ("2021-08-19", 3, ["large change"]),
    ]
    third = write(tmp_path, day(2), without(*"12345"))
    assert run(capsys, "import", "us-ofac-sdn", third, "--into", archive, "--limit", "10")[0] == 0


def test_an_edition_that_lacks_exactly_the_last_entries_looks_cut_off(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    many = {str(number): f"NAME {number}" for number in range(1, 201)}
    run(capsys, "import", "us-ofac-sdn", write(tmp_path, day(0), many), "--into", archive)
    cut = write(tmp_path, day(1), dict([*many.items()][:-4]))
    code, _, err = run(capsys, "import", "us-ofac-sdn", cut, "--into", archive)
    assert (code, err) == (
        1,
        f"{cut}: refused: lacks the last 4 entries of the edition of 2021-08-18 and no other: it looks cut off; if they did leave, "
        "accept it (--accept-large-change)\n",
    )
    others = write(tmp_path, day(2), {key: name for key, name in many.items() if key not in ("5", "199", "200", "198")})
    assert run(capsys, "import", "us-ofac-sdn", others, "--into", archive)[0] == 0


def test_a_day_that_has_not_come_or_that_no_list_can_mean_is_refused(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sdn_2097-01-01.csv"
    path.write_bytes(sdn_csv(NAMES))
    code, _, err = run(capsys, "import", "us-ofac-sdn", path, "--into", archive)
    assert (code, err) == (1, f"{path}: refused: is of 2097-01-01, a day that has not come\n")
    stated = tmp_path / "far.xml"
    text = (SAMPLES / "un_sc.xml").read_text(encoding="utf-8")
    stated.write_text(re.sub("dateGenerated='[^']*'", "dateGenerated='9999-12-31'", text), encoding="utf-8")
    code, _, err = run(capsys, "import", "un-sc", stated, "--into", archive)
    assert (code, err) == (1, f"{stated}: refused: says that it is of 9999-12-31, which no list can be\n")
    assert not archive.exists()


def test_a_bomb_is_refused_before_it_fills_the_memory(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sdn_2021-08-20.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(sdn_csv(NAMES)[:-1])
        for _ in range(130):
            file.write(b"\r\n" * (1 << 19))
    code, _, err = run(capsys, "import", "us-ofac-sdn", path, "--into", archive)
    assert (code, err) == (1, f"{path}: refused: is larger than 128 megabytes unpacked; no list of this format is\n")
    xml = tmp_path / "un_2021-08-20.xml"
    xml.write_text(
        f"<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>{'<a/>' * 200_001}</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"
    )
    code, _, err = run(capsys, "import", "un-sc", xml, "--into", archive)
    assert (code, err) == (1, f"{xml}: refused: holds more than 200,000 elements in one entry; no list does\n")


def test_a_place_where_no_archive_can_be_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = write(tmp_path, day(0), NAMES)
    for place, message in {
        str(tmp_path): f"{tmp_path}: is a folder; name the file of the archive, as in {tmp_path / 'lists.sqlite'}\n",
        str(tmp_path / "none" / "a.sqlite"): f"{tmp_path / 'none' / 'a.sqlite'}: its folder is not there\n",
        "/dev/null": "/dev/null: is no regular file\n",
    }.items():
        assert run(capsys, "import", "us-ofac-sdn", path, "--into", place) == (2, "", message)
    with pytest.raises(SystemExit):
        run(capsys, "import", "us-ofac-sdn", path, "--into", tmp_path / "a", "--limit", "nan")
    assert "argument --limit: 'nan' is no share; give a number from 0 to 100" in capsys.readouterr().err


def test_an_edition_without_a_day_asks_for_one(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sdn.csv"
    path.write_bytes(sdn_csv(NAMES))
    code, _, err = run(capsys, "import", "us-ofac-sdn", path, "--into", archive)
    assert (code, err) == (
        1,
        f"{path}: refused: bears no date, in it or in its name; say on which day it was fetched: --captured YYYY-MM-DD\n",
    )
    code, out, _ = run(capsys, "import", "us-ofac-sdn", path, "--into", archive, "--captured", "2021-08-18")
    assert (code, out.splitlines()[0].split(": ")[1]) == (0, "edition of 2021-08-18")
    other = tmp_path / "other.csv"
    other.write_bytes(sdn_csv(without("1")))
    code, _, err = run(capsys, "import", "us-ofac-sdn", path, other, "--into", archive, "--captured", "2021-08-19")
    assert (code, err) == (2, "--captured says the day of one edition; import the others by themselves\n")
    code, _, err = run(capsys, "import", "us-ofac-sdn", other, "--into", archive, "--captured", "2021-08")
    assert (code, err) == (2, "--captured: '2021-08' is not a day; write it as YYYY-MM-DD\n")
    stated = SAMPLES / "ofac_xml.xml"
    code, _, err = run(capsys, "import", "us-ofac-consolidated", stated, "--into", archive, "--captured", "1999-01-01")
    assert code == 1
    assert "a day after that on which it is said to be captured, 1999-01-01" in err


def test_the_instant_in_a_name_is_taken_into_the_zone_of_the_list(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    night = tmp_path / "sdn_2021-08-20T013811Z.csv"  # still the evening of the 19th in Washington
    night.write_bytes(sdn_csv(NAMES))
    _, out, _ = run(capsys, "import", "us-ofac-sdn", night, "--into", archive)
    assert "edition of 2021-08-19" in out


def test_an_edition_that_comes_late_is_known_from_its_arrival(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    run(
        capsys,
        "import",
        "us-ofac-sdn",
        write(tmp_path, day(0), NAMES),
        write(tmp_path, day(9), without("7")),
        "--into",
        archive,
    )
    late = write(tmp_path, day(4), {**NAMES, "40": "NAME 40"})
    code, out, _ = run(capsys, "import", "us-ofac-sdn", late, "--into", archive, "--arrived", "2026-11-22")
    assert code == 0
    assert out.splitlines()[0].endswith("1 came, 0 left, 0 amended; came late, known from 2026-11-22")
    register = st.load(archive)
    assert register.status("us-ofac-sdn/7", day(4)).words == "in force"
    assert register.status("us-ofac-sdn/7", day(4), "2026-11-21").words == "in force or lifted"
    later = write(tmp_path, day(6), NAMES)
    code, _, err = run(capsys, "import", "us-ofac-sdn", later, "--into", archive, "--arrived", "2025-01-01")
    assert (code, err) == (
        1,
        f"{later}: refused: came late and cannot have arrived on 2025-01-01: the archive was known to hold editions up to 2026-11-22\n",
    )
    code, out, _ = run(capsys, "import", "us-ofac-sdn", later, "--into", archive)
    today = max(date.today(), date(2026, 11, 22))  # noqa: DTZ011
    assert out.splitlines()[0].endswith(f"came late, known from {today}") or code == 1


def test_other_names_and_addresses_are_read_beside_the_list(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    first, second = write(tmp_path, day(0), NAMES), write(tmp_path, day(3), NAMES)
    alt, add = tmp_path / "alt_2021-08-21.csv", tmp_path / "add_2021-08-21.csv"
    alt.write_bytes(
        b'7,11,"aka","THE SEVENTH",-0- \r\n7,12,"fka","SEPTIMUS",-0- \r\n\x1a'.replace(b"aka", b"a.k.a.").replace(
            b"fka", b"f.k.a."
        )
    )
    add.write_bytes(b'7,9,"5 Korzha St.","Soligorsk 223710","Belarus",-0- \r\n\x1a')
    code, out, err = run(capsys, "import", "us-ofac-sdn", first, alt, add, second, "--into", archive)
    assert (code, err) == (0, "")
    assert out.splitlines()[1].endswith("0 came, 0 left, 1 amended")
    assert st.load(archive).sanction("us-ofac-sdn/7").aliases == ("SEPTIMUS", "THE SEVENTH")
    code, out, _ = run(capsys, "archive", "history", archive, "us-ofac-sdn/7", "--format", "csv")
    assert list(csv.reader(io.StringIO(out))) == [
        ["edition", "what", "before", "after"],
        ["2021-08-18", "on the list", "", "NAME 7"],
        ["2021-08-21", "Address", "", "5 Korzha St., Soligorsk 223710, Belarus"],
        ["2021-08-21", "aliases", "", "SEPTIMUS; THE SEVENTH"],
    ]
    code, _, err = run(capsys, "import", "us-ofac-sdn", alt, "--into", archive)
    assert (code, err) == (
        1,
        f"{alt}: refused: belongs beside an sdn.csv, and none of the files given has its day in its name\n",
    )


@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_packed_files_are_the_edition_that_they_hold(
    pack: str, capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    plain = write(tmp_path, day(0), NAMES)
    packed = tmp_path / f"{plain.name}.{pack}"
    if pack == "gz":
        packed.write_bytes(gzip.compress(plain.read_bytes()))
    else:
        with zipfile.ZipFile(packed, "w") as made:
            made.write(plain, "sdn.csv")
    assert "30 came" in run(capsys, "import", "us-ofac-sdn", packed, "--into", archive)[1]
    assert "is held already" in run(capsys, "import", "us-ofac-sdn", plain, "--into", archive)[1]


def test_misuse(capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path) -> None:
    path = write(tmp_path, day(0), NAMES)
    code, _, err = run(capsys, "import", "us-ofac-snd", path, "--into", archive)
    assert (code, err) == (
        4,
        "no list 'us-ofac-snd' is known; did you mean 'us-ofac-sdn'?; one of: us-ofac-sdn, us-ofac-consolidated, eu-fsf, uk-sl, "
        "uk-conlist, un-sc, ch-seco, ca-laws\n",
    )
    archive.write_text("my notes")
    code, _, err = run(capsys, "import", "us-ofac-sdn", path, "--into", archive)
    assert (code, err) == (2, f"{archive}: cannot be opened: file is not a database\n")
    assert archive.read_text() == "my notes"
    code, _, err = run(capsys, "archive", "verify", tmp_path / "none.sqlite")
    assert (code, err) == (2, f"{tmp_path / 'none.sqlite'}: is not there, or no file\n")
    with pytest.raises(SystemExit) as caught:
        run(capsys, "import", "us-ofac-sdn", path, "--into", archive, "--limit", "lots")
    assert caught.value.code == 2


def test_an_entry_that_nobody_knows_is_named_with_the_nearest(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    run(capsys, "import", "us-ofac-sdn", write(tmp_path, day(0), {"9760": "LUKASHENKA"}), "--into", archive)
    code, _, err = run(capsys, "archive", "history", archive, "us-ofac-sdn/9761")
    assert (code, err) == (4, "no entry 'us-ofac-sdn/9761' is known; did you mean 'us-ofac-sdn/9760'?\n")


def test_every_list_comes_in_by_its_own_sample(capsys: pytest.CaptureFixture[str], archive: Path) -> None:
    for name, sample in {
        "us-ofac-consolidated": "ofac_xml.xml",
        "eu-fsf": "eu_fsf.xml",
        "un-sc": "un_sc.xml",
        "uk-sl": "uk_sl.xml",
        "uk-conlist": "uk_conlist.csv",
        "ch-seco": "ch_seco.xml",
        "ca-laws": "ca_laws.xml",
    }.items():
        code, out, err = run(capsys, "import", name, SAMPLES / sample, "--into", archive)
        assert (code, err) == (0, ""), (name, out)
    register = st.load(archive)
    assert {one.authority for one in register.sanctions} == {
        "us-ofac-consolidated", "eu-fsf", "un-sc", "uk-sl", "uk-conlist", "ch-seco", "ca-laws",
    }  # fmt: skip
    for sanction in register.sanctions:
        register.timeline(sanction.id).check()
    assert run(capsys, "check", archive) == (0, "0 errors, 0 warnings\n", "")
    with Archive(archive) as opened:
        assert opened.verify() == ()


def terminal() -> tuple[int, int]:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    return ours, theirs


def test_a_bar_on_a_terminal_and_none_in_a_pipe(archive: Path, tmp_path: Path) -> None:
    files = [str(write(tmp_path, day(number), NAMES)) for number in range(3)]
    code = (
        "import sys, tqdm\n"
        "class Bar(tqdm.tqdm):\n"
        "    def __init__(self, *a, **k):\n"
        "        super().__init__(*a, **{**k, 'delay': 0})\n"
        "tqdm.tqdm = Bar\n"
        "from sanctions_tracker.cli import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "import", "us-ofac-sdn", *files, "--into", str(archive)]
    piped = subprocess.run(command, capture_output=True, text=True, check=True)
    assert piped.stderr == ""
    archive.unlink()
    ours, theirs = terminal()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, text=True, check=True)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "import: 100%" in shown
    assert done.stdout.count("edition of") == 3
    archive.unlink()
    ours, theirs = terminal()
    subprocess.run([*command, "--quiet"], stdout=theirs, stderr=theirs, check=True)
    os.set_blocking(ours, False)
    os.close(theirs)
    with pytest.raises(OSError, match=r".*"):  # nothing was written, and the other end is closed
        os.read(ours, 10)
    os.close(ours)


def test_export(capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path) -> None:
    run(
        capsys,
        "import",
        "us-ofac-sdn",
        write(tmp_path, day(0), NAMES),
        write(tmp_path, day(3), without("7")),
        "--into",
        archive,
    )
    out = tmp_path / "spans.csv"
    assert run(capsys, "export", out, "--data", archive) == (0, "", "")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [(row["from"], row["to"], row["label"]) for row in rows if row["id"] == "us-ofac-sdn/7"] == [
        ("", "2021-08-18", "in force or not imposed"),
        ("2021-08-18", "2021-08-19", "in force"),
        ("2021-08-19", "2021-08-21", "in force or lifted"),
        ("2021-08-21", "", "lifted"),
    ]
    code, text, err = run(capsys, "export", "-", "--format", "ftm", "--data", archive)
    entities = [json.loads(line) for line in text.splitlines()]
    assert code == 0
    assert {one["schema"] for one in entities} == {"Organization", "Sanction"} or {
        one["schema"] for one in entities
    } == {
        "LegalEntity",
        "Sanction",
    }
    assert err.startswith("not said: ")
    code, _, err = run(capsys, "export", tmp_path / "spans.txt", "--data", archive)
    assert (code, err) == (2, f"say how to write {str(tmp_path / 'spans.txt')!r}: --format, one of ftm, csv, jsonl\n")
    code, _, err = run(capsys, "export", tmp_path / "none" / "spans.csv", "--data", archive)
    assert (code, err) == (2, f"{tmp_path / 'none' / 'spans.csv'}: cannot be written: no such file or directory\n")
    assert sorted(path.name for path in tmp_path.iterdir() if "part" in path.name) == []
