"""Currencies that a company uses (docs: alegra-api 3.12 and 11.1)."""

from alegra_api.listing import Listing

from ..fields import decimal, text
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class Currency(NativeRecord, key="code"):
    """One currency that documents can be in; Alegra gives it no id."""

    code = text(meaning="Code of ISO 4217, which tells one currency from another.")
    name = text()
    symbol = text()
    exchange_rate = decimal(
        meaning="Base currency for one unit of this one; 0 was seen for the base currency itself."
    )
    status = text(meaning="active or inactive.")


CURRENCIES = Resource(
    name="currencies",
    model=Currency,
    listing=Listing(path="/currencies", key="code", sorts_by_id=False),
    documentation="https://developer.alegra.com/reference/currencies",
    strategy=MasterData(),
)
