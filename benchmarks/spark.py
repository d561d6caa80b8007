"""What a look-back costs on Spark, by plan and by the number of rows. Run: ``python benchmarks/spark.py [MILLIONS ...]``.

Two workers of one core each, in processes of their own. Every row is made, cached in the workers' memory and answered; the
answers go to Spark's sink ``noop``, which takes every column and keeps none, so that reading and writing are not counted.
The third way is the join that a careful user of SQL would write against the table of rectangles, which tells less: no
``st_since``, ``st_ends``, ``st_undetermined`` or ``st_problem``. All must count the same labels. Nothing is asserted about time.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import sanctions_tracker as st
from sanctions_tracker.lookback.spark import lookback
from sanctions_tracker.tables import as_arrow

RUNS = 3
MILLION = 1_000_000
SQL = """
    SELECT p.*, r.state, r.relief, r.label, r.restricts, r.possible, r.cause, p.paid >= r.projected_from AS projected
    FROM payments p LEFT JOIN (SELECT /*+ BROADCAST(rectangles) */ * FROM rectangles WHERE known_to IS NULL) r
    ON r.id = p.id AND p.paid >= coalesce(r.valid_from, date '0001-01-01') AND p.paid < coalesce(r.valid_to, date '9999-12-31')
"""


def session(folder: str) -> Any:
    from pyspark.sql import SparkSession

    os.environ |= {"SPARK_WORKER_DIR": folder, "PYSPARK_PYTHON": sys.executable}
    builder: Any = SparkSession.builder
    settings = {
        "spark.executorEnv.PYTHONPATH": str(Path(st.__file__).parent.parent),
        "spark.executor.memory": "3g",
        "spark.sql.warehouse.dir": folder,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.master("local-cluster[2,1,3072]").getOrCreate()


def payments(spark: Any, register: st.Register, rows: int) -> Any:
    """Rows of an id, a day from 2000 to 2030 and an amount, in four partitions, in memory."""
    from pyspark.sql import functions as f

    ids = f.array(*(f.lit(one.id) for one in register.sanctions))
    place = (f.rand(1) * len(register)).cast("int") + 1
    paid = f.date_add(f.lit("2000-01-01").cast("date"), (f.rand(2) * 11_322).cast("int"))
    df = spark.range(rows, numPartitions=4).select(
        f.element_at(ids, place).alias("id"), paid.alias("paid"), f.rand(3).alias("amount")
    )
    df.cache().count()
    return df


def consume(df: Any) -> None:
    df.write.format("noop").mode("overwrite").save()


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def labels(df: Any, column: str) -> dict[str, int]:
    return {row[0]: row[1] for row in df.groupBy(column).count().collect()}


def fit(points: list[tuple[int, float]]) -> str:
    """The line through the medians: what a run costs, and what each further million costs."""
    if len(points) < 2:
        return ""
    line = statistics.linear_regression([rows / MILLION for rows, _ in points], [seconds for _, seconds in points])
    return f"{line.intercept:.2f} s a run and {line.slope:.3f} s a million rows"


def main(sizes: list[int]) -> None:
    register = st.load()
    found: dict[str, list[tuple[int, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        spark = session(folder)
        spark.createDataFrame(as_arrow(register.rectangles())).createOrReplaceTempView("rectangles")
        for rows in sizes:
            df = payments(spark, register, rows)
            df.createOrReplaceTempView("payments")
            ways = {
                "plan arrow": (lookback(df, register, id="id", on="paid", plan="arrow"), "st_label"),
                "plan join": (lookback(df, register, id="id", on="paid", plan="join"), "st_label"),
                "SQL on rectangles": (spark.sql(SQL), "label"),
                "no look-back": (df, ""),
            }
            counts = [labels(answered, column) for answered, column in ways.values() if column]
            assert counts[0] == counts[1] == counts[2], counts
            for name, (answered, _) in ways.items():
                consume(answered)  # warms the workers up
                middle = statistics.median(timed(partial(consume, answered)) for _ in range(RUNS))
                found.setdefault(name, []).append((rows, middle))
                print(
                    f"{rows / MILLION:4.0f} million  {name:<18} {middle:7.2f} s  {middle / rows * MILLION:6.3f} s a million",
                    flush=True,
                )
            df.unpersist()
        for name, points in found.items():
            print(f"{name:<18} {fit(points)}")
        spark.stop()


if __name__ == "__main__":
    main([int(one) * MILLION for one in sys.argv[1:]] or [MILLION, 2 * MILLION, 4 * MILLION])
