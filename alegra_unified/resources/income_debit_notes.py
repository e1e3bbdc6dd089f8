"""Income debit notes: what customers owe beside their invoices (docs: alegra-api 11.6).

They count as sales. What Alegra lists by ``status`` may not show it: such a note is open as long as
its balance is not 0. No currency is documented; one that comes is read.
"""

from alegra_api.listing import Listing

from ..fields import Row, boolean, day, decimal, filled, part, text
from ..kinds import decimal_or_none
from ..parts.native import (
    Currency,
    ItemLine,
    NamedPriceList,
    NamedWarehouse,
    NumberTemplate,
    cost_center,
    customer,
    last_status,
)
from ..records import NativeRecord, Part
from ..resource import Resource
from ..synchronization import DocumentChanges


class NamedInvoice(Part):
    """The invoice that a note adds to."""

    refers_to = "invoices"

    id = text()


class DebitNoteNumbering(NumberTemplate):
    """The numbering of a debit note, and its number."""

    is_electronic_resolution = boolean()


class IncomeDebitNote(NativeRecord):
    """One debit note to a customer."""

    date = day()
    due_date = day()
    status = last_status("open, closed or void, where Alegra shows it")
    type = text(meaning="Why, in the country's words: CORRECT_AMOUNT, DEBIT_NOTE_B03 and the like.")
    client = customer()
    invoice = part(NamedInvoice)
    number_template = part(DebitNoteNumbering)
    items = part(ItemLine, many=True)
    currency = part(Currency)
    subtotal = decimal(meaning="Before discount and tax.")
    discount = decimal()
    tax = decimal()
    total = decimal()
    balance = decimal(meaning="What is left to be paid.")
    payment_method = text()
    payment_type = text(meaning="Mexico: PUE or PPD.")
    price_list = part(NamedPriceList)
    warehouse = part(NamedWarehouse)
    cost_center = cost_center()
    observations = text(meaning="Internal notes, where Alegra shows them.")
    decimal_precision = text(meaning="Decimals that Alegra shows.")


def _is_open(row: Row) -> bool:
    """Whether something may still be paid on it."""
    status = filled(row.get("status"))
    return status == "open" if status is not None else decimal_or_none(row.get("balance")) != 0


INCOME_DEBIT_NOTES = Resource(
    name="income_debit_notes",
    model=IncomeDebitNote,
    listing=Listing(path="/income-debit-notes"),
    documentation="https://developer.alegra.com/reference/get_income-debit-notes-id",
    strategy=DocumentChanges(is_open=_is_open, open_statuses=("open",)),
)
