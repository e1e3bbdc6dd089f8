"""Departments: cost centers in Alegra (docs: alegra-api 3.12, unified-model 4.6)."""

from alegra_api.listing import Listing

from ..fields import WRITTEN, text, word
from ..parts.master_data import ALEGRAS_ID, CODE_OR_ID
from ..records import AlegraExtras, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import MasterData
from ..writing import Writing, shown_as


class DepartmentExtras(AlegraExtras):
    """What only Alegra knows of a cost center."""

    description = text(write=WRITTEN)


class Department(UnifiedRecord):
    """One cost center."""

    downstream_id = ALEGRAS_ID
    display_id = CODE_OR_ID
    name = text(required=True, write=WRITTEN)
    code = text(write=WRITTEN)
    status = word("status", {"active": "active", "inactive": "inactive"}, write=WRITTEN)
    alegra = extras(DepartmentExtras)


DEPARTMENTS = Resource(
    name="departments",
    model=Department,
    listing=Listing(path="/cost-centers"),
    documentation="https://developer.alegra.com/reference/cost-centers",
    strategy=MasterData(gone_status="inactive"),
    writing=Writing(
        natural_keys={
            "code": shown_as("code"),
            "name": shown_as("name"),
        },
        marked=False,
    ),
)
