"""Invoices: what the company sold (docs: alegra-api 3.3, unified-model 4.9).

Gotchas: a stamped invoice is immutable; the CFDI is not mapped, it stays under ``alegra.stamp``.
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
    LineExtras,
    LinkedCustomer,
    PaymentAllocation,
    SalesLine,
    billing_address,
    currency_code,
    department_id,
    full_number,
    kept,
    line_extras,
    linked_contact,
    payment_allocations,
    sales_lines,
    sub_total,
    term_name,
    total_tax,
)
from ..resource import Resource
from ..settlement import is_draft_or_open, settlement_status
from ..shapes import filled, inside, is_empty
from ..synchronization import DocumentChanges
from ..values import Day, ExactDecimal, JsonArray, JsonObject, JsonValue, Moment, Text
from ..writing import Problem, Removal, Row, Writing, by_id, given, only_drafts


class InvoiceExtras(AlegraExtras):
    """What only Alegra knows of an invoice."""

    observations: Text | None = Field(None, description="Internal notes, not printed.")
    terms_conditions: Text | None = Field(None, description="Printed terms and conditions.")
    stamp: JsonObject | None = Field(None, description="Fiscal stamp: CFDI, CUFE, e-CF.")
    number_template: JsonValue | None = Field(
        None, description="The numbering, with its resolution where the country has one."
    )
    retentions: JsonArray | None = Field(None, description="Taxes that the customer withholds.")
    seller: JsonObject | None = None
    warehouse: JsonObject | None = None
    price_list: JsonObject | None = None
    payment_type: Text | None = Field(None, description="Mexico: PUE or PPD.")
    payment_form: Text | None = Field(None, description="Colombia: CASH or CREDIT.")
    cfdi_use: Text | None = Field(None, description="Mexico: what the customer uses the CFDI for.")
    can_apply_rep: bool | None = Field(
        None, description="Mexico: whether a payment complement (REP) can be stamped."
    )
    operation_type: Text | None = None
    type: Text | None = Field(None, description="NATIONAL, EXPORT and the like.")
    sale_condition: Text | None = None
    economic_activity: Text | None = Field(None, description="Costa Rica.")
    reference_documents: JsonArray | None = Field(
        None, description="Fiscal documents that the invoice refers to."
    )
    events: JsonArray | None = Field(None, description="Colombia: RADIAN events.")
    totals_summary: JsonObject | None = None
    totals_pending_by_taxes: JsonArray | None = None
    station: JsonObject | None = Field(None, description="Point of sale.")
    printing_template: JsonObject | None = None
    decimal_precision: Text | None = Field(None, description="Decimals that Alegra shows.")
    calculation_scale: Text | None = Field(None, description="Decimals that Alegra reckons with.")
    lines: list[LineExtras] | None = None


class Invoice(UnifiedRecord):
    """One invoice to a customer."""

    downstream_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    display_id: Text | None = Field(None, description="The number that the invoice shows.")
    type: Literal["standard"] | None = None
    number: Text | None = Field(None, description="The number that the invoice shows.")
    customer: LinkedCustomer | None = None
    department_id: Text | None = Field(None, description="Cost centre; see stream departments.")
    invoice_date: Day | None = None
    due_date: Day | None = None
    terms: Text | None = None
    po_number: Text | None = Field(None, description="The customer's purchase order.")
    status: Literal["draft", "authorised", "partially_paid", "paid", "void", "deleted"] | None = (
        None
    )
    currency: Text | None = Field(None, description="ISO 4217.")
    currency_rate: ExactDecimal | None = Field(None, description="Base currency per unit.")
    sub_total: ExactDecimal | None = None
    total_tax: ExactDecimal | None = None
    discount_amount: ExactDecimal | None = None
    total: ExactDecimal | None = None
    balance: ExactDecimal | None = Field(None, description="What is left to be paid.")
    deposit: ExactDecimal | None = Field(None, description="What was paid so far.")
    customer_memo: Text | None = Field(None, description="Note printed on the invoice.")
    line_items: list[SalesLine] | None = None
    billing_address: Address | None = None
    payment_allocations: list[PaymentAllocation] | None = None
    payment_method: Text | None = None
    source_document_url: Text | None = None
    created_at: Moment | None = None
    alegra: InvoiceExtras | None = None


_KEPT = {
    "status": "status",
    "observations": "observations",
    "terms_conditions": "termsConditions",
    "stamp": "stamp",
    "number_template": "numberTemplate",
    "retentions": "retentions",
    "seller": "seller",
    "warehouse": "warehouse",
    "price_list": "priceList",
    "payment_type": "paymentType",
    "payment_form": "paymentForm",
    "cfdi_use": "cfdiUse",
    "can_apply_rep": "canApplyREP",
    "operation_type": "operationType",
    "type": "type",
    "sale_condition": "saleCondition",
    "economic_activity": "economicActivity",
    "reference_documents": "referenceDocuments",
    "events": "events",
    "totals_summary": "totalsSummary",
    "totals_pending_by_taxes": "totalsPendingByTaxes",
    "station": "station",
    "printing_template": "printingTemplate",
    "decimal_precision": "decimalPrecision",
    "calculation_scale": "calculationScale",
}


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """An invoice of Alegra's as the fields of `Invoice`."""
    lines = record.get("items")
    return {
        "id": filled(record.get("id")),
        "downstream_id": filled(record.get("id")),
        "display_id": full_number(record),
        "type": "standard",
        "number": full_number(record),
        "customer": linked_contact(record.get("client"), with_email=True),
        "department_id": department_id(record),
        "invoice_date": filled(record.get("date")),
        "due_date": filled(record.get("dueDate")),
        "terms": term_name(record.get("term")),
        "po_number": filled(record.get("purchaseOrderNumber")),
        "status": settlement_status(record),
        "currency": currency_code(record, company),
        "currency_rate": inside(record, "currency", "exchangeRate"),
        "sub_total": sub_total(record, lines),
        "total_tax": total_tax(record, lines),
        "discount_amount": filled(record.get("discount")),
        "total": filled(record.get("total")),
        "balance": filled(record.get("balance")),
        "deposit": filled(record.get("totalPaid")),
        "customer_memo": filled(record.get("anotation")),
        "line_items": sales_lines(lines),
        "billing_address": billing_address(record.get("client")),
        "payment_allocations": payment_allocations(record.get("payments")),
        "payment_method": filled(record.get("paymentMethod")),
        "source_document_url": filled(record.get("url")) or filled(record.get("pdfUrl")),
        "created_at": company.moment(filled(record.get("datetime"))),
        "alegra": {**kept(record, _KEPT), "lines": line_extras(lines)},
    }


class InvoiceDraft(Draft, Invoice):
    """An invoice to write."""

    customer: CustomerLink | None = None
    line_items: list[DraftSalesLine] | None = None  # type: ignore[assignment]


def to_alegra(draft: InvoiceDraft, company: Company) -> dict[str, Any]:
    """The body of an unstamped draft: no folio is consumed (gotcha: invoices)."""
    return given(
        date=draft.invoice_date,
        dueDate=draft.due_date,
        client=by_id(draft.customer.id if draft.customer else None),
        items=sales_lines_body(draft.line_items),
        status="draft",
        costCenter=by_id(draft.department_id),
        currency=currency_body(draft.currency, draft.currency_rate, company),
        anotation=draft.customer_memo,
        purchaseOrderNumber=draft.po_number,
        paymentMethod=draft.payment_method,
        observations=draft.alegra.observations if draft.alegra else None,
        termsConditions=draft.alegra.terms_conditions if draft.alegra else None,
        paymentForm=draft.alegra.payment_form if draft.alegra else None,
        paymentType=draft.alegra.payment_type if draft.alegra else None,
        cfdiUse=draft.alegra.cfdi_use if draft.alegra else None,
    )


def constraints(draft: InvoiceDraft, company: Company) -> list[Problem]:
    """Lines are complete, only drafts are created, Colombia wants the form of payment."""
    found = [*only_drafts(("draft",))(draft.status), *sales_line_problems(draft.line_items)]
    if company.country == "COL":
        if draft.payment_method is None:
            found.append(Problem("payment_method", "is missing; Colombia requires it"))
        if draft.alegra is None or draft.alegra.payment_form is None:
            rule = "is missing; Colombia requires CASH or CREDIT"
            found.append(Problem("alegra.payment_form", rule))
    return found


def is_stamped(row: Row) -> bool:
    """Whether the tax authority has certified a document."""
    return not is_empty(row.get("stamp"))


def fixed_because(row: Row) -> str | None:
    """Only an unstamped draft may be changed (gotcha: invoices)."""
    if is_stamped(row):
        return "the invoice is stamped and can't be changed; void it in Alegra"
    if row.get("status") != "draft":
        return "the invoice is no draft any more and can't be changed"
    return None


def removal(row: Row) -> Removal | Problem:
    """A draft is deleted, an open invoice voided, a stamped one left alone."""
    if is_stamped(row):
        return Problem("status", "the invoice is stamped; void it in Alegra")
    return "delete" if row.get("status") == "draft" else "void"


WRITING = Writing(
    draft=InvoiceDraft,
    fields=(
        "customer",
        "department_id",
        "invoice_date",
        "due_date",
        "po_number",
        "currency",
        "currency_rate",
        "customer_memo",
        "line_items",
        "payment_method",
        "status",
        "alegra",
    ),
    required=("customer", "invoice_date", "due_date", "line_items"),
    to_alegra=to_alegra,
    constraints=constraints,
    dated="invoice_date",
    drafted=True,
    fixed_because=fixed_because,
    removal=removal,
)


INVOICES = Resource(
    name="invoices",
    model=Invoice,
    listing=Listing(path="/invoices", filters_by_date=True),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/invoices",
    strategy=DocumentChanges(is_open=is_draft_or_open, open_statuses=("draft", "open")),
    writing=WRITING,
)
