"""Customers: contacts that are clients (docs: alegra-api 3.1, unified-model 4.1).

Forty contacts with an empty type were seen to be invoiced all the same; they are customers here,
flagged ``alegra.untyped``, since both of Alegra's filters by type would lose them.
"""

from ..fields import Row
from ..resource import Resource
from ..synchronization import ContactChanges
from ._contacts import DOCUMENTATION, LISTING, Contact, account_at, kinds, writing


class Customer(Contact):
    """Somebody that the company sells to."""

    account = account_at("accountReceivable")


def belongs(record: Row) -> bool:
    """Whether a contact is a client, or of no known kind at all."""
    return "client" in kinds(record) or "provider" not in kinds(record)


CUSTOMERS = Resource(
    name="customers",
    model=Customer,
    listing=LISTING,
    documentation=DOCUMENTATION,
    strategy=ContactChanges(),
    belongs=belongs,
    writing=writing("client"),
)
