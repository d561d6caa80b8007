"""Who is meant by a name: texts are compared by their letters and digits, whatever their case, accents and marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from .facts import Authority, Person, Relief, Subject
    from .results import Found
    from .sanction import Sanction

__all__ = ["Named", "bearer_of", "found_among", "names_of"]

_KINDS = ("sanction", "subject", "relief", "authority", "person")


class Named(NamedTuple):
    """Something that bears names: what it is, its id, what it is called, and every text that names it."""

    kind: str
    id: str
    title: str
    texts: tuple[str, ...]


class _Bearer(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


B = TypeVar("B", bound=_Bearer)


class _Register(Protocol):
    @property
    def sanctions(self) -> tuple[Sanction, ...]: ...
    @property
    def subjects(self) -> tuple[Subject, ...]: ...
    @property
    def authorities(self) -> tuple[Authority, ...]: ...
    @property
    def people(self) -> tuple[Person, ...]: ...
    def all_reliefs(self) -> Iterator[Relief]: ...


def bearer_of(word: str, among: Iterable[B]) -> B | None:
    """Return the one of this id, else the first whose name or alias reads like the word, else ``None``."""
    every = list(among)
    plain = _plain(word)
    by_id = next((one for one in every if one.id == word), None)
    return by_id or next((one for one in every if plain in map(_plain, (one.name, *one.aliases))), None)


def names_of(register: _Register) -> Iterator[Named]:
    """Yield everything in a register that bears a name."""
    for one in register.subjects:
        yield Named("subject", one.id, one.name, (one.id, one.name, *one.aliases, *one.identifiers.values()))
    for sanction in register.sanctions:
        id_ = sanction.id
        texts = (id_, id_.split("/")[1], sanction.title or "", sanction.target or "")
        yield Named("sanction", id_, sanction.title or id_, (*texts, *sanction.aliases, *sanction.identifiers.values()))
    for relief in register.all_reliefs():
        named = f"{relief.authority}: {relief.name}"
        yield Named("relief", named, relief.name, (relief.name, relief.instrument or ""))
    for authority in register.authorities:
        yield Named("authority", authority.id, authority.name, (authority.id, authority.name, *authority.aliases))
    for person in register.people:
        yield Named("person", person.id, person.name, (person.id, person.name, *person.aliases))


def found_among(names: Iterable[Named], name: str) -> tuple[Found, ...]:
    """Return what bears a name: exact matches first, then what has all its words. Raises `ValueError` without a letter or digit."""
    from .results import Found

    if not isinstance(name, str) or not _plain(name):
        raise ValueError("find needs a name: a text with at least one letter or digit")
    wanted = _plain(name)
    words = set(wanted.split())
    found = []
    for one in names:
        matches = [(text, _plain(text)) for text in one.texts if text]
        exact = next((text for text, plain in matches if plain == wanted), None)
        part = exact or next((text for text, plain in matches if words <= set(plain.split())), None)
        if part is not None:
            found.append(Found(one.kind, one.id, one.title, part, exact is not None))
    return tuple(sorted(found, key=lambda one: (not one.exact, _KINDS.index(one.kind), one.id)))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign if sign.isalnum() else " " for sign in letters if not unicodedata.combining(sign))
    return " ".join(kept.split())
