"""Checked: the rules that a record breaks by itself, whatever stands in Alegra."""

from decimal import Decimal

from airbyte_cdk.models import DestinationSyncMode

from alegra_unified.company import Company
from alegra_unified.drafts import MAXIMUM_DECIMALS, broken_rules, decimals, values
from alegra_unified.fields import Written, is_empty
from alegra_unified.marker import external_id_problem
from alegra_unified.problem import Problem

from .incoming import Incoming


def problems_of(record: Incoming, company: Company) -> list[Problem]:
    """All rules that a record breaks by itself."""
    plan, draft = record.plan, record.draft
    if plan.mode == DestinationSyncMode.soft_delete:
        return [] if record.key else [Problem(plan.key, "is missing; it is the matching key")]
    found = _too_many_decimals(record) + broken_rules(plan.resource.model, draft, company)
    if plan.mode != DestinationSyncMode.update:
        found += [
            Problem(name, "is missing; Alegra requires it")
            for name in plan.resource.model.required()
            if is_empty(draft.get(name))
        ]
        found += plan.writing.constraints(draft, company)
        found += company.country.problems(plan.resource.name, draft)
    return found + _external_id_problems(record)


def _too_many_decimals(record: Incoming) -> list[Problem]:
    found: list[Problem] = []
    unwritten: tuple[str, ...] = ()
    for path, _, value, write in values(record.plan.resource.model, record.draft):
        if path.startswith(unwritten):
            continue
        if not isinstance(write, Written):
            unwritten = (*unwritten, f"{path}.")
        elif isinstance(value, Decimal) and decimals(value) > MAXIMUM_DECIMALS:
            rule = f"has more than {MAXIMUM_DECIMALS} decimals, which Alegra does not keep"
            found.append(Problem(path, rule))
    return found


def _external_id_problems(record: Incoming) -> list[Problem]:
    if record.key is None:
        rule = "is missing; it tells whether the record was written already"
        return [Problem(record.plan.key, rule)]
    if record.external_id is None or not record.plan.writing.marked:
        return []
    wrong = external_id_problem(record.external_id)
    return [Problem("external_id", wrong)] if wrong else []
