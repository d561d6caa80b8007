"""What OFAC's formats have in common: how its two lists are told apart, since their files look alike."""

from __future__ import annotations

from collections.abc import Collection

from .entry import Entry, NotAnEdition

__all__ = ["KINDS", "check_list", "imo"]

KINDS = {"individual": "person", "entity": "entity", "vessel": "vessel", "aircraft": "aircraft"}

# Programs of the lists that do not block (sectoral, menu-based, correspondent accounts, Chinese military companies ...).
# An entry of the SDN List may bear one of them beside others; most entries of the Consolidated List bear one.
_NOT_SDN = ("NS-", "561", "FSE-", "CMIC-", "CCMC-", "CAPTA", "MBS", "UKRAINE-EO13662")
_ENOUGH = 20


def check_list(list: str, entries: Collection[Entry]) -> None:
    """Refuse the file of OFAC's other list, told by its programs. Raises `NotAnEdition`; says nothing of a small cut."""
    present = [one for one in entries if one.programs]
    other = sum(any(name.startswith(_NOT_SDN) for name in one.programs) for one in present)
    if len(present) < _ENOUGH:
        return
    if list == "us-ofac-sdn" and other * 2 > len(present):
        raise NotAnEdition("holds the programs of the Consolidated (non-SDN) List; import it as us-ofac-consolidated")
    if list == "us-ofac-consolidated" and other * 2 <= len(present):
        raise NotAnEdition("holds the programs of the SDN List; import it as us-ofac-sdn")


def imo(numbers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the IMO numbers among identification numbers, under their own name."""
    return [("IMO", number.removeprefix("IMO ")) for _, number in numbers if number.startswith("IMO ")]
