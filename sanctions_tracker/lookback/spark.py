"""Look back over a Spark table: lazily, each row where it lies, with the answer for its day beside it.

Two plans give the same rows. ``"join"`` is Spark's own left join with a small table of everything that can be told, by name
and by range of days, broadcast to every executor: the rows stay in the JVM. ``"arrow"`` hands each batch of rows to Python
as Arrow columns and asks the arrays of `Lookback`, made once by the driver and broadcast. Neither shuffles the big table.

``"auto"`` is ``"join"`` where that can be had. Measured on two workers of one core: 1.8 s for a million rows against 2.1 s for
``"arrow"``, 4.3 s for ten million against 9.9 s (``docs/spark.md``, ``benchmarks/spark.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, reduce
from operator import and_
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import define, evolve, field

from .batches import COLUMNS, Lookback
from .columns import PROBLEMS
from .frames import _check
from .index import EPOCH, Index, index_of
from .parties import parties
from .points import Points

if TYPE_CHECKING:
    import numpy
    import pyarrow
    from numpy.typing import NDArray

__all__ = ["PLANS", "lookback"]

PLANS = ("auto", "arrow", "join")

_AFTER = 2**31 - 1  # the end of what has no end
_BROADCAST = 256 << 20  # bytes of Arrow; a larger table is joined without a hint, as Spark sees fit
_REMEMBERED = 100_000  # names that nobody bears; a worker that serves for weeks forgets them past this


def lookback(
    df: Any, register: Any, *, id: str, on: str, known_on: str | None = None, by: str = "id", plan: str = "auto"
) -> Any:
    """Return a Spark DataFrame with the columns of `COLUMNS` added; no job runs before an action.

    ``id``, ``on`` and ``known_on`` name columns, ``by`` says what the names are: ``"id"``, ``"subject"`` or ``"list key"``.
    Rows and partitions stay as they are; a row without an answer says why in ``st_problem``. A ``DateType``, a
    ``TimestampNTZType`` at midnight and a text ``YYYY-MM-DD`` are days. A ``TimestampType`` never is: it is an instant, and
    the zone of the session would decide on which day it falls; cast it to a date in the zone that you mean.

    ``plan`` is ``"arrow"``, ``"join"`` (not for subjects, whose names are matched loosely; names are texts or whole numbers)
    or ``"auto"``. Raises `KeyError` on a column that is not there, `ValueError` where one of ours is there already and on
    another ``plan`` or ``by``, `TypeError` on what is no Spark DataFrame, `ImportError` without pyspark; and
    `UnlawfulEvent`, `UnlawfulRelief` and `TooDoubtful`, as asking for one status does.
    """
    try:
        from pyspark.sql import DataFrame
    except ImportError:
        raise ImportError("looking back on Spark needs pyspark; install sanctions-tracker[spark]") from None
    if not isinstance(df, DataFrame):
        raise TypeError(f"{type(df).__name__} is no Spark DataFrame")
    if plan not in PLANS:
        raise ValueError(f"plan={plan!r} is no plan; one of: {', '.join(map(repr, PLANS))}")
    names = (id, on) if known_on is None else (id, on, known_on)
    _check(df.columns, names)
    hindrance = _hindrance(df, names, by)
    if plan == "join" and hindrance:
        raise ValueError(f"the plan 'join' cannot do this: {hindrance}; use plan='arrow'")
    carried = _carry(register, by, known_on is not None)
    if plan == "arrow" or (plan == "auto" and (hindrance or carried.table().nbytes > _BROADCAST)):
        return _by_arrow(df, carried, names)
    return _by_join(df, carried, names)


# What is told, made once by the driver.


@define(eq=False)
class _Carried:
    """What a worker needs to answer, small enough to be sent to each: no act, no source, only arrays and names."""

    register: Any
    """Its sanctions bear their names only; it finds who is meant."""
    version: str
    by: str
    known: bool
    names: dict[str, int]
    """The number of the party of each name."""
    members: list[tuple[str, ...]]
    index: Index
    _lookback: Lookback | None = field(init=False, default=None)

    def lookback(self) -> Lookback:
        """Return the look-back of this process, made when first asked for.

        It uses numpy, not numba: a batch of 10,000 rows is small, importing numba costs every worker
        time before its first row, its threads would compete with those of Spark's other
        tasks, and where the package lies in a zip file nothing can be kept compiled.
        """
        if self._lookback is None:
            made = Lookback(self.register, self.version, by=self.by, known=self.known, fast=False)
            made.naming.meet(self.members)
            made.carry(self.index)
            self._lookback = made
        return self._lookback

    def table(self) -> pyarrow.Table:
        """Return all that can be told as rows: name, [start, end) in days from 1970-01-01, the same for knowledge, columns."""
        import numpy as np
        import pyarrow as pa

        index = self.index
        pieces = index.latest if index.known is None else index.known
        points = pieces.points
        first, bounds = points.at, {}
        if index.readers is not None:
            first = points.at.take(index.readers.at)  # the pieces of a party stand together, reader after reader
            reader = np.repeat(np.arange(len(points.at) - 1), np.diff(points.at))
            bounds = {"known_from": index.readers.days.take(reader), "known_to": _ends(index.readers).take(reader)}
        bounds |= {"start": points.days, "end": _ends(points)}
        empty = [np.empty(0, np.int64)]
        rows = np.concatenate([*empty, *(np.arange(first[one], first[one + 1]) for one in self.names.values())])
        counts = [int(first[one + 1] - first[one]) for one in self.names.values()]
        places = np.repeat(np.arange(len(counts)), counts)
        found = {"name": pa.array(list(self.names), pa.string()).take(pa.array(places))}
        found |= {name: pa.array(values.take(rows)) for name, values in bounds.items()}
        found["st_sanctions"] = pa.array(index.sanctions, pa.string()).take(pa.array(pieces.named.take(rows)))
        told = pa.array(pieces.told.take(rows))
        return pa.table(found | {name: values.take(told) for name, values in _told(index).items()})


def _carry(register: Any, by: str, known: bool) -> _Carried:
    bare = [evolve(one, transitions=(), reliefs=(), statements=(), rests_on=None) for one in register.sanctions]
    find = parties(register, by)
    keys: dict[str, Callable[[Any], Iterable[str]]] = {
        "id": lambda one: (one.id,),
        "subject": lambda one: one.subjects,
        "list key": lambda one: one.identifiers.values(),
    }
    numbers: dict[tuple[str, ...], int] = {}
    names: dict[str, int] = {}
    for key in dict.fromkeys(key for one in register.sanctions for key in keys[by](one)):
        found = find(key)
        if found:
            names[key] = numbers.setdefault(found, len(numbers))
    light = evolve(register, sanctions=bare, reliefs=(), statements=())
    index = index_of(register, numbers, known=known)
    return _Carried(light, register.version, by, known, names, list(numbers), index)


def _ends(points: Points) -> NDArray[numpy.int32]:
    """Return, for each change, the day of the next one of the same code."""
    import numpy as np

    ends = np.append(points.days[1:], np.int32(_AFTER))
    ends[points.at[1:] - 1] = _AFTER
    return ends


def _told(index: Index) -> dict[str, pyarrow.Array]:
    """Return the columns of what can be told that do not depend on the row, one value for each telling."""
    import pyarrow as pa

    told = index.tellings
    kinds = {"st_since": pa.date32(), "st_ends": pa.date32(), "st_undetermined": pa.bool_()}
    fields = [name for name in COLUMNS if name.removeprefix("st_") in (told[0]._fields if told else ())]
    found = {
        name: pa.array([getattr(one, name.removeprefix("st_")) for one in told], kinds.get(name, pa.string()))
        for name in fields
    }
    until = [_AFTER if one.projected_from is None else one.projected_from - EPOCH for one in told]
    return found | {"until": pa.array(until, pa.int32())}


# The plan "arrow".


def _by_arrow(df: Any, carried: _Carried, names: Sequence[str]) -> Any:
    from pyspark.sql import types

    kinds = {"st_since": types.DateType(), "st_ends": types.DateType()}
    kinds |= dict.fromkeys(("st_undetermined", "st_projected"), types.BooleanType())
    schema = types.StructType([*df.schema, *(types.StructField(n, kinds.get(n, types.StringType())) for n in COLUMNS)])
    places = [df.columns.index(name) for name in names]
    sent = df.sparkSession.sparkContext.broadcast(carried)
    numbered = df.toDF(*(f"column_{place}" for place in range(len(df.columns))))  # mapInArrow trips over dots in names
    return numbered.mapInArrow(partial(_answer, sent, places, schema.names), schema)


def _answer(
    sent: Any, places: Sequence[int], names: list[str], batches: Iterator[pyarrow.RecordBatch]
) -> Iterator[pyarrow.RecordBatch]:
    """Answer batch after batch, in a worker. Spark keeps ``sent.value`` for the next task of the same worker."""
    import pyarrow as pa

    ready = sent.value.lookback()
    for batch in batches:
        added = ready.columns(*(batch.column(place) for place in places))
        plain = [one.cast(pa.string()) if pa.types.is_dictionary(one.type) else one for one in added.values()]
        yield pa.RecordBatch.from_arrays([*batch.columns, *plain], names=names)
        ready.naming.forget(len(sent.value.names) + _REMEMBERED)


# The plan "join".


class _Day(NamedTuple):
    """A column of days: the column itself, its count from 1970-01-01 (null: no day, or not a day), and its text."""

    given: Any
    count: Any
    text: Any


def _hindrance(df: Any, names: Sequence[str], by: str) -> str | None:
    """Return why the join cannot tell the same as Arrow, or ``None``."""
    from pyspark.sql import types

    if by == "subject":
        return "subjects are matched loosely"
    kinds = {one.name: one.dataType for one in df.schema}
    if not isinstance(kinds[names[0]], types.StringType | types.IntegralType):
        return f"the names in {names[0]!r} are {kinds[names[0]].simpleString()}, neither texts nor whole numbers"
    days = types.StringType | types.DateType | types.TimestampNTZType | types.TimestampType
    for name in names[1:]:
        if not isinstance(kinds[name], days):
            return f"{name!r} is {kinds[name].simpleString()}, which is no day"
    return None


def _by_join(df: Any, carried: _Carried, names: Sequence[str]) -> Any:
    from pyspark.sql import functions as f

    table = carried.table()
    told = df.sparkSession.createDataFrame(table).alias("told")
    told = f.broadcast(told) if table.nbytes <= _BROADCAST else told
    kinds = {one.name: one.dataType for one in df.schema}
    days = [_day(_column(name), kinds[name]) for name in names[1:]]
    # A row with a bad day is joined as if on 1970-01-01: one row matches wherever the name is known, and no row is lost.
    marks = {f"st_day_{number}": f.coalesce(day.count, f.lit(0)) for number, day in enumerate(days)}
    whole = reduce(and_, (day.count.isNotNull() for day in days))
    rows = df.withColumns({"st_name": _column(names[0]).cast("string"), "st_whole": whole, **marks}).alias("row")
    condition = f.col("row.st_name") == f.col("told.name")
    for mark, (start, end) in zip(marks, (("start", "end"), ("known_from", "known_to")), strict=False):
        at = f.col(f"row.{mark}")
        condition &= (f.col(f"told.{start}") <= at) & (at < f.col(f"told.{end}"))
    return rows.join(told, condition, "left").select(
        *(_column(name, "row.") for name in df.columns),
        *_answers(carried.version, [_day(_column(name, "row."), kinds[name]) for name in names[1:]]),
    )


def _answers(version: str, days: Sequence[_Day]) -> Iterator[Any]:
    """Yield the columns of `COLUMNS` of a joined row."""
    from pyspark.sql import functions as f

    projected = f.col("row.st_day_0") >= f.col("told.until")
    if len(days) > 1:
        projected |= f.col("row.st_day_0") > f.col("row.st_day_1")
    good = f.col("told.name").isNotNull() & f.col("row.st_whole")
    for name in COLUMNS:
        if name == "st_data_version":
            yield f.lit(version).alias(name)
        elif name == "st_problem":
            yield f.when(~good, _problem(f.col("row.st_name"), days)).alias(name)
        else:
            yield f.when(good, projected if name == "st_projected" else f.col(f"told.{name}")).alias(name)


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _column(name: str, table: str = "") -> Any:
    from pyspark.sql import functions as f

    return f.col(table + _quoted(name))


def _day(column: Any, kind: Any) -> _Day:
    """Read a column of days as `as_days` does; nothing raises, whatever ANSI mode says."""
    from pyspark.sql import functions as f
    from pyspark.sql import types

    if isinstance(kind, types.DateType):
        return _Day(column, f.unix_date(column), column.cast("string"))
    if isinstance(kind, types.StringType):
        # The calendar of Spark has a year 0, that of Python has not.
        good = column.rlike(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z") & ~column.startswith("0000")
        return _Day(column, f.when(good, f.unix_date(column.try_cast("date"))), column)
    shown = column.cast("string")  # Python writes no fraction of a second, or all six digits of it
    shown = f.when(
        shown.contains("."),
        f.concat(f.substring_index(shown, ".", 1), f.lit("."), f.rpad(f.substring_index(shown, ".", -1), 6, "0")),
    ).otherwise(shown)
    if isinstance(kind, types.TimestampNTZType):
        date = column.cast("date")
        return _Day(column, f.when(date.cast("timestamp_ntz") == column, f.unix_date(date)), shown)
    offset = f.date_format(column, "xxxxx")  # an instant, told in the zone of the session
    return _Day(column, f.lit(None).cast("int"), f.concat(shown, offset))


def _problem(name: Any, days: Sequence[_Day]) -> Any:
    """Return ``st_problem`` of a joined row: the first thing that is wrong with it, with the value."""
    from pyspark.sql import functions as f

    cases = [(name.isNull(), PROBLEMS[1], None), (f.col("told.name").isNull(), PROBLEMS[2], name)]
    for number, day in enumerate(days):
        cases.append((day.given.isNull(), PROBLEMS[2 * number + 3], None))
        cases.append((day.count.isNull(), PROBLEMS[2 * number + 4], day.text))
    what, value = f, f
    for case, word, text in cases:
        what = what.when(case, f.lit(word))
        value = value.when(case, f.lit(None) if text is None else text)
    return f.concat(what, f.coalesce(f.concat(f.lit(": "), _repr(f.substring(value, 1, 80))), f.lit("")))


def _repr(text: Any) -> Any:
    """Return a text as Python's ``repr`` writes it, but with signs that cannot be seen, other than these three, as they are.

    To spell those out as well takes functions that make every row, good or bad, cost four times as much.
    """
    from pyspark.sql import functions as f

    double = text.contains("'") & ~text.contains('"')
    for sign in ("\\", "\n", "\r", "\t"):
        text = f.replace(text, f.lit(sign), f.lit(repr(sign)[1:-1]))
    single = f.concat(f.lit("'"), f.replace(text, f.lit("'"), f.lit("\\'")), f.lit("'"))
    return f.when(double, f.concat(f.lit('"'), text, f.lit('"'))).otherwise(single)
