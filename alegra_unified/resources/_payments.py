"""What payments and bill payments share: Alegra keeps both under ``/payments``.

Docs: alegra-api 3.6, unified-model 4.13 and 4.14. Gotcha: payments and bill payments are known only
when they are applied to an invoice or a bill; Alegra's other kind, booked on ledger accounts, has
no allocations and its accounts stay under ``alegra.categories``.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal

from alegra_api.listing import Listing

from ..company import Company
from ..fields import (
    SET_IN_ALEGRA,
    WRITTEN,
    Body,
    Draft,
    ReadOnly,
    Row,
    Written,
    decimal,
    filled,
    json_array,
    json_object,
    midnight,
    part,
    text,
    word,
)
from ..parts.documents import (
    CURRENCY,
    CURRENCY_RATE,
    DAY_WRITTEN,
    created_at,
    document_number,
    full_number,
    not_created,
)
from ..parts.links import LinkedBankAccount
from ..parts.master_data import ALEGRAS_ID
from ..parts.references import cost_centre, numbering, withheld
from ..problem import Problem
from ..records import AlegraExtras, UnifiedRecord
from ..synchronization import DocumentChanges
from ..writing import Removal, Writing
from ..written_form import document_form, reference, shares

Direction = Literal["in", "out"]
"""Alegra's ``type`` of a payment: received or made."""

MOVEMENT_CHANGES = DocumentChanges(is_open=lambda record: False)
"""How changes of payments are found: a payment has the status ``open`` for good, so none counts as
open; asking for that status would read all there are. A voided old payment shows in the invoice or
bill that is open again, and for itself in the full reconciliation."""


class MovementExtras(AlegraExtras):
    """What only Alegra knows of a payment."""

    anotation = text(meaning="Note printed on the receipt.", write=WRITTEN)
    categories = json_array(
        meaning="Ledger accounts that the payment is booked on instead of documents.",
        write=SET_IN_ALEGRA,
    )
    retentions = withheld()
    applied_advances = json_array(meaning="Advances used up by it.", write=SET_IN_ALEGRA)
    document_lines = json_array(
        meaning="Lines of journal entries that an outgoing payment settles.", write=SET_IN_ALEGRA
    )
    cost_center = cost_centre()
    number_template = numbering("The numbering.")
    comments = json_array()
    stamp = json_object(meaning="Mexico: payment complement (REP).")
    sale_condition = text(write=WRITTEN)
    bank_account_amount = decimal(meaning="The amount in the bank account's currency.")
    reason = text()
    url = text()
    voucher_number = text(meaning="Colombia.")


def _account(record: Row, company: Company | None) -> Any:
    account = filled(record.get("bankAccount"))
    return record.get("account") if account is None else account


class MoneyMovement(UnifiedRecord):
    """One payment, in either direction."""

    downstream_id = ALEGRAS_ID
    currency = CURRENCY
    currency_rate = CURRENCY_RATE
    total_amount = decimal(
        "amount",
        # The shares that go to each document are sent; they add up to it, or the record is refused.
        write=Written(lambda amount, draft, company: {}),
    )
    reference = text(read=full_number, meaning="The number that the receipt shows.")
    payment_method = text(write=WRITTEN)
    account = part(
        LinkedBankAccount,
        read=_account,
        meaning="The bank account (stream bank_accounts), though the model says ledger.",
        required=True,
        write=Written(lambda link, draft, company: {"bankAccount": {"id": link["id"]}}),
    )
    transaction_date = midnight("date", required=True, write=DAY_WRITTEN)
    status = word(
        "status",
        {"open": "authorised", "void": "voided"},
        also=("deleted",),
        write=ReadOnly("Alegra knows no drafts of payments; they are open at once"),
    )
    note = text("observations", "Internal notes.", write=WRITTEN)
    number = text(read=document_number)
    created_at = created_at("Where Alegra tells it, which it does not promise for payments.")


def listing(direction: Direction) -> Listing:
    """Where Alegra lists the payments of one direction."""
    return Listing(path="/payments", parameters={"type": direction}, filters_by_date=True)


def goes(direction: Direction) -> Callable[[Row], bool]:
    """Whether a listed payment goes that way: it does unless it says to go the other.

    A payment with no ``type``, or one that nobody documented, stays where the server listed it: to
    doubt it in both streams would lose it.
    """
    opposite = "out" if direction == "in" else "in"
    return lambda record: record.get("type") != opposite


def applied_to(documents: Literal["invoices", "bills"]) -> Written:
    """What goes to each document; there is no root amount (docs: alegra-api 3.6)."""

    def build(allocations: list[Draft], draft: Draft, company: Company) -> Body:
        return {documents: [{"id": it["id"], "amount": _share(draft, it)} for it in allocations]}

    return Written(build)


def _constraints(draft: Draft, company: Company) -> list[Problem]:
    """Shares add up to the whole (docs: unified-model 4.13)."""
    found: list[Problem] = []
    if "allocations" not in draft:
        return found
    allocations = draft["allocations"]
    parts = [_share(draft, allocation) for allocation in allocations]
    if len(parts) > 1 or "total_amount" not in draft:
        found += [
            Problem(f"allocations.{place}.amount", "is missing")
            for place, allocation in enumerate(allocations)
            if "amount" not in allocation
        ]
    total = sum((share for share in parts if share is not None), Decimal(0))
    if not found and total != draft.get("total_amount", total):
        found.append(Problem("total_amount", "is not what the allocations add up to"))
    return found


def _share(draft: Draft, allocation: Draft) -> Decimal | None:
    # An allocation without an amount takes the whole payment (docs: unified-model 3).
    share: Decimal | None = allocation.get("amount", draft.get("total_amount"))
    return share


def _fixed_because(row: Row, company: Company) -> str | None:
    """A payment may be changed unless it is void or stamped, as a complement of a CFDI is."""
    if company.country.is_stamped(row.get("stamp")):
        return "the payment is stamped and can't be changed"
    return "the payment is void" if row.get("status") == "void" else None


def _removal(row: Row, company: Company) -> Removal | Problem:
    """A payment is voided, so that its number stays accounted for; a stamped one is left alone."""
    if company.country.is_stamped(row.get("stamp")):
        return Problem("status", "the payment is stamped; void it in Alegra")
    return "void"


def _with_bank_account(row: Row) -> Row:
    account = _account(row, None)
    return {**{key: it for key, it in row.items() if key != "account"}, "bankAccount": account}


def writing(direction: Direction) -> Writing:
    """How payments of one direction get into Alegra."""
    return Writing(
        constraints=_constraints,
        always={"type": direction},
        creation=lambda draft, company: not_created(draft, "voided", "deleted"),
        form=document_form(
            *("amount", "type"),
            forms={"invoices": shares, "bills": shares, "bankAccount": reference},
            names={"provider": "client"},
            shape=_with_bank_account,
        ),
        dated="transaction_date",
        fixed_because=_fixed_because,
        removal=_removal,
    )
