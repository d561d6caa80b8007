"""Bridges: FollowTheMoney entities and what they lose, flat tables read back, and the field names of others."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given

import sanctions_tracker as st
from sanctions_tracker.bridges import (
    COLUMNS,
    LOSSES,
    MEANINGS,
    SYNONYMS,
    Loss,
    csv_lines,
    flat_rows,
    followthemoney,
    jsonl_lines,
    meaning_of,
)
from sanctions_tracker.bridges.episodes import Bounds, episodes_of
from sanctions_tracker.testing import every_probe, registers

from .making import ID, act, relief, sanction, source

# The properties of followthemoney 4.11.2 for each schema that is written, inherited ones included: those that we could use.
FTM = {
    "Thing": {"name", "alias", "sourceUrl", "publisher", "summary", "description", "program", "topics"},
    "Interval": {
        "startDate",
        "endDate",
        "date",
        "summary",
        "description",
        "recordId",
        "sourceUrl",
        "publisher",
        "modifiedAt",
    },
    "Sanction": {
        *("entity", "authority", "authorityId", "unscId", "program", "programId", "programUrl", "provisions", "status"),
        *("duration", "reason", "country", "listingDate"),
    },
    "LegalEntity": {"registrationNumber", "taxNumber", "idNumber", "country", "jurisdiction"},
    "Person": {"birthDate", "nationality"},
    "Organization": set[str](),
    "Asset": {"amount", "currency"},
    "Vehicle": {"registrationNumber", "type", "model"},
    "Vessel": {"imoNumber", "mmsi", "flag"},
    "Airplane": {"serialNumber", "icaoCode"},
}
EXTENDS = {
    "Sanction": ("Interval",),
    "LegalEntity": ("Thing",),
    "Person": ("LegalEntity",),
    "Organization": ("LegalEntity",),
    "Asset": ("Thing",),
    "Vehicle": ("Asset",),
    "Vessel": ("Vehicle",),
    "Airplane": ("Vehicle",),
}


@pytest.fixture(scope="module")
def shipped() -> st.Register:
    return st.load()


def written(*acts: st.Transition, known_on: str | None = None, **fields: Any) -> tuple[list[dict[str, Any]], list[str]]:
    """The Sanction entities of one sanction made in code, and the kinds of what was lost."""
    export = followthemoney(st.Register([sanction(*acts, **fields)]), known_on)
    return [one["properties"] for one in export if one["schema"] == "Sanction"], list(export.lost)


def days(*acts: st.Transition, known_on: str | None = None) -> list[tuple[list[str], list[str]]]:
    """The start and end dates of each Sanction entity."""
    return [(one.get("startDate", []), one.get("endDate", [])) for one in written(*acts, known_on=known_on)[0]]


# FollowTheMoney.


def test_belavia_as_entities(shipped: st.Register) -> None:
    export = followthemoney(shipped)
    found = [one for one in export if one["id"].startswith("us-ofac.belavia")]
    assert found == [
        {
            "id": "us-ofac.belavia",
            "schema": "LegalEntity",
            "properties": {
                "name": ["Open Joint Stock Company Belavia Belarusian Airlines"],
                "alias": ["Belavia", "Belavia Belarusian Airlines", "Белавиа"],
            },
        },
        {
            "id": "us-ofac.belavia.1",
            "schema": "Sanction",
            "properties": {
                "entity": ["us-ofac.belavia"],
                "authority": ["Office of Foreign Assets Control, US Department of the Treasury"],
                "authorityId": ["44541"],
                "program": ["BELARUS-EO14038"],
                "provisions": ["asset freeze"],
                "status": ["lifted"],
                "country": ["us"],
                "startDate": ["2023-08-09"],
                "endDate": ["2025-11-03"],
                "description": [
                    "Belavia Belarusian Airlines on the SDN List",
                    "E.O. 14038; 31 CFR part 548",
                    shipped.sanction("us-ofac/belavia").note,
                ],
                "summary": [
                    "from 2023-08-09 to 2023-09-07 in force, relieved in part (GL 9); "
                    "from 2023-09-08 to 2025-09-10 in force; "
                    "from 2025-09-11 to 2025-11-03 in force, relieved in full (GL 11)"
                ],
                "recordId": ["us-ofac/belavia"],
                "sourceUrl": [
                    one.url for act in shipped.sanction("us-ofac/belavia").transitions for one in act.sources
                ],
                "publisher": [
                    one.publisher for act in shipped.sanction("us-ofac/belavia").transitions for one in act.sources
                ],
            },
        },
    ]


def test_belaruskali_as_entities(shipped: st.Register) -> None:
    target, episode = (one for one in followthemoney(shipped) if one["id"].startswith("us-ofac.belaruskali"))
    record = shipped.sanction("us-ofac/belaruskali")
    assert target == {
        "id": "us-ofac.belaruskali",
        "schema": "LegalEntity",
        "properties": {"name": ["Belaruskali OAO"], "alias": ["Belaruskali", "Беларуськалий"]},
    }
    cited = [one for transition in record.transitions for one in transition.sources]
    assert episode == {
        "id": "us-ofac.belaruskali.1",
        "schema": "Sanction",
        "properties": {
            "entity": ["us-ofac.belaruskali"],
            "authority": ["Office of Foreign Assets Control, US Department of the Treasury"],
            "authorityId": ["32746"],
            "program": ["BELARUS-EO14038"],
            "provisions": ["asset freeze"],
            "status": ["lifted"],
            "country": ["us"],
            "listingDate": ["2021-08-09"],
            "startDate": ["2021-08-09"],
            "endDate": ["2026-03-25"],
            "description": ["Belaruskali OAO on the SDN List", "E.O. 14038; 31 CFR part 548", record.note],
            "summary": [
                "from 2021-08-09 to 2022-03-31 in force, relieved in part (GL 4, GL 5); "
                "from 2022-04-01 to 2025-12-14 in force; "
                "from 2025-12-15 to 2026-03-25 in force, relieved in full (GL 13)"
            ],
            "recordId": ["us-ofac/belaruskali"],
            "sourceUrl": list(dict.fromkeys(one.url for one in cited)),
            "publisher": list(dict.fromkeys(one.publisher for one in cited)),
        },
    }


def test_a_reimposed_sanction_has_two_episodes() -> None:
    twice = st.Sanction(
        "my/embargo",
        [
            act("impose", "2020-01-01", adopted="2019-12-20", sources=[source(url="https://example.org/one")]),
            act("lift", "2021-06-01"),
            act("reimpose", "2022-01-01", sources=[source()]),
            act("amend", "2022-03-01"),
        ],
        measure="import ban",
        target="potash",
        program="A; B",
        identifiers={"UN reference": "QDi.001"},
        reviewed="2022-06-01",
    )
    export = followthemoney(
        st.Register([twice], authorities=[st.Authority(id="my", name="Me", jurisdiction="Canada", zone="UTC")])
    )
    same = {
        "entity": ["my.embargo"],
        "authority": ["Me"],
        "unscId": ["QDi.001"],
        "program": ["A", "B"],
        "provisions": ["import ban"],
        "country": ["ca"],
        "recordId": ["my/embargo"],
        "publisher": ["Publisher"],
    }
    assert list(export) == [
        {"id": "my.embargo", "schema": "Asset", "properties": {"name": ["potash"]}},
        {
            "id": "my.embargo.1",
            "schema": "Sanction",
            "properties": {
                **same,
                "status": ["lifted"],
                "listingDate": ["2019-12-20"],
                "startDate": ["2020-01-01"],
                "endDate": ["2021-05-31"],
                "summary": ["from 2020-01-01 to 2021-05-31 in force"],
                "sourceUrl": ["https://example.org/one"],
            },
        },
        {
            "id": "my.embargo.2",
            "schema": "Sanction",
            "properties": {
                **same,
                "status": ["in force"],
                "startDate": ["2022-01-01"],
                "modifiedAt": ["2022-03-01"],
                "summary": ["from 2022-01-01 in force"],
            },
        },
    ]


def test_an_end_date_is_the_last_day_inside() -> None:
    assert days(act("impose", "2020-01-01", ends="2020-07-01")) == [(["2020-01-01"], ["2020-06-30"])]
    assert days(act("impose", "2020-01-01", last_day="2020-06-30")) == [(["2020-01-01"], ["2020-06-30"])]
    assert days(act("impose", "2020-01-01"), act("lift", "2020-07-01")) == [(["2020-01-01"], ["2020-06-30"])]
    assert days(act("impose", "2020-01-01")) == [(["2020-01-01"], [])]


def test_a_doubtful_day_is_a_month_a_year_or_two_bounds() -> None:
    assert days(act("impose", "2020-02", last_day="2021")) == [(["2020-02"], ["2021"])]
    assert days(act("impose", "[2020-02-01..2020-03-31]")) == [(["2020-02-01", "2020-03-31"], [])]
    # What a lift of some day in June leaves is a last day from 31 May on: that is no month.
    assert days(act("impose", "2020-02-02"), act("lift", "2021-06")) == [(["2020-02-02"], ["2021-05-31", "2021-06-29"])]
    entities, lost = written(act("impose", "2020-02", sources=[source()]), measure="asset freeze")
    assert (entities[0]["startDate"], lost) == (["2020-02"], ["known", "jurisdiction"])


def test_what_may_never_have_bound_is_a_doubt() -> None:
    entities, lost = written(act("impose", "[2019-12-31..2020-01-01]"), act("expire", "2020-01-01"))
    assert (entities[0]["startDate"], entities[0]["endDate"]) == (["2019-12-31"], ["2019-12-31"])
    assert "doubtful day" in lost


def test_an_end_that_may_not_have_come_is_left_out() -> None:
    entities, lost = written(act("impose", "2020-01-01"), act("lift", "[2021-01-01..]", known="2021-01-01"))
    assert "endDate" not in entities[0]
    assert "open end" in lost


def test_doubt_between_two_episodes_keeps_them_apart() -> None:
    acts = [
        act("impose", "2020-01-01"),
        act("lift", "[2021-01-01..2021-03-01]"),
        act("reimpose", "[2021-02-01..2021-04-01]"),
    ]
    assert days(*acts) == [
        (["2020-01-01"], ["2020-12-31", "2021-02-28"]),
        (["2021-02-01", "2021-04-01"], []),
    ]


def test_suspended_days_lie_inside_and_pending_days_do_not() -> None:
    entities, lost = written(
        act("impose", "2020-02-01", adopted="2020-01-01"), act("suspend", "2020-03-01"), act("lift", "2020-04-01")
    )
    assert (entities[0]["listingDate"], entities[0]["startDate"]) == (["2020-01-01"], ["2020-02-01"])
    assert entities[0]["endDate"] == ["2020-03-31"]
    assert {"pending", "suspended"} <= set(lost)


def test_what_never_bound_is_no_sanction() -> None:
    for acts in ([], [act("impose", "2020-02-01", adopted="2020-01-01"), act("lift", "2020-01-15")]):
        export = followthemoney(st.Register([sanction(*acts, measure="asset freeze")]))
        assert list(export) == []
        assert "never in force" in export.lost


def test_days_that_a_court_took_back_are_not_in() -> None:
    begun = act("impose", "2020-01-01")
    assert days(begun, act("annul", "2021-01-01", back_to="2020-06-01")) == [(["2020-01-01"], ["2020-05-31"])]
    assert days(begun, act("annul", "2021-01-01", back_to="2020-01-01", to="2020-06-01")) == [(["2020-06-01"], [])]
    assert days(begun, act("annul", "2021-01-01", back_to="2020-01-01")) == []
    doubtful = act("annul", "[2020-01-02..2020-01-09]", back_to="2020-01-01", to="2020-01-02")
    assert days(begun, doubtful) == [(["2020-01-02"], [])]
    middle = [begun, act("annul", "2021-01-01", back_to="2020-03-01", to="2020-04-01"), act("lift", "2021-06-01")]
    entities, lost = written(*middle)
    assert (entities[0]["startDate"], entities[0]["endDate"]) == (["2020-01-01"], ["2021-05-31"])
    assert "annulled" in lost


def test_days_of_an_earlier_episode_are_taken_back_from_that_one() -> None:
    acts = [
        act("impose", "2020-01-01"),
        act("lift", "2020-09-01"),
        act("reimpose", "2021-01-01"),
        act("annul", "2022-01-01", back_to="2020-05-01", to="2020-09-01"),
    ]
    assert days(*acts) == [(["2020-01-01"], ["2020-04-30"]), (["2021-01-01"], [])]


def test_the_reader_of_a_day_is_given_what_was_known() -> None:
    acts = [act("impose", "2020-01-01", known="2020-01-01"), act("lift", "2021-01-01", known="2021-02-01")]
    assert days(*acts, known_on="2019-12-31") == []
    assert days(*acts, known_on="2021-01-31") == [(["2020-01-01"], [])]
    assert days(*acts, known_on="2021-02-01") == [(["2020-01-01"], ["2020-12-31"])]
    with pytest.raises(st.BadDay, match="known_on: '2021' is not a day; write it as YYYY-MM-DD"):
        followthemoney(st.Register(), "2021")


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        ("person", "Person"),
        ("entity", "Organization"),
        ("vessel", "Vessel"),
        ("aircraft", "Airplane"),
        ("goods", "Asset"),
        ("other", "LegalEntity"),
    ],
)
def test_what_a_target_is_can_be_told(kind: str, schema: str) -> None:
    one = sanction(act("impose", "2020-01-01"), identifiers={"IMO": "9074729", "tax_id": "1"})
    target = next(iter(followthemoney(st.Register([one]), kinds={ID: kind}.get)))
    assert target["schema"] == schema
    expected = {"Vessel": {"imoNumber"}, "Airplane": set(), "Asset": set()}.get(schema, {"taxNumber"})
    assert set(target["properties"]) == {"name", *expected}
    assert target["properties"].get("imoNumber", ["IMO9074729"]) == ["IMO9074729"]


def test_an_unknown_kind_is_refused() -> None:
    export = followthemoney(st.Register([sanction(act("impose", "2020-01-01"))]), kinds={ID: "vesel"}.get)
    with pytest.raises(st.UnknownId) as caught:
        list(export)
    assert str(caught.value) == "no kind of target 'vesel' is known; did you mean 'vessel'?"


def test_every_loss_of_a_full_record_is_reported() -> None:
    base = sanction(act("impose", "2019-01-01"), id="us-ofac/regime", measure="regime")
    full = sanction(
        act("impose", "2020-02-01", adopted="2020-01-01", negotiation="talks"),
        act("suspend", "2020-06-01", last_day="2020-06-30"),
        act("annul", "2021-01-01", back_to="2020-03-01", to="2020-04-01"),
        act("lift", "[2022-01-01..]", known="2022-01-01"),
        act("reimpose", "[2023-01-01..2023-03-01]"),
        measure="import ban",
        rests_on="us-ofac/regime",
        reviewed="2024-01-01",
        reliefs=[relief("GL 1", "2020-05-01")],
        statements=[st.Statement("lift", on="2020-01-01", by="somebody", about=[ID])],
        checkpoints=[st.Checkpoint(on="2020-05-01", state="in force")],
    )
    empty = sanction(id="us-ofac/never")
    still = sanction(act("impose", "2020-01-01"), act("lift", "[2021-01-01..]", known="2021-01-01"), id="us-ofac/open")
    export = followthemoney(st.Register([base, full, empty, still]))
    assert export.lost == {}
    assert len(list(export)) == 5
    assert {kind: (one.count, one.example) for kind, one in export.lost.items()} == {
        "regime": (1, "us-ofac/regime"),
        "never in force": (1, "us-ofac/never"),
        "annulled": (1, ID),
        "pending": (1, ID),
        "suspended": (1, ID),
        "relief": (1, ID),
        "doubtful day": (1, ID),
        "open end": (1, "us-ofac/open"),
        "rests on": (1, ID),
        "known": (2, ID),
        "reviewed": (1, ID),
        "provisional": (2, ID),
        "statements": (1, ID),
        "checkpoints": (1, ID),
        "negotiations": (1, ID),
        "kind of target": (2, ID),
        "jurisdiction": (2, ID),
    }
    assert list(export.lost) == list(LOSSES)
    assert all(one.words == LOSSES[one.kind] for one in export.lost.values())


def test_a_loss_is_a_sentence() -> None:
    words = "licences and other reliefs have no field; only the status and the summary name them"
    export = followthemoney(
        st.Register(
            [sanction(act("impose", "2020-01-01"), reliefs=[relief("GL 1", "2020-05-01")], measure="asset freeze")]
        )
    )
    list(export)
    assert export.lost["relief"] == Loss("relief", 1, ID, words)
    assert str(export.lost["relief"]) == f"relief: 1, as us-ofac/firm: {words}"


def test_reading_an_export_again_counts_anew(shipped: st.Register) -> None:
    export = followthemoney(shipped)
    once = list(export.lines())
    lost = export.lost
    assert list(export.lines()) == once
    assert export.lost == lost


def test_the_shipped_register_uses_only_what_the_model_knows(shipped: st.Register) -> None:
    ids = []
    for entity in followthemoney(shipped):
        assert sorted(entity) == ["id", "properties", "schema"]
        known, schemas = set[str](), [entity["schema"]]
        while schemas:
            schema = schemas.pop()
            known |= FTM[schema]
            schemas += EXTENDS.get(schema, ())
        assert set(entity["properties"]) <= known
        assert all(values and all(isinstance(one, str) for one in values) for values in entity["properties"].values())
        ids.append(entity["id"])
        if entity["schema"] == "Sanction":
            assert entity["properties"]["entity"][0] in ids
    assert len(ids) == len(set(ids)) > len(shipped)


def test_no_entity_says_a_day_on_which_the_timeline_says_it_cannot_bind(shipped: st.Register) -> None:
    for entity in followthemoney(shipped):
        if entity["schema"] == "Sanction":
            found = entity["properties"]
            line = shipped.timeline(found["recordId"][0])
            for day in (*found["startDate"][:1], *found.get("endDate", ())[-1:]):
                if len(day) == 10:
                    states = {pair.state for pair in line.status(day).possible}
                    assert states & {st.State.IN_FORCE, st.State.SUSPENDED}, (entity["id"], day)


@given(registers(doubts=2, late=True))
def test_episodes_cover_every_day_on_which_it_may_bind_and_begin_and_end_on_one(register: st.Register) -> None:
    on = {st.State.IN_FORCE, st.State.SUSPENDED}
    for line in (register.timeline(one.id) for one in register.sanctions if one.rests_on is None):
        for day, known in every_probe(line):
            states = {pair.state for pair in line.status(day, known).possible}
            found = [one for one in episodes_of(line, known) if one.starts is not None]
            for one in found:
                assert states & on or not _ends_on(day, one.starts, one.ends)
            assert any(_within(day, one.starts, one.ends, widest=True) for one in found) or not states & on
            surely = [one for one in found if _within(day, one.starts, one.ends, widest=False)]
            assert states <= on or not any(one.certain and not one.annulled for one in surely)


def _ends_on(day: date, starts: Bounds | None, ends: Bounds | None) -> bool:
    return any(day in (bounds.first, bounds.last) for bounds in (starts, ends) if bounds is not None)


def _within(day: date, starts: Bounds | None, ends: Bounds | None, *, widest: bool) -> bool:
    assert starts is not None
    first = starts.first if widest else starts.last or date.max
    last = None if ends is None else ends.last if widest else ends.first or date.min
    return (first is None or first <= day) and (last is None or day <= last)


@pytest.mark.parametrize("name", ["followthemoney(r).lines()", "csv_lines(r)", "jsonl_lines(r)"])
def test_the_bytes_depend_on_no_hash_seed(name: str) -> None:
    code = (
        "import hashlib, sanctions_tracker as st\n"
        "from sanctions_tracker.bridges import *\n"
        f"r = st.load()\nprint(hashlib.sha256(''.join({name}).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(found) == 1


# Flat tables.


def test_csv_read_back_is_every_span_of_every_shipped_timeline(shipped: st.Register) -> None:
    text = "".join(csv_lines(shipped))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    found: dict[str, list[tuple[str, ...]]] = {one.id: [] for one in shipped.sanctions}
    for row in rows:
        assert tuple(row) == COLUMNS
        found[row["id"]].append(
            tuple(row[name] for name in ("from", "to", "label", "reliefs", "derived", "provisional"))
        )
    said = {True: "yes", False: "no"}
    for id, spans in found.items():
        assert spans == [
            (
                str(one.from_ or ""),
                str(one.to or ""),
                one.label,
                "; ".join(one.reliefs),
                said[one.derived],
                said[one.provisional],
            )
            for one in shipped.timeline(id).spans()
        ]


def test_a_row_in_full() -> None:
    one = sanction(
        act(
            "impose",
            "2020-01-01",
            instrument="Order 1",
            sources=[source(), source("press", 4, url="https://example.org/a")],
        ),
        act("lift", "[2021-01-01..2021-01-02]"),
        title="A firm",
        subjects=["potash", "trade"],
        measure="asset freeze",
        program="P",
        target="Firm",
        reviewed="2022-01-01",
    )
    rows = list(flat_rows(st.Register([one]), "2022-02-02"))
    assert rows[1] == {
        "id": "us-ofac/firm",
        "title": "A firm",
        "subjects": ["potash", "trade"],
        "authority": "us-ofac",
        "measure": "asset freeze",
        "program": "P",
        "target": "Firm",
        "rests_on": None,
        "reviewed": "2022-01-01",
        "known_on": "2022-02-02",
        "from": "2020-01-01",
        "to": "2021-01-01",
        "label": "in force",
        "state": "in force",
        "relief": "none",
        "restricts": "yes",
        "reliefs": [],
        "event": "impose",
        "event_authority": "us-ofac",
        "effective": "2020-01-01",
        "instrument": "Order 1",
        "sources": ["Publisher: Source law", "https://example.org/a"],
        "derived": False,
        "provisional": False,
    }
    assert tuple(rows[1]) == COLUMNS
    doubtful = [rows[2][name] for name in ("label", "state", "relief", "restricts", "event", "effective")]
    assert doubtful == ["in force or lifted", None, "none", "maybe", "lift", "[2021-01-01..2021-01-02]"]
    assert [rows[0][name] for name in ("from", "event", "event_authority", "effective", "instrument", "sources")] == [
        None,
        None,
        None,
        None,
        None,
        [],
    ]
    assert "".join(csv_lines(st.Register([one]))).split("\n")[2] == (
        "us-ofac/firm,A firm,potash; trade,us-ofac,asset freeze,P,Firm,,2022-01-01,,2020-01-01,2021-01-01,in force,in force,none,yes,,"
        "impose,us-ofac,2020-01-01,Order 1,Publisher: Source law; https://example.org/a,no,no"
    )


def test_json_lines_are_the_rows(shipped: st.Register) -> None:
    text = "".join(jsonl_lines(shipped))
    assert text.endswith("\n")
    assert [json.loads(line) for line in text.splitlines()] == list(flat_rows(shipped))


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", " =1+1"])
def test_a_spreadsheet_runs_no_cell(title: str) -> None:
    register = st.Register([sanction(title=title)])
    row = next(csv.DictReader(io.StringIO("".join(csv_lines(register)), newline="")))
    assert row["title"] == "'" + title.replace("\t", " ")
    assert json.loads(next(jsonl_lines(register)))["title"] == title


def test_no_text_breaks_a_line() -> None:
    title = "one\ntwo\u2028three \U000e0001 \x1b[2J"
    register = st.Register([sanction(title=title)])
    (line,) = jsonl_lines(register)
    assert line[:-1].isprintable()
    assert json.loads(line)["title"] == title
    assert next(iter(csv.DictReader(csv_lines(register))))["title"] == "one two three    [2J"


def test_tables_and_entities_come_as_they_are_read() -> None:
    good = sanction(act("impose", "2020-01-01"), id="us-ofac/a")
    bad = sanction(act("lift", "2020-01-01"), id="us-ofac/b")
    register = st.Register([good, bad])
    for lines in (csv_lines(register), jsonl_lines(register), followthemoney(register).lines()):
        assert next(lines)
        with pytest.raises(st.UnlawfulEvent):
            list(lines)


# The names of others.


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("startDate", "effective"),
        ("start_date", "effective"),
        ("endDate", "last_day"),
        ("END_DATE", "last_day"),
        ("listingDate", "adopted"),
        ("first_seen", "none"),
        ("lastSeen", "none"),
        ("date_designated", "effective"),
        ("delisted_on", "effective"),
        ("listed-on", "published"),
        ("Publication Date", "published"),
        ("entryIntoForceDate", "effective"),
        ("effectiveDate", "effective"),
        ("valid_to", "ends"),
        ("system_from", "known"),
    ],
)
def test_what_a_field_of_others_means(name: str, meaning: str) -> None:
    assert meaning_of(name).meaning == meaning


def test_a_crawlers_day_is_no_day_of_the_law() -> None:
    found = meaning_of("firstSeen")
    assert found.name == "first_seen"
    assert found.caution == "When a crawler first saw the entry, so never earlier than that crawler's own beginning."


def test_every_synonym_has_a_meaning_and_a_sentence() -> None:
    for name, one in SYNONYMS.items():
        assert one.name == name
        assert meaning_of(name) == one
        assert one.meaning in MEANINGS
        assert one.caution[-1] in ".?"
        assert one.caution[0].isupper()


def test_an_unknown_field_names_the_nearest() -> None:
    with pytest.raises(st.UnknownId) as caught:
        meaning_of("first_sen")
    assert str(caught.value) == "no field name 'first_sen' is known; did you mean 'first_seen' or 'last_seen'?"
    with pytest.raises(st.UnknownId) as caught:
        meaning_of(5)  # type: ignore[arg-type]
    assert str(caught.value) == "no field name '5' is known"
