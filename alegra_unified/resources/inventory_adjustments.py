"""Inventory adjustments: changes of stock that no sale or purchase explains.

docs: alegra-api 11.5.
"""

from decimal import Decimal

from alegra_api.listing import Listing

from ..company import Company
from ..fields import WRITTEN, Draft, ReadOnly, day, decimal, part, text
from ..parts.documents import not_created
from ..parts.links import item_code
from ..parts.native import (
    NamedItem,
    NamedWarehouse,
    cost_center,
    incomplete_lines,
    last_status,
    lines_of,
)
from ..records import NativeDocument
from ..resource import Resource
from ..synchronization import DocumentChanges
from ..writing import Writing
from ..written_form import document_form


def _is_a_way(way: str, line: Draft, company: Company) -> str | None:
    return None if way in ("in", "out") else "is neither in nor out"


def _is_counted(quantity: Decimal, line: Draft, company: Company) -> str | None:
    return None if quantity > 0 else "is not above 0; type says whether it comes in or goes out"


def _is_a_cost(cost: Decimal, line: Draft, company: Company) -> str | None:
    return None if cost >= 0 else "is below 0"


class AdjustedItem(NamedItem):
    """An item that is adjusted."""

    quantity = decimal(write=WRITTEN, rule=_is_counted)
    reference = text(read=item_code, meaning="The company's own code of the item.")
    type = text(
        meaning="`in` adds to the stock, `out` takes from it.", write=WRITTEN, rule=_is_a_way
    )
    unit_cost = decimal(write=WRITTEN, rule=_is_a_cost)


class InventoryAdjustment(NativeDocument):
    """One change of stock."""

    number = text(write=ReadOnly("Alegra numbers adjustments", compared=False))
    prefix = text(write=WRITTEN)
    id_resolution = text(
        meaning="Id of the numbering; see section 11.1 of the API's notes.", write=WRITTEN
    )
    date = day(required=True, write=WRITTEN)
    status = last_status("Alegra documents none")
    observations = text(write=WRITTEN)
    warehouse = part(
        NamedWarehouse, meaning="The main one, where a new one names none.", write=WRITTEN
    )
    cost_center = cost_center(write=WRITTEN)
    items = part(AdjustedItem, many=True, required=True, write=lines_of(AdjustedItem))


INVENTORY_ADJUSTMENTS = Resource(
    name="inventory_adjustments",
    model=InventoryAdjustment,
    listing=Listing(path="/inventory-adjustments"),
    documentation="https://developer.alegra.com/reference/inventory-adjustments",
    # Without a status, none is open: edits of old ones are found by full reconciliation.
    strategy=DocumentChanges(is_open=lambda row: False),
    writing=Writing(
        constraints=lambda draft, company: incomplete_lines(draft, "quantity", "type", "unit_cost"),
        creation=lambda draft, company: not_created(draft, "deleted"),
        form=document_form(),
        dated="date",
    ),
)
