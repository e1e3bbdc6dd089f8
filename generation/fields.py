"""The fields of the unified models, one by one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from alegra_unified.drafts import write_of
from alegra_unified.fields import Field, Refused, Written, moment
from alegra_unified.kinds import Kind
from alegra_unified.records import Part
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource
from source_alegra.records import OBSERVED_AT

_STREAM = re.compile(r"\bstream (\w+)")


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of a record, or of an object inside it, as a row of a table.

    Attributes:
        path: dotted, lists with brackets, e.g. ``line_items[].item.id``.
        type: in a word or two, as a reader of a table wants it.
        written: whether the destination writes it, or why it doesn't; empty where nothing is said.
        meaning: empty where the name says it.
    """

    path: str
    type: str
    written: str
    meaning: str


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


def fields_of(resource: Resource) -> list[FieldRow]:
    """All fields of a stream, nested ones behind the object that they are in."""
    fields = resource.model.read_fields()
    if resource.strategy.cursor_field == OBSERVED_AT:
        fields[OBSERVED_AT] = moment(meaning="When the connector saw this version of the record.")
    found = list(_rows(resource.model, fields, "", resource.writing is not None))
    # What only Alegra has comes behind what all systems have.
    return sorted(found, key=lambda row: row.path.split(".")[0] == "alegra")


def references_of(resource: Resource) -> list[Reference]:
    """All fields of a stream that name records of other streams."""
    found = _references(resource.model, "")
    return [Reference(resource.name, path, target) for path, target in found]


def _rows(
    model: type[Part], fields: Mapping[str, Field], above: str, writable: bool
) -> Iterator[FieldRow]:
    for name, field in fields.items():
        path = f"{above}{name}{'[]' if field.many else ''}"
        written = _written(field, model) if writable else ""
        if isinstance(field.kind, Kind):
            yield FieldRow(path, field.kind.name, written, field.meaning)
        else:
            meaning = field.meaning or (field.kind.__doc__ or "").split("\n")[0]
            yield FieldRow(path, "object", written, meaning)
            inner = writable and isinstance(write_of(field, model), Written)
            yield from _rows(field.kind, field.kind.read_fields(), f"{path}.", inner)


def _written(field: Field, model: type[Part]) -> str:
    write = write_of(field, model)
    if isinstance(write, Written):
        return "required" if field.required else "yes"
    return f"refused: {write.rule}" if isinstance(write, Refused) else f"no: {write.rule}"


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
