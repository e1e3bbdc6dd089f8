from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resources.credit_notes import CREDIT_NOTES
from alegra_unified.synchronization import DocumentChanges

from .documents import (
    COLOMBIAN,
    MEXICAN,
    assert_anything_is_read,
    digits,
    emitted,
    emitted_text,
    understood,
)

_MEXICO = """{
 "id": "61",
 "date": "2026-10-09",
 "numberTemplate": {"prefix": "NC", "number": "61"},
 "client": {
  "id": "88",
  "name": "Ferretería Díaz SA de CV",
  "email": "pagos@ferreteriadiaz.mx",
  "address": {"street": "Av. Reforma", "exteriorNumber": "222", "zipCode": "06600"}
 },
 "total": 116.00,
 "totalApplied": 16,
 "balance": 100.00,
 "status": "open",
 "type": "discount",
 "items": [
  {
   "id": "12",
   "name": "Taladro",
   "price": 100.00,
   "quantity": 1,
   "tax": [{"id": "2", "name": "IVA", "percentage": 16, "amount": 16.00}],
   "total": 116.00,
   "productKey": "27111700"
  }
 ],
 "invoices": [{"id": "2207", "number": "A207", "amount": 16}],
 "refunds": [],
 "costCenter": [],
 "observations": "",
 "anotation": "Descuento",
 "decimalPrecision": 2,
 "stamp": {"uuid": "6F1E2D3C-0000-4000-8000-000000000002"}
}"""

_COLOMBIA = """{
 "id": 9,
 "date": "2024-07-11",
 "datetime": "2024-07-11 09:00:00",
 "client": "Ana Prueba",
 "numberTemplate": [{"fullNumber": "NCE9"}],
 "total": "30000.00",
 "totalApplied": "30000.00",
 "balance": "0.00",
 "status": "closed",
 "type": "VOID_ELECTRONIC_INVOICE",
 "items": [
  {"id": 5, "name": "Licor", "price": "15000.00", "quantity": "2", "discount": 0, "tax": []}
 ],
 "invoices": [],
 "refunds": [{"id": "1", "amount": 30000}],
 "observations": "Devolución",
 "costCenter": {"id": "3"}
}"""


def _record(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = exact_json(_MEXICO)
    return {**record, **changes}


def test_a_mexican_credit_note() -> None:
    expected = """{
 "id": "61",
 "alegra": {
  "status": "open",
  "total_applied": 16,
  "invoices": [{"id": "2207", "number": "A207", "amount": 16}],
  "anotation": "Descuento",
  "stamp": {"uuid": "6F1E2D3C-0000-4000-8000-000000000002"},
  "number_template": {"prefix": "NC", "number": "61"},
  "type": "discount",
  "decimal_precision": "2",
  "lines": [{"line_number": 1, "product_key": "27111700"}]
 },
 "number": "NC61",
 "customer": {
  "id": "88",
  "display_name": "Ferretería Díaz SA de CV",
  "email": "pagos@ferreteriadiaz.mx"
 },
 "department_id": null,
 "currency": "MXN",
 "currency_rate": null,
 "sub_total": 100.00,
 "total_amount": 116.00,
 "total_tax": 16.00,
 "balance": 100.00,
 "remaining_credit": 100.00,
 "status": "partially_paid",
 "date_issued": "2026-10-09T00:00:00.000Z",
 "type": "accounts_receivable_credit",
 "line_items": [
  {
   "row_id": "1",
   "line_number": 1,
   "type": "sales_item",
   "item": {"id": "12", "name": "Taladro"},
   "quantity": 1,
   "unit_price": 100.00,
   "tax_rate": {"id": "2", "name": "IVA", "rate": 16},
   "tax_amount": 16.00,
   "total_amount": 116.00
  }
 ],
 "allocations": null,
 "note": "Descuento",
 "billing_address": {
  "type": "billing",
  "line1": "Av. Reforma",
  "street_number": "222",
  "postal_code": "06600"
 },
 "created_at": null
}"""
    assert digits(emitted_text(CREDIT_NOTES, _MEXICO, MEXICAN)) == digits(expected)


def test_a_colombian_credit_note() -> None:
    expected = """{
 "id": "9",
 "alegra": {
  "status": "closed",
  "total_applied": 30000.00,
  "refunds": [{"id": "1", "amount": 30000}],
  "number_template": [{"fullNumber": "NCE9"}],
  "type": "VOID_ELECTRONIC_INVOICE"
 },
 "number": "NCE9",
 "customer": {"display_name": "Ana Prueba"},
 "department_id": "3",
 "currency": "COP",
 "currency_rate": null,
 "sub_total": 30000.00,
 "total_amount": 30000.00,
 "total_tax": 0,
 "balance": 0.00,
 "remaining_credit": 0.00,
 "status": "paid",
 "date_issued": "2024-07-11T00:00:00.000Z",
 "type": "accounts_receivable_credit",
 "line_items": [
  {
   "row_id": "1",
   "line_number": 1,
   "type": "sales_item",
   "item": {"id": "5", "name": "Licor"},
   "quantity": 2,
   "unit_price": 15000.00,
   "discount_percentage": 0,
   "tax_amount": 0
  }
 ],
 "allocations": null,
 "note": "Devolución",
 "billing_address": null,
 "created_at": "2024-07-11T14:00:00.000Z"
}"""
    assert digits(emitted_text(CREDIT_NOTES, _COLOMBIA, COLOMBIAN)) == digits(expected)


@pytest.mark.parametrize(
    ("word", "total", "settled", "balance", "unified"),
    [
        ("draft", 100, 0, 100, "draft"),
        ("open", 100, 0, 100, "authorised"),
        ("open", 100, "40.00", "60.00", "partially_paid"),
        ("open", 100, 100, "0.0000000000", "paid"),
        ("closed", 100, 100, 0, "paid"),
        ("closed", 100, 60, 40, "paid"),
        ("void", 100, 0, 100, "voided"),
        ("open", 100, 0, "?", None),
        ("open", "?", 0, 100, None),
        ("stamped", 100, 0, 100, None),
        (None, 100, 0, 100, None),
    ],
)
def test_status_vocabulary(
    word: str | None, total: Any, settled: Any, balance: Any, unified: str | None
) -> None:
    record = _record(status=word, total=total, totalApplied=settled, balance=balance)
    data, _ = emitted(CREDIT_NOTES, record)
    assert data["status"] == unified
    assert data["alegra"].get("status") == word


@pytest.mark.parametrize(
    ("word", "unsettled"),
    [
        ("draft", True),
        ("open", True),
        ("closed", False),
        ("void", False),
        (None, False),
        ({}, False),
    ],
)
def test_drafts_and_open_ones_are_unsettled(word: Any, unsettled: bool) -> None:
    assert isinstance(CREDIT_NOTES.strategy, DocumentChanges)
    assert CREDIT_NOTES.strategy.is_open(_record(status=word)) is unsettled


def test_credit_note_allocations_are_not_populated() -> None:
    data = understood(CREDIT_NOTES, _record(invoices=[{"id": "1", "amount": 16}]))
    assert data["allocations"] is None
    assert data["alegra"]["invoices"] == [{"id": "1", "amount": 16}]
    assert data["alegra"]["total_applied"] == 16


def test_the_client_may_be_a_bare_text() -> None:
    data = understood(CREDIT_NOTES, _record(client="Ana Prueba"))
    assert data["customer"] == {"display_name": "Ana Prueba"}
    assert data["billing_address"] is None


def test_without_a_balance_the_status_comes_from_what_is_applied() -> None:
    for applied, status in ((0, "authorised"), ("40.5", "partially_paid"), ("116.00", "paid")):
        record = _record(status="open", balance=None, total=116, totalApplied=applied)
        assert understood(CREDIT_NOTES, record)["status"] == status


def test_internal_notes_go_before_the_printed_note() -> None:
    data = understood(CREDIT_NOTES, _record(observations="interna", anotation="impresa"))
    assert (data["note"], data["alegra"]["anotation"]) == ("interna", "impresa")


def test_only_documented_statuses_are_asked_for() -> None:
    assert isinstance(CREDIT_NOTES.strategy, DocumentChanges)
    assert CREDIT_NOTES.strategy.open_statuses == ("open",)
    assert CREDIT_NOTES.listing.filters_by_date


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(CREDIT_NOTES, _record(), data, MEXICAN)
