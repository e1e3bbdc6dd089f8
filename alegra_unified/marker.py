"""The marker by which a record that was written is found again.

Alegra has no idempotency key and no external reference (docs: alegra-api 6). So each record that
has internal notes carries the external id there, in brackets behind the user's own words. Reading
takes it off again, wherever people left it, and shows it as ``alegra.external_id``; of a record
that is Alegra's own, as its ``external_id``.
"""

import re
from collections.abc import Mapping
from typing import Any

NOTES = "observations"
"""Alegra's name of the internal notes."""

NOTES_LIMIT = 500
"""Characters that Alegra takes in ``observations`` (docs: alegra-api 1.7)."""

LONGEST_EXTERNAL_ID = 120

_OPENING = "[external_id:"
_MARKER = re.compile(r"\[external_id:([^\[\]\r\n]+)\]")
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


def split(notes: str) -> tuple[str, str | None]:
    """The user's own part of notes, and the external id in them; None where there is no marker.

    People type in front of a marker and behind it. Of several markers, as a copied document may
    have them, the last one counts; the others stay part of the notes.
    """
    found = list(_MARKER.finditer(notes)) if _OPENING in notes else []
    if not found:
        return notes, None
    before, behind = notes[: found[-1].start()].rstrip(), notes[found[-1].end() :].lstrip()
    return " ".join(part for part in (before, behind) if part), found[-1].group(1)


def join(notes: str | None, external_id: str | None) -> str | None:
    """Notes with the marker behind them; as they are where there is no external id."""
    if external_id is None:
        return notes
    marker = f"{_OPENING}{external_id}]"
    return f"{notes} {marker}" if notes else marker


def external_id_of(record: Mapping[str, Any]) -> str | None:
    """The external id that a record of Alegra's carries."""
    notes = record.get(NOTES)
    return split(notes)[1] if isinstance(notes, str) and _OPENING in notes else None
