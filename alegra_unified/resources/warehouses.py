"""Warehouses, where goods are (docs: alegra-api 3.12 and 11.1)."""

from alegra_api.listing import Listing

from ..fields import WRITTEN, ReadOnly, boolean, part, text
from ..parts.links import LinkedDepartment
from ..parts.master_data import ACTIVE_OR_INACTIVE, BY_NAME
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class Warehouse(NativeRecord):
    """One warehouse."""

    name = text(required=True, write=WRITTEN)
    is_default = boolean(
        meaning="Whether goods go there when a document names no warehouse.",
        write=ReadOnly("It is set in Alegra, as it changes another warehouse too"),
    )
    address = text(write=WRITTEN)
    observations = text(write=WRITTEN)
    cost_center = part(LinkedDepartment, "costCenter", write=WRITTEN)
    status = ACTIVE_OR_INACTIVE


WAREHOUSES = Resource(
    name="warehouses",
    model=Warehouse,
    listing=Listing(path="/warehouses"),
    documentation="https://developer.alegra.com/reference/warehouses",
    strategy=MasterData(),
    writing=BY_NAME,
)
