"""Of every field of every record to write: it is written, or read-only by a rule, or refused.

A value that is written makes a difference to what Alegra gets, or breaks a rule that is told.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from alegra_unified.drafts import Link, write_of
from alegra_unified.fields import Field, ReadOnly, Refused, Write, Written
from alegra_unified.kinds import (
    BOOLEAN,
    DAY,
    DECIMAL,
    INTEGER,
    JSON_ARRAY,
    JSON_OBJECT,
    JSON_VALUE,
    MOMENT,
    TEXT,
    Kind,
)
from alegra_unified.records import Part
from alegra_unified.registry import RESOURCES

from . import examples
from .mapping import WRITABLE_NAMES, outcome

MODELS = [(name, RESOURCES[name].model) for name in WRITABLE_NAMES]

Way = tuple[str | int, ...]


def declared(model: type[Part], way: Way = ()) -> Iterator[tuple[Way, Field, type[Part]]]:
    """Every field that a record may name, those of its parts too where they are written."""
    for name, field in model.fields.items():
        yield (*way, name), field, model
        if not isinstance(field.kind, Kind) and isinstance(write_of(field, model), Written):
            yield from declared(field.kind, (*way, name, 0) if field.many else (*way, name))


FIELDS = [
    (name, way, field, model) for name, record in MODELS for way, field, model in declared(record)
]

WRITTEN = [
    (name, way, field.kind)
    for name, way, field, model in FIELDS
    # Of what stands in a link, the first of its keys counts.
    if isinstance(field.kind, Kind)
    and not issubclass(model, Link)
    and isinstance(write_of(field, model), Written)
]


def _id(value: Any) -> str:
    if isinstance(value, tuple):
        return ".".join(map(str, value))
    return value if isinstance(value, str) else type(value).__name__


@pytest.mark.parametrize(
    ("name", "way", "write"),
    [(name, way, write_of(field, model)) for name, way, field, model in FIELDS],
    ids=_id,
)
def test_a_field_is_written_or_there_is_a_rule(name: str, way: Way, write: Write) -> None:
    assert isinstance(write, Written | ReadOnly | Refused)
    assert isinstance(write, Written) or len(write.rule) > 10


@pytest.mark.parametrize(("name", "way", "kind"), WRITTEN, ids=_id)
def test_a_written_value_makes_a_difference(name: str, way: Way, kind: Kind) -> None:
    base = complete(name)
    made = [outcome(name, with_value(base, way, value)) for value in samples(kind)]
    assert any(it != outcome(name, base) for it in made), "what it says makes no difference"
    assert made[0] != made[1] or made[0][1] != []


def complete(name: str) -> dict[str, Any]:
    """The first example of a resource that may be written as it is."""
    return next(
        record
        for example in examples.of(name)
        for record in example.records
        if example.text("body") is not None and outcome(name, record)[1] == []
    )


def with_value(record: Any, way: Way, value: Any) -> Any:
    """A copy of a record that names a value, in parts that are made where they are not there."""
    step, *rest = way
    if not rest:
        inner = value
    else:
        empty: Any = [] if isinstance(rest[0], int) else {}
        there = isinstance(step, str) or step < len(record)
        held = (record.get(step) if isinstance(step, str) else record[step]) if there else None
        inner = with_value(empty if held is None else held, tuple(rest), value)
    if isinstance(step, int):
        return [*record[:step], inner, *record[step + 1 :]]
    return {**record, step: inner}


_SAMPLES: dict[str, tuple[Any, Any]] = {
    "ISO 3166": ("MX", "US"),
    TEXT.name: ("one", "two"),
    DECIMAL.name: (Decimal("1.5"), Decimal("2.5")),
    BOOLEAN.name: (True, False),
    INTEGER.name: (1, 2),
    DAY.name: ("2026-01-02", "2026-02-03"),
    MOMENT.name: ("2026-01-02", "2026-02-03"),
    JSON_OBJECT.name: ({"a": 1}, {"a": 2}),
    JSON_ARRAY.name: ([1], [2]),
    JSON_VALUE.name: ("x", "y"),
}


def samples(kind: Kind) -> tuple[Any, Any]:
    """Two different values of a kind."""
    words = kind.schema.get("enum")
    return _SAMPLES[kind.name] if words is None else (words[0], words[-1])
