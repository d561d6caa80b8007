"""The notebook says what the records say: a fresh kernel, in an empty folder, gives every output that it is saved with.

``python -m tests.test_notebook`` runs it and saves it anew, after a change of the records or of what the library shows. Read the
difference: it is what a reader will be told from now on.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

NOTEBOOK = Path(__file__).parent.parent / "examples" / "from_the_news_to_the_law.ipynb"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
MONTHS = ["January", "February", "March", "April", "May", "June"]
MONTHS += ["July", "August", "September", "October", "November", "December"]


def read() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


def tidy(notebook: Any) -> Any:
    """Leave nothing in it that is of one run: no counts, times, versions or settings, and print output in one piece."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type != "code":
            continue
        cell.execution_count = None
        pieces: list[Any] = []
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = None
            if "metadata" in output:
                output.metadata = {}
            if pieces and output.output_type == "stream" and pieces[-1].get("name") == output.name:
                pieces[-1].text += output.text
            else:
                pieces.append(output)
        cell.outputs = pieces
    return notebook


def run(notebook: Any) -> Any:
    """Run all cells in a kernel of this Python: over sockets in a folder of its own, without a network or a user's settings."""
    with TemporaryDirectory() as folder:
        empty = Path(folder, "empty")
        empty.mkdir()
        places = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        connection = {"transport": "ipc", "connection_file": str(Path(folder, "k.json"))}
        with patch.dict(os.environ, {name: str(Path(folder, name)) for name in places}):
            client = NotebookClient(
                notebook,
                timeout=60,
                kernel_name="python3",
                config=Config({"KernelManager": connection}),
                resources={"metadata": {"path": str(empty)}},
            )
            client.execute()
        assert list(empty.iterdir()) == []
    return tidy(notebook)


def outputs(notebook: Any) -> dict[str, Any]:
    return {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}


def shown(notebook: Any) -> str:
    """Return all that the cells print and show as plain text."""
    found = [one for cell in outputs(notebook).values() for one in cell]
    return "\n".join(one.text if one.output_type == "stream" else one.data["text/plain"] for one in found)


def prose(notebook: Any) -> str:
    """Return the text between the cells, without the numbers of its sections."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return re.sub(r"^## \d+\.|\bsection \d+", "", text, flags=re.MULTILINE).replace("\n", " ")


def test_a_fresh_run_gives_what_it_is_saved_with() -> None:
    saved = outputs(read())
    fresh = outputs(run(read()))
    assert fresh == saved


def test_it_is_saved_without_a_trace_of_a_run_or_a_machine() -> None:
    assert read() == tidy(read())
    assert NOTEBOOK.read_text(encoding="utf-8") == nbformat.writes(read()) + "\n"
    assert not re.search(r"(?:^|[\s\"'(])(?:/|~/|[A-Z]:\\)\w", shown(read()))
    kinds = {(one.output_type, one.get("name")) for cell in outputs(read()).values() for one in cell}
    assert kinds == {("stream", "stdout"), ("display_data", None), ("execute_result", None)}


def test_every_code_cell_shows_something() -> None:
    assert [id for id, found in outputs(read()).items() if not found] == []


def test_the_prose_names_no_day_that_no_cell_shows() -> None:
    text, found = prose(read()), shown(read())
    days = re.findall(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})\b(?: (\d{{4}}))?", text)
    assert len(days) > 20
    missing = [
        f"{day} {month} {year}".strip()
        for day, month, year in days
        if f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}" not in found and f"{day} {month}" not in found
    ]
    assert missing == []


def test_the_prose_names_no_number_and_no_licence_that_no_cell_shows() -> None:
    text, found = prose(read()), shown(read())
    licences = set(re.findall(r"\bGL \d+[A-Z]?\b", text))
    assert licences == {"GL 2H", "GL 11"}
    assert [one for one in licences if one not in found] == []
    numbers = set(re.findall(r"(?<!GL )\b\d+\b", text))
    assert {"54", "103"} < numbers
    assert sorted(numbers - set(re.findall(r"\d+", found))) == []


def test_the_prose_quotes_little() -> None:
    quotes = re.findall(r"[\"“]([^\"”]+)[\"”]", prose(read()))
    assert max(len(quote.split()) for quote in quotes) <= 15


if __name__ == "__main__":
    NOTEBOOK.write_text(nbformat.writes(run(read())) + "\n", encoding="utf-8")
