"""Bills: what the company bought (docs: alegra-api 3.7, unified-model 4.10).

Gotcha: each line costs against an item or a ledger account; one bill may mix both.
"""

from typing import Any, Literal

from pydantic import Field

from alegra_api.listing import Listing

from ..bodies import currency_body, purchase_line_problems, purchases_body
from ..company import Company
from ..drafts import Draft, DraftPurchaseLine, SupplierLink
from ..model import AlegraExtras, UnifiedRecord
from ..parts import (
    LineExtras,
    LinkedSupplier,
    PaymentAllocation,
    PurchaseLine,
    currency_code,
    department_id,
    full_number,
    kept,
    line_extras,
    listed_purchases,
    payment_allocations,
    purchase_lines,
    sub_total,
    supplier_of,
    total_tax,
)
from ..resource import Resource
from ..settlement import is_draft_or_open, settlement_status
from ..shapes import filled, inside
from ..synchronization import DocumentChanges
from ..values import Day, ExactDecimal, JsonArray, JsonObject, JsonValue, Text
from ..writing import Problem, Removal, Row, Writing, by_id, given


class BillExtras(AlegraExtras):
    """What only Alegra knows of a bill."""

    name: Text | None = None
    stamp: JsonObject | None = Field(None, description="Fiscal stamp: CFDI, CUFE, e-CF.")
    number_template: JsonValue | None = Field(
        None, description="The numbering; of a support document, with its resolution."
    )
    retentions: JsonArray | None = Field(None, description="Taxes that the company withholds.")
    warehouse: JsonObject | None = None
    payment_type: Text | None = None
    operation_type: Text | None = None
    type: Text | None = Field(None, description="bill or supportDocument.")
    physical_document: JsonObject | None = None
    journal: JsonObject | None = Field(None, description="The entry that it made in the journal.")
    decimal_precision: Text | None = Field(None, description="Decimals that Alegra shows.")
    calculation_scale: Text | None = Field(None, description="Decimals that Alegra reckons with.")
    lines: list[LineExtras] | None = None


class Bill(UnifiedRecord):
    """One bill of a supplier."""

    downstream_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    display_id: Text | None = Field(None, description="The number with its prefix, if it has one.")
    bill_number: Text | None = Field(None, description="The supplier's number.")
    supplier: LinkedSupplier | None = None
    department_id: Text | None = Field(None, description="Cost centre; see stream departments.")
    currency: Text | None = Field(None, description="ISO 4217.")
    currency_rate: ExactDecimal | None = Field(None, description="Base currency per unit.")
    bill_date: Day | None = None
    due_date: Day | None = None
    po_number: Text | None = Field(None, description="The purchase order it came from.")
    line_items: list[PurchaseLine] | None = None
    terms: Text | None = Field(None, description="Terms and conditions.")
    balance: ExactDecimal | None = Field(None, description="What is left to be paid.")
    deposit: ExactDecimal | None = Field(None, description="What was paid so far.")
    sub_total: ExactDecimal | None = None
    total_tax: ExactDecimal | None = None
    total: ExactDecimal | None = None
    notes: Text | None = Field(None, description="Internal notes.")
    status: Literal["draft", "authorised", "partially_paid", "paid", "void", "deleted"] | None = (
        None
    )
    payment_method: Text | None = None
    source_document_url: Text | None = None
    payment_allocations: list[PaymentAllocation] | None = Field(
        None, description="What was paid of it; see stream bill_payments."
    )
    alegra: BillExtras | None = None


_KEPT = {
    "status": "status",
    "name": "name",
    "stamp": "stamp",
    "number_template": "numberTemplate",
    "retentions": "retentions",
    "warehouse": "warehouse",
    "payment_type": "paymentType",
    "operation_type": "operationType",
    "type": "type",
    "physical_document": "physicalDocument",
    "journal": "journal",
    "decimal_precision": "decimalPrecision",
    "calculation_scale": "calculationScale",
}


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A bill of Alegra's as the fields of `Bill`."""
    purchases = record.get("purchases")
    lines = listed_purchases(purchases)
    return {
        "id": filled(record.get("id")),
        "downstream_id": filled(record.get("id")),
        "display_id": full_number(record),
        "bill_number": inside(record, "numberTemplate", "number"),
        "supplier": supplier_of(record),
        "department_id": department_id(record),
        "currency": currency_code(record, company),
        "currency_rate": inside(record, "currency", "exchangeRate"),
        "bill_date": filled(record.get("date")),
        "due_date": filled(record.get("dueDate")),
        "po_number": filled(record.get("purchaseOrderNumber")),
        "line_items": purchase_lines(purchases),
        "terms": filled(record.get("termsConditions")),
        "balance": filled(record.get("balance")),
        "deposit": filled(record.get("totalPaid")),
        "sub_total": sub_total(record, lines),
        "total_tax": total_tax(record, lines),
        "total": filled(record.get("total")),
        "notes": filled(record.get("observations")),
        "status": settlement_status(record),
        "payment_method": filled(record.get("paymentMethod")),
        "source_document_url": filled(record.get("url")),
        "payment_allocations": payment_allocations(record.get("payments")),
        "alegra": {**kept(record, _KEPT), "lines": line_extras(lines)},
    }


class BillDraft(Draft, Bill):
    """A bill to write."""

    supplier: SupplierLink | None = None
    line_items: list[DraftPurchaseLine] | None = None  # type: ignore[assignment]


def to_alegra(draft: BillDraft, company: Company) -> dict[str, Any]:
    """The body of a bill; Alegra opens it at once."""
    return given(
        date=draft.bill_date,
        dueDate=draft.due_date,
        provider=by_id(draft.supplier.id if draft.supplier else None),
        numberTemplate=given(number=draft.bill_number) or None,
        purchases=purchases_body(draft.line_items),
        costCenter=by_id(draft.department_id),
        currency=currency_body(draft.currency, draft.currency_rate, company),
        observations=draft.notes,
        termsConditions=draft.terms,
        paymentMethod=draft.payment_method,
    )


def constraints(draft: BillDraft, company: Company) -> list[Problem]:
    """Each line costs against an item or an account, and the bill is a living one."""
    found = purchase_line_problems(draft.line_items)
    if draft.status in ("void", "deleted"):
        found.append(Problem("status", f"is {draft.status}; such a bill is not created"))
    return found


def fixed_because(row: Row) -> str | None:
    """A bill may be changed while it is open and nothing is paid."""
    if row.get("status") not in ("draft", "open"):
        return "the bill is closed or void and can't be changed"
    return "the bill is paid in part and can't be changed" if filled(row.get("payments")) else None


def removal(row: Row) -> Removal | Problem:
    """A bill without payments is deleted."""
    reason = fixed_because(row)
    return "delete" if reason is None else Problem("status", reason)


WRITING = Writing(
    draft=BillDraft,
    fields=(
        "bill_number",
        "supplier",
        "department_id",
        "currency",
        "currency_rate",
        "bill_date",
        "due_date",
        "line_items",
        "terms",
        "notes",
        "payment_method",
    ),
    required=("supplier", "bill_date", "due_date", "line_items"),
    to_alegra=to_alegra,
    constraints=constraints,
    dated="bill_date",
    fixed_because=fixed_because,
    removal=removal,
)


BILLS = Resource(
    name="bills",
    model=Bill,
    # Ranges of dates are not documented for bills (docs: alegra-api 3.7 and 7).
    listing=Listing(path="/bills"),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/bills",
    strategy=DocumentChanges(is_open=is_draft_or_open, open_statuses=("draft", "open")),
    writing=WRITING,
)
