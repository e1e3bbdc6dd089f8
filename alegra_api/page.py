"""One answer to a list request, out of whichever wrapping it comes in."""

from dataclasses import dataclass
from typing import Any

from .rows import Rows

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
        if isinstance(body, list):
            return cls(_objects(body), None)
        if not isinstance(body, dict):
            return None
        metadata = body.get("metadata")
        total = metadata.get("total") if isinstance(metadata, dict) else body.get("total")
        for key in ("data", "results", "rows", path.rsplit("/", 1)[-1]):
            if isinstance(body.get(key), list):
                return cls(_objects(body[key]), _count(total))
        if body and all(isinstance(value, dict) for value in body.values()):
            return cls(list(body.values()), None)
        return None


def _objects(rows: list[Any]) -> Rows:
    # A row that is no object is kept for the mapping to report, under a key no record has.
    return [row if isinstance(row, dict) else {"": row} for row in rows]


def _count(total: Any) -> int | None:
    return int(total) if str(total).isdigit() else None
