"""Test rules of your own: a lifecycle of export licences, with one row that is wrong on purpose.

Run: ``pytest examples/test_your_own_rules.py --runxfail``

The last row of the table lets a revoked licence come back. No one will find that by reading twenty histories; the kit draws
lawful ones by the hundred, finds the row, and shrinks what it found to the four acts that matter.
"""

from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis.stateful import invariant

import sanctions_tracker as st
from sanctions_tracker import testing

LICENCE = st.Lifecycle(
    states=("none", "applied for", "granted", "suspended", "refused", "revoked", "lapsed"),
    initial="none",
    events=[
        ("apply", "none", "applied for"),
        ("apply", "refused", "applied for"),
        ("apply", "lapsed", "applied for"),
        ("refuse", "applied for", "refused"),
        ("grant", "applied for", "granted"),
        ("extend", "granted", "granted"),
        ("suspend", "granted", "suspended"),
        ("reinstate", "suspended", "granted"),
        ("revoke", "granted", "revoked"),
        ("revoke", "suspended", "revoked"),
        ("reinstate", "revoked", "granted"),  # wrong on purpose: a revocation is final
    ],
    timers=[("term", "granted", "lapsed"), ("term", "suspended", "lapsed")],
    binding=["granted"],
    ended=["refused", "revoked", "lapsed"],
    clocks={"grant": "term", "extend": "term"},
    needs_end=["extend"],
    yields_to=["extend"],
)


# Found and shrunk in two seconds; the phase that is left out says which values do not matter, and takes ten.
QUICK = settings(max_examples=500, deadline=None, phases=[one for one in Phase if one is not Phase.explain])


@given(testing.histories(lifecycle=LICENCE))
def test_the_compiled_answer_is_the_oracles(acts: tuple[st.Transition, ...]) -> None:
    """Our engine keeps the rules of your table, whatever they are."""
    licence = st.Sanction("ministry/licence", acts, lifecycle=LICENCE)
    line = st.timeline(licence)
    days = sorted({on for on, known_on in testing.every_probe(line)})
    assert {day: line.status(day).possible for day in days} == testing.oracle(licence, days)


@pytest.mark.xfail(strict=True, reason="the last row of the table is wrong on purpose")
@QUICK
@given(testing.histories(lifecycle=LICENCE))
def test_a_revoked_licence_never_binds_again(acts: tuple[st.Transition, ...]) -> None:
    """Your rule, as a property of every lawful history: it is the table that is wrong."""
    licence = st.Sanction("ministry/licence", acts, lifecycle=LICENCE)
    for before, after in pairwise(st.timeline(licence).spans()):
        assert (before.label, after.label) != ("revoked", "granted")


class LicenceMachine(testing.LifecycleMachine):
    """The same as a state machine: one rule for each event of the table, and your invariant after each step."""

    lifecycle = LICENCE

    @invariant()
    def a_revocation_is_final(self) -> None:
        assert not (self.ever("revoked") and self.state == "granted")


TestLicence = pytest.mark.xfail(strict=True, reason="the last row is wrong on purpose")(LicenceMachine.TestCase)
TestLicence.settings = settings(QUICK, stateful_step_count=12)
