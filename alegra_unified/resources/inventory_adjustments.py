"""Inventory adjustments: changes of stock that no sale or purchase explains.

docs: alegra-api 11.5.
"""

from alegra_api.listing import Listing

from ..fields import day, decimal, part, text
from ..parts.links import item_code
from ..parts.native import NamedItem, NamedWarehouse, cost_center, last_status
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import DocumentChanges


class AdjustedItem(NamedItem):
    """An item that is adjusted."""

    reference = text(read=item_code, meaning="The company's own code of the item.")
    type = text(meaning="`in` adds to the stock, `out` takes from it.")
    unit_cost = decimal()


class InventoryAdjustment(NativeRecord):
    """One change of stock."""

    number = text()
    prefix = text()
    id_resolution = text(meaning="Id of the numbering; see section 11.1 of the API's notes.")
    date = day()
    status = last_status("Alegra documents none")
    observations = text()
    warehouse = part(NamedWarehouse)
    cost_center = cost_center()
    items = part(AdjustedItem, many=True)


INVENTORY_ADJUSTMENTS = Resource(
    name="inventory_adjustments",
    model=InventoryAdjustment,
    listing=Listing(path="/inventory-adjustments"),
    documentation="https://developer.alegra.com/reference/inventory-adjustments",
    # Without a status, none is open: edits of old ones are found by full reconciliation.
    strategy=DocumentChanges(is_open=lambda row: False),
)
