"""Read XML from strangers as a stream: no entities, no network, no bombs, and a bounded memory.

The parser is lxml, imported only here and only when it is needed. A list has no use for a document type
declaration, which is where entities come from, so a file that has one is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, BinaryIO

from .entry import NotAnEdition
from .spelling import squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = object  # lxml is imported when a file is read, not before

__all__ = ["Element", "child", "children", "local", "root_of", "stream", "text", "texts", "whole_text"]


# What may stand before the root, each piece taken once and never given back: a hostile beginning costs no time.
_ROOT = re.compile(
    r"(?:\ufeff|ï»¿)?"
    r"(?:\s|(?><!--.*?-->)|(?><\?.*?\?>)|(?><!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>))*+"
    r"<(?:[A-Za-z0-9_.-]+:)?([A-Za-z0-9_.-]+)[\s/>]",
    re.DOTALL,
)


_MOST = 200_000


class _Missing(ImportError):
    """lxml is not there; the message says which extra brings it."""


def stream(file: BinaryIO, wanted: Collection[str]) -> Iterator[tuple[str, Element]]:
    """Yield (local name, element) for each complete element whose local name is in ``wanted``, and free it afterwards.

    The root comes first, when it opens, under the name ``"root"``, with its attributes only. Elements inside a wanted one
    are not yielded by themselves. Raises `NotAnEdition` where the XML is broken, cut off, or declares a document type.
    """
    try:
        from lxml import etree
    except ImportError:
        raise _Missing("reading XML lists needs lxml; install sanctions-tracker[lists]") from None
    inside = held = 0
    root = None
    parser = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in parser:
            name = local(element)
            if root is None:
                root = element
                if element.getroottree().docinfo.doctype:
                    raise NotAnEdition("declares a document type, which no list has; it was not read")
                yield "root", element
            elif event == "start":
                inside += name in wanted
                if inside:
                    held += 1
                    if held > _MOST:
                        raise NotAnEdition(f"holds more than {_MOST:,} elements in one entry; no list does")
            elif name in wanted:
                inside -= 1
                if not inside:
                    held = 0
                    yield name, element
                    _free(element)
            elif not inside:
                _free(element)
    except etree.XMLSyntaxError as error:
        raise NotAnEdition(f"is not whole XML: {squeeze(error.msg)}") from None


def _free(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def local(element: Element) -> str:
    """Return an element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def root_of(head: bytes) -> str:
    """Return the local name of the first element in the beginning of a file, or nothing, without parsing it."""
    text = head.decode("utf-16", "ignore") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("latin-1")
    found = _ROOT.match(text)
    return found[1] if found else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the direct children of this local name."""
    for one in element:
        if local(one) == name:
            yield one


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element down this path of local names, or ``None``."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def text(element: Element | None, *path: str) -> str:
    """Return the text of the first element down this path, on one line; empty where there is none."""
    found = child(element, *path)
    return "" if found is None else squeeze(found.text)


def texts(element: Element | None, *path: str) -> list[str]:
    """Return the texts of every element down this path, without empty ones."""
    found = [] if element is None else [element]
    for name in path:
        found = [inner for one in found for inner in children(one, name)]
    return [words for words in (squeeze(one.text) for one in found) if words]


def whole_text(element: Element | None) -> str:
    """Return all text inside an element, on one line."""
    return "" if element is None else squeeze(" ".join(str(part) for part in element.itertext()))
