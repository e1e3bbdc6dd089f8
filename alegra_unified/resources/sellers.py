"""Sellers, whom invoices, quotes and contacts name (docs: alegra-api 11.1)."""

from alegra_api.listing import Listing

from ..fields import text
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class Seller(NativeRecord):
    """One seller."""

    name = text()
    identification = text(meaning="Tax number or other mark of identity.")
    observations = text()
    status = text(meaning="active or inactive.")


SELLERS = Resource(
    name="sellers",
    model=Seller,
    listing=Listing(path="/sellers"),
    documentation="https://developer.alegra.com/reference/sellers",
    strategy=MasterData(),
)
