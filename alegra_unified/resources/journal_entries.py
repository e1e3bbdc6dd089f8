"""Journal entries (docs: alegra-api 3.11, unified-model 3 "Journal lines" and 4.15).

Gotchas: the unified ``number`` is always empty; there are no created and updated moments, so
there is no sort by date and each sync reads them all.
"""

from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from alegra_api.listing import Listing

from ..bodies import currency_body
from ..company import Company
from ..drafts import AccountLink, CustomerLink, Draft, SupplierLink
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
from ..resource import Resource
from ..shapes import Unreadable, each, filled, inside, is_empty, linked
from ..synchronization import DatedFullRefresh
from ..values import ExactDecimal, JsonValue, MidnightMoment, Text, decimal_or_none
from ..writing import Problem, Writing, by_id, given


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


class DraftJournalLine(JournalLine):
    """A line of an entry to write."""

    ledger_account: AccountLink | None = None
    customer: CustomerLink | None = None
    supplier: SupplierLink | None = None


class JournalEntryDraft(Draft, JournalEntry):
    """A journal entry to write."""

    line_items: list[DraftJournalLine] | None = None  # type: ignore[assignment]


def to_alegra(draft: JournalEntryDraft, company: Company) -> dict[str, Any]:
    """The body of an entry: each line has a debit or a credit, and 0 on the other side."""
    return given(
        date=draft.posted_at and draft.posted_at.date(),
        reference=draft.title,
        observations=draft.memo,
        status="open",
        currency=currency_body(draft.currency, draft.currency_rate, company),
        entries=[_entry(line) for line in draft.line_items or []],
    )


def _entry(line: DraftJournalLine) -> dict[str, Any]:
    amount = abs(line.total_amount or Decimal(0))
    contact = line.customer or line.supplier
    return given(
        id=line.ledger_account.id if line.ledger_account else None,
        type="category",
        debit=amount if line.type == "debit" else 0,
        credit=amount if line.type == "credit" else 0,
        description=line.description,
        client=by_id(contact.id if contact else None),
        costCenter=by_id(line.department_id),
    )


def constraints(draft: JournalEntryDraft, company: Company) -> list[Problem]:
    """At least two lines, each with an account, a side and an amount; debits equal credits.

    Amounts are magnitudes; a credit may also carry a minus, a debit may not (docs: unified-model
    3, "Journal lines").
    """
    lines = draft.line_items or []
    found: list[Problem] = []
    if len(lines) < 2:
        found.append(Problem("line_items", "has fewer than two lines"))
    if draft.status == "voided":
        found.append(Problem("status", "is voided; such an entry is not created"))
    sides = {"debit": Decimal(0), "credit": Decimal(0)}
    for place, line in enumerate(lines):
        path = f"line_items.{place}"
        for name in ("ledger_account", "type", "total_amount"):
            if getattr(line, name) is None:
                found.append(Problem(f"{path}.{name}", "is missing"))
        if line.type == "debit" and (line.total_amount or 0) < 0:
            found.append(Problem(f"{path}.total_amount", "is negative in a debit"))
        if line.type is not None:
            sides[line.type] += abs(line.total_amount or Decimal(0))
    if sides["debit"] != sides["credit"]:
        found.append(Problem("line_items", "debits and credits are not equal"))
    return found


WRITING = Writing(
    draft=JournalEntryDraft,
    fields=("title", "currency", "currency_rate", "line_items", "memo", "posted_at"),
    required=("posted_at", "line_items"),
    to_alegra=to_alegra,
    constraints=constraints,
    dated="posted_at",
)


JOURNAL_ENTRIES = Resource(
    name="journal_entries",
    model=JournalEntry,
    # A range of dates makes this list time out (docs: alegra-api 3.11).
    # Documented order fields: date, name, reference, observations (docs: alegra-api 7).
    listing=Listing(path="/journals", sorts_by_id=False),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/journals",
    strategy=DatedFullRefresh(),
    writing=WRITING,
)
