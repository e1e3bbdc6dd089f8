"""Warehouses, where goods are (docs: alegra-api 3.12 and 11.1)."""

from alegra_api.listing import Listing

from ..fields import boolean, part, text
from ..parts.links import LinkedDepartment
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class Warehouse(NativeRecord):
    """One warehouse."""

    name = text()
    is_default = boolean(meaning="Whether goods go there when a document names no warehouse.")
    address = text()
    observations = text()
    cost_center = part(LinkedDepartment)
    status = text(meaning="active or inactive.")


WAREHOUSES = Resource(
    name="warehouses",
    model=Warehouse,
    listing=Listing(path="/warehouses"),
    documentation="https://developer.alegra.com/reference/warehouses",
    strategy=MasterData(),
)
