from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resources.bill_credit_notes import BILL_CREDIT_NOTES
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
 "id": 12,
 "date": "2026-10-12",
 "numberTemplate": {"number": "ND-3"},
 "client": {"id": "41", "name": "Aceros del Norte"},
 "total": 216.00,
 "totalApplied": 100,
 "balance": 116.00,
 "items": [
  {
   "id": "30",
   "name": "Lámina",
   "price": 100,
   "quantity": 1,
   "tax": [{"id": "2", "name": "IVA", "percentage": "16", "amount": 16}],
   "total": 116
  }
 ],
 "categories": [
  {"id": "5123", "name": "Fletes", "price": 100, "quantity": 1, "tax": [], "total": 100}
 ],
 "bills": [{"id": "310", "number": "F-9921", "amount": "100.00"}],
 "refunds": [],
 "costCenter": {"id": "4", "name": "Norte"},
 "observations": "Devuelto",
 "termsConditions": "Sin cambios"
}"""

_COLOMBIA = """{
 "id": "13",
 "date": "2026-05-06",
 "numberTemplate": {"fullNumber": "ND13"},
 "client": {"id": "297", "name": "Proveedor SAS"},
 "currency": {"code": "USD", "exchangeRate": "4012.55"},
 "total": 50,
 "totalApplied": 0,
 "balance": 50,
 "purchases": {
  "items": [],
  "categories": [{"id": "61", "name": "Honorarios", "price": 50, "quantity": 1}]
 },
 "bills": [],
 "costCenter": null,
 "type": "adjustmentNote"
}"""


def _record(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = exact_json(_MEXICO)
    return {**record, **changes}


def test_a_mexican_bill_credit_note() -> None:
    expected = """{
 "id": "12",
 "alegra": {"total_applied": 100, "number_template": {"number": "ND-3"}},
 "number": "ND-3",
 "supplier": {"id": "41", "display_name": "Aceros del Norte"},
 "department": {"id": "4", "name": "Norte"},
 "currency": "MXN",
 "currency_rate": null,
 "sub_total": 200,
 "total_amount": 216.00,
 "total_tax": 16,
 "balance": 116.00,
 "remaining_credit": 116.00,
 "status": "partially_paid",
 "date_issued": "2026-10-12T00:00:00.000Z",
 "type": "accounts_payable_credit",
 "line_items": [
  {
   "row_id": "1",
   "line_number": 1,
   "type": "expense_item",
   "item": {"id": "30", "name": "Lámina"},
   "quantity": 1,
   "unit_price": 100,
   "tax_rate": {"id": "2", "name": "IVA", "rate": 16},
   "tax_amount": 16,
   "total_amount": 116
  },
  {
   "row_id": "2",
   "line_number": 2,
   "type": "expense_account",
   "ledger_account": {"id": "5123", "name": "Fletes"},
   "quantity": 1,
   "unit_price": 100,
   "tax_amount": 0,
   "total_amount": 100
  }
 ],
 "allocations": [{"id": "310", "type": "bill", "code": "F-9921", "amount": 100.00}],
 "note": "Devuelto",
 "terms": "Sin cambios"
}"""
    assert digits(emitted_text(BILL_CREDIT_NOTES, _MEXICO, MEXICAN)) == digits(expected)


def test_a_colombian_bill_credit_note() -> None:
    expected = """{
 "id": "13",
 "alegra": {
  "total_applied": 0,
  "number_template": {"fullNumber": "ND13"},
  "type": "adjustmentNote"
 },
 "number": "ND13",
 "supplier": {"id": "297", "display_name": "Proveedor SAS"},
 "department": null,
 "currency": "USD",
 "currency_rate": 4012.55,
 "sub_total": 50,
 "total_amount": 50,
 "total_tax": 0,
 "balance": 50,
 "remaining_credit": 50,
 "status": "posted",
 "date_issued": "2026-05-06T00:00:00.000Z",
 "type": "accounts_payable_credit",
 "line_items": [
  {
   "row_id": "1",
   "line_number": 1,
   "type": "expense_account",
   "ledger_account": {"id": "61", "name": "Honorarios"},
   "quantity": 1,
   "unit_price": 50,
   "tax_amount": 0
  }
 ],
 "allocations": null,
 "note": null,
 "terms": null
}"""
    assert digits(emitted_text(BILL_CREDIT_NOTES, _COLOMBIA, COLOMBIAN)) == digits(expected)


@pytest.mark.parametrize(
    ("word", "total", "applied", "balance", "unified"),
    [
        (None, 100, 0, 100, "posted"),
        (None, 100, "40.00", "60.00", "partially_paid"),
        (None, 100, 100, "0.00", "paid"),
        (None, 100, 0, None, "posted"),
        (None, 100, 40, None, "partially_paid"),
        (None, 100, 100, None, "paid"),
        ("open", 100, 0, 100, "posted"),
        ("draft", 100, 0, 100, None),
        ("void", 100, 0, 100, None),
        (None, 100, None, None, None),
        (None, 100, 0, "?", None),
        (None, "?", 0, 100, None),
    ],
)
def test_status_comes_from_the_amounts(
    word: str | None, total: Any, applied: Any, balance: Any, unified: str | None
) -> None:
    record = _record(status=word, total=total, totalApplied=applied, balance=balance)
    data, _ = emitted(BILL_CREDIT_NOTES, record)
    assert data["status"] == unified
    assert data["alegra"].get("status") == word


@pytest.mark.parametrize(
    ("changes", "unsettled"),
    [
        ({"balance": "0.01"}, True),
        ({"balance": 0}, False),
        ({"balance": None, "total": 5, "totalApplied": 4}, True),
        ({"balance": "?"}, False),
        ({"balance": {}, "total": [], "totalApplied": None}, False),
        ({"balance": 0, "status": "draft"}, True),
        ({"balance": 5, "status": "void"}, False),
    ],
)
def test_unsettled_is_what_has_credit_left(changes: dict[str, Any], unsettled: bool) -> None:
    assert isinstance(BILL_CREDIT_NOTES.strategy, DocumentChanges)
    assert BILL_CREDIT_NOTES.strategy.is_open(_record(**changes)) is unsettled
    assert BILL_CREDIT_NOTES.strategy.lists_by_ids
    assert BILL_CREDIT_NOTES.strategy.open_statuses == ()


def test_the_currency_is_the_records_own_and_never_a_fixed_one() -> None:
    euro = {"code": "EUR", "exchangeRate": "20.1"}
    assert understood(BILL_CREDIT_NOTES, _record(currency=euro))["currency"] == "EUR"
    assert understood(BILL_CREDIT_NOTES, _record(currency=None), COLOMBIAN)["currency"] == "COP"


def test_lines_stand_at_the_top_or_under_purchases() -> None:
    item, account = {"id": "1", "subtotal": 2, "tax": []}, {"id": "9", "subtotal": 3, "tax": []}
    top = _record(items=[item], categories=[account])
    below = _record(items=[], categories=None, purchases={"items": [item], "categories": [account]})
    mixed = _record(items=[item], categories=[], purchases={"items": [], "categories": [account]})
    lines = understood(BILL_CREDIT_NOTES, top)["line_items"]
    assert [line["type"] for line in lines] == ["expense_item", "expense_account"]
    for other in (below, mixed):
        data = understood(BILL_CREDIT_NOTES, other)
        assert data["line_items"] == lines
        assert data["sub_total"] == 5


def test_allocations_name_the_bills() -> None:
    (allocation,) = understood(BILL_CREDIT_NOTES, _record())["allocations"]
    assert (allocation["id"], allocation["type"]) == ("310", "bill")


@pytest.mark.parametrize("center", [[{"id": 4, "name": "Norte"}], {"id": "4", "name": "Norte"}])
def test_the_department_is_read_from_every_known_shape(center: Any) -> None:
    data = understood(BILL_CREDIT_NOTES, _record(costCenter=center))
    assert data["department"] == {"id": "4", "name": "Norte"}


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(BILL_CREDIT_NOTES, _record(), data, MEXICAN)
