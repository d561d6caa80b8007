"""What an export could not say: kinds of losses, each with a sentence, counted by sanction."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

__all__ = ["LOSSES", "Ledger", "Loss"]

# In the order of the report. Every sentence speaks of the other format, so that a reader knows what not to conclude from it.
LOSSES = {
    "regime": "a legal basis is no designation of anybody; the record is left out",
    "never in force": "it was imposed on no day, or ended or was annulled before it bound; there is no Sanction of it",
    "annulled": "days that a court took back are not told as such; a Sanction that has them in its middle reads as unbroken",
    "pending": "the days between adoption and effect are told only by listingDate and startDate",
    "suspended": "suspended days lie between startDate and endDate as if they bound; only the summary says it",
    "relief": "licences and other reliefs have no field; only the status and the summary name them",
    "doubtful day": "a doubtful day that is no whole month or year is told by its bounds, which read as two claims",
    "open end": "it may have ended, and no last possible day is recorded; endDate is left out",
    "rests on": "the record that it rests on, and what becomes of it when that one ends, are not told",
    "known": "who could know it when is not told; the export is what one reader knew",
    "reviewed": "the day to which the record is borne out is not told; days after it are projected",
    "provisional": "that an answer rests on an inferred or weakly sourced act is not told",
    "statements": "what was said about it is left out",
    "checkpoints": "the answers that must come out are left out",
    "negotiations": "the talks for which an act was traded are left out",
    "kind of target": "the record does not say whether its target is a party or goods; the schema goes by the measure",
    "jurisdiction": "the authority's jurisdiction has no country code here; country is left out",
}


@frozen
class Loss:
    """One kind of loss: how many sanctions it touches, the first of them as an example, and what it means."""

    kind: str
    count: int
    example: str
    words: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}, as {self.example}: {self.words}"


class Ledger:
    """Counts losses while an export runs."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def add(self, id: str, kinds: Iterable[str]) -> None:
        """Count each kind once for the sanction of this id. Raises `KeyError` on a kind that has no sentence."""
        for kind in set(kinds):
            LOSSES[kind]
            count, example = self._found.get(kind, (0, id))
            self._found[kind] = (count + 1, example)

    def report(self) -> dict[str, Loss]:
        """Return what was counted so far, by kind, in the order of `LOSSES`."""
        return {kind: Loss(kind, *self._found[kind], words) for kind, words in LOSSES.items() if kind in self._found}
