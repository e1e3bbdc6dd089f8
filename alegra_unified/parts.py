"""Objects that several unified resources embed, and how Alegra's embedded objects become them.

Only fields that Alegra can fill are declared (docs: unified-model 4 and appendix A).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

from pydantic import Field

from .company import Company
from .model import Part
from .shapes import Unreadable, each, filled, inside, is_empty, linked, total
from .values import (
    ExactDecimal,
    JsonArray,
    MidnightMoment,
    Text,
    calculated,
    decimal_or_none,
)


class Address(Part):
    """A postal address."""

    type: Literal["primary", "billing"] | None = None
    line1: Text | None = Field(None, description="Street and number, or the whole address.")
    line2: Text | None = Field(None, description="Neighbourhood (Mexico: colonia).")
    line3: Text | None = Field(None, description="Interior number (Mexico).")
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

    refers_to: ClassVar[str] = "customers"

    id: Text | None = None
    display_name: Text | None = None
    email: Text | None = None


class LinkedSupplier(Part):
    """The supplier that a document names."""

    refers_to: ClassVar[str] = "suppliers"

    id: Text | None = None
    display_name: Text | None = None


class LinkedDepartment(Part):
    """The cost centre that a document names; see stream departments."""

    refers_to: ClassVar[str] = "departments"

    id: Text | None = None
    name: Text | None = None


class LinkedItem(Part):
    """The product or service that a line names."""

    refers_to: ClassVar[str] = "invoice_items"

    id: Text | None = None
    code: Text | None = None
    name: Text | None = None


class LinkedTaxRate(Part):
    """The tax of a line; given only when the line has exactly one."""

    refers_to: ClassVar[str] = "tax_rates"

    id: Text | None = None
    name: Text | None = None
    rate: ExactDecimal | None = Field(None, description="Percentage, e.g. 16.")


class LinkedLedgerAccount(Part):
    """The account of the ledger that a record names."""

    refers_to: ClassVar[str] = "ledger_accounts"

    id: Text | None = None
    name: Text | None = None
    code: Text | None = None


class PaymentAllocation(Part):
    """A payment applied to a document, seen from the document."""

    refers_to: ClassVar[str] = "payments"

    id: Text | None = Field(None, description="Id of the payment.")
    allocated_amount: ExactDecimal | None = None
    date: MidnightMoment | None = None


class Allocation(Part):
    """A document that a payment or a credit is applied to, seen from the payment."""

    refers_to: ClassVar[str] = "invoices"

    id: Text | None = Field(None, description="Id of the document.")
    type: Literal["invoice", "bill"] | None = None
    code: Text | None = Field(None, description="Number of the document.")
    amount: ExactDecimal | None = None


class BillAllocation(Allocation):
    """An allocation where the unified model knows no other document than a bill."""

    refers_to: ClassVar[str] = "bills"

    type: Literal["bill"] | None = None


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


class LineExtras(Part):
    """What only Alegra has of one line; lines that have nothing of the kind are left out."""

    line_number: int | None = Field(None, description="The line of `line_items` that is meant.")
    taxes: JsonArray | None = Field(None, description="All its taxes, when it has several.")
    product_key: Text | None = Field(None, description="Fiscal product code: SAT, CABYS.")


def kept(record: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Fields of Alegra's own, as they came, under the names of the ``alegra`` object.

    Args:
        record: Alegra's record.
        names: name under ``alegra`` to name in the record.
    """
    return {field: filled(record.get(name)) for field, name in names.items()}


def full_number(record: Mapping[str, Any]) -> Any:
    """The number that a document shows: ``fullNumber``, else prefix and number together.

    ``numberTemplate`` is an object or a list of them (docs: alegra-api 1.7).
    """
    shown = inside(record, "numberTemplate", "fullNumber")
    if shown is not None:
        return shown
    prefix = inside(record, "numberTemplate", "prefix")
    number = inside(record, "numberTemplate", "number")
    if prefix is None or number is None or isinstance(number, Unreadable):
        return number
    if isinstance(prefix, str) and isinstance(number, (str, int)) and not isinstance(number, bool):
        return f"{prefix}{number}"
    return Unreadable({"prefix": prefix, "number": number})


def document_number(record: Mapping[str, Any]) -> Any:
    """The ``number`` of a document, else what its number template says (payments, quotes)."""
    number = filled(record.get("number"))
    return full_number(record) if number is None else number


def currency_code(record: Mapping[str, Any], company: Company) -> Any:
    """ISO code of the document's currency; absent means the base currency (alegra-api 1.7)."""
    if is_empty(record.get("currency")):
        return company.currency
    return inside(record, "currency", "code")


def department_id(record: Mapping[str, Any]) -> Any:
    """Id of the cost centre: an object, a list of them, or nothing (docs: alegra-api 1.7)."""
    return inside(record, "costCenter", "id")


def linked_department(record: Mapping[str, Any]) -> Any:
    """The cost centre as an object, where the unified model wants one (debit notes)."""
    center = filled(record.get("costCenter"))
    if isinstance(center, list):
        center = center[0]
    if center is not None and not isinstance(center, dict):
        return Unreadable(center)
    return linked({"id": inside(center, "id"), "name": inside(center, "name")})


def linked_contact(contact: object, *, with_email: bool = False) -> Any:
    """The customer or supplier named by an embedded contact; a bare text is its name.

    Credit notes may carry ``client`` as text (docs: alegra-api 1.7).
    """
    if is_empty(contact):
        return None
    if isinstance(contact, str):
        return {"display_name": contact}
    if not isinstance(contact, dict):
        return Unreadable(contact)
    fields = {"id": filled(contact.get("id")), "display_name": filled(contact.get("name"))}
    if with_email:
        fields["email"] = filled(contact.get("email"))
    return linked(fields)


def supplier_of(record: Mapping[str, Any]) -> Any:
    """The supplier: ``provider`` in bills and orders, ``client`` in debit notes and webhooks."""
    provider = filled(record.get("provider"))
    return linked_contact(record.get("client") if provider is None else provider)


def linked_account(account: object) -> Any:
    """The ledger account named by an embedded ``category``, or by a bare id."""
    if isinstance(account, (str, int)) and not isinstance(account, bool):
        return linked({"id": filled(account)})
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
    items = each(purchases.get("items"), _expense_item)
    accounts = each(purchases.get("categories"), _expense_account)
    if isinstance(items, Unreadable) or isinstance(accounts, Unreadable):
        return Unreadable(purchases)
    lines = [*(items or []), *(accounts or [])]
    return _numbered(lines) if lines else None


def listed_purchases(purchases: object) -> list[Any] | None:
    """Alegra's own lines in the order of `purchase_lines`; None where these can't be read."""
    if not isinstance(purchases, dict):
        return None
    items, accounts = filled(purchases.get("items")), filled(purchases.get("categories"))
    for part in (items, accounts):
        if part is not None and not isinstance(part, list):
            return None
    return [*(items or []), *(accounts or [])]


def line_extras(lines: object) -> Any:
    """What only Alegra has of those lines, for the ``alegra`` object; None when nothing."""
    if not isinstance(lines, list):
        return None
    found = [
        {"line_number": place, **extras}
        for place, line in enumerate(lines, start=1)
        if isinstance(line, dict) and (extras := _line_extras(line))
    ]
    return found or None


def payment_allocations(payments: object) -> Any:
    """``payments[]`` of a document: which payment paid how much of it.

    Voided payments pay nothing and are left out.
    """
    if isinstance(payments, list):
        payments = [
            payment
            for payment in payments
            if not (isinstance(payment, dict) and payment.get("status") == "void")
        ]
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
            "code": document_number(document),
            "amount": filled(document.get("amount")),
        },
    )


def address(block: object, kind: Literal["primary", "billing"]) -> Any:
    """One address from Alegra's block, which differs by country (docs: alegra-api 3.1).

    A block that is one preformatted text becomes ``line1``.
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
        "line3": inside(block, "interiorNumber"),
        "street_number": inside(block, "exteriorNumber"),
        "city": inside(block, "city") or inside(block, "municipality"),
        "state": inside(block, "department") or inside(block, "state") or inside(block, "province"),
        "postal_code": inside(block, "zipCode"),
        "country": inside(block, "country"),
        "county": inside(block, "locality"),
    }
    return {"type": kind, **fields} if linked(fields) else None


def billing_address(contact: object) -> Any:
    """The address inside an embedded contact; None where the contact is but a name."""
    return address(contact.get("address"), "billing") if isinstance(contact, dict) else None


# The order in which an address is written; of `address` and `street`, `city` and `municipality`,
# `department`, `state` and `province`, a country uses one (docs: alegra-api 3.1).
_WRITTEN_ORDER = (
    ("address", "street"),
    ("exteriorNumber",),
    ("interiorNumber",),
    ("colony",),
    ("locality",),
    ("city", "municipality"),
    ("zipCode",),
    ("department", "state", "province"),
    ("country",),
)


def one_line_billing_address(contact: object) -> Any:
    """The address inside an embedded contact as one text in ``line1`` (gotcha: quotes).

    A structured block is joined with ", " in this order: street, exterior number, interior number,
    neighbourhood, locality, city, postal code, state, country. What is missing is skipped.
    """
    block = contact.get("address") if isinstance(contact, dict) else None
    if is_empty(block):
        return None
    if isinstance(block, str):
        return {"type": "billing", "line1": block}
    if not isinstance(block, dict):
        return Unreadable(block)
    written: list[str] = []
    for names in _WRITTEN_ORDER:
        value = next((block[name] for name in names if not is_empty(block.get(name))), None)
        if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool):
            written.append(str(value).strip())
        elif value is not None:
            return Unreadable(block)
    return {"type": "billing", "line1": ", ".join(written)} if written else None


def sub_total(record: Mapping[str, Any], lines: object) -> Any:
    """The amount before tax: the record's own, else the exact sum over Alegra's lines.

    Computed sums are never rounded: ``decimalPrecision`` is how Alegra shows amounts, not what
    they are. One line that can't be read leaves the sum None.
    """
    for name in ("subtotal", "subTotal"):
        if not is_empty(record.get(name)):
            return record[name]
    return _sum_over(lines, _line_sub_total)


def total_tax(record: Mapping[str, Any], lines: object) -> Any:
    """The tax: the record's own, else the exact sum over Alegra's lines, never rounded."""
    given = filled(record.get("tax"))
    return _sum_over(lines, _line_tax) if given is None else given


def _sum_over(lines: object, amount: Any) -> Decimal | None:
    if not isinstance(lines, list):
        return None
    return total(amount(line) if isinstance(line, dict) else None for line in lines)


def _numbered(lines: Any) -> Any:
    if not isinstance(lines, list):
        return lines
    return [
        {**line, "row_id": str(place), "line_number": place} if isinstance(line, dict) else line
        for place, line in enumerate(lines, start=1)
    ]


def _expense_item(line: dict[str, Any]) -> dict[str, Any]:
    return {"type": "expense_item", **_item_fields(line)}


def _expense_account(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "expense_account",
        "description": filled(line.get("observations")) or filled(line.get("description")),
        "ledger_account": linked({"id": filled(line.get("id")), "name": filled(line.get("name"))}),
        **_amount_fields(line),
    }


def _item_fields(line: dict[str, Any]) -> dict[str, Any]:
    code = item_code(line)
    return {
        "code": code,
        "description": filled(line.get("description")),
        "item": linked(
            {"id": filled(line.get("id")), "code": code, "name": filled(line.get("name"))}
        ),
        **_amount_fields(line),
    }


def _amount_fields(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "quantity": filled(line.get("quantity")),
        "unit_price": filled(line.get("price")),
        "unit_of_measure": filled(line.get("unit")),
        "discount_percentage": filled(line.get("discount")),
        "discount_amount": filled(line.get("discountAmount")),
        "tax_rate": _only_tax(line),
        "tax_amount": _line_tax(line),
        "total_amount": filled(line.get("total")),
    }


def _line_extras(line: dict[str, Any]) -> dict[str, Any] | None:
    taxes = _taxes(line)
    several = isinstance(taxes, list) and len(taxes) > 1
    return linked(
        {
            "taxes": taxes if several else None,
            "product_key": filled(line.get("productKey")),
        }
    )


def _taxes(line: Mapping[str, Any]) -> list[dict[str, Any]] | Unreadable:
    taxes = line.get("tax")
    if is_empty(taxes):
        return []
    entries = [taxes] if isinstance(taxes, dict) else taxes
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        return entries
    return Unreadable(taxes)


def _only_tax(line: Mapping[str, Any]) -> dict[str, Any] | None:
    # With several taxes, naming one would be a guess (docs: unified-model 4.9). What is no tax at
    # all is reported once, by `_line_tax`.
    taxes = _taxes(line)
    if isinstance(taxes, Unreadable) or len(taxes) != 1:
        return None
    (tax,) = taxes
    return linked(
        {
            "id": filled(tax.get("id")),
            "name": filled(tax.get("name")),
            "rate": filled(tax.get("percentage")),
        }
    )


def _line_tax(line: Mapping[str, Any]) -> Decimal | Unreadable | None:
    """The sum of a line's taxes; zero when it has none.

    None when a tax carries no amount: how Alegra rounds its percentage is not documented. Only a
    tax of 0 % has an amount without carrying one.
    """
    taxes = _taxes(line)
    if isinstance(taxes, Unreadable):
        return taxes
    amounts: list[object] = []
    for tax in taxes:
        amount = tax.get("amount")
        if is_empty(amount):
            if decimal_or_none(tax.get("percentage")) != 0:
                return None
            amount = Decimal(0)
        elif decimal_or_none(amount) is None:
            return Unreadable(line.get("tax"))
        amounts.append(amount)
    return total(amounts) if amounts else Decimal(0)


def _line_sub_total(line: Mapping[str, Any]) -> Decimal | None:
    """A line's own ``subtotal``, else price times quantity less the discount.

    ``discountAmount`` is the discount of the whole line and goes before the percentage
    ``discount``, which it was made from.
    """
    if not is_empty(line.get("subtotal")):
        return decimal_or_none(line["subtotal"])
    price, quantity = decimal_or_none(line.get("price")), decimal_or_none(line.get("quantity"))
    amount, percentage = _or_zero(line.get("discountAmount")), _or_zero(line.get("discount"))
    if price is None or quantity is None or amount is None or percentage is None:
        return None
    if amount != 0:
        return calculated(lambda: price * quantity - amount)
    return calculated(lambda: price * quantity * (1 - percentage / 100))


def _or_zero(value: object) -> Decimal | None:
    return Decimal(0) if is_empty(value) else decimal_or_none(value)
