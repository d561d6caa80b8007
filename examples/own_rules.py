"""A lifecycle of one's own: export permits, with a timeline and an act that is refused.

Run: ``python examples/own_rules.py``
"""

import sanctions_tracker as st

PERMIT = st.Lifecycle(
    states=("asked", "granted", "refused", "withdrawn", "run out"),
    initial="asked",
    events=[
        ("grant", "asked", "granted"),
        ("refuse", "asked", "refused"),
        ("extend", "granted", "granted"),
        ("withdraw", "granted", "withdrawn"),
    ],
    timers=[("term", "granted", "run out")],
    binding=["granted"],
    ended=["refused", "withdrawn", "run out"],
    clocks={"grant": "term", "extend": "term"},
    needs_end=["extend"],
    yields_to=["extend"],
)


def main() -> None:
    """Print the timeline of a permit, and what a second grant meets."""
    permit = st.Sanction(
        "ministry/permit-1", [st.Transition("grant", effective="2024-01-15", lasts="P1Y")], lifecycle=PERMIT
    )
    permit = permit.then("extend", effective="2025-01-15", lasts="P6M")
    for span in st.timeline(permit).spans():
        print(span.from_, span.to, span.label)
    try:
        permit.then("grant", effective="2025-02-01")
    except st.UnlawfulEvent as error:
        print(error)


if __name__ == "__main__":
    main()
