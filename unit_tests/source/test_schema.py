from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft7Validator

from ..resources import examples
from ..resources.mapping import NAMES, schema, schema_errors

ANY_RECORD = {
    # The moment of observation is put on a record when it is emitted.
    *("observed_at", "alegra.external_id"),
    *(
        f"{place}unread{part}"
        for place in ("", "alegra.")
        for part in ("", "[]", "[].field", "[].value", "[].reason")
    ),
}
"""What any record may have; see the tests of what can't be read."""

NEVER_FILLED = {
    # Only the last version of one that is gone has a status.
    "inventory_adjustments": {"status"},
    "warehouse_transfers": {"status"},
    # What only the contacts of one country have is shown by customers.
    "suppliers": {
        *("alegra.untyped", "alegra.iva_condition", "alegra.giro", "alegra.exoneration"),
        *("alegra.equivalence_surcharge", "alegra.exporter"),
        "alegra.default_invoice_resolution",
    },
    "company_info": {"alegra.status"},
    "bank_accounts": {"currency", "balance", "routing_number", "iban", "bic"},
    "bills": {"line_items[].ledger_account.code"},
    "bill_credit_notes": {"line_items[].ledger_account.code"},
    "purchase_orders": {"line_items[].ledger_account.code"},
    "credit_notes": {
        *("allocations", "allocations[]"),
        *(f"allocations[].{field}" for field in ("id", "type", "code", "amount")),
    },
    "journal_entries": {
        *("number", "line_items[].ledger_account.code", "line_items[].customer.email"),
    },
    "quotes": {
        f"billing_address.{field}"
        for field in [
            *("line2", "line3", "street_number", "city", "state", "postal_code", "country"),
            "county",
        ]
    },
}
"""Fields that a schema has for the sake of a shared part or a gotcha, and that stay null."""


def nodes(schema: Any) -> Any:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from nodes(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from nodes(value)


def fields_of(schema: dict[str, Any], above: str = "") -> Iterator[str]:
    """The path of each field of a schema, ``[]`` standing for the elements of a list."""
    if "properties" in schema.get("items", {}):
        yield f"{above}[]"
        yield from fields_of(schema["items"], f"{above}[]")
    for name, field in schema.get("properties", {}).items():
        path = f"{above}.{name}" if above else name
        yield path
        yield from fields_of(field, path)


def filled_in(value: Any, above: str = "") -> Iterator[str]:
    """The path of each field of a record that is not null."""
    inner = value.items() if isinstance(value, dict) else []
    if isinstance(value, list):
        inner = [("[]", item) for item in value]
    for name, item in inner:
        path = above + name if name == "[]" else f"{above}.{name}" if above else name
        if item is not None:
            yield path
            yield from filled_in(item, path)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_plain_draft_7(name: str) -> None:
    Draft7Validator.check_schema(schema(name, include_raw=True))
    for node in nodes(schema(name, include_raw=True)):
        assert not {"$ref", "anyOf", "$defs", "const"} & node.keys()


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_nullable_and_described_by_a_type(name: str) -> None:
    for field, of in schema(name, include_raw=True)["properties"].items():
        # Each document record carries its moment of observation.
        assert "null" in of["type"] or (field, of["type"]) == ("observed_at", "string"), field


@pytest.mark.parametrize("example", examples.EVERY, ids=str)
def test_each_value_of_an_example_is_valid(example: examples.Example) -> None:
    for record in example.records:
        assert schema_errors(example.resource, record) == []


def test_a_value_of_another_type_format_or_enum_is_not_valid() -> None:
    (example,) = (it for it in examples.EVERY if str(it) == "invoices/MX")
    wrong = {"total": "1", "invoice_date": "3/9/2026", "created_at": "2026-09-05", "status": "?"}
    for field, value in {**wrong, "line_items": {}, "number": 5}.items():
        assert schema_errors("invoices", {**example.records[0], field: value})


@pytest.mark.parametrize("name", NAMES)
def test_each_field_of_a_schema_is_filled_in_some_example_or_stated_not_to_be(name: str) -> None:
    found = {
        path
        for example in examples.of(name)
        for record in example.records
        for path in filled_in(record)
    }
    empty = set(fields_of(schema(name))) - found - ANY_RECORD
    assert empty == NEVER_FILLED.get(name, set())


def test_numbers_days_and_moments_have_types_that_warehouses_know() -> None:
    properties = schema("invoices")["properties"]
    assert properties["total"]["type"] == ["null", "number"]
    assert properties["invoice_date"]["format"] == "date"
    assert properties["created_at"]["format"] == "date-time"
    assert properties["created_at"]["airbyte_type"] == "timestamp_with_timezone"
    assert properties["status"]["enum"][:2] == [None, "draft"]
    lines = properties["line_items"]
    assert lines["items"]["properties"]["quantity"]["type"] == ["null", "number"]


def test_objects_and_lists_of_alegras_own_are_open() -> None:
    extras = schema("invoices")["properties"]["alegra"]["properties"]
    assert extras["stamp"]["type"] == ["null", "object"]
    assert extras["stamp"]["additionalProperties"] is True
    assert (extras["retentions"]["type"], extras["retentions"]["items"]) == (["null", "array"], {})


def test_raw_is_there_only_on_request() -> None:
    assert "_raw" in schema("bills", include_raw=True)["properties"]
    assert "_raw" not in schema("bills")["properties"]


def test_all_but_contacts_and_journals_carry_the_moment_of_observation() -> None:
    carrying = {name for name in NAMES if "observed_at" in schema(name)["properties"]}
    without = {"customers", "suppliers", "journal_entries", "journal_entry_lines"}
    assert set(NAMES) - carrying == without
