"""The mapping engine as the tests see it: records in, records out, and why not.

Nothing else under `unit_tests/resources` knows how a mapping is declared or carried out.
"""

import copy
from collections.abc import Mapping
from datetime import date, datetime, timezone
from functools import cache
from typing import Any, NamedTuple

import orjson
from airbyte_cdk.models import DestinationSyncMode
from jsonschema import Draft7Validator, FormatChecker

from alegra_unified.company import Company
from alegra_unified.drafts import links
from alegra_unified.marker import external_id_of
from alegra_unified.model import read_leniently
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import ARRANGED
from alegra_unified.values import exact_json as exact_json
from alegra_unified.values import print_json
from alegra_unified.writing import Problem as Rule
from destination_alegra.catalog import WRITABLE, Plan
from destination_alegra.incoming import build_body, problems_of, read_incoming
from source_alegra.schema import json_schema

Row = dict[str, Any]
Problem = tuple[str, str]

NAMES = tuple(RESOURCES)
WRITABLE_NAMES = tuple(WRITABLE)
COMPANIES = {
    "MX": Company(country="MEX", currency="MXN", time_zone="America/Mexico_City"),
    "CO": Company(country="COL", currency="COP", time_zone="America/Bogota"),
    "DO": Company(country="DOM", currency="DOP", time_zone="America/Santo_Domingo"),
    "nowhere": Company(country=None, currency=None, time_zone=None),
}


class Judgement(NamedTuple):
    """What is decided of a row without mapping it."""

    belongs: bool
    is_open: bool | None
    fixed_because: str | None
    removal: str | Problem | None
    external_id: str | None
    keys: dict[str, Any]


def printed(name: str, row: Row | str, country: str = "MX") -> tuple[str, list[Problem]]:
    """The text that the source prints for a row, and each field that could not be read and why."""
    row = exact_json(row) if isinstance(row, str) else row
    before = copy.deepcopy({key: value for key, value in row.items() if key != ARRANGED})
    company = Company.from_alegra(row) if name == "company_info" else COMPANIES[country]
    resource = RESOURCES[name]
    record, problems = read_leniently(resource.model, resource.read(row, company))
    assert {**row, **before} == row, "the mapping changed Alegra's record"
    return (
        orjson.dumps(record.as_json()).decode(),
        [(problem.field, problem.reason) for problem in problems],
    )


def unified_with_problems(
    name: str, row: Row | str, country: str = "MX"
) -> tuple[Row, list[Problem]]:
    """The record as the source emits it, and each field that could not be read and why."""
    text, problems = printed(name, row, country)
    record: Row = exact_json(text)
    unread = (record["alegra"] or {}).get("unread", [])
    assert [(each["field"], each["reason"]) for each in unread] == problems
    return record, problems


def unified(name: str, row: Row | str, country: str = "MX") -> Row:
    """The record as the source emits it; all of the row can be read."""
    record, problems = unified_with_problems(name, row, country)
    assert problems == []
    return record


def arranged(name: str, rows: list[Row]) -> list[Row]:
    """The rows to map of a list that Alegra gave: the flat chart of a tree of accounts."""
    arrange = RESOURCES[name].listing.arrange
    return arrange(rows) if arrange else rows


def body(name: str, record: Row, country: str = "MX") -> Row:
    """The body of the POST for a unified record whose links are given by id; it breaks no rule."""
    sent, found = _received(name, record, country)
    assert found == []
    printable: Row = exact_json(orjson.dumps(print_json(sent)))
    return printable


def problems(name: str, record: Row, country: str = "MX") -> list[Problem]:
    """Each rule that a unified record to write breaks by itself: the field and the rule."""
    return _received(name, record, country)[1]


def _received(name: str, record: Row, country: str) -> tuple[Row, list[Problem]]:
    writing = RESOURCES[name].writing
    assert writing is not None, f"{name} can only be read"
    plan = Plan(name, RESOURCES[name], writing, DestinationSyncMode.append, "external_id")
    incoming, found = read_incoming(plan, 1, copy.deepcopy(record), "external_id")
    if incoming is None:
        return {}, [(field, rule) for field, rule in found]
    found = problems_of(incoming, COMPANIES[country])
    found += build_body(incoming, COMPANIES[country], allow_stamping=False)
    found += [
        Rule(path, "names nothing")
        for path, link in links(incoming.draft)
        if link.named_by() is None
    ]
    return incoming.body, [(field, rule) for field, rule in found]


def judged(name: str, row: Mapping[str, Any]) -> Judgement:
    """What is decided of a row of Alegra's without mapping it."""
    resource = RESOURCES[name]
    writing = resource.writing
    return Judgement(
        belongs=resource.belongs(row),
        is_open=resource.changes.is_unsettled(row) if resource.changes else None,
        fixed_because=writing.fixed_because(row) if writing else None,
        removal=writing.removal(row) if writing else None,
        external_id=external_id_of(row),
        keys={key: value_of(row) for key, value_of in writing.keys.items()} if writing else {},
    )


def schema(name: str, include_raw: bool = False) -> Row:
    """The JSON schema of a stream."""
    return json_schema(RESOURCES[name], include_raw=include_raw)


def schema_errors(name: str, record: Row) -> list[str]:
    """Where a record is not what the schema of its stream says."""
    found = _validator(name).iter_errors(record)
    return [f"{error.json_path}: {error.message}" for error in found]


@cache
def _validator(name: str) -> Draft7Validator:
    return Draft7Validator(schema(name), format_checker=_FORMATS)


_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date", ValueError)
def _is_day(text: object) -> bool:
    return not isinstance(text, str) or date.fromisoformat(text) is not None


@_FORMATS.checks("date-time", ValueError)
def _is_moment(text: object) -> bool:
    pattern = "%Y-%m-%dT%H:%M:%S.%fZ"
    return not isinstance(text, str) or datetime.strptime(text, pattern) is not None


def required(name: str) -> tuple[str, ...]:
    """The unified fields that a record to create must have."""
    writing = RESOURCES[name].writing
    return writing.required if writing else ()


class Listed(NamedTuple):
    """How a list of Alegra's is asked for, and how its changes are found."""

    path: str
    parameters: dict[str, str] = {}  # noqa: RUF012
    changes: str = "none are captured"
    filters_by_date: bool = False
    sorts_by_id: bool = True


def listing(name: str) -> Listed:
    """How the list of a resource is asked for, and how its changes are found."""
    resource = RESOURCES[name]
    changes = Listed._field_defaults["changes"]
    if resource.changes:
        changes = f"asks for {' and '.join(resource.changes.unsettled_statuses) or 'none'}"
        changes += ", lists by ids" if resource.changes.lists_by_ids else ""
    elif resource.updated_at:
        changes = f"by {resource.updated_at}"
    return Listed(
        resource.listing.path + (" (single)" if resource.listing.single else ""),
        dict(resource.listing.parameters),
        changes,
        resource.listing.filters_by_date,
        resource.listing.sorts_by_id,
    )


def today(country: str) -> str:
    """The calendar day in the books of a company."""
    return COMPANIES[country].today(datetime.now(timezone.utc)).isoformat()
