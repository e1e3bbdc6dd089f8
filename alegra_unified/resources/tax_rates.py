"""Tax rates (docs: alegra-api 3.12, unified-model 4.3)."""

from typing import Any, Literal

from pydantic import Field

from alegra_api.listing import Listing

from ..company import Company
from ..contact import active_status
from ..drafts import Draft
from ..model import AlegraExtras, UnifiedRecord
from ..resource import Resource
from ..shapes import filled, inside
from ..synchronization import MasterData
from ..values import ExactDecimal, Text
from ..writing import Problem, Writing, given


class TaxRate(UnifiedRecord):
    """One tax that documents can carry."""

    display_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    name: Text | None = None
    description: Text | None = None
    effective_tax_rate: ExactDecimal | None = Field(None, description="Percentage, e.g. 16.")
    total_tax_rate: ExactDecimal | None = Field(None, description="Percentage, e.g. 16.")
    tax_payable_account_id: Text | None = None
    tax_remitted_account_id: Text | None = None
    type: Text | None = Field(None, description="Kind of the tax in Alegra's own word, e.g. IVA.")
    status: Literal["active", "inactive", "archived"] | None = None
    alegra: AlegraExtras | None = None


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A tax of Alegra's as the fields of `TaxRate`."""
    return {
        "id": filled(record.get("id")),
        "display_id": filled(record.get("id")),
        "name": filled(record.get("name")),
        "description": filled(record.get("description")),
        "effective_tax_rate": filled(record.get("percentage")),
        "total_tax_rate": filled(record.get("percentage")),
        "tax_payable_account_id": _account_id(record.get("categoryToBePaid")),
        "tax_remitted_account_id": _account_id(record.get("categoryFavorable")),
        "type": filled(record.get("type")),
        "status": active_status(record.get("status")),
        "alegra": {"status": filled(record.get("status"))},
    }


def _account_id(account: object) -> Any:
    return inside(account, "id") if isinstance(account, (dict, list)) else filled(account)


class TaxRateDraft(Draft, TaxRate):
    """A tax to write."""


def to_alegra(draft: TaxRateDraft, company: Company) -> dict[str, Any]:
    """The body of a tax."""
    return given(
        name=draft.name,
        description=draft.description,
        percentage=_rate(draft),
        type=draft.type,
        status=draft.status,
    )


def constraints(draft: TaxRateDraft, company: Company) -> list[Problem]:
    """A tax has a rate."""
    return [] if _rate(draft) is not None else [Problem("effective_tax_rate", "is missing")]


def _rate(draft: TaxRateDraft) -> Any:
    rate = draft.effective_tax_rate
    return draft.total_tax_rate if rate is None else rate


WRITING = Writing(
    draft=TaxRateDraft,
    fields=("name", "description", "effective_tax_rate", "total_tax_rate", "type", "status"),
    required=("name",),
    to_alegra=to_alegra,
    constraints=constraints,
    keys={"name": lambda row: filled(row.get("name"))},
    marked=False,
)


TAX_RATES = Resource(
    name="tax_rates",
    model=TaxRate,
    listing=Listing(path="/taxes"),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/taxes",
    strategy=MasterData(),
    writing=WRITING,
)
