"""The lists that are known, by authority and list, and the formats in which each is published."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from attrs import frozen

__all__ = ["FORMATS", "LISTS", "ListInfo", "formats"]


@frozen
class ListInfo:
    """A list: its name, what it is called, who publishes it, and where that authority sits."""

    id: str
    title: str
    publisher: str
    authority: str
    jurisdiction: str
    zone: str
    url: str
    measure: str | None = None
    """What every entry of the list is under, in the words of ``Sanction.measure``; ``None`` where they differ."""


LISTS = {
    one.id: one
    for one in (
        ListInfo(
            "us-ofac-sdn",
            "OFAC Specially Designated Nationals and Blocked Persons List",
            "Office of Foreign Assets Control",
            "us-ofac",
            "United States",
            "America/New_York",
            "https://sanctionslist.ofac.treas.gov/Home/SdnList",
            "asset freeze",
        ),
        ListInfo(
            "us-ofac-consolidated",
            "OFAC Consolidated (non-SDN) Sanctions List",
            "Office of Foreign Assets Control",
            "us-ofac",
            "United States",
            "America/New_York",
            "https://sanctionslist.ofac.treas.gov/Home/ConsolidatedList",
        ),
        ListInfo(
            "eu-fsf",
            "EU consolidated list of persons, groups and entities subject to financial sanctions",
            "European Commission",
            "eu-council",
            "European Union",
            "Europe/Brussels",
            "https://webgate.ec.europa.eu/fsd/fsf",
            "asset freeze",
        ),
        ListInfo(
            "uk-sl",
            "UK Sanctions List",
            "Foreign, Commonwealth and Development Office",
            "uk-fcdo",
            "United Kingdom",
            "Europe/London",
            "https://www.gov.uk/government/publications/the-uk-sanctions-list",
        ),
        ListInfo(
            "uk-conlist",
            "UK consolidated list of financial sanctions targets",
            "Office of Financial Sanctions Implementation, HM Treasury",
            "uk-ofsi",
            "United Kingdom",
            "Europe/London",
            "https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets",
            "asset freeze",
        ),
        ListInfo(
            "un-sc",
            "United Nations Security Council Consolidated List",
            "United Nations Security Council",
            "un-security-council",
            "United Nations",
            "America/New_York",
            "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
        ),
        ListInfo(
            "ch-seco",
            "SECO overall list of sanctioned individuals, entities and organisations",
            "State Secretariat for Economic Affairs",
            "ch-seco",
            "Switzerland",
            "Europe/Zurich",
            "https://www.seco.admin.ch/seco/en/home/Aussenwirtschaftspolitik_Wirtschaftliche_Zusammenarbeit/Wirtschaftsbeziehungen/exportkontrollen-und-sanktionen/sanktionen-embargos.html",
        ),
        ListInfo(
            "ca-laws",
            "Canadian sanctions regulations, as consolidated by the Department of Justice",
            "Department of Justice Canada",
            "ca-gac",
            "Canada",
            "America/Toronto",
            "https://laws-lois.justice.gc.ca/",
        ),
    )
}

# A module for each format. Every one has LISTS, NAME, recognises and read; the order is the order of asking.
FORMATS = (
    "sdn_csv",
    "ofac_xml",
    "ofac_advanced",
    "ofac_delta",
    "ofac_enhanced",
    "eu_fsf",
    "uk_sl",
    "uk_conlist",
    "un_sc",
    "ch_seco",
    "ca_laws",
)


def formats() -> tuple[ModuleType, ...]:
    """Return the modules of all formats, imported now. None of them imports an XML parser before it reads."""
    return tuple(import_module(f".{name}", __package__) for name in FORMATS)
