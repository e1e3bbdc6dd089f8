from typing import Any

import pytest
from jsonschema import Draft7Validator

from alegra_unified.registry import RESOURCES
from source_alegra.schema import json_schema


def nodes(schema: Any) -> Any:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from nodes(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from nodes(value)


@pytest.mark.parametrize("name", RESOURCES)
def test_a_schema_is_plain_draft_7(name: str) -> None:
    schema = json_schema(RESOURCES[name], include_raw=True)
    Draft7Validator.check_schema(schema)
    for node in nodes(schema):
        assert not {"$ref", "anyOf", "$defs", "const"} & node.keys()


@pytest.mark.parametrize("name", RESOURCES)
def test_every_field_is_nullable_and_described_by_a_type(name: str) -> None:
    schema = json_schema(RESOURCES[name], include_raw=True)
    for field, of in schema["properties"].items():
        assert of["type"] == "string" or "null" in of["type"], field


def test_numbers_days_and_moments_have_types_that_warehouses_know() -> None:
    properties = json_schema(RESOURCES["invoices"], include_raw=False)["properties"]
    assert properties["total"]["type"] == ["null", "number"]
    assert properties["invoice_date"]["format"] == "date"
    assert properties["created_at"]["format"] == "date-time"
    assert properties["created_at"]["airbyte_type"] == "timestamp_with_timezone"
    assert properties["status"]["enum"][:2] == [None, "draft"]
    lines = properties["line_items"]
    assert lines["items"]["properties"]["quantity"]["type"] == ["null", "number"]


def test_raw_is_there_only_on_request() -> None:
    assert "_raw" in json_schema(RESOURCES["bills"], include_raw=True)["properties"]
    assert "_raw" not in json_schema(RESOURCES["bills"], include_raw=False)["properties"]


def test_documents_carry_the_moment_of_observation() -> None:
    carrying = {
        name
        for name, resource in RESOURCES.items()
        if "observed_at" in json_schema(resource, include_raw=False)["properties"]
    }
    assert carrying == {
        "invoices",
        "bills",
        "credit_notes",
        "bill_credit_notes",
        "payments",
        "bill_payments",
        "quotes",
        "purchase_orders",
    }
