"""Real series of editions: a cut of the SDN List that is shipped, and whole series where they lie beside the checkout.

The whole SDN series is asked for: ``WHOLE_SERIES=1 pytest tests/test_real_series.py``. What is expected of it is counted here from
the rows themselves, without the readers.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import shutil
import subprocess
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

import sanctions_tracker as st
from sanctions_tracker.archive import Added, Archive, told_of
from sanctions_tracker.lists import Found, read_list

CUT = Path(__file__).parent.parent / "examples" / "editions"
RENAMED = Path(__file__).parent / "lists" / "series"
SDN = "us-ofac-sdn"
ASKED = bool(os.environ.get("WHOLE_SERIES"))

Row = tuple[str, ...]


def data(*parts: str) -> Path:
    """Return a folder of the real data, which lie in ``shared/data`` beside the checkout or above it; skip without it."""
    for above in Path(__file__).resolve().parents:
        found = above.joinpath("shared", "data", *parts)
        if found.exists():
            return found
    pytest.skip(f"needs shared/data/{'/'.join(parts)}, which is not here")


def unpacked(folder: Path) -> Path:
    packed = data("us-ofac-sdn-csv", "editions_2021-08_2023-06.tar.zst")
    program = shutil.which("zstd")
    if program is None:
        pytest.skip("needs the program zstd")
    tar = folder / "editions.tar"
    subprocess.run([program, "-q", "-d", "--long=31", str(packed), "-o", str(tar)], check=True)
    shutil.unpack_archive(tar, folder, filter="data")
    return folder


def rows_of(path: Path) -> dict[str, Row]:
    """Return the rows of an ``sdn.csv`` by their numbers, with single blanks."""
    text = path.read_bytes().rstrip(b"\x1a \r\n").decode("utf-8-sig", "replace")
    rows = csv.reader(io.StringIO(text, newline=""))
    return {row[0].strip(): tuple(" ".join(cell.split()) for cell in row) for row in rows}


class Series(NamedTuple):
    """A series, imported: its editions as found, what each changed, and the archive with the register that it tells."""

    files: list[Path]
    found: list[Found]
    added: list[Added]
    archive: Path
    register: st.Register

    def days(self) -> Iterator[tuple[date, dict[str, Row]]]:
        """Yield each day of an edition, with the rows of the last one of that day."""
        last = {found.first: path for found, path in zip(self.found, self.files, strict=True)}
        for day, path in last.items():
            yield day, rows_of(path)

    def acts(self, key: str) -> list[tuple[str, str]]:
        acts = self.register.sanction(f"{self.found[0].edition.list}/{key}").transitions
        return [(act.event, str(act.effective)) for act in acts]


def imported(list: str, files: Iterable[Path], archive: Path) -> Series:
    pairs = [(read_list(list, path), path) for path in files]
    pairs.sort(key=lambda pair: (pair[0].first, pair[0].last, pair[0].stamp))
    with Archive(archive, create=True) as opened:
        added = [opened.add(found, accept=True) for found, _ in pairs]
    return Series([path for _, path in pairs], [found for found, _ in pairs], added, archive, st.load(archive))


whole_series = pytest.param(
    "whole",
    marks=[
        pytest.mark.whole_series,
        pytest.mark.skipif(not ASKED, reason="the whole series takes two minutes; ask for it with WHOLE_SERIES=1"),
    ],
)


@pytest.fixture(scope="module", params=["cut", whole_series])
def series(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Series:
    """The SDN List in 2022, cut; and where it is asked for, 201 editions of two years."""
    folder = tmp_path_factory.mktemp("series")
    files = CUT if request.param == "cut" else unpacked(folder)
    return imported(SDN, files.rglob("sdn_*.csv"), folder / "lists.sqlite")


def test_each_edition_is_told_from_the_one_before(series: Series) -> None:
    before: dict[str, Row] = {}
    for path, found, added in zip(series.files, series.found, series.added, strict=True):
        now = rows_of(path)
        amended = sum(before[key] != now[key] for key in before.keys() & now.keys())
        counted = (len(now), len(now.keys() - before.keys()), len(before.keys() - now.keys()), amended)
        assert (len(found.edition.entries), added.came, added.left, added.amended) == counted, path.name
        before = now


def test_an_entry_is_in_force_on_the_day_of_every_edition_that_holds_it_and_of_no_other(series: Series) -> None:
    held: dict[str, list[date]] = {}
    every = []
    for day, rows in series.days():
        every.append(day)
        for key in rows:
            held.setdefault(key, []).append(day)
    assert {f"{SDN}/{key}" for key in held} <= {one.id for one in series.register.sanctions}
    for key, days in held.items():
        for span in series.register.timeline(f"{SDN}/{key}").spans():
            inside = [
                bisect_left(some, span.to or date.max) - bisect_left(some, span.from_ or date.min)
                for some in (days, every)
            ]
            binds = {one.state for one in span.possible} == {st.State.IN_FORCE}
            # Where it is certain that it binds, every edition holds it; elsewhere none does.
            assert inside[0] == (inside[1] if binds else 0), (key, span)


def test_what_left_is_lifted_on_the_day_of_the_first_edition_without_it_and_not_before(series: Series) -> None:
    left = []
    for (day, before), (next_day, now) in pairwise(series.days()):
        for key in before.keys() - now.keys():
            id = f"{SDN}/{key}"
            left.append(id)
            assert series.register.status(id, day).words == "in force"
            assert series.register.status(id, next_day).words == "lifted"
            for number in range(1, (next_day - day).days):
                assert series.register.status(id, day + timedelta(number)).words == "in force or lifted"
    assert len(left) == sum(added.left for added in series.added) > 0
    told = {one.id for one in series.register.sanctions if any(act.event == "lift" for act in one.transitions)}
    assert told == set(left)  # and nobody else


def test_every_hash_of_the_archive_holds(series: Series) -> None:
    with Archive(series.archive) as archive:
        # The very same bytes, captured twice on one day, are one edition.
        assert len(archive.editions(SDN)) == len({(one.first, one.sha256) for one in series.found})
        assert len(archive.editions(SDN)) == sum(one.new for one in series.added)
        assert archive.verify() == ()


def test_one_name_under_another_number_is_another_entry(series: Series) -> None:
    if len(series.files) < 100:
        assert series.acts("38499")[1] == ("lift", "[2022-11-02..2022-11-08]")
        assert series.acts("39796") == [("impose", "[2022-11-02..2022-11-08]")]
    else:
        assert series.acts("38499") == [("impose", "[2022-08-03..2022-08-08]"), ("lift", "2022-11-08")]
        assert series.acts("39796") == [("impose", "2022-11-08")]
    names = {series.register.sanction(f"{SDN}/{key}").title for key in ("38499", "39796")}
    assert names == {"TORNADO CASH"}


@pytest.mark.parametrize("series", [whole_series], indirect=True)
def test_the_whole_series(series: Series) -> None:
    assert len(series.files) == 201
    of_2022 = [added for added in series.added if added.edition.first.year == 2022]
    assert sum(added.left for added in of_2022) == 133
    renamed = {added.edition.first: (added.left, added.amended) for added in series.added}[date(2021, 8, 20)]
    assert renamed == (0, 36)


CHANGES = """\
2022-01-05 98 0 0
2022-01-31 0 1 0
2022-02-28 2 0 0
2022-03-30 1 0 1
2022-03-31 0 1 0
2022-04-11 2 21 0
2022-04-22 0 2 0
2022-04-29 0 0 1
2022-05-20 0 6 3
2022-05-25 0 2 0
2022-05-27 0 11 0
2022-06-28 0 2 0
2022-07-29 0 1 0
2022-08-02 1 1 0
2022-08-19 1 7 0
2022-09-14 0 0 0
2022-09-15 1 8 0
2022-09-30 0 0 0
2022-11-01 0 0 0
2022-11-08 1 1 0
2022-11-14 0 1 1
2022-11-30 0 0 0
2022-12-12 0 11 0
2022-12-16 0 10 0
2022-12-28 0 2 0
"""


@pytest.fixture(name="cut", scope="module")
def _cut(tmp_path_factory: pytest.TempPathFactory) -> Series:
    return imported(SDN, CUT.glob("*.csv"), tmp_path_factory.mktemp("cut") / "lists.sqlite")


def test_what_came_left_and_was_amended_in_the_cut(cut: Series) -> None:
    told = [f"{one.edition.first} {one.came} {one.left} {one.amended}\n" for one in cut.added]
    assert "".join(told) == CHANGES


def test_the_cut_is_small_and_ends_as_the_whole_does() -> None:
    assert sum(path.stat().st_size for path in CUT.iterdir()) < 300_000
    for path in (*CUT.glob("*.csv"), *RENAMED.glob("*.csv")):
        assert path.read_bytes().endswith(b"\r\n\x1a"), path.name


def test_the_cut_prints_no_number_of_a_person() -> None:
    number = re.compile(r"\bNo\b|Number|#|Passport|SSN|Cedula|\bID\b|Phone|@|[0-9]{6,}", re.IGNORECASE)
    for path in (*CUT.glob("*.csv"), *RENAMED.glob("*.csv")):
        rows = rows_of(path).values()
        assert [row for row in rows if row[2] == "individual" and number.search(row[11])] == []
        assert not any("SSN" in row[11] for row in rows)


def test_an_amended_entry_has_not_left(cut: Series) -> None:
    assert cut.acts("4691") == cut.acts("9760") == [("impose", "[..2022-01-05]")]
    with Archive(cut.archive) as archive:
        programs = [(one.edition.first, one.entry and one.entry.programs) for one in told_of(archive, f"{SDN}/4691")]
        names = [(one.edition.first, one.entry and one.entry.name) for one in told_of(archive, f"{SDN}/9760")]
    assert programs == [(date(2022, 1, 5), ("FTO", "SDGT")), (date(2022, 5, 20), ("SDGT",))]
    assert names == [
        (date(2022, 1, 5), "LUKASHENKA, Alyaksandr Hryhoryavich"),
        (date(2022, 3, 30), "LUKASHENKA, Alyaksandr Ryhorovich"),
    ]


def test_a_renamed_program_is_no_removal(tmp_path: Path) -> None:
    series = imported(SDN, RENAMED.glob("*.csv"), tmp_path / "lists.sqlite")
    assert [(one.edition.first, one.came, one.left, one.amended) for one in series.added] == [
        (date(2021, 8, 19), 58, 0, 0),
        (date(2021, 8, 20), 8, 0, 26),
    ]
    before, now = (rows for _, rows in series.days())
    renamed = [key for key, row in before.items() if row[3] == "BELARUS-EO"]
    assert len(renamed) == 23
    for key in renamed:
        assert now[key][3] == "BELARUS-EO14038"
        assert series.acts(key) == [("impose", "[..2021-08-19]")]
        assert series.register.sanction(f"{SDN}/{key}").program == "BELARUS-EO14038"
        for day in ("2021-08-19", "2021-08-20"):
            assert series.register.status(f"{SDN}/{key}", day).words == "in force"


@pytest.fixture(name="united_nations", scope="module")
def _united_nations(tmp_path_factory: pytest.TempPathFactory) -> Series:
    files = data("un-consolidated-xml").glob("*.xml.gz")
    return imported("un-sc", files, tmp_path_factory.mktemp("un") / "lists.sqlite")


def test_a_reference_that_changes_and_changes_back_is_no_removal(united_nations: Series) -> None:
    id = "un-sc/6908614"
    with Archive(united_nations.archive) as archive:
        told = [(one.edition.first, one.entry) for one in told_of(archive, id)]
    references = [(day, dict(entry.identifiers)["UN reference"]) for day, entry in told if entry is not None]
    assert references == [
        (date(2021, 1, 27), "KPi.055"),
        (date(2023, 8, 9), "KPi.055.1"),
        (date(2023, 8, 11), "KPi.055"),
    ]
    assert united_nations.acts("6908614") == [("impose", "2017-08-05")]


def test_a_printed_day_of_listing_between_two_editions_is_the_day(united_nations: Series) -> None:
    (rajab,) = [one for one in united_nations.register.sanctions if one.identifiers.get("UN reference") == "QDi.434"]
    assert united_nations.acts(rajab.id.partition("/")[2]) == [("impose", "2023-04-26")]
    status = united_nations.register.status
    assert status(rajab.id, "2023-04-25").words == "not imposed"
    assert status(rajab.id, "2023-04-26").words == "in force"
    assert (
        status(rajab.id, "2023-04-26", known_on="2023-08-08").words == "not imposed"
    )  # no edition that was held showed it


def test_who_left_the_list_of_the_united_nations(united_nations: Series) -> None:
    added = united_nations.added
    assert [(str(one.edition.first), one.came, one.left) for one in added] == [
        ("2021-01-27", 1003, 0),
        ("2022-06-30", 17, 67),
        ("2023-04-18", 6, 4),
        ("2023-08-09", 3, 4),
        ("2023-08-11", 1, 0),
    ]
    lifted = [one for one in united_nations.register.sanctions if any(act.event == "lift" for act in one.transitions)]
    assert len(lifted) == 75


@pytest.mark.whole_series
@pytest.mark.skipif(not os.environ.get("WHOLE_SERIES"), reason="asked for with WHOLE_SERIES=1")
def test_the_consolidated_list_and_its_programs(tmp_path: Path) -> None:
    files = data("us-ofac-consolidated-xml").glob("*.xml.gz")
    series = imported("us-ofac-consolidated", files, tmp_path / "lists.sqlite")
    assert len(series.found) == 31
    keys = [
        set(re.findall(rb"<sdnEntry>\s*<uid>([0-9]+)</uid>", gzip.decompress(path.read_bytes())))
        for path in series.files
    ]
    assert [(one.came, one.left) for one in series.added[1:]] == [
        (len(now - before), len(before - now)) for before, now in pairwise(keys)
    ]
    changed = []
    for before, now in pairwise(series.found):
        programs = {entry.key: entry.programs for entry in before.edition.entries}
        changed += [one.key for one in now.edition.entries if programs.get(one.key, one.programs) != one.programs]
    assert changed
    newest = {entry.key for entry in series.found[-1].edition.entries}
    for key in newest.intersection(changed):
        assert [event for event, _ in series.acts(key)] == ["impose"], key
    assert all(entry.programs for entry in series.found[-1].edition.entries)


def test_whom_canada_added_in_june_2021_is_listed_on_the_day_of_the_law(tmp_path: Path) -> None:
    files = data("ca-justice-laws", "belarus").glob("*.xml")
    series = imported("ca-laws", files, tmp_path / "lists.sqlite")
    assert len(series.found) == 17
    added = {entry.key for entry in series.found[1].edition.entries} - {
        entry.key for entry in series.found[0].edition.entries
    }
    assert len(added) == 22
    for key in added:
        assert series.acts(key) == [("impose", "2021-06-17")]
        status = series.register.status
        assert status(f"ca-laws/{key}", "2021-06-16").words == "not imposed"
        assert status(f"ca-laws/{key}", "2021-06-17").words == "in force"
        assert status(f"ca-laws/{key}", "2021-06-17", known_on="2021-06-20").words == "not imposed"
