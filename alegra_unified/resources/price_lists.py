"""Price lists, which items have prices in (docs: alegra-api 3.12 and 11.1)."""

from alegra_api.listing import Listing

from ..fields import WRITTEN, decimal, text
from ..parts.master_data import ACTIVE_OR_INACTIVE, BY_NAME
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class PriceList(NativeRecord):
    """One price list: of prices of its own, or of a percentage on the main ones."""

    name = text(required=True, write=WRITTEN)
    description = text(write=WRITTEN)
    type = text(meaning="amount (each item has a price in it) or percentage.", write=WRITTEN)
    percentage = decimal(
        meaning="Of a list of type percentage. Whether it is a discount or a markup, Alegra does "
        "not document.",
        write=WRITTEN,
    )
    status = ACTIVE_OR_INACTIVE


PRICE_LISTS = Resource(
    name="price_lists",
    model=PriceList,
    listing=Listing(path="/price-lists"),
    documentation="https://developer.alegra.com/reference/price-lists",
    strategy=MasterData(),
    writing=BY_NAME,
)
