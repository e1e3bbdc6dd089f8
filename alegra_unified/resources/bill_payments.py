"""Bill payments: what the company paid to suppliers (docs: alegra-api 3.6, unified-model 4.14).

Gotcha: to be written, a payment must be applied to at least one bill. Alegra repeats a payment
in its list for each account that it is booked on.
"""

from ..fields import Written, constant, json_array, part
from ..parts.documents import BillAllocation
from ..parts.links import LinkedSupplier, supplier_of
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


class BillPaymentExtras(MovementExtras):
    """What only Alegra knows of a payment made."""

    invoices = json_array(meaning="Invoices in it, which a payment made is not documented to have.")


class BillPayment(MoneyMovement):
    """One payment to a supplier."""

    supplier = part(
        LinkedSupplier,
        read=supplier_of,
        write=Written(lambda link, draft, company: {"client": {"id": link["id"]}}),
    )
    type = constant("accounts_payable")
    allocations = part(
        BillAllocation,
        "bills",
        "The bills that it is applied to.",
        many=True,
        required=True,
        write=applied_to("bills"),
    )
    alegra = extras(BillPaymentExtras)


BILL_PAYMENTS = Resource(
    name="bill_payments",
    model=BillPayment,
    listing=listing("out"),
    documentation="https://developer.alegra.com/reference/payments",
    strategy=MOVEMENT_CHANGES,
    belongs=goes("out"),
    writing=writing("out"),
)
