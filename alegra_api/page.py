"""One answer to a list request, out of whichever wrapping it comes in."""

from dataclasses import dataclass
from typing import Any

from .rows import Rows, row_id

# A number of rows has fewer.
_DIGITS = 16
PAGE_SIZE = 30
"""Alegra's largest page; a larger ``limit`` gives garbage (docs: alegra-api 1.3)."""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer to a list request.

    Attributes:
        rows: the records, fractional numbers as ``Decimal``.
        total: what Alegra says how many there are; None when it says nothing. It stops counting
            at 10,000 (docs: alegra-api 1.3).
    """

    rows: Rows
    total: int | None

    @classmethod
    def of(cls, body: Any, path: str) -> "Page | None":
        """The page that a parsed answer holds, in each wrapping that was seen; None for no list.

        Source: docs alegra-api 1.3 (bare, ``data``, ``results``, ``rows``, named as the path, or an
        object of records by id).
        """
        rows = _rows(body, ("data", "results", "rows", path.rsplit("/", 1)[-1]))
        if rows is None:
            return None
        wrapping = body if isinstance(body, dict) else {}
        metadata = wrapping.get("metadata")
        total = metadata.get("total") if isinstance(metadata, dict) else wrapping.get("total")
        # A row that is no object is kept for the mapping to report, under a key no record has.
        return cls([row if isinstance(row, dict) else {"": row} for row in rows], _count(total))


def _rows(value: Any, wrappings: tuple[str, ...]) -> list[Any] | None:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return None
    for key in wrappings:
        if key in value:
            # What is empty comes as an empty object too.
            return [] if value[key] == {} else _rows(value[key], wrappings)
    are_numbered = all(key.isdigit() or _is_named(row, key) for key, row in value.items())
    are_objects = all(isinstance(row, dict) for row in value.values())
    return list(value.values()) if value and are_numbered and are_objects else None


def _is_named(row: Any, key: str) -> bool:
    return isinstance(row, dict) and row_id(row) == key


def _count(total: Any) -> int | None:
    text = str(total)
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else None
