"""Read the command line, ask the library, print. Exit codes: 0 done, 1 problems or a difference, 2 misuse, 3 strict, 4 unknown."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NoReturn

from .. import __version__
from ..days import BadDay
from . import archiving, commands, exporting, histories, looking, showing
from .asking import DONE, MISUSE, Failed
from .show import FORMATS

__all__ = ["main"]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(MISUSE, f"{self.prog}: {message}\nTry '{self.prog} --help'.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (by default those of the process) and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # the same bytes under any locale
    collecting = gc.isenabled()
    gc.disable()  # a process of half a second makes values and throws none away
    try:
        typed = list(sys.argv[1:] if arguments is None else arguments)
        options = _parser().parse_args(typed)
        options.typed = typed  # a report on what was done names the command that did it
        code = int(options.run(options))
        sys.stdout.flush()
    except Failed as failed:
        print(failed, file=sys.stderr)
        return failed.code
    except BadDay as error:
        print(error, file=sys.stderr)
        return MISUSE
    except BrokenPipeError:  # the reader went away; nothing more can be said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:  # the disk is full, or nothing can be written there
        print(f"cannot write: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MISUSE
    except KeyboardInterrupt:
        return 130
    finally:
        if collecting:
            gc.enable()
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="sanctions-tracker", description="What was in force on that day, and who knew.")
    parser.add_argument("--version", action="version", version=f"sanctions-tracker {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    strict = _options("strict")
    common = _options("data", "format", "known", "select")
    one = _options("data", "format", "known", "select")

    def add(
        name: str, run: Callable[[Any], int], summary: str, example: str, *parents: _Parser, under: Any = subparsers
    ) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = under.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=f"Example: sanctions-tracker {example}",
            parents=list(parents),
            allow_abbrev=False,
        )
        command.set_defaults(run=run)
        return command

    archive = subparsers.add_parser(
        "archive",
        help="Look into an archive of official lists.",
        description="Look into an archive of official lists. Every other command answers from it with --data ARCHIVE.",
        allow_abbrev=False,
    )
    inside = partial(add, under=archive.add_subparsers(metavar="COMMAND", required=True))

    add(
        "on", commands.on, "What was in force on a day.", "on 2025-12-14 --subject potash", common, strict
    ).add_argument("day", metavar="DAY", help=_DAY)
    command = add(
        "status",
        commands.status,
        "The status of one sanction, or of all that a subject means.",
        "status us-ofac/belavia --on 2025-10-01",
        one,
        strict,
    )
    command.add_argument("name", metavar="ID-OR-SUBJECT")
    command.add_argument("--on", required=True, metavar="DAY", help=_DAY)
    command = add(
        "timeline",
        histories.timeline,
        "The whole history of one sanction, or of those selected.",
        "timeline us-ofac/belavia",
        common,
        strict,
    )
    command.add_argument("name", metavar="ID", nargs="?")
    command.add_argument(
        "--with-negotiations", action="store_true", help="words, acts and releases of prisoners on one line of time"
    )
    command.add_argument("--svg", metavar="OUT", help="draw a picture in vectors, and print no table")
    command.add_argument("--png", metavar="OUT", help="draw a picture in points, and print no table")
    command.add_argument("--dark", action="store_true", help="draw on a dark ground")
    command = add(
        "explain",
        commands.explain,
        "Why: acts applied and passed over, relief, words, sources.",
        "explain us-ofac/belaruskali --on 2025-12-14",
        _options("data", "known"),
        strict,
    )
    command.add_argument("name", metavar="ID")
    command.add_argument("--on", required=True, metavar="DAY", help=_DAY)
    for name, run, summary in (
        ("changes", commands.changes, "What changed after day A up to day B, B included."),
        ("diff", commands.diff, "What is different on day B from day A."),
    ):
        command = add(name, run, summary, f"{name} 2025-09-01 2025-12-31", common, strict)
        command.add_argument("first", metavar="A", help=_DAY)
        command.add_argument("last", metavar="B", help=_DAY)
        command.add_argument("--exit-code", action="store_true", help="exit with 1 where there is any")
    for name, run, summary, words in (
        ("upcoming", commands.upcoming, "What changes after A up to B if nobody acts: ends that will come.", "AB"),
        ("revisions", commands.revisions, "Answers changed by what became known after K1 up to K2.", "K"),
    ):
        command = add(name, run, summary, f"{name} 2026-11-21 2027-12-31", _options("data", "select"))
        forms = (*FORMATS, "ics") if name == "upcoming" else FORMATS
        command.add_argument("--format", choices=forms, default="table")
        command.add_argument("first", metavar="A" if words == "AB" else "K1", help=_DAY)
        command.add_argument("last", metavar="B" if words == "AB" else "K2", help=_DAY)
        command.add_argument("--exit-code", action="store_true", help="exit with 1 where there is any")
    add(
        "conflicts",
        commands.conflicts,
        "Words against acts: who was right, early, late or wrong.",
        "conflicts --subject potash",
        common,
    )
    add(
        "find",
        commands.find,
        "Look for a name, an alias or an identifier.",
        "find belneftekhim",
        _options("data", "format"),
    ).add_argument("name", metavar="NAME", nargs="+")
    add(
        "list",
        commands.list_,
        "The records, one a line.",
        "list --subject potash",
        _options("data", "format", "select"),
    )
    command = add(
        "check",
        commands.check,
        "Every problem of the records at PATH (the shipped ones without it).",
        "check my-records",
    )
    command.add_argument("path", metavar="PATH", nargs="*")
    command.add_argument(
        "--with-shipped",
        action="store_true",
        help="check them together with the shipped records, on which they may rest",
    )
    command.add_argument(
        "--format", choices=("text", "json"), default="text", help="text on stderr (default), or json on stdout"
    )
    command = add(
        "answers",
        commands.answers,
        "Every answer of a record as text, by day and by knowledge; with --write as files.",
        "answers us-ofac/belavia",
        _options("data"),
    )
    command.add_argument("name", metavar="ID", nargs="?")
    command.add_argument(
        "--write",
        metavar="FOLDER",
        nargs="?",
        const="",
        help="write one file a record into FOLDER (by default beside the shipped records), and remove those of records that are gone",
    )
    command = add(
        "import",
        archiving.import_,
        "Add editions of an official list, as published, to an archive.",
        "import us-ofac-sdn sdn_2023-06-29.csv --into lists.sqlite",
    )
    command.add_argument(
        "list",
        metavar="LIST",
        help="one of us-ofac-sdn, us-ofac-consolidated, eu-fsf, uk-sl, uk-conlist, un-sc, ch-seco, ca-laws",
    )
    command.add_argument(
        "file",
        metavar="FILE",
        nargs="+",
        help="as published, alt.csv and add.csv beside their sdn.csv; also packed with gzip, bzip2, xz or zip. Its day is the "
        "one that the file states, else the one day in its name (sdn_2023-06-29.csv)",
    )
    command.add_argument("--into", metavar="ARCHIVE", required=True, help="the archive; it is made where there is none")
    command.add_argument(
        "--captured", metavar="DAY", help="when the file was fetched, where neither it nor its name says"
    )
    command.add_argument(
        "--arrived", metavar="DAY", help="from when an edition older than those held is known (default: today)"
    )
    command.add_argument(
        "--accept-large-change",
        action="store_true",
        help="take editions that remove more than the limit, all of these files; recorded",
    )
    command.add_argument(
        "--limit", metavar="PERCENT", type=_percent, default=5.0, help="the share that may be removed (default 5)"
    )
    command.add_argument("--quiet", action="store_true", help="print only what is refused; no progress bar")
    for name, run, summary, example in (
        ("editions", archiving.archive_editions, "The editions of an archive, one a line.", "editions lists.sqlite"),
        ("verify", archiving.archive_verify, "Whether every hash of an archive holds.", "verify lists.sqlite"),
        (
            "history",
            archiving.archive_history,
            "What the editions say of one entry, wherever it changes.",
            "history lists.sqlite us-ofac-sdn/36",
        ),
    ):
        command = inside(name, run, summary, f"archive {example}", *(() if name == "verify" else (_options("format"),)))
        command.add_argument("archive", metavar="ARCHIVE")
        if name == "history":
            command.add_argument("name", metavar="ID")
    command = add(
        "lookback",
        looking.lookback,
        "The status on the day of every row of a file, however long.",
        "lookback payments.csv out.parquet --id party --on paid",
        _options("data"),
    )
    command.add_argument(
        "source", metavar="IN", help="CSV, TSV, JSON lines or Parquet, also .gz or .zst, or a pattern in quotes"
    )
    command.add_argument("target", metavar="OUT", help="CSV, TSV, JSON lines or Parquet, by its ending")
    command.add_argument("--id", required=True, metavar="COLUMN", help="the column that names the party")
    command.add_argument("--on", required=True, metavar="COLUMN", help="the column of the day of the dealing")
    command.add_argument("--known-on", metavar="COLUMN", help="the column of the day of the knowledge")
    command.add_argument("--by", choices=("id", "subject", "list key"), default="id", help="what names a party")
    command.add_argument(
        "--day-format",
        metavar="FORM",
        help="how days are spelled, as in %%d/%%m/%%Y (default: YYYY-MM-DD; never guessed)",
    )
    command.add_argument("--encoding", default="utf-8", help="of CSV and TSV (default: utf-8)")
    command.add_argument("--report", metavar="FILE", help="write the closing report there, as JSON")
    command.add_argument("--format", choices=("text", "json"), default="text", help="of the closing report on stdout")
    command.add_argument("--quiet", action="store_true", help="no report on stdout, no progress bar")
    command = add(
        "export",
        exporting.export,
        "Hand everything to other programs: FollowTheMoney, or a row for each span as CSV or JSON lines.",
        "export spans.csv",
        _options("data", "known"),
    )
    command.add_argument("out", metavar="OUT", help="a file, or - for stdout")
    command.add_argument("--format", choices=exporting.FORMATS, help="default: by the ending: .ftm.json, .csv, .jsonl")
    command = add(
        "report",
        showing.report,
        "One page that answers for every day, in a browser and without a network.",
        "report potash.html --subject potash",
        _options("data", "select"),
    )
    command.add_argument("out", metavar="OUT", help="the page, ending in .html, or - for stdout")
    command.add_argument(
        "--on",
        metavar="DAY",
        help="the day on which it opens (default: the last to which a record is borne out)",
    )
    command.add_argument("--title", metavar="TEXT", help="what stands over the page")
    command = add(
        "completion",
        _completion,
        "The script with which a shell completes commands and options.",
        "completion bash",
    )
    command.add_argument("shell", metavar="SHELL", choices=("bash", "zsh", "tcsh"), help="bash, zsh or tcsh")
    command = add("machine", commands.machine, "The table of states and events.", "machine --format mermaid")
    command.add_argument("--format", choices=("table", "json", "mermaid"), default="table")
    return parser


def _completion(options: Any) -> int:
    """Print a script made from the parser: nothing is asked of this program while somebody types."""
    try:
        import shtab
    except ImportError:
        raise Failed(MISUSE, "completion needs shtab; install sanctions-tracker[completion]") from None
    parser = _parser()
    for action in _actions(parser):
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    print(shtab.complete(parser, options.shell))
    return DONE


_FILES = ("ARCHIVE", "FILE", "FOLDER", "IN", "OUT", "PATH")


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _actions(below)


_DAY = "YYYY-MM-DD, or the word today"


def _percent(text: str) -> float:
    try:
        value = float(text.rstrip("%"))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is no share; give a number from 0 to 100")
    return value


def _options(*which: str) -> _Parser:
    parent = _Parser(add_help=False)
    if "data" in which:
        parent.add_argument(
            "--data", metavar="PATH", action="append", help="records to read instead of the shipped ones"
        )
    if "format" in which:
        parent.add_argument("--format", choices=FORMATS, default="table")
    if "known" in which:
        parent.add_argument(
            "--known-on",
            metavar="DAY",
            help="answer with what was publicly known on this day (default: all that is recorded)",
        )
    if "select" in which:
        for name in ("authority", "subject", "measure"):
            parent.add_argument(f"--{name}", help=f"only sanctions of this {name}")
    if "strict" in which:
        parent.add_argument(
            "--strict",
            action="store_true",
            help="exit with 3 where an answer is undetermined, projected or provisional",
        )
    return parent
