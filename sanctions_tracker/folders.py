"""Find the files of a data folder and what each one is. Paths give ids; nothing is followed in circles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from .problems import Problem, nearest
from .records.schema import FILES

__all__ = ["Entry", "is_archive", "shipped_folder", "survey"]

# What the shipped folder holds beside its records.
_BESIDE = ("answers", "broken")
_DEPTH = {"sanctions": 2, "reliefs": 2, "statements": 1}


@frozen
class Entry:
    """One file to read: where it is, what problems call it, what kind of table it holds, and what its path says."""

    path: Path
    name: str
    kind: str
    id: str
    lone: bool = False

    @property
    def authority(self) -> str:
        """The folder in which it lies, which is the authority of what it holds."""
        return self.id.split("/")[0]


def shipped_folder() -> Path:
    """Return the folder of the shipped records, in the installed package or in a checkout."""
    here = Path(__file__).resolve().parent
    packed = here / "fixtures"
    return packed if packed.is_dir() else here.parent / "fixtures"


def is_archive(path: Path) -> bool:
    """Say whether a path is an SQLite file, as an archive of lists is, by its first bytes."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\x00"
    except (OSError, ValueError):
        return False


def survey(path: str | os.PathLike[str]) -> tuple[list[Entry], list[Problem]]:
    """List the files of a data folder, or the one file that ``path`` is, in the order of their names."""
    root = Path(path)
    problems: list[Problem] = []
    try:
        folder = root.is_dir()
        if not folder:
            os.stat(root)
    except OSError as error:
        return [], [Problem("not-read", f"cannot be read: {(error.strerror or str(error)).lower()}", _shown(str(path)))]
    except ValueError:  # a null character
        return [], [Problem("not-read", "cannot be read: its name is none that a file can have", _shown(str(path)))]
    if not folder:
        return [_lone(root)], problems
    entries = [
        Entry(root / name, name, kind, name[:-5])
        for name, kind in FILES.items()
        if name.endswith(".toml") and os.path.lexists(root / name)
    ]
    for part, depth in _DEPTH.items():
        if os.path.lexists(root / part):
            entries += _files(root / part, part, depth, problems)
    if not entries and not problems:
        problems.append(
            Problem(
                "not-read",
                "holds no sanctions/ folder, so no record was found; lay it out as sanctions/AUTHORITY/NAME.toml",
                _shown(str(path)),
            )
        )
    elif entries:
        problems += _strangers(root)
    return entries, problems


def _strangers(root: Path) -> list[Problem]:
    """Warn of what looks like records and is not read: a folder or file of names one letter beside the right one."""
    found = []
    for one in sorted(os.scandir(root), key=lambda one: one.name):
        known = one.name in FILES or one.name.startswith(".") or one.name in _BESIDE
        looks_alike = one.name.lower().endswith((".toml", ".toml.txt")) or (one.is_dir() and nearest(one.name, FILES))
        if not known and looks_alike:
            message = f"is no part of a data folder, and was not read{nearest(one.name, FILES)}"
            found.append(Problem("not-read", message, _shown(one.name), severity="warning"))
    return found


def _lone(path: Path) -> Entry:
    parts = path.absolute().parts
    if path.name in FILES:
        return Entry(path, path.name, FILES[path.name], path.stem, True)
    if len(parts) > 2 and parts[-3] == "reliefs":
        return Entry(path, _shown("/".join(parts[-3:])), "reliefs file", f"{parts[-2]}/{path.stem}", True)
    if len(parts) > 1 and parts[-2] == "statements":
        return Entry(path, _shown("/".join(parts[-2:])), "statements file", path.stem, True)
    return Entry(path, _shown(f"{parts[-2]}/{path.name}"), "sanction", f"{parts[-2]}/{path.stem}", True)


def _shown(name: str) -> str:
    """Spell a path so that it prints on one line anywhere: what is not UTF-8, or not printable, as an escape."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in name)


def _files(folder: Path, part: str, depth: int, problems: list[Problem]) -> Iterator[Entry]:
    """Yield the TOML files exactly ``depth`` folders down; anything else named .toml is a problem, not passed over."""
    prefix = "" if part == "sanctions" else f"{part}/"
    for path, inner in _walk(folder, (), problems, prefix):
        name = _shown(prefix + "/".join(inner))
        if len(inner) != depth:
            where = "AUTHORITY/NAME.toml" if depth == 2 else "NAME.toml"
            problems.append(Problem("bad-id", f"stands at the wrong depth; write it as {part}/{where}", name))
            continue
        yield Entry(path, name, FILES[part], "/".join(inner)[:-5])


def _walk(
    folder: Path, inner: tuple[str, ...], problems: list[Problem], prefix: str
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    def report(message: str, *names: str) -> None:
        problems.append(Problem("not-read", message, _shown(prefix + "/".join((*inner, *names))) or folder.name))

    try:
        found = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError as error:
        report(f"cannot be read: {(error.strerror or str(error)).lower()}")
        return
    for one in found:
        if one.name.startswith("."):
            continue
        try:
            is_folder = one.is_dir()
        except OSError as error:  # a symbolic link to itself; the files beside it are read all the same
            report(f"cannot be read: {(error.strerror or str(error)).lower()}", one.name)
            continue
        if is_folder and one.is_symlink() and Path(one.path).resolve() in (folder.resolve(), *folder.resolve().parents):
            report("is a symbolic link in a circle; it was not followed", one.name)
        elif is_folder and len(inner) > 3:
            report("lies too deep; it was not read", one.name)
        elif is_folder:
            if one.name.endswith(".toml"):
                report("is a folder; give a folder a name without .toml", one.name)
            yield from _walk(Path(one.path), (*inner, one.name), problems, prefix)
        elif one.name.endswith(".toml"):
            yield Path(one.path), (*inner, one.name)
        elif one.name.lower().endswith((".toml", ".toml.txt")):
            name = _shown(prefix + "/".join((*inner, one.name)))
            problems.append(
                Problem("not-read", "was not read; give it a name that ends in .toml", name, severity="warning")
            )
