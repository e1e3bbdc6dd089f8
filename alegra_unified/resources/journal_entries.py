"""Journal entries (docs: alegra-api 3.11, unified-model 3 "Journal lines" and 4.15).

Gotchas: the unified ``number`` is always empty; there are no created and updated moments, so
there is no sort by date and each sync reads them all.
"""

from decimal import Decimal
from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..drafts import body_of
from ..fields import (
    WRITTEN,
    Body,
    Draft,
    Field,
    ReadOnly,
    Refused,
    Row,
    Written,
    decimal,
    inside,
    integer,
    is_empty,
    json_value,
    midnight,
    objects,
    part,
    readable,
    text,
    word,
)
from ..kinds import Unreadable, decimal_or_none, one_of
from ..parts.documents import (
    CURRENCY,
    CURRENCY_RATE,
    DAY_WRITTEN,
    DEPARTMENT_ID,
    not_created,
)
from ..parts.links import LinkedCustomer, LinkedSupplier, PostedAccount
from ..parts.master_data import ALEGRAS_ID
from ..parts.references import numbering
from ..problem import Problem
from ..records import AlegraExtras, Part, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import DatedFullRefresh
from ..writing import Writing
from ..written_form import WrittenForm, currency, reference

_SIDES = ("debit", "credit")


def _side(entry: Row) -> tuple[str | None, Decimal | None]:
    """On which side a line stands, and its amount without a sign.

    With 0 on both sides it stands on none. Two amounts, or a negative one, are none that Alegra
    documents: which side they mean would be a guess.

    Raises:
        Unreadable: the side can't be told.
    """
    sides = {side: entry.get(side) for side in _SIDES}
    if all(is_empty(value) for value in sides.values()):
        return None, None
    debit, credit = (
        Decimal(0) if is_empty(value) else decimal_or_none(value) for value in sides.values()
    )
    if debit is None or credit is None or debit < 0 or credit < 0 or (debit and credit):
        raise Unreadable(sides)
    if debit:
        return "debit", debit
    return ("credit", credit) if credit else (None, credit)


def _type(entry: Row, company: Company) -> str | None:
    side = readable(_side, entry)
    return side[0] if side else None


# A line's contact is a customer or a supplier by the document that the line hangs on; by itself
# Alegra does not say (docs: alegra-api 3.11).
_DOCUMENT_BY_ROLE = {"customer": "invoice", "supplier": "bill"}


def _contact(role: str) -> Any:
    def read(entry: Row, company: Company) -> Any:
        contact = entry.get("client")
        if not isinstance(contact, dict):
            return None
        kind = readable(inside, entry, "associatedDocument", "resourceType")
        if kind != _DOCUMENT_BY_ROLE[role]:
            return None
        return {"id": contact.get("id"), "name": contact.get("name")}

    return read


def _any_contact(entry: Row, company: Company) -> Any:
    contact = entry.get("client")
    return {"id": contact.get("id")} if isinstance(contact, dict) else reference(contact)


class JournalLine(Part):
    """A debit or a credit on one ledger account."""

    line_number = integer(
        "_number",
        "Place of the line; Alegra gives it no id.",
        write=ReadOnly("Alegra keeps lines in their order"),
    )
    description = text(write=WRITTEN)
    type = Field(
        one_of("debit", "credit"),
        read=_type,
        meaning="Null when both are 0.",
        write=Written(lambda side, line, company: {}),
    )
    total_amount = decimal(
        read=lambda entry, company: _side(entry)[1],
        meaning="Without a sign; see `type`.",
        write=Written(
            lambda amount, line, company: {
                side: abs(amount) if line.get("type") == side else 0 for side in _SIDES
            }
        ),
        same=lambda held, amount: held == abs(amount),
    )
    ledger_account = part(
        PostedAccount,
        read=lambda entry, company: {"id": entry.get("id"), "name": entry.get("name")},
        write=Written(lambda link, line, company: {"id": link["id"], "type": "category"}),
    )
    customer = part(
        LinkedCustomer,
        read=_contact("customer"),
        held=_any_contact,
        meaning="The contact, where the line hangs on an invoice.",
        write=Written(lambda link, line, company: {"client": {"id": link["id"]}}),
    )
    supplier = part(
        LinkedSupplier,
        read=_contact("supplier"),
        held=_any_contact,
        meaning="The contact, where the line hangs on a bill.",
        write=Written(lambda link, line, company: {"client": {"id": link["id"]}}),
    )
    department_id = DEPARTMENT_ID


class JournalLineExtras(Part):
    """What only Alegra has of one line; lines that have nothing of the kind are left out."""

    line_number = integer("_number", "The line of `line_items` that is meant.")
    client = json_value(meaning="The contact; Alegra does not say whether customer or supplier.")
    associated_document = json_value(meaning="The document it belongs to.")


def _numbered(record: Row, company: Company) -> Any:
    entries = record.get("entries")
    if not isinstance(entries, list):
        return entries
    return [
        {**entry, "_number": place} if isinstance(entry, dict) else entry
        for place, entry in enumerate(entries, start=1)
    ]


def _with_extras(record: Row, company: Company) -> Any:
    entries = _numbered(record, company)
    if not isinstance(entries, list):
        return None
    return [
        {key: entry.get(key) for key in ("_number", "client", "associatedDocument")}
        for entry in entries
        if isinstance(entry, dict)
        and not (is_empty(entry.get("client")) and is_empty(entry.get("associatedDocument")))
    ]


class JournalEntryExtras(AlegraExtras):
    """What only Alegra knows of a journal entry."""

    number = text(meaning="The entry's number.")
    number_template = numbering("The numbering.", plain=True)
    type = json_value(meaning="Kind of voucher; which document made it.")
    total = decimal(meaning="The sum of either side.")
    client = json_value()
    employee = json_value()
    lines = part(JournalLineExtras, many=True, read=_with_extras)


class JournalEntry(UnifiedRecord):
    """One entry of the journal: debits and credits that balance."""

    downstream_id = ALEGRAS_ID
    title = text("reference", "The reference.", write=WRITTEN)
    currency = CURRENCY
    currency_rate = CURRENCY_RATE
    line_items = part(
        JournalLine,
        many=True,
        read=_numbered,
        required=True,
        write=Written(
            lambda lines, draft, company: {
                "entries": [body_of(JournalLine, line, company) for line in lines]
            }
        ),
    )
    status = word(
        "status",
        {"draft": "draft", "open": "posted", "void": "voided"},
        write=WRITTEN,
    )
    memo = text("observations", "Internal notes.", write=WRITTEN)
    posted_at = midnight("date", required=True, write=DAY_WRITTEN)
    number = text(
        read=lambda record, company: None,
        meaning="Always null; see `alegra.number`.",
        write=Refused("can't be written: Alegra numbers journal entries by itself"),
    )
    alegra = extras(JournalEntryExtras)


def _constraints(draft: Draft, company: Company) -> list[Problem]:
    """At least two lines, each with an account, a side and an amount; debits equal credits.

    Amounts are magnitudes; a credit may also carry a minus, a debit may not (docs: unified-model
    3, "Journal lines").
    """
    if "line_items" not in draft:
        return []
    lines, found = draft["line_items"], list[Problem]()
    if len(lines) < 2:
        found.append(Problem("line_items", "has fewer than two lines"))
    sides = {"debit": Decimal(0), "credit": Decimal(0)}
    for place, line in enumerate(lines):
        path = f"line_items.{place}"
        found += [
            Problem(f"{path}.{name}", "is missing")
            for name in ("ledger_account", "type", "total_amount")
            if name not in line
        ]
        if "customer" in line and "supplier" in line:
            rule = "stands beside a customer, and Alegra keeps one contact of a line"
            found.append(Problem(f"{path}.supplier", rule))
        amount = line.get("total_amount", Decimal(0))
        if line.get("type") == "debit" and amount < 0:
            found.append(Problem(f"{path}.total_amount", "is negative in a debit"))
        if "type" in line:
            sides[line["type"]] += abs(amount)
    if sides["debit"] != sides["credit"]:
        found.append(Problem("line_items", "debits and credits are not equal"))
    return found


def _entry(entry: Row) -> Body:
    line = {key: it for key, it in entry.items() if key != "name" and not is_empty(it)}
    for key in ("client", "costCenter"):
        if key in line:
            line[key] = reference(line[key])
    return {**line, "type": "category", **{side: entry.get(side) or 0 for side in _SIDES}}


def _plain_id(value: Any) -> Any:
    found = reference(value)
    return None if found is None else found["id"]


_FORM = WrittenForm(
    own=frozenset({"number"}),
    forms={
        "entries": lambda entries: [_entry(it) for it in objects(entries)],
        "currency": currency,
        "numberTemplate": _plain_id,
    },
)

JOURNAL_ENTRIES = Resource(
    name="journal_entries",
    model=JournalEntry,
    # A range of dates makes this list time out (docs: alegra-api 3.11).
    # Documented order fields: date, name, reference, observations (docs: alegra-api 7).
    # Blocks on request only (docs: alegra-api 3.11).
    listing=Listing(
        path="/journals",
        sorts_by_id=False,
        searches_notes=True,
        widening={"fields": "numberTemplate,type"},
    ),
    documentation="https://developer.alegra.com/reference/journals",
    strategy=DatedFullRefresh(),
    writing=Writing(
        constraints=_constraints,
        creation=lambda draft, company: not_created(draft, "voided"),
        created=lambda draft, company: {"status": "open"},
        form=_FORM,
        dated="posted_at",
    ),
)
