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
    part,
    text,
)
from ..kinds import decimal_or_none, one_of
from ..parts.amounts import CALCULATED, sub_total_of, total_tax_of
from ..parts.documents import (
    CURRENCY,
    CURRENCY_RATE,
    BillAllocation,
    date_issued,
    document_number,
    not_created,
)
from ..parts.lines import (
    PurchaseLine,
    line_extras,
    line_problems,
    lines_of_purchase,
    listed_purchases,
    purchase_lines,
)
from ..parts.links import LinkedDepartment, supplier
from ..parts.references import numbering, other_record, withheld
from ..parts.settlement import amount_left, bill_credit_status
from ..problem import Problem
from ..records import AlegraExtras, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import DocumentChanges
from ..writing import Removal, Writing
from ..written_form import document_form, shares


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
    number_template = numbering("The numbering.")
    retentions = withheld()
    warehouse = other_record("warehouse")
    type = text(meaning="normal or adjustmentNote.")
    decimal_precision = text(meaning="Decimals that Alegra shows.")
    lines = line_extras(_lines)


class BillCreditNote(UnifiedRecord):
    """One credit note of a supplier."""

    number = text(read=document_number, meaning="The number that the note shows.")
    supplier = supplier("client")
    department = part(LinkedDepartment, "costCenter", write=WRITTEN)
    currency = CURRENCY
    currency_rate = CURRENCY_RATE
    sub_total = sub_total_of(_lines)
    total_amount = decimal("total", write=CALCULATED)
    total_tax = total_tax_of(_lines)
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
        write=lines_of_purchase(PurchaseLine),
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
    terms = text("termsConditions", "Terms and conditions.", write=WRITTEN)
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
    return line_problems(draft) + [
        Problem(f"allocations.{place}.amount", "is missing")
        for place, allocation in enumerate(draft.get("allocations", []))
        if "amount" not in allocation
    ]


def _fixed_because(row: Row, company: Company) -> str | None:
    """A note that is stamped, or used up in part, stays as it is."""
    if company.country.is_stamped(row.get("stamp")):
        return "the note is stamped and can't be changed"
    left, full = amount_left(row, "totalApplied"), decimal_or_none(row.get("total"))
    return None if left is not None and left == full else "the note is applied to bills already"


def _removal(row: Row, company: Company) -> Removal | Problem:
    """A note that is applied to nothing is deleted."""
    reason = _fixed_because(row, company)
    return "delete" if reason is None else Problem("status", reason)


def _with_lines(row: Row) -> Row:
    return {**{key: it for key, it in row.items() if key != "purchases"}, **_purchases(row)}


BILL_CREDIT_NOTES = Resource(
    name="bill_credit_notes",
    model=BillCreditNote,
    # Without it adjustment notes are left out (docs: alegra-api 3.5).
    listing=Listing(path="/debit-notes", filters_by_date=True, widening={"type": "all"}),
    documentation="https://developer.alegra.com/reference/debit-notes",
    strategy=DocumentChanges(is_open=_is_open, lists_by_ids=True),
    writing=Writing(
        constraints=_constraints,
        creation=lambda draft, company: not_created(draft, "deleted"),
        form=document_form(forms={"bills": shares}, shape=_with_lines),
        dated="date_issued",
        fixed_because=_fixed_because,
        removal=_removal,
    ),
)
