"""What writing costs in requests, where 8,000 invoices stand already."""

from datetime import date, timedelta
from typing import Any

import pytest
from requests_mock import Mocker

from .fake_books import FakeBooks
from .test_exactly_once import invoice, state, write

MOST_REQUESTS = 1_150


@pytest.fixture
def books(requests_mock: Mocker) -> FakeBooks:
    books = FakeBooks()
    for number in range(1, 601):
        books.put("contacts", id=number, type=["client"], identification=f"TAX{number}")
        books.put("items", id=number, name=f"Cosa {number}", reference=f"C{number}")
    for number in range(1, 8_001):
        day = date(2026, 11, 2) - timedelta(days=(8_000 - number) // 7)
        status = "open" if number % 10 == 0 else "draft" if number % 100 == 1 else "closed"
        books.put("invoices", id=number, date=day.isoformat(), status=status)
    books.serve(requests_mock)
    return books


def order(number: int) -> dict[str, Any]:
    line = {"item": {"code": f"C{1 + number % 600}"}, "unit_price": 5, "quantity": 1}
    customer = {"tax_number": f"TAX{1 + number % 600}"}
    return invoice(number, customer=customer, line_items=[line])


def test_a_thousand_drafts_with_their_references_keep_the_bound(books: FakeBooks) -> None:
    lines = [*(order(number) for number in range(1_000)), state("invoices")]
    (answer,) = write(lines)
    assert answer["state"]["destinationStats"] == {"recordCount": 1_000, "rejectedRecordCount": 0}
    assert len(books.sent) == 1_000
    assert len(books.sent) + len(books.asked) <= MOST_REQUESTS
