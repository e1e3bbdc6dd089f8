"""Customers: contacts that are clients (docs: alegra-api 3.1, unified-model 4.1).

Forty contacts with an empty type were seen to be invoiced all the same; they are customers here,
flagged ``alegra.untyped``, since both of Alegra's filters by type would lose them.
"""

from collections.abc import Mapping
from typing import Any

from ..company import Company
from ..contact import DOCUMENTATION, LISTING, Contact, contact_fields, kinds
from ..resource import Resource


class Customer(Contact):
    """Somebody that the company sells to."""


def belongs(record: Mapping[str, Any]) -> bool:
    """Whether a contact is a client, or of no known kind at all."""
    return "client" in kinds(record) or "provider" not in kinds(record)


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A contact of Alegra's as the fields of `Customer`."""
    return contact_fields(record, company, "accountReceivable")


CUSTOMERS = Resource(
    name="customers",
    model=Customer,
    listing=LISTING,
    to_unified=to_unified,
    documentation=DOCUMENTATION,
    belongs=belongs,
    updated_at="updated_at",
)
