"""Bill payments: what the company paid to suppliers (docs: alegra-api 3.6, unified-model 4.14).

Gotcha: to be written, a payment must be applied to at least one bill. Alegra repeats a payment
in its list for each account that it is booked on.
"""

from typing import Any, Literal

from pydantic import Field

from ..company import Company
from ..drafts import BankAccountLink, BillPaymentAllocation, Draft, SupplierLink
from ..parts import BillAllocation, LinkedSupplier, allocations, supplier_of
from ..payment import (
    MOVEMENT_CHANGES,
    MoneyMovement,
    MovementExtras,
    goes,
    listing,
    movement_body,
    movement_constraints,
    movement_fixed_because,
    movement_removal,
    payment_fields,
)
from ..resource import Resource
from ..shapes import filled
from ..values import JsonArray
from ..writing import Problem, Writing


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


class BillPaymentDraft(Draft, BillPayment):
    """A payment to write."""

    supplier: SupplierLink | None = None
    account: BankAccountLink | None = None
    allocations: list[BillPaymentAllocation] | None = None  # type: ignore[assignment]


def to_alegra(draft: BillPaymentDraft, company: Company) -> dict[str, Any]:
    """The body of a payment; Alegra adds up its amount by itself."""
    party = draft.supplier.id if draft.supplier else None
    return movement_body(draft, company, "out", party, "bills", draft.allocations or [])


def constraints(draft: BillPaymentDraft, company: Company) -> list[Problem]:
    """Applied to at least one bill, with amounts that add up (gotcha)."""
    return movement_constraints(draft, draft.allocations or [])


WRITING = Writing(
    draft=BillPaymentDraft,
    fields=(
        "supplier",
        "account",
        "transaction_date",
        "total_amount",
        "payment_method",
        "currency",
        "currency_rate",
        "note",
        "allocations",
    ),
    required=("account", "transaction_date", "allocations"),
    to_alegra=to_alegra,
    constraints=constraints,
    dated="transaction_date",
    fixed_because=movement_fixed_because,
    removal=movement_removal,
)


BILL_PAYMENTS = Resource(
    name="bill_payments",
    model=BillPayment,
    listing=listing("out"),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/payments",
    strategy=MOVEMENT_CHANGES,
    belongs=goes("out"),
    writing=WRITING,
)
