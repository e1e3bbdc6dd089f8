"""Item categories: groups of products, not the ledger (docs: alegra-api 11.1)."""

from alegra_api.listing import Listing

from ..fields import json_object, text
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class ItemCategory(NativeRecord):
    """One group of products and services."""

    name = text()
    description = text()
    status = text(meaning="active or inactive.")
    image = json_object()
    url = text()


ITEM_CATEGORIES = Resource(
    name="item_categories",
    model=ItemCategory,
    # The only order that is documented is by name.
    listing=Listing(path="/item-categories", sorts_by_id=False),
    documentation="https://developer.alegra.com/reference/item-categories",
    strategy=MasterData(),
)
