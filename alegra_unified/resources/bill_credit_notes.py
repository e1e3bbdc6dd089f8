"""Bill credit notes: what suppliers gave back (docs: alegra-api 3.5, unified-model 4.12).

Alegra calls them debit notes. Gotchas: their status comes from the applied amount, there is no
draft and no void; allocations name the bills. Their currency is the record's own.
"""

from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..fields import (
    WRITTEN,
    Draft,
    Field,
    ReadOnly,
    Row,
    Written,
    constant,
    decimal,
    is_empty,
    json_array,
    json_object,
    json_value,
    part,
    text,
)
from ..kinds import decimal_or_none, one_of
from ..parts.amounts import CALCULATED, sub_total, total_tax
from ..parts.documents import (
    CURRENCY,
    CURRENCY_RATE,
    BillAllocation,
    date_issued,
    document_number,
    not_created,
)
from ..parts.lines import (
    LineExtras,
    PurchaseLine,
    line_extras,
    line_problems,
    listed_purchases,
    purchase_lines,
    purchases_body,
)
from ..parts.links import LinkedDepartment, supplier
from ..parts.settlement import amount_left, bill_credit_status
from ..problem import Problem
from ..records import AlegraExtras, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import DocumentChanges
from ..writing import Removal, Writing


def _purchases(record: Row) -> Any:
    # Lines are told at the top or under `purchases` (docs: unified-model 6, POST /debit-notes).
    purchases = record.get("purchases")
    if not is_empty(purchases) and not isinstance(purchases, dict):
        return purchases
    grouped = purchases or {}
    return {
        kind: record.get(kind) if is_empty(grouped.get(kind)) else grouped[kind]
        for kind in ("items", "categories")
    }


def _lines(record: Row) -> list[Any] | None:
    return listed_purchases(_purchases(record))


class BillCreditNoteExtras(AlegraExtras):
    """What only Alegra knows of a supplier's credit note."""

    total_applied = decimal(meaning="How much of it is used up.")
    refunds = json_array(meaning="The money that came back for it.")
    stamp = json_object(meaning="Fiscal stamp.")
    number_template = json_value(meaning="The numbering.")
    retentions = json_array()
    warehouse = json_object()
    type = text(meaning="normal or adjustmentNote.")
    decimal_precision = text(meaning="Decimals that Alegra shows.")
    lines = part(LineExtras, many=True, read=lambda record, company: line_extras(_lines(record)))


class BillCreditNote(UnifiedRecord):
    """One credit note of a supplier."""

    number = text(read=document_number, meaning="The number that the note shows.")
    supplier = supplier("client")
    department = part(LinkedDepartment, "costCenter", write=WRITTEN)
    currency = CURRENCY
    currency_rate = CURRENCY_RATE
    sub_total = decimal(
        read=lambda record, company: sub_total(record, _lines(record)), write=CALCULATED
    )
    total_amount = decimal("total", write=CALCULATED)
    total_tax = decimal(
        read=lambda record, company: total_tax(record, _lines(record)), write=CALCULATED
    )
    balance = decimal(meaning="What is not used up yet.", write=CALCULATED)
    remaining_credit = decimal("balance", "The same as the balance.", write=CALCULATED)
    status = Field(
        one_of("posted", "partially_paid", "paid", "deleted"),
        read=bill_credit_status,
        write=ReadOnly("It follows from what the note is applied to"),
    )
    date_issued = date_issued()
    type = constant("accounts_payable_credit")
    line_items = part(
        PurchaseLine,
        many=True,
        read=lambda record, company: purchase_lines(_purchases(record)),
        required=True,
        write=Written(lambda lines, draft, company: purchases_body(lines, company)),
    )
    allocations = part(
        BillAllocation,
        "bills",
        "The bills that it is applied to.",
        many=True,
        write=Written(
            lambda allocations, draft, company: {
                "bills": [{"id": it["id"], "amount": it["amount"]} for it in allocations]
            }
        ),
    )
    note = text("observations", "Internal notes.", write=WRITTEN)
    terms = text("termsConditions", "Terms and conditions.")
    alegra = extras(BillCreditNoteExtras)


def _is_open(record: Row) -> bool:
    """Whether some of the credit is still to be used; a void one, should there be any, is not.

    Where the amounts can't be read nothing is known, and the note is left to the other scans.
    """
    if record.get("status") == "void":
        return False
    left = amount_left(record, "totalApplied")
    return record.get("status") == "draft" or (left is not None and left > 0)


def _constraints(draft: Draft, company: Company) -> list[Problem]:
    """Lines are complete, and each bill it is applied to gets an amount."""
    found = [*line_problems(draft.get("line_items")), *not_created(draft, "deleted")]
    return found + [
        Problem(f"allocations.{place}.amount", "is missing")
        for place, allocation in enumerate(draft.get("allocations", []))
        if "amount" not in allocation
    ]


def _fixed_because(row: Row) -> str | None:
    """A note that is used up in part stays as it is."""
    left, full = amount_left(row, "totalApplied"), decimal_or_none(row.get("total"))
    return None if left is not None and left == full else "the note is applied to bills already"


def _removal(row: Row) -> Removal | Problem:
    """A note that is applied to nothing is deleted."""
    reason = _fixed_because(row)
    return "delete" if reason is None else Problem("status", reason)


BILL_CREDIT_NOTES = Resource(
    name="bill_credit_notes",
    model=BillCreditNote,
    # Without it adjustment notes are left out (docs: alegra-api 3.5).
    listing=Listing(path="/debit-notes", filters_by_date=True, widening={"type": "all"}),
    documentation="https://developer.alegra.com/reference/debit-notes",
    strategy=DocumentChanges(is_open=_is_open, lists_by_ids=True),
    writing=Writing(
        constraints=_constraints,
        dated="date_issued",
        fixed_because=_fixed_because,
        removal=_removal,
    ),
)
