from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resources.tax_rates import TAX_RATES
from alegra_unified.synchronization import MasterData

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
 "id": 2,
 "name": "IVA",
 "percentage": "16.00",
 "description": "Impuesto al valor agregado",
 "rate": "16.00",
 "status": "active",
 "type": "IVA",
 "categoryFavorable": {"id": "5033", "name": "IVA acreditable"},
 "categoryToBePaid": {"id": 5061, "name": "IVA por pagar"}
}"""

_COLOMBIA = """{
 "id": "7",
 "name": "Impoconsumo",
 "percentage": 8,
 "description": "",
 "status": "inactive",
 "type": "ICO",
 "categoryFavorable": null,
 "categoryToBePaid": []
}"""


def _record(**changes: Any) -> dict[str, Any]:
    return {**exact_json(_MEXICO), **changes}


def test_a_mexican_tax() -> None:
    expected = """{
 "id": "2",
 "alegra": {"status": "active"},
 "display_id": "2",
 "name": "IVA",
 "description": "Impuesto al valor agregado",
 "effective_tax_rate": 16.00,
 "total_tax_rate": 16.00,
 "tax_payable_account_id": "5061",
 "tax_remitted_account_id": "5033",
 "type": "IVA",
 "status": "active"
}"""
    assert digits(emitted_text(TAX_RATES, _MEXICO, MEXICAN)) == digits(expected)


def test_a_colombian_tax_without_accounts() -> None:
    expected = """{
 "id": "7",
 "alegra": {"status": "inactive"},
 "display_id": "7",
 "name": "Impoconsumo",
 "description": null,
 "effective_tax_rate": 8,
 "total_tax_rate": 8,
 "tax_payable_account_id": null,
 "tax_remitted_account_id": null,
 "type": "ICO",
 "status": "inactive"
}"""
    assert digits(emitted_text(TAX_RATES, _COLOMBIA, COLOMBIAN)) == digits(expected)


@pytest.mark.parametrize("percentage", ["16.00", "16", "0", "10.6667", "0.30000000000000004"])
def test_a_percentage_is_a_number_or_a_text_and_keeps_its_digits(percentage: str) -> None:
    for sent in (percentage, f'"{percentage}"'):
        printed = digits(emitted_text(TAX_RATES, f'{{"id": 1, "percentage": {sent}}}', MEXICAN))
        assert printed["effective_tax_rate"] == ("number", percentage)
        assert printed["total_tax_rate"] == ("number", percentage)


@pytest.mark.parametrize("percentage", ["16%", "exento", True, {"value": 16}])
def test_a_percentage_that_is_no_number_is_reported(percentage: Any) -> None:
    data, problems = emitted(TAX_RATES, _record(percentage=percentage))
    assert (data["effective_tax_rate"], data["total_tax_rate"]) == (None, None)
    assert [problem.field for problem in problems] == ["effective_tax_rate", "total_tax_rate"]
    assert str(data["alegra"]["unread"][0]["value"]) == str(percentage)
    assert data["name"] == "IVA"


@pytest.mark.parametrize(
    ("account", "identifier"),
    [
        ({"id": "5061"}, "5061"),
        ({"id": 5061}, "5061"),
        ([{"id": 5061}], "5061"),
        (5061, "5061"),
        ("5061", "5061"),
        ({"id": None}, None),
        ({}, None),
        ([], None),
        ("", None),
        (None, None),
    ],
)
def test_an_account_is_an_object_or_an_id(account: Any, identifier: str | None) -> None:
    payable = understood(TAX_RATES, _record(categoryToBePaid=account))
    assert payable["tax_payable_account_id"] == identifier
    assert payable["tax_remitted_account_id"] == "5033"
    remitted = understood(TAX_RATES, _record(categoryFavorable=account))
    assert remitted["tax_remitted_account_id"] == identifier
    assert remitted["tax_payable_account_id"] == "5061"


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
    data = understood(TAX_RATES, _record(status=word))
    assert data["status"] == unified
    assert data["alegra"].get("status") == word


def test_taxes_have_no_moment_of_change() -> None:
    assert TAX_RATES.listing.path == "/taxes"
    assert TAX_RATES.strategy == MasterData()


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(TAX_RATES, _record(), data, MEXICAN)
