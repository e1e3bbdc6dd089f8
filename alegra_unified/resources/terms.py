"""Terms of payment, which invoices and contacts name (docs: alegra-api 3.12 and 11.1)."""

from alegra_api.listing import Listing

from ..fields import decimal, text
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class Term(NativeRecord):
    """How long a customer may take to pay."""

    name = text()
    days = decimal(meaning="Days from the date of the invoice until it is due.")


TERMS = Resource(
    name="terms",
    model=Term,
    listing=Listing(path="/terms"),
    documentation="https://developer.alegra.com/reference/terms",
    strategy=MasterData(),
)
