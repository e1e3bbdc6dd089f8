"""What payments and bill payments share: Alegra keeps both under ``/payments``.

Docs: alegra-api 3.6, unified-model 4.13 and 4.14. Gotcha: payments and bill payments are known only
when they are applied to an invoice or a bill; Alegra's other kind, booked on ledger accounts, has
no allocations and its accounts stay under ``alegra.categories``.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from .bodies import currency_body
from .company import Company
from .drafts import BillPaymentAllocation, InvoiceAllocation
from .model import AlegraExtras, UnifiedRecord
from .parts import (
    LinkedLedgerAccount,
    currency_code,
    document_number,
    full_number,
    kept,
    linked_account,
)
from .resource import ChangeCapture, Listing
from .shapes import filled, inside
from .values import (
    ExactDecimal,
    JsonArray,
    JsonObject,
    JsonValue,
    MidnightMoment,
    Moment,
    Text,
)
from .writing import Problem, Removal, Row, by_id, given

Direction = Literal["in", "out"]
"""Alegra's ``type`` of a payment: received or made."""


class MovementExtras(AlegraExtras):
    """What only Alegra knows of a payment."""

    anotation: Text | None = Field(None, description="Note printed on the receipt.")
    categories: JsonArray | None = Field(
        None, description="Ledger accounts that the payment is booked on instead of documents."
    )
    retentions: JsonArray | None = Field(None, description="Taxes withheld.")
    applied_advances: JsonArray | None = Field(None, description="Advances used up by it.")
    document_lines: JsonArray | None = Field(
        None, description="Lines of journal entries that an outgoing payment settles."
    )
    cost_center: JsonValue | None = Field(None, description="See stream departments.")
    number_template: JsonValue | None = Field(None, description="The numbering.")
    comments: JsonArray | None = None
    stamp: JsonObject | None = Field(None, description="Mexico: payment complement (REP).")
    sale_condition: Text | None = None
    bank_account_amount: ExactDecimal | None = Field(
        None, description="The amount in the bank account's currency."
    )
    reason: Text | None = None
    url: Text | None = None
    voucher_number: Text | None = Field(None, description="Colombia.")


class MoneyMovement(UnifiedRecord):
    """One payment, in either direction."""

    downstream_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    currency: Text | None = Field(None, description="ISO 4217.")
    currency_rate: ExactDecimal | None = Field(None, description="Base currency per unit.")
    total_amount: ExactDecimal | None = None
    reference: Text | None = Field(None, description="The number that the receipt shows.")
    payment_method: Text | None = None
    account: LinkedLedgerAccount | None = Field(
        None, description="The bank account (stream bank_accounts), though the model says ledger."
    )
    transaction_date: MidnightMoment | None = None
    status: Literal["authorised", "voided", "deleted"] | None = None
    note: Text | None = Field(None, description="Internal notes.")
    number: Text | None = None
    created_at: Moment | None = Field(
        None, description="Where Alegra tells it, which it does not promise for payments."
    )


PAYMENTS_KEPT: Mapping[str, str] = {
    "status": "status",
    "anotation": "anotation",
    "categories": "categories",
    "retentions": "retentions",
    "applied_advances": "appliedAdvances",
    "document_lines": "documentLines",
    "cost_center": "costCenter",
    "number_template": "numberTemplate",
    "comments": "comments",
    "stamp": "stamp",
    "sale_condition": "saleCondition",
    "bank_account_amount": "bankAccountAmount",
    "reason": "reason",
    "url": "url",
    "voucher_number": "voucherNumber",
}
"""Name under ``alegra`` to Alegra's name, for the fields of `MovementExtras`."""

_STATUS = {"open": "authorised", "void": "voided"}

SETTLED_AT_ONCE = ChangeCapture(is_unsettled=lambda record: False)
"""How changes of payments are found: a payment is ``open`` for good, so there is no set of
unsettled ones to watch; asking for the open ones would read all there are. A voided old payment
shows in the invoice or bill that is open again, and for itself in the sweep."""


def listing(direction: Direction) -> Listing:
    """Where Alegra lists the payments of one direction."""
    return Listing(path="/payments", parameters={"type": direction}, filters_by_date=True)


def goes(direction: Direction) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a listed payment goes that way: it does unless it says to go the other.

    A payment with no ``type``, or one that nobody documented, stays where the server listed it: to
    doubt it in both streams would lose it.
    """
    opposite = "out" if direction == "in" else "in"
    return lambda record: record.get("type") != opposite


def payment_fields(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A payment of Alegra's as the fields of `MoneyMovement`, with the shared ``alegra`` object."""
    bank_account = filled(record.get("bankAccount"))
    status = record.get("status")
    return {
        "id": filled(record.get("id")),
        "downstream_id": filled(record.get("id")),
        "currency": currency_code(record, company),
        "currency_rate": inside(record, "currency", "exchangeRate"),
        "total_amount": filled(record.get("amount")),
        "reference": full_number(record),
        "payment_method": filled(record.get("paymentMethod")),
        "account": linked_account(record.get("account") if bank_account is None else bank_account),
        "transaction_date": filled(record.get("date")),
        "status": _STATUS.get(status) if isinstance(status, str) else None,
        "note": filled(record.get("observations")),
        "number": document_number(record),
        "created_at": company.moment(filled(record.get("datetime"))),
        "alegra": kept(record, PAYMENTS_KEPT),
    }


def movement_body(
    draft: Any,
    company: Company,
    direction: Direction,
    party: str | None,
    documents: Literal["invoices", "bills"],
    allocations: Sequence[InvoiceAllocation | BillPaymentAllocation],
) -> dict[str, Any]:
    """The body of a payment: no root amount, only what goes to each document (alegra-api 3.6)."""
    return given(
        type=direction,
        date=draft.transaction_date and draft.transaction_date.date(),
        bankAccount=by_id(draft.account.id if draft.account else None),
        paymentMethod=draft.payment_method,
        client=by_id(party),
        currency=currency_body(draft.currency, draft.currency_rate, company),
        observations=draft.note,
        **{documents: [{"id": it.id, "amount": _share(draft, it)} for it in allocations]},
    )


def movement_constraints(
    draft: Any, allocations: Sequence[InvoiceAllocation | BillPaymentAllocation]
) -> list[Problem]:
    """Applied to something, living, with shares that add up to the whole (unified-model 4.13)."""
    found: list[Problem] = []
    if draft.status in ("voided", "deleted"):
        found.append(Problem("status", f"is {draft.status}; such a payment is not created"))
    shares = [_share(draft, allocation) for allocation in allocations]
    if len(shares) > 1 or draft.total_amount is None:
        found += [
            Problem(f"allocations.{place}.amount", "is missing")
            for place, allocation in enumerate(allocations)
            if allocation.amount is None
        ]
    total = sum((share for share in shares if share is not None), Decimal(0))
    if not found and draft.total_amount is not None and total != draft.total_amount:
        found.append(Problem("total_amount", "is not what the allocations add up to"))
    return found


def _share(draft: Any, allocation: InvoiceAllocation | BillPaymentAllocation) -> Decimal | None:
    # An allocation without an amount takes the whole payment (docs: unified-model 3).
    return draft.total_amount if allocation.amount is None else allocation.amount


def movement_fixed_because(row: Row) -> str | None:
    """A voided payment stays as it is."""
    return "the payment is void" if row.get("status") == "void" else None


def movement_removal(row: Row) -> Removal | Problem:
    """A payment is voided, so that its number stays accounted for."""
    return "void"
