"""Retentions: what a buyer keeps back for the tax authority (docs: alegra-api 3.12 and 11.1)."""

from alegra_api.listing import Listing

from ..fields import decimal, text
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class Retention(NativeRecord):
    """One kind of retention that documents and payments can have."""

    name = text()
    percentage = decimal(meaning="Percentage, e.g. 15.")
    description = text()
    type = text(meaning="In Alegra's own word, e.g. FUENTE, IVA, CREE.")
    calculated_by = text()
    id_retention_reference = text()
    status = text(meaning="active or inactive.")


RETENTIONS = Resource(
    name="retentions",
    model=Retention,
    listing=Listing(path="/retentions"),
    documentation="https://developer.alegra.com/reference/retentions",
    strategy=MasterData(),
)
