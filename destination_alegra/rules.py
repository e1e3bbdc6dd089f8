"""Checked: the rules that a record breaks by itself, whatever stands in Alegra."""

import re
from dataclasses import replace
from typing import Any

from airbyte_cdk.models import DestinationSyncMode

from alegra_unified.company import Company
from alegra_unified.drafts import links
from alegra_unified.marker import external_id_problem
from alegra_unified.problem import Problem
from alegra_unified.updates import creation_problems, draft_problems

from .body import passed_keys
from .incoming import Incoming

LONGEST_ID = 36
"""Characters of Alegra's ids (docs: alegra-api 10)."""

NO_IDENTITY = "is missing; it tells whether the record was written already"

_NO_ID = re.compile(r"[\s/\\?#%\x00-\x1f\x7f]|^\.+$")
"""What a server might take for the end of an id in a path, even where it is quoted."""


def fitted(record: Incoming, company: Company) -> Incoming:
    """The record as far as it fits into an edition that is unknown here; the rest is told."""
    if company.country.is_known:
        return record
    left_out = record.plan.writing.unplaced(record.draft, company)
    draft: Any = record.draft
    for it in left_out:
        draft = _without(draft, it.field.split("."))
    return replace(record, draft=draft, left_out=left_out)


def _without(value: Any, steps: list[str]) -> Any:
    """A record, or what is inside it, without the value at a path."""
    first, *rest = steps
    if isinstance(value, list):
        return [_without(it, rest) if place == int(first) else it for place, it in enumerate(value)]
    kept = {name: it for name, it in value.items() if name != first}
    return {**value, first: _without(value[first], rest)} if rest else kept


def problems_of(record: Incoming, company: Company) -> list[Problem]:
    """All rules that a record breaks by itself, whether it is there or not."""
    found = _id_problems(record)
    if record.plan.mode != DestinationSyncMode.soft_delete:
        found += draft_problems(record.plan.resource, record.draft, company)
    return found + _identity_problems(record)


def problems_of_creation(record: Incoming, company: Company) -> list[Problem]:
    """The rules that a record breaks when it is to be created."""
    passed = passed_keys(record)
    return creation_problems(record.plan.resource, record.draft, company, passed)


def _id_problems(record: Incoming) -> list[Problem]:
    """Ids that are none; that of the record itself counts only where it is looked for by it."""
    model, draft = record.plan.resource.model, record.draft
    named = [(f"{path}.id", link["id"]) for path, _, link in links(model, draft) if "id" in link]
    if "id" in draft and (record.plan.key == "id" or record.external_id is None):
        named.insert(0, ("id", draft["id"]))
    found = ((path, id_problem(identifier)) for path, identifier in named)
    return [Problem(path, rule) for path, rule in found if rule is not None]


def id_problem(identifier: str) -> str | None:
    """Why a text can't be an id of Alegra's; None when it can."""
    if not identifier:
        return "is empty"
    if len(identifier) > LONGEST_ID or _NO_ID.search(identifier):
        return "is none of Alegra's ids"
    return None


def _identity_problems(record: Incoming) -> list[Problem]:
    """Something has to tell whether the record was written already."""
    plan = record.plan
    others = record.natural_key is not None or "id" in record.draft
    if record.key is None and not (plan.creates and plan.key == "external_id" and others):
        return [Problem(plan.key, NO_IDENTITY)]
    if record.external_id is None or not plan.writing.marked:
        return []
    wrong = external_id_problem(record.external_id)
    return [Problem("external_id", wrong)] if wrong else []
