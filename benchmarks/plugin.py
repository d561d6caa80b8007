"""What the entry point adds to ``import hypothesis``. Run: ``python benchmarks/plugin.py``.

Hypothesis calls the entry points of every package of an environment, in every project. Two processes are timed in turn, with the entry
points and without (Hypothesis leaves them out under ``HYPOTHESIS_NO_PLUGINS``), and one that does nothing. Other packages may have entry points
of their own: in an environment with this one alone the difference is ours.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

RUNS = 25


def timed(code: str, **environment: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **environment})
    return 1000 * (time.perf_counter() - start)


def inside() -> float:
    """The milliseconds that our function takes, measured in a process that has imported Hypothesis without it."""
    code = (
        "import time, hypothesis; start = time.perf_counter(); import sanctions_tracker_hypothesis as ours; ours.register(); "
        "print(1000 * (time.perf_counter() - start))"
    )
    environment = {**os.environ, "HYPOTHESIS_NO_PLUGINS": "1"}
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment)
    return float(done.stdout)


def main() -> None:
    found: dict[str, list[float]] = {"nothing": [], "without": [], "with": [], "ours alone": []}
    for _ in range(RUNS):
        found["nothing"].append(timed("pass"))
        found["without"].append(timed("import hypothesis", HYPOTHESIS_NO_PLUGINS="1"))
        found["with"].append(timed("import hypothesis"))
        found["ours alone"].append(inside())
    for name, values in found.items():
        print(
            f"{name:<12} median {statistics.median(values):8.2f} ms   min {min(values):8.2f}   max {max(values):8.2f}"
        )
    differences = [after - before for before, after in zip(found["without"], found["with"], strict=True)]
    print(f"with less without, pair by pair: median {statistics.median(differences):.2f} ms")


if __name__ == "__main__":
    main()
