"""Price lists, which items have prices in (docs: alegra-api 3.12 and 11.1)."""

from alegra_api.listing import Listing

from ..fields import decimal, text
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class PriceList(NativeRecord):
    """One price list: of prices of its own, or of a percentage on the main ones."""

    name = text()
    description = text()
    type = text(meaning="amount (each item has a price in it) or percentage.")
    percentage = decimal(
        meaning="Of a list of type percentage. Whether it is a discount or a markup, Alegra does "
        "not document."
    )
    status = text(meaning="active or inactive.")


PRICE_LISTS = Resource(
    name="price_lists",
    model=PriceList,
    listing=Listing(path="/price-lists"),
    documentation="https://developer.alegra.com/reference/price-lists",
    strategy=MasterData(),
)
