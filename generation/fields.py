"""The fields of the unified models, one by one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from alegra_unified.kinds import Kind
from alegra_unified.records import Part
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource
from source_alegra.schema import json_schema

_STREAM = re.compile(r"\bstream (\w+)")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record, or of an object inside it.

    Attributes:
        path: dotted, lists with brackets, e.g. ``line_items[].item.id``.
        type: in a word or two, as a reader of a table wants it.
        description: of the model; empty where the name says it.
    """

    path: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that names a record of another stream.

    Attributes:
        stream: whose field it is.
        path: of the field.
        target: the stream that it names a record of.
    """

    stream: str
    path: str
    target: str


def fields_of(resource: Resource) -> list[Field]:
    """All fields of a stream, nested ones behind the object that they are in."""
    schema = json_schema(resource, include_raw=False)
    found = list(_fields(schema["properties"], ""))
    # What only Alegra has comes behind what all systems have.
    return sorted(found, key=lambda field: field.path.split(".")[0] == "alegra")


def references_of(resource: Resource) -> list[Reference]:
    """All fields of a stream that name records of other streams."""
    found = _references(resource.model, "")
    return [Reference(resource.name, path, target) for path, target in found]


def _fields(properties: dict[str, Any], above: str) -> Iterator[Field]:
    for name, schema in properties.items():
        path = f"{above}{name}"
        inner = schema.get("items", schema) if _kind(schema) == "array" else schema
        path += "[]" if inner is not schema else ""
        yield Field(path, _type(inner), schema.get("description", ""))
        yield from _fields(inner.get("properties", {}), f"{path}.")


def _kind(schema: dict[str, Any]) -> str:
    kind = schema.get("type", "any")
    return next(it for it in kind if it != "null") if isinstance(kind, list) else str(kind)


def _type(schema: dict[str, Any]) -> str:
    kind = _kind(schema)
    if choices := [str(it) for it in schema.get("enum", []) if it is not None]:
        return "one of " + ", ".join(choices)
    if kind == "string":
        return {"date": "date", "date-time": "timestamp"}.get(schema.get("format", ""), "text")
    return {"number": "decimal", "any": "JSON"}.get(kind, kind)


def _references(model: type[Part], above: str) -> Iterator[tuple[str, str]]:
    for name, field in model.read_fields().items():
        path = f"{above}{name}{'[]' if field.many else ''}"
        named = _STREAM.search(field.meaning)
        if not isinstance(field.kind, Kind):
            target = named.group(1) if named else field.kind.refers_to
            if target is not None:
                yield f"{path}.id", target
            yield from _references(field.kind, f"{path}.")
        elif named is not None and named.group(1) in RESOURCES:
            yield path, named.group(1)
