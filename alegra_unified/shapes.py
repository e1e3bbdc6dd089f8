"""Reading Alegra's drifting record shapes without ever failing (docs: alegra-api 1.7).

Every function here is total: it takes any JSON value, gives what the documents promise when it
finds it, None when there is nothing, and an `Unreadable` when it finds something else. Models
refuse an `Unreadable`, so that the mapping of the one field is reported, not the sync broken.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .values import calculated, decimal_or_none


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A value found in a shape nobody documented; no model accepts it, so it gets reported."""

    value: Any


def is_empty(value: object) -> bool:
    """Whether Alegra says "nothing" here: null, "", {} or [] (docs: alegra-api 1.7)."""
    return value is None or value == "" or value == {} or value == []


def filled(value: Any) -> Any:
    """The value, or None where Alegra says "nothing"."""
    return None if is_empty(value) else value


def inside(record: object, *path: str) -> Any:
    """The value at a path of object keys; None where a key or an object on the way is missing.

    A list of one or more objects on the way counts as its first object, as ``numberTemplate`` and
    ``costCenter`` come (docs: alegra-api 1.7). Anything else on the way is `Unreadable`.
    """
    value: Any = record
    for key in path:
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, Unreadable):
            return value
        if is_empty(value):
            return None
        if not isinstance(value, dict):
            return Unreadable(value)
        value = value.get(key)
    return filled(value)


def each(value: object, read: Callable[[dict[str, Any]], Any]) -> Any:
    """`read` applied to every object of a list; None for nothing, `Unreadable` for no list.

    An element that is no object stays in its place as `Unreadable`.
    """
    if is_empty(value):
        return None
    if not isinstance(value, list):
        return Unreadable(value)
    return [read(item) if isinstance(item, dict) else Unreadable(item) for item in value]


def objects(value: object) -> list[dict[str, Any]]:
    """The objects of a list, for a calculation over them; empty when it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def total(values: Iterable[object]) -> Decimal | None:
    """The exact, unrounded sum; None when there is nothing to add or a value can't be read.

    A sum with a hole in it would be a guess, so there is none.
    """
    numbers: list[Decimal] = []
    for value in values:
        number = decimal_or_none(value)
        if number is None:
            return None
        numbers.append(number)
    return calculated(lambda: sum(numbers, Decimal(0))) if numbers else None


def linked(record: Mapping[str, Any]) -> dict[str, Any] | None:
    """An embedded object, or None when nothing in it is known; saves rows of ``{id: null}``."""
    return dict(record) if any(value is not None for value in record.values()) else None
