"""The commands that fill archives of official lists and look into them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .asking import DONE, MISUSE, PROBLEMS, UNKNOWN, Failed, asked, print_rows, typed_day
from .progress import progress
from .show import clean

if TYPE_CHECKING:
    from ..archive import Added, Archive, EditionRow
    from ..lists import Entry, Found
    from ..lists.reading import Meter

__all__ = ["archive_editions", "archive_history", "archive_verify", "import_"]


def import_(options: Any) -> int:
    from ..lists import LISTS
    from ..problems import nearest

    if options.list not in LISTS:
        raise Failed(
            UNKNOWN, f"no list {options.list!r} is known{nearest(options.list, LISTS)}; one of: {', '.join(LISTS)}"
        )
    _check_place(Path(options.into))
    captured = None if options.captured is None else typed_day(options.captured, "--captured")
    arrived = None if options.arrived is None else typed_day(options.arrived, "--arrived")
    try:
        with _opened(options.into, create=True) as archive:
            before = len(archive.editions(options.list))
            refused = _Import(options, archive, captured, arrived).run()
            if not options.quiet:
                _summary(archive, options.list, before)
    except ImportError as error:
        raise Failed(MISUSE, str(error)) from None
    return PROBLEMS if refused else DONE


def _check_place(path: Path) -> None:
    if not path.name or path.is_dir():
        raise Failed(MISUSE, f"{path}: is a folder; name the file of the archive, as in {path / 'lists.sqlite'}")
    if not path.parent.is_dir():
        raise Failed(MISUSE, f"{path}: its folder is not there")
    if path.exists() and not path.is_file():
        raise Failed(MISUSE, f"{path}: is no regular file")


class _Import:
    """One run of ``import``: its files in the order of their days, each taken or refused by itself."""

    def __init__(self, options: Any, archive: Archive, captured: date | None, arrived: date | None) -> None:
        self.options, self.archive, self.captured, self.arrived = options, archive, captured, arrived
        self.refused = 0

    def run(self) -> int:
        files = self.sorted(self.grouped([Path(name) for name in options_files(self.options)]))
        if self.captured is not None and len(files) > 1:
            raise Failed(MISUSE, "--captured says the day of one edition; import the others by themselves")
        with _bytes_read(self.options.quiet, [path for path, _ in files]) as meter:
            for path, beside in files:
                self.one(path, beside, meter)
        return self.refused

    def refuse(self, path: Path, reason: object) -> None:
        self.refused += 1
        print(clean(f"{path}: refused: {reason}"), file=sys.stderr)

    def grouped(self, paths: Sequence[Path]) -> list[tuple[Path, list[Path]]]:
        """Put files that belong beside a list (``alt.csv``, ``add.csv``) with the one that has their day in its name, or the only one."""
        from ..lists import NotAnEdition, look
        from ..lists.reading import named_day

        lists: list[tuple[Path, list[Path]]] = []
        others = []
        for path in paths:
            try:
                kind = look(path, self.options.list).kind
            except (NotAnEdition, OSError) as error:
                self.refuse(path, _reason(error))
                continue
            if kind == "list":
                lists.append((path, []))
            else:
                others.append(path)
        for path in others:
            day = named_day(path.name, self.options.list)
            mine = [
                one for one in lists if len(lists) == 1 or (day and named_day(one[0].name, self.options.list) == day)
            ]
            if len(mine) == 1:
                mine[0][1].append(path)
            else:
                self.refuse(path, "belongs beside an sdn.csv, and none of the files given has its day in its name")
        return lists

    def sorted(self, files: list[tuple[Path, list[Path]]]) -> list[tuple[Path, list[Path]]]:
        """Order files by the day in their names, else by that which they state: older ones first, so that none comes late."""
        from ..lists.reading import named_day

        days: dict[Path, Any] = {path: named_day(path.name, self.options.list) for path, _ in files}
        if len(files) > 1 and None in days.values():
            for path, beside in files:
                found = self.read(path, beside, None)
                days[path] = None if found is None else (found.first, found.edition.whole, found.last, found.stamp)
        else:
            days = {path: (day, path.name) for path, day in days.items()}
        return sorted((one for one in files if days[one[0]] is not None), key=lambda one: days[one[0]])

    def read(self, path: Path, beside: Sequence[Path], meter: Meter | None) -> Found | None:
        from ..lists import NotAnEdition, read_list

        try:
            found = read_list(self.options.list, path, captured=self.captured, beside=beside, meter=meter)
            found.first  # noqa: B018 - raises where no day is known
        except (NotAnEdition, OSError) as error:
            self.refuse(path, _reason(error))
            return None
        return found

    def one(self, path: Path, beside: Sequence[Path], meter: Meter | None) -> None:
        from ..archive import Refused

        found = self.read(path, beside, meter)
        if found is None:
            return
        today = date.today()  # noqa: DTZ011 - where the person at the keyboard is; a day of grace for who is further east
        if found.last > today + timedelta(days=1):
            self.refuse(path, f"is of {found.last}, a day that has not come")
            return
        arrived = self.arrived or today  # a late one came now, which is what readers of earlier days must not be told
        share = self.options.limit / 100
        try:
            added = self.archive.add(found, arrived=arrived, limit=share, accept=self.options.accept_large_change)
        except Refused as error:
            self.refuse(path, error)
            return
        if not self.options.quiet:
            _write(clean(_told(path, added)))


def options_files(options: Any) -> list[str]:
    return list(dict.fromkeys(options.file))


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)


def _told(path: Path, added: Added) -> str:
    row = added.edition
    if not added.new:
        return f"{path}: is held already, as edition {row.number} of {row.first}"
    came = "" if not row.late else f"; came late, known from {row.known}"
    more = "" if row.accepted is None else f"; a large change, accepted ({row.accepted:.1%})"
    return (
        f"{path}: edition of {row.first}: {row.entries:,} entries; {added.came:,} came, {added.left:,} left, "
        f"{added.amended:,} amended{came}{more}"
    )


def _summary(archive: Archive, list: str, before: int) -> None:
    rows = archive.editions(list)
    if not rows:
        return
    days = f"{min(row.first for row in rows)} to {max(row.last for row in rows)}"
    _write(clean(f"{archive.path}: {len(rows):,} editions of {list}, {days}; {len(rows) - before:,} new"))


def _write(line: str) -> None:
    """Print a line, above the progress bar where there is one."""
    bar = sys.modules.get("tqdm")
    if bar is not None and sys.stderr.isatty():
        bar.tqdm.write(line)
    else:
        print(line)


@contextmanager
def _bytes_read(quiet: bool, paths: Sequence[Path]) -> Iterator[Meter | None]:
    """Show how many bytes are read, of how many where the files are not packed."""
    packed = any(path.suffix in (".gz", ".bz2", ".xz", ".zip") for path in paths)
    total = None if packed else sum(path.stat().st_size for path in paths)
    with progress(quiet, "import", "B", total) as bar:
        yield None if bar is None else bar.update


@contextmanager
def _opened(path: str, *, create: bool = False) -> Iterator[Archive]:
    """Open an archive for a command: what is wrong with it is one line and the code of misuse."""
    from ..archive import Archive, ArchiveError

    try:
        with Archive(path, create=create) as archive:
            yield archive
    except ArchiveError as error:
        raise Failed(MISUSE, str(error)) from None


def archive_editions(options: Any) -> int:
    with _opened(options.archive) as archive:
        rows = archive.editions()
    data = [_edition(row) for row in rows]
    columns = ("number", "list", "part", "day", "to", "entries", "removed", "known", "marks", "file")
    print_rows(options, data, columns, lambda: data, title=f"{len(rows)} editions in {options.archive}")
    return DONE


def _edition(row: EditionRow) -> dict[str, Any]:
    marks = [
        word
        for word, holds in (
            ("late", row.late),
            ("changes only", not row.whole),
            ("large change", row.accepted is not None),
        )
        if holds
    ]
    return {
        "number": row.number,
        "list": row.list,
        "part": row.part,
        "day": str(row.first),
        "to": str(row.last) if row.last != row.first else None,
        "entries": row.entries,
        "removed": row.removed,
        "known": str(row.known),
        "marks": marks,
        "file": row.file,
        "format": row.format,
        "sha256": row.sha256,
        "hash": row.hash,
    }


def archive_verify(options: Any) -> int:
    with _opened(options.archive) as archive:
        problems = archive.verify()
        count = 0 if problems else len(archive.editions())
    for line in problems:
        print(clean(f"{options.archive}: {line}"), file=sys.stderr)
    if not problems:
        print(clean(f"{options.archive}: {count:,} editions, every hash holds"))
    return PROBLEMS if problems else DONE


def archive_history(options: Any) -> int:
    from ..archive import told_of

    with _opened(options.archive) as archive:
        told = asked(lambda: told_of(archive, options.name))
    rows: list[dict[str, Any]] = []
    before: Entry | None = None
    for one in told:
        for what, old, new in _differences(before, one.entry):
            rows.append({"edition": str(one.edition.first), "what": what, "before": old, "after": new})
        before = one.entry
    title = f"What the editions say of {options.name}, wherever it changes"
    print_rows(options, rows, ("edition", "what", "before", "after"), lambda: rows, title=title)
    return DONE


def _differences(before: Entry | None, after: Entry | None) -> Iterator[tuple[str, str | None, str | None]]:
    if before is None or after is None or before.present != after.present:
        here = after is not None and after.present
        name = (after or before).name if after or before else ""  # type: ignore[union-attr]
        yield ("on the list" if here else "not on the list"), None, name
        if before is None or after is None:
            return
    old, new = _facts(before), _facts(after)
    for field in sorted(old.keys() | new.keys()):
        gone, come = old.get(field, set()) - new.get(field, set()), new.get(field, set()) - old.get(field, set())
        if gone or come:
            yield field, "; ".join(sorted(gone)) or None, "; ".join(sorted(come)) or None


def _facts(entry: Entry) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {
        "name": {entry.name},
        "kind": {entry.kind},
        "aliases": set(entry.aliases),
        "programs": set(entry.programs),
        "legal basis": set(entry.legal_basis),
        "dates": {one.words for one in entry.dates},
    }
    for name, value in (*entry.identifiers, *entry.words):
        found.setdefault(name, set()).add(value)
    return found
