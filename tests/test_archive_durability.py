"""An archive loses nothing: killed, full, read-only, written twice at once, or with a byte turned over."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sanctions_tracker.archive import Archive, ArchiveError, tell
from sanctions_tracker.lists import Found

from .editions import day, entry, found

NAME = "lists.sqlite"


def series(count: int, size: int = 40) -> list[Found]:
    """Editions of which each brings some entries, drops one and amends one."""
    return [
        found(
            day(number),
            [entry(str(key), f"NAME {key} {'AMENDED ' * (key == number)}") for key in range(number, number + size)],
        )
        for number in range(count)
    ]


def child(run: Callable[[], object]) -> int:
    """Run something in a process of its own and return its number; it never comes back here."""
    with (
        warnings.catch_warnings()
    ):  # Python 3.12 warns where other tests have left threads behind; the child uses none of them
        warnings.simplefilter("ignore", DeprecationWarning)
        number = os.fork()
    if number == 0:
        code = 1
        try:
            run()
            code = 0
        finally:
            os._exit(code)
    return number


def ended(number: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def told(path: Path) -> list[object]:
    with Archive(path) as archive:
        return [*archive.editions(), *tell(archive)]


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / NAME


def test_killed_at_a_hundred_moments_no_edition_is_lost_and_none_is_half(tmp_path: Path) -> None:
    editions = series(30)

    def everything(path: Path) -> None:
        with Archive(path, create=True) as archive:
            for one in editions:
                archive.add(one)

    start = time.perf_counter()
    everything(tmp_path / "whole.sqlite")
    span = min(time.perf_counter() - start, 0.1)  # on a busy machine it may be anything
    whole = told(tmp_path / "whole.sqlite")
    chance = random.Random(20211218)
    path = tmp_path / NAME
    counts = set()
    held = 0
    for _ in range(100):
        number = child(lambda: everything(path))
        time.sleep(chance.uniform(0, span))
        os.kill(number, signal.SIGKILL)
        ended(number)
        if not path.exists():
            continue
        with Archive(path, create=True) as archive:
            assert archive.verify() == ()
            rows = archive.editions()
        assert [row.sha256 for row in rows] == [one.sha256 for one in editions[: len(rows)]]
        assert all(row.entries == 40 for row in rows)
        assert len(rows) >= held  # what one run had written, the next finds
        held = len(rows)
        counts.add(held)
        if held == len(editions):
            path.unlink()
            held = 0
    assert len(counts) > 5, "the moments were not spread over the import"
    everything(path)
    assert told(path) == whole


def test_a_full_disk_ends_the_import_and_nothing_else(path: Path) -> None:
    with Archive(path, create=True) as archive:
        archive.add(found(day(0), [entry("1")]))
    before = told(path)
    large = found(day(1), [entry(str(number), "LONG " * 40) for number in range(3000)])

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 65536,) * 2)
        with Archive(path) as archive:
            with pytest.raises(ArchiveError, match=r"lists\.sqlite: cannot be written: .*; nothing was changed"):
                archive.add(large, accept=True)
            assert len(archive.editions()) == 1

    assert ended(child(fill)) == 0
    with Archive(path) as archive:
        assert archive.verify() == ()
    assert told(path) == before
    with Archive(path) as archive:  # and with room again it goes on
        assert archive.add(large, accept=True).new


def test_a_first_import_on_a_full_disk_leaves_no_file_or_an_empty_archive(path: Path) -> None:
    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        with pytest.raises(ArchiveError, match="cannot be written"), Archive(path, create=True) as archive:
            archive.add(found(day(0), [entry("1")]))

    assert ended(child(fill)) == 0
    with Archive(path, create=True) as archive:
        assert archive.editions() == ()
        assert archive.add(found(day(0), [entry("1")])).new
        assert archive.verify() == ()


def test_a_read_only_folder_can_be_read_and_not_written(path: Path) -> None:
    with Archive(path, create=True) as archive:
        archive.add(found(day(0), [entry("1")]))
    path.chmod(0o444)
    path.parent.chmod(0o555)

    def look() -> None:
        if os.geteuid() == 0:  # to whom nothing is forbidden
            path.parent.parent.chmod(0o755)
            os.setuid(65534)
        with Archive(path) as archive:
            assert len(archive.editions()) == 1
            assert archive.verify() == ()
            with pytest.raises(ArchiveError) as caught:
                archive.add(found(day(1), [entry("1")]))
            assert str(caught.value) == (
                f"{path}: cannot be written: attempt to write a readonly database; nothing was changed"
            )
        with pytest.raises(ArchiveError) as caught, Archive(path.with_name("new.sqlite"), create=True) as archive:
            archive.add(found(day(1), [entry("1")]))
        assert str(caught.value) == f"{path.with_name('new.sqlite')}: cannot be opened: unable to open database file"

    parents = [one for one in path.parents if str(one).startswith("/tmp") and one != Path("/tmp")]
    for one in parents[1:]:
        one.chmod(0o755)
    try:
        assert ended(child(look)) == 0
    finally:
        path.parent.chmod(0o755)
    assert len(told(path)) == 2


def test_two_imports_at_once_wait_for_each_other(path: Path) -> None:
    editions = series(12)

    def some(which: slice) -> None:
        with Archive(path, create=True) as archive:
            for one in editions[which]:
                archive.add(one, arrived=date(2026, 11, 22))

    numbers = [child(lambda which=which: some(which)) for which in (slice(0, None, 2), slice(1, None, 2))]  # type: ignore[misc]
    assert [ended(number) for number in numbers] == [0, 0]
    with Archive(path) as archive:
        assert archive.verify() == ()
        assert {row.sha256 for row in archive.editions()} == {one.sha256 for one in editions}


def test_one_that_has_waited_long_enough_says_so_and_changes_nothing(path: Path) -> None:
    with Archive(path, create=True) as archive:
        archive.add(found(day(0), [entry("1")]))
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with Archive(path, wait=0.05) as archive:
            assert len(archive.editions()) == 1  # reading goes on
            with pytest.raises(ArchiveError) as caught:
                archive.add(found(day(1), [entry("2")]))
        assert str(caught.value) == f"{path}: another import is writing to it; try again when that has ended"
        other.execute("ROLLBACK")
    other.close()
    assert len(told(path)) == 2


def test_what_another_process_added_in_between_is_seen(path: Path) -> None:
    with Archive(path, create=True) as one, Archive(path, create=True) as other:
        one.add(found(day(0), [entry("1")]))
        other.add(found(day(1), [entry("1"), entry("2")]))
        added = one.add(found(day(2), [entry("2"), entry("3")]), accept=True)
        assert (added.came, added.left) == (1, 1)
        assert one.verify() == ()


def test_nothing_in_an_archive_can_be_changed_or_deleted(path: Path) -> None:
    with Archive(path, create=True) as archive:
        archive.add(found(day(0), [entry("1")]))
    with sqlite3.connect(path) as other:
        for statement in ("UPDATE edition SET file = ''", "DELETE FROM version", "UPDATE toggle SET version = 2"):
            with pytest.raises(sqlite3.IntegrityError, match="^an archive is only ever added to$"):
                other.execute(statement)
    other.close()


def test_a_turned_byte_is_found_or_touches_nothing(path: Path, tmp_path: Path) -> None:
    with Archive(path, create=True) as archive:
        for one in series(3, 700):
            archive.add(one)
    right = told(path)
    data = path.read_bytes()
    chance = random.Random(5)
    harmless = 0
    for _ in range(60):
        broken = tmp_path / "broken.sqlite"
        place = chance.randrange(len(data))
        broken.write_bytes(data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :])
        try:
            with Archive(broken) as archive:
                problems = archive.verify()
        except ArchiveError:
            continue
        if not problems:  # a byte that says nothing: a counter in the header, or spare room in a page of an index
            assert told(broken) == right
            harmless += 1
    assert harmless < 15


def test_verify_names_the_edition_of_a_turned_byte(path: Path, tmp_path: Path) -> None:
    editions = series(6)
    with Archive(path, create=True) as archive:
        for one in editions:
            archive.add(one)
    data = path.read_bytes()
    mark = b"NAME 42 "  # came with the edition of the third day, number 3
    assert data.count(mark) == 1
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(data.replace(mark, b"NAME 43 "))
    with Archive(broken) as archive:
        problems = archive.verify()
    assert problems == ("edition 4 is damaged: its entry '42' is not what was imported",) or problems[:1] == (
        "edition 4 is damaged: its entry '42' is not what was imported",
    )
    broken.write_bytes(data.replace(editions[4].sha256.encode(), editions[4].sha256.encode()[::-1]))
    with Archive(broken) as archive:
        problems = archive.verify()
    assert (
        "edition 5 (us-ofac-sdn, 2021-08-22, 2021-08-22.csv) is not what was imported: its hash does not hold"
        in problems
    )


def test_an_edition_taken_out_is_missed(path: Path) -> None:
    with Archive(path, create=True) as archive:
        for one in series(4):
            archive.add(one)
    with sqlite3.connect(path, isolation_level=None) as other:
        keep = other.execute("SELECT sql FROM sqlite_master WHERE name = 'edition_delete'").fetchone()[0]
        other.execute("DROP TRIGGER edition_delete")
        other.execute("PRAGMA foreign_keys = OFF")
        other.execute("DELETE FROM edition WHERE number = 2")
        other.execute(keep)
    other.close()
    with Archive(path) as archive:
        problems = archive.verify()
    assert "edition 2 is missing" in problems


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty, not an archive of lists"),
        (b"SQLite format 3\x00 and no more", "cannot be opened: file is not a database"),
        (b"not a database at all, but long enough to be one" * 40, "cannot be opened: file is not a database"),
    ],
)
def test_what_is_no_archive_is_refused_in_one_line(path: Path, content: bytes, message: str) -> None:
    path.write_bytes(content)
    with pytest.raises(ArchiveError) as caught:
        Archive(path)
    assert str(caught.value) == f"{path}: {message}"


def test_another_database_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE edition (number)")
    other.close()
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(ArchiveError) as caught:
            Archive(path, create=create)
        assert str(caught.value) == f"{path}: is another database, not an archive of lists"
    assert path.read_bytes() == before


def test_an_archive_with_tables_of_somebody_else_is_refused(path: Path) -> None:
    with Archive(path, create=True) as archive:
        archive.add(found(day(0), [entry("1")]))
    with sqlite3.connect(path) as other:
        other.execute("CREATE TRIGGER more AFTER INSERT ON edition BEGIN SELECT 1; END")
    other.close()
    with pytest.raises(ArchiveError) as caught:
        Archive(path)
    assert str(caught.value) == f"{path}: has tables that are not those of an archive; it was changed by something else"
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 9")
    other.close()
    with pytest.raises(ArchiveError) as caught:
        Archive(path)
    assert str(caught.value) == f"{path}: is an archive of format 9; this version reads format 1"


def test_an_archive_that_is_not_there_is_said_to_be_missing(path: Path) -> None:
    with pytest.raises(ArchiveError) as caught:
        Archive(path)
    assert str(caught.value) == f"{path}: is not there, or no file"
    shutil.rmtree(path.parent)
    with pytest.raises(ArchiveError) as caught, Archive(path, create=True) as archive:
        archive.add(found(day(0), [entry("1")]))
    assert str(caught.value) == f"{path}: cannot be opened: unable to open database file"
