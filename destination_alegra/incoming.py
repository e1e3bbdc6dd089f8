"""Records as they come in: typed, checked by themselves, told apart by their key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from airbyte_cdk.models import DestinationSyncMode
from pydantic import ValidationError

from alegra_unified.company import Company
from alegra_unified.drafts import MOST_DECIMALS, Draft, amounts
from alegra_unified.marker import NOTES_LIMIT, external_id_problem, marked
from alegra_unified.writing import Problem

from .catalog import Plan
from .pass_through import asks_for_stamp, extended

_CARRIED_ALONG = ("_airbyte_", "_ab_", "_raw")
"""Columns that Airbyte and its warehouses add; no part of the record."""


@dataclass
class Incoming:
    """One record to write.

    Attributes:
        plan: how its stream is written.
        number: its place in the input, from 1.
        data: the record as it came.
        external_id: your id of it; None when it has none.
        draft: the record, typed.
        body: what Alegra is to get, once its links are resolved.
        stamps: whether it asks for a fiscal stamp.
    """

    plan: Plan
    number: int
    data: dict[str, Any]
    external_id: str | None
    draft: Any
    body: dict[str, Any]
    stamps: bool = False

    @property
    def name(self) -> str:
        """How messages call the record."""
        return self.external_id or f"number {self.number} of the input"

    @property
    def key(self) -> tuple[str, str] | None:
        """What finds the record in Alegra: field and value."""
        key = self.plan.key
        value = self.external_id if key == "external_id" else getattr(self.draft, key)
        return None if value is None else (key, str(value))

    @property
    def natural_key(self) -> tuple[str, str] | None:
        """What else tells master data apart, such as a tax number: field and value."""
        for name in self.plan.writing.keys:
            value = getattr(self.draft, name, None)
            if value is not None:
                return name, str(value)
        return None

    @property
    def day(self) -> Any:
        """The document date; None for master data."""
        dated = self.plan.writing.dated
        moment = getattr(self.draft, dated) if dated else None
        return moment.date() if isinstance(moment, datetime) else moment


def external_id_in(data: dict[str, Any], field: str) -> str | None:
    """Your own id of a record; that of a record read from Alegra is the one it was written with.

    A record that never had one goes by its id where it came from.
    """
    extras = data.get("alegra")
    written = extras.get("external_id") if isinstance(extras, dict) else None
    for value in (data.get(field), written, data.get("id")):
        if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "":
            return str(value)
    return None


def read_incoming(
    plan: Plan, number: int, data: dict[str, Any], external_id_field: str
) -> tuple[Incoming | None, list[Problem]]:
    """A record of the stream, typed; or what is wrong with it."""
    fields = {name: value for name, value in data.items() if not name.startswith(_CARRIED_ALONG)}
    external_id = external_id_in(fields, external_id_field)
    fields.pop(external_id_field, None)
    try:
        draft = plan.writing.draft.model_validate(fields)
    except ValidationError as error:
        return None, [_problem(it) for it in error.errors(include_url=False, include_input=False)]
    return Incoming(plan, number, data, external_id, draft, {}), []


def problems_of(record: Incoming, company: Company) -> list[Problem]:
    """The rules that a record breaks by itself, whatever Alegra holds."""
    plan, draft = record.plan, record.draft
    if plan.mode == DestinationSyncMode.soft_delete:
        return [] if record.key else [Problem(plan.key, "is missing; it is the matching key")]
    found = [
        Problem(path, f"has more than {MOST_DECIMALS} decimals, which Alegra does not keep")
        for path, amount in amounts(draft)
        if path.split(".")[0] in plan.writing.fields and _decimals(amount) > MOST_DECIMALS
    ]
    if plan.mode != DestinationSyncMode.update:
        found += [
            Problem(name, "is missing; Alegra requires it")
            for name in plan.writing.required
            if getattr(draft, name) in (None, [])
        ]
        found += plan.writing.constraints(draft, company)
    found += _external_id_problems(record)
    return found


def build_body(record: Incoming, company: Company, allow_stamping: bool) -> list[Problem]:
    """Put together what Alegra is to get, marker included; what is wrong with it."""
    assert isinstance(record.draft, Draft)
    body = record.plan.writing.to_alegra(record.draft, company)
    body, problems = extended(body, record.draft.pass_through, allow_stamping)
    record.stamps = asks_for_stamp(body)
    if record.plan.writing.marked and record.external_id:
        body = {**body, "observations": marked(body.get("observations"), record.external_id)}
    for name in ("observations", "anotation"):
        if len(str(body.get(name) or "")) > NOTES_LIMIT:
            rule = f"is longer than the {NOTES_LIMIT} characters that Alegra takes, marker included"
            problems.append(Problem(name, rule))
    record.body = body
    return problems


def _external_id_problems(record: Incoming) -> list[Problem]:
    if record.key is None:
        rule = "is missing; it tells whether the record was written already"
        return [Problem(record.plan.key, rule)]
    if record.external_id is None or not record.plan.writing.marked:
        return []
    wrong = external_id_problem(record.external_id)
    return [Problem("external_id", wrong)] if wrong else []


def _decimals(amount: Any) -> int:
    return max(0, -int(amount.normalize().as_tuple().exponent))


def _problem(error: Any) -> Problem:
    path = ".".join(str(step) for step in error["loc"])
    if error["type"] == "extra_forbidden":
        return Problem(path, "is no field that Alegra keeps; take it out of the record")
    message = error["msg"].removeprefix("Value error, ")
    return Problem(path, message[0].lower() + message[1:])
