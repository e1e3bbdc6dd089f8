"""Credit notes whose customer Alegra shows by a bare name (docs: alegra-api 1.7)."""

from typing import Any

import pytest
from requests_mock import Mocker

from .fake_books import FILTERS, FakeBooks
from .test_changes import told
from .test_exactly_once import catalog, record, write

DEDUP = catalog("credit_notes", mode="append_dedup", key="external_id")


@pytest.fixture
def books(requests_mock: Mocker) -> FakeBooks:
    def shown(path: str, row: dict[str, Any]) -> dict[str, Any]:
        if path != "credit-notes" or not isinstance(row["client"], dict):
            return row
        return {
            **row,
            "status": "open",
            "client": served.tables["contacts"][str(row["client"]["id"])]["name"],
        }

    served = FakeBooks(keep=shown, filters=FILTERS - {"client_id"})
    served.put("contacts", id=1, name="Ana", identification="NIT1", type=["client"])
    served.put("contacts", id=2, name="Berta", identification="NIT2", type=["client"])
    served.serve(requests_mock)
    return served


def credit_note(customer: dict[str, Any] | None, **changes: Any) -> dict[str, Any]:
    line = {"item": {"id": "1"}, "unit_price": 5, "quantity": 1}
    named = {"date_issued": "2026-11-03", "line_items": [line], **changes}
    of = {} if customer is None else {"customer": customer}
    return record("credit_notes", external_id="order-1", **of, **named)


@pytest.mark.parametrize("customer", [{"id": "1"}, {"tax_number": "NIT1"}])
def test_an_unchanged_credit_note_costs_no_change_and_none_is_told(
    books: FakeBooks, caplog: pytest.LogCaptureFixture, customer: dict[str, Any]
) -> None:
    for _ in range(2):
        write([credit_note(customer)], DEDUP)
    assert [method for method, _, _ in books.sent] == ["POST"]
    assert told(caplog) == []


def test_another_customer_is_a_change(books: FakeBooks) -> None:
    write([credit_note({"id": "1"})], DEDUP)
    write([credit_note({"id": "2"})], DEDUP)
    assert [method for method, _, _ in books.sent] == ["POST", "PUT"]
    assert books.rows("credit-notes")[0]["client"] == "Berta"


def test_a_change_that_names_no_customer_makes_no_id_of_its_name(books: FakeBooks) -> None:
    write([credit_note({"id": "1"})], DEDUP)
    write([credit_note(None, note="Devuelto")], DEDUP)
    method, _, body = books.sent[-1]
    assert (method, "client" in body) == ("PUT", False)
