"""Parts of records that are shaped as Alegra's own."""

from typing import Any

from ..company import Company
from ..drafts import Link, body_of
from ..fields import Body, Draft, Field, Row, Write, Written, decimal, part, text
from ..problem import Problem
from ..records import Part
from .amounts import taxes_of
from .links import item_code


class Named(Part):
    """Another record, as far as a record shows it."""

    id = text()
    name = text()

    @staticmethod
    def shape(value: Any) -> Any:
        """A list of one, or a bare name (docs: alegra-api 1.7)."""
        value = value[0] if isinstance(value, list) and value else value
        return {"name": value} if isinstance(value, str) else value


class Linked(Link):
    """Another record, as far as a record shows it, which a record to write may name."""

    keys = ("name",)
    shape = staticmethod(Named.shape)

    name = text()


class NamedCustomer(Linked):
    """A customer."""

    refers_to = target = "customers"
    keys = ("tax_number",)

    tax_number = text(only_drafts=True)


class NamedDepartment(Linked):
    """A cost centre."""

    refers_to = target = "departments"


class NamedSeller(Linked):
    """Who sold."""

    refers_to = target = "sellers"


class NamedWarehouse(Linked):
    """A warehouse."""

    refers_to = target = "warehouses"


class NamedPriceList(Linked):
    """A price list."""

    refers_to = target = "price_lists"


class NamedBankAccount(Named):
    """An account of the company's at a bank, or a cash box."""

    refers_to = "bank_accounts"

    type = text(meaning="bank, cash or credit-card.")


class NamedItem(Link):
    """An item, and how many of it."""

    refers_to = target = "invoice_items"
    keys = ("code", "name")

    name = text()
    code = text(only_drafts=True, meaning="The company's own code of the item.")
    quantity = decimal()


class LineTax(Part):
    """A tax of a line."""

    refers_to = "tax_rates"

    id = text()
    name = text()
    percentage = decimal()
    amount = decimal()
    type = text()


def _taxes(line: Row, company: Company) -> Any:
    return taxes_of(line)


class ItemLine(NamedItem):
    """A line of a sale."""

    description = text()
    reference = text(read=item_code, meaning="The company's own code of the item.")
    unit = text()
    product_key = text(meaning="Fiscal code of the product: SAT, CABYS.")
    price = decimal(meaning="Of one unit, before tax.")
    discount = decimal(meaning="Per cent.")
    discount_amount = decimal()
    tax = part(LineTax, many=True, read=_taxes, meaning="All its taxes.")
    total = decimal(meaning="With taxes.")


class NamedCurrency(Part):
    """A currency; the company's own is not named (docs: alegra-api 1.7)."""

    code = text(meaning="ISO 4217.")
    symbol = text()


class Currency(NamedCurrency):
    """A currency and its rate; the company's own is not named (docs: alegra-api 1.7)."""

    exchange_rate = decimal(meaning="Base currency per unit.")


class Numbering(Part):
    """A numbering, an object or a list of one (docs: alegra-api 1.7)."""

    refers_to = "number_templates"
    shape = staticmethod(Named.shape)

    id = text()
    document_type = text()


class NumberTemplate(Numbering):
    """The numbering of a document, and its number."""

    prefix = text()
    number = text()
    full_number = text()


def last_status(says: str) -> Field:
    """The status; the last version of a document that is gone has one of its own."""
    return text("status", f"{says}; `deleted` in the last version of one that is gone.")


def customer() -> Field:
    """The customer of a document."""
    return part(NamedCustomer, "client")


def cost_center(write: Write | None = None) -> Field:
    """The cost centre, an object or a list of one (docs: alegra-api 1.7)."""
    return part(NamedDepartment, "costCenter", write=write)


def lines_of(kind: type[Link]) -> Written:
    """``items``: each line with the id of the item that it names, and with what it says of it."""

    def build(lines: list[Draft], draft: Draft, company: Company) -> Body:
        return {"items": [{"id": it["id"], **body_of(kind, it, company)} for it in lines]}

    return Written(build)


def incomplete_lines(draft: Draft, *required: str) -> list[Problem]:
    """What lines to write lack of what Alegra requires of each, beside the item."""
    return [
        Problem(f"items.{place}.{name}", "is missing; Alegra requires it")
        for place, line in enumerate(draft.get("items", []))
        for name in required
        if name not in line
    ]
