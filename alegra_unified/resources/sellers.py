"""Sellers, whom invoices, quotes and contacts name (docs: alegra-api 11.1)."""

from alegra_api.listing import Listing

from ..fields import WRITTEN, text
from ..parts.master_data import ACTIVE_OR_INACTIVE, BY_NAME
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class Seller(NativeRecord):
    """One seller."""

    name = text(required=True, write=WRITTEN)
    identification = text(meaning="Tax number or other mark of identity.", write=WRITTEN)
    observations = text(write=WRITTEN)
    status = ACTIVE_OR_INACTIVE


SELLERS = Resource(
    name="sellers",
    model=Seller,
    listing=Listing(path="/sellers"),
    documentation="https://developer.alegra.com/reference/sellers",
    strategy=MasterData(),
    writing=BY_NAME,
)
