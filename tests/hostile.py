"""Records in which every text tries to be markup, and every address to be a script."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

import sanctions_tracker as st

TAG = (
    "<script>window.struck=1</script><img src=x onerror=window.struck=1>]]>--><!--</script><svg onload=window.struck=1>"
)
QUOTE = "</script><b onclick=window.struck=1>bold &amp; \\u2028 \\u2029 \\u202e</b>"

RECORD = f"""schema = 1
title = "title {TAG}"
subjects = ["belavia"]
measure = "asset freeze"
target = "target {TAG}"
aliases = ["alias {TAG}", "{QUOTE}"]
program = "program {TAG}"
legal_basis = "basis {TAG}"
identifiers = {{ number = "number {TAG}" }}
reviewed = 2024-01-01
note = "note {TAG}"

[[transition]]
event = "impose"
effective = 2020-01-01
instrument = "instrument {TAG}"
negotiation = "round-one"
note = "act {TAG}"
sources = ["law", "press"]

[[relief]]
name = "name {TAG}"
kind = "general-licence"
coverage = "part"
scope = "scope {TAG}"
excludes = ["excludes {TAG}"]
starts = 2021-01-01
instrument = "licence {TAG}"
note = "relief {TAG}"
sources = ["law"]

[relief.revoked]
effective = 2025-01-01
instrument = "revocation {TAG}"
note = "revoked {TAG}"
sources = ["law"]

[[statement]]
on = 2022-01-01
by = "speaker"
says = "lift"
quote = "{QUOTE}"
note = "said {TAG}"
sources = ["press"]

[source.law]
title = "law {TAG}"
publisher = "publisher {TAG}"
tier = 1
url = "https://example.org/law"
published = "2020-01-01"
quote = "{QUOTE}"
note = "source {TAG}"

[source.press]
title = "press {TAG}"
publisher = "paper {TAG}"
tier = 4
url = "https://example.org/?a=1&b=<script>"
published = "2022-01"
"""

AUTHORITIES = f"""schema = 1

[[authority]]
id = "us-ofac"
name = "authority {TAG}"
jurisdiction = "jurisdiction {TAG}"
zone = "America/New_York"
aliases = ["office {TAG}"]
"""

SUBJECTS = f"""schema = 1

[[subject]]
id = "belavia"
name = "subject {TAG}"
aliases = ["word {TAG}"]
identifiers = {{ number = "of the subject {TAG}" }}
"""

PEOPLE = f"""schema = 1

[[person]]
id = "speaker"
name = "person {TAG}"
role = "role {TAG}"
aliases = ["name {TAG}"]
"""

NEGOTIATIONS = f"""schema = 1

[[negotiation]]
id = "round-one"
on = 2021-06-01
title = "talks {TAG}"
place = "place {TAG}"
persons = ["speaker"]
note = "round {TAG}"
sources = ["press"]

[source.press]
title = "talked {TAG}"
publisher = "paper {TAG}"
tier = 4
url = "https://example.org/talks"
"""


def write(folder: Path) -> Path:
    """Write the records into a folder and return it."""
    path = folder / "sanctions" / "us-ofac"
    path.mkdir(parents=True)
    (path / "firm.toml").write_text(RECORD, encoding="utf-8")
    for name, text in (
        ("authorities", AUTHORITIES),
        ("subjects", SUBJECTS),
        ("people", PEOPLE),
        ("negotiations", NEGOTIATIONS),
    ):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def register(folder: Path) -> st.Register:
    """Load them from a new folder. The reader of records refuses an address that is a script; code does not, so it gets some here."""
    loaded = st.load(write(folder))
    sanction = loaded.sanction("us-ofac/firm")
    act = sanction.transitions[0]
    law, press = act.sources
    acts = [evolve(act, sources=[evolve(law, url="javascript:window.struck=1"), press])]
    talks = loaded.negotiations[0]
    data = evolve(talks.sources[0], url="data:text/html,<script>window.struck=1</script>")
    return evolve(loaded, sanctions=[evolve(sanction, transitions=acts)], negotiations=[evolve(talks, sources=[data])])
