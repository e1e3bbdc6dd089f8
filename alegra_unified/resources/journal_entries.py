"""Journal entries (docs: alegra-api 3.11, unified-model 3 "Journal lines" and 4.15).

Gotchas: the unified ``number`` is always empty; there are no created and updated moments, so
there is no sort by date and each sync reads them all.
"""

from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from ..company import Company
from ..model import AlegraExtras, Part, UnifiedRecord
from ..parts import (
    LinkedCustomer,
    LinkedLedgerAccount,
    LinkedSupplier,
    currency_code,
    department_id,
    kept,
    linked_contact,
)
from ..resource import Listing, Resource
from ..shapes import Unreadable, each, filled, inside, is_empty, linked
from ..values import ExactDecimal, JsonValue, MidnightMoment, Text, decimal_or_none


class JournalLine(Part):
    """A debit or a credit on one ledger account."""

    line_number: int | None = Field(None, description="Place of the line; Alegra gives it no id.")
    description: Text | None = None
    type: Literal["debit", "credit"] | None = Field(None, description="Null when both are 0.")
    total_amount: ExactDecimal | None = Field(None, description="Without a sign; see `type`.")
    ledger_account: LinkedLedgerAccount | None = None
    customer: LinkedCustomer | None = Field(
        None, description="The contact, where the line hangs on an invoice."
    )
    supplier: LinkedSupplier | None = Field(
        None, description="The contact, where the line hangs on a bill."
    )
    department_id: Text | None = Field(None, description="Cost centre; see stream departments.")


class JournalLineExtras(Part):
    """What only Alegra has of one line; lines that have nothing of the kind are left out."""

    line_number: int | None = Field(None, description="The line of `line_items` that is meant.")
    client: JsonValue | None = Field(
        None, description="The contact; Alegra does not say whether customer or supplier."
    )
    associated_document: JsonValue | None = Field(None, description="The document it belongs to.")


class JournalEntryExtras(AlegraExtras):
    """What only Alegra knows of a journal entry."""

    number: Text | None = Field(None, description="The entry's number.")
    number_template: JsonValue | None = Field(None, description="The numbering.")
    type: JsonValue | None = Field(None, description="Kind of voucher; which document made it.")
    total: ExactDecimal | None = Field(None, description="The sum of either side.")
    client: JsonValue | None = None
    employee: JsonValue | None = None
    lines: list[JournalLineExtras] | None = None


class JournalEntry(UnifiedRecord):
    """One entry of the journal: debits and credits that balance."""

    downstream_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    title: Text | None = Field(None, description="The reference.")
    currency: Text | None = Field(None, description="ISO 4217.")
    currency_rate: ExactDecimal | None = Field(None, description="Base currency per unit.")
    line_items: list[JournalLine] | None = None
    status: Literal["draft", "posted", "voided"] | None = None
    memo: Text | None = Field(None, description="Internal notes.")
    posted_at: MidnightMoment | None = None
    number: Text | None = Field(None, description="Always null; see `alegra.number`.")
    alegra: JournalEntryExtras | None = None


_KEPT = {
    "status": "status",
    "number": "number",
    "number_template": "numberTemplate",
    "type": "type",
    "total": "total",
    "client": "client",
    "employee": "employee",
}

_STATUS = {"draft": "draft", "open": "posted", "void": "voided"}

# A line's contact is a customer or a supplier by the document that the line hangs on; by itself
# Alegra does not say (docs: alegra-api 3.11).
_ROLE_BY_DOCUMENT = {"invoice": "customer", "bill": "supplier"}


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A journal entry of Alegra's as the fields of `JournalEntry`."""
    status = record.get("status")
    return {
        "id": filled(record.get("id")),
        "downstream_id": filled(record.get("id")),
        "title": filled(record.get("reference")),
        "currency": currency_code(record, company),
        "currency_rate": inside(record, "currency", "exchangeRate"),
        "line_items": _lines(record.get("entries")),
        "status": _STATUS.get(status) if isinstance(status, str) else None,
        "memo": filled(record.get("observations")),
        "posted_at": filled(record.get("date")),
        "number": None,
        "alegra": {**kept(record, _KEPT), "lines": _line_extras(record.get("entries"))},
    }


def _lines(entries: object) -> Any:
    lines = each(entries, _line)
    if not isinstance(lines, list):
        return lines
    return [
        {**line, "line_number": place} if isinstance(line, dict) else line
        for place, line in enumerate(lines, start=1)
    ]


def _line(entry: dict[str, Any]) -> dict[str, Any]:
    side, amount = _side(entry)
    role = _role(entry)
    return {
        "description": filled(entry.get("description")),
        "type": side,
        "total_amount": amount,
        "ledger_account": linked(
            {"id": filled(entry.get("id")), "name": filled(entry.get("name"))}
        ),
        **({role: linked_contact(entry.get("client"))} if role else {}),
        "department_id": department_id(entry),
    }


def _side(entry: dict[str, Any]) -> tuple[str | None, Any]:
    """On which side a line stands, and its amount without a sign.

    With 0 on both sides it stands on none. Two amounts, or a negative one, are none that Alegra
    documents: which side they mean would be a guess, so the amount is unreadable.
    """
    sides = {side: entry.get(side) for side in ("debit", "credit")}
    if all(is_empty(value) for value in sides.values()):
        return None, None
    debit, credit = (
        Decimal(0) if is_empty(value) else decimal_or_none(value) for value in sides.values()
    )
    if debit is None or credit is None or debit < 0 or credit < 0 or (debit and credit):
        return None, Unreadable(sides)
    if debit:
        return "debit", debit
    return ("credit", credit) if credit else (None, credit)


def _role(entry: dict[str, Any]) -> str | None:
    if not isinstance(entry.get("client"), dict):
        return None
    kind = inside(entry, "associatedDocument", "resourceType")
    return _ROLE_BY_DOCUMENT.get(kind) if isinstance(kind, str) else None


def _line_extras(entries: object) -> Any:
    if not isinstance(entries, list):
        return None
    found = [
        {"line_number": place, **extras}
        for place, entry in enumerate(entries, start=1)
        if isinstance(entry, dict)
        and (
            extras := linked(
                kept(entry, {"client": "client", "associated_document": "associatedDocument"})
            )
        )
    ]
    return found or None


JOURNAL_ENTRIES = Resource(
    name="journal_entries",
    model=JournalEntry,
    # A range of dates makes this list time out (docs: alegra-api 3.11).
    # Documented order fields: date, name, reference, observations (docs: alegra-api 7).
    listing=Listing(path="/journals", sorts_by_id=False),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/journals",
    date="date",
)
