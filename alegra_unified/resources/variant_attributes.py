"""Attributes in which variants of an item differ: size, colour (docs: alegra-api 11.1)."""

from typing import Any

from alegra_api.listing import Listing

from ..fields import part, text
from ..records import NativeRecord, Part
from ..resource import Resource
from ..synchronization import MasterData


class VariantOption(Part):
    """One value that an attribute can have.

    Its form is not documented; seen elsewhere is an object, and a bare text is read as well.
    """

    id = text()
    value = text()

    @staticmethod
    def shape(value: Any) -> Any:
        """A bare text or number is the value."""
        return value if isinstance(value, (dict, list)) else {"value": value}


class VariantAttribute(NativeRecord):
    """One attribute with its values."""

    name = text()
    options = part(VariantOption, many=True)
    status = text(meaning="active or inactive.")


VARIANT_ATTRIBUTES = Resource(
    name="variant_attributes",
    model=VariantAttribute,
    listing=Listing(path="/variant-attributes", sorts_by_id=False),
    documentation="https://developer.alegra.com/reference/variant-attributes",
    strategy=MasterData(),
)
