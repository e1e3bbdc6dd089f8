"""The status of a document that gets settled by payments, in the unified vocabulary.

Docs: unified-model 4, "Status vocabulary". A status is derived from amounts only where the table
says so, and an unknown status or a broken amount gives None, never a guess.
"""

from collections.abc import Mapping
from typing import Any

from .values import decimal_or_none


def settlement_status(record: Mapping[str, Any]) -> str | None:
    """Invoices and bills: draft, authorised, partially_paid, paid or void.

    ``open`` with balance 0 is paid: such invoices occur (docs: alegra-api 1.7).
    """
    match record.get("status"):
        case "draft":
            return "draft"
        case "closed":
            return "paid"
        case "void":
            return "void"
        case "open":
            return _open_status(record.get("balance"), record.get("total"))
        case _:
            return None


def credit_status(record: Mapping[str, Any]) -> str | None:
    """Credit notes: draft, authorised, partially_paid, paid or voided."""
    status = settlement_status(record)
    return "voided" if status == "void" else status


def _open_status(balance: object, total: object) -> str | None:
    left, full = decimal_or_none(balance), decimal_or_none(total)
    if left is None or full is None:
        return None
    if left == 0:
        return "paid"
    return "authorised" if left >= full else "partially_paid"
