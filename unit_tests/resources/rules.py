"""Tables of rules: what Alegra may send in some places, and what is read then.

A table's first line names the places that are changed in a base example and the unified fields
that are looked at, both dotted: ``client.address -> billing_address.line1, number``. Each further
line gives their values. All other fields must be readable: each that can't be read is `UNREAD`.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from . import examples
from .examples import Way, exactly, places, with_value
from .mapping import unified_with_problems, unread_of

ABSENT = object()
"""In place of a value of Alegra's: the key is not there."""

UNREAD = object()
"""In place of a unified value: null, and reported with what Alegra sent."""

D = Decimal

NOTHING: tuple[Any, ...] = (None, "", {}, [])
"""The four ways in which Alegra says that there is nothing (docs: alegra-api 1.7)."""

Table = tuple[str, list[tuple[Any, ...]]]


def rules(
    name: str, tables: dict[str, Table], base: str = "MX", country: str | None = None
) -> Callable[..., None]:
    """A test of the rules of a resource: each table under the rule that it shows.

    Args:
        name: the resource.
        tables: the rule in words to its table.
        base: the example that is changed.
        country: whose books the record stands in; of the example unless given.
    """
    cases = [
        pytest.param(header, line, id=f"{rule}, {number}")
        for rule, (header, lines) in tables.items()
        for number, line in enumerate(lines, start=1)
    ]

    @pytest.mark.parametrize(("header", "line"), cases)
    def test_rule(header: str, line: tuple[Any, ...]) -> None:
        sent, fields = (part.replace(",", "").split() for part in header.split("->"))
        assert len(line) == len(sent) + len(fields)
        row = examples.row(name, base)
        for place, value in zip(sent, line, strict=False):
            row = changed(row, way(place), value)
        record, problems = unified_with_problems(name, row, country or base[:2])
        expected = dict(zip(fields, line[len(sent) :], strict=True))
        for field, value in expected.items():
            found = at(record, way(field))
            # An element of a list that can't be read keeps its place.
            assert found in (None, {}) if value is UNREAD else exactly(found) == exactly(value), (
                field
            )
        unread = [field for field, value in expected.items() if value is UNREAD]
        assert sorted(field for field, _ in problems) == sorted(unread)
        all_sent = [exactly(value) for _, value in places(list(line[: len(sent)]))]
        for report in unread_of(record):
            assert exactly(report["value"]) in all_sent

    tested: Callable[..., None] = test_rule
    return tested


def way(path: str) -> Way:
    """The steps of a dotted path."""
    return tuple(int(step) if step.isdigit() else step for step in path.split("."))


def at(record: Any, path: Way) -> Any:
    """The value at the end of a way; None when there is none."""
    for step in path:
        if isinstance(record, dict):
            record = record.get(step)
        elif isinstance(record, list) and isinstance(step, int) and step < len(record):
            record = record[step]
        else:
            return None
    return record


def changed(row: Any, path: Way, value: Any) -> Any:
    """A copy of a row with another value at the end of a way, or without it."""
    copied = with_value(row, path, value)
    if value is ABSENT:
        at(copied, path[:-1]).pop(path[-1])
    return copied
