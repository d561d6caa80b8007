"""Answers as files: each timeline compiled to text, so that an edit of the data shows as a difference of answers."""

from __future__ import annotations

import os
from pathlib import Path

from .register import Register
from .timelines import Span, Timeline

__all__ = ["answer_files", "write_answers"]


def answer_files(register: Register) -> dict[str, str]:
    """Return ``authority/name.txt`` to the answers of that sanction: with all that is recorded, and what each day of knowledge changed."""
    return {f"{sanction.id}.txt": _text(register.timeline(sanction.id)) for sanction in register.sanctions}


def write_answers(register: Register, folder: str | os.PathLike[str]) -> int:
    """Write the answer files into ``folder``, remove those of sanctions that are gone, and return how many changed.

    Only what is plainly such a file is removed; anything else that lies there stays.
    """
    root = Path(folder)
    files = answer_files(register)
    changed = 0
    for path in sorted(root.glob("*/*.txt")):
        if path.relative_to(root).as_posix() not in files and _is_ours(path, root):
            path.unlink()
            changed += 1
    for name, text in files.items():
        path = root / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            changed += 1
    return changed


def _is_ours(path: Path, root: Path) -> bool:
    head = path.read_bytes()[:400].decode("utf-8", "replace").split("\n")
    id_ = path.relative_to(root).as_posix()[: -len(".txt")]
    return len(head) > 1 and head[0].startswith(f"{id_}: ") and head[1].startswith("reviewed ")


def _text(line: Timeline) -> str:
    sanction = line.sanction
    lines = [
        f"{sanction.id}: {sanction.title or sanction.id}",
        f"reviewed {sanction.reviewed or 'never'}",
        "",
        "With all that is recorded",
    ]
    lines += [_line(span) for span in line.spans()]
    before: list[str] = []
    for known in line.knowledge:
        now = [_line(span) for span in line.spans(known)]
        if now != before:
            lines += ["", f"As known from {known}", *now]
            before = now
    return "\n".join(lines) + "\n"


def _line(span: Span) -> str:
    marks = [name for name in ("derived", "provisional") if getattr(span, name)]
    reliefs = f" [{', '.join(span.reliefs)}]" if span.reliefs else ""
    marked = f" ({', '.join(marks)})" if marks else ""
    first, last = (str(day or "") for day in (span.from_, span.to))
    return f"  {first:<10} {last:<10} {span.label}{reliefs}{marked}"
