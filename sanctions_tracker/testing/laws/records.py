"""The law of the records: order and spelling say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve

from ...dumping import dumps
from ...loading import load
from ...problems import RecordsError
from ...register import Register
from .asking import LawBroken, require

__all__ = ["law_3"]


def law_3(register: Register) -> tuple[int, int]:
    """The order of files, of keys, and of reliefs, statements and sources within a file changes nothing; load(dump(r)) == r; dump(load(dump(r))) gives the same bytes."""
    turned = Register(
        [
            evolve(one, reliefs=one.reliefs[::-1], statements=one.statements[::-1], checkpoints=one.checkpoints[::-1])
            for one in reversed(register.sanctions)
        ],
        **{
            name: getattr(register, name)[::-1]
            for name in ("reliefs", "statements", "authorities", "subjects", "people", "negotiations")
        },
    )
    require(turned == register, 3, "in the opposite order the register is another one")
    try:
        files = dumps(register)
    except ValueError:  # made in code, with less than a record needs
        return len(register), len(register)
    try:
        again = _read_back(files)
    except RecordsError as error:
        raise LawBroken(f"law 3, what was written cannot be read: {error.problems[0]}") from error
    require(again.sanctions == register.sanctions, 3, "written and read again the sanctions are others")
    same = (again.reliefs, again.statements, again.negotiations) == (
        register.reliefs,
        register.statements,
        register.negotiations,
    )
    require(same, 3, "written and read again the reliefs or statements are others")
    names = ("authorities", "subjects", "people")  # what a folder lacks it takes from the shipped records
    own = {name: {one.id for one in getattr(register, name)} for name in names}
    written = dumps(evolve(again, **{name: [x for x in getattr(again, name) if x.id in own[name]] for name in names}))
    for name, text in files.items():
        require(written.get(name) == text, 3, f"written, read and written again {name} has other bytes")
    return len(files), 0


def _read_back(files: Mapping[str, str]) -> Register:
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        found = load(folder)
        for sanction in found.sanctions:
            sanction.checkpoints  # noqa: B018 - read now, while the files are there
        return found
