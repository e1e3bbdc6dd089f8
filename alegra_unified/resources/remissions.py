"""Remissions: notes that go with goods before they are invoiced (docs: alegra-api 11.2).

Their list ignores an order by id or date and comes newest date first, as Alegra documents; an older
source says that it takes both. Either is seen from the answers.
"""

from alegra_api.listing import Listing

from ..fields import Row, day, decimal, part, text
from ..parts.native import (
    Currency,
    ItemLine,
    NamedPriceList,
    NamedSeller,
    NamedWarehouse,
    cost_center,
    customer,
    last_status,
)
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import DocumentChanges


class Remission(NativeRecord):
    """One delivery."""

    number = text()
    document_name = text()
    date = day()
    due_date = day()
    status = last_status("open, void, or closed, which it is once it is invoiced")
    client = customer()
    seller = part(NamedSeller)
    price_list = part(NamedPriceList)
    warehouse = part(NamedWarehouse)
    cost_center = cost_center()
    currency = part(Currency)
    items = part(ItemLine, many=True)
    total = decimal()
    observations = text(meaning="Internal notes, not printed.")
    anotation = text(meaning="Note printed on the remission.")


def _is_open(row: Row) -> bool:
    """Whether it may still be invoiced."""
    return row.get("status") == "open"


REMISSIONS = Resource(
    name="remissions",
    model=Remission,
    listing=Listing(path="/remissions", sorts_by_id=False),
    documentation="https://developer.alegra.com/reference/remissions_getremissions",
    strategy=DocumentChanges(is_open=_is_open, open_statuses=("open",)),
)
