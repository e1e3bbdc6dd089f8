from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resources.bill_payments import BILL_PAYMENTS
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
 "id": "88",
 "number": "15",
 "date": "2026-10-10",
 "amount": 19.59,
 "type": "out",
 "status": "open",
 "paymentMethod": "transfer",
 "bankAccount": {"id": "2", "name": "BBVA", "type": "bank"},
 "client": {"id": "41", "name": "Aceros del Norte"},
 "bills": [
  {
   "id": "310",
   "number": null,
   "numberTemplate": {"number": "F-9921"},
   "total": 519.59,
   "amount": 19.59
  }
 ],
 "observations": null,
 "retentions": [{"id": "4", "amount": 1}]
}"""

_COLOMBIA = """{
 "id": "90",
 "number": 16,
 "date": "2026-05-05",
 "amount": 356,
 "type": "out",
 "status": "open",
 "bankAccount": {"id": 1, "name": "Caja"},
 "client": {"id": "297", "name": "Proveedor SAS"},
 "bills": [],
 "categories": [{"id": "61", "name": "Honorarios", "price": 356}],
 "currency": [],
 "voucherNumber": "V-1"
}"""


def _record(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = exact_json(_MEXICO)
    return {**record, **changes}


def test_a_mexican_bill_payment() -> None:
    expected = """{
 "id": "88",
 "alegra": {"status": "open", "retentions": [{"id": "4", "amount": 1}]},
 "downstream_id": "88",
 "currency": "MXN",
 "currency_rate": null,
 "total_amount": 19.59,
 "reference": null,
 "payment_method": "transfer",
 "account": {"id": "2", "name": "BBVA"},
 "transaction_date": "2026-10-10T00:00:00.000Z",
 "status": "authorised",
 "note": null,
 "number": "15",
 "created_at": null,
 "supplier": {"id": "41", "display_name": "Aceros del Norte"},
 "type": "accounts_payable",
 "allocations": [{"id": "310", "type": "bill", "code": "F-9921", "amount": 19.59}]
}"""
    assert digits(emitted_text(BILL_PAYMENTS, _MEXICO, MEXICAN)) == digits(expected)


def test_a_colombian_bill_payment() -> None:
    expected = """{
 "id": "90",
 "alegra": {
  "status": "open",
  "categories": [{"id": "61", "name": "Honorarios", "price": 356}],
  "voucher_number": "V-1"
 },
 "downstream_id": "90",
 "currency": "COP",
 "currency_rate": null,
 "total_amount": 356,
 "reference": null,
 "payment_method": null,
 "account": {"id": "1", "name": "Caja"},
 "transaction_date": "2026-05-05T00:00:00.000Z",
 "status": "authorised",
 "note": null,
 "number": "16",
 "created_at": null,
 "supplier": {"id": "297", "display_name": "Proveedor SAS"},
 "type": "accounts_payable",
 "allocations": null
}"""
    assert digits(emitted_text(BILL_PAYMENTS, _COLOMBIA, COLOMBIAN)) == digits(expected)


@pytest.mark.parametrize(
    ("word", "unified"),
    [("open", "authorised"), ("void", "voided"), ("closed", None), (None, None)],
)
def test_status_vocabulary(word: str | None, unified: str | None) -> None:
    data, _ = emitted(BILL_PAYMENTS, _record(status=word))
    assert data["status"] == unified
    assert data["alegra"].get("status") == word


@pytest.mark.parametrize(
    ("type_", "belongs"),
    [("out", True), ("in", False), (None, True), ("transfer", True), ({}, True), (["in"], True)],
)
def test_a_payment_belongs_unless_it_goes_the_other_way(type_: Any, belongs: bool) -> None:
    assert BILL_PAYMENTS.belongs(_record(type=type_)) is belongs
    untyped = _record()
    del untyped["type"]
    assert BILL_PAYMENTS.belongs(untyped)


def test_a_payment_is_settled_at_once() -> None:
    assert isinstance(BILL_PAYMENTS.strategy, DocumentChanges)
    assert BILL_PAYMENTS.strategy.open_statuses == ()
    assert not BILL_PAYMENTS.strategy.is_open(_record(status="open"))
    assert BILL_PAYMENTS.listing.parameters == {"type": "out"}


def test_allocations_tell_the_applied_amount_not_the_documents_total() -> None:
    documents = [{"id": 1, "number": "F1", "total": 900, "amount": "12.340"}, {"id": "2"}]
    data = understood(BILL_PAYMENTS, _record(bills=documents))
    assert data["allocations"] == [
        {"id": "1", "type": "bill", "code": "F1", "amount": Decimal("12.34")},
        {"id": "2", "type": "bill"},
    ]


def test_what_is_booked_on_accounts_stays_under_alegra() -> None:
    accounts = [{"id": "5001", "price": 250}]
    data = understood(BILL_PAYMENTS, _record(bills=[], categories=accounts, invoices=[{"id": "3"}]))
    assert data["allocations"] is None
    assert data["alegra"]["categories"] == accounts
    assert data["alegra"]["invoices"] == [{"id": "3"}]


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ({"account": {"id": 3, "name": "Caja"}}, {"id": "3", "name": "Caja"}),
        ({"account": "3"}, {"id": "3"}),
        ({"account": 3}, {"id": "3"}),
        ({"bankAccount": {"id": "2"}, "account": "3"}, {"id": "2"}),
        ({"account": None}, None),
    ],
)
def test_the_bank_account_is_read_from_every_known_shape(
    account: dict[str, Any], expected: dict[str, str] | None
) -> None:
    assert (
        understood(BILL_PAYMENTS, _record(**{"bankAccount": None, **account}))["account"]
        == expected
    )


def test_a_client_of_an_unknown_shape_is_reported_once() -> None:
    data, problems = emitted(BILL_PAYMENTS, _record(client=5))
    assert data["supplier"] is None
    assert [problem.field for problem in problems] == ["supplier"]


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(BILL_PAYMENTS, _record(), data, MEXICAN)
