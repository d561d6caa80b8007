"""Bridges out of a register: FollowTheMoney entities, flat CSV and JSON lines, and what others call our days.

All of them go through the register one sanction at a time and give entities, rows or lines as they come; nothing reads a clock.
"""

from .flat import COLUMNS, csv_lines, flat_rows, jsonl_lines
from .ftm import Export, followthemoney
from .ledger import LOSSES, Loss
from .synonyms import MEANINGS, SYNONYMS, Synonym, meaning_of

__all__ = [
    "COLUMNS",
    "LOSSES",
    "MEANINGS",
    "SYNONYMS",
    "Export",
    "Loss",
    "Synonym",
    "csv_lines",
    "flat_rows",
    "followthemoney",
    "jsonl_lines",
    "meaning_of",
]
