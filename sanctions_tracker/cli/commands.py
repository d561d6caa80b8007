"""The commands: each asks one question of the library and prints its answer."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from .asking import (
    DONE,
    MISUSE,
    PROBLEMS,
    Failed,
    as_known,
    asked,
    known_day,
    print_rows,
    register_of,
    selected,
    status_rows,
    strict_code,
    typed_day,
)

__all__ = ["changes", "check", "diff", "explain", "find", "list_", "machine", "on", "status", "timeline"]


def on(options: Any) -> int:
    day, known = typed_day(options.day, "DAY"), known_day(options)
    register = register_of(options)
    statuses = asked(lambda: register.in_force(day, known, **selected(options)))
    rows, columns, data = status_rows(options, register, statuses)
    title = (
        f"In force on {day}, {as_known(known)}: {len(statuses)} of {len(register)} records"
        if statuses
        else f"Nothing was in force on {day}, {as_known(known)}."
    )
    print_rows(options, rows, columns, data, title=title)
    return strict_code(options, statuses)


def status(options: Any) -> int:
    from . import plain

    day, known = typed_day(options.on, "--on"), known_day(options)
    register = register_of(options)
    if "/" not in options.name:
        group = asked(lambda: register.subject(options.name, day, known))
        rows, columns, _ = status_rows(options, register, group.members)
        title = f"{group.subject.name} on {day}, {as_known(known)}; strictest: {group.words or 'no sanction'}"
        print_rows(options, rows, columns, plain.subject(group), title=title)
        return strict_code(options, group.members)
    status = asked(lambda: register.status(options.name, day, known))
    rows, columns, data = status_rows(options, register, [status])
    title = f"{register.sanction(options.name).title or options.name} on {day}, {as_known(known)}"
    print_rows(options, rows, columns, data[0], title=title)
    return strict_code(options, [status])


def timeline(options: Any) -> int:
    from . import plain

    known = known_day(options)
    register = register_of(options)
    if options.name is not None:
        ids = [asked(lambda: register.sanction(options.name)).id]
    elif any(selected(options).values()):
        ids = [one.id for one in asked(lambda: register.select(**selected(options)))]
    else:
        raise Failed(MISUSE, "timeline needs an ID, or --subject, --authority or --measure")
    spans = [(id_, span) for id_ in ids for span in asked(partial(register.timeline(id_).spans, known))]
    data = [plain.span(id_, span) for id_, span in spans]
    rows = []
    for (_, span), values in zip(spans, data, strict=True):
        marks = [name for name in ("derived", "provisional") if values[name]]
        rows.append({**values, "cause": None if span.cause is None else str(span.cause), "marks": marks})
    columns = ("from", "to", "label", "reliefs", "cause", "marks")
    title = (
        f"{register.sanction(ids[0]).title or ids[0]}, {as_known(known)} ('to' is not included)"
        if options.name
        else f"{len(ids)} timelines, {as_known(known)} ('to' is not included)"
    )
    print_rows(options, rows, columns if options.name else ("id", *columns), data, title=title)
    return DONE


def explain(options: Any) -> int:
    from ..explain import explain as explained

    day, known = typed_day(options.on, "--on"), known_day(options)
    register = register_of(options)
    sys.stdout.write(asked(lambda: explained(register, options.name, day, known)))
    return DONE


def changes(options: Any) -> int:
    from . import plain

    first, last, known = typed_day(options.first, "A"), typed_day(options.last, "B"), known_day(options)
    register = register_of(options)
    found = asked(lambda: register.changes(first, last, known, **selected(options)))
    data = [plain.change(one) for one in found]
    rows = [
        {**values, "cause": None if one.cause is None else str(one.cause)}
        for one, values in zip(found, data, strict=True)
    ]
    print_rows(
        options,
        rows,
        ("on", "id", "before", "after", "reliefs", "cause"),
        data,
        title=f"Changes after {first} up to {last}, {as_known(known)}: {len(found)}",
    )
    return PROBLEMS if options.exit_code and found else DONE


def diff(options: Any) -> int:
    from . import plain

    first, last, known = typed_day(options.first, "A"), typed_day(options.last, "B"), known_day(options)
    register = register_of(options)
    found = asked(lambda: register.diff(first, last, known, **selected(options)))
    data = [plain.difference(one) for one in found]
    rows = [
        {"id": one.id, "before": one.before.words, "after": one.after.words, "since": one.after.since} for one in found
    ]
    print_rows(
        options,
        rows,
        ("id", "before", "after", "since"),
        data,
        title=f"Different on {last} from {first}, {as_known(known)}: {len(found)}",
    )
    return PROBLEMS if options.exit_code and found else DONE


def find(options: Any) -> int:
    from . import plain

    register = register_of(options)
    name = " ".join(options.name)
    try:
        found = register.find(name)
    except ValueError as error:
        raise Failed(MISUSE, str(error)) from None
    data = [plain.found(one) for one in found]
    title = (
        f"{len(found)} found for {name!r}" if found else f"Nothing bears the name {name!r}; try fewer words, or 'list'."
    )
    print_rows(options, data, ("kind", "id", "name", "matched"), data, title=title)
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
    print_rows(options, data, ("id", "subjects", "measure", "reviewed", "title"), data)
    return DONE


def check(options: Any) -> int:
    import json

    from ..load import check as check_records
    from ..problems import errors

    problems = check_records(*options.path)
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


def machine(options: Any) -> int:
    from ..lifecycle import STANDARD
    from .diagram import as_mermaid, as_rows

    if options.format == "mermaid":
        sys.stdout.write(as_mermaid(STANDARD))
        return DONE
    rows, data = as_rows(STANDARD)
    print_rows(options, rows, ("name", "from", "to", "kind"), data)
    return DONE
