"""What left an official list in a year: editions as they were published in, a table of everything delisted out.

A list prints who is on it, and nowhere who no longer is. Only an edition beside the one before it shows who left, and when.

Run: ``python examples/4_what_left_the_list.py [YEAR [LIST FILE ...]]``. Without files it reads the cut of OFAC's SDN List in
``examples/editions``; with ``2022 us-ofac-sdn sdn_*.csv`` those of your own.
"""

import sys
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from tabulate import tabulate

import sanctions_tracker as st
from sanctions_tracker.archive import Archive, kinds
from sanctions_tracker.lists import read_list

CUT = Path(__file__).parent / "editions"


def load(list: str, files: Iterable[Path], folder: str) -> tuple[st.Register, dict[str, str]]:
    """Import the files into an archive, and return it as a register, with the kind of each entry."""
    editions = [read_list(list, file) for file in files]
    with Archive(Path(folder) / "lists.sqlite", create=True) as archive:
        # Oldest first: an edition that arrives after a newer one counts as known from its arrival only.
        for edition in sorted(editions, key=lambda one: (one.first, one.stamp)):
            # An edition that removes more than a twentieth of the list is refused, since failed downloads do. A cut that
            # was made of those who left removes more than that, so here we accept what we have looked at.
            archive.add(edition, accept=True)
        found = kinds(archive)
    return st.load(folder + "/lists.sqlite"), found


def window(day: object) -> str:
    """Say between which editions it left: still there on the first day, gone on the second."""
    first, last = (day.earliest, day.latest) if isinstance(day, st.DoubtfulDay) else (day, day)
    if not isinstance(first, date):  # gone before the first edition, which only a list that keeps its dead can say
        return f"by {last}"
    return f"after {first - timedelta(days=1)}, by {last}"


def main(year: str = "2022", list: str = "us-ofac-sdn", *files: str) -> None:
    """Print what left in the year, and how much of it the newest edition does not show."""
    with tempfile.TemporaryDirectory() as folder:
        register, kind = load(list, map(Path, files) if files else CUT.glob("*.csv"), folder)
    rows, names = [], []
    for change in register.changes(f"{int(year) - 1}-12-31", f"{year}-12-31"):
        # Between two editions an entry is "in force or lifted". It counts in the year in which it was gone for certain.
        if {one.state for one in change.after} == {st.State.LIFTED} and change.cause is not None:
            entry = register.sanction(change.id)
            rows.append((entry.title, entry.program, kind[entry.id], window(change.cause.effective)))
            names.append(entry.title)
    print(tabulate(rows, headers=("name", "program", "kind", "left")))
    # Publishers now and then move a party to another number, and two parties may bear one name: a name that is found
    # today says nothing of the entry that left.
    today = max(one.reviewed for one in register.sanctions if one.reviewed)
    shown = {register.sanction(status.id).title for status in register.in_force(today)}
    lost = sum(name not in shown for name in names)
    print(f"\n{len(rows)} entries left in {year}; {lost} of the names are nowhere on the list of {today}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
