"""Look-back against those who do it otherwise, in one run, on one machine, with the same answers.

Run: ``python benchmarks/lookback.py [--rows 10000000] [coded] [known] [text] [dictionary] [parquet]``. Needs the extra ``test``.

100,000 sanctions with 1 to 12 changes each; rows with random parties and days. Every peer is written as somebody would who knows it:
DuckDB and Polars join the rectangles by id with a condition on the range, or by the ASOF join; pandas by ``merge_asof`` on sorted
rows. Each gives one column, the state of every row; that they agree is checked by counting the states. What is told is the
median of the runs in nanoseconds a row, and the ratio to the fastest peer.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import sanctions_tracker as st
from sanctions_tracker.lookback import Lookback, Points
from sanctions_tracker.lookback.points import BEFORE

PARTIES = 100_000
SHAPES = 2_000  # sanctions of one shape share their acts, so that making 100,000 takes seconds
FIRST, LAST = 10_957, 20_454  # 2000 to 2026, counted from 1970
RUNS = 5
FAR = 2**31 - 1

Peer = Callable[[], Any]
"""Does the work and returns the states as anything that counts."""


def measure(peers: dict[str, tuple[Peer, Callable[[Any], dict[int, int]]]], ours: set[str], rows: int) -> None:
    """Run all peers in turn, check that they agree, and print medians and ratios."""
    counts = {}
    for name, (run, count) in peers.items():
        counts[name] = count(run())  # also the warm-up
    agreed = next(iter(counts.values()))
    assert all(one == agreed for one in counts.values()), counts
    seconds: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(RUNS):
        for name, (run, _) in peers.items():
            start = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - start)
    middle = {name: statistics.median(one) / rows * 1e9 for name, one in seconds.items()}
    fastest = min(value for name, value in middle.items() if name not in ours)
    for name, value in middle.items():
        ratio = f"   {fastest / value:5.2f} times the fastest peer" if name in ours else ""
        spread = f"{min(seconds[name]) / rows * 1e9:7.1f} to {max(seconds[name]) / rows * 1e9:7.1f}"
        print(f"  {name:<44} {value:7.1f} ns a row   ({spread}){ratio}")


def of_numpy(states: Any) -> dict[int, int]:
    return {number: int(count) for number, count in enumerate(np.bincount(states)) if count}


def of_arrow(states: Any) -> dict[int, int]:
    return of_numpy(states.to_numpy())


def of_polars(frame: Any) -> dict[int, int]:
    return of_numpy(frame["state"].to_numpy())


class World:
    """The sanctions as arrays: for each change its party, first day, day after, state; and, for known_on, the readers."""

    def __init__(self, rows: int) -> None:
        chance = np.random.default_rng(20251214)
        counts = chance.integers(1, 13, PARTIES)
        self.at = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        self.party = np.repeat(np.arange(PARTIES, dtype=np.int32), counts)
        days = chance.integers(FIRST, LAST, len(self.party))
        order = np.lexsort((days, self.party))
        self.start = days[order].astype(np.int32)
        self.start[self.at[:-1]] = BEFORE
        self.end = np.append(self.start[1:], np.int32(FAR))
        self.end[self.at[1:] - 1] = FAR
        self.state = chance.integers(0, 7, len(self.party)).astype(np.int8)
        self.codes = chance.integers(0, PARTIES, rows).astype(np.int32)
        self.days = chance.integers(FIRST - 300, LAST + 300, rows).astype(np.int32)
        self.known = chance.integers(FIRST - 300, LAST + 300, rows).astype(np.int32)
        self.points = Points(self.at, self.start)
        self.names = np.array([f"list-{number % 7}/entry-{number:06}" for number in range(PARTIES)], object)


def sql_days(connection: Any, world: World, ids: Any) -> None:
    """Give DuckDB the rectangles (without the empty ones, which two changes of one day make) and the rows."""
    keep = world.start < world.end
    connection.register(
        "changes_",
        pa.table(
            {
                "id": ids(world.party)[keep],
                "first": world.start[keep],
                "last": world.end[keep],
                "state": world.state[keep],
            }
        ),
    )
    connection.register("rows_", pa.table({"id": ids(world.codes), "day": world.days}))
    connection.execute("CREATE TABLE changes AS SELECT * FROM changes_; CREATE TABLE rows AS SELECT * FROM rows_")


RANGE = "SELECT c.state FROM rows r JOIN changes c ON r.id = c.id AND c.first <= r.day AND r.day < c.last"
ASOF = "SELECT c.state FROM rows r ASOF JOIN changes c ON r.id = c.id AND c.first <= r.day"


def coded(rows: int) -> None:
    print(f"coded ids and days in memory, {rows:,} rows")
    world = World(rows)
    connection = duckdb.connect()
    sql_days(connection, world, lambda one: one)
    keep = world.start < world.end
    changes = pl.DataFrame(
        {"id": world.party[keep], "first": world.start[keep], "last": world.end[keep], "state": world.state[keep]}
    )
    asked = pl.DataFrame({"id": world.codes, "day": world.days})
    rising = changes.sort("first")
    pandas_rows = pd.DataFrame({"id": world.codes, "day": world.days})
    pandas_changes = pd.DataFrame(
        {"id": world.party[keep], "day": world.start[keep], "state": world.state[keep]}
    ).sort_values("day", kind="stable")
    ours = {"ours, compiled": True, "ours, numpy alone": False}
    peers: dict[str, tuple[Peer, Callable[[Any], dict[int, int]]]] = {
        name: (partial(world.points.find, world.codes, world.days, world.state, fast=fast), of_numpy)
        for name, fast in ours.items()
    }
    peers["Polars, equi-join and filter"] = (
        lambda: (
            asked.lazy()
            .join(changes.lazy(), on="id")
            .filter(pl.col("first") <= pl.col("day"), pl.col("day") < pl.col("last"))
            .select("state")
            .collect()
        ),
        of_polars,
    )
    peers["Polars, join_asof (and the sort that it needs)"] = (
        lambda: (
            asked.sort("day")
            .join_asof(rising, left_on="day", right_on="first", by="id", check_sortedness=False)
            .select("state")
        ),
        of_polars,
    )
    peers["DuckDB, range join"] = (lambda: connection.sql(RANGE).to_arrow_table()["state"], of_arrow)
    peers["DuckDB, ASOF join"] = (lambda: connection.sql(ASOF).to_arrow_table()["state"], of_arrow)
    peers["pandas, merge_asof (and the sort that it needs)"] = (
        lambda: pd.merge_asof(pandas_rows.sort_values("day"), pandas_changes, on="day", by="id")["state"].to_numpy(),
        of_numpy,
    )
    measure(peers, set(ours), rows)


def known(rows: int) -> None:
    """Each party has up to four readers' intervals, each with its own changes: a rectangle has two ranges."""
    print(f"coded ids, days and days of knowledge in memory, {rows:,} rows")
    world = World(rows)
    chance = np.random.default_rng(3)
    # The changes of a party are dealt out to its intervals of knowledge, each of which begins with a change before every day.
    intervals = np.minimum(chance.integers(1, 5, PARTIES), np.diff(world.at))
    offsets = np.concatenate([[0], np.cumsum(intervals)]).astype(np.int32)
    bounds = chance.integers(FIRST, LAST, offsets[-1])
    order = np.lexsort((bounds, np.repeat(np.arange(PARTIES), intervals)))
    since = bounds[order].astype(np.int32)
    since[offsets[:-1]] = BEFORE
    until = np.append(since[1:], np.int32(FAR))
    until[offsets[1:] - 1] = FAR
    place = np.arange(len(world.party)) - world.at[world.party]
    interval = offsets[world.party] + place % intervals[world.party]
    order = np.lexsort((world.start, interval))
    interval, start, state = interval[order], world.start[order].copy(), world.state[order]
    inner = np.searchsorted(interval, np.arange(offsets[-1] + 1)).astype(np.int32)
    start[inner[:-1]] = BEFORE
    end = np.append(start[1:], np.int32(FAR))
    end[inner[1:] - 1] = FAR
    readers, pieces = Points(offsets, since), Points(inner, start)
    party = np.repeat(np.arange(PARTIES, dtype=np.int32), intervals)[interval]
    keep = (start < end) & (since[interval] < until[interval])
    table = {
        "id": party,
        "first": start,
        "last": end,
        "since": since[interval],
        "until": until[interval],
        "state": state,
    }
    rectangles = pl.DataFrame({name: column[keep] for name, column in table.items()})
    asked = pl.DataFrame({"id": world.codes, "day": world.days, "known": world.known})
    connection = duckdb.connect()
    connection.register("changes_", rectangles.to_arrow())
    connection.register("rows_", asked.to_arrow())
    connection.execute("CREATE TABLE changes AS SELECT * FROM changes_; CREATE TABLE rows AS SELECT * FROM rows_")
    question = f"{RANGE} AND c.since <= r.known AND r.known < c.until"

    def find(fast: bool) -> Any:
        return pieces.find(readers.find(world.codes, world.known, fast=fast), world.days, state, fast=fast)

    peers: dict[str, tuple[Peer, Callable[[Any], dict[int, int]]]] = {
        "ours, compiled": (lambda: find(True), of_numpy),
        "ours, numpy alone": (lambda: find(False), of_numpy),
        "Polars, equi-join and filter": (
            lambda: (
                asked.lazy()
                .join(rectangles.lazy(), on="id")
                .filter(
                    pl.col("first") <= pl.col("day"),
                    pl.col("day") < pl.col("last"),
                    pl.col("since") <= pl.col("known"),
                    pl.col("known") < pl.col("until"),
                )
                .select("state")
                .collect()
            ),
            of_polars,
        ),
        "DuckDB, range join": (lambda: connection.sql(question).to_arrow_table()["state"], of_arrow),
    }
    measure(peers, {"ours, compiled", "ours, numpy alone"}, rows)


def register_of(world: World) -> st.Register:
    """Make sanctions of these changes: each is imposed and lifted in turn; ids are the names of the world."""
    chance = np.random.default_rng(9)
    shapes = []
    for _ in range(SHAPES):
        days = np.unique(chance.integers(FIRST, LAST, chance.integers(1, 12)))
        acts = []
        for number, one in enumerate(days.tolist()):
            event = "lift" if number % 2 else "reimpose" if number else "impose"
            acts.append(st.Transition(event, effective=date(1970, 1, 1) + timedelta(days=one)))
        shapes.append(tuple(acts))
    return st.Register([st.Sanction(str(name), shapes[number % SHAPES]) for number, name in enumerate(world.names)])


STATES = ("not imposed", "in force", "lifted")


def of_register(register: st.Register) -> Any:
    """The rectangles of the latest reader, as the peers get them."""
    found: dict[str, list[Any]] = {"id": [], "first": [], "last": [], "state": []}
    for line in register.timelines():
        spans = line.spans()
        for span in spans:
            found["id"].append(line.sanction.id)
            found["first"].append(span.from_ or date(1, 1, 1))
            found["last"].append(span.to or date(9999, 12, 31))
            found["state"].append(STATES.index(span.label))
    return pa.table(
        {
            "id": found["id"],
            "first": found["first"],
            "last": found["last"],
            "state": pa.array(found["state"], pa.int8()),
        }
    )


def text(rows: int, *, dictionary: bool = False) -> None:
    print(f"{'dictionary-encoded' if dictionary else 'plain text'} ids, Arrow in memory, {rows:,} rows")
    world = World(rows)
    register = register_of(world)
    changes = of_register(register)
    names = pa.DictionaryArray.from_arrays(pa.array(world.codes), pa.array(world.names, pa.string()))
    ids = names if dictionary else names.cast(pa.string())
    days = pa.array(world.days, pa.int32()).cast(pa.date32())
    table = pa.table({"id": ids, "day": days})
    ready = {fast: Lookback(register, "benchmark", fast=fast) for fast in (True, False)}

    def state(telling: Any) -> int:
        return STATES.index(telling.label)

    for one in ready.values():
        one.tell(ids, days, values=state)

    def ours(fast: bool) -> Any:
        return ready[fast].tell(ids, days, values=state)[0]

    frame, right = pl.from_arrow(table), pl.from_arrow(changes)
    assert isinstance(frame, pl.DataFrame)
    assert isinstance(right, pl.DataFrame)
    if dictionary:
        frame = frame.with_columns(pl.col("id").cast(pl.Categorical))
        right = right.with_columns(pl.col("id").cast(pl.Categorical))
    connection = duckdb.connect()
    connection.register("rows", table)
    connection.register("changes_", changes)
    connection.execute("CREATE TABLE changes AS SELECT * FROM changes_")
    peers: dict[str, tuple[Peer, Callable[[Any], dict[int, int]]]] = {
        "ours, compiled": (lambda: ours(True), of_numpy),
        "ours, numpy alone": (lambda: ours(False), of_numpy),
        "Polars, equi-join and filter": (
            lambda: (
                frame.lazy()
                .join(right.lazy(), on="id")
                .filter(pl.col("first") <= pl.col("day"), pl.col("day") < pl.col("last"))
                .select("state")
                .collect()
            ),
            of_polars,
        ),
        "DuckDB, range join": (lambda: connection.sql(RANGE).to_arrow_table()["state"], of_arrow),
        "DuckDB, ASOF join": (lambda: connection.sql(ASOF).to_arrow_table()["state"], of_arrow),
    }
    measure(peers, {"ours, compiled", "ours, numpy alone"}, rows)


PROGRAMS = {
    "ours": """
import json, pickle, sys, sanctions_tracker as st
from sanctions_tracker.lookback import Lookback
from sanctions_tracker.lookback.files import look_back_over_files
register = pickle.load(open(sys.argv[3], "rb"))
start()
ready = Lookback(register, "benchmark")
look_back_over_files(ready, sys.argv[1], sys.argv[2], id="id", on="day")
stop()
""",
    "DuckDB": """
import sys, duckdb
connection = duckdb.connect()
connection.execute("SET enable_progress_bar = false")
start()
connection.execute(f'''COPY (SELECT r.*, c.* EXCLUDE (id, first, last) FROM '{sys.argv[1]}' r LEFT JOIN '{sys.argv[4]}' c
    ON r.id = c.id AND c.first <= r.day AND r.day < c.last) TO '{sys.argv[2]}' (FORMAT parquet)''')
stop()
""",
    "DuckDB, order of rows not kept": """
import sys, duckdb
connection = duckdb.connect()
connection.execute("SET preserve_insertion_order = false")
connection.execute("SET enable_progress_bar = false")
start()
connection.execute(f'''COPY (SELECT r.*, c.* EXCLUDE (id, first, last) FROM '{sys.argv[1]}' r LEFT JOIN '{sys.argv[4]}' c
    ON r.id = c.id AND c.first <= r.day AND r.day < c.last) TO '{sys.argv[2]}' (FORMAT parquet)''')
stop()
""",
    "Polars, streaming": """
import sys, polars as pl
start()
changes = pl.scan_parquet(sys.argv[4])
pl.scan_parquet(sys.argv[1]).join(changes, on="id").filter(pl.col("first") <= pl.col("day"), pl.col("day") < pl.col("last")).drop(
    "first", "last").sink_parquet(sys.argv[2], compression="snappy")
stop()
""",
}
CLOCK = """
import time
def start():
    global begun
    begun = time.perf_counter()
def stop():
    seconds = time.perf_counter() - begun
    with open("/proc/self/status") as status:  # what getrusage tells begins at the peak of the process that started this one
        peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
    print(seconds, peak)
"""


def parquet(rows: int) -> None:
    """A file of ten columns in, the same with the answers out: every peer writes the same columns of the answer."""
    import pickle

    print(f"Parquet file in, Parquet file out, 10 columns, {rows:,} rows")
    world = World(rows)
    register = register_of(world)
    ready = Lookback(register, "benchmark")
    with tempfile.TemporaryDirectory() as folder:
        names = pa.DictionaryArray.from_arrays(pa.array(world.codes), pa.array(world.names, pa.string())).cast(
            pa.string()
        )
        chance = np.random.default_rng(1)
        more = {f"amount_{number}": chance.integers(0, 10**6, rows) for number in range(4)} | {
            f"rate_{number}": chance.random(rows) for number in range(4)
        }
        pq.write_table(
            pa.table({"id": names, "day": pa.array(world.days, pa.int32()).cast(pa.date32()), **more}),
            f"{folder}/in.parquet",
        )
        changes = of_register(register)
        told = pa.table(
            ready.columns(
                changes["id"].combine_chunks(),
                pc.max_element_wise(changes["first"], pa.scalar(date(1900, 1, 1))).combine_chunks(),
            )
        )
        told = pa.table(
            {
                name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
                for name, column in zip(told.column_names, told.columns, strict=True)
            }
        )
        wide = pa.table(
            {
                "id": changes["id"],
                "first": changes["first"],
                "last": changes["last"],
                **{name: told[name] for name in told.column_names},
            }
        )
        pq.write_table(wide, f"{folder}/changes.parquet")
        Path(f"{folder}/register.pickle").write_bytes(pickle.dumps(register))
        del names, more, wide, told, changes
        results: dict[str, list[tuple[float, float]]] = {name: [] for name in PROGRAMS}
        counts = {}
        for _ in range(3):
            for name, program in PROGRAMS.items():
                arguments = [
                    f"{folder}/in.parquet",
                    f"{folder}/{name[:4]}.parquet",
                    f"{folder}/register.pickle",
                    f"{folder}/changes.parquet",
                ]
                os.sync()  # what one leaves to be written must not keep another waiting
                done = subprocess.run(
                    [sys.executable, "-c", CLOCK + program, *arguments], capture_output=True, text=True, check=True
                )
                seconds, peak = done.stdout.split()[-2:]
                results[name].append((float(seconds), float(peak) / 1024))
                labels = pq.read_table(f"{folder}/{name[:4]}.parquet", columns=["st_label"])["st_label"]
                counts[name] = {
                    str(one["values"]): one["counts"].as_py() for one in labels.cast(pa.string()).value_counts()
                }
        agreed = next(iter(counts.values()))
        assert all(one == agreed for one in counts.values()), counts
        peers = {name: statistics.median(one[0] for one in runs) for name, runs in results.items()}
        memory = {name: statistics.median(one[1] for one in runs) for name, runs in results.items()}
        fastest = min(value for name, value in peers.items() if name != "ours")
        least = min(value for name, value in memory.items() if name != "ours")
        for name, value in peers.items():
            ratio = (
                f"   {fastest / value:5.2f} times the fastest peer; {memory[name] / least:4.2f} of the least memory"
                if name == "ours"
                else ""
            )
            print(f"  {name:<44} {value:6.2f} s   peak {memory[name]:7.0f} MB{ratio}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("part", nargs="*", default=["coded", "known", "text", "dictionary", "parquet"])
    options = parser.parse_args()
    parts: dict[str, Callable[[int], None]] = {
        "coded": coded,
        "known": known,
        "text": text,
        "dictionary": lambda rows: text(rows, dictionary=True),
        "parquet": parquet,
    }
    for name in options.part:
        parts[name](options.rows)
    print(f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
