"""A small company and short ways to ask it."""

import json
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from alegra_sandbox import reading
from alegra_sandbox.books import Books
from alegra_sandbox.json_text import encoded
from alegra_sandbox.options import Options
from alegra_sandbox.seeding import seed as seeded

TODAY = date(2026, 9, 15)


def make(country: str = "MX", size: int = 600, seed: int = 3, **options: Any) -> Books:
    """A fresh company; only for tests that change it or switch quirks."""
    return seeded(Options(country=country, size=size, seed=seed, today=TODAY, **options))


@lru_cache
def shared(country: str = "MX") -> Books:
    """A company of 3,000 documents that nobody changes."""
    return make(country, size=3000)


def get(company: Books, path: str, **parameters: str | int) -> Any:
    """The answer to a request, as a client parses it: fractional numbers as ``Decimal``."""
    query = {name: str(value) for name, value in parameters.items()}
    return parsed(encoded(reading.answer(company, "demo@example.com", path, query)))


def truth(company: Books, path: str, **parameters: str) -> list[dict[str, Any]]:
    """Every record of a resource."""
    batches = reading.truth(company, path, parameters)
    return [parsed(encoded(record)) for records in batches for record in records]


def parsed(body: bytes) -> Any:
    """JSON without binary floats."""
    return json.loads(body, parse_float=Decimal)


def amount(value: Any) -> Decimal:
    """An amount in any of its notations."""
    return Decimal(str(value))


def everything(company: Books, path: str, **parameters: str | int) -> list[dict[str, Any]]:
    """All pages of a list, as a client reads them one after the other."""
    rows: list[dict[str, Any]] = []
    while True:
        page = get(company, path, start=len(rows), limit=30, **parameters)
        rows += page
        if len(page) < 30:
            return rows


def ids(rows: list[dict[str, Any]]) -> list[int]:
    """Ids as integers, in the order of the rows."""
    return [int(row["id"]) for row in rows]
