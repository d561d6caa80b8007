"""One contract for every format of list. What a format cannot express is an expected failure with its reason."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sanctions_tracker.lists import catalogue
from sanctions_tracker.lists.entry import KINDS, Edition, Meaning, NotAnEdition, slug

FOLDER = Path(__file__).parent / "lists"
MODULES = {module.__name__.rpartition(".")[2]: module for module in catalogue.formats()}
CSV = ("sdn_csv", "uk_conlist")
XML = tuple(name for name in MODULES if name not in CSV)
SAMPLES = {path.stem: path for path in sorted(FOLDER.iterdir()) if path.suffix in (".csv", ".xml")}
STRANGERS = (
    b"",
    b"\xef\xbb\xbf",
    b"\r\n\r\n",
    b"\x1a",
    b"\x00" * 64,
    b"<!DOCTYPE html>\n<html lang='en'><head><title>Just a moment</title></head></html>",
    b"<html>\r\n<head><title>403 Forbidden</title></head>\r\n</html>",
    b'<head><body> This object may be found <a HREF="https://maintenance.un.org/">here</a> </body>',
    b'{"error": "not found"}',
    b"[1, 2, 3]",
    b"12 monkeys\n",
    b"PK\x03\x04\x14\x00\x06\x00",
)
SPELLINGS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d")
ALL = pytest.mark.parametrize("name", MODULES)


def data_of(name: str) -> bytes:
    return SAMPLES[name].read_bytes()


def text_of(name: str) -> str:
    return data_of(name).decode("cp1252" if name == "uk_conlist" else "utf-8-sig")


def list_of(name: str) -> str:
    """The list of which the sample is."""
    return "us-ofac-consolidated" if name == "ofac_xml" else str(MODULES[name].LISTS[0])


def read(name: str, data: bytes, list: str | None = None) -> Edition:
    module = MODULES[name]
    return cast("Edition", module.read(io.BytesIO(data), list or list_of(name)))


def refusal(name: str, data: bytes) -> str:
    """Why the file is refused; nothing but `NotAnEdition` may be raised."""
    with pytest.raises(NotAnEdition) as caught:
        read(name, data)
    return str(caught.value)


def but_for(gaps: Mapping[str, str], names: Iterable[str] = MODULES) -> pytest.MarkDecorator:
    """All formats, those that cannot do it expected to fail, and failing the run on the day they can."""
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=pytest.mark.xfail(strict=True, raises=AssertionError, reason=gaps[name]))
            if name in gaps
            else name
            for name in names
        ],
    )


def test_every_format_has_one_sample() -> None:
    assert tuple(MODULES) == catalogue.FORMATS
    assert set(catalogue.FORMATS) <= set(SAMPLES)
    assert {name: SAMPLES[name].suffix for name in MODULES} == {
        name: ".csv" if name in CSV else ".xml" for name in MODULES
    }


@ALL
def test_it_has_a_name_and_lists_of_the_catalogue(name: str) -> None:
    module = MODULES[name]
    assert module.NAME == module.NAME.strip() != ""
    assert module.LISTS
    assert set(module.LISTS) <= set(catalogue.LISTS)


def test_every_list_has_a_format_and_no_two_formats_one_name() -> None:
    assert {one for module in MODULES.values() for one in module.LISTS} == set(catalogue.LISTS)
    assert len({module.NAME for module in MODULES.values()}) == len(MODULES)


@ALL
def test_it_recognises_its_own_sample_and_no_other(name: str) -> None:
    assert {one for one in MODULES if MODULES[name].recognises(data_of(one)) == "list"} == {name}
    assert {one for one in MODULES if MODULES[name].recognises(data_of(one)) is not None} == {name}


@ALL
def test_a_byte_order_mark_or_a_comment_before_it_is_no_hindrance(name: str) -> None:
    marked = b"\xef\xbb\xbf" + text_of(name).encode()
    assert MODULES[name].recognises(marked) == "list"
    assert read(name, marked) == read(name, data_of(name))
    if name in XML:
        declaration, root = re.fullmatch(rb"(<\?xml.*?\?>\s*)(.*)", text_of(name).encode(), re.DOTALL).groups()  # type: ignore[union-attr]
        commented = declaration + b"<!-- <html> -->\n" + root
        assert MODULES[name].recognises(commented) == "list"
        assert read(name, commented) == read(name, data_of(name))


@ALL
@pytest.mark.parametrize("stranger", STRANGERS)
def test_what_is_no_list_is_neither_recognised_nor_read(name: str, stranger: bytes) -> None:
    assert MODULES[name].recognises(stranger) is None
    with suppress(NotAnEdition):
        assert read(name, stranger).entries == ()


@ALL
def test_the_file_of_another_format_gives_no_entry(name: str) -> None:
    for other in MODULES.keys() - {name}:
        with suppress(NotAnEdition):
            assert read(name, data_of(other)).entries == (), other


@ALL
def test_the_edition_is_of_the_list_that_was_asked_for(name: str) -> None:
    edition = read(name, data_of(name))
    assert edition.list == list_of(name)
    assert edition.entries


@ALL
def test_of_two_lists_in_one_format_the_wrong_one_is_named_right(name: str) -> None:
    for other in set(MODULES[name].LISTS) - {list_of(name)}:
        refused = ""
        try:
            assert read(name, data_of(name), other).list == other
        except NotAnEdition as error:
            refused = str(error)
        assert not refused or refused.endswith(f"; import it as {list_of(name)}")


@ALL
def test_reading_twice_or_in_small_pieces_gives_the_same(name: str) -> None:
    once = read(name, data_of(name))
    assert once == read(name, data_of(name))
    pieces = cast("BinaryIO", Sips(data_of(name)))
    assert once == MODULES[name].read(pieces, list_of(name))


class Sips:
    """A file from which never more than eleven bytes come at once, unless all are asked for."""

    def __init__(self, data: bytes) -> None:
        self.file = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self.file.read(size if size is None or size < 0 else min(size, 11))


@ALL
def test_every_key_is_the_last_part_of_an_id_of_its_own(name: str) -> None:
    keys = [entry.key for entry in read(name, data_of(name)).entries]
    parts = [slug(key) for key in keys]
    assert len(set(keys)) == len(set(parts)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", part, re.ASCII) for part in parts)


@ALL
def test_every_entry_says_something_under_names(name: str) -> None:
    for entry in read(name, data_of(name)).entries:
        assert entry.kind in KINDS
        # where a file tells only what changed, an entry may say no more than that
        assert entry.name == " ".join(entry.name.split())
        assert entry.name or not read(name, data_of(name)).whole
        for title, text in (*entry.identifiers, *entry.words):
            assert title
            assert text == " ".join(text.split()) != ""
        for text in (*entry.aliases, *entry.programs, *entry.legal_basis):
            assert text == " ".join(text.split()) != ""


@ALL
def test_every_date_is_beside_the_words_of_the_publisher(name: str) -> None:
    text = text_of(name)
    for entry in read(name, data_of(name)).entries:
        for one in entry.dates:
            assert isinstance(one.meaning, Meaning)
            assert re.match(r"[A-Za-z]", one.words), one
            spelled = [one.day.strftime(form) for form in SPELLINGS] if one.day else [one.words.split()[-1]]
            assert any(day in one.words for day in spelled), one
            # OFAC's advanced format has year, month and day in elements of their own
            assert name == "ofac_advanced" or any(day in one.words and day in text for day in spelled), one


@but_for({"sdn_csv": "the file bears no date: only the day of its capture is known"})
def test_the_edition_bears_its_day(name: str) -> None:
    assert read(name, data_of(name)).published is not None


@but_for(
    {
        "sdn_csv": "the file bears no date at all",
        "ofac_xml": "the only date in the file is that of its publication",
    }
)
def test_the_list_says_since_when_an_entry_is_on_it(name: str) -> None:
    assert any(entry.day(Meaning.LISTED) for entry in read(name, data_of(name)).entries)


SAYS_REMOVALS = ("ch_seco", "ofac_delta")


@but_for({name: "an entry that is removed just goes" for name in MODULES if name not in SAYS_REMOVALS})
def test_the_list_itself_says_that_an_entry_was_removed(name: str) -> None:
    assert any(not entry.present for entry in read(name, data_of(name)).entries)


def row_ends(data: bytes, place: int) -> bool:
    """Whether a cut here falls exactly after a whole row."""
    return data[:place].endswith((b"\r", b"\n")) or re.match(rb" ?[\r\n]", data[place:]) is not None


def cuts(name: str) -> list[int]:
    """Twenty places over the file, and some inside its last entry."""
    data = data_of(name)
    end = len(data.rstrip(b" \r\n\x1a"))
    places = {end * number // 20 for number in range(20)} | {end - 1, end - 2, end - 9, end - 30}
    if name in CSV:
        places = {place - 4 if row_ends(data, place) else place for place in places}
    return sorted(places)


@ALL
def test_a_file_cut_off_anywhere_is_refused_in_one_clause(name: str) -> None:
    data = data_of(name)
    assert len(cuts(name)) >= 20
    for place in cuts(name):
        message = refusal(name, data[:place])
        assert message == " ".join(message.split()) != "", place
        assert message[0].islower(), message
        assert not message.endswith("."), message


@but_for(dict.fromkeys(CSV, "nothing in the file says how many rows there are"), CSV)
def test_a_file_cut_off_after_a_whole_row_is_refused(name: str) -> None:
    data = data_of(name).rstrip(b"\x1a\r\n")
    cut = data[: data.rindex(b"\n") + 1]
    try:
        edition = read(name, cut)
    except NotAnEdition:
        return
    raise AssertionError(f"read {len(edition.entries)} entries of a file without its last row")


def with_doctype(data: bytes, doctype: bytes, reference: bytes) -> bytes:
    """Put a document type before the root and a use of its entity behind the root's opening."""
    root = re.search(rb"<[A-Za-z][^>]*>", data)
    assert root
    return b"<?xml version='1.0'?>\n" + doctype + data[root.start() : root.end()] + reference + data[root.end() :]


BOMB = (
    b'<!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (after, b"&%c;" % before * 10)
        for before, after in zip(b"abcdefgh", b"bcdefghi", strict=True)
    )
    + b"]>\n"
)
REFUSED = "declares a document type, which no list has; it was not read"


@pytest.mark.parametrize("name", XML)
def test_an_entity_bomb_is_refused_before_it_goes_off(name: str) -> None:
    bomb = with_doctype(data_of(name), BOMB, b"&i;")
    assert MODULES[name].recognises(bomb) == "list"
    assert refusal(name, bomb) == REFUSED


@pytest.mark.parametrize("name", XML)
def test_a_document_type_without_any_entity_is_refused_too(name: str) -> None:
    assert refusal(name, with_doctype(data_of(name), b"<!DOCTYPE list>", b"")) == REFUSED


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE list [<!ENTITY secret SYSTEM "{uri}">]>',
        '<!DOCTYPE list [<!ENTITY % outer SYSTEM "{uri}"> %outer;]>',
        '<!DOCTYPE list SYSTEM "{uri}">',
    ],
)
def test_no_file_beside_the_list_is_opened(name: str, doctype: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY secret "nobody may see this">', encoding="utf-8")
    os.utime(secret, (1, time.time()))  # reading it would move the first
    inside = b"&secret;" if "ENTITY secret" in doctype else b""
    outer = with_doctype(data_of(name), doctype.replace("{uri}", secret.as_uri()).encode(), inside)
    file = Counted(outer)
    with pytest.raises(NotAnEdition) as caught:
        MODULES[name].read(cast("BinaryIO", file), list_of(name))
    assert str(caught.value) == REFUSED
    assert secret.stat().st_atime == 1
    assert file.asked <= 2  # the root's beginning, and no more of the list


class Counted(io.BytesIO):
    """A file that counts how often it is read from."""

    asked = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.asked += 1
        return super().read(size)


@some.composite
def damages(draw: some.DrawFn) -> tuple[str, bytes]:
    """A format and its sample with some bytes put in place of others, taken out, or doubled."""
    name = draw(some.sampled_from(tuple(MODULES)))
    data = bytearray(data_of(name))
    for _ in range(draw(some.integers(1, 6))):
        at = draw(some.integers(0, len(data) - 1))
        match draw(some.sampled_from(("flip", "put", "drop", "double"))):
            case "flip":
                data[at] ^= 1 << draw(some.integers(0, 7))
            case "put":
                data[at : at + 1] = draw(
                    some.sampled_from((b"\r", b'"', b"\x00", b"<", b"&", b"\xff", b"0001-01-01T00:00:00+14:00"))
                )
            case "drop":
                del data[at : at + draw(some.integers(1, 400))]
            case _:
                data[at:at] = data[at : at + draw(some.integers(1, 400))]
        data = data or bytearray(b" ")
    return name, bytes(data)


@given(damages())
@settings(max_examples=300)
def test_damaged_bytes_are_read_or_refused_and_nothing_else(damaged: tuple[str, bytes]) -> None:
    name, data = damaged
    assert {module.recognises(data) for module in MODULES.values()} <= {None, "list", "alt", "add"}
    with suppress(NotAnEdition):
        edition = read(name, data)
        assert len({entry.key for entry in edition.entries}) == len(edition.entries)
        assert all(entry.kind in KINDS and entry.key for entry in edition.entries)


ODD = (b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-14:00", b"31/02/2021", b"1" * 5000, "\u0662".encode(), b"")


@ALL
def test_no_odd_number_or_day_anywhere_breaks_the_reader(name: str) -> None:
    data = data_of(name)
    # a day or a number once for each name of what it stands behind
    places = {data[max(0, one.start() - 12) : one.start()]: one for one in re.finditer(rb"[0-9][0-9TZ:.+/-]*", data)}
    assert places
    for place in [*places.values()][:80]:
        for odd in ODD:
            with suppress(NotAnEdition):
                read(name, data[: place.start()] + odd + data[place.end() :])


HOSTILE = (b"<!--", b"<?", b"<!DOCTYPE a[", b"<!DOCTYPE a[] ", b"] ", b"<", b"1,", b'1,"', b"Last Updated,")


@ALL
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_beginning_takes_no_time(name: str, piece: bytes) -> None:
    root = re.search(rb"<[A-Za-z][^>]*>", data_of(name))
    first = data_of(name)[: root.end() if root else 40]
    started = time.perf_counter()
    assert MODULES[name].recognises((piece * 65536)[:65536]) is None
    MODULES[name].recognises((first + piece * 65536)[:65536])
    assert time.perf_counter() - started < 1


def test_modules_are_alike_inside() -> None:
    for module in MODULES.values():
        assert isinstance(module, ModuleType)
        assert {"LISTS", "NAME", "read", "recognises"} <= set(module.__all__)
