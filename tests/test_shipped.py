"""The shipped records: lawful as known on every day, checked against their own checkpoints and the day questions."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import sanctions_tracker as st
from sanctions_tracker.folders import shipped_folder

QUESTIONS = Path(__file__).parent.parent / "fixtures" / "questions.csv"
ROWS = list(csv.DictReader(QUESTIONS.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def register() -> st.Register:
    return st.load()


def test_no_problem_and_no_warning() -> None:
    assert st.check() == ()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']}-{row['on']}")
def test_the_day_questions(register: st.Register, row: dict[str, str]) -> None:
    status = register.status(row["id"], on=row["on"], known_on=row["known_on"] or None)
    assert status.state in row["state"].split("|"), row["why"]
    assert row["relief"] in ("*", status.relief), row["why"]


def test_every_record_has_checkpoints_or_says_why_it_has_no_act(register: st.Register) -> None:
    for sanction in register.sanctions:
        assert sanction.checkpoints or sanction.reviewed, sanction.id
        if not sanction.transitions:
            assert sanction.reviewed, sanction.id
            assert sanction.note or sanction.statements or register.timeline(sanction.id).statements, sanction.id


def test_every_inferred_act_makes_its_answers_provisional(register: st.Register) -> None:
    seen = 0
    for sanction in register.sanctions:
        for act in sanction.transitions:
            if act.inferred and type(act.effective).__name__ == "date" and act.event in ("impose", "reimpose", "lift"):
                status = register.status(sanction.id, on=act.effective)
                if status.cause is not None and status.cause.event == act.event:
                    assert status.provisional, (sanction.id, act.event)
                    seen += 1
    assert seen >= 3


def test_us_potash_in_december_2025(register: st.Register) -> None:
    """Lifted in words on the 13th, by a licence on the 15th that leaves the firms listed, delisted in March."""
    firms = ("us-ofac/agrorozkvit", "us-ofac/belarusian-potash-company", "us-ofac/belaruskali")
    for firm in firms:
        assert register.status(firm, on="2025-12-14").label == "in force"
        said = register.status(firm, on="2025-12-14").statements
        assert ("2025-12-13", "john-coale", "lift") in {(str(one.on), one.by, one.says) for one in said}
        assert register.status(firm, on="2025-12-12").statements == ()
        status = register.status(firm, on="2025-12-16")
        assert (status.label, status.reliefs) == ("in force, relieved in full", ("GL 13",))
        assert register.status(firm, on="2026-03-25").label == "in force, relieved in full"
        delisted = register.status(firm, on="2026-03-26")
        assert (delisted.label, delisted.provisional) == ("lifted", True)
    slavkali = register.status("us-ofac/slavkali", on="2025-12-16")
    assert (slavkali.label, slavkali.reliefs) == ("in force, relieved in part", ("GL 12",))


def test_belavia(register: st.Register) -> None:
    found = [(str(span.from_), span.label) for span in register.timeline("us-ofac/belavia").spans()][1:]
    assert found == [
        ("2023-08-09", "in force, relieved in part"),
        ("2023-09-08", "in force"),
        ("2025-09-11", "in force, relieved in full"),
        ("2025-11-04", "lifted"),
    ]
    for day in ("2025-01-01", "2025-06-01", "2025-12-31"):
        assert register.status("us-bis/belavia-denial-order", on=day).state == "expired"


def test_eu_potash_stays_in_force_throughout(register: st.Register) -> None:
    for day in ("2025-09-11", "2025-12-14", "2025-12-16", "2026-03-26"):
        for id_ in ("potash-imports", "potash-main-grade-imports", "belaruskali", "belarusian-potash-company"):
            assert register.status(f"eu-council/{id_}", on=day).state == "in force", (id_, day)


def test_belshina_annulled_by_a_court_and_listed_again(register: st.Register) -> None:
    ask = register.timeline("eu-council/belshina")
    assert ask.status("2022-01-15").state == "annulled"
    assert ask.status("2022-01-15", known_on="2024-03-19").state == "in force"
    assert ask.status("2024-03-19").state == "in force"
    assert ask.status("2024-06-01").words == "in force or lifted"
    assert ask.status("2025-02-26").state == "in force"


def test_the_nine_firms_and_the_licences_of_2008_and_2015(register: st.Register) -> None:
    ask = register.timeline("us-ofac/lakokraska")
    for day, label in (
        ("2008-05-14", "not imposed"),
        ("2008-05-15", "in force"),
        ("2009-07-01", "in force, relieved in full"),
        ("2011-02-10", "in force, relieved in full"),
        ("2011-02-11", "in force"),
        ("2015-10-29", "in force"),
        ("2015-10-30", "in force, relieved in full"),
        ("2018-10-15", "in force, relieved in full"),
        ("2021-04-18", "in force, relieved in full"),
        ("2021-04-19", "in force, relieved in part"),
        ("2021-06-02", "in force, relieved in part"),
        ("2021-06-03", "in force"),
    ):
        assert ask.status(day).words == label, day


def test_sources_are_whole(register: st.Register) -> None:
    """No bare domains, no quotation of more than 15 words, and no act without a source."""
    acts = [act for one in register.sanctions for act in one.transitions] + list(register.all_reliefs())
    for act in acts:
        assert act.sources, act
    for source in {source for act in acts for source in act.sources}:
        assert source.quote is None or len(source.quote.split()) <= 15
        assert source.url is None or len(source.url.split("/", 3)[-1]) > 1, source.url


def test_the_records_of_the_package_are_those_of_the_checkout() -> None:
    assert (shipped_folder() / "sanctions" / "us-ofac" / "belavia.toml").is_file()
