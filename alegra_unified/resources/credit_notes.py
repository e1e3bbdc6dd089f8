"""Credit notes: what customers got back (docs: alegra-api 3.5, unified-model 4.11).

Gotchas: allocations are not populated, only the aggregate applied amount is exposed; what Alegra
lists in ``invoices`` and ``refunds`` stays under ``alegra``. A stamped note is immutable.
"""

from alegra_api.listing import Listing

from ..company import Company
from ..fields import (
    WRITTEN,
    Field,
    ReadOnly,
    Refused,
    Row,
    Written,
    constant,
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
    Allocation,
    created_at,
    date_issued,
    document_number,
    not_created,
)
from ..parts.lines import SalesLine, line_extras, line_problems, lines_of_sale, lines_sold
from ..parts.links import LinkedCustomer
from ..parts.references import numbering, other_record
from ..parts.settlement import credit_status, is_applied, is_draft_or_open
from ..problem import Problem
from ..records import AlegraExtras, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import DocumentChanges
from ..writing import Removal, Writing
from ..written_form import document_form, shares


class CreditNoteExtras(AlegraExtras):
    """What only Alegra knows of a credit note."""

    total_applied = decimal(meaning="How much of it is used up.")
    invoices = json_array(meaning="The invoices it is applied to.")
    refunds = json_array(meaning="The money paid back for it.")
    anotation = text(meaning="Note printed on the credit note.", write=WRITTEN)
    stamp = json_object(meaning="Fiscal stamp: CFDI, CUFE, e-CF.")
    number_template = numbering("The numbering, with its resolution where the country has one.")
    warehouse = other_record("warehouse")
    type = text(meaning="Why it was made, in Alegra's word.")
    decimal_precision = text(meaning="Decimals that Alegra shows.")
    lines = line_extras(lines_sold)


class CreditNote(UnifiedRecord):
    """One credit note to a customer."""

    number = text(read=document_number, meaning="The number that the note shows.")
    customer = part(LinkedCustomer, "client", required=True, write=WRITTEN)
    department_id = DEPARTMENT_ID
    currency = CURRENCY
    currency_rate = CURRENCY_RATE
    sub_total = sub_total_of(lines_sold)
    total_amount = decimal("total", write=CALCULATED)
    total_tax = total_tax_of(lines_sold)
    balance = decimal(meaning="What is not used up yet.", write=CALCULATED)
    remaining_credit = decimal("balance", "The same as the balance.", write=CALCULATED)
    status = Field(
        one_of("draft", "authorised", "partially_paid", "paid", "voided", "deleted"),
        read=credit_status,
        write=ReadOnly("What is created is open and applied to nothing"),
    )
    date_issued = date_issued()
    type = constant("accounts_receivable_credit")
    line_items = part(SalesLine, "items", many=True, required=True, write=lines_of_sale(SalesLine))
    allocations = part(
        Allocation,
        many=True,
        read=lambda record, company: None,
        meaning="Always null; see `alegra.total_applied` and `alegra.invoices`.",
        write=Refused("can't be written; apply the credit in Alegra"),
    )
    note = text(
        read=lambda record, company: filled(record.get("observations")) or record.get("anotation"),
        meaning="Internal notes, else the printed note.",
        write=Written(lambda note, draft, company: {"observations": note}),
    )
    billing_address = part(BillingAddress, read=contact_address, write=THE_CONTACTS_OWN)
    created_at = created_at("Where Alegra tells it, which it does not promise for credit notes.")
    alegra = extras(CreditNoteExtras)


def _fixed_because(row: Row, company: Company) -> str | None:
    """Only an unstamped, open note may be changed (gotcha: credit notes)."""
    if company.country.is_stamped(row.get("stamp")):
        return "the credit note is stamped and can't be changed"
    if filled(row.get("refunds")) is not None:
        return "money was paid back for the credit note, so that it can't be changed"
    return None if row.get("status") == "open" else "the credit note is not open any more"


def _removal(row: Row, company: Company) -> Removal | Problem:
    """An open, unstamped note that is applied to nothing is deleted."""
    reason = _fixed_because(row, company)
    if reason is None and is_applied(row):
        reason = "the credit note is applied to invoices already"
    return "delete" if reason is None else Problem("status", reason)


CREDIT_NOTES = Resource(
    name="credit_notes",
    model=CreditNote,
    listing=Listing(path="/credit-notes", filters_by_date=True),
    documentation="https://developer.alegra.com/reference/credit-notes",
    strategy=DocumentChanges(
        is_open=is_draft_or_open,
        # The filter knows open, closed and void (docs: alegra-api 3.5); asking for draft might be
        # refused. A draft, should Alegra have them here, is open and is asked for by its id.
        open_statuses=("open",),
    ),
    writing=Writing(
        constraints=lambda draft, company: line_problems(draft),
        creation=lambda draft, company: not_created(draft, "voided", "deleted"),
        form=document_form(forms={"invoices": shares}),
        dated="date_issued",
        fixed_because=_fixed_because,
        removal=_removal,
    ),
)
