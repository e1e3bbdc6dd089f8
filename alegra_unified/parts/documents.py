"""What documents have in common: numbers, currencies, what they are applied to."""

from typing import Any

from ..company import Company
from ..drafts import Link, Whole
from ..fields import (
    WRITTEN,
    Body,
    Draft,
    Field,
    ReadOnly,
    Row,
    Written,
    constant,
    decimal,
    filled,
    id_at,
    inside,
    is_empty,
    midnight,
    moment,
    text,
)
from ..kinds import Unreadable, one_of
from ..problem import Problem
from ..records import Part

THE_CONTACTS_OWN = ReadOnly("The address is the contact's own")


def full_number(record: Row, company: Company | None = None) -> Any:
    """The number that a document shows: ``fullNumber``, else prefix and number together.

    ``numberTemplate`` is an object or a list of them (docs: alegra-api 1.7).
    """
    template = filled(record.get("numberTemplate"))
    if isinstance(template, list):
        template = template[0]
    if template is None:
        return None
    if not isinstance(template, dict):
        raise Unreadable(template)
    shown = filled(template.get("fullNumber"))
    if shown is not None:
        return shown
    prefix, number = filled(template.get("prefix")), filled(template.get("number"))
    if prefix is None or number is None:
        return number
    if isinstance(prefix, str) and isinstance(number, (str, int)) and not isinstance(number, bool):
        return f"{prefix}{number}"
    raise Unreadable({"prefix": prefix, "number": number})


def document_number(record: Row, company: Company | None = None) -> Any:
    """The ``number`` of a document, else what its number template says (payments, quotes)."""
    number = filled(record.get("number"))
    return full_number(record) if number is None else number


def _currency_code(record: Row, company: Company) -> Any:
    if is_empty(record.get("currency")):
        return company.currency
    return inside(record, "currency", "code")


def _rate_rule(rate: Any, document: Draft, company: Company) -> str | None:
    # Without a currency, it is the rate of the one that stands there.
    if document.get("currency") == company.currency and "currency" in document:
        return None if rate == 1 else "goes with a currency other than the company's own"
    return None


def _same_rate(held: Any, rate: Any) -> bool:
    return bool(rate == (1 if held is None else held))


def _currency_body(code: str, document: Draft, company: Company) -> Body:
    return {} if code == company.currency else {"currency": {"code": code}}


def _rate_body(rate: Any, document: Draft, company: Company) -> Body:
    if document.get("currency") in (None, company.currency):
        return {}
    return {"currency": {"exchangeRate": rate}}


def _currency_change(code: str, document: Draft, company: Company) -> Body:
    # The rate of the currency that stood there is none of this one.
    return {"currency": Whole(code=code)}


CURRENCY = text(
    read=_currency_code, meaning="ISO 4217.", write=Written(_currency_body, _currency_change)
)
"""ISO code of a document's currency; the base currency is not named (docs: alegra-api 1.7)."""

CURRENCY_RATE = decimal(
    "currency.exchangeRate",
    "Base currency per unit.",
    write=Written(_rate_body),
    rule=_rate_rule,
    same=_same_rate,
)


def _day_body(moment: str, document: Draft, company: Company) -> Body:
    return {"date": moment[:10]}


DAY_WRITTEN = Written(_day_body)
"""A document date that the unified model types as a moment; Alegra takes the day."""


def _created_at(record: Row, company: Company) -> Any:
    return company.moment(filled(record.get("datetime")))


def date_issued() -> Field:
    """The date of a credit, which the unified model types as a moment."""
    return midnight("date", required=True, write=DAY_WRITTEN)


def created_at(meaning: str = "") -> Field:
    """``datetime``, local to the company and without an offset (docs: alegra-api 1.5)."""
    return moment(read=_created_at, meaning=meaning)


def _cost_centre(record: Row, company: Company) -> Any:
    return inside(record, "costCenter", "id")


DEPARTMENT_ID = text(
    read=_cost_centre,
    meaning="Cost centre; see stream departments.",
    write=id_at("costCenter"),
)
"""The cost centre: an object, a list of them, or nothing (docs: alegra-api 1.7)."""


class PaymentAllocation(Part):
    """A payment applied to a document, seen from the document."""

    refers_to = "payments"

    id = text(meaning="Id of the payment.")
    allocated_amount = decimal("amount")
    date = midnight()


def living_payments(record: Row, company: Company | None = None) -> Any:
    """``payments[]`` of a document without those that are void."""
    payments = record.get("payments")
    if not isinstance(payments, list):
        return payments
    return [it for it in payments if not (isinstance(it, dict) and it.get("status") == "void")]


def payment_allocations(meaning: str = "") -> Field:
    """``payments[]`` of a document; voided payments pay nothing and are left out."""
    return Field(
        PaymentAllocation,
        many=True,
        read=living_payments,
        meaning=meaning,
        write=ReadOnly("Payments are records of their own"),
    )


def _only_invoices(kind: str, allocation: Draft, company: Company) -> str | None:
    return None if kind == "invoice" else f"is {kind}; what is received is applied to invoices"


class Allocation(Link):
    """A document that a payment or a credit is applied to, seen from the payment."""

    refers_to = target = "invoices"

    id = text(meaning="Id of the document.")
    type = Field(one_of("invoice", "bill"), constant="invoice", rule=_only_invoices)
    code = text(read=document_number, meaning="Number of the document.")
    amount = decimal(write=WRITTEN)


class BillAllocation(Allocation):
    """An allocation where the unified model knows no other document than a bill."""

    refers_to = target = "bills"

    type = constant("bill")


def term_name(record: Row, company: Company) -> Any:
    """Payment terms: a text, or an object with a name (docs: alegra-api 1.7)."""
    term = record.get("term")
    return inside(term, "name") if isinstance(term, dict) else term


def only_drafts(draft: Draft, *statuses: str) -> list[Problem]:
    """The rule on the status of a record that is created as a draft."""
    status = draft.get("status")
    if status is None or status in statuses:
        return []
    rule = f"is {status!r}; what is written here is {' or '.join(statuses)}"
    return [Problem("status", rule)]


def not_created(draft: Draft, *statuses: str) -> list[Problem]:
    """The rule on statuses in which nothing is created."""
    status = draft.get("status")
    if status not in statuses:
        return []
    return [Problem("status", f"is {status}; such a document is not created")]
