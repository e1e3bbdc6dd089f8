"""What the tests of document resources share: three companies, exact comparison, any JSON."""

import copy
import json
from decimal import Decimal
from typing import Any

import orjson
from alegra_unified.model import ReadProblem, read_leniently
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.company import Company
from alegra_unified.resource import Resource
from alegra_unified.synchronization import DocumentChanges

MEXICAN = Company(country="MEX", currency="MXN", time_zone="America/Mexico_City")
COLOMBIAN = Company(country="COL", currency="COP", time_zone="America/Bogota")
DOMINICAN = Company(country="DOM", currency="DOP", time_zone="America/Santo_Domingo")


def digits(text: str | bytes) -> Any:
    """Parsed JSON in which two numbers are equal only when their digits are."""
    return json.loads(text, parse_float=_number, parse_int=_number)


def _number(text: str) -> tuple[str, str]:
    return ("number", text)


def emitted_text(resource: Resource, record: str, company: Company) -> bytes:
    """From the JSON text that Alegra sends to the JSON text that the source prints."""
    unified, _ = read_leniently(resource.model, resource.to_unified(exact_json(record), company))
    return orjson.dumps(unified.as_json())


def emitted(
    resource: Resource, record: dict[str, Any], company: Company = MEXICAN
) -> tuple[dict[str, Any], list[ReadProblem]]:
    """The record as emitted, parsed again, and what could not be read."""
    fields = resource.to_unified(copy.deepcopy(record), company)
    unified, problems = read_leniently(resource.model, fields)
    data: dict[str, Any] = exact_json(orjson.dumps(unified.as_json()))
    return data, problems


def understood(
    resource: Resource, record: dict[str, Any], company: Company = MEXICAN
) -> dict[str, Any]:
    """The record as emitted, when nothing in it was unreadable."""
    data, problems = emitted(resource, record, company)
    assert problems == []
    return data


_numbers = (
    st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.sampled_from([Decimal("9E+999999"), Decimal("-1E-999999"), Decimal("0E+400"), 2**80, -1])
)
_words = st.sampled_from(
    [
        "",
        "open",
        "draft",
        "void",
        "in",
        "out",
        "12.50",
        "1e999999",
        "NaN",
        "2026-02-30",
        "MXN",
        "2026-09-05",
        "2026-09-05 12:50:18",
        "9999-12-31 23:59:59",
        "0000-00-00",
    ]
)
_keys = st.sampled_from(
    ["id", "name", "items", "categories", "tax", "amount", "code", "status", "address", "number"]
)
any_json = st.recursive(
    st.none() | st.booleans() | _numbers | _words | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(_keys | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=8,
)
"""Any JSON value, with a liking for the words and keys that mappings know."""


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every value inside a JSON value."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [place for step, item in inner for place in [(*way, step), *places(item, (*way, step))]]


def with_value(record: dict[str, Any], way: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A copy of a record with another value at one place."""
    changed = copy.deepcopy(record)
    holder: Any = changed
    for step in way[:-1]:
        holder = holder[step]
    holder[way[-1]] = value
    return changed


def assert_anything_is_read(
    resource: Resource, record: dict[str, Any], data: st.DataObject, company: Company
) -> None:
    """Any JSON in any place is read without an exception, and the record's id survives.

    What can't be read is reported and kept with Alegra's own value; nothing else gets lost.
    """
    way = data.draw(st.sampled_from(places(record)))
    changed = with_value(record, way, data.draw(any_json))
    before = copy.deepcopy(changed)
    unified, problems = read_leniently(resource.model, resource.to_unified(changed, company))
    text = orjson.dumps(unified.as_json())
    assert changed == before, "the mapping changed Alegra's record"
    resource.belongs(changed)
    if isinstance(resource.strategy, DocumentChanges):
        assert resource.strategy.is_open(changed) in (True, False)
    out = exact_json(text)
    if way != ("id",):
        assert out["id"] == str(record["id"])
    unread = (out["alegra"] or {}).get("unread", [])
    assert [each["field"] for each in unread] == [problem.field for problem in problems]
    assert list(out) == list(resource.model.model_fields)
