"""Suppliers: contacts that are providers (docs: alegra-api 3.1, unified-model 4.2)."""

from collections.abc import Mapping
from typing import Any

from ..company import Company
from ..contact import (
    CONTACT_FIELDS,
    DOCUMENTATION,
    LISTING,
    Contact,
    contact_body,
    contact_constraints,
    contact_fields,
    kinds,
)
from ..contact import tax_number as tax_number_of
from ..drafts import AccountLink, Draft
from ..resource import Resource
from ..synchronization import ContactChanges
from ..writing import Writing


class Supplier(Contact):
    """Somebody that the company buys from."""


def belongs(record: Mapping[str, Any]) -> bool:
    """Whether a contact is a provider; one may be a client too."""
    return "provider" in kinds(record)


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A contact of Alegra's as the fields of `Supplier`."""
    return contact_fields(record, company, "debtToPay")


class SupplierDraft(Draft, Supplier):
    """A contact to write."""

    account: AccountLink | None = None


def to_alegra(draft: SupplierDraft, company: Company) -> dict[str, Any]:
    """The body of a contact that is a provider."""
    return contact_body(draft, company, "provider", "debtToPay")


WRITING = Writing(
    draft=SupplierDraft,
    fields=CONTACT_FIELDS,
    required=("display_name",),
    to_alegra=to_alegra,
    constraints=contact_constraints,
    keys={"tax_number": tax_number_of},
    replaces=True,
)


SUPPLIERS = Resource(
    name="suppliers",
    model=Supplier,
    listing=LISTING,
    to_unified=to_unified,
    documentation=DOCUMENTATION,
    strategy=ContactChanges(),
    belongs=belongs,
    writing=WRITING,
)
