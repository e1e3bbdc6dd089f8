"""Bills: what the company bought (docs: alegra-api 3.7, unified-model 4.10).

Gotcha: each line costs against an item or a ledger account; one bill may mix both.
"""

from alegra_api.listing import Listing

from ..company import Company
from ..fields import (
    WRITTEN,
    Field,
    ReadOnly,
    Row,
    day,
    decimal,
    json_object,
    part,
    text,
)
from ..kinds import one_of
from ..parts.amounts import CALCULATED, sub_total_of, total_tax_of
from ..parts.documents import (
    CURRENCY,
    CURRENCY_RATE,
    DEPARTMENT_ID,
    full_number,
    living_payments,
    not_created,
    payment_allocations,
)
from ..parts.lines import (
    PurchaseLine,
    line_extras,
    line_problems,
    lines_bought,
    lines_of_purchase,
    purchase_lines,
)
from ..parts.links import supplier
from ..parts.master_data import ALEGRAS_ID
from ..parts.references import numbering, other_record, withheld
from ..parts.settlement import is_draft_or_open, settlement_status
from ..problem import Problem
from ..records import AlegraExtras, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import DocumentChanges, SettledBy
from ..writing import Removal, Writing
from ..written_form import document_form, suppliers_number
from ._payments import listing as payments_listing
from .bill_credit_notes import BILL_CREDIT_NOTES


class BillExtras(AlegraExtras):
    """What only Alegra knows of a bill."""

    name = text()
    stamp = json_object(meaning="Fiscal stamp: CFDI, CUFE, e-CF.")
    number_template = numbering("The numbering; of a support document, with its resolution.")
    retentions = withheld("Taxes that the company withholds.")
    warehouse = other_record("warehouse")
    payment_type = text(write=WRITTEN)
    operation_type = text(write=WRITTEN)
    type = text(meaning="bill or supportDocument.")
    physical_document = json_object()
    journal = json_object(meaning="The entry that it made in the journal.")
    decimal_precision = text(meaning="Decimals that Alegra shows.")
    calculation_scale = text(meaning="Decimals that Alegra reckons with.")
    lines = line_extras(lines_bought)


class Bill(UnifiedRecord):
    """One bill of a supplier."""

    downstream_id = ALEGRAS_ID
    display_id = text(read=full_number, meaning="The number with its prefix, if it has one.")
    bill_number = text("numberTemplate.number", "The supplier's number.", write=WRITTEN)
    supplier = supplier("provider")
    department_id = DEPARTMENT_ID
    currency = CURRENCY
    currency_rate = CURRENCY_RATE
    bill_date = day("date", required=True, write=WRITTEN)
    due_date = day(required=True, write=WRITTEN)
    po_number = text(
        "purchaseOrderNumber",
        "The purchase order it came from.",
        write=ReadOnly("Alegra makes a bill from an order by itself"),
    )
    line_items = part(
        PurchaseLine,
        many=True,
        read=lambda record, company: purchase_lines(record.get("purchases")),
        required=True,
        write=lines_of_purchase(PurchaseLine, under="purchases"),
    )
    terms = text("termsConditions", "Terms and conditions.", write=WRITTEN)
    balance = decimal(meaning="What is left to be paid.", write=CALCULATED)
    deposit = decimal("totalPaid", "What was paid so far.", write=CALCULATED)
    sub_total = sub_total_of(lines_bought)
    total_tax = total_tax_of(lines_bought)
    total = decimal(write=CALCULATED)
    notes = text("observations", "Internal notes.", write=WRITTEN)
    status = Field(
        one_of("draft", "authorised", "partially_paid", "paid", "void", "deleted"),
        read=settlement_status,
        write=ReadOnly("Alegra knows no drafts of bills; they are open at once"),
    )
    payment_method = text(write=WRITTEN)
    source_document_url = text("url")
    payment_allocations = payment_allocations("What was paid of it; see stream bill_payments.")
    alegra = extras(BillExtras)


def _fixed_because(row: Row, company: Company) -> str | None:
    """A bill may be changed while it is open, unstamped, and nothing is paid.

    A stamp of its own has a support document (docs: alegra-api 3.7).
    """
    if company.country.is_stamped(row.get("stamp")):
        return "the bill is stamped and can't be changed"
    if row.get("status") not in ("draft", "open"):
        return "the bill is closed or void and can't be changed"
    return "the bill is paid in part and can't be changed" if living_payments(row) else None


def _removal(row: Row, company: Company) -> Removal | Problem:
    """A bill without payments is deleted."""
    reason = _fixed_because(row, company)
    return "delete" if reason is None else Problem("status", reason)


BILLS = Resource(
    name="bills",
    model=Bill,
    # Ranges of dates are not documented for bills (docs: alegra-api 3.7 and 7).
    # Without it support documents are left out (docs: alegra-api 3.7).
    listing=Listing(path="/bills", widening={"type": "all"}),
    documentation="https://developer.alegra.com/reference/bills",
    strategy=DocumentChanges(
        is_open=is_draft_or_open,
        open_statuses=("draft", "open"),
        settled_by=(
            SettledBy("bill_payments", payments_listing("out"), "bills"),
            SettledBy("bill_credit_notes", BILL_CREDIT_NOTES.listing, "bills"),
        ),
    ),
    writing=Writing(
        constraints=lambda draft, company: line_problems(draft),
        creation=lambda draft, company: not_created(draft, "void", "deleted"),
        form=document_form(
            forms={"numberTemplate": suppliers_number}, names={"client": "provider"}
        ),
        dated="bill_date",
        fixed_because=_fixed_because,
        removal=_removal,
    ),
)
