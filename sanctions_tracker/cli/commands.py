"""The commands: each asks one question of the library and prints its answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..answer import label_of
from ..problems import nearest
from .asking import (
    DONE,
    MISUSE,
    PROBLEMS,
    Failed,
    as_known,
    asked,
    known_day,
    marks_of,
    print_rows,
    register_of,
    selected,
    status_rows,
    strict_code,
    typed_day,
)
from .show import clean, fitted

if TYPE_CHECKING:
    from datetime import date

    from ..register import Register
    from ..results import Change
    from ..words import Comparison

__all__ = [
    "answers",
    "changes",
    "check",
    "conflicts",
    "diff",
    "explain",
    "find",
    "list_",
    "machine",
    "on",
    "revisions",
    "status",
    "upcoming",
]


def _plain() -> ModuleType:
    """What JSON prints, imported only where it is wanted."""
    from . import plain

    return plain


def on(options: Any) -> int:
    day, known = typed_day(options.day, "DAY"), known_day(options)
    register = register_of(options)
    statuses = asked(lambda: register.in_force(day, known, **selected(options)))
    rows, columns = status_rows(options, register, statuses)
    title = (
        f"In force on {day}, {as_known(known)}: {len(statuses)} of {len(register)} records"
        if statuses
        else f"Nothing was in force on {day}, {as_known(known)}."
    )
    print_rows(options, rows, columns, lambda: [_plain().status(one) for one in statuses], title=title)
    return strict_code(options, statuses)


def status(options: Any) -> int:
    day, known = typed_day(options.on, "--on"), known_day(options)
    register = register_of(options)
    if "/" not in options.name:
        group = asked(lambda: register.subject(options.name, day, known))
        chosen = {one.id for one in asked(lambda: register.select(**selected(options)))}
        group = evolve(group, members=tuple(one for one in group.members if one.id in chosen))
        rows, columns = status_rows(options, register, group.members)
        title = f"{group.subject.name} on {day}, {as_known(known)}; strictest: {group.words or 'no sanction'}"
        print_rows(options, rows, columns, lambda: _plain().subject(group), title=title)
        return strict_code(options, group.members)
    status = asked(lambda: register.status(options.name, day, known))
    rows, columns = status_rows(options, register, [status])
    title = f"{register.sanction(options.name).title or options.name} on {day}, {as_known(known)}"
    print_rows(options, rows, columns, lambda: _plain().status(status), title=title)
    return strict_code(options, [status])


def explain(options: Any) -> int:
    from ..reasons import explain as explained

    day, known = typed_day(options.on, "--on"), known_day(options)
    register = register_of(options)
    text = asked(lambda: explained(register, options.name, day, known))
    sys.stdout.write("\n".join(fitted(clean(line)) for line in text.split("\n")))
    return strict_code(options, [register.status(options.name, day, known)])


_CHANGE = ("on", "id", "before", "after", "why", "marks")


def _change_rows(found: Sequence[Change]) -> list[dict[str, Any]]:
    rows = []
    for one in found:
        why = [] if one.cause is None else [str(one.cause)]
        why += [f"{name} began" for name in one.began] + [f"{name} ended" for name in one.ended]
        why += [f"it rests on {one.rests_on}"] if one.rests_on else []
        before, after = one.words.split(" -> ")
        rows.append({"on": one.on, "id": one.id, "before": before, "after": after, "why": why, "marks": marks_of(one)})
    return rows


def changes(options: Any) -> int:
    first, last, known = typed_day(options.first, "A"), typed_day(options.last, "B"), known_day(options)
    register = register_of(options)
    found = asked(lambda: register.changes(first, last, known, **selected(options)))
    print_rows(
        options,
        _change_rows(found),
        _CHANGE,
        lambda: [_plain().change(one) for one in found],
        title=f"Changes after {first} up to {last}, {as_known(known)}: {len(found)}",
    )
    return strict_code(options, found) or (PROBLEMS if options.exit_code and found else DONE)


def diff(options: Any) -> int:
    first, last, known = typed_day(options.first, "A"), typed_day(options.last, "B"), known_day(options)
    register = register_of(options)
    found = asked(lambda: register.diff(first, last, known, **selected(options)))
    rows = [
        {
            "id": one.id,
            "before": one.before.words,
            "after": one.after.words,
            "since": one.after.since,
            "marks": marks_of(one.after),
        }
        for one in found
    ]
    print_rows(
        options,
        rows,
        ("id", "before", "after", "since", "marks"),
        lambda: [_plain().difference(one) for one in found],
        title=f"Different on {last} from {first}, {as_known(known)}: {len(found)}",
    )
    doubt = strict_code(options, (status for one in found for status in (one.before, one.after)))
    return doubt or (PROBLEMS if options.exit_code and found else DONE)


def upcoming(options: Any) -> int:
    first, last = typed_day(options.first, "A"), typed_day(options.last, "B")
    register = register_of(options)
    found = asked(lambda: register.upcoming(first, last, **selected(options)))
    if options.format == "ics":
        _print_calendar(register, found, first)
        return PROBLEMS if options.exit_code and found else DONE
    title = f"What changes after {first} up to {last} if nobody acts, as known on {first}: {len(found)}"
    print_rows(options, _change_rows(found), _CHANGE, lambda: [_plain().change(one) for one in found], title=title)
    return PROBLEMS if options.exit_code and found else DONE


def _print_calendar(register: Register, found: Sequence[Change], known: date) -> None:
    from ..showing.calendar import as_calendar

    try:
        text = as_calendar(register, found, known)
    except ImportError as error:
        raise Failed(MISUSE, str(error)) from None
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())  # its lines end as the format says, on every system


def conflicts(options: Any) -> int:
    known = known_day(options)
    register = register_of(options)
    found = asked(lambda: register.conflicts(known, **selected(options)))
    groups: dict[tuple[int, str, date | None], list[Comparison]] = {}
    for one in found:  # one line for all that the same words got alike
        groups.setdefault((id(one.statement), str(one), one.nearest), []).append(one)
    rows = []
    for (_, grade, day), alike in groups.items():
        said = alike[0].statement
        words = f"{said.says}{f' for {said.for_}' if said.for_ else ''}"
        quote = f"\u201c{said.quote}\u201d" if said.quote else None
        about = [one.id for one in alike]
        row = {"said on": said.on, "by": register.name_of(said.by), "says": words, "of": about, "grade": grade}
        rows.append({**row, "day": day, "quote": quote})
    title = f"Words against acts, {as_known(known)}: {len(found)}"
    columns = ("said on", "by", "says", "of", "grade", "day", "quote")
    print_rows(options, rows, columns, lambda: [_plain().comparison(one) for one in found], title=title)
    return DONE


def revisions(options: Any) -> int:
    first, last = typed_day(options.first, "K1"), typed_day(options.last, "K2")
    register = register_of(options)
    found = asked(lambda: register.revisions(first, last, **selected(options)))
    rows = []
    for one in found:
        marks = ["retroactive"] if one.retroactive else []
        before, after = label_of(one.before), label_of(one.after)
        rows.append(
            {
                "known": one.known,
                "id": one.id,
                "from": one.from_,
                "to": one.to,
                "before": before,
                "after": after,
                "marks": marks,
            }
        )
    title = f"Answers changed by what became known after {first} up to {last}: {len(found)} ('to' is not included)"
    columns = ("known", "id", "from", "to", "before", "after", "marks")
    print_rows(options, rows, columns, lambda: [_plain().revision(one) for one in found], title=title)
    return PROBLEMS if options.exit_code and found else DONE


def find(options: Any) -> int:
    register = register_of(options)
    name = " ".join(options.name)
    try:
        found = register.find(name)
    except ValueError as error:
        raise Failed(MISUSE, str(error)) from None
    data = [_plain().found(one) for one in found]
    words = {word for text in register.names() for word in text.casefold().split()} if not found else set()
    close = nearest(name.casefold(), words, several=3)
    title = (
        f"{len(found)} found for {name!r}"
        if found
        else f"Nothing bears the name {name!r}{close}; try fewer words, or 'list'."
    )
    print_rows(options, data, ("kind", "id", "name", "matched"), lambda: data, title=title)
    return DONE


def list_(options: Any) -> int:
    register = register_of(options)
    data = []
    for one in asked(lambda: register.select(**selected(options))):
        reviewed = None if one.reviewed is None else str(one.reviewed)
        data.append(
            {
                "id": one.id,
                "subjects": list(one.subjects),
                "measure": one.measure,
                "title": one.title,
                "reviewed": reviewed,
            }
        )
    print_rows(options, data, ("id", "subjects", "measure", "reviewed", "title"), lambda: data)
    return DONE


def check(options: Any) -> int:
    import json

    from ..loading import SHIPPED
    from ..loading import check as check_records
    from ..problems import errors

    problems = check_records(*((SHIPPED,) if options.with_shipped else ()), *options.path)
    wrong = errors(problems)
    if options.format == "json":
        print(
            json.dumps(
                [
                    {
                        "code": one.code,
                        "file": one.file,
                        "line": one.line,
                        "message": one.message,
                        "severity": one.severity,
                    }
                    for one in problems
                ],
                indent=2,
                sort_keys=True,
                ensure_ascii=False,
            )
        )
    else:
        for problem in problems:
            print(problem, file=sys.stderr)
        print(
            f"{len(wrong)} error{'s' * (len(wrong) != 1)}, {len(problems) - len(wrong)} warning{'s' * (len(problems) - len(wrong) != 1)}"
        )
    return PROBLEMS if wrong else DONE


def answers(options: Any) -> int:
    from ..answerfiles import answer_files, write_answers
    from ..folders import shipped_folder

    register = register_of(options)
    if options.write is not None and options.name is not None:
        raise Failed(MISUSE, "answers --write writes the files of all records; leave the ID out")
    if options.write is not None:
        folder = options.write or shipped_folder() / "answers"
        changed = write_answers(register, folder)
        print(f"{len(register)} answer files in {folder}, {changed} changed")
        return DONE
    files = asked(lambda: answer_files(register))
    if options.name is not None:
        asked(lambda: register.sanction(options.name))
        files = {name: text for name, text in files.items() if name == f"{options.name}.txt"}
    sys.stdout.write("\n".join("\n".join(map(clean, text.split("\n"))) for text in files.values()))
    return DONE


def machine(options: Any) -> int:
    from ..lifecycle import STANDARD
    from .diagram import as_mermaid, as_rows

    if options.format == "mermaid":
        sys.stdout.write(as_mermaid(STANDARD))
        return DONE
    rows, data = as_rows(STANDARD)
    print_rows(options, rows, ("name", "from", "to", "kind"), lambda: data)
    return DONE
