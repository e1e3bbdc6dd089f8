from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resources.purchase_orders import PURCHASE_ORDERS
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
 "id": "21",
 "number": "OC-21",
 "date": "2026-10-01",
 "deliveryDate": "2026-10-15",
 "status": "open",
 "provider": {"id": "41", "name": "Aceros del Norte"},
 "costCenter": {"id": "4", "name": "Norte"},
 "purchases": {
  "items": [
   {
    "id": "30",
    "name": "Lámina",
    "price": "120.50",
    "quantity": 3,
    "tax": [{"id": "2", "name": "IVA", "percentage": "16.00", "amount": "57.84"}],
    "total": 419.34
   }
  ],
  "categories": [
   {"id": "5123", "name": "Fletes", "price": 100.25, "quantity": 1, "observations": "Envío"}
  ]
 },
 "total": 519.59,
 "observations": "Urgente",
 "warehouse": {"id": "1", "name": "Principal"},
 "bills": []
}"""

_COLOMBIA = """{
 "id": 22,
 "numberTemplate": {"prefix": "OC", "number": 22},
 "date": "2026-05-01",
 "deliveryDate": "2026-05-09",
 "status": "billed",
 "provider": {"id": "297", "name": "Proveedor SAS"},
 "currency": {"code": "USD", "exchangeRate": "4012.55"},
 "purchases": {"items": []},
 "subTotal": "200.00",
 "tax": 38,
 "total": 238,
 "bills": [{"id": "77"}]
}"""


def _record(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = exact_json(_MEXICO)
    return {**record, **changes}


def test_a_mexican_purchase_order() -> None:
    expected = """{
 "id": "21",
 "alegra": {"status": "open", "warehouse": {"id": "1", "name": "Principal"}},
 "downstream_id": "21",
 "display_id": "OC-21",
 "po_number": "OC-21",
 "supplier": {"id": "41", "display_name": "Aceros del Norte"},
 "department_id": "4",
 "status": "open",
 "issued_date": "2026-10-01",
 "delivery_date": "2026-10-15",
 "currency": "MXN",
 "currency_rate": null,
 "sub_total": 461.75,
 "total_tax": 57.84,
 "total": 519.59,
 "line_items": [
  {
   "row_id": "1",
   "line_number": 1,
   "type": "expense_item",
   "item": {"id": "30", "name": "Lámina"},
   "quantity": 3,
   "unit_price": 120.50,
   "tax_rate": {"id": "2", "name": "IVA", "rate": 16.00},
   "tax_amount": 57.84,
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
   "tax_amount": 0
  }
 ],
 "notes": "Urgente"
}"""
    assert digits(emitted_text(PURCHASE_ORDERS, _MEXICO, MEXICAN)) == digits(expected)


def test_a_colombian_purchase_order() -> None:
    expected = """{
 "id": "22",
 "alegra": {
  "status": "billed",
  "number_template": {"prefix": "OC", "number": 22},
  "bills": [{"id": "77"}]
 },
 "downstream_id": "22",
 "display_id": "OC22",
 "po_number": "OC22",
 "supplier": {"id": "297", "display_name": "Proveedor SAS"},
 "department_id": null,
 "status": "billed",
 "issued_date": "2026-05-01",
 "delivery_date": "2026-05-09",
 "currency": "USD",
 "currency_rate": 4012.55,
 "sub_total": 200.00,
 "total_tax": 38,
 "total": 238,
 "line_items": null,
 "notes": null
}"""
    assert digits(emitted_text(PURCHASE_ORDERS, _COLOMBIA, COLOMBIAN)) == digits(expected)


@pytest.mark.parametrize(
    ("word", "unified"),
    [
        ("draft", "draft"),
        ("open", "open"),
        ("closed", "closed"),
        ("billed", "billed"),
        ("void", "other"),
        ("lost", None),
        (None, None),
    ],
)
def test_status_vocabulary(word: str | None, unified: str | None) -> None:
    data, _ = emitted(PURCHASE_ORDERS, _record(status=word))
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
    assert isinstance(PURCHASE_ORDERS.strategy, DocumentChanges)
    assert PURCHASE_ORDERS.strategy.is_open(_record(status=word)) is unsettled


def test_lines_are_as_those_of_bills() -> None:
    lines = understood(PURCHASE_ORDERS, _record())["line_items"]
    assert [line["type"] for line in lines] == ["expense_item", "expense_account"]


def test_the_sub_total_has_a_capital_letter_here() -> None:
    assert understood(PURCHASE_ORDERS, _record(subTotal="7.00"))["sub_total"] == 7


def test_a_delivery_date_that_is_none_is_reported_not_guessed() -> None:
    data, problems = emitted(PURCHASE_ORDERS, _record(deliveryDate="pronto"))
    assert data["delivery_date"] is None
    assert [problem.field for problem in problems] == ["delivery_date"]


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(PURCHASE_ORDERS, _record(), data, MEXICAN)
