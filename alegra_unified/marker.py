"""The marker by which a record that was written is found again.

Alegra has no idempotency key and no external reference (docs: alegra-api 6). So each record that
has internal notes carries the external id there, in brackets behind the user's own words. Reading
takes it off again and shows it as ``alegra.external_id``.
"""

import re
from collections.abc import Mapping
from typing import Any

NOTES_LIMIT = 500
"""Characters that Alegra takes in ``observations`` (docs: alegra-api 1.7)."""

LONGEST_EXTERNAL_ID = 120

_MARKER = re.compile(r"\s?\[external_id:([^\[\]\r\n]+)\]\s*$")
_NO_EXTERNAL_ID = re.compile(r"[\[\]\r\n]")


def external_id_problem(external_id: str) -> str | None:
    """Why a text can't be an external id; None when it can."""
    if not external_id.strip():
        return "is empty"
    if len(external_id) > LONGEST_EXTERNAL_ID:
        return f"is longer than {LONGEST_EXTERNAL_ID} characters"
    if _NO_EXTERNAL_ID.search(external_id):
        return "has brackets or line ends, which the marker in Alegra's notes can't hold"
    return None


def marked(notes: str | None, external_id: str) -> str:
    """Notes with the marker behind them."""
    marker = f"[external_id:{external_id}]"
    return f"{notes} {marker}" if notes else marker


def external_id_of(record: Mapping[str, Any], field: str = "observations") -> str | None:
    """The external id that a record of Alegra's carries."""
    notes = record.get(field)
    found = _MARKER.search(notes) if isinstance(notes, str) else None
    return found.group(1) if found else None


def unmarked(record: dict[str, Any], field: str = "observations") -> dict[str, Any]:
    """The record with its notes as the user wrote them."""
    if external_id_of(record, field) is None:
        return record
    return {**record, field: _MARKER.sub("", record[field])}
