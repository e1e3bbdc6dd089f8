"""Terms of payment, which invoices and contacts name (docs: alegra-api 3.12 and 11.1)."""

from alegra_api.listing import Listing

from ..fields import WRITTEN, decimal, text
from ..parts.master_data import BY_NAME
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class Term(NativeRecord):
    """How long a customer may take to pay."""

    name = text(required=True, write=WRITTEN)
    days = decimal(meaning="Days from the date of the invoice until it is due.", write=WRITTEN)


TERMS = Resource(
    name="terms",
    model=Term,
    listing=Listing(path="/terms"),
    documentation="https://developer.alegra.com/reference/terms",
    strategy=MasterData(),
    writing=BY_NAME,
)
