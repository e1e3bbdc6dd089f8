"""Transfers of stock from one warehouse to another (docs: alegra-api 11.1)."""

from alegra_api.listing import Listing

from ..fields import day, part, text
from ..parts.native import NamedItem, NamedWarehouse, last_status
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import DocumentChanges


class WarehouseTransfer(NativeRecord):
    """One transfer; it has no amounts of money."""

    date = day()
    status = last_status("Alegra documents none")
    observations = text()
    origin = part(NamedWarehouse, meaning="The warehouse that the items leave.")
    destination = part(NamedWarehouse, meaning="The warehouse that they come to.")
    items = part(NamedItem, many=True)


WAREHOUSE_TRANSFERS = Resource(
    name="warehouse_transfers",
    model=WarehouseTransfer,
    listing=Listing(path="/warehouse-transfers"),
    documentation="https://developer.alegra.com/reference/warehouse-transfers",
    # Without a status, none is open: edits of old ones are found by full reconciliation.
    strategy=DocumentChanges(is_open=lambda row: False),
)
