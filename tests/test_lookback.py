"""Law 17: a look-back tells every row what one question would, in every kind of table, and leaves no row out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import sanctions_tracker as st
from sanctions_tracker import testing
from sanctions_tracker.lookback import COLUMNS, Lookback, Points, Summary
from sanctions_tracker.lookback import points as points_
from sanctions_tracker.lookback.columns import as_days
from sanctions_tracker.lookback.hashing import Hashed
from sanctions_tracker.lookback.points import BEFORE

BELAVIA, BELARUSKALI = "us-ofac/belavia", "us-ofac/belaruskali"


@pytest.fixture(scope="module", name="register")
def _register() -> st.Register:
    return st.load()


def told(register: st.Register, id_: str, on: date, known_on: date | None = None) -> dict[str, object]:
    """What one question is answered, in the columns of a look-back."""
    status = register.status(id_, on, known_on)
    states, reliefs = {pair.state for pair in status.possible}, {pair.relief for pair in status.possible}
    return {
        "st_state": str(*states) if len(states) == 1 else None,
        "st_relief": str(*reliefs) if len(reliefs) == 1 else None,
        "st_label": status.words,
        "st_restricts": str(status.restricts),
        "st_since": status.since,
        "st_ends": status.ends,
        "st_cause": None if status.cause is None else str(status.cause),
        "st_undetermined": status.undetermined,
        "st_projected": status.projected,
        "st_sanctions": id_,
        "st_data_version": register.version,
        "st_problem": None,
    }


def back(register: st.Register, ids: Any, days: Any, known: Any = None, **more: Any) -> list[dict[str, object]]:
    columns = {"who": ids, "paid": days} | ({} if known is None else {"knew": known})
    found = register.lookback(
        pa.table(columns), id="who", on="paid", known_on=None if known is None else "knew", **more
    )
    return [{name: row[name] for name in COLUMNS} for row in found.to_pylist()]


# Against one question at a time.


@given(testing.registers(doubts=1, late=True), some.data(), some.booleans(), some.booleans())
def test_law_17_bulk_answers_equal_the_loop(
    register: st.Register, data: some.DataObject, known: bool, fast: bool
) -> None:
    """Bulk answers equal the loop, for unsorted, repeated and empty input, on every engine."""
    days = testing.days()
    row = some.tuples(some.sampled_from([one.id for one in register.sanctions]), days, days)
    rows = data.draw(some.lists(row, max_size=12))
    ids, on, knew = ([one[place] for one in rows] for place in range(3))
    ready = Lookback(register, register.version, known=known, fast=fast)
    arrays = pa.array(ids, pa.string()), pa.array(on, pa.date32()), pa.array(knew, pa.date32()) if known else None
    columns = ready.columns(*arrays)
    found = pa.table(columns).to_pylist()
    assert found == [told(register, id_, day, when if known else None) for id_, day, when in rows]


def test_a_hundred_thousand_rows_of_the_shipped_register_equal_the_loop(register: st.Register) -> None:
    chance = np.random.default_rng(14)
    every = [one.id for one in register.sanctions]
    ids = [every[number] for number in chance.integers(0, len(every), 100_000)]
    days = [date(2000, 1, 1) + timedelta(days=int(number)) for number in chance.integers(0, 11000, 100_000)]
    found = back(register, ids, days)
    alike: dict[tuple[str, date], dict[str, object]] = {}
    for number in range(0, 100_000, 7):
        key = ids[number], days[number]
        alike[key] = alike.get(key) or told(register, *key)
        assert found[number] == alike[key]


KINDS: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "pandas": lambda columns: pd.DataFrame(columns, index=range(100, 100 + len(columns["n"]))),
    "pandas, arrow inside": lambda columns: pd.DataFrame(columns).convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.DataFrame,
    "arrow table": pa.table,
    "arrow batch": lambda columns: pa.table(columns).to_batches()[0],
    "duckdb": lambda columns: duckdb.from_arrow(pa.table(columns)),
}


def plain(table: Any) -> list[dict[str, Any]]:
    """The rows of any kind of table, nothing as ``None``."""
    if isinstance(table, pd.DataFrame):
        return [dict(row) for row in table.astype(object).where(table.notna(), None).to_dict("records")]  # type: ignore[arg-type]
    if isinstance(table, pl.DataFrame):
        return table.to_dicts()
    if isinstance(table, pa.Table | pa.RecordBatch):
        return list(table.to_pylist())
    return table.to_arrow_table().to_pylist()  # type: ignore[no-any-return]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_table_comes_back_as_it_was_with_the_answers_beside_it(kind: str, register: st.Register) -> None:
    columns: dict[str, list[Any]] = {
        "n": [3, 1, 2, 1],
        "who": [BELARUSKALI, BELAVIA, "nobody", BELAVIA],
        "paid": [date(2025, 12, 14), date(2025, 10, 1), date(2025, 10, 1), date(2025, 10, 1)],
        "note": ["a", "b", "c", "ü"],
    }
    given_ = KINDS[kind](columns)
    found = register.lookback(given_, id="who", on="paid")
    assert type(found) is type(given_)
    rows = plain(found)
    assert [row["n"] for row in rows] == [3, 1, 2, 1]
    assert [row["note"] for row in rows] == ["a", "b", "c", "ü"]
    assert list(rows[0]) == [*columns, *COLUMNS]
    for row in (rows[0], rows[1], rows[3]):
        expected = told(register, row["who"], date(2025, 12, 14) if row["who"] == BELARUSKALI else date(2025, 10, 1))
        got = {name: row[name] for name in COLUMNS}
        for name in ("st_since", "st_ends"):
            got[name] = got[name].date() if isinstance(got[name], datetime) else got[name]
        assert got == expected
    assert rows[2]["st_problem"] == "unknown name: 'nobody'"
    if kind == "pandas":
        assert list(found.index) == [100, 101, 102, 103]


def test_batches_come_one_by_one(register: st.Register) -> None:
    pulled = []

    def batches() -> Any:
        for who in (BELAVIA, BELARUSKALI):
            pulled.append(who)
            yield pl.DataFrame({"who": [who], "paid": ["2025-10-01"]})

    summary = Summary()
    found = register.lookback(batches(), id="who", on="paid", summary=summary)
    assert pulled == []
    assert next(found)["st_label"].to_list() == ["in force, relieved in full"]
    assert pulled == [BELAVIA]
    assert next(found)["st_label"].to_list() == ["in force"]
    with pytest.raises(StopIteration):
        next(found)
    assert (summary.rows, summary.labels) == (2, {"in force, relieved in full": 1, "in force": 1})


@pytest.mark.parametrize("kind", [one for one in KINDS if one != "arrow batch"])
def test_a_table_without_rows_gets_the_columns(kind: str, register: st.Register) -> None:
    empty = KINDS[kind]({"n": [1], "who": ["a"], "paid": ["2025-10-01"]})
    if kind == "duckdb":
        empty = empty.limit(0)
    else:
        empty = empty.head(0) if kind.startswith(("pandas", "polars")) else empty.slice(0, 0)
    found = register.lookback(empty, id="who", on="paid")
    assert plain(found) == []
    assert list(found.column_names if isinstance(found, pa.Table) else found.columns)[3:] == list(COLUMNS)


# Who.


def test_by_subject_the_strictest_is_told_and_all_that_bind_are_named(register: st.Register) -> None:
    (row,) = back(register, ["Potash"], ["2025-12-16"], by="subject")
    group = register.subject("potash", "2025-12-16")
    assert (row["st_label"], row["st_restricts"]) == (group.words, str(group.restricts))
    binding = [one.id for one in group.members if any(pair.state == "in force" for pair in one.possible)]
    assert row["st_sanctions"] == "; ".join(binding)
    assert BELARUSKALI in binding


@given(some.data())
@settings(max_examples=max(1, settings().max_examples // 3))
def test_by_subject_equals_asking_for_the_subject(data: some.DataObject) -> None:
    register = _shipped()
    name = data.draw(some.sampled_from([one.id for one in register.subjects]))
    on = data.draw(testing.days(min_day="2003-01-01", max_day="2027-01-01"))
    known = data.draw(some.none() | testing.days(min_day="2003-01-01", max_day="2027-01-01"))
    group = register.subject(name, on, known)
    (row,) = back(register, [name], [on], None if known is None else [known], by="subject")
    if not group.members:
        assert row["st_problem"] == f"unknown name: {name!r}"
    else:
        assert (row["st_label"], row["st_restricts"]) == (group.words, str(group.restricts))
        assert row["st_projected"] is any(one.projected for one in group.members)


_SHIPPED: list[st.Register] = []


def _shipped() -> st.Register:
    if not _SHIPPED:
        _SHIPPED.append(st.load())
    return _SHIPPED[0]


def test_by_list_key_all_that_bear_the_number_are_one_party() -> None:
    def listed(id_: str, number: str, since: str) -> st.Sanction:
        return st.Sanction(id_, [st.Transition("impose", effective=since)], identifiers={"key": number})

    register = st.Register(
        [
            listed("my-list/7", "7", "2020-01-05"),
            listed("other-list/7", "7", "2020-01-10"),
            listed("other-list/8", "8", "2020-01-01"),
        ]
    )
    rows = back(
        register, ["7"] * 4 + ["9"], [f"2020-01-{day:02}" for day in (4, 5, 9, 10)] + ["2020-01-10"], by="list key"
    )
    assert [(row["st_label"], row["st_sanctions"], str(row["st_since"]), str(row["st_ends"])) for row in rows[:4]] == [
        ("not imposed", "my-list/7; other-list/7", "None", "2020-01-05"),
        ("in force", "my-list/7", "2020-01-05", "None"),
        ("in force", "my-list/7", "2020-01-05", "None"),
        ("in force", "my-list/7; other-list/7", "2020-01-05", "None"),
    ]
    assert rows[4]["st_problem"] == "unknown name: '9'"
    numbers = pd.DataFrame({"key": pd.Categorical([7, 9, 7]), "on": ["2020-01-10", "2020-01-10", "?"]})
    found = register.lookback(numbers, id="key", on="on", by="list key")
    assert found["st_sanctions"].tolist()[0] == "my-list/7; other-list/7"
    assert found["st_problem"].tolist()[1:] == ["unknown name: '9'", "not a day: '?'"]
    with pytest.raises(
        ValueError, match=r"^by='name' is not a way to name a party; one of: 'id', 'subject', 'list key'$"
    ):
        back(register, ["7"], ["2020-01-01"], by="name")


# What cannot be answered says why.


def test_every_row_that_has_no_answer_says_why(register: st.Register) -> None:
    summary = Summary()
    ids = [BELAVIA, None, "us-ofac/nobody", BELAVIA, BELAVIA, BELAVIA, BELAVIA, None]
    days = ["2025-10-01", "2025-10-01", "2025-10-01", None, "2025-02-30", "2025-10", "2025-10-01T00:00:00", "x"]
    rows = back(register, ids, days, summary=summary)
    assert [row["st_problem"] for row in rows] == [
        None,
        "no name",
        "unknown name: 'us-ofac/nobody'",
        "no day",
        "not a day: '2025-02-30'",
        "not a day: '2025-10'",
        "not a day: '2025-10-01T00:00:00'",
        "no name",
    ]
    for row in rows[1:]:
        assert {name: value for name, value in row.items() if value is not None} == {
            "st_data_version": register.version,
            "st_problem": row["st_problem"],
        }
    assert summary == Summary(
        rows=8,
        labels={"in force, relieved in full": 1},
        problems={"no name": 2, "unknown name": 1, "no day": 1, "not a day": 3},
        unknown={"us-ofac/nobody": 1},
    )
    rows = back(register, [BELAVIA] * 3, ["2025-10-01"] * 3, ["2025-09-10", None, "soon"])
    assert [(row["st_label"], row["st_problem"]) for row in rows] == [
        (register.status(BELAVIA, "2025-10-01", "2025-09-10").words, None),
        (None, "no day of knowledge"),
        (None, "not a day of knowledge: 'soon'"),
    ]
    assert [row["st_problem"] for row in back(register, [None, "x"], [None, "y"])] == ["no name", "unknown name: 'x'"]


DAYS: dict[str, tuple[pa.Array, list[int]]] = {
    "date32": (pa.array([date(2020, 1, 2), None], pa.date32()), [0, 3]),
    "date64": (pa.array([date(2020, 1, 2), None], pa.date64()), [0, 3]),
    "midnight": (pa.array([datetime(2020, 1, 2), None], pa.timestamp("us")), [0, 3]),
    "noon": (pa.array([datetime(2020, 1, 2, 12), datetime(2020, 1, 2, 0, 0, 0, 1)], pa.timestamp("us")), [4, 4]),
    "before 1970": (pa.array([datetime(1960, 1, 2), datetime(1960, 1, 2, 1)], pa.timestamp("ms")), [0, 4]),
    "with a zone": (pa.array([datetime(2020, 1, 2), None], pa.timestamp("us", "UTC")), [4, 3]),
    "text": (pa.array(["2020-01-02", None]), [0, 3]),
    "text by reference": (pa.array(["2020-01-02", "2020-1-2"], pa.string_view()), [0, 4]),
    "dates in a dictionary": (pa.array([date(2020, 1, 2), None]).dictionary_encode(), [0, 3]),
    "long text": (pa.array(["2020-01-02", "2020-1-2"], pa.large_string()), [0, 4]),
    "dictionary": (pa.array(["2020-01-02", None, "?"]).dictionary_encode(), [0, 3, 4]),
    "numbers": (pa.array([20200102, None]), [4, 3]),
    "nothing": (pa.nulls(2), [3, 3]),
    "nothing in a dictionary": (pa.array([None, None], pa.string()).dictionary_encode(), [3, 3]),
}


@pytest.mark.parametrize("kind", DAYS)
def test_what_a_day_may_be(kind: str) -> None:
    values, expected = DAYS[kind]
    days, problems = as_days(values)
    assert problems.tolist() == expected
    for day, problem in zip(days.tolist(), problems.tolist(), strict=True):
        assert problem or date.fromordinal(day + date(1970, 1, 1).toordinal()) in (date(2020, 1, 2), date(1960, 1, 2))


def test_a_form_of_days_is_declared_and_never_guessed(register: st.Register) -> None:
    rows = back(
        register, [BELAVIA] * 4, ["01/10/2025", "10/01/2025", "2025-10-01", "32/01/2025"], day_format="%d/%m/%Y"
    )
    assert [(row["st_label"], row["st_problem"]) for row in rows] == [
        ("in force, relieved in full", None),
        (register.status(BELAVIA, "2025-01-10").words, None),
        (None, "not a day: '2025-10-01'"),
        (None, "not a day: '32/01/2025'"),
    ]


def test_mixed_types_in_one_column_are_judged_row_by_row(register: st.Register) -> None:
    frame = pd.DataFrame(
        {"who": [BELAVIA, 7, BELAVIA, None], "paid": [date(2025, 10, 1), "2025-10-01", 20251001, float("nan")]}
    )
    rows = plain(register.lookback(frame, id="who", on="paid"))
    assert [row["st_problem"] for row in rows] == [None, "unknown name: '7'", "not a day: '20251001'", "no name"]


def test_what_is_no_table_or_lacks_a_column_is_refused(register: st.Register) -> None:
    table = pl.DataFrame({"who": [BELAVIA], "paid": ["2025-10-01"], "st_label": ["mine"]})
    with pytest.raises(KeyError, match=re.escape("the table has no column 'payd'; did you mean 'paid'?")):
        register.lookback(table, id="who", on="payd")
    with pytest.raises(ValueError, match=r"^the table has a column 'st_label' already; rename it, or leave it out$"):
        register.lookback(table, id="who", on="paid")
    with pytest.raises(TypeError, match=r"^dict is no table; give one of pandas, Polars, PyArrow or DuckDB$"):
        register.lookback({"who": [BELAVIA]}, id="who", on="paid")
    with pytest.raises(TypeError, match=r"^the table is lazy; collect it first, or give its batches one by one$"):
        register.lookback(table.lazy(), id="who", on="paid")


# The arrays, on hard data, against a search that is as plain as can be.


def plainly(points: Points, codes: np.ndarray[Any, Any], days: np.ndarray[Any, Any]) -> list[int]:
    found = []
    for code, day in zip(codes.tolist(), days.tolist(), strict=True):
        first, last = int(points.at[code]), int(points.at[code + 1])
        found.append(max(place for place in range(first, last) if points.days[place] <= day))
    return found


def made(counts: list[int], chance: np.random.Generator) -> Points:
    days = [np.concatenate([[BEFORE], np.sort(chance.choice(40_000, count - 1, replace=False))]) for count in counts]
    return Points(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32), np.concatenate(days).astype(np.int32))


HARD: dict[str, Callable[[np.random.Generator], tuple[list[int], Any, Any]]] = {
    "a few changes each": lambda c: (
        c.integers(1, 13, 500).tolist(),
        c.integers(0, 500, 3000),
        c.integers(-10, 40_010, 3000),
    ),
    "few parties do nearly everything": lambda c: (
        [3] * 500,
        (c.zipf(1.3, 3000) - 1) % 500,
        c.integers(0, 40_000, 3000),
    ),
    "one with ten thousand changes": lambda c: (
        [1, 10_000, 2, 33, 32, 34],
        c.integers(0, 6, 300),
        c.integers(0, 40_000, 300),
    ),
    "all on one day": lambda c: (c.integers(1, 13, 500).tolist(), c.integers(0, 500, 3000), np.full(3000, 20_000)),
    "before the first and after the last": lambda c: (
        [5] * 50,
        c.integers(0, 50, 100),
        c.choice([-(2**31), -1, 40_001, 2**31 - 1], 100),
    ),
    "nothing ever changes": lambda c: ([1] * 9, c.integers(0, 9, 100), c.integers(0, 40_000, 100)),
    "no row": lambda c: ([2, 2], np.empty(0, np.int64), np.empty(0, np.int64)),
    "more rows than a block": lambda c: ([4] * 10, c.integers(0, 10, 70_000), np.full(70_000, 3)),
}


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("name", HARD)
def test_the_index_survives_hard_data(name: str, fast: bool) -> None:
    chance = np.random.default_rng(7)
    counts, codes, days = HARD[name](chance)
    points = made(counts, chance)
    codes, days = codes.astype(np.int32), days.astype(np.int32)
    found = points.find(codes, days, fast=fast).tolist()
    step = max(1, len(found) // 2000)
    assert found[::step] == plainly(points, codes[::step], days[::step])


@given(some.lists(some.lists(some.integers(-50, 50), max_size=40, unique=True), min_size=1, max_size=5), some.data())
def test_both_ways_of_searching_find_the_last_change_not_after_the_day(
    changes: list[list[int]], data: some.DataObject
) -> None:
    counts = [len(one) + 1 for one in changes]
    days = np.array([day for one in changes for day in (BEFORE, *sorted(one))], np.int32)
    points = Points(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), days)
    rows = data.draw(some.lists(some.tuples(some.integers(0, len(changes) - 1), some.integers(-60, 60)), min_size=1))
    codes, on = (np.array([one[place] for one in rows], np.int32) for place in (0, 1))
    for fast in (False, True):
        assert points.find(codes, on, fast=fast).tolist() == plainly(points, codes, on)


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_millions_of_texts_are_looked_up_at_once_to_the_same_answers(
    register: st.Register, monkeypatch: pytest.MonkeyPatch, fast: bool, kind: pa.DataType
) -> None:
    monkeypatch.setattr("sanctions_tracker.lookback.naming._MANY", 100)
    every = [one.id for one in register.sanctions]
    chance = np.random.default_rng(3)
    ids: list[str | None] = [every[number] for number in chance.integers(0, len(every), 1000)]
    ids[5] = ids[777] = None
    ids[150] = ids[151] = "nobody"
    on = date(2022, 1, 1)
    ready = Lookback(register, register.version, fast=fast)
    found = pa.table(ready.columns(pa.array(ids, kind), pa.array([on] * 1000))).to_pylist()
    for row, id_ in zip(found, ids, strict=True):
        if id_ is None or id_ == "nobody":
            assert row["st_problem"] == ("no name" if id_ is None else "unknown name: 'nobody'")
        else:
            assert row == told(register, id_, on)
    assert (ready.summary.unknown, ready.summary.problems) == ({"nobody": 2}, {"no name": 2, "unknown name": 2})


@given(some.data())
def test_a_table_of_hashes_finds_each_name_and_takes_none_for_another(data: some.DataObject) -> None:
    texts = some.text(max_size=20) | some.sampled_from(["", "a", "aaaaaaaa", "aaaaaaab", "baaaaaaa", "\0", "\0\0"])
    kind = data.draw(some.sampled_from([pa.string(), pa.large_string()]))
    names = data.draw(some.lists(texts, unique=True))
    asked = data.draw(some.lists(some.none() | texts | (some.sampled_from(names) if names else texts)))
    start = data.draw(some.integers(0, len(asked)))
    found = Hashed(pa.array(names, kind)).places(pa.array(asked, kind).slice(start))
    places = {name: place for place, name in enumerate(names)}
    assert found.tolist() == [places.get(one, len(names)) if one is not None else len(names) for one in asked[start:]]


def test_numba_is_loaded_once_it_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled_now = points_.compiled
    compiled_now.cache_clear()
    try:
        monkeypatch.setattr(points_, "_asked", 0)
        assert not points_.worth(points_._PAYS)
        assert compiled_now.cache_info().currsize == 0
        assert points_.worth(1)
        assert points_.worth(0)
    finally:
        compiled_now()


def test_one_number_a_row_for_those_who_want_no_more(register: st.Register) -> None:
    ready = Lookback(register, register.version)
    numbers, problems = ready.tell(pa.array([BELAVIA, "nobody", BELAVIA]), pa.array(["2025-10-01", "2025-10-01", "?"]))
    assert problems.tolist() == [0, 2, 4]
    index, _ = ready.ready()
    assert index.tellings[numbers[0]].label == "in force, relieved in full"
