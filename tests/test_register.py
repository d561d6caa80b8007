"""Questions to a register: of one day, of a length of time, and by name."""

from __future__ import annotations

import pytest

import sanctions_tracker as st

from .making import act, relief, sanction


@pytest.fixture(scope="module")
def register() -> st.Register:
    return st.load()


@pytest.fixture(scope="module")
def small() -> st.Register:
    return st.Register(
        [
            sanction(
                act("impose", "2020-01-01"),
                act("lift", "2020-06-01"),
                id="us-ofac/a",
                subjects=["x"],
                measure="asset freeze",
            ),
            sanction(act("impose", "2020-03-01"), act("suspend", "2020-05-01"), id="us-ofac/b", subjects=["x", "y"]),
            sanction(act("impose", "2020-01-01"), id="eu-council/c", measure="regime"),
            sanction(id="eu-council/d", subjects=["y"]),
        ],
        reliefs=[relief("R", "2020-04-01", ends="2020-04-11", ids=("us-ofac/a",))],
        subjects=[st.Subject(id="x", name="Exes", aliases=["the exes"])],
    )


def test_what_was_in_force(small: st.Register) -> None:
    assert [one.id for one in small.in_force(on="2020-03-01")] == ["us-ofac/a", "us-ofac/b"]
    assert [one.id for one in small.in_force(on="2020-02-29")] == ["us-ofac/a"]
    assert [one.id for one in small.in_force(on="2020-05-01")] == ["us-ofac/a"]
    assert small.in_force(on="2019-12-31") == ()
    assert [one.label for one in small.in_force(on="2020-04-05", authority="us-ofac", subject="x")] == [
        "in force, relieved in full",
        "in force",
    ]
    assert [one.id for one in small.in_force(on="2020-04-05", measure="regime")] == ["eu-council/c"]
    assert [one.id for one in small.in_force(on="2020-04-05", subject="The EXES")] == ["us-ofac/a", "us-ofac/b"]


def test_what_was_in_force_between(small: st.Register) -> None:
    found = small.in_force_between("2020-04-11", "2020-05-01")
    assert {id_: [(str(span.from_), span.label) for span in spans] for id_, spans in found.items()} == {
        "us-ofac/a": [("2020-04-11", "in force")],
        "us-ofac/b": [("2020-03-01", "in force")],
    }
    assert "us-ofac/b" not in small.in_force_between("2020-05-01", "2020-05-02")
    assert "us-ofac/b" in small.in_force_between("2020-02-01", "2020-03-01")
    assert "us-ofac/b" not in small.in_force_between("2020-02-01", "2020-02-29")


def test_changes_concatenate(small: st.Register) -> None:
    """Law 8: changes(a, c) is changes(a, b) and changes(b, c); they cover (a, b]."""
    whole = small.changes("2019-12-31", "2020-12-31")
    assert [(str(one.on), one.id, one.words) for one in whole] == [
        ("2020-01-01", "eu-council/c", "not imposed -> in force"),
        ("2020-01-01", "us-ofac/a", "not imposed -> in force"),
        ("2020-03-01", "us-ofac/b", "not imposed -> in force"),
        ("2020-04-01", "us-ofac/a", "in force -> in force, relieved in full"),
        ("2020-04-11", "us-ofac/a", "in force, relieved in full -> in force"),
        ("2020-05-01", "us-ofac/b", "in force -> suspended"),
        ("2020-06-01", "us-ofac/a", "in force -> lifted"),
    ]
    for middle in ("2020-01-01", "2020-04-01", "2020-04-10", "2020-04-11"):
        assert small.changes("2019-12-31", middle) + small.changes(middle, "2020-12-31") == whole
    began = whole[3]
    assert (began.cause, began.began, began.ended, began.derived) == (None, ("R",), (), False)
    assert whole[4].ended == ("R",)
    assert small.changes("2020-01-01", "2020-01-01") == ()


def test_diff_has_no_day_and_back_change(small: st.Register) -> None:
    """Law 8: a change and back is in changes but not in diff; diff(a, a) is empty."""
    assert small.diff("2020-03-31", "2020-03-31") == ()
    assert small.diff("2020-03-31", "2020-04-11") == ()
    assert len(small.changes("2020-03-31", "2020-04-11")) == 2
    found = small.diff("2020-03-31", "2020-06-01")
    assert [(one.id, one.before.words, one.after.words) for one in found] == [
        ("us-ofac/a", "in force", "lifted"),
        ("us-ofac/b", "in force", "suspended"),
    ]


def test_a_period_must_not_end_before_it_begins(small: st.Register) -> None:
    with pytest.raises(st.BadDay) as caught:
        small.changes("2020-02-01", "2020-01-01")
    assert str(caught.value) == "the period ends (2020-01-01) before it begins (2020-02-01); give the earlier day first"


def test_a_subject_has_the_strictest_of_its_members(small: st.Register) -> None:
    group = small.subject("x", on="2020-04-05")
    assert [one.id for one in group.members] == ["us-ofac/a", "us-ofac/b"]
    assert (group.words, group.restricts) == ("in force", st.Restricts.YES)
    assert small.subject("x", on="2020-06-01").words == "suspended"
    assert small.subject("y", on="2020-02-01").words == "not imposed"


def test_never_not_yet_now_formerly_and_undetermined_are_never_confused(small: st.Register) -> None:
    assert small.status("eu-council/d", on="2020-01-01").cause is None
    assert small.status("eu-council/d", on="2020-01-01").state == "not imposed"
    assert small.status("us-ofac/a", on="2020-06-01").state == "lifted"
    with pytest.raises(st.UnknownId) as caught:
        small.status("us-ofac/c", on="2020-01-01")
    assert str(caught.value).startswith("no sanction 'us-ofac/c' is known; did you mean 'us-ofac/")


def test_unknown_names_are_errors_with_the_nearest_known(register: st.Register) -> None:
    for question, message in (
        (
            lambda: register.status("us-ofac/belavya", on="2020-01-01"),
            "no sanction 'us-ofac/belavya' is known; did you mean 'us-ofac/belavia'",
        ),
        (
            lambda: register.in_force(on="2020-01-01", subject="potahs"),
            "no subject 'potahs' is known; did you mean 'potash'?",
        ),
        (
            lambda: register.in_force(on="2020-01-01", authority="us-ofak"),
            "no authority 'us-ofak' is known; did you mean 'us-ofac'",
        ),
        (
            lambda: register.in_force(on="2020-01-01", measure="asset frieze"),
            "no measure 'asset frieze' is known; did you mean 'asset freeze'?",
        ),
    ):
        with pytest.raises(st.UnknownId) as caught:
            question()
        assert str(caught.value).startswith(message)


def test_two_sanctions_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="^two sanctions have the id 'us-ofac/firm'$"):
        st.Register([sanction(), sanction()])


def test_find_by_name_alias_target_and_identifier(register: st.Register) -> None:
    assert [(one.kind, one.id) for one in register.find("44541")] == [("sanction", "us-ofac/belavia")]
    assert ("person", "john-coale") in [(one.kind, one.id) for one in register.find("Coal")]
    ids = [one.id for one in register.find("belneftekhim")]
    assert {"us-ofac/belneftekhim", "eu-council/belneftekhim", "ca-gac/belneftekhim"} <= set(ids)
    assert [one.id for one in register.find("GL 13")][0] == "us-ofac: GL 13"
    assert register.find("ĆOALE") != ()
    assert register.find("nobody of this name") == ()
    with pytest.raises(ValueError, match="^find needs a name: a text with at least one letter or digit$"):
        register.find(" - ")


def test_the_order_of_what_is_given_changes_nothing() -> None:
    """Law 3, for a register made in code."""
    one, other = sanction(act("impose", "2020-01-01"), id="us-ofac/a"), sanction(id="us-ofac/b")
    first, second = relief("A", "2020-01-01", ids=("us-ofac/a",)), relief("B", "2020-01-01", ids=("us-ofac/b",))
    assert st.Register([one, other], reliefs=[first, second]) == st.Register([other, one], reliefs=[second, first])
    assert st.Register([one]) != st.Register([other])


def test_a_relief_reaches_every_sanction_it_touches_through_the_register() -> None:
    register = st.Register(
        [sanction(act("impose", "2020-01-01"), id="us-ofac/a"), sanction(act("impose", "2020-01-01"), id="us-ofac/b")],
        reliefs=[
            relief("A", "2020-02-01", ids=("us-ofac/a", "us-ofac/b")),
            relief("B", "2020-03-01", supersedes=["A"], ids=("us-ofac/b",)),
        ],
    )
    assert register.status("us-ofac/a", on="2020-02-29").label == "in force, relieved in full"
    assert register.status("us-ofac/a", on="2020-03-01").label == "in force"
    assert register.status("us-ofac/b", on="2020-03-01").reliefs == ("B",)


def test_explain_says_why_in_sentences(register: st.Register) -> None:
    text = st.explain(register, "us-ofac/belavia", "2025-10-01")
    assert "On 2025-10-01, with all that is recorded: in force, relieved in full. Restricts: reserved." in text
    assert "It reads so since 2025-09-11 and until 2025-11-04, that day not included." in text
    assert "2025-11-04 lift by Office of Foreign Assets Control, US Department of the Treasury" in text
    assert ": later than the day asked about" in text
    assert "GL 9 (wind-down, part: " in text
    assert "ended (to the day before 2023-09-08)" in text
    assert "GL 11 (general-licence, full" in text
    assert "2025-09-11 John Coale said 'lift'" in text
    assert text.endswith(
        "not legal advice. A day is read at its last instant where the authority sits; the answer has no hours.\n"
    )
    early = st.explain(register, "us-ofac/belavia", "2025-12-01", known_on="2025-10-01")
    assert "not yet known; known from 2025-11-04" in early
    assert "Projected: the day lies past what was known; the record is borne out to 2026-08-20." in early
    superseded = st.explain(register, "us-ofac/naftan", "2016-12-01")
    assert "superseded by GL 2B on 2016-10-18" in superseded


def test_explain_of_a_correction_names_what_was_retracted() -> None:
    corrected = sanction(act("impose", "2020-01-01"), act("lift", "2020-02-01", retracted="2020-03-01"))
    text = st.explain(st.Register([corrected]), corrected.id, "2020-02-15")
    assert "2020-02-01 lift by us-ofac: retracted on 2020-03-01" in text


def test_answers_can_be_copied_and_sent_to_another_process(register: st.Register) -> None:
    import copy
    import pickle

    status = register.status("us-ofac/belavia", on="2025-10-01")
    assert pickle.loads(pickle.dumps(status)) == status
    assert copy.deepcopy(status) == status
    small = st.Register([sanction(act("impose", "2020-01-01"))])
    assert pickle.loads(pickle.dumps(small)) == small


@pytest.mark.parametrize("word", [1, None, ["potash"]])
def test_names_that_are_no_texts_are_unknown(register: st.Register, word: object) -> None:
    for ask in (register.status, register.subject):
        with pytest.raises(st.UnknownId):
            ask(word, on="2020-01-01")  # type: ignore[arg-type]
    if word is not None:
        with pytest.raises(st.UnknownId):
            register.in_force(on="2020-01-01", authority=word)  # type: ignore[arg-type]


def test_explain_says_that_a_relief_ended_by_its_own_length() -> None:
    firm = sanction(act("impose", "2020-01-01"))
    text = st.explain(st.Register([firm], reliefs=[relief("A", "2020-02-01", lasts="P30D")]), firm.id, "2020-05-05")
    assert "from 2020-02-01 for P30D: ended (for P30D)" in text
