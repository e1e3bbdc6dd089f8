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

from alegra_api.exact_json import exact_json as exact_json
from alegra_api.exact_json import print_json
from alegra_sandbox.countries import COUNTRIES as SIMULATED
from alegra_sandbox.quirks import Quirks
from alegra_unified.company import Company
from alegra_unified.drafts import links
from alegra_unified.marker import external_id_of
from alegra_unified.problem import Problem as Rule
from alegra_unified.records import UnifiedRecord
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import ARRANGED
from alegra_unified.synchronization import ContactChanges, DocumentChanges
from destination_alegra.body import creation
from destination_alegra.catalog import WRITABLE, Plan
from destination_alegra.incoming import read_incoming
from destination_alegra.rules import fitted, problems_of, problems_of_creation
from source_alegra.schema import json_schema

Row = dict[str, Any]
Problem = tuple[str, str]

NAMES = tuple(RESOURCES)
UNIFIED_NAMES = tuple(name for name, it in RESOURCES.items() if issubclass(it.model, UnifiedRecord))
WRITABLE_NAMES = tuple(WRITABLE)
COUNTRIES = tuple(SIMULATED)
"""Codes of the editions, that of an unknown one among them."""
COMPANIES = {
    **{code: Company.from_alegra(it(Quirks()).company()) for code, it in SIMULATED.items()},
    # One that says nothing of itself.
    "nowhere": Company.from_alegra({}),
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
    reading = RESOURCES[name].read(row, company, printed=True)
    text = orjson.dumps(reading.record).decode()
    assert {**row, **before} == row, "the mapping changed Alegra's record"
    return text, [(problem.field, problem.reason) for problem in reading.problems]


def unified_with_problems(
    name: str, row: Row | str, country: str = "MX"
) -> tuple[Row, list[Problem]]:
    """The record as the source emits it, and each field that could not be read and why."""
    text, problems = printed(name, row, country)
    record: Row = exact_json(text)
    unread = unread_of(record)
    assert [(each["field"], each["reason"]) for each in unread] == problems
    return record, problems


def unread_of(record: Row) -> list[Row]:
    """What of a record could not be read, as it tells by itself."""
    unread: list[Row] | None = record.get("unread") or (record.get("alegra") or {}).get("unread")
    return unread or []


def unified(name: str, row: Row | str, country: str = "MX") -> Row:
    """The record as the source emits it; all of the row can be read."""
    record, problems = unified_with_problems(name, row, country)
    assert problems == []
    return record


def arranged(name: str, rows: list[Row]) -> list[Row]:
    """The rows to map of a list that Alegra gave: the flat chart of a tree of accounts."""
    arrange = RESOURCES[name].arrange
    return arrange(rows) if arrange else rows


def body(name: str, record: Row, country: str = "MX") -> Row:
    """The body of the POST for a unified record whose links are given by id; it breaks no rule."""
    sent, found = _received(name, record, country)
    assert found == []
    printable: Row = exact_json(orjson.dumps(print_json(sent)))
    return printable


def outcome(name: str, record: Row, country: str = "MX") -> tuple[Row, list[Problem]]:
    """The body of the POST for a unified record, or the rules that it breaks."""
    return _received(name, record, country)


def problems(name: str, record: Row, country: str = "MX") -> list[Problem]:
    """Each rule that a unified record to write breaks by itself: the field and the rule."""
    return _received(name, record, country)[1]


def _received(name: str, record: Row, country: str) -> tuple[Row, list[Problem]]:
    resource, writing, company = RESOURCES[name], RESOURCES[name].writing, COMPANIES[country]
    assert writing is not None, f"{name} can only be read"
    # Into the books of another company a record goes under the id that it had.
    own = record.get("external_id") or (record.get("alegra") or {}).get("external_id")
    named_by = "external_id" if own else "id"
    plan = Plan(name, resource, writing, DestinationSyncMode.append, "external_id", named_by)
    incoming, found = read_incoming(plan, 1, copy.deepcopy(record))
    if found:
        return {}, [(field, rule) for field, rule in found]
    incoming = fitted(incoming, company)
    found = problems_of(incoming, company) + problems_of_creation(incoming, company)
    found += [
        Rule(path, "names nothing")
        for path, link, value in links(resource.model, incoming.draft)
        if link.named_by(value) is None
    ]
    if found:
        return {}, [(field, rule) for field, rule in found]
    sent, found = creation(incoming, company, allow_stamping=False)
    return sent, [(field, rule) for field, rule in found]


def judged(name: str, row: Mapping[str, Any], country: str = "MX") -> Judgement:
    """What is decided of a row of Alegra's without mapping it."""
    resource, writing = RESOURCES[name], RESOURCES[name].writing
    changes = resource.strategy if isinstance(resource.strategy, DocumentChanges) else None
    return Judgement(
        belongs=resource.belongs(dict(row)),
        is_open=changes.is_open(row) if changes else None,
        fixed_because=writing.fixed_because(dict(row), COMPANIES[country]) if writing else None,
        removal=writing.removal(dict(row), COMPANIES[country]) if writing else None,
        external_id=external_id_of(row),
        keys=writing.keys_of(dict(row)) if writing else {},
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


def key_of(name: str) -> str:
    """The field that tells one record of a stream from another."""
    return RESOURCES[name].key


def required(name: str) -> list[str]:
    """The unified fields that a record to create must have."""
    return RESOURCES[name].model.required()


class Listed(NamedTuple):
    """How a list of Alegra's is asked for, and how its changes are found."""

    path: str
    parameters: dict[str, str] = {}  # noqa: RUF012
    changes: str = "none are captured"
    filters_by_date: bool = False
    sorts_by_id: bool = True


def listing(name: str) -> Listed:
    """How the list of a resource is asked for, and how its changes are found."""
    listing, strategy = RESOURCES[name].listing, RESOURCES[name].strategy
    changes = Listed._field_defaults["changes"]
    if isinstance(strategy, DocumentChanges):
        changes = f"asks for {' and '.join(strategy.open_statuses) or 'none'}"
        changes += ", lists by ids" if strategy.lists_by_ids else ""
    elif isinstance(strategy, ContactChanges):
        changes = f"by {strategy.updated_at_field}"
    return Listed(
        listing.path + (" (single)" if listing.single else ""),
        dict(listing.parameters),
        changes,
        listing.filters_by_date,
        listing.sorts_by_id,
    )


def today(country: str) -> str:
    """The calendar day in the books of a company."""
    return COMPANIES[country].today(datetime.now(timezone.utc)).isoformat()
