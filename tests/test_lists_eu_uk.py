"""The lists of the European Union and the United Kingdom: whole entries, each date under its own meaning, and what is refused."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from sanctions_tracker.lists import eu_fsf, uk_conlist, uk_sl
from sanctions_tracker.lists.entry import Dated, Edition, Entry, Meaning, NotAnEdition

FOLDER = Path(__file__).parent / "lists"
EU = (FOLDER / "eu_fsf.xml").read_bytes()
SL = (FOLDER / "uk_sl.xml").read_bytes()
CONLIST = (FOLDER / "uk_conlist.csv").read_bytes()


def eu(data: bytes) -> Edition:
    return eu_fsf.read(io.BytesIO(data), "eu-fsf")


def sl(data: bytes) -> Edition:
    return uk_sl.read(io.BytesIO(data), "uk-sl")


def conlist(data: bytes | str) -> Edition:
    return uk_conlist.read(io.BytesIO(data.encode() if isinstance(data, str) else data), "uk-conlist")


def entry(edition: Edition, key: str) -> Entry:
    return {one.key: one for one in edition.entries}[key]


# the European Union


def test_a_firm_of_the_eu_list_in_full() -> None:
    assert entry(eu(EU), "EU.6711.45") == Entry(
        "EU.6711.45",
        "Open Joint Stock Company “Belavia Belarusian Airlines”",
        "entity",
        [
            "Offene Aktiengesellschaft ‚Belavia Belarusian Airlines‘",
            "ААТ “Авіякампанія Белавія”",
            "OJSC Belavia Belarusian Airlines",
        ],
        ["BLR"],
        ["2024/768 (OJ L27022024)"],
        [
            Dated(Meaning.LISTED, date(2021, 12, 2), "designationDate 2021-12-02"),
            Dated(Meaning.ACT_PUBLISHED, date(2024, 2, 27), "publicationDate 2024-02-27"),
            Dated(Meaning.ACT_IN_FORCE, date(2024, 2, 28), "entryIntoForceDate 2024-02-28"),
        ],
        [("EU reference", "EU.6711.45"), ("EU logicalId", "132099")],
        [("function", "state-owned national flag carrier airline.of Belarus")],
    )


def test_a_person_of_the_eu_list_without_a_reference_has_the_number_for_its_key() -> None:
    assert entry(eu(EU), "135909") == Entry(
        "135909",
        "Vladimir Vladimirovich PUTIN",
        "person",
        [],
        ["UKR"],
        ["2022/332 (OJ L53)"],
        [
            Dated(Meaning.LISTED, date(2022, 2, 25), "designationDate 2022-02-25"),
            Dated(Meaning.ACT_PUBLISHED, date(2022, 2, 25), "publicationDate 2022-02-25"),
            Dated(Meaning.ACT_IN_FORCE, date(2022, 2, 25), "entryIntoForceDate 2022-02-25"),
        ],
        [("EU logicalId", "135909")],
        [("birthdate", "1952-10-07"), ("function", "President of the Russian Federation")],
    )


def test_the_days_of_the_last_act_are_never_those_of_the_listing() -> None:
    found = entry(eu(EU), "EU.99901.1")
    assert found == Entry(
        "EU.99901.1",
        "Personne Tout Inventée",  # strong, though French; the English name is weak
        "person",
        ["Invented Weakname"],
        ["XXA", "XXB"],
        ["9001/2003 (OJ L901)", "2019/9002 (OJ L902)"],
        [
            Dated(Meaning.ACT_PUBLISHED, date(2003, 7, 8), "publicationDate 2003-07-08"),
            Dated(Meaning.ACT_IN_FORCE, date(2003, 7, 7), "entryIntoForceDate 2003-07-07"),
            Dated(Meaning.ACT_PUBLISHED, date(2019, 3, 20), "publicationDate 2019-03-20"),
        ],
        [
            ("EU reference", "EU.99901.1"),
            ("EU logicalId", "99901"),
            ("UN reference", "XXi.901"),
            ("passport", "X0000001"),
        ],
        [
            ("designationDetails", "Listed by two acts"),
            ("function", "Directeur"),
            ("remark", "An invented party."),
            ("birthdate", "1953-1958"),
            ("birthdate", "1955"),
            ("citizenship", "NOWHERE"),
        ],
    )
    assert found.day(Meaning.LISTED) is None


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2024-03-07T23:45:11.275-05:00", date(2024, 3, 8)),
        ("2024-03-07T23:45:11.275+01:00", date(2024, 3, 7)),
        ("2024-07-07T22:30:00Z", date(2024, 7, 8)),
        ("2024-03-07T23:45:11", date(2024, 3, 7)),
        ("2024-03-07", date(2024, 3, 7)),
        ("0001-01-01T00:00:00+14:00", date(1, 1, 1)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_eu_list_is_of_the_day_in_brussels(stamp: str, day: date | None) -> None:
    assert eu(EU.replace(b"2024-03-07T23:45:11.275-05:00", stamp.encode())).published == day


def test_the_eu_list_is_read_without_its_namespace_and_with_a_prefix() -> None:
    assert eu(EU.replace(b' xmlns="http://eu.europa.ec/fpi/fsd/export"', b"")) == eu(EU)
    prefixed = b'<f:export xmlns:f="http://eu.europa.ec/fpi/fsd/export"/>'
    assert eu_fsf.recognises(prefixed) == "list"
    assert eu(prefixed).entries == ()


ENTITY = '<export><sanctionEntity logicalId="7">{}</sanctionEntity></export>'


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ('<subjectType code="person" classificationCode="P"/>', "person"),
        ('<subjectType code="enterprise" classificationCode=""/>', "entity"),
        ('<subjectType code="" classificationCode="E"/>', "entity"),
        ('<subjectType code="boat" classificationCode="B"/>', "other"),
        ("", "other"),
    ],
)
def test_kinds_of_the_eu_list(inside: str, kind: str) -> None:
    assert eu(ENTITY.format(inside + '<nameAlias wholeName="A"/>').encode()).entries[0].kind == kind


@pytest.mark.parametrize(
    ("aliases", "names"),
    [
        ([("A", "false", "EN"), ("B", "true", "FR"), ("C", "true", "en")], ["C", "A", "B"]),
        ([("A", "false", "EN"), ("B", "true", ""), ("C", "true", "DE")], ["B", "A", "C"]),
        ([("A", "false", "FR"), ("B", "false", "EN"), ("", "true", "EN"), ("A", "true", "FR")], ["A", "B"]),
        ([("A", "", "FR"), ("B", "false", "EN")], ["A", "B"]),
    ],
)
def test_the_name_is_strong_and_english_where_one_is(aliases: list[tuple[str, str, str]], names: list[str]) -> None:
    inside = "".join(
        f'<nameAlias wholeName="{name}" strong="{strong}" nameLanguage="{language}"/>'
        for name, strong, language in aliases
    )
    found = eu(ENTITY.format(inside).encode()).entries[0]
    assert [found.name, *found.aliases] == names


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ('birthdate="1952-10-07" year="1952"', "1952-10-07"),
        ('year="1952"', "1952"),
        ('yearRangeFrom="1953" yearRangeTo="1958"', "1953-1958"),
        ('yearRangeTo="1958"', "-1958"),
        ('yearRangeFrom="1953"', "1953-"),
    ],
)
def test_days_of_birth_stay_words(attributes: str, words: str) -> None:
    found = eu(ENTITY.format(f'<nameAlias wholeName="A"/><birthdate {attributes}/>').encode()).entries[0]
    assert found.words == (("birthdate", words),)
    assert found.dates == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            ENTITY.format(""),
            "holds a sanctionEntity without euReferenceNumber and logicalId, or without a name",
        ),
        (
            '<export><sanctionEntity><nameAlias wholeName="A"/></sanctionEntity></export>',
            "holds a sanctionEntity without euReferenceNumber and logicalId, or without a name",
        ),
        (
            ENTITY.format(
                '<nameAlias wholeName="A"/></sanctionEntity><sanctionEntity logicalId="7"><nameAlias wholeName="B"/>'
            ),
            "holds the entry 7 twice; a list has each once",
        ),
        ("<exports/>", "is no EU financial sanctions file: its root is 'exports'"),
    ],
)
def test_what_is_no_eu_list_is_refused(data: str, message: str) -> None:
    with pytest.raises(NotAnEdition) as caught:
        eu(data.encode())
    assert str(caught.value) == message


def test_another_root_is_not_the_eu_list() -> None:
    assert eu_fsf.recognises(b"<exports><export/></exports>") is None
    assert uk_sl.recognises(b"<Designation/>") is None


# the UK Sanctions List


def test_a_firm_of_the_uk_list_in_full() -> None:
    assert sl(SL).published == date(2026, 9, 2)
    assert entry(sl(SL), "BEL0111") == Entry(
        "BEL0111",
        'Open Joint Stock Company "Belaruskali"',
        "entity",
        ['OJSC "Belaruskali"', 'Открытое акционерное общество "Беларуськалий"', 'ААТ "Беларуськалiй"'],
        ["The Republic of Belarus (Sanctions) (EU Exit) Regulations 2019"],
        dates=[
            Dated(Meaning.LISTED, date(2021, 12, 2), "DateDesignated 02/12/2021"),
            Dated(Meaning.AMENDED, date(2025, 4, 9), "LastUpdated 09/04/2025"),
        ],
        identifiers=[("UK UniqueID", "BEL0111"), ("OFSI Group ID", "14154")],
        words=[
            ("IndividualEntityShip", "Entity"),
            ("DesignationSource", "UK"),
            ("SanctionsImposed", "Asset freeze"),
            ("SanctionsImposed", "Director Disqualification Sanction"),
            # imposed later, on a day of its own: words, and no date of the listing
            ("OtherInformation", "The Director Disqualification Sanction was imposed on 09/04/2025."),
            (
                "UKStatementofReasons",
                "OJSC BELARUSKALI is one of the world’s largest producers of the key fertilizer ingredient potassium "
                "chloride (potash), and is 100% owned by the Belarusian state.",
            ),
            ("Address", "OJSC Belaruskali, 5 Korzha Street, Soligorsk, Minsk Region, Belarus"),
        ],
    )


def test_a_person_of_the_uk_list_in_full() -> None:
    assert entry(sl(SL), "AFG0006") == Entry(
        "AFG0006",
        "MOHAMMAD HASSAN AKHUND",
        "person",
        programs=["The Afghanistan (Sanctions) (EU Exit) Regulations 2020"],
        dates=[
            Dated(Meaning.LISTED, date(2001, 1, 25), "DateDesignated 25/01/2001"),
            Dated(Meaning.AMENDED, date(2026, 4, 14), "LastUpdated 14/04/2026"),
        ],
        identifiers=[("UK UniqueID", "AFG0006"), ("OFSI Group ID", "7172"), ("UN reference", "TAi.002")],
        words=[
            ("IndividualEntityShip", "Individual"),
            ("DesignationSource", "UN"),
            ("SanctionsImposed", "Asset freeze"),
            ("SanctionsImposed", "Travel Ban"),
            ("DOB", "dd/mm/1945"),
            ("DOB", "dd/mm/1946"),
        ],
    )


def test_a_ship_of_the_uk_list_and_a_day_that_is_none() -> None:
    found = entry(sl(SL), "XXX9001")
    assert (found.name, found.kind) == ("INVENTED STAR", "vessel")
    assert ("IMO", "0000001") in found.identifiers
    assert found.dates[0] == Dated(Meaning.LISTED, None, "DateDesignated dd/mm/2025")
    assert found.day(Meaning.LISTED) is None


def test_the_primary_name_comes_first_wherever_it_stands() -> None:
    found = entry(sl(SL), "AFG0001")
    assert (found.name, found.aliases) == ("HAJI KHAIRULLAH HAJI SATTAR MONEY EXCHANGE", ("Haji Alim Hawala",))


DESIGNATION = "<Designations><Designation>{}</Designation></Designations>"


def test_a_uk_entry_known_in_its_own_script_only_is_called_so() -> None:
    inside = "<UniqueID>X1</UniqueID><NonLatinNames><NonLatinName><NameNonLatinScript>Имя</NameNonLatinScript></NonLatinName></NonLatinNames>"
    edition = sl(DESIGNATION.format(inside).encode())
    assert (edition.published, edition.entries[0]) == (None, Entry("X1", "Имя", identifiers=[("UK UniqueID", "X1")]))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (DESIGNATION.format("<UniqueID>X1</UniqueID>"), "holds a Designation without UniqueID or name"),
        (
            DESIGNATION.format("<Names><Name><Name6>A</Name6></Name></Names>"),
            "holds a Designation without UniqueID or name",
        ),
        (
            DESIGNATION.format(
                "<UniqueID>X1</UniqueID><Names><Name><Name6>A</Name6></Name></Names></Designation>"
                "<Designation><UniqueID>X1</UniqueID><Names><Name><Name6>B</Name6></Name></Names>"
            ),
            "holds the UniqueID X1 twice; a list has each once",
        ),
        ("<Designation/>", "is no UK Sanctions List: its root is 'Designation'"),
    ],
)
def test_what_is_no_uk_list_is_refused(data: str, message: str) -> None:
    with pytest.raises(NotAnEdition) as caught:
        sl(data.encode())
    assert str(caught.value) == message


# the Treasury's consolidated list


def test_the_rows_of_one_group_are_one_entry() -> None:
    edition = conlist(CONLIST)
    assert edition.published == date(2020, 4, 27)
    assert entry(edition, "12927") == Entry(
        "12927",
        "Pyotr Anatoliyovych ZIMA",
        "person",
        ["Petro Anatoliyovych ZYMA"],
        ["Ukraine (Sovereignty)"],
        dates=[
            Dated(Meaning.AMENDED, date(2020, 3, 18), "Last Updated 18/03/2020"),
            Dated(Meaning.LISTED, date(2014, 3, 18), "Listed On 18/03/2014"),
        ],
        identifiers=[("OFSI Group ID", "12927")],
        words=[
            ("Group Type", "Individual"),
            ("DOB", "18/01/1970"),
            ("DOB", "29/03/1965"),
            ("Town of Birth", "Artemivsk (now Bakhmut), Donetsk Oblast"),
            ("Country of Birth", "Ukraine"),
            ("Position", "Head of the Crimean Security Service (SBU) (Since 3 March 2014)"),
            ("Other Information", "Active in the Russian Intelligence Service (FSB) since 2015."),
        ],
    )


def test_an_entry_of_two_regimes_was_listed_under_each() -> None:
    found = entry(conlist(CONLIST), "11788")
    assert found.programs == ("Syria", "Iran (human rights)")
    assert [one.words for one in found.dates if one.meaning is Meaning.LISTED] == [
        "Listed On 14/04/2011",
        "Listed On 24/06/2011",
    ]
    assert found.day(Meaning.LISTED) == date(2011, 4, 14)
    assert ("DOB", "00/00/1963") in found.words


HEADER = "Group ID,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name Non-Latin Script,DOB,Address 1,Country,Other Information,Group Type,Alias Type,Regime,Listed On,UK Sanctions List Date Designated,Last Updated"
TOP = f"Last Updated,03/03/2025\r\n{HEADER}\r\n"
SHIP = '1,STAR,,,,,,Зорка,,Pier 1,Belarus,"(UK Sanctions List Ref):GHR0050 and BEL0045 {}",Ship,{},Belarus,01/02/2024,31/01/2024,02/02/2024\r\n'
ROW = SHIP.format("", "Primary name")


def test_columns_of_later_editions_are_found_by_name_in_any_order() -> None:
    edition = conlist(TOP + SHIP.format("x", "AKA").replace("STAR", "STERN") + SHIP.format("x", "Primary name"))
    assert edition.published == date(2025, 3, 3)
    assert edition.entries == (
        Entry(
            "1",
            "STAR",
            "vessel",
            ["STERN", "Зорка"],
            ["Belarus"],
            dates=[
                Dated(Meaning.AMENDED, date(2024, 2, 2), "Last Updated 02/02/2024"),
                Dated(Meaning.LISTED, date(2024, 2, 1), "Listed On 01/02/2024"),
            ],
            identifiers=[("OFSI Group ID", "1"), ("UK UniqueID", "GHR0050"), ("UK UniqueID", "BEL0045")],
            words=[
                ("Group Type", "Ship"),
                ("Address", "Pier 1, Belarus"),
                ("Other Information", "(UK Sanctions List Ref):GHR0050 and BEL0045 x"),
                ("UK Sanctions List Date Designated", "31/01/2024"),
            ],
        ),
    )


def test_columns_without_a_name_are_left_aside() -> None:
    first, header, row, _ = (TOP + ROW).split("\r\n")
    padded = f"{first},,\r\n{header},,\r\n{row},,\r\n"
    assert conlist(padded) == conlist(TOP + ROW)


def test_a_primary_name_variation_is_another_name() -> None:
    data = TOP + SHIP.format("", "Primary name variation").replace("STAR", "STARR") + SHIP.format("", "Primary name")
    assert (conlist(data).entries[0].name, conlist(data).entries[0].aliases) == ("STAR", ("STARR", "Зорка"))


def test_the_encodings_of_the_treasury() -> None:
    text = CONLIST.decode("cp1252")
    assert "’" in text
    assert conlist(text.encode("utf-8")) == conlist(text.encode("utf-8-sig")) == conlist(CONLIST)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "is no ConList: it begins with '' and '', not with 'Last Updated' and a day"),
        ("\r\n", "is no ConList: it begins with '' and '', not with 'Last Updated' and a day"),
        (
            "Last Updated,31/02/2020\r\n",
            "is no ConList: it begins with 'Last Updated' and '31/02/2020', not with 'Last Updated' and a day",
        ),
        (
            TOP.replace("Regime", "Sanctions Regime"),
            "is no ConList: its second row does not name the column 'Regime' once",
        ),
        (TOP.replace("DOB", "Regime"), "is no ConList: its second row does not name the column 'Regime' once"),
        (TOP.replace("DOB", "Address 1"), "is no ConList: its second row does not name the column 'Address 1' once"),
        ("Last Updated,03/03/2025\r\n", "is no ConList: its second row does not name the column 'Name 1' once"),
        (TOP, "holds no entry"),
        (TOP + ROW.rstrip(), "is cut off: its last row does not end"),
        (TOP + ROW + "1,STAR\r\n", "is cut off or broken: row 4 has 2 columns instead of 18"),
        (TOP + ROW + '1,"STAR\r\n', "is cut off or broken: unexpected end of data, at line 4"),
        (TOP + ROW.replace("1,STAR", "x,STAR"), "is broken: row 3 has 'x' for its Group ID"),
        (TOP + ROW.replace("1,STAR", "\u0661,STAR"), "is broken: row 3 has '\u0661' for its Group ID"),
        (
            TOP + SHIP.format("", "AKA"),
            "is cut off or put together: the Group ID 1 has no row of its primary name",
        ),
    ],
)
def test_what_is_no_conlist_is_refused(data: str, message: str) -> None:
    with pytest.raises(NotAnEdition) as caught:
        conlist(data)
    assert str(caught.value) == message
