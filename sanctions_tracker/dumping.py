"""Write a register as a data folder, in one spelling."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import TypeVar

from .records import (
    dump_authorities,
    dump_negotiations,
    dump_people,
    dump_reliefs,
    dump_sanction,
    dump_statements,
    dump_subjects,
)
from .register import Register

__all__ = ["dump", "dumps"]

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def dumps(register: Register) -> dict[str, str]:
    """Return the files of a data folder: path inside the folder to text, sorted by path.

    Loaded again they give an equal register, and written again the same bytes. Raises `ValueError` where a value made in code
    lacks what a record needs (a title, a source).
    """
    found = {f"sanctions/{sanction.id}.toml": dump_sanction(sanction) for sanction in register.sanctions}
    for (authority, file), reliefs in _grouped(
        register.reliefs, lambda one: (one.authority, one.file or _slug(one.name))
    ):
        found[f"reliefs/{authority}/{file}.toml"] = dump_reliefs(reliefs)
    for file, statements in _grouped(register.statements, lambda one: one.file or "statements"):
        found[f"statements/{file}.toml"] = dump_statements(statements)
    if register.authorities:
        found["authorities.toml"] = dump_authorities(register.authorities)
    if register.subjects:
        found["subjects.toml"] = dump_subjects(register.subjects)
    if register.negotiations:
        found["negotiations.toml"] = dump_negotiations(register.negotiations)
    if register.people:
        found["people.toml"] = dump_people(register.people)
    return dict(sorted(found.items()))


def dump(register: Register, folder: str | os.PathLike[str]) -> None:
    """Write a register into a new or empty folder, in UTF-8. Raises `FileExistsError` where the folder holds
    anything, and as `dumps` does.
    """
    root = Path(folder)
    files = dumps(register)
    if root.exists() and any(root.iterdir()):
        raise FileExistsError(f"{root} is not empty; name a new folder, so that nothing is overwritten")
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "relief"


def _grouped(values: Iterable[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    found: dict[K, list[T]] = {}
    for value in values:
        found.setdefault(key(value), []).append(value)
    return list(found.items())
