"""Suppliers: contacts that are providers (docs: alegra-api 3.1, unified-model 4.2)."""

from ..fields import Row
from ..resource import Resource
from ..synchronization import ContactChanges
from ._contacts import DOCUMENTATION, LISTING, Contact, account_at, kinds, writing


class Supplier(Contact):
    """Somebody that the company buys from."""

    account = account_at("debtToPay")


def belongs(record: Row) -> bool:
    """Whether a contact is a provider; one may be a client too."""
    return "provider" in kinds(record)


SUPPLIERS = Resource(
    name="suppliers",
    model=Supplier,
    listing=LISTING,
    documentation=DOCUMENTATION,
    strategy=ContactChanges(),
    belongs=belongs,
    writing=writing("provider"),
)
