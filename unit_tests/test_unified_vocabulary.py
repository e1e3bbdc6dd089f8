"""Nothing but the unified vocabulary is emitted, outside of what is Alegra's or the source's own.

`unified_vocabulary.json` has for each resource the path of every unified field, ``[]`` standing
for the elements of a list, its type, and the values of an enum.
"""

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from alegra_unified.registry import RESOURCES

from .resources.mapping import UNIFIED_NAMES, schema

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


class Field(NamedTuple):
    """A field of a stream: its path, its type, days and moments by their format, and its enum."""

    path: str
    type: str
    enum: set[str]


def fields_of(schema: Mapping[str, Any], path: str = "") -> Iterator[Field]:
    """Every field inside a JSON schema."""
    kind = schema["type"]
    (kind,) = {"null", *([kind] if isinstance(kind, str) else kind)} - {"null"}
    if path:
        yield Field(path, schema.get("format", kind), set(schema.get("enum", [])) - {None})
    if kind == "array":
        yield from fields_of(schema["items"], f"{path}[]")
    for name, field in schema.get("properties", {}).items():
        inner = f"{path}.{name}" if path else name
        if inner not in _NOT_UNIFIED:
            yield from fields_of(field, inner)


def strangers(
    name: str, schema: Mapping[str, Any], deliberate: Mapping[tuple[str, str], set[str]]
) -> set[str]:
    """Fields that the vocabulary does not have, and values that its enums do not have."""
    vocabulary = VOCABULARY[name]
    found = set()
    for path, _, enum in fields_of(schema):
        known = set(vocabulary.get(path, {}).get("enum", [])) | deliberate.get((name, path), set())
        if path not in vocabulary:
            found.add(path)
        found |= {f"{path}={value}" for value in enum - known}
    return found


def test_there_is_a_vocabulary_for_each_resource_and_no_other() -> None:
    assert set(UNIFIED_NAMES) == set(VOCABULARY)


def test_what_the_vocabulary_has_is_not_emitted_in_alegras_own_shape() -> None:
    """docs: unified-model 1, "What is Alegra's own"."""
    own = {it.listing.path: name for name, it in RESOURCES.items() if it.is_native}
    unified = {RESOURCES[name].listing.path for name in UNIFIED_NAMES}
    assert not set(own) & unified
    assert not set(own.values()) & set(VOCABULARY)


@pytest.mark.parametrize("name", UNIFIED_NAMES)
def test_every_field_and_every_value_is_of_the_unified_vocabulary(name: str) -> None:
    assert strangers(name, schema(name, include_raw=True), _DELIBERATE) == set()


def test_every_exception_is_still_needed() -> None:
    for (name, path), found in _DELIBERATE.items():
        assert strangers(name, schema(name), {}) == {f"{path}={value}" for value in found}


@pytest.mark.parametrize("name", UNIFIED_NAMES)
def test_a_stranger_is_found_at_the_top_in_parts_and_in_enums(name: str) -> None:
    changed = copy.deepcopy(schema(name))
    colour = {"type": "object", "properties": {"favourite_colour": {"type": "string"}}}
    changed["properties"]["shoe_size"] = {"type": ["null", "integer"]}
    changed["properties"]["custom_fields"] = {"type": "array", "items": colour}
    changed["properties"]["id"] = {"type": ["null", "string"], "enum": [None, "always"]}
    found = strangers(name, changed, _DELIBERATE)
    assert {"shoe_size", "id=always", "custom_fields[].favourite_colour"} <= found


@pytest.mark.parametrize("name", UNIFIED_NAMES)
def test_every_field_has_the_type_of_the_unified_vocabulary(name: str) -> None:
    different = {
        path: (kind, VOCABULARY[name][path]["type"])
        for path, kind, _ in fields_of(schema(name))
        if VOCABULARY[name][path]["type"] not in _MET_BY.get(kind, {kind, None})
    }
    assert different == {}


@pytest.mark.parametrize("name", UNIFIED_NAMES)
def test_every_resource_has_the_common_fields(name: str) -> None:
    fields = schema(name)["properties"].keys()
    assert {"id", "alegra"} <= fields
    # Where the unified model has Alegra's own id once more, it is given (docs: unified-model 4).
    assert ("downstream_id" in fields) == ("downstream_id" in VOCABULARY[name])
