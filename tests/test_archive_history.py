"""Editions to history: an entry came, or left, between two editions, and every answer says no more than they do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

import sanctions_tracker as st
from sanctions_tracker.archive import Archive, authorities, tell, told_of
from sanctions_tracker.lists import Dated, Entry, Found, Meaning

from .editions import START, day, entry, found

A, B, C = entry("1"), entry("2"), entry("3")
ID = "us-ofac-sdn/1"


def register(path: Path, *editions: Found | tuple[Found, date]) -> st.Register:
    with Archive(path / "lists.sqlite", create=True) as archive:
        for one in editions:
            edition, arrived = one if isinstance(one, tuple) else (one, None)
            archive.add(edition, arrived=arrived, accept=True)
        return st.Register(tell(archive), authorities=authorities(archive))


def words(register: st.Register, on: date, known_on: date | None = None, id: str = ID) -> str:
    return register.status(id, on, known_on).words


def test_an_entry_that_leaves_left_between_two_editions(tmp_path: Path) -> None:
    told = register(tmp_path, found(day(0), [A, B]), found(day(5), [B]), found(day(9), [B]))
    assert words(told, day(0)) == "in force"
    assert words(told, day(1)) == "in force or lifted"
    assert words(told, day(4)) == "in force or lifted"
    assert words(told, day(5)) == "lifted"
    assert words(told, day(9)) == "lifted"
    (_, lift) = told.sanction(ID).transitions
    assert str(lift.effective) == "[2021-08-19..2021-08-23]"
    assert [source.title for source in lift.sources] == [
        "OFAC Specially Designated Nationals and Blocked Persons List, edition of 2021-08-18",
        "OFAC Specially Designated Nationals and Blocked Persons List, edition of 2021-08-23",
    ]
    assert (lift.authority, {source.tier for source in lift.sources}) == ("us-ofac", {2})


def test_between_editions_of_two_days_in_a_row_the_day_is_exact(tmp_path: Path) -> None:
    told = register(tmp_path, found(day(0), [B]), found(day(1), [A, B]), found(day(2), [B]))
    assert [act.effective for act in told.sanction(ID).transitions] == [day(1), day(2)]
    assert [words(told, day(number)) for number in (-1, 0, 1, 2, 3)] == [
        "not imposed",
        "not imposed",
        "in force",
        "lifted",
        "lifted",
    ]


def test_before_the_first_edition_nobody_can_say(tmp_path: Path) -> None:
    told = register(tmp_path, found(day(3), [A]))
    assert words(told, day(2)) == "in force or not imposed"
    assert words(told, day(3)) == "in force"
    assert words(told, day(3), day(2)) == "not imposed"  # nothing was known
    assert not told.status(ID, day(3)).projected
    assert told.status(ID, day(4)).projected


def test_an_entry_that_comes_back_has_two_episodes_whatever_its_printed_date(tmp_path: Path) -> None:
    old = entry("1", listed=[date(2001, 1, 25)])
    told = register(tmp_path, found(day(0), [old, B]), found(day(5), [B]), found(day(9), [old, B]))
    acts = told.sanction(ID).transitions
    assert [(act.event, str(act.effective)) for act in acts] == [
        ("impose", "2001-01-25"),
        ("lift", "[2021-08-19..2021-08-23]"),
        ("reimpose", "[2021-08-24..2021-08-27]"),
    ]
    assert words(told, date(2001, 1, 24)) == "not imposed"
    assert words(told, date(2001, 1, 25)) == "in force"
    assert words(told, day(6)) == "in force or lifted"
    (statement,) = told.sanction(ID).statements
    assert (statement.says, statement.on, statement.for_, statement.by) == (
        "impose",
        day(9),
        date(2001, 1, 25),
        "us-ofac",
    )


def test_a_printed_date_narrows_only_within_the_window(tmp_path: Path) -> None:
    inside, before, after = (entry("1", listed=[day(3)]), entry("2", listed=[day(0)]), entry("3", listed=[day(6)]))
    told = register(tmp_path, found(day(0), [C]), found(day(5), [inside, before, after]))
    assert told.sanction(ID).transitions[0].effective == day(3)
    assert str(told.sanction("us-ofac-sdn/2").transitions[0].effective) == "[2021-08-19..2021-08-23]"
    (comparison,) = [one for one in told.conflicts() if one.id == "us-ofac-sdn/2"]
    assert (comparison.statement.for_, comparison.grade) == (day(0), st.Grade.UNDECIDED)
    # The third was there before; a date of listing in the future moves nothing.
    assert [act.event for act in told.sanction("us-ofac-sdn/3").transitions] == ["impose"]
    assert str(told.sanction("us-ofac-sdn/3").transitions[0].effective) == "[..2021-08-18]"


def test_a_printed_date_that_is_filled_in_later_is_known_later(tmp_path: Path) -> None:
    told = register(
        tmp_path, found(day(0), [B]), found(day(5), [A, B]), found(day(9), [entry("1", listed=[day(2)]), B])
    )
    assert words(told, day(1), day(5)) == "in force or not imposed"
    assert words(told, day(1), day(8)) == "in force or not imposed"
    assert words(told, day(1), day(9)) == "not imposed"
    assert words(told, day(2), day(9)) == "in force"
    assert [(act.known, act.retracted) for act in told.sanction(ID).transitions] == [(day(5), day(9)), (day(9), None)]


def test_a_printed_date_that_is_corrected_was_the_old_one_for_earlier_readers(tmp_path: Path) -> None:
    told = register(
        tmp_path,
        found(day(0), [B]),
        found(day(5), [entry("1", listed=[day(2)]), B]),
        found(day(9), [entry("1", listed=[day(4)]), B]),
    )
    assert words(told, day(3), day(8)) == "in force"
    assert words(told, day(3), day(9)) == "not imposed"
    assert words(told, day(4), day(9)) == "in force"


def test_a_renamed_program_or_an_amended_entry_is_no_removal(tmp_path: Path) -> None:
    renamed = Entry("1", "NAME 1", "entity", programs=["BELARUS-EO14038"])
    told = register(tmp_path, found(day(0), [A]), found(day(2), [renamed]), found(day(4), [entry("1", "NAME ONE")]))
    assert [act.event for act in told.sanction(ID).transitions] == ["impose"]
    assert told.sanction(ID).title == "NAME ONE"
    with Archive(tmp_path / "lists.sqlite") as archive:
        history = told_of(archive, ID)
    assert [(one.edition.first, one.entry and (one.entry.name, one.entry.programs)) for one in history] == [
        (day(0), ("NAME 1", ())),
        (day(2), ("NAME 1", ("BELARUS-EO14038",))),
        (day(4), ("NAME ONE", ())),
    ]


def test_an_older_edition_found_later_narrows_and_changes_no_earlier_answer(tmp_path: Path) -> None:
    first, last = found(day(0), [A, B]), found(day(9), [B])
    for name in "ab":
        (tmp_path / name).mkdir()
    before = register(tmp_path / "a", first, last)
    after = register(tmp_path / "b", first, last, (found(day(4), [A, B]), day(100)))
    for number in range(-2, 12):
        for known in range(-1, 100, 3):
            assert words(after, day(number), day(known)) == words(before, day(number), day(known))
    assert words(after, day(4)) == "in force"
    assert words(after, day(4), day(99)) == "in force or lifted"
    assert words(after, day(4), day(100)) == "in force"
    assert words(after, day(5)) == "in force or lifted"


def test_an_edition_that_tells_only_what_changed_is_exact(tmp_path: Path) -> None:
    gone = Entry("1", "NAME 1", "entity", present=False)
    unknown = Entry("7", "NAME 7", "entity", present=False)
    told = register(
        tmp_path, found(day(0), [A, B]), found(day(5), [gone, C, unknown], whole=False), found(day(9), [B, C])
    )
    assert told.sanction(ID).transitions[1].effective == day(5)
    assert told.sanction("us-ofac-sdn/3").transitions[0].effective == day(5)
    assert [act.event for act in told.sanction("us-ofac-sdn/2").transitions] == ["impose"]
    assert "us-ofac-sdn/7" not in told


def test_a_list_that_keeps_its_dead_tells_their_whole_story(tmp_path: Path) -> None:
    dates = [
        Dated(Meaning.LISTED, date(2012, 3, 1), "listed"),
        Dated(Meaning.DELISTED, date(2016, 3, 1), "de-listed"),
        Dated(Meaning.LISTED, date(2020, 10, 19), "listed"),
    ]
    twice = Entry("1", "TWICE", "person", dates=dates)
    dead = Entry("2", "DEAD", "person", dates=dates[:2], present=False)
    half = Entry("3", "HALF", "person", dates=dates[1:2], present=False)
    told = register(tmp_path, found(day(0), [twice, dead, half], list="ch-seco"))
    assert [(act.event, str(act.effective)) for act in told.sanction("ch-seco/1").transitions] == [
        ("impose", "2012-03-01"),
        ("lift", "2016-03-01"),
        ("reimpose", "2020-10-19"),
    ]
    assert words(told, date(2016, 2, 29), id="ch-seco/2") == "in force"
    assert words(told, date(2016, 3, 1), id="ch-seco/2") == "lifted"
    assert [str(act.effective) for act in told.sanction("ch-seco/3").transitions] == ["[..2016-03-01]", "2016-03-01"]


def test_a_law_is_current_to_a_day_and_changes_on_its_own(tmp_path: Path) -> None:
    law = {"list": "ca-laws", "part": "sor-2020-214"}
    old, new = entry("11", listed=[day(-9)]), entry("12", listed=[day(20)])
    told = register(
        tmp_path,
        found(day(0), [old], current=day(10), **law),  # type: ignore[arg-type]
        found(day(20), [old, new], current=day(30), **law),  # type: ignore[arg-type]
        found(day(5), [entry("13")], list="ca-laws", part="sor-2007-285"),
    )
    assert told.sanction("ca-laws/11").transitions[0].effective == day(-9)
    assert told.sanction("ca-laws/12").transitions[0].effective == day(20)
    assert [act.event for act in told.sanction("ca-laws/11").transitions] == [
        "impose"
    ]  # another regulation says nothing of it
    assert (told.sanction("ca-laws/11").reviewed, told.sanction("ca-laws/13").reviewed) == (day(30), day(5))


# Against a reading so plain that it cannot be wrong: for each reader, the editions that she may know, and nothing else.

KEYS = ("1", "2", "3")


@some.composite
def editions(draw: Any) -> list[tuple[Found, date | None]]:
    """Editions in the order of their arrival, with the day of arrival of those that come late."""
    days = draw(some.lists(some.integers(0, 12), min_size=1, max_size=6, unique=True))
    held: list[int] = []
    arrived: list[tuple[Found, date | None]] = []
    late = 40
    for number in days:
        keys = draw(some.sets(some.sampled_from(KEYS)))
        came_late = bool(held) and number < max(held)
        late += draw(some.integers(0, 2))
        arrived.append((found(day(number), [entry(key) for key in sorted(keys)]), day(late) if came_late else None))
        held.append(number)
    return arrived


def plainly(arrived: Sequence[tuple[Found, date | None]], key: str, on: date, known_on: date | None) -> set[str]:
    """Say what is possible on a day by looking at the editions on both sides of it."""
    visible = sorted(
        (edition.first, key in {one.key for one in edition.edition.entries})
        for edition, late in arrived
        if known_on is None or (late or edition.first) <= known_on
    )
    before = [here for first, here in visible if first <= on]
    after = [here for first, here in visible if first > on]
    exact = any(first == on for first, _ in visible)

    def state(here: bool, seen_before: Sequence[bool]) -> str:
        return "in force" if here else "lifted" if any(seen_before) else "not imposed"

    if not visible:
        return {"not imposed"}
    if not before:
        return {"not imposed", "in force"} if after[0] else {"not imposed"}
    possible = {state(before[-1], before)}
    if after and not exact and after[0] != before[-1]:
        possible.add(state(after[0], before))
    return possible


@given(editions(), some.sampled_from(KEYS), some.integers(-2, 14), some.none() | some.integers(-1, 50))
def test_every_answer_says_what_the_editions_on_both_sides_of_the_day_say(
    arrived: list[tuple[Found, date | None]], key: str, number: int, known: int | None
) -> None:
    with TemporaryDirectory() as folder:
        told = register(Path(folder), *[(one, late) if late else one for one, late in arrived])
    known_on = None if known is None else day(known)
    id_ = f"us-ofac-sdn/{key}"
    expected = plainly(arrived, key, day(number), known_on)
    if id_ not in told:
        assert expected == {"not imposed"}
    else:
        assert {str(pair.state) for pair in told.status(id_, day(number), known_on).possible} == expected


@given(editions(), some.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing_at_full_knowledge(
    arrived: list[tuple[Found, date | None]], random: Any
) -> None:
    shuffled = [one for one, _ in arrived]
    random.shuffle(shuffled)
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        first = register(Path(one), *sorted((edition for edition, _ in arrived), key=lambda each: each.first))
        second = register(Path(other), *[(edition, day(60)) for edition in shuffled])
    for key in KEYS:
        id_ = f"us-ofac-sdn/{key}"
        assert (id_ in first) == (id_ in second)
        for number in range(-2, 14) if id_ in first else ():
            assert first.status(id_, day(number)).possible == second.status(id_, day(number)).possible


@given(editions())
def test_what_comes_later_changes_no_answer_given_before(arrived: list[tuple[Found, date | None]]) -> None:
    """Law 5, for an archive: a reader of an earlier day is told what she was told before the edition came."""
    *most, (edition, late) = arrived
    known_from = late or edition.first
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        before = register(Path(one), *[(each, when) if when else each for each, when in most])
        after = register(Path(other), *[(each, when) if when else each for each, when in arrived])
    for sanction in before.sanctions:
        for number in range(-2, 14, 2):
            for known in (known_from - timedelta(days=1), known_from - timedelta(days=3), START):
                if known < known_from:
                    assert words(after, day(number), known, sanction.id) == words(
                        before, day(number), known, sanction.id
                    )


@some.composite
def dated_editions(draw: Any) -> list[tuple[Found, date | None]]:
    """Editions that print days of listing and delisting as lists do: right, wrong, missing, changed, also of the gone."""
    arrived = []
    days = some.lists(some.integers(-5, 14).map(day), max_size=2)
    for one, late in draw(editions()):
        entries = []
        for key in KEYS:
            if key in {each.key for each in one.edition.entries} or draw(some.booleans()):
                dates = [Dated(Meaning.LISTED, each, "listed") for each in draw(days)]
                dates += [Dated(Meaning.DELISTED, each, "de-listed") for each in draw(days)]
                here = key in {each.key for each in one.edition.entries}
                entries.append(Entry(key, f"NAME {key}", dates=dates, present=here))
        arrived.append((found(one.first, entries, whole=draw(some.booleans()) or late is None), late))
    return arrived


@given(dated_editions())
def test_whatever_a_list_prints_the_history_is_lawful_and_within_what_the_editions_allow(
    arrived: list[tuple[Found, date | None]],
) -> None:
    with TemporaryDirectory() as folder:
        told = register(Path(folder), *[(one, late) if late else one for one, late in arrived])
    whole = all(one.edition.whole for one, _ in arrived)
    first = min(one.first for one, _ in arrived)
    for sanction in told.sanctions:
        told.timeline(sanction.id).check()
        for one, _ in arrived if whole else ():
            here = {each.present for each in one.edition.entries if each.key == sanction.id.split("/")[1]} == {True}
            assert (words(told, one.first, id=sanction.id) == "in force") is here, (one.first, first)


def test_a_day_that_is_no_longer_printed_is_not_taken_back(tmp_path: Path) -> None:
    """A Canadian item that is reworded prints the day of its new text instead of that of its listing."""
    dated = entry("1", listed=[day(-9)])
    told = register(tmp_path, found(day(0), [dated]), found(day(5), [entry("1", "REWORDED")]), found(day(9), [dated]))
    assert [(act.event, act.effective, act.retracted) for act in told.sanction(ID).transitions] == [
        ("impose", day(-9), None)
    ]


def test_an_entry_that_is_first_seen_as_gone_came_and_left_in_between(tmp_path: Path) -> None:
    bare = Entry("1", "[Repealed]", present=False)
    dated = Entry("2", "[Repealed]", dates=[Dated(Meaning.DELISTED, day(3), "repealed")], present=False)
    told = register(tmp_path, found(day(0), [C]), found(day(5), [C, bare, dated]))
    assert [(act.event, str(act.effective)) for act in told.sanction(ID).transitions] == [
        ("impose", "[2021-08-19..2021-08-23]"),
        ("lift", "[2021-08-19..2021-08-23]"),
    ]
    assert [(act.event, str(act.effective)) for act in told.sanction("us-ofac-sdn/2").transitions] == [
        ("impose", "[2021-08-19..2021-08-21]"),
        ("lift", "2021-08-21"),
    ]
    assert words(told, day(3)) == "in force or not imposed or lifted"
    assert words(told, day(5)) == "lifted"


def test_of_two_editions_of_one_first_day_the_one_that_is_current_longer_is_the_newer(tmp_path: Path) -> None:
    short = found(day(0), [A], list="ca-laws", part="x", current=day(4))
    long = found(day(0), [A, B], list="ca-laws", part="x", current=day(60))
    (tmp_path / "late").mkdir()
    for told in (register(tmp_path, short, long), register(tmp_path / "late", long, (short, day(90)))):
        assert words(told, day(50), id="ca-laws/1") == "in force"
        assert words(told, day(50), id="ca-laws/2") == "in force"


def test_a_printed_day_that_no_list_can_mean_moves_nothing(tmp_path: Path) -> None:
    told = register(tmp_path, found(day(0), [entry("1", listed=[date(9999, 12, 31), date(1, 1, 1)])]))
    assert str(told.sanction(ID).transitions[0].effective) == "[..2021-08-18]"
    assert told.sanction(ID).statements == ()
