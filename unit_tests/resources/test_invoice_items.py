from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.company import Company
from alegra_unified.resources.invoice_items import INVOICE_ITEMS

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
 "id": "12",
 "name": "Taladro",
 "description": "Percutor",
 "reference": {"reference": "TAL-1"},
 "code": 7,
 "price": [
  {"idPriceList": "5", "name": "Mayoreo", "type": "amount", "price": "450.00", "main": false},
  {"idPriceList": "1", "name": "General", "type": "amount", "price": "500.0500000000", "main": true}
 ],
 "tax": [
  {"id": "2", "name": "IVA", "percentage": "16.00"},
  {"id": "9", "name": "IEPS", "percentage": 8}
 ],
 "category": {"id": "5071", "name": "Ventas", "code": "401-01"},
 "itemCategory": {"id": 3, "name": "Herramienta"},
 "accounting": {
  "inventory": {"id": "5021", "name": "Inventarios"},
  "inventariablePurchase": {"id": "5081", "name": "Costo de ventas", "code": "501"}
 },
 "inventory": {
  "unit": "H87",
  "unitCost": "310.218487",
  "availableQuantity": 0.30000000000000004,
  "warehouses": [{"id": "1", "name": "Principal", "availableQuantity": "4.0000"}]
 },
 "status": "active",
 "type": "simple",
 "customFields": [{"id": "1", "key": "marca", "name": "Marca", "value": "Bosch"}],
 "productKey": "27111700"
}"""

_COLOMBIA = """{
 "id": 30,
 "name": "Asesoría",
 "description": null,
 "reference": "ASE",
 "price": 120000,
 "tax": [],
 "category": {"id": 61},
 "itemCategory": null,
 "status": "inactive",
 "type": "simple",
 "hasNoIvaDays": false,
 "customFields": []
}"""


def _record(**changes: Any) -> dict[str, Any]:
    return {**exact_json(_MEXICO), **changes}


def test_a_mexican_product() -> None:
    expected = """{
 "id": "12",
 "alegra": {
  "status": "active",
  "product_key": "27111700",
  "code": "7",
  "type": "simple",
  "prices": [
   {"idPriceList": "5", "name": "Mayoreo", "type": "amount", "price": "450.00", "main": false},
   {
    "idPriceList": "1",
    "name": "General",
    "type": "amount",
    "price": "500.0500000000",
    "main": true
   }
  ],
  "taxes": [
   {"id": "2", "name": "IVA", "percentage": "16.00"},
   {"id": "9", "name": "IEPS", "percentage": 8}
  ],
  "item_category": {"id": 3, "name": "Herramienta"},
  "inventory": {
   "unit": "H87",
   "unitCost": "310.218487",
   "availableQuantity": 0.30000000000000004,
   "warehouses": [{"id": "1", "name": "Principal", "availableQuantity": "4.0000"}]
  },
  "custom_fields": [{"id": "1", "key": "marca", "name": "Marca", "value": "Bosch"}]
 },
 "name": "Taladro",
 "description": "Percutor",
 "display_id": "12",
 "code": "TAL-1",
 "tracked": true,
 "taxable": true,
 "type": "inventory",
 "sales_details": {
  "unit_price": 500.0500000000,
  "unit_of_measure": "H87",
  "tax_rate": {"id": "2", "name": "IVA", "rate": 16.00}
 },
 "purchase_details": {"unit_price": 310.218487},
 "quantity": 0.30000000000000004,
 "unit_price": 500.0500000000,
 "currency": "MXN",
 "asset_account": {"id": "5021", "name": "Inventarios"},
 "income_account": {"id": "5071", "name": "Ventas", "code": "401-01"},
 "expense_account": {"id": "5081", "name": "Costo de ventas", "code": "501"},
 "active": true,
 "category_id": "3"
}"""
    assert digits(emitted_text(INVOICE_ITEMS, _MEXICO, MEXICAN)) == digits(expected)


def test_a_colombian_service() -> None:
    expected = """{
 "id": "30",
 "alegra": {"status": "inactive", "type": "simple"},
 "name": "Asesoría",
 "description": null,
 "display_id": "30",
 "code": "ASE",
 "tracked": false,
 "taxable": false,
 "type": "service",
 "sales_details": {"unit_price": 120000},
 "purchase_details": null,
 "quantity": null,
 "unit_price": 120000,
 "currency": "COP",
 "asset_account": null,
 "income_account": {"id": "61"},
 "expense_account": null,
 "active": false,
 "category_id": null
}"""
    assert digits(emitted_text(INVOICE_ITEMS, _COLOMBIA, COLOMBIAN)) == digits(expected)


@pytest.mark.parametrize("key", ["27111700", 27111700])
def test_gotcha_the_product_key_has_no_unified_field_and_stands_under_alegra(key: Any) -> None:
    data = understood(INVOICE_ITEMS, _record(productKey=key))
    assert data["alegra"]["product_key"] == "27111700"
    del data["alegra"]
    assert "27111700" not in str(data)


@pytest.mark.parametrize(
    ("price", "unit_price"),
    [
        (5, "5"),
        ("19928.00", "19928.00"),
        ([{"price": 1}, {"price": "2.50", "main": True}], "2.50"),
        ([{"price": "1.10", "main": False}, {"price": 2}], "1.10"),
        ([{"name": "General", "main": True}], None),
        ([], None),
        ({}, None),
        ("", None),
        (None, None),
    ],
)
def test_a_price_is_one_or_a_list(price: Any, unit_price: str | None) -> None:
    data = understood(INVOICE_ITEMS, _record(price=price, inventory=None, tax=None))
    found = data["unit_price"]
    assert (None if found is None else str(found)) == unit_price
    details = data["sales_details"]
    assert (details is None) == (unit_price is None)
    assert details is None or str(details["unit_price"]) == unit_price


@pytest.mark.parametrize(
    "price", ["16746.218487", "3435.0036", "0.1234567890", "0.0000000000", "0.30000000000000004"]
)
def test_a_price_keeps_its_digits(price: str) -> None:
    for sent in (price, f'"{price}"', f'[{{"price": {price}}}]'):
        printed = digits(emitted_text(INVOICE_ITEMS, f'{{"id": 1, "price": {sent}}}', MEXICAN))
        assert printed["unit_price"] == ("number", price)
        assert printed["sales_details"]["unit_price"] == ("number", price)


def test_all_prices_are_kept_under_alegra() -> None:
    prices = [{"price": 1}, {"price": 2}]
    assert understood(INVOICE_ITEMS, _record(price=prices))["alegra"]["prices"] == prices
    assert "prices" not in understood(INVOICE_ITEMS, _record(price=5))["alegra"]


@pytest.mark.parametrize("price", ["caro", {"amount": 5}, True])
def test_a_price_of_an_unknown_shape_is_reported(price: Any) -> None:
    data, problems = emitted(INVOICE_ITEMS, _record(price=price))
    assert data["unit_price"] is None
    assert "unit_price" not in data["sales_details"]
    assert {problem.field for problem in problems} == {"unit_price", "sales_details.unit_price"}
    assert data["alegra"]["unread"][0]["value"] == price


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("TAL-1", "TAL-1"),
        ({"reference": "TAL-1"}, "TAL-1"),
        (5, "5"),
        ({"reference": None}, None),
        ({}, None),
        ([], None),
        ("", None),
        (None, None),
    ],
)
def test_the_reference_is_a_text_or_in_an_object(reference: Any, code: str | None) -> None:
    data = understood(INVOICE_ITEMS, _record(reference=reference))
    assert data["code"] == code
    assert data["alegra"]["code"] == "7"


@pytest.mark.parametrize(
    ("kind", "inventory", "unified"),
    [
        ("simple", {"unit": "H87"}, "inventory"),
        ("variant", {"unit": "H87"}, "inventory"),
        ("product", {"unit": "H87"}, "inventory"),
        (None, {"unit": "H87"}, "inventory"),
        ("simple", None, "service"),
        ("simple", {}, "service"),
        ("simple", [], "service"),
        ("service", None, "service"),
        ("", None, "service"),
        ("kit", None, "other"),
        ("kit", {"unit": "H87"}, "other"),
        ("variantParent", {"unit": "H87"}, "other"),
        ("subscription", None, None),
    ],
)
def test_the_type_is_told_by_the_stock(kind: Any, inventory: Any, unified: str | None) -> None:
    data = understood(INVOICE_ITEMS, _record(type=kind, inventory=inventory))
    assert data["type"] == unified
    assert data["tracked"] is bool(inventory)
    assert data["alegra"].get("type") == (kind or None)


@pytest.mark.parametrize(
    ("tax", "taxable", "named"),
    [
        (
            [{"id": 2, "name": "IVA", "percentage": "16.00"}, {"id": 9}],
            True,
            "{'id': '2', 'name': 'IVA', 'rate': Decimal('16.00')}",
        ),
        ([{"id": "2", "percentage": 16}], True, "{'id': '2', 'rate': 16}"),
        ({"id": "2", "percentage": "8"}, True, "{'id': '2', 'rate': 8}"),
        ([{"amount": 5}], True, "None"),
        ([], False, "None"),
        ({}, False, "None"),
        (None, False, "None"),
    ],
)
def test_the_first_tax_is_named_and_all_are_kept(tax: Any, taxable: bool, named: str) -> None:
    data = understood(INVOICE_ITEMS, _record(tax=tax))
    assert data["taxable"] is taxable
    assert str(data["sales_details"].get("tax_rate")) == named
    assert data["alegra"].get("taxes") == (tax or None)


@pytest.mark.parametrize(
    ("word", "active"),
    [("active", True), ("inactive", False), ("deleted", None), ("sold out", None), (None, None)],
)
def test_status_vocabulary(word: str | None, active: bool | None) -> None:
    data = understood(INVOICE_ITEMS, _record(status=word))
    assert data["active"] is active
    assert data["alegra"].get("status") == word


def test_the_currency_is_the_companys() -> None:
    nowhere = Company(country=None, currency=None, time_zone=None)
    assert understood(INVOICE_ITEMS, _record(), COLOMBIAN)["currency"] == "COP"
    assert understood(INVOICE_ITEMS, _record(), nowhere)["currency"] is None


@pytest.mark.parametrize("account", [{"id": 5, "name": "Una"}, [{"id": "5", "name": "Una"}]])
def test_accounts_are_linked(account: Any) -> None:
    accounting = {"inventory": account, "inventariablePurchase": account}
    data = understood(INVOICE_ITEMS, _record(category=account, accounting=accounting))
    for field in ("asset_account", "income_account", "expense_account"):
        assert data[field] == {"id": "5", "name": "Una"}


@pytest.mark.parametrize("nothing", [None, {}, [], ""])
def test_without_accounts_there_are_none(nothing: Any) -> None:
    data = understood(INVOICE_ITEMS, _record(category=nothing, accounting=nothing))
    for field in ("asset_account", "income_account", "expense_account"):
        assert data[field] is None


def test_a_stock_of_an_unknown_shape_is_reported_and_the_rest_is_read() -> None:
    data, problems = emitted(INVOICE_ITEMS, _record(inventory="muchos"))
    assert {problem.field for problem in problems} == {
        "alegra.inventory",
        "quantity",
        "purchase_details.unit_price",
        "sales_details.unit_of_measure",
    }
    assert {each["value"] for each in data["alegra"]["unread"]} == {"muchos"}
    assert (data["id"], str(data["unit_price"])) == ("12", "500.0500000000")


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(INVOICE_ITEMS, _record(), data, MEXICAN)
