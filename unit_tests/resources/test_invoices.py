from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.company import Company
from alegra_unified.resources.invoices import INVOICES
from alegra_unified.synchronization import DocumentChanges

from .documents import (
    COLOMBIAN,
    DOMINICAN,
    MEXICAN,
    assert_anything_is_read,
    digits,
    emitted,
    emitted_text,
    understood,
)

_MEXICO = """{
 "id": "2207",
 "date": "2026-10-01",
 "dueDate": "2026-10-31",
 "datetime": "2026-10-01 18:30:00",
 "status": "open",
 "term": {"id": "3", "name": "30 días", "days": "30"},
 "client": {
  "id": 88,
  "name": "Ferretería Díaz SA de CV",
  "identification": "FDI010101AB1",
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
 "numberTemplate": {"id": "1", "prefix": "A", "number": "207", "isElectronic": true},
 "currency": {"code": "USD", "symbol": "$", "exchangeRate": "18.452300"},
 "subtotal": "1000.1000000000",
 "discount": "100.01",
 "tax": 144.0144,
 "total": 1044.1044,
 "totalPaid": 44.1044,
 "balance": 1000.00,
 "paymentType": "PPD",
 "paymentMethod": "other",
 "cfdiUse": "G03",
 "canApplyREP": true,
 "anotation": "Gracias",
 "observations": "interno",
 "purchaseOrderNumber": "OC-7",
 "costCenter": [{"id": "4", "name": "Norte"}],
 "seller": null,
 "warehouse": {"id": "019d06f6-08df-7479-b90d-799dc90a8f41", "name": "Principal"},
 "items": [
  {
   "id": 12,
   "name": "Taladro",
   "reference": {"reference": "TAL-1"},
   "description": "Percutor",
   "price": 500.05,
   "discount": "10.00",
   "discountAmount": 100.01,
   "quantity": "2.0000",
   "unit": "H87",
   "productKey": "27111700",
   "tax": [{"id": "2", "name": "IVA", "percentage": "16.00", "amount": 144.0144}],
   "total": 1044.1044
  }
 ],
 "payments": [
  {"id": "701", "date": "2026-10-05", "amount": "44.1044", "status": "open"},
  {"id": "702", "date": "2026-10-06", "amount": 9, "status": "void"}
 ],
 "stamp": {"uuid": "6F1E2D3C-0000-4000-8000-000000000001", "date": "2026-10-01 18:31:02"},
 "retentions": [],
 "pdfUrl": "https://cdn.example/2207.pdf"
}"""

_COLOMBIA = """{
 "id": "1281",
 "date": "2024-07-10",
 "dueDate": "2024-07-10",
 "datetime": "2024-07-10 23:10:05",
 "status": "closed",
 "term": "De contado",
 "client": {
  "id": "14",
  "name": "Ana Prueba",
  "identification": "796000",
  "email": null,
  "address": {
   "address": "Cra 7 # 71-21",
   "city": "Bogotá, D.C.",
   "department": "Bogotá, D.C.",
   "country": "Colombia",
   "zipCode": "110231"
  }
 },
 "numberTemplate": [
  {
   "id": "9",
   "prefix": "FRES",
   "number": "1281",
   "text": "Autorización 18764",
   "documentType": "invoice",
   "fullNumber": "FRES1281",
   "isElectronic": true
  }
 ],
 "subtotal": 100000,
 "discount": 0,
 "tax": 27000,
 "total": 127000,
 "totalPaid": 127000,
 "balance": 0,
 "decimalPrecision": "0",
 "calculationScale": 6,
 "type": "NATIONAL",
 "operationType": "STANDARD",
 "paymentForm": "CASH",
 "paymentMethod": "CASH",
 "currency": {},
 "costCenter": null,
 "items": [
  {
   "id": "5",
   "name": "Licor",
   "reference": "LIC",
   "price": 100000,
   "quantity": 1,
   "tax": [
    {"id": "1", "name": "IVA", "percentage": 19, "amount": 19000},
    {"id": "7", "name": "Impoconsumo", "percentage": 8, "amount": 8000}
   ],
   "total": 127000
  }
 ],
 "payments": [{"id": 55, "date": "2024-07-10", "amount": 127000}],
 "retentions": [{"id": "3", "name": "Retefuente", "percentage": "2.50", "amount": 2500}],
 "stamp": {
  "legalStatus": "STAMPED_AND_ACCEPTED",
  "cufe": "b7e1",
  "date": "2024-07-10 23:10:09"
 },
 "events": [{"code": "030"}],
 "printingTemplate": {"id": "7", "pageSize": "letter"},
 "url": "https://app.example/invoice/1281"
}"""

_DOMINICANA = """{
 "id": "14970",
 "date": "2026-09-05",
 "datetime": "2026-09-05 12:50:18",
 "status": "closed",
 "client": {
  "id": "6529",
  "name": "Cliente",
  "identification": "402",
  "identificationType": "CED"
 },
 "numberTemplate": {"prefix": "B02", "number": "14482", "fullNumber": "B0200014482"},
 "subtotal": 4233.05,
 "discount": 0,
 "tax": 761.95,
 "total": 4995,
 "totalPaid": 4995,
 "balance": 0,
 "warehouse": {"id": "2", "name": "Tienda"},
 "paymentMethod": "cash",
 "seller": {"id": "1", "name": "Eva"},
 "station": {"name": "Caja 1"},
 "items": [
  {
   "id": "1095",
   "name": "Crema",
   "price": 2911.02,
   "discount": 0,
   "discountAmount": 0,
   "quantity": 1,
   "tax": [{"amount": 523.9836}],
   "total": 3435.0036
  }
 ],
 "payments": [
  {
   "id": "18980",
   "date": "2026-09-05",
   "amount": 4995,
   "paymentMethod": "cash",
   "status": "open"
  }
 ]
}"""


def _record(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = exact_json(_MEXICO)
    return {**record, **changes}


def test_a_mexican_invoice() -> None:
    expected = """{
 "id": "2207",
 "alegra": {
  "status": "open",
  "observations": "interno",
  "stamp": {"uuid": "6F1E2D3C-0000-4000-8000-000000000001", "date": "2026-10-01 18:31:02"},
  "number_template": {"id": "1", "prefix": "A", "number": "207", "isElectronic": true},
  "warehouse": {"id": "019d06f6-08df-7479-b90d-799dc90a8f41", "name": "Principal"},
  "payment_type": "PPD",
  "cfdi_use": "G03",
  "can_apply_rep": true,
  "lines": [{"line_number": 1, "product_key": "27111700"}]
 },
 "downstream_id": "2207",
 "display_id": "A207",
 "type": "standard",
 "number": "A207",
 "customer": {
  "id": "88",
  "display_name": "Ferretería Díaz SA de CV",
  "email": "pagos@ferreteriadiaz.mx"
 },
 "department_id": "4",
 "invoice_date": "2026-10-01",
 "due_date": "2026-10-31",
 "terms": "30 días",
 "po_number": "OC-7",
 "status": "partially_paid",
 "currency": "USD",
 "currency_rate": 18.452300,
 "sub_total": 1000.1000000000,
 "total_tax": 144.0144,
 "discount_amount": 100.01,
 "total": 1044.1044,
 "balance": 1000.00,
 "deposit": 44.1044,
 "customer_memo": "Gracias",
 "line_items": [
  {
   "row_id": "1",
   "line_number": 1,
   "type": "sales_item",
   "code": "TAL-1",
   "description": "Percutor",
   "item": {"id": "12", "code": "TAL-1", "name": "Taladro"},
   "quantity": 2.0000,
   "unit_price": 500.05,
   "unit_of_measure": "H87",
   "discount_percentage": 10.00,
   "discount_amount": 100.01,
   "tax_rate": {"id": "2", "name": "IVA", "rate": 16.00},
   "tax_amount": 144.0144,
   "total_amount": 1044.1044
  }
 ],
 "billing_address": {
  "type": "billing",
  "line1": "Av. Reforma",
  "line2": "Juárez",
  "line3": "4B",
  "street_number": "222",
  "city": "Ciudad de México",
  "state": "CDMX",
  "postal_code": "06600",
  "country": "MEX",
  "county": "Cuauhtémoc"
 },
 "payment_allocations": [
  {"id": "701", "allocated_amount": 44.1044, "date": "2026-10-05T00:00:00.000Z"}
 ],
 "payment_method": "other",
 "source_document_url": "https://cdn.example/2207.pdf",
 "created_at": "2026-10-02T00:30:00.000Z"
}"""
    assert digits(emitted_text(INVOICES, _MEXICO, MEXICAN)) == digits(expected)


def test_a_colombian_invoice() -> None:
    expected = """{
 "id": "1281",
 "alegra": {
  "status": "closed",
  "stamp": {
   "legalStatus": "STAMPED_AND_ACCEPTED",
   "cufe": "b7e1",
   "date": "2024-07-10 23:10:09"
  },
  "number_template": [
   {
    "id": "9",
    "prefix": "FRES",
    "number": "1281",
    "text": "Autorización 18764",
    "documentType": "invoice",
    "fullNumber": "FRES1281",
    "isElectronic": true
   }
  ],
  "retentions": [{"id": "3", "name": "Retefuente", "percentage": "2.50", "amount": 2500}],
  "payment_form": "CASH",
  "operation_type": "STANDARD",
  "type": "NATIONAL",
  "events": [{"code": "030"}],
  "printing_template": {"id": "7", "pageSize": "letter"},
  "decimal_precision": "0",
  "calculation_scale": "6",
  "lines": [
   {
    "line_number": 1,
    "taxes": [
     {"id": "1", "name": "IVA", "percentage": 19, "amount": 19000},
     {"id": "7", "name": "Impoconsumo", "percentage": 8, "amount": 8000}
    ]
   }
  ]
 },
 "downstream_id": "1281",
 "display_id": "FRES1281",
 "type": "standard",
 "number": "FRES1281",
 "customer": {"id": "14", "display_name": "Ana Prueba"},
 "department_id": null,
 "invoice_date": "2024-07-10",
 "due_date": "2024-07-10",
 "terms": "De contado",
 "po_number": null,
 "status": "paid",
 "currency": "COP",
 "currency_rate": null,
 "sub_total": 100000,
 "total_tax": 27000,
 "discount_amount": 0,
 "total": 127000,
 "balance": 0,
 "deposit": 127000,
 "customer_memo": null,
 "line_items": [
  {
   "row_id": "1",
   "line_number": 1,
   "type": "sales_item",
   "code": "LIC",
   "item": {"id": "5", "code": "LIC", "name": "Licor"},
   "quantity": 1,
   "unit_price": 100000,
   "tax_amount": 27000,
   "total_amount": 127000
  }
 ],
 "billing_address": {
  "type": "billing",
  "line1": "Cra 7 # 71-21",
  "city": "Bogotá, D.C.",
  "state": "Bogotá, D.C.",
  "postal_code": "110231",
  "country": "Colombia"
 },
 "payment_allocations": [
  {"id": "55", "allocated_amount": 127000, "date": "2024-07-10T00:00:00.000Z"}
 ],
 "payment_method": "CASH",
 "source_document_url": "https://app.example/invoice/1281",
 "created_at": "2024-07-11T04:10:05.000Z"
}"""
    assert digits(emitted_text(INVOICES, _COLOMBIA, COLOMBIAN)) == digits(expected)


def test_a_dominican_invoice() -> None:
    expected = """{
 "id": "14970",
 "alegra": {
  "status": "closed",
  "number_template": {"prefix": "B02", "number": "14482", "fullNumber": "B0200014482"},
  "seller": {"id": "1", "name": "Eva"},
  "warehouse": {"id": "2", "name": "Tienda"},
  "station": {"name": "Caja 1"}
 },
 "downstream_id": "14970",
 "display_id": "B0200014482",
 "type": "standard",
 "number": "B0200014482",
 "customer": {"id": "6529", "display_name": "Cliente"},
 "department_id": null,
 "invoice_date": "2026-09-05",
 "due_date": null,
 "terms": null,
 "po_number": null,
 "status": "paid",
 "currency": "DOP",
 "currency_rate": null,
 "sub_total": 4233.05,
 "total_tax": 761.95,
 "discount_amount": 0,
 "total": 4995,
 "balance": 0,
 "deposit": 4995,
 "customer_memo": null,
 "line_items": [
  {
   "row_id": "1",
   "line_number": 1,
   "type": "sales_item",
   "item": {"id": "1095", "name": "Crema"},
   "quantity": 1,
   "unit_price": 2911.02,
   "discount_percentage": 0,
   "discount_amount": 0,
   "tax_amount": 523.9836,
   "total_amount": 3435.0036
  }
 ],
 "billing_address": null,
 "payment_allocations": [
  {"id": "18980", "allocated_amount": 4995, "date": "2026-09-05T00:00:00.000Z"}
 ],
 "payment_method": "cash",
 "source_document_url": null,
 "created_at": "2026-09-05T16:50:18.000Z"
}"""
    assert digits(emitted_text(INVOICES, _DOMINICANA, DOMINICAN)) == digits(expected)


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
    data, _ = emitted(INVOICES, record)
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
    assert isinstance(INVOICES.strategy, DocumentChanges)
    assert INVOICES.strategy.is_open(_record(status=word)) is unsettled


def test_the_statuses_asked_for_are_those_that_are_unsettled() -> None:
    assert isinstance(INVOICES.strategy, DocumentChanges)
    assert INVOICES.strategy.open_statuses == ("draft", "open")
    assert INVOICES.listing.filters_by_date


@pytest.mark.parametrize(
    ("template", "number"),
    [
        ({"fullNumber": "A-7", "prefix": "X", "number": "9"}, "A-7"),
        ([{"prefix": "A", "number": "7"}], "A7"),
        ({"prefix": "A", "number": 7}, "A7"),
        ({"prefix": None, "number": "7"}, "7"),
        ({"prefix": "A", "number": None}, None),
        ([], None),
        (None, None),
    ],
)
def test_the_number_is_read_from_every_known_shape(template: Any, number: str | None) -> None:
    data = understood(INVOICES, _record(numberTemplate=template))
    assert (data["number"], data["display_id"]) == (number, number)


@pytest.mark.parametrize(
    ("center", "department"),
    [({"id": 4}, "4"), ([{"id": "4"}], "4"), ([], None), ({}, None), (None, None)],
)
def test_the_department_is_read_from_every_known_shape(center: Any, department: Any) -> None:
    assert understood(INVOICES, _record(costCenter=center))["department_id"] == department


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("De contado", "De contado"),
        ({"id": "1", "name": "15 días", "days": "15"}, "15 días"),
        ("", None),
        ({}, None),
        (None, None),
    ],
)
def test_terms_are_read_from_every_known_shape(term: Any, name: str | None) -> None:
    assert understood(INVOICES, _record(term=term))["terms"] == name


@pytest.mark.parametrize("currency", [None, {}, [], ""])
def test_no_currency_means_the_base_currency(currency: Any) -> None:
    data = understood(INVOICES, _record(currency=currency), DOMINICAN)
    assert (data["currency"], data["currency_rate"]) == ("DOP", None)
    record = _record()
    del record["currency"]
    assert understood(INVOICES, record, DOMINICAN)["currency"] == "DOP"


def test_taxes_of_a_line_are_summed_and_none_is_named_when_there_are_several() -> None:
    taxes = [
        {"id": "1", "name": "IVA", "percentage": 16, "amount": "1.60"},
        {"id": "2", "name": "IEPS", "percentage": 8, "amount": "0.8"},
    ]
    (line,) = understood(INVOICES, _record(items=[{"price": 10, "tax": taxes}]))["line_items"]
    assert str(line["tax_amount"]) == "2.40"
    assert "tax_rate" not in line


def test_all_taxes_of_a_line_with_several_are_kept_under_alegra() -> None:
    taxes = [{"id": "1", "amount": 1}, {"id": "2", "amount": 2}]
    data = understood(INVOICES, _record(items=[{"tax": [{"amount": 0}]}, {"tax": taxes}]))
    assert data["alegra"]["lines"] == [{"line_number": 2, "taxes": taxes}]


def test_an_unknown_shape_becomes_null_and_is_kept_with_alegras_value() -> None:
    data, problems = emitted(INVOICES, _record(items={"0": {"id": "1"}}, balance="mucho"))
    assert data["line_items"] is None
    assert data["balance"] is None
    assert data["total"] is not None
    assert {(each["field"], str(each["value"])) for each in data["alegra"]["unread"]} == {
        ("line_items", "{'0': {'id': '1'}}"),
        ("balance", "mucho"),
    }
    assert {problem.field for problem in problems} == {"line_items", "balance"}


def test_a_line_that_is_no_object_keeps_its_place() -> None:
    data, problems = emitted(INVOICES, _record(items=["?", {"id": "12", "price": 5}]))
    assert data["line_items"][0] == {}
    assert data["line_items"][1]["line_number"] == 2
    assert [problem.field for problem in problems] == ["line_items.0"]


def test_without_amounts_of_its_own_the_invoice_gets_those_of_its_lines() -> None:
    lines = [
        {"price": "0.1", "quantity": 3, "tax": [{"amount": "0.048"}]},
        {"subtotal": "0.2", "price": 9, "quantity": 9, "tax": []},
    ]
    data = understood(INVOICES, _record(subtotal=None, tax=None, items=lines))
    assert (str(data["sub_total"]), str(data["total_tax"])) == ("0.5", "0.048")


def test_amounts_of_the_invoice_go_before_those_of_its_lines() -> None:
    data = understood(INVOICES, _record(subtotal=7, tax="0", items=[{"price": 1, "quantity": 1}]))
    assert (data["sub_total"], data["total_tax"]) == (7, 0)


def test_a_moment_of_an_unknown_time_zone_is_not_guessed() -> None:
    nowhere = Company(country=None, currency=None, time_zone=None)
    data, problems = emitted(INVOICES, _record(), nowhere)
    assert data["created_at"] is None
    assert [problem.field for problem in problems] == ["created_at"]


def test_a_voided_payment_allocates_nothing() -> None:
    payments = [{"id": "1", "amount": 5, "status": "void"}, {"id": "2", "amount": 6}]
    data = understood(INVOICES, _record(payments=payments))
    assert data["payment_allocations"] == [{"id": "2", "allocated_amount": 6}]


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(INVOICES, _record(), data, MEXICAN)


@given(st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,20})?", fullmatch=True), st.booleans())
def test_every_digit_survives_from_alegras_text_to_the_printed_text(
    text: str, quoted: bool
) -> None:
    sent = f'"{text}"' if quoted else text
    items = f'[{{"price": {sent}}}]'
    record = f'{{"id": 1, "total": {sent}, "items": {items}, "stamp": {{"a": {text}}}}}'
    printed = digits(emitted_text(INVOICES, record, MEXICAN))
    (line,) = printed["line_items"]
    found = [printed["total"], line["unit_price"], printed["alegra"]["stamp"]["a"]]
    # The integer -0 is 0 to Python.
    assert set(found) <= (
        {("number", "0"), ("number", "-0")} if text == "-0" else {("number", text)}
    )


@pytest.mark.parametrize(
    ("field", "value", "unified"),
    [
        ("datetime", "9999-12-31 23:59:59", "created_at"),
        ("datetime", "2026-02-30 00:00:00", "created_at"),
        ("date", 0, "invoice_date"),
        ("date", True, "invoice_date"),
        ("total", "1e999999999", "total"),
    ],
)
def test_a_value_out_of_all_bounds_is_reported(field: str, value: Any, unified: str) -> None:
    data, problems = emitted(INVOICES, _record(**{field: value}))
    assert data[unified] is None
    assert [problem.field for problem in problems] == [unified]


def test_an_integer_of_any_size_is_printed() -> None:
    assert understood(INVOICES, _record(stamp={"folio": 2**80}))["alegra"]["stamp"] == {
        "folio": 2**80
    }
