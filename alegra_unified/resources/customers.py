"""Customers: contacts that are clients (docs: alegra-api 3.1, unified-model 4.1).

Forty contacts with an empty type were seen to be invoiced all the same; they are customers here,
flagged ``alegra.untyped``, since both of Alegra's filters by type would lose them.
"""

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


class Customer(Contact):
    """Somebody that the company sells to."""


def belongs(record: Mapping[str, Any]) -> bool:
    """Whether a contact is a client, or of no known kind at all."""
    return "client" in kinds(record) or "provider" not in kinds(record)


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A contact of Alegra's as the fields of `Customer`."""
    return contact_fields(record, company, "accountReceivable")


class CustomerDraft(Draft, Customer):
    """A contact to write."""

    account: AccountLink | None = None


def to_alegra(draft: CustomerDraft, company: Company) -> dict[str, Any]:
    """The body of a contact that is a client."""
    return contact_body(draft, company, "client", "accountReceivable")


WRITING = Writing(
    draft=CustomerDraft,
    fields=CONTACT_FIELDS,
    required=("display_name",),
    to_alegra=to_alegra,
    constraints=contact_constraints,
    keys={"tax_number": tax_number_of},
    replaces=True,
)


CUSTOMERS = Resource(
    name="customers",
    model=Customer,
    listing=LISTING,
    to_unified=to_unified,
    documentation=DOCUMENTATION,
    strategy=ContactChanges(),
    belongs=belongs,
    writing=WRITING,
)
