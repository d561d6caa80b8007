"""The page in a real browser: it says what the command prints, the address works, nothing is struck and nothing is asked of a network."""

from __future__ import annotations

import http.server
import json
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import sanctions_tracker as st
from sanctions_tracker.cli import main
from sanctions_tracker.palette import Kind
from sanctions_tracker.showing import write_page
from sanctions_tracker.showing.bars import bars_of

from . import hostile
from .making import act, sanction

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM or not DRIVER, reason="needs chromium and chromedriver, which are not here"),
]

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1000",
)


class Page:
    """A page in the browser, with what the tests ask of it."""

    def __init__(self, driver: Any, address: str) -> None:
        self.driver, self.address = driver, address

    def open(self, hash: str = "", address: str | None = None) -> None:
        self.driver.get("about:blank")  # another hash of the same page would not load it anew
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get((address or self.address) + hash)
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked for is drawn."""
        script = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));"
        self.driver.execute_async_script(script)

    def run(self, script: str, *values: object) -> Any:
        return self.driver.execute_script(script, *values)

    def set(self, id: str, value: object, event: str = "input") -> None:
        self.run(
            "const e = document.getElementById(arguments[0]); e.value = arguments[1]; e.dispatchEvent(new Event(arguments[2]));",
            id,
            value,
            event,
        )
        self.settle()

    def click(self, selector: str) -> None:
        self.run("document.querySelector(arguments[0]).click()", selector)
        self.settle()

    def text(self, selector: str) -> str:
        return str(self.run("return document.querySelector(arguments[0]).textContent", selector))

    def rows(self) -> list[list[str]]:
        """The rows of the day: id, label, since, ends, reliefs, marks, last said, as `on` prints them."""
        script = """return [...document.querySelectorAll('#answers tr[data-id]')].map((row) => {
            const of = (selector) => row.querySelector(selector);
            const day = (name) => of(`${name} time`)?.getAttribute('datetime') ?? '';
            return [row.dataset.id, of('.label').textContent, day('.c-since'), day('.c-ends'), of('.c-reliefs').textContent,
                (of('.marks')?.textContent ?? '').replaceAll(', ', '; '), of('.c-said').textContent];
        })"""
        return [list(row) for row in self.run(script)]

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses that were asked for since the page was opened."""
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(message["params"]["request"]["url"])
        return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def driver(folder: Path) -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    # With the path of the driver given, selenium looks for none and fetches none.
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def shipped(driver: Any, folder: Path) -> Page:
    write_page(st.load(), folder / "page.html")
    return Page(driver, (folder / "page.html").as_uri())


@pytest.fixture
def page(shipped: Page) -> Iterator[Page]:
    """The page of the shipped register, to be opened; whatever a test did, it left no complaint and asked for nothing else."""
    yield shipped
    assert shipped.complaints() == []
    assert {one for one in shipped.requests() if not one.startswith("data:")} <= {shipped.address}


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> st.Register:
    """The shipped register, which the command is given too: to read it again for every day is no part of the question."""
    found = st.load()
    monkeypatch.setattr("sanctions_tracker.cli.commands.register_of", lambda options: found)
    return found


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[list[str]]:
    """The rows that `on` prints, without the column that the page leaves out."""
    assert main(["on", *arguments, "--format", "markdown"]) == 0
    lines = capsys.readouterr().out.splitlines()
    cells = [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    assert cells[0] == ["id", "label", "restricts", "since", "ends", "reliefs", "marks", "last said"]
    return [[row[0], row[1], *row[3:]] for row in cells[2:]]


DAYS = (
    ("2006-05-13", None),
    ("2011-02-11", None),
    ("2016-02-29", None),
    ("2021-12-02", None),
    ("2023-08-09", None),
    ("2024-06-01", None),
    ("2025-10-01", None),
    ("2025-12-13", None),  # on which words were said
    ("2025-12-14", None),
    ("2025-12-16", None),
    ("2026-07-24", None),  # the day after that to which many records are borne out
    ("2027-03-01", None),
    ("2022-01-15", "2023-06-01"),
    ("2025-10-01", "2025-10-01"),
    ("2025-12-14", "2025-12-01"),
    ("2026-03-27", "2026-02-01"),
)


@pytest.mark.usefixtures("register")
def test_the_slider_shows_what_the_command_prints(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    page.open()
    page.set("group", "none", "change")
    seen = set()
    for day, known in DAYS:
        page.run(
            "const s = document.getElementById('slide'); s.value = arguments[0]; s.dispatchEvent(new Event('input'));",
            (date.fromisoformat(day) - date(1970, 1, 1)).days,
        )
        page.set("known", known or "")
        rows = page.rows()
        assert rows == printed(capsys, day, *(("--known-on", known) if known else ())), (day, known)
        seen |= {row[1] for row in rows}
        head = page.text("#summary")
        assert head.endswith(f": {len(rows)} in force")
    assert {"in force", "in force, relieved in part", "in force, relieved in full"} < seen
    assert any(" or " in label for label in seen)


def test_groups_hold_the_same_rows_in_their_order(
    page: Page, register: st.Register, capsys: pytest.CaptureFixture[str]
) -> None:
    page.open("#2025-12-14")
    script = """return [...document.querySelectorAll('#answers tbody')].map((body) =>
        [body.querySelector('.group th').firstChild.textContent.trim(), [...body.querySelectorAll('[data-id]')].map((row) => row.dataset.id)])"""
    for option in ("subject", "authority"):
        page.set("group", option, "change")
        found = dict(page.run(script))
        named = register.subjects if option == "subject" else register.authorities
        for one in named:
            ids = [status.id for status in register.in_force("2025-12-14", **{option: one.id})]
            assert found.pop(one.name, []) == ids
        assert found == {}
    for option in ("subject", "authority"):
        page.set("group", "none", "change")
        page.set("subject", "", "change")
        page.set(option, "potash" if option == "subject" else "us-ofac", "change")
        assert page.rows() == printed(
            capsys, "2025-12-14", f"--{option}", "potash" if option == "subject" else "us-ofac"
        )


@pytest.mark.parametrize("known", [None, "2025-09-30"])
def test_bars_are_those_of_the_library(page: Page, known: str | None) -> None:
    page.open(f"#2025-12-14{f'/{known}' if known else ''}")
    page.set("group", "none", "change")
    page.click("#tab-lines")
    script = """return [...document.querySelectorAll('#lines .row')].map((row) =>
        [row.dataset.id, [...row.querySelectorAll('.bar')].map((bar) => [bar.className, bar.getAttribute('aria-label')])])"""
    found = dict(page.run(script))
    register = st.load()
    assert list(found) == [one.id for one in register.sanctions]
    for id, drawn in found.items():
        wanted = []
        for bar in bars_of(register.timeline(id), known):
            if bar.kind is not Kind.ABSENT:
                ahead = bar.projected
                start = "from the beginning" if bar.from_ is None else f"from {long(bar.from_)}"
                end = "with no end recorded" if bar.to is None else f"until {long(bar.to)}, that day not included"
                words = f"{id}: {bar.label}{', projected' if ahead else ''}, {start} {end}"
                wanted.append([f"bar k-{bar.kind}{' projected' if ahead else ''}", words])
        assert drawn == wanted


def long(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def test_a_bar_opens_its_acts_with_sources_as_links(page: Page) -> None:
    page.open("#2025-10-01")
    page.click("#tab-lines")
    page.set("search", "us-ofac/belavia")
    page.click('[data-id="us-ofac/belavia"] .bar.k-relieved-in-full')
    told = page.text(".about")
    assert told.startswith(
        "in force, relieved in full from 11 September 2025 until 4 November 2025, that day not included"
    )
    assert "Set by: impose of 2023-08-09 by us-ofac, E.O. 14038 designation" in told
    assert "2025-09-11 GL 11 (general-licence)" in told
    assert "John Coale" in told
    links = page.run("return [...document.querySelectorAll('.about a')].map((one) => [one.href, one.rel])")
    assert len(links) > 3
    assert all(re.match("https?://", href) and rel == "noopener noreferrer" for href, rel in links)
    assert page.run("return document.activeElement.getAttribute('aria-label')") is None
    page.click('[data-id="us-ofac/belavia"] .bar.k-relieved-in-full')
    assert page.run("return document.querySelectorAll('.about').length") == 0


def test_the_address_names_the_day_and_the_reader(page: Page) -> None:
    page.open("#2025-12-14")
    assert page.text("#summary").startswith("On 14 December 2025, with all that is recorded: ")
    before = page.run("return history.length")
    for day in range(20400, 20460):
        page.run(
            "const s = document.getElementById('slide'); s.value = arguments[0]; s.dispatchEvent(new Event('input'));",
            day,
        )
    wait(lambda: page.run("return location.hash") == f"#{date(1970, 1, 1) + timedelta(days=20459)}")
    assert page.run("return history.length") == before
    page.set("known", "2025-12-01")
    wait(lambda: page.run("return location.hash").endswith("/2025-12-01"))
    page.run("location.hash = '#2025-10-01/2025-09-10'")
    wait(lambda: page.text("#summary").startswith("On 1 October 2025, as known on 10 September 2025: "))
    assert page.run("return [document.getElementById('day').value, document.getElementById('known').value]") == [
        "2025-10-01",
        "2025-09-10",
    ]
    page.driver.back()
    wait(lambda: ", as known on 1 December 2025: " in page.text("#summary"))


@pytest.mark.parametrize("hash", ["#2025-02-30", "#2025-12-14/never", "#2025-12-14/2025-12-01/x", "#0000-01-01"])
def test_an_address_that_names_no_day_is_said_and_passed_over(page: Page, hash: str) -> None:
    page.open(hash)
    told = page.text("#message")
    assert told.startswith("The address ends in #")
    assert told.endswith(
        ", which names no day. Write #2025-12-14, or #2025-12-14/2025-12-01 for what was known on the second day."
    )
    assert page.run("return document.getElementById('message').hidden") is False
    start = max(one.reviewed for one in st.load().sanctions if one.reviewed)
    assert page.text("#summary").startswith(f"On {long(start)}, with all that is recorded: ")
    page.set("day", "2025-12-14")
    assert page.run("return document.getElementById('message').hidden") is True


def test_keys_move_the_sliders(page: Page) -> None:
    from selenium.webdriver.common.keys import Keys

    page.open("#2025-12-31")
    slide = page.driver.find_element("id", "slide")
    seen = []
    for key in (Keys.ARROW_LEFT, Keys.ARROW_RIGHT, Keys.PAGE_UP, Keys.PAGE_UP, Keys.PAGE_DOWN):
        slide.send_keys(key)
        page.settle()
        seen.append(page.run("return document.getElementById('day').value"))
    assert seen == ["2025-12-30", "2025-12-31", "2026-01-31", "2026-02-28", "2026-01-28"]
    assert slide.get_attribute("aria-valuetext") == "28 January 2026"
    known = page.driver.find_element("id", "known-slide")
    assert known.get_attribute("aria-valuetext") == "all that is recorded"
    known.send_keys(Keys.ARROW_LEFT)
    last = known.get_attribute("aria-valuetext")
    assert last != "all that is recorded"
    known.send_keys(Keys.ARROW_RIGHT)
    assert known.get_attribute("aria-valuetext") == "all that is recorded"
    page.set("known", "2040-01-01")  # past the slider's end; its keys go on from there
    known.send_keys(Keys.ARROW_LEFT)
    assert known.get_attribute("aria-valuetext") == last
    known.send_keys(Keys.ARROW_RIGHT)
    wait(lambda: page.text("#spoken") == page.text("#summary"))
    page.click("#tab-lines")
    name = page.driver.find_element("css selector", '#lines [data-id="us-ofac/belavia"] .name')
    name.send_keys(Keys.ARROW_RIGHT)
    assert "us-ofac/belavia: in force, relieved in part, from 9 August 2023" in page.run(
        "return document.activeElement.getAttribute('aria-label')"
    )
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    page.settle()
    assert page.run("return document.activeElement.getAttribute('aria-expanded')") == "true"
    assert page.text(".about").startswith("in force, relieved in part from 9 August 2023")


def test_every_control_has_a_name(page: Page) -> None:
    page.open()
    page.set("search", "belavia")
    page.driver.execute_cdp_cmd("Accessibility.enable", {})
    for view in ("day", "lines", "said"):
        page.click(f"#tab-{view}")
        nodes = page.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        seen = [
            (node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")
        ]
        wanted = {"slider", "button", "combobox", "searchbox", "textbox", "tab", "checkbox", "link", "Date", "table"}
        roles = {role for role, _ in seen}
        assert {"slider", "button", "tab", "heading", "searchbox"} <= roles
        unnamed = [one for one in seen if one[0] in wanted and not one[1]]
        assert unnamed == []
    page.driver.execute_cdp_cmd("Accessibility.disable", {})


def test_it_fits_a_telephone(page: Page) -> None:
    size = {"width": 360, "height": 780, "deviceScaleFactor": 1, "mobile": True}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        page.open("#2025-12-14")
        for view in ("day", "lines", "said"):
            page.click(f"#tab-{view}")
            page.run("document.querySelector('#view-day .name, #lines .name')?.click()")
            page.settle()
            assert page.run("return document.documentElement.scrollWidth") == 360, view
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_dark_and_light(page: Page) -> None:
    page.open()
    paper = "return getComputedStyle(document.body).backgroundColor"
    try:
        for scheme, colour in (("dark", "rgb(22, 24, 28)"), ("light", "rgb(255, 255, 255)")):
            page.driver.execute_cdp_cmd(
                "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            )
            assert page.run(paper) == colour
        page.click("#theme")
        assert page.run(paper) == "rgb(22, 24, 28)"
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        assert page.run(paper) == "rgb(255, 255, 255)"
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


def test_print_shows_the_table_of_the_day_whichever_view_is_open(page: Page) -> None:
    page.open("#2025-12-14")
    page.click("#tab-said")
    page.run("window.dispatchEvent(new Event('beforeprint'))")
    try:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        shown = "return getComputedStyle(document.querySelector(arguments[0])).display"
        assert page.run(shown, "#view-day") == "block"
        assert page.run(shown, ".when") == "none"
        assert len({row[0] for row in page.rows()}) == len(st.load().in_force("2025-12-14"))
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        page.run("window.dispatchEvent(new Event('afterprint'))")


def test_the_search_finds_what_find_finds(page: Page, register: st.Register) -> None:
    page.open()
    page.set("search", "belavia")
    page.set("group", "none", "change")
    page.click("#tab-lines")
    for words in ("belavia", "Белавиа", "BELARUSKALI", "us-ofac/belavia", "no such thing"):
        page.set("search", words)
        ids = page.run("return [...document.querySelectorAll('#lines .row')].map((row) => row.dataset.id)")
        found = {one.id for one in register.find(words) if one.kind == "sanction"}
        assert found <= set(ids), words
        assert bool(ids) == bool(found)


def test_without_javascript_the_table_of_the_day_is_there(page: Page) -> None:
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.driver.get("about:blank")
        page.driver.get(page.address)
        text = page.driver.find_element("tag name", "body").text
    finally:
        page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "This page needs JavaScript to answer for other days." in text
    start = max(one.reviewed for one in st.load().sanctions if one.reviewed)
    assert f"On {start}, with all that is recorded: {len(st.load().in_force(start))} in force" in text
    assert all(status.id in text for status in st.load().in_force(start))


def test_a_script_tag_in_every_field_is_shown_and_not_run(driver: Any, folder: Path) -> None:
    write_page(hostile.register(folder / "hostile"), folder / "hostile.html", title=f"head {hostile.TAG}")
    page = Page(driver, (folder / "hostile.html").as_uri())
    page.open("#2022-06-01")
    found = []
    for view in ("day", "lines", "said"):
        page.click(f"#tab-{view}")
        page.run("document.querySelector('#view-day:not([hidden]) .name, #view-lines:not([hidden]) .bar')?.click()")
        page.settle()
        found.append(page.text("main"))
        tags = set(page.run("return [...document.querySelectorAll('main *')].map((one) => one.tagName.toLowerCase())"))
        assert not tags & {"script", "img", "style", "iframe", "object"}
        assert page.run("return document.querySelectorAll('main svg').length") == 1  # the strip's own
        hrefs = page.run("return [...document.querySelectorAll('main a')].map((one) => one.protocol)")
        assert set(hrefs) <= {"https:", "file:"}  # a source, or a day of this page
    told = "".join(found)
    for words in (
        "title",
        "target",
        "alias",
        "program",
        "basis",
        "number",
        "note",
        "instrument",
        "act",
        "name",
        "scope",
        "excludes",
        "licence",
        "relief",
        "said",
        "law",
        "publisher",
        "press",
        "paper",
        "authority",
        "subject",
        "person",
        "talks",
        "place",
        "round",
    ):
        assert f"{words} {hostile.TAG}" in told, words
    assert (
        hostile.QUOTE.replace("\\\\", "\\")
        .encode()
        .decode("unicode_escape")
        .replace("\u2028", " ")
        .replace("\u2029", " ")
        .replace("\u202e", " ")
        in told
    )
    assert "(javascript:window.struck=1)" in told
    assert page.run("return window.struck") is None
    assert page.driver.title == " ".join(f"head {hostile.TAG}".split())
    assert page.complaints() == []
    assert {one for one in page.requests() if not one.startswith("data:")} == {page.address}


def test_a_register_made_in_code_or_empty_has_its_page(driver: Any, folder: Path) -> None:
    permit = st.Lifecycle(
        states=("asked", "granted", "refused", "appealed"),
        initial="asked",
        binding={"granted"},
        ended={"refused"},
        events=[("grant", "asked", "granted"), ("refuse", "asked", "refused"), ("appeal", "asked", "appealed")],
    )
    plain = sanction(act("impose", "2020-01-01"), act("lift", "2021-01-01"), id="my/embargo")
    own = sanction(act("grant", "2020-06-01"), id="my/permit", lifecycle=permit)
    appealed = sanction(act("appeal", "2020-06-01"), id="my/appeal", lifecycle=permit)
    registers = [st.Register(), st.Register([plain, own, appealed]), st.Register([sanction(id="my/nothing")])]
    found = []
    for number, register in enumerate(registers):
        write_page(register, folder / f"made-{number}.html")
        page = Page(driver, (folder / f"made-{number}.html").as_uri())
        page.open("#2020-07-01")
        for view in ("lines", "said", "day"):
            page.click(f"#tab-{view}")
        page.set("search", "m")
        page.set("search", "")
        found.append([row[:2] for row in page.rows()])
        assert page.complaints() == []
        assert page.text("#summary") == f"On 1 July 2020, with all that is recorded: {len(found[-1])} in force"
    assert found == [[], [["my/embargo", "in force"], ["my/permit", "granted"]], []]


@pytest.mark.usefixtures("shipped")
def test_served_over_http_it_asks_for_nothing_but_itself(driver: Any, folder: Path) -> None:
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:
            asked.append(str(arguments[0]) if format.startswith('"%s"') else format % arguments)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page = Page(driver, f"http://127.0.0.1:{server.server_address[1]}/page.html")
        page.open("#2025-12-14")
        assert page.text("#summary").startswith("On 14 December 2025, ")
        assert page.complaints() == []
    finally:
        driver.get("about:blank")
        server.shutdown()
        server.server_close()
    assert asked == ["GET /page.html HTTP/1.1"]


def wait(holds: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)
