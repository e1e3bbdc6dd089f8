"""The sample of a configured catalog that Airbyte's conventions ask for."""

from typing import Any

from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource


def configured_catalog() -> dict[str, Any]:
    """Every stream, each in the best mode that it has."""
    return {"streams": [_configured(resource) for resource in RESOURCES.values()]}


def _configured(resource: Resource) -> dict[str, Any]:
    incremental = resource.strategy.cursor_field is not None
    return {
        "stream": {
            "name": resource.name,
            "json_schema": {},
            "supported_sync_modes": ["full_refresh", *(["incremental"] if incremental else [])],
            "source_defined_primary_key": [[resource.key]] if resource.is_keyed else [],
        },
        "sync_mode": "incremental" if incremental else "full_refresh",
        "destination_sync_mode": "append_dedup" if incremental else "overwrite",
    }
