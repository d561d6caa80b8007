"""From a file to an edition: unpack, recognise, read, and find the day. Whatever is no whole edition is refused."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import IO, Any, BinaryIO, cast

from attrs import frozen

from ..zones import local_day
from .catalogue import LISTS, formats
from .entry import Edition, NotAnEdition, slug
from .spelling import squeeze

__all__ = ["Found", "Look", "Meter", "look", "named_day", "read_list"]

_HEAD = 1 << 16
# No list comes near these sizes; an archive bomb does. A text is held whole while it is read, XML is not.
_LARGEST_TEXT = 128 << 20
_LARGEST_XML = 1 << 30
_PIECE = 1 << 20
_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body|<title)", re.IGNORECASE)
_STAMP = re.compile(
    r"(?<![0-9])(20[0-9]{2}|19[0-9]{2})(-?)([01][0-9])\2([0-3][0-9])(?:[T_-]?([0-2][0-9])[:-]?([0-5][0-9])[:-]?([0-5][0-9])Z)?(?![0-9])"
)

_TEXTS = ("sdn_csv", "uk_conlist")
_YEARS = range(1945, 2200)

Meter = Callable[[int], object]


@frozen
class Look:
    """What a file is by its beginning: the module that reads it, and ``"list"`` or the kind of a companion."""

    path: Path
    format: ModuleType
    kind: str


@frozen
class Found:
    """An edition with where it was found: the name of the file and the hash and size of its bytes, unpacked.

    ``captured`` is the day on which the file was fetched, where its name or the caller says so, and ``stamp`` orders
    editions of one day.
    """

    edition: Edition
    format: str
    file: str
    sha256: str
    size: int
    captured: date | None = None
    stamp: str = ""

    @property
    def first(self) -> date:
        """The first day for which the edition speaks."""
        found = self.edition.published or self.captured
        if found is None:
            raise NotAnEdition(
                "bears no date, in it or in its name; say on which day it was fetched: --captured YYYY-MM-DD"
            )
        return found

    @property
    def last(self) -> date:
        """The last day for which it speaks: `first`, but for consolidated laws, which say to which day they are current."""
        return max(self.first, self.edition.current or self.first)


def look(path: Path, list: str) -> Look:
    """Say what the file is, and refuse what is no file of this list. Raises `NotAnEdition` and `OSError`."""
    with _opened(path) as file:
        head = _safely(file.read, _HEAD)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\x1a"):
        raise NotAnEdition("is empty")
    if _PAGE.match(head):
        raise NotAnEdition(f"is a web page, not a list; it begins with {_shown(head)}")
    others = []
    for module in formats():
        kind = module.recognises(head)
        if kind is not None:
            if list in module.LISTS:
                return Look(path, module, kind)
            others.append(module)
    if others:
        names = " or ".join(sorted({name for module in others for name in module.LISTS}))
        raise NotAnEdition(f"is {others[0].NAME}, a file of {names}, not of {list}")
    known = ", ".join(module.NAME for module in formats() if list in module.LISTS)
    raise NotAnEdition(f"is in no format in which {list} is known ({known}); it begins with {_shown(head)}")


def read_list(
    list: str,
    path: Path,
    *,
    captured: date | None = None,
    beside: Iterable[Path] = (),
    meter: Meter | None = None,
) -> Found:
    """Read one file as an edition of a list; ``beside`` are files that belong to it (``alt.csv``, ``add.csv``).

    ``captured`` is the day on which it was fetched (default: what its name says; only asked where the file bears no date).
    ``meter`` is told how many bytes were read. Raises `KeyError` on a list that is not known,
    `NotAnEdition`, `OSError`, and `ImportError` where a parser is missing.
    """
    if list not in LISTS:
        raise KeyError(list)
    found = look(path, list)
    if found.kind != "list":
        raise NotAnEdition(f"is {found.kind}.csv, which belongs beside an sdn.csv of its day; give both")
    companions = {look(one, list).kind: one for one in beside}
    with ExitStack() as stack:
        limit = _LARGEST_TEXT if found.format.__name__.endswith(_TEXTS) else _LARGEST_XML
        tees = {kind: _Tee(stack.enter_context(_opened(one)), None, limit) for kind, one in companions.items()}
        tee = _Tee(stack.enter_context(_opened(path)), meter, limit)
        more: dict[str, Any] = {"beside": tees} if tees else {}
        edition = _safely(found.format.read, tee, list, **more)
        for one in (tee, *tees.values()):  # to the end, so that the hash is of all bytes
            while _safely(one.read, 1 << 20):
                pass
    _check(edition)
    days = [day for day in (edition.published, edition.current, captured) if day is not None]
    if not all(day.year in _YEARS for day in days):
        raise NotAnEdition(f"says that it is of {max(days)}, which no list can be")
    name, at = _named(path.name, LISTS[list].zone)
    whole = hashlib.sha256()
    for one in (tee, *(tees[kind] for kind in sorted(tees))):
        whole.update(one.hash.digest())
    digest = whole.hexdigest() if tees else tee.hash.hexdigest()
    made = Found(edition, found.format.NAME, path.name, digest, tee.size, captured or name, at)
    if captured is not None and made.first > captured:
        raise NotAnEdition(f"is of {made.first}, a day after that on which it is said to be captured, {captured}")
    return made


def named_day(name: str, list: str) -> tuple[date, str] | None:
    """Return the day that a file's name bears, in the zone of the list, with what orders files of one day; ``None`` without one."""
    day, stamp = _named(name, LISTS[list].zone)
    return None if day is None else (day, stamp)


def _check(edition: Edition) -> None:
    if not edition.entries and edition.whole:
        raise NotAnEdition("holds no entry")
    seen: dict[str, str] = {}
    for entry in edition.entries:
        part = slug(entry.key)
        if not part:
            raise NotAnEdition(f"holds an entry whose key {entry.key!r} has no letter or digit")
        if part in seen:
            raise NotAnEdition(f"holds two entries of one key: {seen[part]!r} and {entry.key!r}")
        seen[part] = entry.key


def _named(name: str, zone: str) -> tuple[date | None, str]:
    """Return the one day that a file's name bears, in the zone of the list, and its instant, to order those of one day."""
    days = {}
    for year, _, month, day, *clock in _STAMP.findall(name):
        try:
            hour, minute, second = (int(one or 0) for one in clock)
            at = datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=UTC)
        except ValueError:
            continue
        local = local_day(at, zone) if clock[0] else at.date()
        days[local] = at.isoformat() if clock[0] else ""
    return next(iter(days.items())) if len(days) == 1 else (None, "")


class _Tee:
    """A file that hashes and counts what is read from it, and stops at the size of a bomb."""

    def __init__(self, file: IO[bytes], meter: Meter | None, limit: int) -> None:
        self.file, self.meter, self.limit = file, meter, limit
        self.hash = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(_PIECE), b""))
        data = self.file.read(size)
        self.hash.update(data)
        self.size += len(data)
        if self.size > self.limit:
            raise NotAnEdition(f"is larger than {self.limit >> 20} megabytes unpacked; no list of this format is")
        if self.meter is not None:
            self.meter(len(data))
        return data


def _opened(path: Path) -> BinaryIO:
    """Open a file for reading, unpacked: gzip, bzip2, xz, or a zip with one file in it."""
    if not path.is_file():
        reason = "is a folder; name the files in it" if path.is_dir() else "is not there"
        raise NotAnEdition(reason if path.is_dir() or not os.path.lexists(path) else "is no regular file")
    with path.open("rb") as file:
        magic = file.read(6)
    if magic[:2] == b"\x1f\x8b":
        return cast("BinaryIO", gzip.open(path))
    if magic[:3] == b"BZh":
        return cast("BinaryIO", bz2.open(path))
    if magic == b"\xfd7zXZ\x00":
        return cast("BinaryIO", lzma.open(path))
    if magic[:4] == b"PK\x03\x04":
        return _only_member(path)
    if magic[:4] == b"\x28\xb5\x2f\xfd":
        raise NotAnEdition("is packed with zstd; unpack it first")
    return path.open("rb")


def _only_member(path: Path) -> BinaryIO:
    try:
        packed = zipfile.ZipFile(path)
        names = [one for one in packed.namelist() if not one.endswith("/")]
        if len(names) != 1:
            packed.close()
            raise NotAnEdition(f"is a zip with {len(names)} files in it; unpack it first")
        return cast("BinaryIO", packed.open(names[0]))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise NotAnEdition(f"cannot be unpacked: {squeeze(str(error)).lower()}") from None


def _safely(function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Call what reads packed bytes: an archive that is broken or cut off is no edition."""
    try:
        return function(*arguments, **named)
    except MemoryError:
        raise NotAnEdition("needs more memory than there is; no list does") from None
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise NotAnEdition(f"cannot be unpacked; it is cut off or broken: {squeeze(str(error)).lower()}") from None


def _shown(head: bytes) -> str:
    words = squeeze(head[:400].decode("utf-8", "replace"))
    return repr(words[:60])
