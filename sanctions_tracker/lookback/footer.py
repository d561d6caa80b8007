"""The footer of a Parquet file, taken apart only as far as columns are to be added to it.

A footer is a Thrift structure in the compact protocol (Apache Parquet format, ``parquet.thrift``; Thrift compact protocol). No
library that reads and writes Parquet adds columns to a file without writing all others anew, which is why this stands here.
What is not changed is kept as the bytes that it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from attrs import frozen

__all__ = ["MAGIC", "BadFooter", "Encrypted", "Footer", "added", "footer_at_end", "footer_of", "moved"]

MAGIC = b"PAR1"
_LONGEST = 2 << 20  # bytes of a footer that is taken apart here
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_DEEPEST = 64

# The numbers of the fields, by structure.
_SCHEMA, _ROW_GROUPS, _KEY_VALUES, _COLUMN_ORDERS, _ENCRYPTION = 2, 4, 5, 7, 8  # FileMetaData
_COLUMNS, _TOTAL_SIZE, _TOTAL_COMPRESSED = 1, 2, 6  # RowGroup
_FILE_OFFSET, _META_DATA = 2, 3  # ColumnChunk
_DATA_PAGE, _INDEX_PAGE, _DICTIONARY_PAGE = 9, 10, 11  # ColumnMetaData
_CHILDREN = 5  # SchemaElement
_KEY, _VALUE = 1, 2  # KeyValue


class BadFooter(ValueError):
    """The bytes are no footer to which columns can be added."""


class Encrypted(BadFooter):
    """Some columns of the file are encrypted. Those who ask pyarrow about them are not answered, but ended."""


class _Field(NamedTuple):
    number: int
    kind: int
    value: bytes


@frozen
class Footer:
    """The fields of a footer, each as its bytes, and where in the file it begins."""

    fields: tuple[_Field, ...]
    begins: int


def footer_of(content: bytes, begins: int) -> Footer:
    """Return the footer with these bytes, which begins there in its file. Raises `BadFooter`."""
    fields, end = _fields(content, 0)
    if end != len(content):
        raise BadFooter("the footer is longer than what it holds")
    if any(one.number == _ENCRYPTION for one in fields):
        raise Encrypted("the file is encrypted")
    found = Footer(fields, begins)
    for group in _elements(_value(found, _ROW_GROUPS)):  # what will be changed is there
        _elements(_named(group).get(_COLUMNS, b""))
    if not _elements(_value(found, _SCHEMA)):
        raise BadFooter("the footer has no schema")
    return found


def footer_at_end(path: Path) -> Footer | None:
    """Return the footer of a file, ``None`` where it is too long, or none. Raises `Encrypted`, and `OSError`."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 8))
        tail = file.read()
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != MAGIC or not 0 < length <= min(_LONGEST, size - 12):
            return None
        file.seek(size - 8 - length)
        try:
            return footer_of(file.read(length), size - 8 - length)
        except Encrypted:
            raise
        except BadFooter:
            return None


def added(whole: Footer, groups: Iterable[Footer], pairs: Mapping[bytes, bytes]) -> bytes:
    """Return the footer ``whole`` with the columns of ``groups`` added: one for each of its row groups, each with one row group.

    ``pairs`` are all that is kept beside the table, by key. Raises `BadFooter` where the groups do not fit.
    """
    parts = list(groups)
    if not parts:
        raise BadFooter("there is no row group")
    columns = [_elements(_value(one, _ROW_GROUPS)) for one in parts]
    rows = _elements(_value(whole, _ROW_GROUPS))
    if len(rows) != len(parts) or any(len(one) != 1 for one in columns):
        raise BadFooter("the row groups do not fit")
    _, *leaves = _elements(_value(parts[0], _SCHEMA))
    root, *others = _elements(_value(whole, _SCHEMA))
    changed = {
        _SCHEMA: _list([_with(root, {_CHILDREN: lambda old: _plus(old, len(leaves))}), *others, *leaves]),
        _ROW_GROUPS: _list([_joined(row, part[0]) for row, part in zip(rows, columns, strict=True)]),
        _KEY_VALUES: _list([_key_value(key, value) for key, value in pairs.items()]),
    }
    orders = [_field(one, _COLUMN_ORDERS) for one in (whole, parts[0])]
    if orders[0] is not None and orders[1] is not None:  # one for each column, or none at all
        changed[_COLUMN_ORDERS] = _list([*_elements(orders[0].value), *_elements(orders[1].value)])
    kept = [one for one in whole.fields if one.number not in changed and one.number != _COLUMN_ORDERS]
    return _struct([*kept, *(_Field(number, _LIST, value) for number, value in changed.items())])


def moved(footer: Footer, by: int) -> Footer:
    """Return the footer with all its columns so many bytes further on in the file."""

    def shift(old: bytes) -> bytes:
        return _plus(old, by) if old != b"\0" else old  # 0 stands for no place

    def chunk(content: bytes) -> bytes:
        meta = {_DATA_PAGE: shift, _INDEX_PAGE: shift, _DICTIONARY_PAGE: shift}
        return _with(content, {_FILE_OFFSET: shift, _META_DATA: lambda old: _with(old, meta)})

    def group(content: bytes) -> bytes:
        return _with(content, {_COLUMNS: lambda old: _list([chunk(one) for one in _elements(old)])})

    rows = _list([group(one) for one in _elements(_value(footer, _ROW_GROUPS))])
    return Footer(
        tuple(one._replace(value=rows) if one.number == _ROW_GROUPS else one for one in footer.fields),
        footer.begins + by,
    )


def _joined(group: bytes, more: bytes) -> bytes:
    """Return a row group with the columns of another one of the same rows."""
    other = _named(more)
    return _with(
        group,
        {
            _COLUMNS: lambda old: _list([*_elements(old), *_elements(other[_COLUMNS])]),
            _TOTAL_SIZE: lambda old: _plus(old, _number(other[_TOTAL_SIZE])),
            _TOTAL_COMPRESSED: lambda old: _plus(old, _number(other.get(_TOTAL_COMPRESSED, b"\0"))),
        },
    )


def _named(content: bytes) -> dict[int, bytes]:
    return {one.number: one.value for one in _fields(content, 0)[0]}


def _key_value(key: bytes, value: bytes) -> bytes:
    return _struct([_Field(_KEY, _BINARY, _binary(key)), _Field(_VALUE, _BINARY, _binary(value))])


def _field(footer: Footer, number: int) -> _Field | None:
    return next((one for one in footer.fields if one.number == number), None)


def _value(footer: Footer, number: int) -> bytes:
    found = _field(footer, number)
    if found is None:
        raise BadFooter(f"the footer has no field {number}")
    return found.value


# The compact protocol. Values are kept as they are written; only lengths and the numbers that change are read.


def _fields(content: bytes, place: int, depth: int = 0) -> tuple[tuple[_Field, ...], int]:
    """Return the fields of the structure that begins there, and the place after it."""
    found: list[_Field] = []
    number = 0
    while True:
        head = _at(content, place)
        place += 1
        if head == 0:
            return tuple(found), place
        kind, step = head & 15, head >> 4
        if step:
            number += step
        else:
            raw, place = _varint(content, place)
            number = _unzigzag(raw)
        end = _end(content, place, kind, depth, in_field=True)
        found.append(_Field(number, kind, content[place:end]))
        place = end


def _end(content: bytes, place: int, kind: int, depth: int, *, in_field: bool = False) -> int:
    """Return the place after a value of this kind."""
    if depth > _DEEPEST:
        raise BadFooter("the footer is nested too deep")
    if kind in (_TRUE, _FALSE):
        return place if in_field else place + 1
    if kind == _BYTE:
        return place + 1
    if kind in (_I16, _I32, _I64):
        return _varint(content, place)[1]
    if kind == _DOUBLE:
        return place + 8
    if kind == _BINARY:
        length, place = _varint(content, place)
        if place + length > len(content):
            raise BadFooter("a text ends after the footer")
        return place + length
    if kind in (_LIST, _SET):
        of, count, place = _list_head(content, place)
        for _ in range(count):
            place = _end(content, place, of, depth + 1)
        return place
    if kind == _STRUCT:
        return _fields(content, place, depth + 1)[1]
    raise BadFooter(f"the footer holds a value of kind {kind}")  # maps: no footer has any


def _at(content: bytes, place: int) -> int:
    if place >= len(content):
        raise BadFooter("the footer ends too early")
    return content[place]


def _varint(content: bytes, place: int) -> tuple[int, int]:
    found = shift = 0
    while True:
        byte = _at(content, place)
        place += 1
        found |= (byte & 127) << shift
        if byte < 128:
            return found, place
        shift += 7
        if shift > 63:
            raise BadFooter("a number is too long")


def _as_varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)


def _unzigzag(raw: int) -> int:
    return (raw >> 1) ^ -(raw & 1)


def _number(content: bytes) -> int:
    return _unzigzag(_varint(content, 0)[0])


def _plus(content: bytes, more: int) -> bytes:
    value = _number(content) + more
    return _as_varint(value << 1 if value >= 0 else (-value << 1) - 1)


def _list_head(content: bytes, place: int) -> tuple[int, int, int]:
    head = _at(content, place)
    count, place = head >> 4, place + 1
    if count == 15:
        count, place = _varint(content, place)
    if count > len(content):
        raise BadFooter("a list is longer than the footer")
    return head & 15, count, place


def _elements(content: bytes) -> list[bytes]:
    """Return the structures of a list, each as its bytes."""
    of, count, place = _list_head(content, 0)
    if of != _STRUCT:
        raise BadFooter("a list holds no structures")
    found = []
    for _ in range(count):
        end = _end(content, place, of, 0)
        found.append(content[place:end])
        place = end
    return found


def _list(values: list[bytes]) -> bytes:
    count = len(values)
    head = bytes([count << 4 | _STRUCT]) if count < 15 else bytes([15 << 4 | _STRUCT]) + _as_varint(count)
    return head + b"".join(values)


def _binary(value: bytes) -> bytes:
    return _as_varint(len(value)) + value


def _struct(fields: Iterable[_Field]) -> bytes:
    found = bytearray()
    last = 0
    for number, kind, value in sorted(fields):
        step = number - last
        found += bytes([step << 4 | kind]) if 0 < step < 16 else bytes([kind]) + _as_varint(number << 1)
        found += value
        last = number
    return bytes(found) + b"\0"


def _with(content: bytes, changes: Mapping[int, Callable[[bytes], bytes]]) -> bytes:
    """Return a structure with some of its fields changed by functions from bytes to bytes; fields that it lacks stay away."""
    fields, _ = _fields(content, 0)
    return _struct(
        one._replace(value=changes[one.number](one.value)) if one.number in changes else one for one in fields
    )
