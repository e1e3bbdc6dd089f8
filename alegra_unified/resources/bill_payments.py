"""Bill payments: what the company paid to suppliers (docs: alegra-api 3.6, unified-model 4.14).

Gotcha: to be written, a payment must be applied to at least one bill. Alegra repeats a payment
in its list for each account that it is booked on.
"""

from typing import Any, Literal

from pydantic import Field

from ..company import Company
from ..parts import BillAllocation, LinkedSupplier, allocations, supplier_of
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


class BillPaymentExtras(MovementExtras):
    """What only Alegra knows of a payment made."""

    invoices: JsonArray | None = Field(
        None, description="Invoices in it, which a payment made is not documented to have."
    )


class BillPayment(MoneyMovement):
    """One payment to a supplier."""

    supplier: LinkedSupplier | None = None
    type: Literal["accounts_payable"] | None = None
    allocations: list[BillAllocation] | None = Field(
        None, description="The bills that it is applied to."
    )
    alegra: BillPaymentExtras | None = None


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A payment made, of Alegra's, as the fields of `BillPayment`."""
    fields = payment_fields(record, company)
    return {
        **fields,
        "supplier": supplier_of(record),
        "type": "accounts_payable",
        "allocations": allocations(record.get("bills"), "bill"),
        "alegra": {**fields["alegra"], "invoices": filled(record.get("invoices"))},
    }


BILL_PAYMENTS = Resource(
    name="bill_payments",
    model=BillPayment,
    listing=listing("out"),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/payments",
    belongs=goes("out"),
    changes=SETTLED_AT_ONCE,
    date="date",
)
