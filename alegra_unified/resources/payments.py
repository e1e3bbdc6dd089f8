"""Payments: what customers paid (docs: alegra-api 3.6, unified-model 4.13).

Gotcha: to be written, a payment must be applied to at least one invoice. Alegra repeats a payment
in its list for each account that it is booked on.
"""

from typing import Any, Literal

from pydantic import Field

from ..company import Company
from ..parts import Allocation, LinkedCustomer, allocations, linked_contact
from ..payment import (
    SETTLED_AT_ONCE,
    MoneyMovement,
    MovementExtras,
    goes,
    listing,
    payment_fields,
)
from ..resource import Resource
from ..shapes import filled
from ..values import JsonArray


class PaymentExtras(MovementExtras):
    """What only Alegra knows of a payment received."""

    bills: JsonArray | None = Field(
        None, description="Bills in it, which a payment received is not documented to have."
    )


class Payment(MoneyMovement):
    """One payment from a customer."""

    customer: LinkedCustomer | None = None
    type: Literal["accounts_receivable"] | None = None
    allocations: list[Allocation] | None = Field(
        None, description="The invoices that it is applied to."
    )
    alegra: PaymentExtras | None = None


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A payment received, of Alegra's, as the fields of `Payment`."""
    fields = payment_fields(record, company)
    return {
        **fields,
        "customer": linked_contact(record.get("client"), with_email=True),
        "type": "accounts_receivable",
        "allocations": allocations(record.get("invoices"), "invoice"),
        "alegra": {**fields["alegra"], "bills": filled(record.get("bills"))},
    }


PAYMENTS = Resource(
    name="payments",
    model=Payment,
    listing=listing("in"),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/payments",
    belongs=goes("in"),
    changes=SETTLED_AT_ONCE,
    date="date",
)
