"""Credit notes: what customers got back (docs: alegra-api 3.5, unified-model 4.11).

Gotchas: allocations are not populated, only the aggregate applied amount is exposed; what Alegra
lists in ``invoices`` and ``refunds`` stays under ``alegra``. A stamped note is immutable.
"""

from typing import Any, Literal

from pydantic import Field

from alegra_api.listing import Listing

from ..bodies import currency_body, sales_line_problems, sales_lines_body
from ..company import Company
from ..drafts import CustomerLink, Draft, DraftSalesLine
from ..model import AlegraExtras, UnifiedRecord
from ..parts import (
    Address,
    Allocation,
    LineExtras,
    LinkedCustomer,
    SalesLine,
    billing_address,
    currency_code,
    department_id,
    document_number,
    kept,
    line_extras,
    linked_contact,
    sales_lines,
    sub_total,
    total_tax,
)
from ..resource import Resource
from ..settlement import credit_status, is_draft_or_open
from ..shapes import filled, inside, is_empty
from ..synchronization import DocumentChanges
from ..values import (
    ExactDecimal,
    JsonArray,
    JsonObject,
    JsonValue,
    MidnightMoment,
    Moment,
    Text,
)
from ..writing import Problem, Row, Writing, by_id, given


class CreditNoteExtras(AlegraExtras):
    """What only Alegra knows of a credit note."""

    total_applied: ExactDecimal | None = Field(None, description="How much of it is used up.")
    invoices: JsonArray | None = Field(None, description="The invoices it is applied to.")
    refunds: JsonArray | None = Field(None, description="The money paid back for it.")
    anotation: Text | None = Field(None, description="Note printed on the credit note.")
    stamp: JsonObject | None = Field(None, description="Fiscal stamp: CFDI, CUFE, e-CF.")
    number_template: JsonValue | None = Field(
        None, description="The numbering, with its resolution where the country has one."
    )
    warehouse: JsonObject | None = None
    type: Text | None = Field(None, description="Why it was made, in Alegra's word.")
    decimal_precision: Text | None = Field(None, description="Decimals that Alegra shows.")
    lines: list[LineExtras] | None = None


class CreditNote(UnifiedRecord):
    """One credit note to a customer."""

    number: Text | None = Field(None, description="The number that the note shows.")
    customer: LinkedCustomer | None = None
    department_id: Text | None = Field(None, description="Cost centre; see stream departments.")
    currency: Text | None = Field(None, description="ISO 4217.")
    currency_rate: ExactDecimal | None = Field(None, description="Base currency per unit.")
    sub_total: ExactDecimal | None = None
    total_amount: ExactDecimal | None = None
    total_tax: ExactDecimal | None = None
    balance: ExactDecimal | None = Field(None, description="What is not used up yet.")
    remaining_credit: ExactDecimal | None = Field(None, description="The same as the balance.")
    status: Literal["draft", "authorised", "partially_paid", "paid", "voided", "deleted"] | None = (
        None
    )
    date_issued: MidnightMoment | None = None
    type: Literal["accounts_receivable_credit"] | None = None
    line_items: list[SalesLine] | None = None
    allocations: list[Allocation] | None = Field(
        None, description="Always null; see `alegra.total_applied` and `alegra.invoices`."
    )
    note: Text | None = Field(None, description="Internal notes, else the printed note.")
    billing_address: Address | None = None
    created_at: Moment | None = Field(
        None, description="Where Alegra tells it, which it does not promise for credit notes."
    )
    alegra: CreditNoteExtras | None = None


_KEPT = {
    "status": "status",
    "total_applied": "totalApplied",
    "invoices": "invoices",
    "refunds": "refunds",
    "anotation": "anotation",
    "stamp": "stamp",
    "number_template": "numberTemplate",
    "warehouse": "warehouse",
    "type": "type",
    "decimal_precision": "decimalPrecision",
}


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A credit note of Alegra's as the fields of `CreditNote`."""
    lines = record.get("items")
    return {
        "id": filled(record.get("id")),
        "number": document_number(record),
        "customer": linked_contact(record.get("client"), with_email=True),
        "department_id": department_id(record),
        "currency": currency_code(record, company),
        "currency_rate": inside(record, "currency", "exchangeRate"),
        "sub_total": sub_total(record, lines),
        "total_amount": filled(record.get("total")),
        "total_tax": total_tax(record, lines),
        "balance": filled(record.get("balance")),
        "remaining_credit": filled(record.get("balance")),
        "status": credit_status(record),
        "date_issued": filled(record.get("date")),
        "type": "accounts_receivable_credit",
        "line_items": sales_lines(lines),
        "allocations": None,
        "note": filled(record.get("observations")) or filled(record.get("anotation")),
        "billing_address": billing_address(record.get("client")),
        "created_at": company.moment(filled(record.get("datetime"))),
        "alegra": {**kept(record, _KEPT), "lines": line_extras(lines)},
    }


class CreditNoteDraft(Draft, CreditNote):
    """A credit note to write."""

    customer: CustomerLink | None = None
    line_items: list[DraftSalesLine] | None = None  # type: ignore[assignment]


def to_alegra(draft: CreditNoteDraft, company: Company) -> dict[str, Any]:
    """The body of a credit note that is applied to nothing yet (gotcha: credit notes)."""
    return given(
        date=draft.date_issued and draft.date_issued.date(),
        client=by_id(draft.customer.id if draft.customer else None),
        items=sales_lines_body(draft.line_items),
        costCenter=by_id(draft.department_id),
        currency=currency_body(draft.currency, draft.currency_rate, company),
        observations=draft.note,
    )


def constraints(draft: CreditNoteDraft, company: Company) -> list[Problem]:
    """Lines are complete, and the note is a living one."""
    found = sales_line_problems(draft.line_items)
    if draft.status in ("voided", "deleted"):
        found.append(Problem("status", f"is {draft.status}; such a note is not created"))
    if draft.allocations:
        found.append(Problem("allocations", "can't be written; apply the credit in Alegra"))
    return found


def fixed_because(row: Row) -> str | None:
    """Only an unstamped, open note may be changed (gotcha: credit notes)."""
    if not is_empty(row.get("stamp")):
        return "the credit note is stamped and can't be changed"
    return None if row.get("status") == "open" else "the credit note is not open any more"


def removal(row: Row) -> Any:
    """An open, unstamped note is deleted."""
    reason = fixed_because(row)
    return "delete" if reason is None else Problem("status", reason)


WRITING = Writing(
    draft=CreditNoteDraft,
    fields=(
        "customer",
        "department_id",
        "date_issued",
        "currency",
        "currency_rate",
        "note",
        "line_items",
    ),
    required=("customer", "date_issued", "line_items"),
    to_alegra=to_alegra,
    constraints=constraints,
    dated="date_issued",
    fixed_because=fixed_because,
    removal=removal,
)


CREDIT_NOTES = Resource(
    name="credit_notes",
    model=CreditNote,
    listing=Listing(path="/credit-notes", filters_by_date=True),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/credit-notes",
    strategy=DocumentChanges(
        is_open=is_draft_or_open,
        # The filter knows open, closed and void (docs: alegra-api 3.5); asking for draft might be
        # refused. A draft, should Alegra have them here, is open and is asked for by its id.
        open_statuses=("open",),
    ),
    writing=WRITING,
)
