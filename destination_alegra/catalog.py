"""What can be written, and what one sync is to write where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from airbyte_cdk.models import (
    ConfiguredAirbyteCatalog,
    ConfiguredAirbyteStream,
    DestinationSyncMode,
)
from airbyte_protocol_dataclasses.models import DestinationCatalog, DestinationOperation

from alegra_api.one_line import one_line
from alegra_unified.drafts import Link, write_of
from alegra_unified.fields import Field, Written, json_array, text
from alegra_unified.json_schema import draft_schema
from alegra_unified.kinds import Kind
from alegra_unified.records import Part
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource
from alegra_unified.writing import Writing

MODES = (
    DestinationSyncMode.append,
    DestinationSyncMode.append_dedup,
    DestinationSyncMode.update,
    DestinationSyncMode.soft_delete,
)

CREATING = (DestinationSyncMode.append, DestinationSyncMode.append_dedup)

_EXTERNAL_ID = text(
    meaning="Your own id of the record; it is written once, however often it comes."
)
_PASS_THROUGH = json_array(
    meaning="Fields of Alegra's own: objects of service_id, extend_object, extend_paths."
)

WRITABLE = {name: it for name, it in RESOURCES.items() if it.writing is not None}


def list_of(resource: Resource) -> str:
    """Which list of Alegra's a resource stands in: payments in and out differ by a parameter."""
    return f"{resource.listing.path}{sorted(resource.listing.parameters.items())}"


def sharing_the_list(resource: Resource) -> list[Resource]:
    """The other resources of its list, as customers and suppliers are one of contacts."""
    listed = list_of(resource)
    return [it for it in WRITABLE.values() if it is not resource and list_of(it) == listed]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the records of one stream are written.

    Attributes:
        stream: the stream's name.
        resource: where they go.
        writing: how they go there.
        mode: create, create or update, update, or take back.
        key: the unified field that finds the record in Alegra.
        external_id_field: the field of your own id.
    """

    stream: str
    resource: Resource
    writing: Writing
    mode: DestinationSyncMode
    key: str
    external_id_field: str

    @property
    def creates(self) -> bool:
        """Whether what is not there is created."""
        return self.mode in CREATING


def plan(
    configured: ConfiguredAirbyteStream, object_mapping: Mapping[str, str], external_id_field: str
) -> Plan | str:
    """How a stream is written; or why it can't be, as a sentence."""
    name = configured.stream.name
    object_name = object_mapping.get(name) or configured.destination_object_name or name
    resource = RESOURCES.get(object_name)
    shown, object_name = one_line(name), one_line(object_name)
    if resource is None:
        return (
            f"Stream {shown} is to go to {object_name}, which is no object of this destination. "
            f"Choose one of {', '.join(WRITABLE)}, by destination_object_name or object_mapping."
        )
    if resource.writing is None:
        return f"Stream {shown}: {object_name} can only be read in Alegra. Leave the stream out."
    mode = configured.destination_sync_mode
    if mode not in MODES:
        return (
            f"Stream {shown}: sync mode {mode.value} would replace what stands in the books. "
            f"Choose one of {', '.join(it.value for it in MODES)}."
        )
    keys = matching_keys(resource.writing)
    if mode == DestinationSyncMode.append:
        return Plan(name, resource, resource.writing, mode, "external_id", external_id_field)
    wanted = [path[0] for path in configured.primary_key or [] if len(path) == 1]
    wanted = ["external_id" if key == external_id_field else key for key in wanted]
    if len(wanted) != 1 or wanted[0] not in keys:
        return (
            f"Stream {shown}: sync mode {mode.value} needs a primary key by which records are "
            f"found in Alegra. Choose one of {', '.join(keys)}."
        )
    return Plan(name, resource, resource.writing, mode, wanted[0], external_id_field)


def plans(
    catalog: ConfiguredAirbyteCatalog, object_mapping: Mapping[str, str], external_id_field: str
) -> dict[str, Plan | str]:
    """How each stream is written, or why it can't be."""
    return {it.stream.name: plan(it, object_mapping, external_id_field) for it in catalog.streams}


def matching_keys(writing: Writing) -> list[str]:
    """Fields by which a record is found in Alegra."""
    return [*(["external_id"] if writing.marked else []), "id", *writing.natural_keys]


def destination_catalog() -> DestinationCatalog:
    """Every object with its operations, the schema of its records and its matching keys."""
    return DestinationCatalog(
        operations=[
            DestinationOperation(
                object_name=name,
                sync_mode=mode,
                json_schema=_schema(resource, mode),
                matching_keys=None
                if mode == DestinationSyncMode.append
                else [[key] for key in matching_keys(resource.writing)],
            )
            for name, resource in WRITABLE.items()
            for mode in MODES
            if resource.writing is not None
        ]
    )


def _schema(resource: Resource, mode: DestinationSyncMode) -> dict[str, Any]:
    """The fields that a write takes."""
    model = resource.model
    written = {
        name: field
        for name, field in model.fields.items()
        if name == "id" or _is_written(field, model)
    }
    schema = draft_schema(
        model, {"external_id": _EXTERNAL_ID, **written, "pass_through": _PASS_THROUGH}
    )
    required = list(model.required()) if mode in CREATING else []
    return {**schema, "title": resource.name, "required": required}


def _is_written(field: Field, model: type[Part]) -> bool:
    """Whether a value of a field, or something inside it, goes into Alegra."""
    if not isinstance(write_of(field, model), Written):
        return False
    kind = field.kind
    return (
        isinstance(kind, Kind)
        or issubclass(kind, Link)
        or any(_is_written(inner, kind) for inner in kind.fields.values())
    )
