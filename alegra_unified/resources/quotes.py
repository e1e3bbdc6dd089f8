"""Quotes, which Alegra calls estimates (docs: alegra-api 3.4, unified-model 4.16).

Gotcha: the customer's address is one preformatted text in ``billing_address.line1``.
"""

from collections.abc import Mapping
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
    SalesLine,
    currency_code,
    document_number,
    kept,
    line_extras,
    linked_contact,
    one_line_billing_address,
    sales_lines,
    sub_total,
    total_tax,
)
from ..resource import Resource
from ..shapes import filled, inside
from ..synchronization import DocumentChanges
from ..values import Day, ExactDecimal, JsonObject, JsonValue, Moment, Text
from ..writing import Problem, Row, Writing, by_id, given, only_drafts


class QuoteExtras(AlegraExtras):
    """What only Alegra knows of a quote."""

    observations: Text | None = Field(None, description="Internal notes, not printed.")
    number_template: JsonValue | None = Field(None, description="The numbering.")
    seller: JsonObject | None = None
    warehouse: JsonObject | None = None
    price_list: JsonObject | None = None
    lines: list[LineExtras] | None = None


class Quote(UnifiedRecord):
    """One quote to a customer."""

    downstream_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    number: Text | None = Field(None, description="The number that the quote shows.")
    customer: LinkedCustomer | None = None
    quote_date: Day | None = None
    expiry_date: Day | None = None
    status: Literal["sent", "converted", "void", "deleted"] | None = None
    currency: Text | None = Field(None, description="ISO 4217.")
    currency_rate: ExactDecimal | None = Field(None, description="Base currency per unit.")
    sub_total: ExactDecimal | None = None
    total_tax: ExactDecimal | None = None
    total: ExactDecimal | None = None
    customer_memo: Text | None = Field(None, description="Note printed on the quote.")
    line_items: list[SalesLine] | None = None
    billing_address: Address | None = Field(None, description="The whole address in `line1`.")
    created_at: Moment | None = Field(
        None, description="Where Alegra tells it, which it does not promise for quotes."
    )
    alegra: QuoteExtras | None = None


_KEPT = {
    "status": "status",
    "observations": "observations",
    "number_template": "numberTemplate",
    "seller": "seller",
    "warehouse": "warehouse",
    "price_list": "priceList",
}

_STATUS = {"unbilled": "sent", "billed": "converted", "void": "void"}


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """An estimate of Alegra's as the fields of `Quote`."""
    lines = record.get("items")
    status = record.get("status")
    return {
        "id": filled(record.get("id")),
        "downstream_id": filled(record.get("id")),
        "number": document_number(record),
        "customer": linked_contact(record.get("client"), with_email=True),
        "quote_date": filled(record.get("date")),
        "expiry_date": filled(record.get("dueDate")),
        "status": _STATUS.get(status) if isinstance(status, str) else None,
        "currency": currency_code(record, company),
        "currency_rate": inside(record, "currency", "exchangeRate"),
        "sub_total": sub_total(record, lines),
        "total_tax": total_tax(record, lines),
        "total": filled(record.get("total")),
        "customer_memo": filled(record.get("anotation")),
        "line_items": sales_lines(lines),
        "billing_address": one_line_billing_address(record.get("client")),
        "created_at": company.moment(filled(record.get("datetime"))),
        "alegra": {**kept(record, _KEPT), "lines": line_extras(lines)},
    }


def is_unsettled(record: Mapping[str, Any]) -> bool:
    """Whether the quote may still become an invoice."""
    return record.get("status") == "unbilled"


class QuoteDraft(Draft, Quote):
    """A quote to write."""

    customer: CustomerLink | None = None
    line_items: list[DraftSalesLine] | None = None  # type: ignore[assignment]


def to_alegra(draft: QuoteDraft, company: Company) -> dict[str, Any]:
    """The body of an estimate."""
    return given(
        date=draft.quote_date,
        dueDate=draft.expiry_date,
        client=by_id(draft.customer.id if draft.customer else None),
        items=sales_lines_body(draft.line_items),
        currency=currency_body(draft.currency, draft.currency_rate, company),
        anotation=draft.customer_memo,
        observations=draft.alegra.observations if draft.alegra else None,
    )


def constraints(draft: QuoteDraft, company: Company) -> list[Problem]:
    """Lines are complete; a quote is written as not yet billed."""
    return [*only_drafts(("sent",))(draft.status), *sales_line_problems(draft.line_items)]


def fixed_because(row: Row) -> str | None:
    """A quote that became an invoice stays as it is."""
    return None if is_unsettled(row) else "the quote is billed or void and can't be changed"


WRITING = Writing(
    draft=QuoteDraft,
    fields=(
        "customer",
        "quote_date",
        "expiry_date",
        "currency",
        "currency_rate",
        "customer_memo",
        "line_items",
        "status",
        "alegra",
    ),
    required=("customer", "quote_date", "expiry_date", "line_items"),
    to_alegra=to_alegra,
    constraints=constraints,
    dated="quote_date",
    fixed_because=fixed_because,
)


QUOTES = Resource(
    name="quotes",
    model=Quote,
    listing=Listing(path="/estimates", filters_by_date=True),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/estimates",
    strategy=DocumentChanges(is_open=is_unsettled, open_statuses=("unbilled",)),
    writing=WRITING,
)
