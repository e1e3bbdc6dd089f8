"""Global invoices: one CFDI over the tickets of a period, in Mexico (docs: alegra-api 11.6).

The tickets are invoices, and stand in that stream too.
"""

from alegra_api.listing import Listing

from ..countries.mexico import MEXICO
from ..fields import Row, day, decimal, part, text
from ..parts.native import NamedCustomer, NumberTemplate, last_status
from ..records import NativeRecord, Part
from ..resource import Resource
from ..synchronization import DocumentChanges


class SaleTicket(Part):
    """A sale that a global invoice covers."""

    refers_to = "invoices"

    id = text()
    date = day()
    due_date = day()
    status = text()
    client = part(NamedCustomer)
    total = decimal()
    balance = decimal()


class GlobalStamp(Part):
    """The CFDI."""

    uuid = text(meaning="Fiscal UUID.")
    stamp_date = text(meaning="As Alegra has it, without a time zone.")
    sat_certificate_number = text()
    certificate_number = text()
    payment_method = text()


class GlobalInvoice(NativeRecord):
    """One invoice to the general public."""

    date = day()
    status = last_status("open, draft or void")
    total = decimal()
    number_template = part(NumberTemplate)
    sale_tickets = part(SaleTicket, many=True)
    stamp = part(GlobalStamp)
    code = text(meaning="Of what went wrong with it.")
    error = text(meaning="What went wrong with it.")


def _is_draft(row: Row) -> bool:
    """Whether it is not issued yet; one that is stays open for good."""
    return row.get("status") == "draft"


GLOBAL_INVOICES = Resource(
    name="global_invoices",
    model=GlobalInvoice,
    listing=Listing(path="/global-invoices"),
    documentation="https://developer.alegra.com/reference/get_global-invoices",
    strategy=DocumentChanges(is_open=_is_draft, open_statuses=("draft",)),
    only_in=MEXICO,
)
