"""Payments: what customers paid (docs: alegra-api 3.6, unified-model 4.13).

Gotcha: to be written, a payment must be applied to at least one invoice. Alegra repeats a payment
in its list for each account that it is booked on.
"""

from typing import Any, Literal

from pydantic import Field

from ..company import Company
from ..drafts import BankAccountLink, CustomerLink, Draft, InvoiceAllocation
from ..parts import Allocation, LinkedCustomer, allocations, linked_contact
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


class PaymentDraft(Draft, Payment):
    """A payment to write."""

    customer: CustomerLink | None = None
    account: BankAccountLink | None = None
    allocations: list[InvoiceAllocation] | None = None  # type: ignore[assignment]


def to_alegra(draft: PaymentDraft, company: Company) -> dict[str, Any]:
    """The body of a payment; Alegra adds up its amount by itself."""
    party = draft.customer.id if draft.customer else None
    return movement_body(draft, company, "in", party, "invoices", draft.allocations or [])


def constraints(draft: PaymentDraft, company: Company) -> list[Problem]:
    """Applied to at least one invoice, with amounts that add up (gotcha)."""
    return movement_constraints(draft, draft.allocations or [])


WRITING = Writing(
    draft=PaymentDraft,
    fields=(
        "customer",
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


PAYMENTS = Resource(
    name="payments",
    model=Payment,
    listing=listing("in"),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/payments",
    strategy=MOVEMENT_CHANGES,
    belongs=goes("in"),
    writing=WRITING,
)
