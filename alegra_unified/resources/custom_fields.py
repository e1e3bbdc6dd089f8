"""Custom fields, which items have values of (docs: alegra-api 3.12 and 11.1)."""

from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..fields import Row, boolean, json_array, part, text
from ..records import NativeRecord, Part
from ..resource import Resource
from ..synchronization import MasterData


class CustomFieldSettings(Part):
    """Where a custom field is asked for and shown."""

    is_required = boolean()
    show_in_item_variants = boolean()
    print_on_invoices = boolean()


def _default_value(row: Row, company: Company) -> Any:
    value = row.get("defaultValue")
    return str(value).lower() if isinstance(value, bool) else value


class CustomField(NativeRecord):
    """One field that a company has added."""

    key = text(meaning="The short name under which records carry its values.")
    name = text()
    description = text()
    resource_type = text(meaning="What has the field, e.g. item.")
    type = text(meaning="text, int, date, boolean or optionsList.")
    options = json_array(meaning="Of an optionsList, what can be chosen.")
    default_value = text(read=_default_value, meaning="As text, whatever the type.")
    settings = part(CustomFieldSettings)
    status = text(meaning="active or inactive.")


CUSTOM_FIELDS = Resource(
    name="custom_fields",
    model=CustomField,
    listing=Listing(path="/custom-fields", sorts_by_id=False),
    documentation="https://developer.alegra.com/reference/custom-fields",
    strategy=MasterData(),
)
