"""Bill credit notes: what suppliers gave back (docs: alegra-api 3.5, unified-model 4.12).

Alegra calls them debit notes. Gotchas: their status comes from the applied amount, there is no
draft and no void; allocations name the bills. Their currency is the record's own.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from alegra_api.listing import Listing

from ..bodies import currency_body, purchase_line_problems, purchases_body
from ..company import Company
from ..drafts import BillPaymentAllocation, Draft, DraftPurchaseLine, SupplierLink
from ..model import AlegraExtras, UnifiedRecord
from ..parts import (
    BillAllocation,
    LineExtras,
    LinkedDepartment,
    LinkedSupplier,
    PurchaseLine,
    allocations,
    currency_code,
    document_number,
    kept,
    line_extras,
    linked_department,
    listed_purchases,
    purchase_lines,
    sub_total,
    supplier_of,
    total_tax,
)
from ..resource import Resource
from ..settlement import amount_left, bill_credit_status
from ..shapes import filled, inside, is_empty
from ..synchronization import DocumentChanges
from ..values import (
    ExactDecimal,
    JsonArray,
    JsonObject,
    JsonValue,
    MidnightMoment,
    Text,
    decimal_or_none,
)
from ..writing import Problem, Row, Writing, by_id, given


class BillCreditNoteExtras(AlegraExtras):
    """What only Alegra knows of a supplier's credit note."""

    total_applied: ExactDecimal | None = Field(None, description="How much of it is used up.")
    refunds: JsonArray | None = Field(None, description="The money that came back for it.")
    stamp: JsonObject | None = Field(None, description="Fiscal stamp.")
    number_template: JsonValue | None = Field(None, description="The numbering.")
    retentions: JsonArray | None = None
    warehouse: JsonObject | None = None
    type: Text | None = Field(None, description="normal or adjustmentNote.")
    decimal_precision: Text | None = Field(None, description="Decimals that Alegra shows.")
    lines: list[LineExtras] | None = None


class BillCreditNote(UnifiedRecord):
    """One credit note of a supplier."""

    number: Text | None = Field(None, description="The number that the note shows.")
    supplier: LinkedSupplier | None = None
    department: LinkedDepartment | None = None
    currency: Text | None = Field(None, description="ISO 4217.")
    currency_rate: ExactDecimal | None = Field(None, description="Base currency per unit.")
    sub_total: ExactDecimal | None = None
    total_amount: ExactDecimal | None = None
    total_tax: ExactDecimal | None = None
    balance: ExactDecimal | None = Field(None, description="What is not used up yet.")
    remaining_credit: ExactDecimal | None = Field(None, description="The same as the balance.")
    status: Literal["posted", "partially_paid", "paid", "deleted"] | None = None
    date_issued: MidnightMoment | None = None
    type: Literal["accounts_payable_credit"] | None = None
    line_items: list[PurchaseLine] | None = None
    allocations: list[BillAllocation] | None = Field(
        None, description="The bills that it is applied to."
    )
    note: Text | None = Field(None, description="Internal notes.")
    terms: Text | None = Field(None, description="Terms and conditions.")
    alegra: BillCreditNoteExtras | None = None


_KEPT = {
    "status": "status",
    "total_applied": "totalApplied",
    "refunds": "refunds",
    "stamp": "stamp",
    "number_template": "numberTemplate",
    "retentions": "retentions",
    "warehouse": "warehouse",
    "type": "type",
    "decimal_precision": "decimalPrecision",
}


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A debit note of Alegra's as the fields of `BillCreditNote`."""
    purchases = _purchases(record)
    lines = listed_purchases(purchases)
    return {
        "id": filled(record.get("id")),
        "number": document_number(record),
        "supplier": supplier_of(record),
        "department": linked_department(record),
        "currency": currency_code(record, company),
        "currency_rate": inside(record, "currency", "exchangeRate"),
        "sub_total": sub_total(record, lines),
        "total_amount": filled(record.get("total")),
        "total_tax": total_tax(record, lines),
        "balance": filled(record.get("balance")),
        "remaining_credit": filled(record.get("balance")),
        "status": bill_credit_status(record),
        "date_issued": filled(record.get("date")),
        "type": "accounts_payable_credit",
        "line_items": purchase_lines(purchases),
        "allocations": allocations(record.get("bills"), "bill"),
        "note": filled(record.get("observations")),
        "terms": filled(record.get("termsConditions")),
        "alegra": {**kept(record, _KEPT), "lines": line_extras(lines)},
    }


def is_unsettled(record: Mapping[str, Any]) -> bool:
    """Whether some of the credit is still to be used; a void one, should there be any, is not.

    Where the amounts can't be read nothing is known, and the note is left to the other looks.
    """
    if record.get("status") == "void":
        return False
    left = amount_left(record, "totalApplied")
    return record.get("status") == "draft" or (left is not None and left > 0)


def _purchases(record: Mapping[str, Any]) -> Any:
    # Lines are told at the top or under `purchases` (docs: unified-model 6, POST /debit-notes).
    purchases = record.get("purchases")
    if not is_empty(purchases) and not isinstance(purchases, dict):
        return purchases
    grouped = purchases or {}
    return {
        kind: record.get(kind) if is_empty(grouped.get(kind)) else grouped[kind]
        for kind in ("items", "categories")
    }


class BillCreditNoteDraft(Draft, BillCreditNote):
    """A supplier's credit note to write."""

    supplier: SupplierLink | None = None
    line_items: list[DraftPurchaseLine] | None = None  # type: ignore[assignment]
    allocations: list[BillPaymentAllocation] | None = None  # type: ignore[assignment]


def to_alegra(draft: BillCreditNoteDraft, company: Company) -> dict[str, Any]:
    """The body of a debit note (docs: unified-model 6)."""
    return given(
        date=draft.date_issued and draft.date_issued.date(),
        client=by_id(draft.supplier.id if draft.supplier else None),
        costCenter=by_id(draft.department.id if draft.department else None),
        currency=currency_body(draft.currency, draft.currency_rate, company),
        observations=draft.note,
        bills=[{"id": it.id, "amount": it.amount} for it in draft.allocations or []] or None,
        **purchases_body(draft.line_items),
    )


def constraints(draft: BillCreditNoteDraft, company: Company) -> list[Problem]:
    """Lines are complete, and each bill it is applied to gets an amount."""
    found = purchase_line_problems(draft.line_items)
    for place, allocation in enumerate(draft.allocations or []):
        if allocation.amount is None:
            found.append(Problem(f"allocations.{place}.amount", "is missing"))
    if draft.status == "deleted":
        found.append(Problem("status", "is deleted; such a note is not created"))
    return found


def fixed_because(row: Row) -> str | None:
    """A note that is used up in part stays as it is."""
    left, full = amount_left(row, "totalApplied"), decimal_or_none(row.get("total"))
    return None if left is not None and left == full else "the note is applied to bills already"


def removal(row: Row) -> Any:
    """A note that is applied to nothing is deleted."""
    reason = fixed_because(row)
    return "delete" if reason is None else Problem("status", reason)


WRITING = Writing(
    draft=BillCreditNoteDraft,
    fields=(
        "supplier",
        "department",
        "date_issued",
        "currency",
        "currency_rate",
        "note",
        "line_items",
        "allocations",
    ),
    required=("supplier", "date_issued", "line_items"),
    to_alegra=to_alegra,
    constraints=constraints,
    dated="date_issued",
    fixed_because=fixed_because,
    removal=removal,
)


BILL_CREDIT_NOTES = Resource(
    name="bill_credit_notes",
    model=BillCreditNote,
    listing=Listing(path="/debit-notes", filters_by_date=True),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/debit-notes",
    strategy=DocumentChanges(is_open=is_unsettled, lists_by_ids=True),
    writing=WRITING,
)
