"""Look back on a ledger: what was in force on the day of each of 200,000 payments, and what the news said of those days.

A shipping firm paid Belarusian carriers, refiners and potash firms from 2015 to 2026. The ledger is made up; the sanctions, and the
words about them, are those of the shipped records.

Run: ``python examples/5_look_back.py``. It needs the extra ``lookback``.
"""

from collections import Counter, defaultdict
from datetime import date

import numpy as np
import pyarrow as pa
from tabulate import tabulate

import sanctions_tracker as st
from sanctions_tracker.lookback import Summary

# Dollars are a matter of OFAC, euros of the Council of the European Union: one payee, two sanctions, and two histories.
PAYEES = {
    "USD": "belavia belaruskali belarusian-potash-company slavkali naftan grodno-azot belneftekhim lakokraska belneftegaz",
    "EUR": "belavia belaruskali belarusian-potash-company naftan grodno-azot belneftekhim",
}
AUTHORITY = {"USD": "us-ofac", "EUR": "eu-council"}
# The words of a statement, sorted by what a payer would make of them.
FREE, BOUND = {"lift", "lifted", "suspend", "suspended"}, {"impose", "reimpose", "in force"}
FIRST, LAST = date(2015, 1, 1), date(2026, 12, 31)


def ledger(rows: int) -> pa.Table:
    """Make payments on any day of the week; the same ones every time."""
    chance = np.random.default_rng(2015)
    payees = [f"{AUTHORITY[money]}/{name}" for money, names in PAYEES.items() for name in names.split()]
    days = np.arange(np.datetime64(FIRST), np.datetime64(LAST) + 1)
    return pa.table(
        {
            "party": np.array(payees)[chance.integers(0, len(payees), rows)],
            "paid": np.sort(days[chance.integers(0, len(days), rows)]),
            "amount": chance.lognormal(10, 1, rows).round(2),
        }
    )


def day_of(value: object) -> date | None:
    """Return the day of which a statement speaks: the last one that it can mean, which is the kindest reading."""
    found = value.latest if isinstance(value, st.DoubtfulDay) else value
    return found if isinstance(found, date) else None


def main() -> None:
    """Look back, count by party, and hold the payments against what was said."""
    register, summary = st.load(), Summary()
    paid = register.lookback(ledger(200_000), id="party", on="paid", summary=summary)
    by_party: dict[str, list[tuple[date, str, float]]] = defaultdict(list)
    projected: Counter[str] = Counter()
    for party, day, amount, restricts, past in zip(
        *(paid[name].to_pylist() for name in ("party", "paid", "amount", "st_restricts", "st_projected")), strict=True
    ):
        by_party[party].append((day, restricts, amount))
        projected[party] += past
    rows = []
    for party in sorted(by_party):
        counts = Counter(restricts for _, restricts, _ in by_party[party])
        rows.append((party, counts.total(), *(counts[word] for word in ("yes", "reserved", "maybe")), projected[party]))
    print(tabulate(rows, headers=("party", "payments", "restricted", "reserved", "maybe", "projected")))

    # A statement that is early is wrong from the day of which it speaks until the day that has what it says; one that contradicts
    # is never borne out. The payments of those days are the ones that a reader of the news would have judged wrongly.
    believed: dict[tuple[bool, date, str, date | None], list[str]] = defaultdict(list)
    for one in register.conflicts():
        said, said_on = one.statement, day_of(one.statement.for_ or one.statement.on)
        wrong = one.grade == "early" or (one.grade == "contradicts" and said.says in FREE)
        if one.id in by_party and said_on and said_on >= FIRST and said.says in FREE | BOUND and wrong:
            believed[said.says in FREE, said_on, one.id, one.nearest].append(f"{said.by}: {said.says}")
    for free, title in ((True, "Said to be free, and not free"), (False, "Said to be bound, and free")):
        rows = []
        for (about_free, since, party, until), words in sorted(believed.items(), key=lambda item: item[0][:3]):
            judged = [one for one in by_party[party] if since <= one[0] < (until or date.max)]
            judged = [one for one in judged if (one[1] != "no") is free]
            if about_free is free and judged:
                counts = Counter(restricts for _, restricts, _ in judged)
                day, restricts, amount = judged[0]
                example = f"{day} {amount:,.2f} ({restricts})"
                shown = (counts["yes"], counts["reserved"]) if free else (counts["no"],)
                rows.append((party, since, until or "never", *shown, example, "; ".join(words)))
        heads = ("restricted", "reserved") if free else ("free",)
        print(f"\n{title}:\n")
        print(tabulate(rows, headers=("party", "said of", "true on", *heads, "first payment", "said by")))
    print(f"\n{summary.rows:,} payments, data version {register.version.partition('+')[0]}. {READING}")


READING = """\
"Restricted" is what the record says of the day of
the payment: the act was in force, and no licence covered all of it. "Reserved": a licence did, on its terms; whether
a payment kept to them only its papers can say. "Projected": the day lies past the one to which the record was last held against
its sources. The other two tables hold the same payments against the press: whoever believed the words would have called those of
the first free, and those of the second bound. Only the listing named in "party" is asked about: what is free by it may be
bound by another authority, by an owner who is listed, or by a ban on the goods."""


if __name__ == "__main__":
    main()
