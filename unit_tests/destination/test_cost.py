"""What writing costs in requests: many records, and a few in companies of any size."""

from datetime import date, timedelta
from typing import Any

import pytest
from requests_mock import Mocker

from .fake_books import FakeBooks
from .test_exactly_once import catalog, invoice, record, state, write

MOST_REQUESTS = 1_150
"""For a thousand drafts where 8,000 stand."""

MOST_OF_ONE = 8
"""For a draft that comes alone."""

MOST_EACH = 6
"""For each of five records."""


DAY = "2026-11-03"


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


def order(number: int, **changes: Any) -> dict[str, Any]:
    line = {"item": {"code": f"C{1 + number % 600}"}, "unit_price": 5, "quantity": 1}
    customer = {"tax_number": f"TAX{1 + number % 600}"}
    return invoice(number, **{"customer": customer, "line_items": [line], **changes})


def test_a_thousand_drafts_with_their_references_keep_the_bound(books: FakeBooks) -> None:
    lines = [*(order(number) for number in range(1_000)), state("invoices")]
    (answer,) = write(lines)
    assert answer["state"]["destinationStats"] == {"recordCount": 1_000, "rejectedRecordCount": 0}
    assert len(books.sent) == 1_000
    assert len(books.sent) + len(books.asked) <= MOST_REQUESTS


@pytest.fixture(params=[1_000, 3_000])
def company(requests_mock: Mocker, request: pytest.FixtureRequest) -> FakeBooks:
    """A company in which reading any list costs more than all that is allowed."""
    books = FakeBooks()
    day = {"date": "2026-11-02", "observations": "Ajuste anual"}
    for number in range(1, request.param + 1):
        kinds = ["client"] if number % 2 else ["provider"]
        books.put("contacts", id=number, name="Ana", type=kinds, identification=tax(number))
        books.put("items", id=number, name=f"Cosa {number}", reference=f"C{number}")
        for path, party in (("invoices", "client"), ("bills", "provider"), ("payments", "client")):
            status = "open" if number % 2 else "closed"
            named = {party: {"id": str(number)}}
            books.put(path, id=number, status=status, type="in", **day, **named)
        books.put("journals", id=number, status="open", **day)
    books.put("categories", id=1, name="Caja", use="movement")
    books.serve(requests_mock)
    return books


def tax(number: int) -> str:
    return f"TAX{number:05d}"


def draft(number: int) -> dict[str, Any]:
    return order(number, customer={"tax_number": tax(2 * number + 1)})


def bill(number: int) -> dict[str, Any]:
    line = {"type": "expense_item", "item": {"code": f"C{number}"}, "unit_price": 5, "quantity": 1}
    supplier = {"tax_number": tax(2 * number)}
    dates = {"bill_date": DAY, "due_date": DAY}
    return record("bills", external_id=f"b-{number}", supplier=supplier, line_items=[line], **dates)


def payment(number: int) -> dict[str, Any]:
    """Of an invoice that an earlier sync wrote and that was settled since."""
    return record(
        "payments",
        external_id=f"p-{number}",
        customer={"tax_number": tax(2 * number + 1)},
        account={"id": "1"},
        transaction_date=DAY,
        allocations=[{"external_id": f"order-{number}", "amount": 5}],
    )


def customer(number: int) -> dict[str, Any]:
    named = {"display_name": f"Nueva {number}", "tax_number": f"NEW{number}"}
    return record("customers", external_id=f"c-{number}", **named)


def journal(number: int, day: str) -> dict[str, Any]:
    lines = [
        {"type": side, "total_amount": 5, "ledger_account": {"name": "Caja"}}
        for side in ("debit", "credit")
    ]
    return record("journal_entries", external_id=f"j-{number}", posted_at=day, line_items=lines)


def update(number: int) -> dict[str, Any]:
    emails = [{"type": "primary", "email": "ana@example.com"}]
    return record("customers", tax_number=tax(2 * number + 1), emails=emails)


def requests(books: FakeBooks, lines: list[dict[str, Any]], configured: Any) -> int:
    """How many a sync costs that rejects nothing."""
    books.asked.clear()
    books.sent.clear()
    (answer,) = write([*lines, state(lines[0]["record"]["stream"])], configured)
    assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 0
    return len(books.asked) + len(books.sent)


class TestAFewRecords:
    """They cost what they are, not what the company holds."""

    def test_one_invoice(self, company: FakeBooks) -> None:
        assert requests(company, [draft(0)], catalog("invoices")) <= MOST_OF_ONE

    @pytest.mark.parametrize("mode", ["append", "append_dedup"])
    def test_invoices(self, company: FakeBooks, mode: str) -> None:
        lines = [*map(draft, range(5))]
        configured = catalog("invoices", mode=mode, key="external_id")
        assert requests(company, lines, configured) <= 5 * len(lines)
        assert requests(company, lines, configured) <= 5 * len(lines)

    def test_bills(self, company: FakeBooks) -> None:
        lines = [bill(number) for number in range(1, 6)]
        assert requests(company, lines, catalog("bills")) <= MOST_EACH * len(lines)

    def test_payments(self, company: FakeBooks) -> None:
        write([*map(draft, range(5))])
        for row in company.rows("invoices")[-5:]:
            row.update(status="closed", date="2020-01-01")
        company.keep = lambda path, row: {**row, "amount": 5} if path == "payments" else row
        lines = [payment(number) for number in range(5)]
        assert requests(company, lines, catalog("payments")) <= MOST_EACH * len(lines)

    def test_customers(self, company: FakeBooks) -> None:
        lines = [customer(number) for number in range(5)]
        assert requests(company, lines, catalog("customers")) <= MOST_EACH * len(lines)

    @pytest.mark.parametrize("day", [DAY, "2020-01-01"], ids=["of today", "of long ago"])
    def test_journal_entries(self, company: FakeBooks, day: str) -> None:
        lines = [journal(number, day) for number in range(5)]
        assert requests(company, lines, catalog("journal_entries")) <= MOST_EACH * len(lines)

    def test_updates_of_contacts(self, company: FakeBooks) -> None:
        lines = [update(number) for number in range(5)]
        configured = catalog("customers", mode="update", key="tax_number")
        assert requests(company, lines, configured) <= MOST_EACH * len(lines)
