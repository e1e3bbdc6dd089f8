"""Whether a warehouse holds the truth: every row of it, every field of every row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import orjson

from alegra_api.exact_json import exact_json
from alegra_sandbox.process import SandboxProcess
from alegra_unified.company import Company
from alegra_unified.resource import Resource
from source_alegra.records import RecordMapper

# What a warehouse's decimal columns keep of a number (PyAirbyte: DECIMAL(38, 9)).
_PLACES = Decimal("1.000000000")
_LIMIT = 5


@dataclass
class Comparison:
    """How one table differs from the truth.

    Attributes:
        rows: how many rows the truth has.
        deleted: how many rows of the table stand there as deleted.
        differences: the first few, in words; empty when there is none.
    """

    rows: int = 0
    deleted: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        """Whether the table holds exactly the truth."""
        return not self.differences


def truth_of(sandbox: SandboxProcess, resource: Resource) -> Iterator[dict[str, Any]]:
    """The company's rows of a resource, with the optional parts that the source asks for."""
    listing = resource.listing
    asked = {**listing.parameters, **listing.widening}
    parameters = {key: it for key, it in asked.items() if key != "type"}
    return sandbox.truth(listing.path.strip("/"), **parameters)


def compare(
    resource: Resource,
    company: Company,
    truth: Iterable[dict[str, Any]],
    table: Iterable[dict[str, Any]],
) -> Comparison:
    """Compare a table with the records that exist.

    Args:
        resource: what the table holds.
        company: whose books they are.
        truth: Alegra's rows as they are now.
        table: the warehouse's rows as mappings of column to value.
    """
    mapper = RecordMapper(resource, company, include_raw=False)
    expected = {
        str(row[resource.key]): mapper.record(row)
        for row in _arranged(resource, truth)
        if resource.belongs(row)
    }
    if resource.listing.single:
        expected = {record["id"]: record for record in expected.values()}
    result = Comparison(rows=len(expected))
    for row in table:
        identifier = row[resource.key]
        record = expected.pop(identifier, None)
        if record is None:
            gone = is_gone(resource, row)
            result.deleted += gone
            if not gone:
                _note(result, f"{identifier}: is in the warehouse and nowhere else")
            continue
        printed = exact_json(orjson.dumps(record))
        for name, value in printed.items():
            held = row.get(name.lower())
            if _canonical(value) != _canonical(_parsed(held, value)):
                _note(result, f"{identifier}.{name}: {held!r} in the warehouse, {value!r} in truth")
    for identifier in expected:
        _note(result, f"{identifier}: is missing in the warehouse")
    return result


def is_gone(resource: Resource, row: dict[str, Any]) -> bool:
    """Whether a row of a table says that its record is gone: its key, and no more than a status."""
    told = {name for name, value in row.items() if value is not None and name[:1] != "_"}
    return (
        told - {"status", "active", resource.strategy.cursor_field} == {resource.key}
        and row.get("status") in (resource.strategy.gone_status, None)
        and not row.get("active")
    )


def _arranged(resource: Resource, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    arrange = resource.arrange
    yield from rows if arrange is None else arrange(list(rows))


def _note(result: Comparison, difference: str) -> None:
    if len(result.differences) < _LIMIT:
        result.differences.append(difference)


def _parsed(held: Any, value: Any) -> Any:
    """A column of JSON text as the JSON that it holds."""
    if isinstance(value, (dict, list)) and isinstance(held, str):
        return exact_json(held)
    return held


def _canonical(value: Any) -> Any:
    """One form for all spellings of a value: numbers to nine places, moments in UTC, no nulls."""
    match value:
        case bool() | None:
            return value
        case datetime():
            moment = value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value
            return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
        case date():
            return value.isoformat()
        case int() | float() | Decimal():
            return Decimal(str(value)).quantize(_PLACES).normalize()
        case str():
            return value.replace("Z", "+00:00") if _is_moment(value) else value
        case dict():
            return {
                key.lower(): _canonical(item) for key, item in value.items() if item is not None
            }
        case list() | tuple():
            return [_canonical(item) for item in value]
        case _:
            return value


def _is_moment(text: str) -> bool:
    return len(text) == 24 and text[10] == "T" and text.endswith("Z")
