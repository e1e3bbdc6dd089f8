"""What is generated from the models stands in the tree as it would be generated now."""

from pathlib import Path

import pytest

from alegra_unified.registry import RESOURCES
from generation.documents import data_model, streams_page, streams_table
from generation.fields import fields_of, references_of
from generation.files import ROOT, generated


@pytest.mark.parametrize("path", generated(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_generated_file_is_up_to_date(path: Path) -> None:
    assert path.read_text() == generated()[path], "run make generate"


def test_each_stream_and_each_field_is_described() -> None:
    page = streams_page()
    for name, resource in RESOURCES.items():
        tables = {native: f"\n| `{name}` " in streams_table(native) for native in (True, False)}
        assert tables == {resource.is_native: True, not resource.is_native: False}
        (section,) = [it for it in page.split("\n## ") if it.startswith(f"{name}\n")]
        for field in resource.model.read_fields():
            assert f"| `{field}` |" in section or f"| `{field}[]` |" in section
    assert "| `line_items[].item.id` | text |" in page
    assert "| `total` | decimal |" in page


def test_references_name_streams_that_there_are() -> None:
    references = {
        (it.stream, it.path): it.target
        for resource in RESOURCES.values()
        for it in references_of(resource)
    }
    assert set(references.values()) <= set(RESOURCES)
    assert references["invoices", "customer.id"] == "customers"
    assert references["invoices", "line_items[].item.id"] == "invoice_items"
    assert references["bills", "payment_allocations[].id"] == "bill_payments"
    assert references["payments", "allocations[].id"] == "invoices"
    assert references["payments", "account.id"] == "bank_accounts"
    assert references["bill_payments", "allocations[].id"] == "bills"
    assert references["bills", "department_id"] == "departments"


def test_the_picture_has_each_table_and_its_references() -> None:
    picture = data_model()
    for name in RESOURCES:
        assert f"\n    {name} {{" in picture
    assert 'customers ||--o{ invoices : "customer"' in picture


def test_fields_are_flat_and_typed() -> None:
    fields = {it.path: it.type for it in fields_of(RESOURCES["invoices"])}
    assert fields["invoice_date"] == "date"
    assert fields["observed_at"] == "timestamp"
    assert fields["line_items[]"] == "object"
    assert fields["line_items[].quantity"] == "decimal"
    assert fields["status"].startswith("one of draft, ")
