"""The record format: its definition, reading a document into facts, writing facts as text."""

from .reader import Part, read_document
from .schema import TABLES, Field
from .writer import (
    dump_authorities,
    dump_negotiations,
    dump_people,
    dump_reliefs,
    dump_sanction,
    dump_statements,
    dump_subjects,
)

__all__ = [
    "TABLES",
    "Field",
    "Part",
    "dump_authorities",
    "dump_negotiations",
    "dump_people",
    "dump_reliefs",
    "dump_sanction",
    "dump_statements",
    "dump_subjects",
    "read_document",
]
