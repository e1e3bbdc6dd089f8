"""Objects that several unified resources embed, and how Alegra's embedded objects become them.

Only fields that Alegra can fill are declared (docs: unified-model 4 and appendix A).
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from .company import Company
from .model import Part
from .shapes import Unreadable, each, filled, inside, is_empty, linked, objects, total
from .values import ExactDecimal, MidnightMoment, Text, decimal_or_none


class Address(Part):
    """A postal address."""

    type: Literal["primary", "billing"] | None = None
    line1: Text | None = Field(None, description="Street and number, or the whole address.")
    line2: Text | None = Field(None, description="Neighbourhood (Mexico: colonia).")
    street_number: Text | None = None
    city: Text | None = None
    state: Text | None = None
    postal_code: Text | None = None
    country: Text | None = None
    county: Text | None = None


class PhoneNumber(Part):
    """A phone number as the user typed it."""

    number: Text | None = None
    type: Literal["primary", "secondary", "mobile", "fax"] | None = None


class Email(Part):
    """An e-mail address."""

    email: Text | None = None
    type: Literal["primary", "secondary", "work"] | None = None


class LinkedCustomer(Part):
    """The customer that a document names."""

    id: Text | None = None
    display_name: Text | None = None
    email: Text | None = None


class LinkedSupplier(Part):
    """The supplier that a document names."""

    id: Text | None = None
    display_name: Text | None = None


class LinkedItem(Part):
    """The product or service that a line names."""

    id: Text | None = None
    code: Text | None = None
    name: Text | None = None


class LinkedTaxRate(Part):
    """The tax of a line; given only when the line has exactly one."""

    id: Text | None = None
    name: Text | None = None
    rate: ExactDecimal | None = Field(None, description="Percentage, e.g. 16.")


class LinkedLedgerAccount(Part):
    """The account of the ledger that a record names."""

    id: Text | None = None
    name: Text | None = None
    code: Text | None = None


class PaymentAllocation(Part):
    """A payment applied to a document, seen from the document."""

    id: Text | None = Field(None, description="Id of the payment.")
    allocated_amount: ExactDecimal | None = None
    date: MidnightMoment | None = None


class Allocation(Part):
    """A document that a payment or a credit is applied to, seen from the payment."""

    id: Text | None = Field(None, description="Id of the document.")
    type: Literal["invoice", "bill"] | None = None
    code: Text | None = Field(None, description="Number of the document.")
    amount: ExactDecimal | None = None


class SalesLine(Part):
    """A line of an invoice, a quote or a credit note."""

    row_id: Text | None = Field(None, description="Place of the line; Alegra gives lines no id.")
    line_number: int | None = None
    type: Literal["sales_item"] | None = None
    code: Text | None = None
    description: Text | None = None
    item: LinkedItem | None = None
    quantity: ExactDecimal | None = None
    unit_price: ExactDecimal | None = None
    unit_of_measure: Text | None = None
    discount_percentage: ExactDecimal | None = None
    discount_amount: ExactDecimal | None = None
    tax_rate: LinkedTaxRate | None = None
    tax_amount: ExactDecimal | None = Field(None, description="Sum over all taxes of the line.")
    total_amount: ExactDecimal | None = None


class PurchaseLine(Part):
    """A line of a bill, a purchase order or a supplier's credit note.

    It costs against an item or against a ledger account; a document may mix both (gotcha: bills).
    """

    row_id: Text | None = Field(None, description="Place of the line; Alegra gives lines no id.")
    line_number: int | None = None
    type: Literal["expense_item", "expense_account"] | None = None
    code: Text | None = None
    description: Text | None = None
    item: LinkedItem | None = None
    ledger_account: LinkedLedgerAccount | None = None
    quantity: ExactDecimal | None = None
    unit_price: ExactDecimal | None = None
    unit_of_measure: Text | None = None
    discount_percentage: ExactDecimal | None = None
    discount_amount: ExactDecimal | None = None
    tax_rate: LinkedTaxRate | None = None
    tax_amount: ExactDecimal | None = Field(None, description="Sum over all taxes of the line.")
    total_amount: ExactDecimal | None = None


def full_number(record: Mapping[str, Any]) -> Any:
    """The number that a document shows: ``fullNumber``, else prefix and number together.

    ``numberTemplate`` is an object or a list of them (docs: alegra-api 1.7).
    """
    shown = inside(record, "numberTemplate", "fullNumber")
    if shown is not None:
        return shown
    prefix = inside(record, "numberTemplate", "prefix")
    number = inside(record, "numberTemplate", "number")
    if isinstance(prefix, str) and isinstance(number, (str, int)):
        return f"{prefix}{number}"
    return number


def currency_code(record: Mapping[str, Any], company: Company) -> Any:
    """ISO code of the document's currency; absent means the base currency (alegra-api 1.7)."""
    if is_empty(record.get("currency")):
        return company.currency
    return inside(record, "currency", "code")


def linked_contact(contact: object, *, with_email: bool = False) -> Any:
    """The customer or supplier named by an embedded contact; a bare text is its name.

    Credit notes may carry ``client`` as text (docs: alegra-api 1.7).
    """
    if is_empty(contact):
        return None
    if isinstance(contact, str):
        return {"display_name": contact}
    fields = {"id": inside(contact, "id"), "display_name": inside(contact, "name")}
    if with_email:
        fields["email"] = inside(contact, "email")
    return linked(fields)


def linked_account(account: object) -> Any:
    """The ledger account named by an embedded ``category``, or by a bare id."""
    if isinstance(account, (str, int)) and not isinstance(account, bool):
        return {"id": filled(account)}
    return linked(
        {
            "id": inside(account, "id"),
            "name": inside(account, "name"),
            "code": inside(account, "code"),
        }
    )


def item_code(item: Mapping[str, Any]) -> Any:
    """The user's own code of an item: ``reference``, text or ``{reference}`` (alegra-api 1.7)."""
    reference = item.get("reference")
    return inside(reference, "reference") if isinstance(reference, dict) else filled(reference)


def term_name(term: object) -> Any:
    """Payment terms: a text, or an object with a name (docs: alegra-api 1.7)."""
    return inside(term, "name") if isinstance(term, dict) else filled(term)


def sales_lines(lines: object) -> Any:
    """``items[]`` of a sales document as unified lines, in their order."""
    return _numbered(each(lines, lambda line: {"type": "sales_item", **_item_fields(line)}))


def purchase_lines(purchases: object) -> Any:
    """``purchases`` as unified lines: items first, then accounts, each in its order."""
    if is_empty(purchases):
        return None
    if not isinstance(purchases, dict):
        return Unreadable(purchases)
    items = each(
        purchases.get("items"), lambda line: {"type": "expense_item", **_item_fields(line)}
    )
    accounts = each(purchases.get("categories"), _account_line)
    for part in (items, accounts):
        if isinstance(part, Unreadable):
            return Unreadable(purchases)
    return _numbered([*(items or []), *(accounts or [])])


def payment_allocations(payments: object) -> Any:
    """``payments[]`` of a document: which payment paid how much of it."""
    return each(
        payments,
        lambda payment: {
            "id": filled(payment.get("id")),
            "allocated_amount": filled(payment.get("amount")),
            "date": filled(payment.get("date")),
        },
    )


def allocations(documents: object, kind: Literal["invoice", "bill"]) -> Any:
    """``invoices[]`` or ``bills[]`` of a payment or credit: how much of it went to which one."""
    return each(
        documents,
        lambda document: {
            "id": filled(document.get("id")),
            "type": kind,
            "code": filled(document.get("number")) or full_number(document),
            "amount": filled(document.get("amount")),
        },
    )


def address(block: object, kind: Literal["primary", "billing"]) -> Any:
    """One address from Alegra's block, which differs by country (docs: alegra-api 3.1).

    A block that is one preformatted text becomes ``line1`` (gotcha: quotes).
    """
    if is_empty(block):
        return None
    if isinstance(block, str):
        return {"type": kind, "line1": block}
    if not isinstance(block, dict):
        return block if isinstance(block, Unreadable) else Unreadable(block)
    fields = {
        "line1": inside(block, "address") or inside(block, "street"),
        "line2": inside(block, "colony"),
        "street_number": inside(block, "exteriorNumber"),
        "city": inside(block, "city") or inside(block, "municipality"),
        "state": inside(block, "department") or inside(block, "state"),
        "postal_code": inside(block, "zipCode"),
        "country": inside(block, "country"),
        "county": inside(block, "locality"),
    }
    return {"type": kind, **fields} if linked(fields) else None


def lines_sub_total(lines: Iterable[Mapping[str, Any]]) -> Decimal | None:
    """Sum before tax over Alegra's lines, for documents that carry no ``subtotal``.

    A line's own ``subtotal`` where it has one, else price times quantity less the discount.
    """
    return total(_line_sub_total(line) for line in lines)


def lines_total_tax(lines: Iterable[Mapping[str, Any]]) -> Decimal | None:
    """Sum of tax over Alegra's lines; a line without taxes counts as zero."""
    return total(_line_tax(line) for line in lines)


def _numbered(lines: Any) -> Any:
    if not isinstance(lines, list):
        return lines
    return [
        {**line, "row_id": str(place), "line_number": place} if isinstance(line, dict) else line
        for place, line in enumerate(lines, start=1)
    ]


def _item_fields(line: dict[str, Any]) -> dict[str, Any]:
    code = item_code(line)
    return {
        "code": code,
        "description": filled(line.get("description")),
        "item": linked({"id": filled(line.get("id")), "code": code, "name": line.get("name")}),
        **_amount_fields(line),
    }


def _account_line(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "expense_account",
        "description": filled(line.get("observations")) or filled(line.get("description")),
        "ledger_account": linked({"id": filled(line.get("id")), "name": filled(line.get("name"))}),
        **_amount_fields(line),
    }


def _amount_fields(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "quantity": filled(line.get("quantity")),
        "unit_price": filled(line.get("price")),
        "unit_of_measure": filled(line.get("unit")),
        "discount_percentage": filled(line.get("discount")),
        "discount_amount": filled(line.get("discountAmount")),
        "tax_rate": _only_tax(line.get("tax")),
        "tax_amount": _line_tax(line),
        "total_amount": filled(line.get("total")),
    }


def _only_tax(taxes: object) -> Any:
    # With several taxes, naming one would be a guess (docs: unified-model 4.9).
    if is_empty(taxes) or (isinstance(taxes, list) and len(taxes) > 1):
        return None
    return linked(
        {
            "id": inside(taxes, "id"),
            "name": inside(taxes, "name"),
            "rate": inside(taxes, "percentage"),
        }
    )


def _line_tax(line: Mapping[str, Any]) -> Decimal | None:
    taxes = line.get("tax")
    if is_empty(taxes):
        return Decimal(0)
    return total(tax.get("amount") for tax in objects(taxes))


def _line_sub_total(line: Mapping[str, Any]) -> Decimal | None:
    given = decimal_or_none(line.get("subtotal"))
    if given is not None:
        return given
    price = decimal_or_none(line.get("price"))
    quantity = decimal_or_none(line.get("quantity"))
    if price is None or quantity is None:
        return None
    amount = decimal_or_none(line.get("discountAmount"))
    if amount is not None:
        return price * quantity - amount
    percentage = decimal_or_none(line.get("discount")) or Decimal(0)
    return price * quantity * (1 - percentage / 100)
