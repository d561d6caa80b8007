"""How the manual is built: ``python -m sphinx -W --keep-going -n docs build/html``. Nothing is fetched, by it or by its readers."""

from __future__ import annotations

from enum import Enum
from typing import Any

import attrs

from sanctions_tracker import STANDARD, Status, Timeline, __version__

project = "sanctions_tracker"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]

myst_heading_anchors = 3

default_role = "py:obj"  # docstrings name public things in single backticks
add_module_names = False
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100
autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_warningiserror = True

nitpicky = True
nitpick_ignore_regex = [  # the standard library and the libraries of others: their manuals are not fetched
    (r"py:.*", r"(collections|datetime|hypothesis|numpy|os|pathlib|pyarrow|typing)\..*"),
    (r"py:class", r"NDArray|Any|Path|date|datetime|Mapping|types\.ModuleType|ModuleType"),
    # What lies underneath, and is handed on rather than asked.
    (r"py:class", r"(sanctions_tracker\..*\.)?(Answer|Records|T|Told|_Shipped|_DataPath)"),
]

html_theme = "furo"
html_title = f"sanctions_tracker {__version__}"
html_show_copyright = False
html_copy_source = False


def _signature(_: Any, what: str, __: str, obj: Any, *___: Any) -> tuple[str, str | None] | None:
    """Show a value by its fields as they are kept, and no way to make what only the library makes."""
    if what not in ("class", "exception"):
        return None
    if obj in (Status, Timeline) or issubclass(obj, Enum):
        return "", None
    if not attrs.has(obj):
        return None
    shown, stars = [], 0
    for one in attrs.fields(obj):
        if one.init and one.name not in ("place", "file", "where"):
            if one.kw_only and not stars:
                shown.append("*")
                stars = 1
            kept = str(one.type).removesuffix(" | Later")  # what is read when it is asked for reads like the rest
            shown.append(f"{one.alias}: {kept}{_default(one.default)}")
    return f"({', '.join(shown)})", None


def _default(value: Any) -> str:
    if value is attrs.NOTHING:
        return ""
    if isinstance(value, attrs.Factory):  # type: ignore[arg-type]
        return f" = {value.factory()!r}"
    return f" = {'STANDARD' if value is STANDARD else repr(value)}"


def _reference(app: Any, env: Any, node: Any, text: Any) -> Any:
    """Find a name that a docstring uses without its module, wherever it is documented."""
    if node.get("refdomain") != "py":
        return None
    domain = env.get_domain("py")
    target = (
        node["reftarget"].removeprefix("~").rpartition(".")[2]
        if "_tracker." in node["reftarget"]
        else node["reftarget"]
    )
    found = domain.find_obj(env, None, None, target, None, 1)
    names = sorted({one.node_id: name for name, one in found}.values(), key=lambda name: (name.count("."), name))
    if not names:
        return None
    entry = domain.objects[names[0]]
    from sphinx.util.nodes import make_refnode

    return make_refnode(app.builder, node["refdoc"], entry.docname, entry.node_id, [text], names[0])


def setup(app: Any) -> None:
    app.connect("autodoc-process-signature", _signature)
    app.connect("missing-reference", _reference)
