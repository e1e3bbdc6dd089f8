"""JSON schemas of records, from their declarations: draft-07, every field nullable."""

import inspect
from collections.abc import Mapping
from typing import Any

from .fields import Field
from .kinds import Kind
from .records import Part

DRAFT_07 = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, Any]


def record_schema(kind: type[Part]) -> Schema:
    """The schema of what reading gives."""
    return {"$schema": DRAFT_07, **_object(kind, kind.read_fields(), drafts=False)}


def draft_schema(kind: type[Part], fields: Mapping[str, Field]) -> Schema:
    """The schema of a record to write that names some fields of a record class."""
    schema = {"$schema": DRAFT_07, **_object(kind, fields, drafts=True)}
    return {**schema, "additionalProperties": False}


def field_schema(field: Field, drafts: bool) -> Schema:
    """The schema of one field's values.

    Args:
        field: the field.
        drafts: whether the values are those of a record to write, whose links may name more.
    """
    if isinstance(field.kind, Kind):
        schema = _nullable(field.kind.schema)
    else:
        inner = _object(
            field.kind, field.kind.fields if drafts else field.kind.read_fields(), drafts
        )
        schema = _nullable({"type": "array", "items": inner} if field.many else inner)
    return {**schema, "description": field.meaning} if field.meaning else schema


def _object(kind: type[Part], fields: Mapping[str, Field], drafts: bool) -> Schema:
    return {
        "type": "object",
        "description": inspect.cleandoc(kind.__doc__ or ""),
        # A newer connector may know more fields; a reader of this schema need not fail on them.
        "additionalProperties": True,
        "properties": {name: field_schema(it, drafts) for name, it in fields.items()},
    }


def _nullable(schema: Mapping[str, Any]) -> Schema:
    nullable = dict(schema)
    if "type" in nullable:
        nullable["type"] = ["null", nullable["type"]]
    if "enum" in nullable:
        nullable["enum"] = [None, *nullable["enum"]]
    return nullable
