from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resources.bills import BILLS
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
 "id": "310",
 "date": "2026-10-03",
 "dueDate": "2026-11-02",
 "name": "Factura",
 "status": "open",
 "provider": {
  "id": "41",
  "name": "Aceros del Norte",
  "identification": "ANO020202CD2",
  "email": "x@y.mx"
 },
 "numberTemplate": {"number": "F-9921"},
 "costCenter": {"id": 4, "name": "Norte"},
 "purchases": {
  "items": [
   {
    "id": "30",
    "name": "Lámina",
    "price": "120.50",
    "quantity": 3,
    "discount": 0,
    "subtotal": "361.5000",
    "tax": [{"id": "2", "name": "IVA", "percentage": "16.00", "amount": "57.8400"}],
    "total": 419.34
   }
  ],
  "categories": [
   {
    "id": 5123,
    "name": "Fletes",
    "price": 100.25,
    "quantity": 1,
    "discount": null,
    "observations": "Envío",
    "subtotal": 100.25,
    "tax": [],
    "total": 100.25
   }
  ]
 },
 "payments": [
  {
   "id": "88",
   "prefix": "",
   "number": "15",
   "date": "2026-10-10",
   "amount": 19.59,
   "status": "open"
  }
 ],
 "retentions": [],
 "total": 519.59,
 "totalPaid": 19.59,
 "balance": 500.00,
 "decimalPrecision": 2,
 "calculationScale": "6",
 "observations": "Revisar",
 "termsConditions": "30 días",
 "paymentMethod": "transfer",
 "warehouse": {"id": "1", "name": "Principal", "isDefault": true},
 "type": "bill",
 "stamp": {},
 "url": ""
}"""

_COLOMBIA = """{
 "id": 77,
 "date": "2026-05-04",
 "dueDate": "2026-05-04",
 "status": "closed",
 "provider": {"id": "297", "name": "Proveedor SAS"},
 "numberTemplate": {
  "id": "12",
  "prefix": "DS",
  "number": 45,
  "fullNumber": "DS45",
  "isElectronic": true
 },
 "currency": {"code": "USD", "exchangeRate": 4012.55},
 "purchases": {
  "categories": [
   {"id": "61", "name": "Honorarios", "price": 200, "quantity": 2, "tax": null, "total": 400}
  ]
 },
 "payments": [],
 "retentions": [{"id": "2", "name": "Retefuente", "amount": 44}],
 "total": 400,
 "totalPaid": 356,
 "balance": 44,
 "type": "supportDocument",
 "stamp": {"legalStatus": "STAMPED", "cude": "aa"},
 "observations": null,
 "termsConditions": ""
}"""


def _record(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = exact_json(_MEXICO)
    return {**record, **changes}


def test_a_mexican_bill() -> None:
    expected = """{
 "id": "310",
 "alegra": {
  "status": "open",
  "name": "Factura",
  "number_template": {"number": "F-9921"},
  "warehouse": {"id": "1", "name": "Principal", "isDefault": true},
  "type": "bill",
  "decimal_precision": "2",
  "calculation_scale": "6"
 },
 "downstream_id": "310",
 "display_id": "F-9921",
 "bill_number": "F-9921",
 "supplier": {"id": "41", "display_name": "Aceros del Norte"},
 "department_id": "4",
 "currency": "MXN",
 "currency_rate": null,
 "bill_date": "2026-10-03",
 "due_date": "2026-11-02",
 "po_number": null,
 "line_items": [
  {
   "row_id": "1",
   "line_number": 1,
   "type": "expense_item",
   "item": {"id": "30", "name": "Lámina"},
   "quantity": 3,
   "unit_price": 120.50,
   "discount_percentage": 0,
   "tax_rate": {"id": "2", "name": "IVA", "rate": 16.00},
   "tax_amount": 57.8400,
   "total_amount": 419.34
  },
  {
   "row_id": "2",
   "line_number": 2,
   "type": "expense_account",
   "description": "Envío",
   "ledger_account": {"id": "5123", "name": "Fletes"},
   "quantity": 1,
   "unit_price": 100.25,
   "tax_amount": 0,
   "total_amount": 100.25
  }
 ],
 "terms": "30 días",
 "balance": 500.00,
 "deposit": 19.59,
 "sub_total": 461.7500,
 "total_tax": 57.8400,
 "total": 519.59,
 "notes": "Revisar",
 "status": "partially_paid",
 "payment_method": "transfer",
 "source_document_url": null,
 "payment_allocations": [
  {"id": "88", "allocated_amount": 19.59, "date": "2026-10-10T00:00:00.000Z"}
 ]
}"""
    assert digits(emitted_text(BILLS, _MEXICO, MEXICAN)) == digits(expected)


def test_a_colombian_bill() -> None:
    expected = """{
 "id": "77",
 "alegra": {
  "status": "closed",
  "stamp": {"legalStatus": "STAMPED", "cude": "aa"},
  "number_template": {
   "id": "12",
   "prefix": "DS",
   "number": 45,
   "fullNumber": "DS45",
   "isElectronic": true
  },
  "retentions": [{"id": "2", "name": "Retefuente", "amount": 44}],
  "type": "supportDocument"
 },
 "downstream_id": "77",
 "display_id": "DS45",
 "bill_number": "45",
 "supplier": {"id": "297", "display_name": "Proveedor SAS"},
 "department_id": null,
 "currency": "USD",
 "currency_rate": 4012.55,
 "bill_date": "2026-05-04",
 "due_date": "2026-05-04",
 "po_number": null,
 "line_items": [
  {
   "row_id": "1",
   "line_number": 1,
   "type": "expense_account",
   "ledger_account": {"id": "61", "name": "Honorarios"},
   "quantity": 2,
   "unit_price": 200,
   "tax_amount": 0,
   "total_amount": 400
  }
 ],
 "terms": null,
 "balance": 44,
 "deposit": 356,
 "sub_total": 400,
 "total_tax": 0,
 "total": 400,
 "notes": null,
 "status": "paid",
 "payment_method": null,
 "source_document_url": null,
 "payment_allocations": null
}"""
    assert digits(emitted_text(BILLS, _COLOMBIA, COLOMBIAN)) == digits(expected)


@pytest.mark.parametrize(
    ("word", "total", "settled", "balance", "unified"),
    [
        ("draft", 100, 0, 100, "draft"),
        ("open", 100, 0, 100, "authorised"),
        ("open", 100, "40.00", "60.00", "partially_paid"),
        ("open", 100, 100, "0.0000000000", "paid"),
        ("closed", 100, 100, 0, "paid"),
        ("closed", 100, 60, 40, "paid"),
        ("void", 100, 0, 100, "void"),
        ("open", 100, 0, "?", None),
        ("open", "?", 0, 100, None),
        ("stamped", 100, 0, 100, None),
        (None, 100, 0, 100, None),
    ],
)
def test_status_vocabulary(
    word: str | None, total: Any, settled: Any, balance: Any, unified: str | None
) -> None:
    record = _record(status=word, total=total, totalPaid=settled, balance=balance)
    data, _ = emitted(BILLS, record)
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
    assert isinstance(BILLS.strategy, DocumentChanges)
    assert BILLS.strategy.is_open(_record(status=word)) is unsettled


def test_one_bill_may_mix_items_and_accounts() -> None:
    lines = understood(BILLS, _record())["line_items"]
    assert [line["type"] for line in lines] == ["expense_item", "expense_account"]
    assert [line["item"]["id"] for line in lines if "item" in line] == ["30"]
    assert [line["ledger_account"]["id"] for line in lines if "ledger_account" in line] == ["5123"]
    assert [line["row_id"] for line in lines] == ["1", "2"]


@pytest.mark.parametrize(
    "purchases", [None, {}, [], {"items": []}, {"items": None, "categories": []}]
)
def test_a_bill_without_lines_has_none_and_no_sums(purchases: Any) -> None:
    data = understood(BILLS, _record(purchases=purchases))
    assert (data["line_items"], data["sub_total"], data["total_tax"]) == (None, None, None)


@pytest.mark.parametrize(
    "purchases", ["?", 5, [{"items": []}], {"items": "?"}, {"items": [{}], "categories": {"id": 1}}]
)
def test_purchases_of_an_unknown_shape_are_reported_whole(purchases: Any) -> None:
    data, problems = emitted(BILLS, _record(purchases=purchases))
    assert [problem.field for problem in problems] == ["line_items"]
    assert data["alegra"]["unread"][0]["value"] == purchases
    assert data["sub_total"] is None


def test_one_line_that_cannot_be_read_leaves_no_sum() -> None:
    categories = [{"subtotal": 10, "tax": []}, {"subtotal": "diez", "tax": []}]
    data = understood(BILLS, _record(purchases={"categories": categories}))
    assert data["sub_total"] is None
    assert data["total_tax"] == 0


def test_a_bill_seen_by_a_webhook_names_its_supplier_as_client() -> None:
    data = understood(BILLS, _record(provider=None, client={"id": 297, "name": "Proveedor"}))
    assert data["supplier"] == {"id": "297", "display_name": "Proveedor"}


def test_no_filter_of_a_range_of_dates_is_promised_for_bills() -> None:
    assert not BILLS.listing.filters_by_date
    assert isinstance(BILLS.strategy, DocumentChanges)
    assert BILLS.strategy.open_statuses == ("draft", "open")


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(BILLS, _record(), data, MEXICAN)
