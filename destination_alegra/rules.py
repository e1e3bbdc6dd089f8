"""Checked: the rules that a record breaks by itself, whatever stands in Alegra."""

from airbyte_cdk.models import DestinationSyncMode

from alegra_unified.company import Company
from alegra_unified.marker import external_id_problem
from alegra_unified.problem import Problem
from alegra_unified.updates import creation_problems, draft_problems

from .incoming import Incoming


def problems_of(record: Incoming, company: Company) -> list[Problem]:
    """All rules that a record breaks by itself."""
    plan, draft = record.plan, record.draft
    if plan.mode == DestinationSyncMode.soft_delete:
        return [] if record.key else [Problem(plan.key, "is missing; it is the matching key")]
    found = draft_problems(plan.resource, draft, company)
    if plan.mode != DestinationSyncMode.update:
        found += creation_problems(plan.resource, draft, company)
    return found + _external_id_problems(record)


def _external_id_problems(record: Incoming) -> list[Problem]:
    if record.key is None:
        rule = "is missing; it tells whether the record was written already"
        return [Problem(record.plan.key, rule)]
    if record.external_id is None or not record.plan.writing.marked:
        return []
    wrong = external_id_problem(record.external_id)
    return [Problem("external_id", wrong)] if wrong else []
