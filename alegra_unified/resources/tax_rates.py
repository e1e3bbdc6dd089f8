"""Tax rates (docs: alegra-api 3.12, unified-model 4.3)."""

from typing import Any, Literal

from pydantic import Field

from ..company import Company
from ..contact import active_status
from ..model import AlegraExtras, UnifiedRecord
from ..resource import Listing, Resource
from ..shapes import filled, inside
from ..values import ExactDecimal, Text


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


TAX_RATES = Resource(
    name="tax_rates",
    model=TaxRate,
    listing=Listing(path="/taxes"),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/taxes",
)
