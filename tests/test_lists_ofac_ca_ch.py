"""OFAC's larger formats, SECO's list and the Canadian regulations: what is read, in full, and what is refused."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest

from sanctions_tracker.lists import ca_laws, ch_seco, ofac_advanced, ofac_delta, ofac_enhanced
from sanctions_tracker.lists.entry import Dated, Edition, Entry, Meaning, NotAnEdition

FOLDER = Path(__file__).parent / "lists"
SDN, CONSOLIDATED = "us-ofac-sdn", "us-ofac-consolidated"
MODULES = (ofac_advanced, ofac_enhanced, ofac_delta, ch_seco, ca_laws)


def text_of(module: ModuleType) -> str:
    return (FOLDER / f"{module.__name__.rpartition('.')[2]}.xml").read_text(encoding="utf-8")


def read(module: ModuleType, text: str | bytes | None = None, list: str | None = None) -> Edition:
    data = text_of(module) if text is None else text
    raw = data.encode() if isinstance(data, str) else data
    return cast("Edition", module.read(io.BytesIO(raw), list or module.LISTS[0]))


def refusal(module: ModuleType, text: str | bytes, list: str | None = None) -> str:
    with pytest.raises(NotAnEdition) as caught:
        read(module, text, list)
    return str(caught.value)


def changed(module: ModuleType, old: str, new: str, count: int = -1) -> str:
    text = text_of(module)
    assert old in text
    return text.replace(old, new, count)


def keyed(edition: Edition) -> dict[str, Entry]:
    return {entry.key: entry for entry in edition.entries}


# ---- all of them


@pytest.mark.parametrize("module", MODULES)
def test_a_file_cut_off_is_refused(module: ModuleType) -> None:
    data = text_of(module).encode()
    for place in (0, 40, len(data) // 4, len(data) // 2, len(data) * 3 // 4, len(data.rstrip()) - 1):
        assert refusal(module, data[:place]).startswith("is not whole XML: ")


@pytest.mark.parametrize("module", MODULES)
def test_entities_are_not_expanded_and_no_file_is_opened(module: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    body = text_of(module).partition("?>")[2]
    laughs = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    for inner in (laughs, f'<!ENTITY i SYSTEM "{(tmp_path / "secret").as_uri()}">'):
        bomb = f'<?xml version="1.0"?>\n<!DOCTYPE list [{inner}]>{body.replace("<Text>", "<Text>&i;").replace("<value>", "<value>&i;")}'
        assert refusal(module, bomb) == "declares a document type, which no list has; it was not read"


@pytest.mark.parametrize(
    ("module", "message"),
    [
        (ofac_advanced, "is no Advanced XML: its root is 'html'"),
        (ofac_enhanced, "is no enhanced file of OFAC's: its root is 'html'"),
        (ofac_delta, "is no delta file of OFAC's: its root is 'html'"),
        (ch_seco, "is no SECO list: its root is 'html'"),
        (ca_laws, "is no regulation: its root is 'html'"),
    ],
)
def test_another_root_is_refused(module: ModuleType, message: str) -> None:
    assert refusal(module, "<html><body/></html>") == message
    assert module.recognises(b"<html><body/></html>") is None
    assert module.recognises(text_of(module).encode("utf-16")) in ("list", None)


# ---- OFAC Advanced

YAN = Entry(
    "91001",
    "PRYKLADNY, Yan Yanavich",
    "person",
    ("PRYKLADNY, Jan", "Прыкладны, Ян"),
    ("BELARUS-EO14038",),
    ("Executive Order 14038 (Belarus)",),
    (
        Dated(Meaning.LISTED, date(2021, 8, 9), "EntryEvent Created 2021-08-09"),
        Dated(Meaning.AMENDED, date(2022, 2, 24), "EntryEvent Modified 2022-02-24"),
    ),
    (("OFAC uid", "91001"), ("Passport", "MP0000001")),
    (("List", "SDN List"), ("PartySubType", "Individual"), ("SanctionsType", "Block")),
)
MAR_AZUL = Entry(
    "4238",
    "MAR AZUL",
    "vessel",
    programs=("CUBA",),
    dates=(Dated(Meaning.LISTED, date(1986, 12, 10), "EntryEvent Created 1986-12-10"),),
    identifiers=(
        ("IMO", "8321785"),
        ("OFAC uid", "4238"),
        ("Vessel Registration Identification", "IMO 8321785"),
    ),
    words=(("List", "SDN List"), ("PartySubType", "Vessel"), ("SanctionsType", "Block")),
)


def test_an_advanced_file_is_joined_from_its_pieces() -> None:
    edition = read(ofac_advanced)
    assert edition.published == date(2026, 9, 4)
    assert (edition.list, edition.current, edition.part, edition.whole) == (SDN, None, "", True)
    assert [entry.key for entry in edition.entries] == ["4238", "91001", "91002"]  # 91003 is on no list
    assert keyed(edition)["4238"] == MAR_AZUL
    assert keyed(edition)["91001"] == YAN
    assert keyed(edition)["91002"].kind == "entity"


@pytest.mark.parametrize("space", ["http://www.un.org/sanctions/1.0", "https://www.treasury.gov/ofac/ADVANCED_XML", ""])
def test_the_namespace_of_an_advanced_file_makes_no_difference(space: str) -> None:
    old = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"
    text = changed(ofac_advanced, f' xmlns="{old}"', f' xmlns="{space}"' if space else "")
    assert ofac_advanced.recognises(text.encode()) == "list"
    assert read(ofac_advanced, text) == read(ofac_advanced)


def test_name_parts_stand_in_order_where_no_last_name_is_told() -> None:
    text = changed(ofac_advanced, 'ID="1520">Last Name', 'ID="1520">Surname')
    assert keyed(read(ofac_advanced, text))["91001"].name == "Yan Yanavich PRYKLADNY"


def test_a_party_whose_kind_is_not_explained_is_other() -> None:
    text = changed(ofac_advanced, '<PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>', "")
    entry = keyed(read(ofac_advanced, text))["4238"]
    assert entry.kind == "other"
    assert "PartySubType" not in dict(entry.words)


def test_a_date_in_part_is_no_day() -> None:
    text = changed(ofac_advanced, "<Month>12</Month><Day>10</Day>", "")
    assert keyed(read(ofac_advanced, text))["4238"].dates == (Dated(Meaning.LISTED, None, "EntryEvent Created 1986"),)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'FixedRef="91002">\n',
            'FixedRef="91001">\n',
            "holds the FixedRef 91001 twice; a list has each once",
        ),
        ("MAR AZUL", " ", "holds a DistinctParty without FixedRef or name"),
        (
            '<List ID="1550">SDN List</List>',
            "",
            "names the list 1550, which its reference values do not explain",
        ),
        (
            'ProfileID="91002"',
            'ProfileID="777"',
            "lists the profile 777 and tells no party of it; it is cut off or put together",
        ),
        (
            "SanctionsEntry",
            "OtherEntry",
            "tells parties and holds no SanctionsEntry; it is cut off or put together",
        ),
    ],
)
def test_an_advanced_file_that_does_not_hold_together_is_refused(old: str, new: str, message: str) -> None:
    assert refusal(ofac_advanced, changed(ofac_advanced, old, new)) == message


def test_the_advanced_file_of_the_other_list_is_refused() -> None:
    assert refusal(ofac_advanced, text_of(ofac_advanced), CONSOLIDATED) == (
        "is of the SDN List; import it as us-ofac-sdn"
    )
    other = changed(ofac_advanced, 'ListID="1550"', 'ListID="91512"')
    assert refusal(ofac_advanced, other, SDN) == (
        "is of the Consolidated (non-SDN) List; import it as us-ofac-consolidated"
    )
    # one party of the other list is on both
    both = other.replace('ListID="91512"', 'ListID="1550"', 1)
    assert refusal(ofac_advanced, both, SDN).startswith("is of the Consolidated")
    assert [entry.key for entry in read(ofac_advanced, both, CONSOLIDATED).entries] == ["91001", "91002"]


# ---- OFAC Enhanced and delta


def test_an_enhanced_file_gives_the_entities_of_the_list() -> None:
    edition = read(ofac_enhanced, list=CONSOLIDATED)
    assert (edition.published, edition.whole) == (date(2026, 7, 27), True)
    assert edition.entries == (
        Entry(
            "9640",
            "ABU TEIR, Mohammed",
            "person",
            ("ABU TAIR, Mohammed Mahmud",),
            ("NS-PLC",),
            dates=(
                Dated(
                    Meaning.LISTED,
                    date(2006, 4, 12),
                    "Non-SDN Palestinian Legislative Council List, datePublished 2006-04-12",
                ),
                Dated(Meaning.LISTED, date(2014, 10, 10), "Consolidated List, datePublished 2014-10-10"),
            ),
            identifiers=(("OFAC uid", "9640"),),
            words=(
                ("Birthdate", "1951"),
                ("address", "Palestinian"),
                ("entityType", "Individual"),
                ("sanctionsList", "Consolidated List"),
                ("sanctionsList", "Non-SDN Palestinian Legislative Council List"),
            ),
        ),
    )
    assert [entry.key for entry in read(ofac_enhanced, list=SDN).entries] == ["4238"]


@pytest.mark.parametrize(
    ("old", "new", "list", "message"),
    [
        ('<entity id="9640">', "<entity>", CONSOLIDATED, "holds an entity without id"),
        ("ABU TEIR, Mohammed", "", CONSOLIDATED, "holds the entity 9640 without a name"),
        (
            '<sanctionsList refId="1550">SDN List</sanctionsList>',
            "",
            SDN,
            "is of the Consolidated (non-SDN) List; import it as us-ofac-consolidated",
        ),
        (
            '<sanctionsList refId="91512">Consolidated List</sanctionsList>',
            "",
            CONSOLIDATED,
            "is of the SDN List; import it as us-ofac-sdn",
        ),
        (
            '<sanctionsList refId="91512">Consolidated List</sanctionsList>',
            "<sanctionsList>Non-SDN Menu-Based Sanctions List</sanctionsList>",
            CONSOLIDATED,
            "is an export of SDN List, Non-SDN Menu-Based Sanctions List alone, not of the Consolidated List",
        ),
        (
            "</filters>",
            "<sanctionsPrograms><sanctionsProgram>CUBA</sanctionsProgram></sanctionsPrograms></filters>",
            SDN,
            "is an export narrowed by sanctionsPrograms, 'CUBA': no whole list",
        ),
    ],
)
def test_an_enhanced_file_that_is_not_the_whole_list_is_refused(old: str, new: str, list: str, message: str) -> None:
    assert refusal(ofac_enhanced, changed(ofac_enhanced, old, new), list) == message


def test_an_enhanced_file_tells_an_entity_once() -> None:
    text = changed(ofac_enhanced, 'id="4238"', 'id="9640"').replace('refId="1550" id="35031"', 'refId="1550"')
    twice = text.replace(">SDN List<", ">Consolidated List<")
    assert refusal(ofac_enhanced, twice, CONSOLIDATED) == "holds the entity 9640 twice; a list has each once"


def test_the_two_are_told_apart_by_the_namespace_of_the_root_alone() -> None:
    delta, enhanced = text_of(ofac_delta), text_of(ofac_enhanced)
    misled = delta.replace("?>", '?><!-- <sanctionsData xmlns="ENHANCED_XML"> -->', 1)
    assert (ofac_delta.recognises(misled.encode()), ofac_enhanced.recognises(misled.encode())) == ("list", None)
    assert (ofac_delta.recognises(enhanced.encode()), ofac_enhanced.recognises(enhanced.encode())) == (None, "list")
    assert ofac_delta.recognises(b'<sanctionsData xmlns="other"><entities/></sanctionsData>') is None
    assert refusal(ofac_delta, enhanced) == (
        "is no delta file of OFAC's: its root is "
        "'{https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML}sanctionsData'"
    )


def test_a_delta_says_what_came_and_what_went() -> None:
    edition = read(ofac_delta)
    assert (edition.published, edition.whole) == (date(2026, 1, 15), False)  # three in the morning in London
    assert edition.entries == (
        Entry(
            "90003",
            "TORRES DIAZ, Carlos",
            "person",
            ("TORRES, Charlie",),
            ("VENEZUELA",),
            ("Executive Order 13692",),
            (Dated(Meaning.LISTED, date(2026, 1, 15), "SDN List, datePublished 2026-01-15"),),
            (("OFAC uid", "90003"), ("Passport", "X0000001")),
            (
                ("Birthdate", "01 Feb 1970"),
                ("action", "add"),
                ("address", "Caracas, Venezuela"),
                ("entityType", "Individual"),
                ("sanctionsList", "SDN List"),
                ("sanctionsType", "Block"),
            ),
        ),
        Entry(
            "90002",
            "GOMEZ LARA, Luis Alberto",
            "person",
            programs=("VENEZUELA-EO13850",),
            dates=(Dated(Meaning.LISTED, date(2019, 5, 1), "SDN List, datePublished 2019-05-01"),),
            identifiers=(("OFAC uid", "90002"),),
            words=(("action", "remove"), ("entityType", "Individual"), ("sanctionsList", "SDN List")),
            present=False,
        ),
    )


def test_an_amended_entity_is_told_where_it_is_named_and_without_what_left_it() -> None:
    (entry,) = read(ofac_delta, list=CONSOLIDATED).entries
    assert (entry.key, entry.name, entry.programs, entry.present) == (
        "90011",
        "EXAMPLE TRADING LTD",
        ("NS-PLC",),
        True,
    )
    nameless = changed(ofac_delta, "EXAMPLE TRADING LTD", "")
    assert read(ofac_delta, nameless, CONSOLIDATED).entries == ()


def test_an_amended_entity_may_move_from_one_list_to_the_other() -> None:
    moved = (
        '<sanctionsLists><sanctionsList action="remove">SDN List</sanctionsList>'
        '<sanctionsList action="add" datePublished="2026-01-15">Consolidated List</sanctionsList></sanctionsLists>'
    )
    text = changed(ofac_delta, '<entity id="90010">', f'<entity id="90010" action="modify">{moved}')
    gone = keyed(read(ofac_delta, text, SDN))["90010"]
    come = keyed(read(ofac_delta, text, CONSOLIDATED))["90010"]
    assert (gone.present, gone.name, gone.dates) == (False, "", ())
    assert (come.present, come.day(Meaning.LISTED)) == (True, date(2026, 1, 15))


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2026-01-15T00:00:00-05:00", date(2026, 1, 15)),
        ("2026-01-15T23:00:00", date(2026, 1, 15)),
        ("2026-01-15", date(2026, 1, 15)),
        ("0001-01-01T00:00:00+14:00", date(1, 1, 1)),
        ("soon", None),
    ],
)
def test_a_delta_is_of_the_day_in_washington(stamp: str, day: date | None) -> None:
    assert read(ofac_delta, changed(ofac_delta, "2026-01-16T03:00:00+00:00", stamp)).published == day


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id="90003"', 'id="90002"', "holds the entity 90002 twice; a delta has each once"),
        ("TORRES DIAZ, Carlos", "", "holds the entity 90003 to add without a name"),
        ("sanctionsLists", "otherLists", "holds the entity 90003 to add from or to no sanctionsList"),
        ('id="90003" ', "", "holds an entity without id"),
    ],
)
def test_a_delta_that_does_not_say_enough_is_refused(old: str, new: str, message: str) -> None:
    assert refusal(ofac_delta, changed(ofac_delta, old, new)) == message


# ---- SECO

DELISTED = "de-listed: enacted 2016-02-29, published 2016-03-01, effective 2016-03-01"
AMENDED = "amended: enacted 2015-11-17, published 2015-11-18, effective 2015-11-18"
LISTED = "listed: enacted 2012-03-20, published 2012-03-21, effective 2012-03-22"


def test_a_target_keeps_its_history_and_not_the_names_in_it() -> None:
    edition = read(ch_seco)
    assert (edition.published, edition.whole) == (date(2026, 8, 27), True)
    assert edition.entries[0] == Entry(
        "5001",
        "Prykladny Yan",
        "person",
        ("Primerny Ivan", "Primernyi Yan", "Прыкладны", "The Example"),
        ("Exampleland",),
        ("article 12 -- Restrictions on named individuals and entities",),
        (
            Dated(Meaning.DELISTED, date(2016, 3, 1), DELISTED),
            Dated(Meaning.AMENDED, date(2015, 11, 18), AMENDED),
            Dated(Meaning.LISTED, date(2012, 3, 22), LISTED),
        ),
        (("SECO ssid", "5001"), ("foreign-identifier", "140"), ("passport", "MP0000001")),
        (
            ("justification", "Invented for a test."),
            ("modification", AMENDED),
            ("modification", DELISTED),
            ("modification", LISTED),
            ("nationality", "Belarus"),
            ("other-information", "Not a person."),
            ("target", "individual"),
        ),
        present=False,
    )
    assert [(one.kind, one.present, len(one.legal_basis)) for one in edition.entries[1:]] == [
        ("entity", True, 2),
        ("vessel", True, 1),  # listed again
    ]


@pytest.mark.parametrize(
    ("changes", "present"),
    [
        ((), True),
        ((("listed", "2020-01-01"),), True),
        ((("de-listed", "2020-01-01"),), False),
        ((("de-listed", "2021-01-01"), ("listed", "2020-01-01")), False),
        ((("listed", "2020-01-01"), ("de-listed", "2021-01-01")), False),
        ((("listed", "2022-01-01"), ("de-listed", "2021-01-01"), ("listed", "2020-01-01")), True),
        ((("de-listed", "2020-01-01"), ("listed", "2020-01-01")), False),
        ((("listed", "2020-01-01"), ("de-listed", "2020-01-01")), True),
        ((("re-listed", "2022-01-01"), ("de-listed", "2021-01-01")), True),
        ((("de-listed", ""), ("listed", "2020-01-01")), True),
    ],
)
def test_the_newest_change_decides(changes: tuple[tuple[str, str], ...], present: bool) -> None:
    told = "".join(f'<modification modification-type="{kind}" effective-date="{day}"/>' for kind, day in changes)
    text = f"""<swiss-sanctions-list list-type="whole-list" date="2026-08-27"><target ssid="1">
        <entity><identity main="true"><name><name-part><value>A</value></name-part></name></identity></entity>{told}
        </target></swiss-sanctions-list>"""
    (entry,) = read(ch_seco, text).entries
    assert entry.present is present
    assert len(entry.dates) == len(changes)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"whole-list"', '"delta"', "is a delta or a part, of the list-type 'delta'; only a whole-list is read"),
        ('list-type="whole-list" ', "", "is a delta or a part, of the list-type ''; only a whole-list is read"),
        ('<target ssid="5101">', '<target ssid="5001">', "holds the ssid 5001 twice; a list has each once"),
        ('<target ssid="5101">', "<target>", "holds a target without ssid or name"),
        ("<value>Example Bank</value>", "", "holds a target without ssid or name"),
        (
            "<sanctions-set-id>902<",
            "<sanctions-set-id>903<",
            "names the sanctions-set 903, which no sanctions-program in it has",
        ),
    ],
)
def test_a_seco_file_that_is_not_the_whole_list_is_refused(old: str, new: str, message: str) -> None:
    assert refusal(ch_seco, changed(ch_seco, old, new)) == message


# ---- Canada

REGULATION = """<Regulation xmlns:lims="http://justice.gc.ca/lims" lims:pit-date="{pit}" lims:current-date="{current}" xml:lang="{lang}">
<Identification><InstrumentNumber>SOR/2014-1</InstrumentNumber>
<RegistrationDate><Date><YYYY>2014</YYYY><MM>3</MM><DD>7</DD></Date></RegistrationDate>
<EnablingAuthority><XRefExternal>SPECIAL ECONOMIC MEASURES ACT</XRefExternal></EnablingAuthority>
<LongTitle>{title}</LongTitle></Identification>
<Schedule>{schedule}</Schedule>
<Schedule id="RelatedProvs"><RegulationPiece><RelatedOrNotInForce><Section><AmendedText>
<Schedule><List><Item lims:fid="99" lims:id="99"><Text>Not Yet</Text></Item></List></Schedule>
</AmendedText></Section></RelatedOrNotInForce></RegulationPiece></Schedule></Regulation>"""


def regulation(
    schedule: str,
    *,
    title: str = "Special Economic Measures (Example) Regulations",
    pit: str = "2024-05-01",
    current: str = "2024-06-01",
    lang: str = "en",
) -> str:
    return REGULATION.format(schedule=schedule, title=title, pit=pit, current=current, lang=lang)


def item(text: str = "A B", *, fid: str = "7", id: str = "7", force: str = "2016-03-18", enacted: str = "") -> str:
    act = f' lims:enacted-date="{enacted}"' if enacted else ""
    return f'<List><Item lims:fid="{fid}" lims:id="{id}" lims:inforce-start-date="{force}"{act}><Label>1</Label><Text>{text}</Text></Item></List>'


def test_a_regulation_gives_the_items_of_its_schedules() -> None:
    edition = read(ca_laws)
    assert (edition.published, edition.current, edition.part) == (date(2023, 8, 4), date(2023, 8, 16), "sor-2020-214")
    assert edition.entries[2] == Entry(
        "1341859",
        "Inna Vladimirovna OLEKSINA",
        "person",
        programs=("Special Economic Measures (Belarus) Regulations",),
        legal_basis=("SOR/2020-214", "SPECIAL ECONOMIC MEASURES ACT"),
        dates=(
            Dated(Meaning.LISTED, date(2022, 3, 8), "lims:inforce-start-date 2022-03-08"),
            Dated(Meaning.ENACTED, date(2022, 3, 8), "lims:enacted-date 2022-03-08"),
        ),
        identifiers=(("lims:fid", "1341859"),),
        words=(
            ("Heading", "PART 1.1 Individuals — Grave Breach of International Peace and Security"),
            ("Item", "1"),
            ("Schedule", "SCHEDULE 1"),
            ("Schedule title", "Persons"),
        ),
    )
    assert [entry.kind for entry in edition.entries] == ["person"] * 4 + ["entity"] * 3 + ["goods"] * 4
    assert edition.entries[-1].name.startswith("Potassium chloride with a potassium content evaluated as K2O, by")


def test_a_byte_order_mark_before_a_regulation_is_no_hindrance() -> None:
    marked = b"\xef\xbb\xbf" + text_of(ca_laws).encode()
    assert ca_laws.recognises(marked[:4096]) == "list"
    assert read(ca_laws, marked) == read(ca_laws)


@pytest.mark.parametrize(
    ("told", "meaning", "present"),
    [
        (item(enacted="2016-03-18"), Meaning.LISTED, True),
        (item(), Meaning.ACT_IN_FORCE, True),  # the schedule was set anew
        (item(force="2014-03-07"), Meaning.LISTED, True),  # with the regulation itself
        (item(id="8", enacted="2016-03-18"), Meaning.AMENDED, True),
        (item(id="8"), Meaning.AMENDED, True),
        (item("<Repealed>[Repealed, SOR/2016-2, s. 1]</Repealed>", id="8"), Meaning.DELISTED, False),
        (item("<Repealed>[Repealed, SOR/2015-2, s. 1]</Repealed>"), Meaning.ACT_IN_FORCE, False),
    ],
)
def test_the_day_of_a_text_is_that_of_the_listing_only_where_it_is_the_first(
    told: str, meaning: Meaning, present: bool
) -> None:
    (entry,) = read(ca_laws, regulation(told)).entries
    assert (entry.dates[0].meaning, entry.dates[0].day, entry.present) == (
        meaning,
        date.fromisoformat(entry.dates[0].words.split()[-1]),
        present,
    )


@pytest.mark.parametrize(
    ("schedule", "heading", "kind"),
    [
        ("Persons", "Individuals — Gross Human Rights Violations", "person"),
        ("Persons", "Entities", "entity"),
        ("Entities", "", "entity"),
        ("Foreign Nationals", "", "person"),
        ("Marchandises", "Chlorure de potassium", "goods"),
        ("Goods", "Petroleum Products", "goods"),
        ("Persons", "", "other"),
    ],
)
def test_headings_say_what_an_item_is(schedule: str, heading: str, kind: str) -> None:
    told = f"""<ScheduleFormHeading><Label>SCHEDULE</Label><TitleText>{schedule}</TitleText></ScheduleFormHeading>
        <Heading><Label>PART 1</Label><TitleText>{heading}</TitleText></Heading>{item()}"""
    (entry,) = read(ca_laws, regulation(told)).entries
    assert entry.kind == kind


@pytest.mark.parametrize(("schedule", "heading"), [("Partner Countries", ""), ("Goods", "Partner countries")])
def test_countries_that_are_spared_are_no_entries(schedule: str, heading: str) -> None:
    told = f"""<ScheduleFormHeading><Label>SCHEDULE 3</Label><TitleText>{schedule}</TitleText></ScheduleFormHeading>
        <Heading><Label>PART 1</Label><TitleText>{heading}</TitleText></Heading>{item()}"""
    with pytest.raises(NotAnEdition, match="a regulation without a list: none of its schedules holds one$"):
        read(ca_laws, regulation(told))


def test_the_last_day_of_a_text_is_never_before_its_first() -> None:
    edition = read(ca_laws, regulation(item(), pit="2024-05-01", current="2024-04-30"))
    assert (edition.published, edition.current) == (date(2024, 5, 1), date(2024, 5, 1))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (regulation(""), "is SOR/2014-1, a regulation without a list: none of its schedules holds one"),
        (
            regulation("<TableGroup/>"),
            "is SOR/2014-1, a regulation without a list: its schedules are tables, which are not read",
        ),
        (
            regulation(item(), title="General Permit Allowing Something"),
            "is SOR/2014-1, a permit: what its schedules list is allowed, not sanctioned",
        ),
        (regulation(item(), title=" "), "is a regulation without InstrumentNumber or title"),
        (regulation(item(), lang="fr"), "is the regulation in the language 'fr'; the English one is read"),
        (regulation(item(" ")), "holds an Item without lims:fid or text"),
        (regulation(item(fid="")), "holds an Item without lims:fid or text"),
        (regulation(item() * 2), "holds the lims:fid 7 twice; a regulation has each once"),
    ],
)
def test_a_regulation_without_a_list_of_its_own_is_refused(text: str, message: str) -> None:
    assert refusal(ca_laws, text) == message
