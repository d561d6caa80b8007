"""How fast one answer comes, and what a cold start costs. Run: ``python benchmarks/status.py``.

Two figures of the specification are measured here and never asserted: 200,000 ``status()`` calls on the shipped register, and
``sanctions-tracker on DAY`` as a whole process, beside a process that only imports the three packages of the core. The
same number of look-ups in a plain dictionary of (id, day) is the floor that any answer stands on.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import sanctions_tracker as st

CALLS = 200_000
RUNS = 7


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def report(name: str, seconds: list[float]) -> float:
    middle = statistics.median(seconds)
    print(f"{name:<58} median {middle:7.3f} s   min {min(seconds):7.3f}   max {max(seconds):7.3f}   of {len(seconds)}")
    return middle


def answers() -> None:
    register = st.load()
    chance = random.Random(14)
    ids = [one.id for one in register.sanctions]
    questions = [(chance.choice(ids), date(2006, 1, 1) + timedelta(days=chance.randrange(7700))) for _ in range(CALLS)]
    table = {question: register.status(*question) for question in questions}

    def ask() -> None:
        for id_, day in questions:
            register.status(id_, day)

    def look_up() -> None:
        for question in questions:
            table[question]

    floor = report(f"{CALLS:,} look-ups in a dictionary (the floor)", [timed(look_up) for _ in range(RUNS)])
    asked = report(f"{CALLS:,} status() calls", [timed(ask) for _ in range(RUNS)])
    print(f"  ratio to the floor {asked / floor:.1f}; {asked / CALLS * 1e6:.2f} microseconds a call")


def cold_start() -> None:
    def process(*arguments: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)

    imports = process("-c", "import attrs, dateutil.relativedelta, tabulate")
    command = process("-m", "sanctions_tracker", "on", "2025-12-14")
    for warm in (imports, command):
        warm()
    pairs = [(timed(imports), timed(command)) for _ in range(RUNS)]  # in turn, so that a slow moment hits both
    base = report("import attrs, dateutil.relativedelta, tabulate", [one for one, _ in pairs])
    asked = report("sanctions-tracker on 2025-12-14, whole process", [other for _, other in pairs])
    print(f"  ratio {asked / base:.2f}; allowed is twice the import and 0.150 s, {2 * base + 0.15:.3f} s")


def loading() -> None:
    code = "import time; t = time.perf_counter(); import sanctions_tracker as st; r = st.load(); [r.timeline(s.id).compile(None) for s in r.sanctions]; print(time.perf_counter() - t)"
    seconds = [
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
        for _ in range(RUNS)
    ]
    report("import, load and compile every record, cold", seconds)
    report("check of every record on every knowledge day", [timed(st.check) for _ in range(3)])


if __name__ == "__main__":
    answers()
    cold_start()
    loading()
