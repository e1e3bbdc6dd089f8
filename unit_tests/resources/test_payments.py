from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resources.payments import PAYMENTS
from alegra_unified.synchronization import DocumentChanges

from .documents import (
    DOMINICAN,
    MEXICAN,
    assert_anything_is_read,
    digits,
    emitted,
    emitted_text,
    understood,
)

_MEXICO = """{
 "id": 701,
 "number": "45",
 "date": "2026-10-05",
 "amount": 44.1044,
 "type": "in",
 "status": "open",
 "paymentMethod": "transfer",
 "bankAccount": {"id": "2", "name": "BBVA", "type": "bank"},
 "client": {"id": "88", "name": "Ferretería Díaz SA de CV", "email": "pagos@ferreteriadiaz.mx"},
 "invoices": [
  {
   "id": "2207",
   "number": "A207",
   "date": "2026-10-01",
   "total": 1044.1044,
   "totalPaid": 44.1044,
   "balance": 1000,
   "amount": "44.1044"
  }
 ],
 "numberTemplate": {"prefix": "RC", "number": "45"},
 "observations": "SPEI",
 "anotation": "",
 "currency": {"code": "USD", "exchangeRate": 18.4523},
 "costCenter": {"id": "4"},
 "bankAccountAmount": 813.83,
 "stamp": {"uuid": "6F1E2D3C-0000-4000-8000-000000000003", "version": "4.0"},
 "categories": [],
 "retentions": []
}"""

_DOMINICANA = """{
 "id": "18981",
 "date": "2026-09-06",
 "amount": "250.00",
 "type": "in",
 "status": "void",
 "paymentMethod": "cash",
 "account": "3",
 "client": null,
 "invoices": [],
 "categories": [
  {"id": "5001", "name": "Otros ingresos", "price": 250, "quantity": 1, "total": 250}
 ],
 "datetime": "2026-09-06 08:00:00"
}"""


def _record(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = exact_json(_MEXICO)
    return {**record, **changes}


def test_a_mexican_payment() -> None:
    expected = """{
 "id": "701",
 "alegra": {
  "status": "open",
  "cost_center": {"id": "4"},
  "number_template": {"prefix": "RC", "number": "45"},
  "stamp": {"uuid": "6F1E2D3C-0000-4000-8000-000000000003", "version": "4.0"},
  "bank_account_amount": 813.83
 },
 "downstream_id": "701",
 "currency": "USD",
 "currency_rate": 18.4523,
 "total_amount": 44.1044,
 "reference": "RC45",
 "payment_method": "transfer",
 "account": {"id": "2", "name": "BBVA"},
 "transaction_date": "2026-10-05T00:00:00.000Z",
 "status": "authorised",
 "note": "SPEI",
 "number": "45",
 "created_at": null,
 "customer": {
  "id": "88",
  "display_name": "Ferretería Díaz SA de CV",
  "email": "pagos@ferreteriadiaz.mx"
 },
 "type": "accounts_receivable",
 "allocations": [{"id": "2207", "type": "invoice", "code": "A207", "amount": 44.1044}]
}"""
    assert digits(emitted_text(PAYMENTS, _MEXICO, MEXICAN)) == digits(expected)


def test_a_dominican_payment() -> None:
    expected = """{
 "id": "18981",
 "alegra": {
  "status": "void",
  "categories": [
   {"id": "5001", "name": "Otros ingresos", "price": 250, "quantity": 1, "total": 250}
  ]
 },
 "downstream_id": "18981",
 "currency": "DOP",
 "currency_rate": null,
 "total_amount": 250.00,
 "reference": null,
 "payment_method": "cash",
 "account": {"id": "3"},
 "transaction_date": "2026-09-06T00:00:00.000Z",
 "status": "voided",
 "note": null,
 "number": null,
 "created_at": "2026-09-06T12:00:00.000Z",
 "customer": null,
 "type": "accounts_receivable",
 "allocations": null
}"""
    assert digits(emitted_text(PAYMENTS, _DOMINICANA, DOMINICAN)) == digits(expected)


@pytest.mark.parametrize(
    ("word", "unified"),
    [("open", "authorised"), ("void", "voided"), ("closed", None), (None, None)],
)
def test_status_vocabulary(word: str | None, unified: str | None) -> None:
    data, _ = emitted(PAYMENTS, _record(status=word))
    assert data["status"] == unified
    assert data["alegra"].get("status") == word


@pytest.mark.parametrize(
    ("type_", "belongs"),
    [("in", True), ("out", False), (None, True), ("transfer", True), ({}, True), (["out"], True)],
)
def test_a_payment_belongs_unless_it_goes_the_other_way(type_: Any, belongs: bool) -> None:
    assert PAYMENTS.belongs(_record(type=type_)) is belongs
    untyped = _record()
    del untyped["type"]
    assert PAYMENTS.belongs(untyped)


def test_a_payment_is_settled_at_once() -> None:
    assert isinstance(PAYMENTS.strategy, DocumentChanges)
    assert PAYMENTS.strategy.open_statuses == ()
    assert not PAYMENTS.strategy.is_open(_record(status="open"))
    assert PAYMENTS.listing.parameters == {"type": "in"}


def test_allocations_tell_the_applied_amount_not_the_documents_total() -> None:
    documents = [{"id": 1, "number": "F1", "total": 900, "amount": "12.340"}, {"id": "2"}]
    data = understood(PAYMENTS, _record(invoices=documents))
    assert data["allocations"] == [
        {"id": "1", "type": "invoice", "code": "F1", "amount": Decimal("12.34")},
        {"id": "2", "type": "invoice"},
    ]


def test_what_is_booked_on_accounts_stays_under_alegra() -> None:
    accounts = [{"id": "5001", "price": 250}]
    data = understood(PAYMENTS, _record(invoices=[], categories=accounts, bills=[{"id": "3"}]))
    assert data["allocations"] is None
    assert data["alegra"]["categories"] == accounts
    assert data["alegra"]["bills"] == [{"id": "3"}]


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
    assert understood(PAYMENTS, _record(**{"bankAccount": None, **account}))["account"] == expected


def test_a_client_of_an_unknown_shape_is_reported_once() -> None:
    data, problems = emitted(PAYMENTS, _record(client=5))
    assert data["customer"] is None
    assert [problem.field for problem in problems] == ["customer"]


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(PAYMENTS, _record(), data, MEXICAN)
