"""Purchase orders (docs: alegra-api 3.8, unified-model 4.17).

Gotcha: ``delivery_date`` is required to create one; lines are as those of bills.
"""

from alegra_api.listing import Listing

from ..company import Company
from ..fields import (
    WRITTEN,
    ReadOnly,
    Row,
    day,
    decimal,
    json_array,
    part,
    text,
    word,
)
from ..parts.amounts import CALCULATED, sub_total_of, total_tax_of
from ..parts.documents import (
    CURRENCY,
    CURRENCY_RATE,
    DEPARTMENT_ID,
    document_number,
    not_created,
)
from ..parts.lines import (
    PurchaseOrderLine,
    line_extras,
    line_problems,
    lines_bought,
    lines_of_purchase,
    purchase_lines,
)
from ..parts.links import supplier
from ..parts.master_data import ALEGRAS_ID
from ..parts.references import numbering, other_record
from ..parts.settlement import is_draft_or_open
from ..problem import Problem
from ..records import AlegraExtras, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import DocumentChanges
from ..writing import Removal, Writing
from ..written_form import document_form


class PurchaseOrderExtras(AlegraExtras):
    """What only Alegra knows of a purchase order."""

    anotation = text(meaning="Note printed on the order.", write=WRITTEN)
    terms_conditions = text(meaning="Printed terms and conditions.", write=WRITTEN)
    number_template = numbering("The numbering.")
    warehouse = other_record("warehouse", "Where the goods are to go.")
    bills = json_array(meaning="The bills that were made from it.")
    lines = line_extras(lines_bought)


class PurchaseOrder(UnifiedRecord):
    """One order to a supplier."""

    downstream_id = ALEGRAS_ID
    display_id = text(read=document_number, meaning="The number that the order shows.")
    po_number = text(read=document_number, meaning="The number that the order shows.")
    supplier = supplier("provider")
    department_id = DEPARTMENT_ID
    status = word(
        "status",
        {
            "draft": "draft",
            "open": "open",
            "closed": "closed",
            "billed": "billed",
            "void": "other",
        },
        "A void order is `other`: the model has no word for it.",
        also=("deleted",),
        write=ReadOnly("Alegra decides whether an order is a draft or open"),
    )
    issued_date = day("date", required=True, write=WRITTEN)
    delivery_date = day(required=True, write=WRITTEN)
    currency = CURRENCY
    currency_rate = CURRENCY_RATE
    sub_total = sub_total_of(lines_bought)
    total_tax = total_tax_of(lines_bought)
    total = decimal(write=CALCULATED)
    line_items = part(
        PurchaseOrderLine,
        many=True,
        read=lambda record, company: purchase_lines(record.get("purchases")),
        meaning="Typed as lines of bills are, as the gotcha has it.",
        required=True,
        write=lines_of_purchase(PurchaseOrderLine, under="purchases"),
    )
    notes = text("observations", "Internal notes.", write=WRITTEN)
    alegra = extras(PurchaseOrderExtras)


def _fixed_because(row: Row, company: Company) -> str | None:
    """An order may be changed until it is closed, billed or void."""
    return None if is_draft_or_open(row) else "the order is closed, billed or void"


def _removal(row: Row, company: Company) -> Removal | Problem:
    """An order is voided, by a request of its own (docs: unified-model 6)."""
    reason = _fixed_because(row, company)
    return "void" if reason is None else Problem("status", reason)


PURCHASE_ORDERS = Resource(
    name="purchase_orders",
    model=PurchaseOrder,
    # Only exact dates are documented (docs: alegra-api 7).
    listing=Listing(path="/purchase-orders"),
    documentation="https://developer.alegra.com/reference/purchase-orders",
    strategy=DocumentChanges(is_open=is_draft_or_open, open_statuses=("draft", "open")),
    writing=Writing(
        constraints=lambda draft, company: line_problems(draft),
        creation=lambda draft, company: not_created(draft, "closed", "billed", "other", "deleted"),
        form=document_form("bills", names={"client": "provider"}),
        dated="issued_date",
        fixed_because=_fixed_because,
        removal=_removal,
    ),
)
