from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resources.customers import CUSTOMERS
from alegra_unified.resources.suppliers import SUPPLIERS

from .documents import (
    COLOMBIAN,
    MEXICAN,
    assert_anything_is_read,
    digits,
    emitted,
    emitted_text,
    understood,
)
from .master_data import COLOMBIAN_CONTACT, DOMINICAN_CONTACT, MEXICAN_CONTACT, contact


def test_a_mexican_supplier() -> None:
    printed = digits(emitted_text(SUPPLIERS, MEXICAN_CONTACT, MEXICAN))
    alegra = printed.pop("alegra")
    expected = """{
 "id": "41",
 "downstream_id": "41",
 "display_id": "ANO020202CD2",
 "display_name": "Aceros del Norte SA de CV",
 "company_name": "Aceros del Norte SA de CV",
 "first_name": null,
 "middle_name": null,
 "last_name": null,
 "individual": false,
 "addresses": [
  {
   "type": "primary",
   "line1": "Av. Ruiz Cortines",
   "line2": "Moderna",
   "line3": "4B",
   "street_number": "1200",
   "city": "Monterrey",
   "state": "Nuevo León",
   "postal_code": "64530",
   "country": "MEX",
   "county": "Monterrey Centro"
  }
 ],
 "phone_numbers": [
  {"number": "81 5555 0101", "type": "primary"},
  {"number": "81 5555 0102", "type": "secondary"},
  {"number": "81 5555 0103", "type": "mobile"},
  {"number": "81 5555 0104", "type": "fax"}
 ],
 "emails": [
  {"email": "ventas@aceros.mx", "type": "primary"},
  {"email": "cobranza@aceros.mx", "type": "secondary"},
  {"email": "luz@aceros.mx", "type": "work"}
 ],
 "notes": "Entrega por la mañana",
 "tax_number": "ANO020202CD2",
 "account": {"id": "5095", "name": "Proveedores nacionales", "code": "201-01"},
 "status": "active",
 "payment_method": "transfer",
 "terms": "30 días",
 "terms_id": "2",
 "created_at": "2026-04-23T21:03:01.000Z",
 "updated_at": "2026-05-01T08:30:15.250Z"
}"""
    assert printed == digits(expected)
    assert "untyped" not in alegra
    assert alegra["credit_limit"] == ("number", "150000.5000000000")


@pytest.mark.parametrize("text", [MEXICAN_CONTACT, COLOMBIAN_CONTACT, DOMINICAN_CONTACT])
def test_a_contact_that_is_both_is_the_same_but_for_its_account(text: str) -> None:
    record = {**exact_json(text), "type": ["client", "provider"]}
    assert CUSTOMERS.belongs(record)
    assert SUPPLIERS.belongs(record)
    customer, supplier = understood(CUSTOMERS, record), understood(SUPPLIERS, record)
    accounting = record.get("accounting") or {"accountReceivable": None, "debtToPay": None}
    for data, account in ((customer, "accountReceivable"), (supplier, "debtToPay")):
        found, sent = data.pop("account"), accounting[account]
        assert (found and found["id"]) == (sent and str(sent["id"]))
    assert customer == supplier


@pytest.mark.parametrize("kind", [[], "", None, {}, "client", ["other"]])
def test_what_is_not_called_a_provider_is_no_supplier(kind: Any) -> None:
    assert not SUPPLIERS.belongs(contact(type=kind))


@pytest.mark.parametrize(
    ("word", "unified"),
    [
        ("active", "active"),
        ("inactive", "inactive"),
        ("deleted", "archived"),
        ("suspended", None),
        (None, None),
    ],
)
def test_status_vocabulary(word: str | None, unified: str | None) -> None:
    data = understood(SUPPLIERS, contact(status=word))
    assert data["status"] == unified
    assert data["alegra"].get("status") == word


def test_a_status_of_an_unknown_shape_is_reported() -> None:
    data, problems = emitted(SUPPLIERS, contact(status=["active"]))
    assert data["status"] is None
    assert [problem.field for problem in problems] == ["alegra.status"]
    assert data["alegra"]["unread"][0]["value"] == ["active"]


@pytest.mark.parametrize(
    "accounting",
    [None, {}, [], {"debtToPay": None}, {"accountReceivable": {"id": "5093"}}],
)
def test_a_supplier_without_an_account_to_pay_has_none(accounting: Any) -> None:
    assert understood(SUPPLIERS, contact(accounting=accounting))["account"] is None


def test_an_account_of_an_unknown_shape_is_reported() -> None:
    data, problems = emitted(SUPPLIERS, contact(accounting="5095"))
    assert data["account"] == {}
    assert {problem.field for problem in problems} == {"account.id", "account.name", "account.code"}
    assert {each["value"] for each in data["alegra"]["unread"]} == {"5095"}


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(SUPPLIERS, exact_json(COLOMBIAN_CONTACT), data, COLOMBIAN)
