from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resources.journal_entries import JOURNAL_ENTRIES
from alegra_unified.synchronization import DatedFullRefresh

from .documents import COLOMBIAN, assert_anything_is_read, digits, emitted, emitted_text, understood

_COLOMBIA = """{
 "id": "500",
 "number": "12",
 "date": "2026-05-31",
 "observations": "Depreciación de mayo",
 "reference": "DEP-05",
 "status": "open",
 "total": 1250.50,
 "type": {"id": "1", "name": "journal"},
 "client": null,
 "entries": [
  {
   "id": "5160",
   "name": "Depreciaciones",
   "description": "Equipo",
   "debit": "1250.50",
   "credit": 0,
   "costCenter": {"id": "3", "name": "Sur"}
  },
  {
   "id": 1592,
   "name": "Depreciación acumulada",
   "description": "",
   "debit": 0,
   "credit": 1000.50,
   "costCenter": []
  },
  {
   "id": "2205",
   "name": "Proveedores",
   "debit": 0,
   "credit": 250,
   "client": {"id": "297", "name": "Proveedor SAS"},
   "associatedDocument": {"idResource": "77", "resourceType": "bill"}
  },
  {
   "id": "1305",
   "name": "Clientes",
   "debit": 0,
   "credit": 0,
   "client": {"id": "14", "name": "Ana Prueba"}
  }
 ],
 "numberTemplate": {"id": "20"}
}"""


def _record(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = exact_json(_COLOMBIA)
    return {**record, **changes}


def test_a_colombian_journal_entry() -> None:
    expected = """{
 "id": "500",
 "alegra": {
  "status": "open",
  "number": "12",
  "number_template": {"id": "20"},
  "type": {"id": "1", "name": "journal"},
  "total": 1250.50,
  "lines": [
   {
    "line_number": 3,
    "client": {"id": "297", "name": "Proveedor SAS"},
    "associated_document": {"idResource": "77", "resourceType": "bill"}
   },
   {"line_number": 4, "client": {"id": "14", "name": "Ana Prueba"}}
  ]
 },
 "downstream_id": "500",
 "title": "DEP-05",
 "currency": "COP",
 "currency_rate": null,
 "line_items": [
  {
   "line_number": 1,
   "description": "Equipo",
   "type": "debit",
   "total_amount": 1250.50,
   "ledger_account": {"id": "5160", "name": "Depreciaciones"},
   "department_id": "3"
  },
  {
   "line_number": 2,
   "type": "credit",
   "total_amount": 1000.50,
   "ledger_account": {"id": "1592", "name": "Depreciación acumulada"}
  },
  {
   "line_number": 3,
   "type": "credit",
   "total_amount": 250,
   "ledger_account": {"id": "2205", "name": "Proveedores"},
   "supplier": {"id": "297", "display_name": "Proveedor SAS"}
  },
  {"line_number": 4, "total_amount": 0, "ledger_account": {"id": "1305", "name": "Clientes"}}
 ],
 "status": "posted",
 "memo": "Depreciación de mayo",
 "posted_at": "2026-05-31T00:00:00.000Z",
 "number": null
}"""
    assert digits(emitted_text(JOURNAL_ENTRIES, _COLOMBIA, COLOMBIAN)) == digits(expected)


@pytest.mark.parametrize(
    ("word", "unified"),
    [("open", "posted"), ("draft", "draft"), ("void", "voided"), ("closed", None), (None, None)],
)
def test_status_vocabulary(word: str | None, unified: str | None) -> None:
    data, _ = emitted(JOURNAL_ENTRIES, _record(status=word))
    assert data["status"] == unified
    assert data["alegra"].get("status") == word


def test_journal_entries_have_no_number() -> None:
    data = understood(JOURNAL_ENTRIES, _record(number="12"))
    assert data["number"] is None
    assert data["alegra"]["number"] == "12"


def test_journal_entries_have_no_moments_and_no_change_capture() -> None:
    assert JOURNAL_ENTRIES.strategy == DatedFullRefresh()
    assert not {"created_at", "updated_at"} & set(JOURNAL_ENTRIES.model.model_fields)


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ({"debit": "5.10", "credit": "0.00"}, {"type": "debit", "total_amount": "5.10"}),
        ({"debit": 0, "credit": 5}, {"type": "credit", "total_amount": "5"}),
        ({"credit": 5}, {"type": "credit", "total_amount": "5"}),
        ({"debit": 5, "credit": None}, {"type": "debit", "total_amount": "5"}),
        ({"debit": 0, "credit": 0}, {"total_amount": "0"}),
        ({"debit": None, "credit": ""}, {}),
        ({}, {}),
    ],
)
def test_a_line_is_a_magnitude_and_a_side(sides: dict[str, Any], expected: dict[str, str]) -> None:
    (line,) = understood(JOURNAL_ENTRIES, _record(entries=[sides]))["line_items"]
    assert {key: str(line[key]) for key in ("type", "total_amount") if key in line} == expected


@pytest.mark.parametrize(
    "sides",
    [
        {"debit": 5, "credit": 3},
        {"debit": 5, "credit": 5},
        {"debit": -5, "credit": 0},
        {"debit": 0, "credit": "-5"},
        {"debit": "cinco", "credit": 0},
        {"debit": {"a": 1}, "credit": 0},
    ],
)
def test_a_side_is_never_guessed(sides: dict[str, Any]) -> None:
    data, problems = emitted(JOURNAL_ENTRIES, _record(entries=[sides]))
    assert "type" not in data["line_items"][0]
    assert "total_amount" not in data["line_items"][0]
    assert [problem.field for problem in problems] == ["line_items.0.total_amount"]
    assert data["alegra"]["unread"][0]["value"] == sides


@pytest.mark.parametrize(
    ("document", "role"),
    [
        ({"resourceType": "invoice"}, "customer"),
        ({"resourceType": "bill"}, "supplier"),
        ({"resourceType": "journal"}, None),
        ({}, None),
        ({"resourceType": []}, None),
        ("?", None),
    ],
)
def test_a_contact_is_a_customer_or_a_supplier_only_by_the_document(
    document: Any, role: str | None
) -> None:
    entry = {"debit": 1, "client": {"id": 7, "name": "Eva"}, "associatedDocument": document}
    data = understood(JOURNAL_ENTRIES, _record(entries=[entry]))
    roles = {
        key: data["line_items"][0][key]
        for key in ("customer", "supplier")
        if key in data["line_items"][0]
    }
    assert roles == ({role: {"id": "7", "display_name": "Eva"}} if role else {})
    assert data["alegra"]["lines"][0]["client"] == {"id": 7, "name": "Eva"}


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(JOURNAL_ENTRIES, _record(), data, COLOMBIAN)
