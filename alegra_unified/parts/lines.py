"""Lines of documents, as they are read and as they are written (docs: alegra-api 3.3 and 3.7)."""

from typing import Any

from ..company import Company
from ..drafts import body_of
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
    integer,
    is_empty,
    json_array,
    part,
    readable,
    text,
)
from ..kinds import Unreadable, one_of
from ..problem import Problem
from ..records import Part
from .amounts import CALCULATED, line_tax, only_tax, taxes_of
from .links import LinkedItem, LinkedTaxRate, PostedAccount, item_code

LIST = "_list"
"""The key under which a line of a purchase notes in which list it stands; no key of Alegra's."""

_NUMBER = "_number"
"""The key under which a line notes its place."""

ACCOUNTS = "categories"
ITEMS = "items"

_PLACE = ReadOnly("Alegra keeps lines in their order and gives them no id")
_THE_ITEMS_OWN = ReadOnly("It is the item's own")


def _itself(line: Row, company: Company) -> Row:
    return line


def _id_of(link: Draft, line: Draft, company: Company) -> Body:
    return {"id": link["id"]}


def _tax(link: Draft, line: Draft, company: Company) -> Body:
    return {"tax": [{"id": link["id"]}]}


def item_of_line(kind: type[LinkedItem]) -> Field:
    """The item of a line, which stands in the line itself."""
    return part(kind, read=_itself, write=Written(_id_of))


class Line(Part):
    """What lines of sales and of purchases have in common."""

    numbered = True

    row_id = text(meaning="Place of the line; Alegra gives lines no id.", write=_PLACE)
    line_number = integer(write=_PLACE)
    type = constant("sales_item")
    code = text(read=item_code, write=_THE_ITEMS_OWN)
    description = text(write=WRITTEN)
    item = item_of_line(LinkedItem)
    quantity = decimal(write=WRITTEN)
    unit_price = decimal("price", write=WRITTEN)
    unit_of_measure = text("unit", write=_THE_ITEMS_OWN)
    discount_percentage = decimal("discount", write=WRITTEN)
    discount_amount = decimal("discountAmount", write=CALCULATED)
    tax_rate = part(LinkedTaxRate, read=only_tax, write=Written(_tax))
    tax_amount = decimal(read=line_tax, meaning="Sum over all taxes of the line.", write=CALCULATED)
    total_amount = decimal("total", write=CALCULATED)


class SalesLine(Line):
    """A line of an invoice, a quote or a credit note."""


def _of_accounts(line: Row) -> bool:
    return line.get(LIST) == ACCOUNTS


class PurchaseLine(Line):
    """A line of a bill, a purchase order or a supplier's credit note.

    It costs against an item or against a ledger account; a document may mix both (gotcha: bills).
    """

    type = Field(
        one_of("expense_item", "expense_account"),
        read=lambda line, company: "expense_account" if _of_accounts(line) else "expense_item",
        write=Written(lambda kind, line, company: {}),
    )
    code = text(
        read=lambda line, company: None if _of_accounts(line) else item_code(line),
        write=_THE_ITEMS_OWN,
    )
    description = text(
        read=lambda line, company: (
            (filled(line.get("observations")) if _of_accounts(line) else None)
            or line.get("description")
        ),
        write=Written(
            lambda words, line, company: (
                {"observations": words} if is_account_line(line) else {"description": words}
            )
        ),
    )
    item = part(
        LinkedItem,
        read=lambda line, company: None if _of_accounts(line) else line,
        write=Written(_id_of),
    )
    ledger_account = part(
        PostedAccount,
        read=lambda line, company: (
            {"id": line.get("id"), "name": line.get("name")} if _of_accounts(line) else None
        ),
        write=Written(_id_of),
    )


def is_account_line(line: Draft) -> bool:
    """Whether a line to write costs against a ledger account (gotcha: bills)."""
    kind = line.get("type")
    return kind == "expense_account" or (kind is None and "ledger_account" in line)


def purchase_lines(purchases: object) -> list[Any] | None:
    """``purchases`` as one list: items first, then accounts, each noting where it stands.

    Raises:
        Unreadable: they come in a shape that is not documented.
    """
    lines = [
        {**line, LIST: name} if isinstance(line, dict) else line
        for name, line in _listed(purchases)
    ]
    return lines or None


def listed_purchases(purchases: object) -> list[Any] | None:
    """Alegra's own lines in that order, for a calculation; None where they can't be read."""
    found = readable(_listed, purchases)
    return None if found is None else [line for _, line in found]


def _listed(purchases: object) -> list[tuple[str, Any]]:
    if is_empty(purchases):
        return []
    if not isinstance(purchases, dict):
        raise Unreadable(purchases)
    found: list[tuple[str, Any]] = []
    for name in (ITEMS, ACCOUNTS):
        lines = purchases.get(name)
        if not is_empty(lines) and not isinstance(lines, list):
            raise Unreadable(purchases)
        found += [(name, line) for line in lines or []]
    return found


def purchases_body(lines: list[Draft], company: Company) -> Body:
    """``items`` and ``categories`` of a bill, an order or a supplier's credit note."""
    lists: Body = {}
    for line in lines:
        name = ACCOUNTS if is_account_line(line) else ITEMS
        lists.setdefault(name, []).append(body_of(PurchaseLine, line, company))
    return lists


def line_problems(lines: list[Draft] | None) -> list[Problem]:
    """What each line to write must have: an item or an account, a price, a quantity.

    Docs: alegra-api 3.3, gotcha: bills.
    """
    found: list[Problem] = []
    for place, line in enumerate(lines or []):
        path = f"line_items.{place}"
        if is_account_line(line):
            if "ledger_account" not in line:
                rule = "is missing in an expense_account line"
                found.append(Problem(f"{path}.ledger_account", rule))
        elif "item" not in line:
            found.append(Problem(f"{path}.item", "is missing; Alegra wants an item on the line"))
        found += [
            Problem(f"{path}.{name}", "is missing")
            for name in ("unit_price", "quantity")
            if name not in line
        ]
        if line.get("discount_amount") and "discount_percentage" not in line:
            rule = "can't be written: Alegra takes discounts as discount_percentage"
            found.append(Problem(f"{path}.discount_amount", rule))
    return found


class LineExtras(Part):
    """What only Alegra has of one line; lines that have nothing of the kind are left out."""

    otherwise = ReadOnly("What only Alegra has of a line is not written")

    line_number = integer(_NUMBER, "The line of `line_items` that is meant.")
    taxes = json_array("tax", "All its taxes, when it has several.")
    product_key = text(meaning="Fiscal product code: SAT, CABYS.")


def line_extras(lines: object) -> list[Body] | None:
    """The lines that `LineExtras` has something to tell of, each with its number."""
    if not isinstance(lines, list):
        return None
    return [
        {_NUMBER: number, "tax": taxes, "productKey": line.get("productKey")}
        for number, line in enumerate(lines, start=1)
        if isinstance(line, dict)
        and ((taxes := _several_taxes(line)) or not is_empty(line.get("productKey")))
    ]


def _several_taxes(line: Row) -> list[Body] | None:
    taxes = readable(taxes_of, line) or []
    return taxes if len(taxes) > 1 else None
