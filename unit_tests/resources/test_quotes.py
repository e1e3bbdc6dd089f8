from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resources.quotes import QUOTES
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
 "id": "31",
 "number": "COT-31",
 "date": "2026-10-02",
 "dueDate": "2026-10-17",
 "status": "unbilled",
 "client": {
  "id": "88",
  "name": "Ferretería Díaz SA de CV",
  "email": "pagos@ferreteriadiaz.mx",
  "address": {
   "street": "Av. Reforma",
   "exteriorNumber": "222",
   "interiorNumber": "4B",
   "colony": "Juárez",
   "locality": "Cuauhtémoc",
   "municipality": "Ciudad de México",
   "zipCode": "06600",
   "state": "CDMX",
   "country": "MEX"
  }
 },
 "items": [
  {
   "id": "12",
   "name": "Taladro",
   "price": 33.333333,
   "quantity": 3,
   "discount": "10.00",
   "tax": [{"id": "2", "name": "IVA", "percentage": "16.00", "amount": 14.40}],
   "total": 104.40
  },
  {
   "id": "13",
   "name": "Broca",
   "price": 1.10,
   "quantity": 2,
   "tax": [{"id": "3", "name": "Exento", "percentage": 0}],
   "total": 2.20
  }
 ],
 "total": 106.60,
 "anotation": "Válida 15 días",
 "observations": null,
 "seller": {"id": "1", "name": "Eva"}
}"""

_COLOMBIA = """{
 "id": 32,
 "number": 32,
 "date": "2026-05-02",
 "dueDate": "2026-05-12",
 "status": "billed",
 "client": {"id": "14", "name": "Ana Prueba", "address": "Cra 7 # 71-21, Bogotá"},
 "items": [],
 "total": 0,
 "currency": {"code": "USD", "exchangeRate": 4012.55},
 "warehouse": {"id": "1", "name": "Principal"},
 "datetime": "2026-05-02 07:00:00"
}"""


def _record(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = exact_json(_MEXICO)
    return {**record, **changes}


def test_a_mexican_quote() -> None:
    expected = """{
 "id": "31",
 "alegra": {"status": "unbilled", "seller": {"id": "1", "name": "Eva"}},
 "downstream_id": "31",
 "number": "COT-31",
 "customer": {
  "id": "88",
  "display_name": "Ferretería Díaz SA de CV",
  "email": "pagos@ferreteriadiaz.mx"
 },
 "quote_date": "2026-10-02",
 "expiry_date": "2026-10-17",
 "status": "sent",
 "currency": "MXN",
 "currency_rate": null,
 "sub_total": 92.19999910,
 "total_tax": 14.40,
 "total": 106.60,
 "customer_memo": "Válida 15 días",
 "line_items": [
  {
   "row_id": "1",
   "line_number": 1,
   "type": "sales_item",
   "item": {"id": "12", "name": "Taladro"},
   "quantity": 3,
   "unit_price": 33.333333,
   "discount_percentage": 10.00,
   "tax_rate": {"id": "2", "name": "IVA", "rate": 16.00},
   "tax_amount": 14.40,
   "total_amount": 104.40
  },
  {
   "row_id": "2",
   "line_number": 2,
   "type": "sales_item",
   "item": {"id": "13", "name": "Broca"},
   "quantity": 2,
   "unit_price": 1.10,
   "tax_rate": {"id": "3", "name": "Exento", "rate": 0},
   "tax_amount": 0,
   "total_amount": 2.20
  }
 ],
 "billing_address": {
  "type": "billing",
  "line1": "Av. Reforma, 222, 4B, Juárez, Cuauhtémoc, Ciudad de México, 06600, CDMX, MEX"
 },
 "created_at": null
}"""
    assert digits(emitted_text(QUOTES, _MEXICO, MEXICAN)) == digits(expected)


def test_a_colombian_quote() -> None:
    expected = """{
 "id": "32",
 "alegra": {"status": "billed", "warehouse": {"id": "1", "name": "Principal"}},
 "downstream_id": "32",
 "number": "32",
 "customer": {"id": "14", "display_name": "Ana Prueba"},
 "quote_date": "2026-05-02",
 "expiry_date": "2026-05-12",
 "status": "converted",
 "currency": "USD",
 "currency_rate": 4012.55,
 "sub_total": null,
 "total_tax": null,
 "total": 0,
 "customer_memo": null,
 "line_items": null,
 "billing_address": {"type": "billing", "line1": "Cra 7 # 71-21, Bogotá"},
 "created_at": "2026-05-02T12:00:00.000Z"
}"""
    assert digits(emitted_text(QUOTES, _COLOMBIA, COLOMBIAN)) == digits(expected)


@pytest.mark.parametrize(
    ("word", "unified"),
    [("unbilled", "sent"), ("billed", "converted"), ("void", "void"), ("open", None), (None, None)],
)
def test_status_vocabulary(word: str | None, unified: str | None) -> None:
    data, _ = emitted(QUOTES, _record(status=word))
    assert data["status"] == unified
    assert data["alegra"].get("status") == word


def test_quote_address_is_one_preformatted_string() -> None:
    assert understood(QUOTES, _record())["billing_address"] == {
        "type": "billing",
        "line1": "Av. Reforma, 222, 4B, Juárez, Cuauhtémoc, Ciudad de México, 06600, CDMX, MEX",
    }


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("Cra 7 # 71-21", "Cra 7 # 71-21"),
        (
            {
                "country": "Colombia",
                "department": "Cundinamarca",
                "city": "Chía",
                "address": "Cl 1",
            },
            "Cl 1, Chía, Cundinamarca, Colombia",
        ),
        ({"address": "", "city": None, "zipCode": 6600}, "6600"),
    ],
)
def test_an_address_of_any_known_shape_becomes_one_line(block: Any, line: str) -> None:
    data = understood(QUOTES, _record(client={"id": "1", "address": block}))
    assert data["billing_address"]["line1"] == line


@pytest.mark.parametrize(
    "client", [{"id": "1"}, {"id": "1", "address": {"city": None}}, "Ana", None]
)
def test_no_address_is_no_address(client: Any) -> None:
    assert understood(QUOTES, _record(client=client))["billing_address"] is None


@pytest.mark.parametrize("block", [5, ["Cl 1"], {"city": {"name": "Chía"}}, {"country": True}])
def test_an_address_of_an_unknown_shape_is_reported(block: Any) -> None:
    data, problems = emitted(QUOTES, _record(client={"id": "1", "address": block}))
    assert data["billing_address"] is None
    assert [problem.field for problem in problems] == ["billing_address"]


def test_only_unbilled_quotes_are_unsettled() -> None:
    assert isinstance(QUOTES.strategy, DocumentChanges)
    assert QUOTES.strategy.open_statuses == ("unbilled",)
    for word, unsettled in (("unbilled", True), ("billed", False), ("void", False), ([], False)):
        assert QUOTES.strategy.is_open(_record(status=word)) is unsettled


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(QUOTES, _record(), data, MEXICAN)
