"""What an archive costs: the editions of a folder into a fresh one, its size, and questions asked of it as whole processes.

Run: ``python benchmarks/archive.py FOLDER [DAY]``, with a folder of ``sdn.csv`` editions named by their capture
(``sdn_2021-08-18T093901Z.csv``). The peers are what somebody would do without it: reading all the files with the ``csv`` module and
comparing the sets of numbers, which answers nothing about knowledge, doubt or printed dates.
"""

from __future__ import annotations

import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5


def process(*arguments: str) -> tuple[float, float]:
    """Run a command; return its seconds and the peak of its memory in megabytes."""
    code = "import resource, runpy, sys; sys.argv[0] = 'sanctions-tracker'\ntry:\n    runpy.run_module('sanctions_tracker', run_name='__main__')\nfinally:\n    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file=sys.stderr)"
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return time.perf_counter() - start, float(done.stderr.splitlines()[-1])


def naive(files: list[Path]) -> int:
    """Count who came and left between editions, with nothing but the ``csv`` module."""
    before: set[str] = set()
    changes = 0
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            now = {row[0] for row in csv.reader(file) if len(row) > 1}
        changes += len(now ^ before)
        before = now
    return changes


def main() -> None:
    folder = Path(sys.argv[1])
    day = sys.argv[2] if len(sys.argv) > 2 else "2022-06-01"
    files = sorted(folder.glob("*.csv"))
    with tempfile.TemporaryDirectory() as place:
        archive = f"{place}/lists.sqlite"
        imports = []
        for _ in range(3):
            Path(archive).unlink(missing_ok=True)
            imports.append(process("import", "us-ofac-sdn", *map(str, files), "--into", archive, "--quiet"))
        seconds = statistics.median(one[0] for one in imports)
        size = Path(archive).stat().st_size / 1e6
        print(
            f"{len(files)} editions imported: median {seconds:.1f} s, peak {max(one[1] for one in imports):.0f} MB, archive {size:.1f} MB"
        )
        start = time.perf_counter()
        changes = naive(files)
        print(f"  the csv module and sets alone: {time.perf_counter() - start:.1f} s for {changes:,} changes")
        bare = statistics.median(
            _timed([sys.executable, "-c", "import attrs, dateutil.relativedelta, tabulate, sqlite3"])
            for _ in range(RUNS)
        )
        print(f"  a process that only imports the packages of the core and sqlite3: {bare:.2f} s")
        for words in (
            ["on", day],
            ["on", day, "--format", "json"],
            ["on", day, "--format", "csv"],
            ["status", "us-ofac-sdn/9760", "--on", day],
            ["find", "belneftekhim"],
            ["changes", "2022-01-01", "2022-12-31"],
        ):
            runs = [process(*words, "--data", archive) for _ in range(RUNS)]
            middle, spread = statistics.median(one[0] for one in runs), [one[0] for one in runs]
            print(
                f"  {' '.join(words):<36} median {middle:.2f} s ({min(spread):.2f} to {max(spread):.2f}), peak {runs[0][1]:.0f} MB"
            )
    print(f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
