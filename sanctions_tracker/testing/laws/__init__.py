"""The laws of a register: each a function that looks for a case in which it does not hold. They run on drawn registers and on real ones.

from sanctions_tracker.testing import laws

def test_my_records():
    laws.check(st.load("my-records"))
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import wraps

from attrs import frozen

from ...register import Register
from ..timing import of_type
from .answers import law_1, law_2, law_5, law_8, law_15, law_16
from .asking import REFUSED, Law, LawBroken, each
from .force import law_4, law_6, law_7, law_10, law_11, law_14
from .records import law_3
from .relief import law_9, law_12, law_13
from .tables import law_17, law_18

__all__ = ["LAWS", "LawBroken", "Report", "check"]

_OF_TIMELINES = {
    1: law_1,
    2: law_2,
    4: law_4,
    5: law_5,
    7: law_7,
    9: law_9,
    10: law_10,
    11: law_11,
    12: law_12,
    13: law_13,
    14: law_14,
    15: law_15,
    16: law_16,
    18: law_18,
}
_OF_REGISTERS: dict[int, Law] = {3: law_3, 6: law_6, 8: law_8, 17: law_17}


def _never_refused(number: int, law: Law) -> Law:
    """A lawful record that is refused on the way breaks the law, too."""

    @wraps(law)
    def holds(register: Register) -> tuple[int, int]:
        try:
            return law(register)
        except REFUSED as error:
            raise LawBroken(f"law {number}, a lawful history is refused: {error}") from error

    return holds


LAWS: Mapping[int, Law] = {
    number: _never_refused(number, law)
    for number, law in sorted({**_OF_REGISTERS, **{n: each(law) for n, law in _OF_TIMELINES.items()}}.items())
}
"""The laws by the numbers of the specification: each takes a register, returns how many cases held and how many were left out,
and raises `LawBroken`."""


@frozen
class Report:
    """What `check` looked at: for each law by its number, how many cases held and how many were left out."""

    held: Mapping[int, int]
    left_out: Mapping[int, int]


def check(register: Register, *, only: Iterable[int] | None = None) -> Report:
    """Run the laws (all, or those of these numbers) on a register; raises `LawBroken` on the first case that breaks one.

    A law that finds no case in the register holds 0: look at the report where that matters. Raises `ValueError` on a number
    of no law. Law 2 asks the oracle, and leaves out the records with too many worlds for it; law 17 leaves out all without the extra
    ``lookback``.
    """
    of_type("register", register, Register)
    numbers = sorted(LAWS) if only is None else list(only)
    for number in numbers:
        if number not in LAWS:
            raise ValueError(f"there is no law {number!r}; the laws of a register are 1 to {max(LAWS)}")
    counts = {number: LAWS[number](register) for number in numbers}
    return Report({n: held for n, (held, _) in counts.items()}, {n: left for n, (_, left) in counts.items()})
