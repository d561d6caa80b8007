"""Test an engine of your own: a view in SQL over a table of acts, held against the oracle.

Run: ``pytest examples/test_your_own_engine.py``

The view knows four events and one timer, so the kit is given a lifecycle of just these, and draws what the view must be able
to answer: renewals on the last day, gaps of one day, several acts of one day. The second test compares with ``<=`` where ``<`` is
right, and is found.
"""

import sqlite3
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings

import sanctions_tracker as st
from sanctions_tracker import testing

SIMPLE = st.Lifecycle(
    states=("not imposed", "in force", "expired", "lifted"),
    initial="not imposed",
    events=[
        ("impose", "not imposed", "in force"),
        ("reimpose", "expired", "in force"),
        ("reimpose", "lifted", "in force"),
        ("renew", "in force", "in force"),
        ("lift", "in force", "lifted"),
    ],
    timers=[("sunset", "in force", "expired")],
    binding=["in force"],
    ended=["expired", "lifted"],
    clocks={"impose": "sunset", "reimpose": "sunset", "renew": "sunset"},
    needs_end=["renew"],
    yields_to=["renew", "lift"],
)

TABLE = "CREATE TABLE act (number INTEGER PRIMARY KEY, event TEXT, effective TEXT, ends TEXT)"
STATE = """
SELECT CASE
    WHEN event IS NULL THEN 'not imposed'
    WHEN event = 'lift' THEN 'lifted'
    WHEN ends IS NOT NULL AND NOT :day {before} ends THEN 'expired'
    ELSE 'in force' END
FROM (SELECT 1) LEFT JOIN (SELECT * FROM act WHERE effective <= :day ORDER BY number DESC LIMIT 1)
"""


Acts = tuple[st.Transition, ...]


def end(act: Any) -> Any:
    """The first day without it, in any of the three spellings, if it has one."""
    if act.lasts:
        return act.lasts.after(act.effective)
    return act.last_day + timedelta(days=1) if act.last_day else act.ends


def states_by_sql(acts: Acts, days: list[date], before: str) -> dict[date, str]:
    """What the view says of each day."""
    rows = [(number, act.event, str(act.effective), end(act) and str(end(act))) for number, act in enumerate(acts)]
    database = sqlite3.connect(":memory:")
    database.execute(TABLE)
    database.executemany("INSERT INTO act VALUES (?, ?, ?, ?)", rows)
    asked = STATE.format(before=before)
    found = {day: database.execute(asked, {"day": str(day)}).fetchone()[0] for day in days}
    database.close()
    return found


def check(acts: Acts, before: str) -> None:
    """Hold the view against the oracle, on the days at and beside every boundary."""
    embargo = st.Sanction("my/embargo", acts, lifecycle=SIMPLE)
    days = sorted({on for on, known_on in testing.every_probe(st.timeline(embargo))})
    right = {day: next(iter(found)).state for day, found in testing.oracle(embargo, days).items()}
    assert states_by_sql(acts, days, before) == right


@settings(deadline=None)
@given(testing.histories(lifecycle=SIMPLE))
def test_the_view_keeps_the_rules(acts: Acts) -> None:
    check(acts, before="<")


@pytest.mark.xfail(strict=True, reason="an end is the first day without, so <= is a day too long")
@settings(deadline=None, phases=[one for one in Phase if one is not Phase.explain])
@given(testing.histories(lifecycle=SIMPLE))
def test_a_view_that_is_a_day_off_is_found(acts: Acts) -> None:
    check(acts, before="<=")
