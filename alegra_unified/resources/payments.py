"""Payments: what customers paid (docs: alegra-api 3.6, unified-model 4.13).

Gotcha: to be written, a payment must be applied to at least one invoice. Alegra repeats a payment
in its list for each account that it is booked on.
"""

from ..fields import WRITTEN, constant, json_array, part
from ..parts.documents import Allocation
from ..parts.links import LinkedCustomer
from ..records import extras
from ..resource import Resource
from ._payments import (
    MOVEMENT_CHANGES,
    MoneyMovement,
    MovementExtras,
    applied_to,
    goes,
    listing,
    writing,
)


class PaymentExtras(MovementExtras):
    """What only Alegra knows of a payment received."""

    bills = json_array(meaning="Bills in it, which a payment received is not documented to have.")


class Payment(MoneyMovement):
    """One payment from a customer."""

    customer = part(LinkedCustomer, "client", write=WRITTEN)
    type = constant("accounts_receivable")
    allocations = part(
        Allocation,
        "invoices",
        "The invoices that it is applied to.",
        many=True,
        required=True,
        write=applied_to("invoices"),
    )
    alegra = extras(PaymentExtras)


PAYMENTS = Resource(
    name="payments",
    model=Payment,
    listing=listing("in"),
    documentation="https://developer.alegra.com/reference/payments",
    strategy=MOVEMENT_CHANGES,
    belongs=goes("in"),
    writing=writing("in"),
)
