"""Invoices: what the company sold (docs: alegra-api 3.3, unified-model 4.9).

Gotchas: a stamped invoice is immutable; the CFDI is not mapped, it stays under ``alegra.stamp``.
"""

from alegra_api.listing import Listing

from ..company import Company
from ..fields import (
    SET_IN_ALEGRA,
    WRITTEN,
    Field,
    ReadOnly,
    Row,
    boolean,
    constant,
    day,
    decimal,
    filled,
    json_array,
    json_object,
    part,
    text,
)
from ..kinds import one_of
from ..parts.addresses import BillingAddress, contact_address
from ..parts.amounts import CALCULATED, sub_total_of, total_tax_of
from ..parts.documents import (
    CURRENCY,
    CURRENCY_RATE,
    DEPARTMENT_ID,
    THE_CONTACTS_OWN,
    created_at,
    full_number,
    living_payments,
    only_drafts,
    payment_allocations,
    term_name,
)
from ..parts.lines import (
    SalesLine,
    item_of_line,
    line_extras,
    line_problems,
    lines_of_sale,
    lines_sold,
)
from ..parts.links import InvoicedItem, LinkedCustomer
from ..parts.master_data import ALEGRAS_ID
from ..parts.references import numbering, other_record, withheld
from ..parts.settlement import is_draft_or_open, settlement_status
from ..problem import Problem
from ..records import AlegraExtras, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import DocumentChanges, SettledBy
from ..writing import Removal, Writing
from ..written_form import document_form
from ._payments import listing as payments_listing
from .credit_notes import CREDIT_NOTES


class InvoiceExtras(AlegraExtras):
    """What only Alegra knows of an invoice."""

    observations = text(meaning="Internal notes, not printed.", write=WRITTEN)
    terms_conditions = text(meaning="Printed terms and conditions.", write=WRITTEN)
    stamp = json_object(meaning="Fiscal stamp: CFDI, CUFE, e-CF.")
    number_template = numbering("The numbering, with its resolution where the country has one.")
    retentions = withheld("Taxes that the customer withholds.")
    seller = other_record("seller")
    warehouse = other_record("warehouse")
    price_list = other_record("priceList")
    payment_type = text(meaning="Mexico: PUE or PPD.", write=WRITTEN)
    payment_form = text(meaning="Colombia: CASH or CREDIT.", write=WRITTEN)
    cfdi_use = text(meaning="Mexico: what the customer uses the CFDI for.", write=WRITTEN)
    can_apply_rep = boolean(
        "canApplyREP", "Mexico: whether a payment complement (REP) can be stamped."
    )
    operation_type = text(write=WRITTEN)
    type = text(meaning="NATIONAL, EXPORT and the like.", write=SET_IN_ALEGRA)
    sale_condition = text(write=WRITTEN)
    economic_activity = text(meaning="Costa Rica.", write=SET_IN_ALEGRA)
    sale_type = text(meaning="Panama: ORDER, SERVICE and the like.", write=SET_IN_ALEGRA)
    equivalence_surcharge_applied = boolean(
        meaning="Spain: whether the recargo de equivalencia is on it.", write=SET_IN_ALEGRA
    )
    reference_documents = json_array(
        meaning="Fiscal documents that the invoice refers to.", write=SET_IN_ALEGRA
    )
    events = json_array(meaning="Colombia: RADIAN events.")
    totals_summary = json_object()
    totals_pending_by_taxes = json_array()
    station = json_object(meaning="Point of sale.")
    printing_template = json_object()
    decimal_precision = text(meaning="Decimals that Alegra shows.")
    calculation_scale = text(meaning="Decimals that Alegra reckons with.")
    lines = line_extras(lines_sold)


class InvoiceLine(SalesLine):
    """A line of an invoice."""

    item = item_of_line(InvoicedItem)


class Invoice(UnifiedRecord):
    """One invoice to a customer."""

    downstream_id = ALEGRAS_ID
    display_id = text(read=full_number, meaning="The number that the invoice shows.")
    type = constant("standard")
    number = text(read=full_number, meaning="The number that the invoice shows.")
    customer = part(LinkedCustomer, "client", required=True, write=WRITTEN)
    department_id = DEPARTMENT_ID
    invoice_date = day("date", required=True, write=WRITTEN)
    due_date = day(required=True, write=WRITTEN)
    terms = text(read=term_name, write=SET_IN_ALEGRA)
    po_number = text("purchaseOrderNumber", "The customer's purchase order.", write=WRITTEN)
    status = Field(
        one_of("draft", "authorised", "partially_paid", "paid", "void", "deleted"),
        read=settlement_status,
        write=ReadOnly("What is written is a draft"),
    )
    currency = CURRENCY
    currency_rate = CURRENCY_RATE
    sub_total = sub_total_of(lines_sold)
    total_tax = total_tax_of(lines_sold)
    discount_amount = decimal("discount", write=CALCULATED)
    total = decimal(write=CALCULATED)
    balance = decimal(meaning="What is left to be paid.", write=CALCULATED)
    deposit = decimal("totalPaid", "What was paid so far.", write=CALCULATED)
    customer_memo = text("anotation", "Note printed on the invoice.", write=WRITTEN)
    line_items = part(
        InvoiceLine, "items", many=True, required=True, write=lines_of_sale(InvoiceLine)
    )
    billing_address = part(BillingAddress, read=contact_address, write=THE_CONTACTS_OWN)
    payment_allocations = payment_allocations()
    payment_method = text(write=WRITTEN)
    source_document_url = text(
        read=lambda record, company: filled(record.get("url")) or record.get("pdfUrl")
    )
    created_at = created_at()
    alegra = extras(InvoiceExtras)


def _fixed_because(row: Row, company: Company) -> str | None:
    """Only an unstamped draft may be changed (gotcha: invoices)."""
    if company.country.is_stamped(row.get("stamp")):
        return "the invoice is stamped and can't be changed; void it in Alegra"
    if row.get("status") != "draft":
        return "the invoice is no draft any more and can't be changed"
    return None


def _removal(row: Row, company: Company) -> Removal | Problem:
    """A draft is deleted, an open invoice voided; a stamped or a paid one is left alone."""
    if company.country.is_stamped(row.get("stamp")):
        return Problem("status", "the invoice is stamped; void it in Alegra")
    if row.get("status") == "closed" or living_payments(row):
        return Problem("status", "the invoice is paid, at least in part; void its payments first")
    return "delete" if row.get("status") == "draft" else "void"


INVOICES = Resource(
    name="invoices",
    model=Invoice,
    listing=Listing(path="/invoices", filters_by_date=True),
    documentation="https://developer.alegra.com/reference/invoices",
    strategy=DocumentChanges(
        is_open=is_draft_or_open,
        open_statuses=("draft", "open"),
        settled_by=(
            SettledBy("payments", payments_listing("in"), "invoices"),
            SettledBy("credit_notes", CREDIT_NOTES.listing, "invoices"),
        ),
    ),
    writing=Writing(
        constraints=lambda draft, company: line_problems(draft),
        creation=lambda draft, company: only_drafts(draft, "draft"),
        form=document_form(),
        # No folio is consumed (gotcha: invoices).
        always={"status": "draft"},
        dated="invoice_date",
        drafted=True,
        fixed_because=_fixed_because,
        removal=_removal,
    ),
)
