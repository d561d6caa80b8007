"""Editions of lists made for tests: as values, and as files of the shape of ``sdn.csv``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from sanctions_tracker.lists import Dated, Edition, Entry, Found, Meaning

LIST = "us-ofac-sdn"
START = date(2021, 8, 18)


def day(number: int) -> date:
    return START + timedelta(days=number)


def entry(key: str, name: str | None = None, *, listed: Iterable[date] = (), **more: object) -> Entry:
    dates = [Dated(Meaning.LISTED, one, f"LISTED_ON {one}") for one in listed]
    return Entry(key, name or f"NAME {key}", "entity", dates=dates, **more)  # type: ignore[arg-type]


def found(
    published: date,
    entries: Iterable[Entry],
    *,
    list: str = LIST,
    part: str = "",
    current: date | None = None,
    whole: bool = True,
    stamp: str = "",
) -> Found:
    edition = Edition(list, tuple(entries), published, current, part, whole)
    digest = hashlib.sha256(repr((edition, stamp)).encode()).hexdigest()
    return Found(edition, "made for a test", f"{published}{stamp}.csv", digest, 100, None, stamp)


def sdn_csv(entries: Mapping[str, str], program: str = "CUBA") -> bytes:
    rows = [f'{key},"{name}",-0- ,"{program}"' + ",-0- " * 8 for key, name in entries.items()]
    return "\r\n".join([*rows, "\x1a"]).encode()


def write(folder: Path, published: date, entries: Mapping[str, str], program: str = "CUBA") -> Path:
    path = folder / f"sdn_{published}.csv"
    path.write_bytes(sdn_csv(entries, program))
    return path
