from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resources.bank_accounts import BANK_ACCOUNTS

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
 "id": "1",
 "name": "BBVA operativa",
 "number": "0123456789",
 "description": "Cuenta principal",
 "type": "bank",
 "status": "active",
 "initialBalance": "1000.5000000000",
 "initialBalanceDate": "2026-01-01",
 "decimalPrecision": "2",
 "calculationScale": 6,
 "category": {"id": 5011, "name": "Banco principal", "code": "102-01"}
}"""


def _record(**changes: Any) -> dict[str, Any]:
    return {**exact_json(_MEXICO), **changes}


def test_a_bank_account() -> None:
    expected = """{
 "id": "1",
 "alegra": {
  "status": "active",
  "type": "bank",
  "initial_balance": 1000.5000000000,
  "initial_balance_date": "2026-01-01"
 },
 "downstream_id": "1",
 "display_id": "1",
 "name": "BBVA operativa",
 "account_number": "0123456789",
 "account_type": "checking",
 "ledger_account": {"id": "5011", "name": "Banco principal", "code": "102-01"},
 "status": "active",
 "description": "Cuenta principal",
 "currency": null,
 "balance": null,
 "routing_number": null,
 "iban": null,
 "bic": null
}"""
    assert digits(emitted_text(BANK_ACCOUNTS, _MEXICO, MEXICAN)) == digits(expected)


def test_gotcha_bank_accounts_have_no_iban_bic_routing_number_currency_or_balance() -> None:
    sent = {
        "iban": "ES9121000418450200051332",
        "bic": "CAIXESBB",
        "swift": "CAIXESBB",
        "routingNumber": "021000021",
        "currency": {"code": "USD"},
        "balance": "150.75",
    }
    data = understood(BANK_ACCOUNTS, _record(**sent))
    for field in ("iban", "bic", "routing_number", "currency", "balance"):
        assert data[field] is None, field


@pytest.mark.parametrize("balance", ["150.7500000000", "0", "-0.30000000000000004"])
def test_a_balance_that_alegra_sends_all_the_same_is_kept_under_alegra(balance: str) -> None:
    for sent in (balance, f'"{balance}"'):
        printed = digits(emitted_text(BANK_ACCOUNTS, f'{{"id": 1, "balance": {sent}}}', MEXICAN))
        assert printed["balance"] is None
        assert printed["alegra"]["balance"] == ("number", balance)


@pytest.mark.parametrize(
    ("kind", "unified"),
    [
        ("bank", "checking"),
        ("cash", "cash"),
        ("credit-card", "credit_card"),
        ("wallet", None),
        (None, None),
    ],
)
def test_account_types(kind: str | None, unified: str | None) -> None:
    data = understood(BANK_ACCOUNTS, _record(type=kind))
    assert data["account_type"] == unified
    assert data["alegra"].get("type") == kind


@pytest.mark.parametrize(
    ("word", "unified"),
    [
        ("active", "active"),
        ("inactive", "inactive"),
        # The unified bank account knows no `archived`.
        ("deleted", None),
        ("suspended", None),
        (None, None),
    ],
)
def test_status_vocabulary(word: str | None, unified: str | None) -> None:
    data = understood(BANK_ACCOUNTS, _record(status=word))
    assert data["status"] == unified
    assert data["alegra"].get("status") == word


@pytest.mark.parametrize(
    ("category", "linked"),
    [
        ({"id": "5011", "name": "Bancos"}, {"id": "5011", "name": "Bancos"}),
        ({"id": 5011, "code": None}, {"id": "5011"}),
        ([{"id": 5011}], {"id": "5011"}),
        (5011, {"id": "5011"}),
        ({}, None),
        ([], None),
        (None, None),
    ],
)
def test_the_ledger_account_is_an_object_or_an_id(category: Any, linked: Any) -> None:
    assert understood(BANK_ACCOUNTS, _record(category=category))["ledger_account"] == linked


def test_the_list_asks_for_the_ledger_account() -> None:
    assert BANK_ACCOUNTS.listing.path == "/bank-accounts"
    assert BANK_ACCOUNTS.listing.parameters == {"fields": "category"}


def test_an_account_number_keeps_its_zeros_and_may_be_a_number() -> None:
    assert understood(BANK_ACCOUNTS, _record(number="007"))["account_number"] == "007"
    assert understood(BANK_ACCOUNTS, _record(number=7))["account_number"] == "7"
    assert understood(BANK_ACCOUNTS, _record(number=""))["account_number"] is None


@pytest.mark.parametrize(
    ("field", "value", "unified"),
    [
        ("initialBalance", "mil", "alegra.initial_balance"),
        ("initialBalanceDate", "ayer", "alegra.initial_balance_date"),
        ("initialBalanceDate", 20260101, "alegra.initial_balance_date"),
        ("name", ["BBVA"], "name"),
        ("category", True, "ledger_account.id"),
    ],
)
def test_a_broken_value_is_null_and_reported(field: str, value: Any, unified: str) -> None:
    data, problems = emitted(BANK_ACCOUNTS, _record(**{field: value}))
    assert data["id"] == "1"
    assert unified in [problem.field for problem in problems]
    reported = {each["field"]: each["value"] for each in data["alegra"]["unread"]}
    assert reported[unified] == value


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(BANK_ACCOUNTS, _record(), data, DOMINICAN)
