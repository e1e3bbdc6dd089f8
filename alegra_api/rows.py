"""A row of a list: what of it reading needs to know."""

from collections.abc import Mapping
from datetime import date
from typing import Any

Row = dict[str, Any]
Rows = list[Row]


def row_id(row: Mapping[str, Any], key: str = "id") -> str | None:
    """What tells a row from others, its id as a rule, as text; None when it has none."""
    identifier = row.get(key)
    # Alegra says "nothing" in several ways (docs: alegra-api 1.7).
    return None if identifier in (None, "", {}, []) else str(identifier)


def is_before(row: Mapping[str, Any], date_field: str, day: date) -> bool:
    """Whether a document is dated before a day."""
    # An unreadable date is no reason to leave a document out.
    text = row.get(date_field)
    return isinstance(text, str) and text[:10] < day.isoformat() and text[:4].isdigit()
