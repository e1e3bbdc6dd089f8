"""Departments: cost centers in Alegra (docs: alegra-api 3.12, unified-model 4.6)."""

from typing import Any, Literal

from pydantic import Field

from alegra_api.listing import Listing

from ..company import Company
from ..contact import active_status
from ..drafts import Draft
from ..model import AlegraExtras, UnifiedRecord
from ..resource import Resource
from ..shapes import filled
from ..synchronization import MasterData
from ..values import Text
from ..writing import Writing, given


class DepartmentExtras(AlegraExtras):
    """What only Alegra knows of a cost center."""

    description: Text | None = None


class Department(UnifiedRecord):
    """One cost center."""

    downstream_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    display_id: Text | None = Field(None, description="The code, else Alegra's id.")
    name: Text | None = None
    code: Text | None = None
    status: Literal["active", "inactive"] | None = None
    alegra: DepartmentExtras | None = None


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A cost center of Alegra's as the fields of `Department`."""
    identifier, code = filled(record.get("id")), filled(record.get("code"))
    status = record.get("status")
    return {
        "id": identifier,
        "downstream_id": identifier,
        "display_id": identifier if code is None else code,
        "name": filled(record.get("name")),
        "code": code,
        "status": active_status(status) if status != "deleted" else None,
        "alegra": {
            "status": filled(status),
            "description": filled(record.get("description")),
        },
    }


class DepartmentDraft(Draft, Department):
    """A cost center to write."""


def to_alegra(draft: DepartmentDraft, company: Company) -> dict[str, Any]:
    """The body of a cost center."""
    return given(
        name=draft.name,
        code=draft.code,
        description=draft.alegra.description if draft.alegra else None,
        status=draft.status,
    )


WRITING = Writing(
    draft=DepartmentDraft,
    fields=("name", "code", "status", "alegra"),
    required=("name",),
    to_alegra=to_alegra,
    keys={
        "code": lambda row: filled(row.get("code")),
        "name": lambda row: filled(row.get("name")),
    },
    marked=False,
)


DEPARTMENTS = Resource(
    name="departments",
    model=Department,
    listing=Listing(path="/cost-centers"),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/cost-centers",
    strategy=MasterData(),
    writing=WRITING,
)
