"""The JSON schemas that `discover` prints, made from the unified models."""

from typing import Any

from alegra_unified.resource import Resource

from .records import OBSERVED_AT, RAW

_MOMENT = {"type": "string", "format": "date-time", "airbyte_type": "timestamp_with_timezone"}


def json_schema(resource: Resource, include_raw: bool) -> dict[str, Any]:
    """The schema of a stream's records: draft-07, without references, every field nullable."""
    made = resource.model.model_json_schema(mode="serialization")
    schema: dict[str, Any] = _inlined(made, made.get("$defs", {}))
    properties = schema["properties"]
    if resource.strategy.cursor_field == OBSERVED_AT:
        properties[OBSERVED_AT] = {
            **_MOMENT,
            "description": "When the connector saw this version of the record.",
        }
    if include_raw:
        properties[RAW] = {
            "type": ["null", "object"],
            "additionalProperties": True,
            "description": "The record as Alegra sent it.",
        }
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}


def _inlined(node: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inlined(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        definition = definitions[node["$ref"].rsplit("/", 1)[-1]]
        return _inlined({**definition, **_without(node, "$ref")}, definitions)
    if "anyOf" in node:
        return _inlined({**_nullable(node["anyOf"], definitions), **_without(node, "anyOf")}, {})
    dropped = ("$defs", "title", "default", "required")
    inlined = {
        key: (
            {name: _inlined(item, definitions) for name, item in value.items()}
            if key == "properties"
            else _inlined(value, definitions)
        )
        for key, value in node.items()
        if key not in dropped
    }
    if "properties" in inlined:
        # A newer connector may know more fields; a reader of this schema need not fail on them.
        inlined["additionalProperties"] = True
    return inlined


def _nullable(options: list[dict[str, Any]], definitions: dict[str, Any]) -> dict[str, Any]:
    (option,) = [option for option in options if option != {"type": "null"}]
    schema: dict[str, Any] = _inlined(option, definitions)
    if "type" in schema:
        schema["type"] = ["null", schema["type"]]
    if "enum" in schema:
        schema["enum"] = [None, *schema["enum"]]
    if "const" in schema:
        schema["enum"] = [None, schema.pop("const")]
    return schema


def _without(node: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in node.items() if name != key}
