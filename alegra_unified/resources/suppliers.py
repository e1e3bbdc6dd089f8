"""Suppliers: contacts that are providers (docs: alegra-api 3.1, unified-model 4.2)."""

from collections.abc import Mapping
from typing import Any

from ..company import Company
from ..contact import DOCUMENTATION, LISTING, Contact, contact_fields, kinds
from ..resource import Resource


class Supplier(Contact):
    """Somebody that the company buys from."""


def belongs(record: Mapping[str, Any]) -> bool:
    """Whether a contact is a provider; one may be a client too."""
    return "provider" in kinds(record)


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A contact of Alegra's as the fields of `Supplier`."""
    return contact_fields(record, company, "debtToPay")


SUPPLIERS = Resource(
    name="suppliers",
    model=Supplier,
    listing=LISTING,
    to_unified=to_unified,
    documentation=DOCUMENTATION,
    belongs=belongs,
    updated_at="updated_at",
)
