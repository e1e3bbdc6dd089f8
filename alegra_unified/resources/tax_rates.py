"""Tax rates (docs: alegra-api 3.12, unified-model 4.3)."""

from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..fields import (
    SET_IN_ALEGRA,
    WRITTEN,
    Draft,
    Row,
    decimal,
    inside,
    text,
)
from ..parts.master_data import ALEGRAS_ID, STATUS
from ..problem import Problem
from ..records import AlegraExtras, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import MasterData
from ..writing import Writing, shown_as
from ..written_form import WrittenForm, reference


def _account_at(key: str) -> Any:
    def read(record: Row, company: Company) -> Any:
        account = record.get(key)
        return inside(account, "id") if isinstance(account, (dict, list)) else account

    return read


def _one_rate(rate: Any, draft: Draft, company: Company) -> str | None:
    if draft.get("effective_tax_rate", rate) == rate:
        return None
    return "differs from effective_tax_rate, and Alegra keeps one rate"


class TaxRate(UnifiedRecord):
    """One tax that documents can carry."""

    display_id = ALEGRAS_ID
    name = text(required=True, write=WRITTEN)
    description = text(write=WRITTEN)
    effective_tax_rate = decimal("percentage", "Percentage, e.g. 16.", write=WRITTEN)
    total_tax_rate = decimal("percentage", "Percentage, e.g. 16.", write=WRITTEN, rule=_one_rate)
    tax_payable_account_id = text(read=_account_at("categoryToBePaid"), write=SET_IN_ALEGRA)
    tax_remitted_account_id = text(read=_account_at("categoryFavorable"), write=SET_IN_ALEGRA)
    type = text(meaning="Kind of the tax in Alegra's own word, e.g. IVA.", write=WRITTEN)
    status = STATUS
    alegra = extras(AlegraExtras)


def _creation(draft: Draft, company: Company) -> list[Problem]:
    if "effective_tax_rate" in draft or "total_tax_rate" in draft:
        return []
    return [Problem("effective_tax_rate", "is missing")]


TAX_RATES = Resource(
    name="tax_rates",
    model=TaxRate,
    listing=Listing(path="/taxes"),
    documentation="https://developer.alegra.com/reference/taxes",
    strategy=MasterData(),
    writing=Writing(
        creation=_creation,
        form=WrittenForm(
            forms={"categoryFavorable": reference, "categoryToBePaid": reference},
        ),
        natural_keys={"name": shown_as("name")},
        marked=False,
    ),
)
