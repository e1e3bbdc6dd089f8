"""Nothing but the unified vocabulary is emitted, outside of what is Alegra's or the source's own.

`unified_vocabulary.json` has for each resource the path of every unified field, ``[]`` standing
for the elements of a list, its type, and the values of an enum.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from alegra_unified.model import Part
from pydantic import Field, create_model

from alegra_unified.registry import RESOURCES
from source_alegra.schema import json_schema

VOCABULARY: dict[str, dict[str, dict[str, Any]]] = json.loads(
    Path(__file__).with_name("unified_vocabulary.json").read_text()
)

# Alegra's own, the moment of observation, the untouched row on request.
_NOT_UNIFIED = {"alegra", "observed_at", "_raw"}

# Values that a unified enum does not have, and why they are emitted all the same.
_DELIBERATE = {
    # A purchase order borrows the lines of an invoice in the unified model, whose enum lacks what
    # its own gotcha asks for: a line costs against an item or an account, as in a bill (docs:
    # unified-model 3, "Line types").
    ("purchase_orders", "line_items[].type"): {"expense_item", "expense_account"},
}

# The vocabulary's types that a printed type meets: its own, and where a whole number is printed,
# any number. The vocabulary leaves out the type of a few elements.
_MET_BY = {"integer": {"integer", "number", None}}


def fields_of(annotation: Any, path: str = "") -> Iterator[tuple[str, set[Any]]]:
    """Path of every field inside a type, with the values of its enum, if it is one."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from fields_of(get_args(annotation)[0], path)
    elif origin in (Union, UnionType):
        for choice in get_args(annotation):
            yield from fields_of(choice, path)
    elif origin is list:
        yield f"{path}[]", set()
        yield from fields_of(get_args(annotation)[0], f"{path}[]")
    elif origin is Literal:
        yield path, set(get_args(annotation))
    elif isinstance(annotation, type) and issubclass(annotation, Part):
        for name, field in annotation.model_fields.items():
            inner = f"{path}.{name}" if path else name
            if inner not in _NOT_UNIFIED:
                yield inner, set()
                yield from fields_of(field.annotation, inner)


def strangers(
    name: str, model: type[Part], deliberate: Mapping[tuple[str, str], set[str]]
) -> set[str]:
    """Fields that the vocabulary does not have, and values that its enums do not have."""
    vocabulary = VOCABULARY[name]
    found = set()
    for path, enum in fields_of(model):
        known = set(vocabulary.get(path, {}).get("enum", [])) | deliberate.get((name, path), set())
        if path not in vocabulary:
            found.add(path)
        found |= {f"{path}={value}" for value in enum - known}
    return found


def test_there_is_a_vocabulary_for_each_resource_and_no_other() -> None:
    assert set(RESOURCES) == set(VOCABULARY)
    assert len(RESOURCES) == 17


@pytest.mark.parametrize("name", RESOURCES)
def test_every_field_and_every_value_is_of_the_unified_vocabulary(name: str) -> None:
    assert strangers(name, RESOURCES[name].model, _DELIBERATE) == set()


def test_every_exception_is_still_needed() -> None:
    for (name, path), found in _DELIBERATE.items():
        assert strangers(name, RESOURCES[name].model, {}) == {f"{path}={value}" for value in found}


@pytest.mark.parametrize("name", RESOURCES)
def test_a_stranger_is_found_at_the_top_in_parts_and_in_enums(name: str) -> None:
    inner = create_model("Inner", __base__=Part, favourite_colour=(str | None, None))
    fields: dict[str, Any] = {
        "shoe_size": (int | None, None),
        "custom_fields": (list[inner] | None, None),  # type: ignore[valid-type]
        "id": (Annotated[Literal["always"] | None, Field(description="An enum.")], None),
    }
    changed = create_model("Changed", __base__=RESOURCES[name].model, **fields)
    found = strangers(name, changed, _DELIBERATE)
    assert {"shoe_size", "id=always", "custom_fields[].favourite_colour"} <= found


@pytest.mark.parametrize("name", RESOURCES)
def test_the_fields_of_the_model_are_those_of_the_printed_schema(name: str) -> None:
    schema = json_schema(RESOURCES[name], include_raw=True)
    printed = {path for path, _ in _printed(schema) if path}
    assert printed == {path for path, _ in fields_of(RESOURCES[name].model)}


@pytest.mark.parametrize("name", RESOURCES)
def test_every_field_has_the_type_of_the_unified_vocabulary(name: str) -> None:
    different = {
        path: (kind, VOCABULARY[name][path]["type"])
        for path, kind in _printed(json_schema(RESOURCES[name], include_raw=False))
        if path and VOCABULARY[name][path]["type"] not in _MET_BY.get(kind, {kind, None})
    }
    assert different == {}


@pytest.mark.parametrize("name", RESOURCES)
def test_every_resource_has_the_common_fields(name: str) -> None:
    fields = set(RESOURCES[name].model.model_fields)
    assert {"id", "alegra"} <= fields
    # Where the unified model has Alegra's own id once more, it is given (docs: unified-model 4).
    assert ("downstream_id" in fields) == ("downstream_id" in VOCABULARY[name])


def _printed(schema: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Path and type of every field of a JSON schema, days and moments by their format."""
    (kind,) = {"null", *_as_list(schema["type"])} - {"null"}
    yield path, schema.get("format", kind)
    if kind == "array":
        yield from _printed(schema["items"], f"{path}[]")
    for name, field in schema.get("properties", {}).items():
        inner = f"{path}.{name}" if path else name
        if inner not in _NOT_UNIFIED:
            yield from _printed(field, inner)


def _as_list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
