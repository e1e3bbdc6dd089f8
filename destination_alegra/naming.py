"""What a record goes by: its keys, and the contact that it is of."""

from typing import NamedTuple

from airbyte_cdk.models import DestinationSyncMode

from alegra_api.rows import Row
from alegra_unified.drafts import Link, links
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource

from .incoming import FieldValue, Incoming, title_of


def is_kept(resource: Resource) -> bool:
    """Whether Alegra keeps the external ids of a resource."""
    return resource.writing is not None and resource.writing.marked


def moves(record: Incoming) -> bool:
    """Whether what stands there may be dated otherwise than the record is."""
    return bool(record.plan.mode != DestinationSyncMode.append)


class Party(NamedTuple):
    """The contact that a record names: in which list, by what, and what it is called."""

    target: Resource
    key: str
    value: str
    title: str | None


def party_link(record: Incoming) -> Party | None:
    """The contact that a document to write is of; None where it names none."""
    for path, link, draft in links(record.plan.resource.model, record.draft):
        named = link.named_by(draft) if is_party(path, link) else None
        if named is not None:
            return Party(RESOURCES[link.target], *named, title_of(draft))
    return None


def sent_under(record: Incoming) -> list[FieldValue]:
    """What a record of master data that was sent just now is looked for by."""
    name = record.natural_key or record.key
    return [] if name is None else [name]


def names_of(record: Incoming) -> list[FieldValue]:
    """What a record of master data is looked for by."""
    names = natural_keys(record)
    is_first = record.plan.mode == DestinationSyncMode.append and record.natural_key is not None
    if record.plan.key == "external_id" and record.external_id is not None and not is_first:
        names.append(("external_id", record.external_id))
    return names


def natural_keys(record: Incoming) -> list[FieldValue]:
    """What stands for a record beside ids."""
    keys = [it for it in (record.key, record.natural_key) if it is not None]
    return [it for it in keys if it[0] != "external_id"]


def is_party(path: str, link: type[Link]) -> bool:
    """Whether a link names the contact that a document is of."""
    contacts = RESOURCES["customers"].listing.path
    return "." not in path and RESOURCES[link.target].listing.path == contacts


def is_called(row: Row, title: str | None) -> bool:
    """Whether a record bears a name, however it is capitalized."""
    return (
        title is not None
        and str(row.get("name") or "").strip().casefold() == title.strip().casefold()
    )
