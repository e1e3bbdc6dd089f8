"""Quotes, which Alegra calls estimates (docs: alegra-api 3.4, unified-model 4.16).

Gotcha: the customer's address is one preformatted text in ``billing_address.line1``.
"""

from alegra_api.listing import Listing

from ..company import Company
from ..fields import (
    WRITTEN,
    ReadOnly,
    Row,
    day,
    decimal,
    part,
    text,
    word,
)
from ..parts.addresses import BillingAddress, one_line_address
from ..parts.amounts import CALCULATED, sub_total_of, total_tax_of
from ..parts.documents import (
    CURRENCY,
    CURRENCY_RATE,
    THE_CONTACTS_OWN,
    created_at,
    document_number,
    only_drafts,
)
from ..parts.lines import (
    SalesLine,
    item_of_line,
    line_extras,
    line_problems,
    lines_of_sale,
    lines_sold,
)
from ..parts.links import LinkedCustomer, QuotedItem
from ..parts.master_data import ALEGRAS_ID
from ..parts.references import numbering, other_record
from ..records import AlegraExtras, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import DocumentChanges
from ..writing import Writing
from ..written_form import document_form


class QuoteExtras(AlegraExtras):
    """What only Alegra knows of a quote."""

    observations = text(meaning="Internal notes, not printed.", write=WRITTEN)
    number_template = numbering("The numbering.")
    seller = other_record("seller")
    warehouse = other_record("warehouse")
    price_list = other_record("priceList")
    lines = line_extras(lines_sold)


class QuoteLine(SalesLine):
    """A line of a quote."""

    item = item_of_line(QuotedItem)


class Quote(UnifiedRecord):
    """One quote to a customer."""

    downstream_id = ALEGRAS_ID
    number = text(read=document_number, meaning="The number that the quote shows.")
    customer = part(LinkedCustomer, "client", required=True, write=WRITTEN)
    quote_date = day("date", required=True, write=WRITTEN)
    expiry_date = day("dueDate", required=True, write=WRITTEN)
    status = word(
        "status",
        {"unbilled": "sent", "billed": "converted", "void": "void"},
        "A quote that is not billed is `sent`; written, a `draft` is the same.",
        also=("draft", "deleted"),
        write=ReadOnly("What is written is a quote that is not billed"),
        same=lambda held, status: held == ("sent" if status == "draft" else status),
    )
    currency = CURRENCY
    currency_rate = CURRENCY_RATE
    sub_total = sub_total_of(lines_sold)
    total_tax = total_tax_of(lines_sold)
    total = decimal(write=CALCULATED)
    customer_memo = text("anotation", "Note printed on the quote.", write=WRITTEN)
    line_items = part(QuoteLine, "items", many=True, required=True, write=lines_of_sale(QuoteLine))
    billing_address = part(
        BillingAddress,
        read=one_line_address,
        meaning="The whole address in `line1`.",
        write=THE_CONTACTS_OWN,
    )
    created_at = created_at("Where Alegra tells it, which it does not promise for quotes.")
    alegra = extras(QuoteExtras)


def _is_open(record: Row) -> bool:
    """Whether the quote may still become an invoice."""
    return record.get("status") == "unbilled"


def _fixed_because(row: Row, company: Company) -> str | None:
    """A quote that became an invoice stays as it is."""
    return None if _is_open(row) else "the quote is billed or void and can't be changed"


QUOTES = Resource(
    name="quotes",
    model=Quote,
    listing=Listing(path="/estimates", filters_by_date=True),
    documentation="https://developer.alegra.com/reference/estimates",
    strategy=DocumentChanges(is_open=_is_open, open_statuses=("unbilled",)),
    writing=Writing(
        constraints=lambda draft, company: line_problems(draft),
        creation=lambda draft, company: only_drafts(draft, "sent", "draft"),
        form=document_form(),
        dated="quote_date",
        fixed_because=_fixed_because,
    ),
)
