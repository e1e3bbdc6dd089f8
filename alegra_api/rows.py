"""A row of a list: what of it reading needs to know."""

from collections.abc import Mapping
from datetime import date
from typing import Any

Row = dict[str, Any]
Rows = list[Row]


def row_id(row: Mapping[str, Any]) -> str | None:
    """The id of a row as text; None when it has none."""
    identifier = row.get("id")
    # Alegra says "nothing" in several ways (docs: alegra-api 1.7).
    return None if identifier in (None, "", {}, []) else str(identifier)


def is_before(row: Mapping[str, Any], date_field: str, day: date) -> bool:
    """Whether a document is dated before a day."""
    # An unreadable date is no reason to leave a document out.
    text = row.get(date_field)
    return isinstance(text, str) and text[:10] < day.isoformat() and text[:4].isdigit()
