"""Days: exact and doubtful ones, instants, durations, and what is refused in place of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

import sanctions_tracker as st
from sanctions_tracker.days import as_day, as_duration, as_record_day, ordinals

FORMS = (
    'a day (2021-06-01) or a doubtful day: "2021", "2021-06", "[2021-06-01..2021-06-05]", "[..2021-06-05]", '
    '"[2021-06-01..]"'
)
LONG = "x" * 41


def instant(text: str) -> st.Instant:
    at = datetime.fromisoformat(text)
    return st.Instant.of(at, at)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-12-08T00:00+00:00", "2020-12-08"),
        ("2020-12-08T00:01-05:00", "2020-12-08"),
        ("2020-12-08T12:59-05:00", "2020-12-08"),
        ("2020-12-08T22:59-05:00", "2020-12-08"),
        ("2020-12-08T23:00-05:00", "2020-12-08"),
        ("2020-12-08T23:58:59-05:00", "2020-12-08"),
        ("2020-12-08T23:59-05:00", "2020-12-09"),
        ("2020-12-08T23:59:59-05:00", "2020-12-09"),
        ("2020-12-31T23:59+00:00", "2021-01-01"),
    ],
)
def test_one_minute_to_midnight_is_the_first_instant_of_the_next_day(written: str, day: str) -> None:
    """23:59 or later is the first instant of the next day, for starts and ends alike."""
    assert str(instant(written).day) == day


def test_an_instant_is_taken_into_the_zone_first() -> None:
    """The instant is first taken into that zone, and every rule about hours applies there."""
    at = datetime(2020, 12, 8, 4, 59, tzinfo=UTC)
    found = st.Instant.of(at, at.astimezone(timezone(timedelta(hours=-5))))
    assert (found.at, found.day) == (at, date(2020, 12, 8))
    assert str(found) == "2020-12-08T04:59:00+00:00"
    assert ordinals(found) == (date(2020, 12, 8).toordinal(), date(2020, 12, 8).toordinal())
    assert as_record_day(found) is found


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("2021-01", "2021-01-01", "2021-01-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2021-11", "2021-11-01", "2021-11-30"),
        ("2021-12", "2021-12-01", "2021-12-31"),
        ("[2021-06-01..2021-06-05]", "2021-06-01", "2021-06-05"),
        ("[..2021-06-05]", None, "2021-06-05"),
        ("[2021-06-01..]", "2021-06-01", None),
        ("[2021-06-01..9999-12-30]", "2021-06-01", "9999-12-30"),
    ],
)
def test_the_forms_of_a_doubtful_day(written: str, first: str | None, last: str | None) -> None:
    found = as_record_day(written)
    assert isinstance(found, st.DoubtfulDay)
    assert found.earliest == (None if first is None else date.fromisoformat(first))
    assert found.latest == (None if last is None else date.fromisoformat(last))
    assert str(found) == written
    assert as_record_day(found) is found
    assert ordinals(found) == tuple(
        None if one is None else date.fromisoformat(one).toordinal() for one in (first, last)
    )


def test_two_spellings_of_the_same_days_are_equal() -> None:
    assert as_record_day("2021-06") == as_record_day("[2021-06-01..2021-06-30]")
    assert as_record_day("2021-06-01") == as_record_day("[2021-06-01..2021-06-01]") == date(2021, 6, 1)
    assert as_record_day(date(2021, 6, 1)) == date(2021, 6, 1)
    assert ordinals(date(2021, 6, 1)) == (737942, 737942)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2021-02-30", "'2021-02-30' is not a day of the calendar"),
        ("2021-13", "'2021-13' is not a day of the calendar"),
        ("2021-00", "'2021-00' is not a day of the calendar"),
        ("0000", "'0000' is not a day of the calendar"),
        ("0000-01", "'0000-01' is not a day of the calendar"),
        ("9999-12", "'9999-12' is not a day of the calendar"),
        ("[2021-02-30..2021-03-01]", "'[2021-02-30..2021-03-01]' is not a day of the calendar"),
        ("[2021-02-01..2021-02-30]", "'[2021-02-01..2021-02-30]' is not a day of the calendar"),
        ("[2021-2-001..2021-03-01]", "'[2021-2-001..2021-03-01]' is not a day of the calendar"),
        ("[2021-02-01..2021-3-001]", "'[2021-02-01..2021-3-001]' is not a day of the calendar"),
        ("[----------..]", "'[----------..]' is not a day of the calendar"),
        ("[2021-06-05..2021-06-01]", "'[2021-06-05..2021-06-01]' ends before it begins; write the earlier day first"),
        ("[..]", f"'[..]' is not a day; write {FORMS}"),
        ("2021-6", f"'2021-6' is not a day; write {FORMS}"),
        ("2021-06-01\n", f"'2021-06-01\\n' is not a day; write {FORMS}"),
        ("2021-06\n", f"'2021-06\\n' is not a day; write {FORMS}"),
        ("2021\n", f"'2021\\n' is not a day; write {FORMS}"),
        ("[2021-06-01..]\n", f"'[2021-06-01..]\\n' is not a day; write {FORMS}"),
        ("12021", f"'12021' is not a day; write {FORMS}"),
        (LONG[:40], f"'{LONG[:40]}' is not a day; write {FORMS}"),
        (LONG, f"'{LONG[:37]}...' is not a day; write {FORMS}"),
        (20210601, f"a int is not a day; write {FORMS}"),
        (None, f"a NoneType is not a day; write {FORMS}"),
        (
            datetime(2021, 6, 1, 12, tzinfo=UTC),
            "'2021-06-01T12:00:00+00:00' is an instant; write the day, or in a record an instant with its offset",
        ),
        *(
            (value, "9999-12-31 stands for 'no end'; leave the end out instead")
            for value in (
                date(9999, 12, 31),
                "9999-12-31",
                "[9999-12-31..9999-12-31]",
                "9999",
                "[2021-06-01..9999-12-31]",
                "[9999-12-31..]",
                "[..9999-12-31]",
            )
        ),
    ],
)
def test_what_is_no_day_of_a_record_is_refused(value: object, message: str) -> None:
    """Open end = none, never 9999-12-31."""
    with pytest.raises(st.BadDay) as caught:
        as_record_day(value)
    assert str(caught.value) == message


def test_days_of_the_interface() -> None:
    """Days in the interface: `datetime.date` or a strict `YYYY-MM-DD` string."""
    assert as_day(date(2021, 6, 1)) == as_day("2021-06-01") == date(2021, 6, 1)
    for value, message in (
        (LONG[:40], f"from: '{LONG[:40]}' is not a day; write it as YYYY-MM-DD"),
        (LONG, f"from: '{LONG[:37]}...' is not a day; write it as YYYY-MM-DD"),
        ("2021-02-30", "from: '2021-02-30' is not a day of the calendar"),
        (1.5, "from: a float is not a day; pass a datetime.date or 'YYYY-MM-DD'"),
        (
            datetime(2021, 6, 1, tzinfo=UTC),
            "from: '2021-06-01T00:00:00+00:00' is an instant, not a day; pass its date() in the authority's zone",
        ),
    ):
        with pytest.raises(st.BadDay) as caught:
            as_day(value, "from")
        assert str(caught.value) == message
    with pytest.raises(st.BadDay, match="^on: a int is not a day; "):
        as_day(1)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("P1D", "2020-02-28", "2020-02-29"),
        ("P180D", "2020-01-01", "2020-06-29"),
        ("P2W", "2020-01-01", "2020-01-15"),
        ("P6M", "2020-08-31", None),
        ("P6M", "2020-08-28", "2021-02-28"),
        ("P1Y", "2020-02-29", None),
        ("P4Y", "2020-02-29", "2024-02-29"),
        ("P1Y2M3W4D", "2020-01-01", "2021-03-26"),
        ("P1M1D", "2020-01-30", None),
        ("P0Y1D", "2020-01-31", "2020-02-01"),
    ],
)
def test_durations_count_from_the_acts_own_day(text: str, start: str, end: str | None) -> None:
    """Months and years count from the act's own day; a clipped day (the 31st) is a problem."""
    duration = as_duration(text)
    assert duration.after(date.fromisoformat(start)) == (None if end is None else date.fromisoformat(end))
    assert str(duration) == text
    assert as_duration(duration) is duration


def test_a_duration_past_the_calendar_overflows() -> None:
    for text in ("P9999Y", "P99999M", "P9999999D"):
        with pytest.raises(OverflowError):
            as_duration(text).after(date(2020, 1, 1))
    with pytest.raises(OverflowError, match="^year 10001 is out of range$"):
        as_duration("P7981Y").after(date(2020, 1, 1))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        *(
            (value, f'{value!r} is not a duration; write days, months or years: "P180D", "P6M", "P1Y"')
            for value in ("P", "180D", "P180", "PT1H", "P1D\n", "p1d", "P1D1M", "P-1D", "", 180, None, "P99999Y")
        ),
        ("P0D", "'P0D' is no time at all; leave the end out, or write a longer duration"),
        ("P0Y0M0W0D", "'P0Y0M0W0D' is no time at all; leave the end out, or write a longer duration"),
    ],
)
def test_what_is_no_duration_is_refused(value: object, message: str) -> None:
    with pytest.raises(st.BadDay) as caught:
        as_duration(value)
    assert str(caught.value) == message
