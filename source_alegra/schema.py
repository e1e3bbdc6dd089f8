"""The JSON schemas that `discover` prints."""

from typing import Any

from alegra_unified.fields import json_object, moment
from alegra_unified.json_schema import field_schema, record_schema
from alegra_unified.resource import Resource

from .records import OBSERVED_AT, RAW


def json_schema(resource: Resource, include_raw: bool) -> dict[str, Any]:
    """The schema of a stream's records: those of the model, and what the connector adds."""
    schema = record_schema(resource.model)
    added = {}
    if resource.strategy.cursor_field == OBSERVED_AT:
        added[OBSERVED_AT] = moment(meaning="When the connector saw this version of the record.")
    if include_raw:
        added[RAW] = json_object(meaning="The record as Alegra sent it.")
    schema["properties"] |= {name: field_schema(it, drafts=False) for name, it in added.items()}
    return schema
