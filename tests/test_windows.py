"""Days as numbers: windows, tracks, and the search that keeps only what can be completed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from sanctions_tracker import windows
from sanctions_tracker.days import as_duration, as_record_day
from sanctions_tracker.windows import (
    EARLY,
    LATE,
    Horizon,
    TooDoubtful,
    Track,
    after,
    day_of,
    end_window,
    explore,
    window,
)

FIRST = date(2021, 6, 1).toordinal()
NEVER = LATE


def test_windows_of_days() -> None:
    for text, found in (
        ("2021-06-01", (FIRST, FIRST)),
        ("[2021-06-01..2021-06-03]", (FIRST, FIRST + 2)),
        ("[..2021-06-01]", (EARLY, FIRST)),
        ("[2021-06-01..]", (FIRST, LATE)),
    ):
        assert window(as_record_day(text)) == found


def test_the_last_day_is_inside_and_the_end_is_not() -> None:
    """Two ends: `last_day` (inclusive) or `ends` (exclusive)."""
    day = as_record_day("2021-06-01")
    assert end_window(None, None) is None
    assert end_window(None, day) == (FIRST, FIRST)
    assert end_window(day, None) == (FIRST + 1, FIRST + 1)
    assert end_window(as_record_day("[..2021-06-01]"), None) == (EARLY, FIRST + 1)
    assert end_window(as_record_day("[2021-06-01..]"), None) == (FIRST + 1, LATE)


def test_a_duration_in_numbers() -> None:
    assert after(as_duration("P10D"), FIRST) == FIRST + 10
    assert after(as_duration("P1M"), FIRST + 29) == FIRST + 59
    assert after(as_duration("P1M"), date(2021, 5, 31).toordinal()) is None
    for day in (date(9999, 12, 1).toordinal(), date.max.toordinal() + 1, 0):
        end = after(as_duration("P1Y"), day)
        assert end is not None
        assert date.max.toordinal() < end < LATE


def test_only_days_of_the_calendar_are_dates() -> None:
    """Open end = none, never 9999-12-31."""
    assert [day_of(one) for one in (EARLY, 0, 1, 2)] == [None, None, date.min, date(1, 1, 2)]
    assert [day_of(date.max.toordinal() + one) for one in (-1, 0, 1)] == [date(9999, 12, 30), date.max, None]
    assert day_of(LATE) is None


def test_equal_neighbours_of_a_track_become_one() -> None:
    assert Track.of([(EARLY, "a"), (3, "a"), (5, "b"), (6, "a"), (7, "a")]) == Track((EARLY, 5, 6), ("a", "b", "a"))
    assert Track.of([]) == Track((), ())


def search(
    moves: dict[tuple[str, int], Iterable[str]], *, stop: int = 9, complete: str = "abcdefgh", wakes: bool = True
) -> Track[frozenset[str]] | None:
    """Explore ten days on which only the given moves happen: from (configuration, day) to configurations."""

    def wake(configuration: str, day: int) -> int:
        due = [when for one, when in moves if one == configuration and when > day]
        return min(due, default=NEVER) if wakes else day + 1

    return explore(
        "a",
        Horizon(0, 0, stop, stop),
        lambda configuration, day: moves.get((configuration, day), (configuration,)),
        wake,
        lambda configuration, day: day,
        lambda configuration: configuration in complete,
    )


def sets(track: Track[frozenset[str]] | None) -> list[tuple[int, str]]:
    assert track is not None
    assert track.starts[0] == EARLY
    return [(start, "".join(sorted(value))) for start, value in zip(track.starts, track.values, strict=True)]


@pytest.mark.parametrize("wakes", [True, False])
def test_a_search_keeps_what_some_complete_history_passes_through(wakes: bool) -> None:
    moves: dict[tuple[str, int], Iterable[str]] = {("a", 2): "ab", ("a", 4): "cd", ("b", 5): "e", ("c", 6): ""}
    assert sets(search(moves, wakes=wakes)) == [(EARLY, "a"), (2, "ab"), (4, "bd"), (5, "de")]
    assert sets(search(moves, complete="e", wakes=wakes)) == [(EARLY, "a"), (2, "b"), (5, "e")]
    assert search(moves, complete="c", wakes=wakes) is None
    assert search({("a", 2): ""}, wakes=wakes) is None
    assert sets(search({}, wakes=wakes)) == [(EARLY, "a")]


def test_a_search_ends_on_its_last_day() -> None:
    assert sets(search({("a", 9): "b"}, complete="b")) == [(EARLY, "a"), (9, "b")]
    assert search({("a", 10): "b"}, complete="b") is None
    assert sets(search({("a", 0): "b"}, complete="b")) == [(EARLY, "b")]


def test_outside_the_steady_days_nothing_new_is_told() -> None:
    found = explore(
        0,
        Horizon(0, 3, 6, 9),
        lambda config, day: (config + 1,),
        lambda config, day: day + 1,
        lambda config, day: day,
        lambda config: True,
    )
    assert found == Track((EARLY, 4, 5, 6), tuple(frozenset({one}) for one in (4, 5, 6, 7)))


def waiting(first: int, last: int, stop: int, asked: list[int]) -> Track[frozenset[str]] | None:
    """Something that happens on one day of a window, told to the search as a walker tells it."""

    def step(config: str, day: int) -> Iterable[str]:
        asked.append(day)
        if config == "waits" and first <= day <= last:
            return ("waits", "done") if day < last else ("done",)
        return (config,)

    return explore(
        "waits",
        Horizon(first - 1, first - 1, stop, stop),
        step,
        lambda config, day: max(first, day + 1) if config == "waits" else NEVER,
        lambda config, day: min((one for one in (first, last) if one >= day), default=NEVER),
        lambda config: config == "done",
    )


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 5, 6, 7, 20])
def test_days_that_move_alike_are_walked_once_and_nothing_is_lost(length: int) -> None:
    asked: list[int] = []
    found = waiting(100, 100 + length, 100 + length + 1, asked)
    assert found is not None
    assert [sorted(one) for one in found.values] == [["waits"], *[["done", "waits"]][:length], ["done"]]
    assert found.starts == (EARLY, *[100][:length], 100 + length)
    assert len(asked) <= 7


@pytest.mark.parametrize("last", [*range(106, 114), 200])
def test_what_can_still_be_completed_is_exact_within_days_that_move_alike(last: int) -> None:
    asked: list[int] = []

    def step(config: str, day: int) -> Iterable[str]:
        asked.append(day)
        return (config, chr(ord(config) + 1)) if config < "e" and 100 <= day <= last else (config,)

    found = explore(
        "a",
        Horizon(99, 99, last + 2, last + 2),
        step,
        lambda config, day: max(100, day + 1) if day <= last else NEVER,
        lambda config, day: min((one for one in (100, last) if one >= day), default=NEVER),
        lambda config: config == "e",
    )
    assert sets(found) == [
        (EARLY, "a"),
        (100, "ab"),
        (101, "abc"),
        (102, "abcd"),
        *([(103, "abcde")] if last > 106 else []),
        (last - 3, "bcde"),
        (last - 2, "cde"),
        (last - 1, "de"),
        (last, "e"),
    ]
    assert len(set(asked)) < 12


def test_a_window_of_a_hundred_thousand_days_is_walked_in_a_few_steps() -> None:
    asked: list[int] = []
    found = waiting(100, 100_000, 200_000, asked)
    assert found is not None
    assert found.starts == (EARLY, 100, 100_000)
    assert len(asked) <= 7


def test_too_many_histories_are_refused_and_not_approximated(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be computed exactly within reason is the problem `too-doubtful`, never an approximation."""

    def doubling(last: int) -> Track[frozenset[int]] | None:
        return explore(
            0, Horizon(1, 1, last, last), lambda config, day: (config, config + day), lambda config, day: day + 1,
            lambda config, day: day, lambda config: True,
        )  # fmt: skip

    monkeypatch.setattr(windows, "_NODES", 20)  # on day 1 two, then four, then seven, then eleven
    assert doubling(3) is not None
    with pytest.raises(TooDoubtful):
        doubling(4)
    monkeypatch.setattr(windows, "_NODES", 24)
    assert doubling(4) is not None
