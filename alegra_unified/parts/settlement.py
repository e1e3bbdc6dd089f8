"""The status of a document that gets settled by payments, in the unified vocabulary.

Docs: unified-model 4, "Status vocabulary". A status is derived from amounts only where the table
says so, and an unknown status or a broken amount gives None, never a guess.
"""

from decimal import Decimal
from typing import Literal

from ..company import Company
from ..fields import Row, is_empty
from ..kinds import calculated, decimal_or_none

Settled = Literal["totalPaid", "totalApplied"]
"""Where Alegra says how much of a document is settled: of an invoice or bill, of a credit."""


def settlement_status(record: Row, company: Company) -> str | None:
    """Invoices and bills: draft, authorised, partially_paid, paid or void.

    ``open`` with balance 0 is paid: such invoices occur (docs: alegra-api 1.7).
    """
    return _status(record, "totalPaid", void="void")


def credit_status(record: Row, company: Company) -> str | None:
    """Credit notes: draft, authorised, partially_paid, paid or voided."""
    return _status(record, "totalApplied", void="voided")


def bill_credit_status(record: Row, company: Company) -> str | None:
    """Suppliers' credit notes, which have no status in Alegra: posted, partially_paid or paid.

    Gotcha: bill credit notes (no draft, no void). Should one say ``draft`` or ``void`` all the
    same, its amounts mean nothing and the status stays None.
    """
    if record.get("status") in ("draft", "void"):
        return None
    return _by_amounts(record, "totalApplied", untouched="posted")


def amount_left(record: Row, settled: Settled) -> Decimal | None:
    """What is still to be settled: ``balance``, or where there is none, total less settled."""
    if not is_empty(record.get("balance")):
        return decimal_or_none(record["balance"])
    full, done = decimal_or_none(record.get("total")), decimal_or_none(record.get(settled))
    if full is None or done is None:
        return None
    return calculated(lambda: full - done)


def is_applied(record: Row) -> bool:
    """Whether some of a credit is used up, or its amounts leave that open."""
    if not is_empty(record.get("totalApplied")):
        return decimal_or_none(record["totalApplied"]) != 0
    left, full = amount_left(record, "totalApplied"), decimal_or_none(record.get("total"))
    return left is not None and left != full


def is_draft_or_open(record: Row) -> bool:
    """Whether a document can still change without an edit: by a payment, a void, a stamp."""
    return record.get("status") in ("draft", "open")


def _status(record: Row, settled: Settled, void: str) -> str | None:
    match record.get("status"):
        case "draft":
            return "draft"
        case "open":
            return _by_amounts(record, settled, untouched="authorised")
        case "closed":
            return "paid"
        case "void":
            return void
        case _:
            return None


def _by_amounts(record: Row, settled: Settled, untouched: str) -> str | None:
    """Nothing left is paid, something is partially_paid, all of it is `untouched`.

    More left than there was is untouched if Alegra says that nothing is settled. Else, and where
    less than nothing is left, the amounts contradict each other, so there is no status.
    """
    left, full = amount_left(record, settled), decimal_or_none(record.get("total"))
    if left is None:
        return None
    if left == 0:
        return "paid"
    if full is None:
        return None
    if 0 < left < full:
        return "partially_paid"
    if left == full or (left > full and decimal_or_none(record.get(settled)) == 0):
        return untouched
    return None
