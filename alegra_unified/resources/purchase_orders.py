"""Purchase orders (docs: alegra-api 3.8, unified-model 4.17).

Gotcha: ``delivery_date`` is required to create one; lines are as those of bills.
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
    PurchaseLine,
    currency_code,
    department_id,
    document_number,
    kept,
    line_extras,
    listed_purchases,
    purchase_lines,
    sub_total,
    supplier_of,
    total_tax,
)
from ..resource import Resource
from ..settlement import is_draft_or_open
from ..shapes import filled, inside
from ..synchronization import DocumentChanges
from ..values import Day, ExactDecimal, JsonArray, JsonObject, JsonValue, Text
from ..writing import Problem, Removal, Row, Writing, by_id, given


class PurchaseOrderExtras(AlegraExtras):
    """What only Alegra knows of a purchase order."""

    anotation: Text | None = Field(None, description="Note printed on the order.")
    terms_conditions: Text | None = Field(None, description="Printed terms and conditions.")
    number_template: JsonValue | None = Field(None, description="The numbering.")
    warehouse: JsonObject | None = Field(None, description="Where the goods are to go.")
    bills: JsonArray | None = Field(None, description="The bills that were made from it.")
    lines: list[LineExtras] | None = None


class PurchaseOrder(UnifiedRecord):
    """One order to a supplier."""

    downstream_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    display_id: Text | None = Field(None, description="The number that the order shows.")
    po_number: Text | None = Field(None, description="The number that the order shows.")
    supplier: LinkedSupplier | None = None
    department_id: Text | None = Field(None, description="Cost centre; see stream departments.")
    status: Literal["draft", "open", "closed", "billed", "other", "deleted"] | None = Field(
        None, description="A void order is `other`: the model has no word for it."
    )
    issued_date: Day | None = None
    delivery_date: Day | None = None
    currency: Text | None = Field(None, description="ISO 4217.")
    currency_rate: ExactDecimal | None = Field(None, description="Base currency per unit.")
    sub_total: ExactDecimal | None = None
    total_tax: ExactDecimal | None = None
    total: ExactDecimal | None = None
    line_items: list[PurchaseLine] | None = Field(
        None, description="Typed as lines of bills are, as the gotcha has it."
    )
    notes: Text | None = Field(None, description="Internal notes.")
    alegra: PurchaseOrderExtras | None = None


_KEPT = {
    "status": "status",
    "anotation": "anotation",
    "terms_conditions": "termsConditions",
    "number_template": "numberTemplate",
    "warehouse": "warehouse",
    "bills": "bills",
}

_STATUS = {
    "draft": "draft",
    "open": "open",
    "closed": "closed",
    "billed": "billed",
    "void": "other",
}


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A purchase order of Alegra's as the fields of `PurchaseOrder`."""
    purchases = record.get("purchases")
    lines = listed_purchases(purchases)
    status = record.get("status")
    return {
        "id": filled(record.get("id")),
        "downstream_id": filled(record.get("id")),
        "display_id": document_number(record),
        "po_number": document_number(record),
        "supplier": supplier_of(record),
        "department_id": department_id(record),
        "status": _STATUS.get(status) if isinstance(status, str) else None,
        "issued_date": filled(record.get("date")),
        "delivery_date": filled(record.get("deliveryDate")),
        "currency": currency_code(record, company),
        "currency_rate": inside(record, "currency", "exchangeRate"),
        "sub_total": sub_total(record, lines),
        "total_tax": total_tax(record, lines),
        "total": filled(record.get("total")),
        "line_items": purchase_lines(purchases),
        "notes": filled(record.get("observations")),
        "alegra": {**kept(record, _KEPT), "lines": line_extras(lines)},
    }


class PurchaseOrderDraft(Draft, PurchaseOrder):
    """A purchase order to write."""

    supplier: SupplierLink | None = None
    line_items: list[DraftPurchaseLine] | None = None  # type: ignore[assignment]


def to_alegra(draft: PurchaseOrderDraft, company: Company) -> dict[str, Any]:
    """The body of a purchase order."""
    return given(
        date=draft.issued_date,
        deliveryDate=draft.delivery_date,
        provider=by_id(draft.supplier.id if draft.supplier else None),
        purchases=purchases_body(draft.line_items),
        costCenter=by_id(draft.department_id),
        currency=currency_body(draft.currency, draft.currency_rate, company),
        observations=draft.notes,
    )


def constraints(draft: PurchaseOrderDraft, company: Company) -> list[Problem]:
    """Lines as those of bills, and the order is a living one."""
    found = purchase_line_problems(draft.line_items)
    if draft.status not in (None, "draft", "open"):
        found.append(Problem("status", f"is {draft.status}; such an order is not created"))
    return found


def fixed_because(row: Row) -> str | None:
    """An order may be changed until it is closed, billed or void."""
    return None if is_draft_or_open(row) else "the order is closed, billed or void"


def removal(row: Row) -> Removal | Problem:
    """An order is voided, by a request of its own (docs: unified-model 6)."""
    reason = fixed_because(row)
    return "void" if reason is None else Problem("status", reason)


WRITING = Writing(
    draft=PurchaseOrderDraft,
    fields=(
        "supplier",
        "department_id",
        "issued_date",
        "delivery_date",
        "currency",
        "currency_rate",
        "line_items",
        "notes",
    ),
    required=("supplier", "issued_date", "delivery_date", "line_items"),
    to_alegra=to_alegra,
    constraints=constraints,
    dated="issued_date",
    fixed_because=fixed_because,
    removal=removal,
)


PURCHASE_ORDERS = Resource(
    name="purchase_orders",
    model=PurchaseOrder,
    # Only exact dates are documented (docs: alegra-api 7).
    listing=Listing(path="/purchase-orders"),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/purchase-orders",
    strategy=DocumentChanges(is_open=is_draft_or_open, open_statuses=("draft", "open")),
    writing=WRITING,
)
