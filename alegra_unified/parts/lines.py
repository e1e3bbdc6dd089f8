"""Lines of documents, as they are read and as they are written (docs: alegra-api 3.3 and 3.7)."""

from collections.abc import Callable
from typing import Any

from ..company import Company
from ..drafts import Whole, body_of
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
from .references import each_has_id

LIST = "_list"
"""The key under which a line of a purchase notes in which list it stands; no key of Alegra's."""

_NUMBER = "_number"
"""The key under which a line notes its place."""

ACCOUNTS = "categories"
ITEMS = "items"

_PLACE = ReadOnly("Alegra keeps lines in their order and gives them no id", compared=False)
_THE_ITEMS_OWN = ReadOnly("It is the item's own", compared=False)


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


class PurchaseOrderLine(PurchaseLine):
    """A line of a purchase order; the unified model also calls it a line of a sale."""

    type = Field(
        one_of("expense_item", "sales_item", "expense_account"),
        read=PurchaseLine.fields["type"].read,
        write=PurchaseLine.fields["type"].write,
        # By what it names, it is a line of an item or of an account all the same.
        same=lambda held, kind: kind in (held, "sales_item"),
    )


def is_account_line(line: Draft) -> bool:
    """Whether a line to write costs against a ledger account (gotcha: bills)."""
    kind = line.get("type")
    return kind == "expense_account" or (kind != "expense_item" and "ledger_account" in line)


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


def lines_sold(record: Row) -> object:
    """The lines of a document of sale, as Alegra lists them."""
    return record.get("items")


def lines_bought(record: Row) -> list[Any] | None:
    """The lines of a bill or a purchase order, in Alegra's order."""
    return listed_purchases(record.get("purchases"))


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


def lines_of_sale(kind: type[SalesLine]) -> Written:
    """``items`` of an invoice, a quote or a credit note."""
    return Written(
        lambda lines, draft, company: {
            ITEMS: [
                _line_body(kind, place, line, draft, company) for place, line in _numbered(lines)
            ]
        }
    )


def lines_of_purchase(kind: type[PurchaseLine], under: str = "") -> Written:
    """``items`` and ``categories`` of a bill, an order or a supplier's credit note.

    Args:
        kind: of its lines.
        under: the key that holds both; empty where they stand in the document itself.
    """

    def build(lines: list[Draft], draft: Draft, company: Company) -> Body:
        lists: Body = {}
        for place, line in _numbered(lines):
            name = ACCOUNTS if is_account_line(line) else ITEMS
            lists.setdefault(name, []).append(_line_body(kind, place, line, draft, company))
        return {under: lists} if under else lists

    def change(lines: list[Draft], draft: Draft, company: Company) -> Body:
        # All lines are replaced: where no line of one kind is left, its list is emptied.
        lists = build(lines, draft, company)
        lists = {ITEMS: [], ACCOUNTS: [], **(lists[under] if under else lists)}
        return {under: Whole(lists)} if under else lists

    return Written(build, change)


def _numbered(lines: list[Draft]) -> list[tuple[int, Draft]]:
    return list(enumerate(lines, start=1))


def _line_body(kind: type[Line], place: int, line: Draft, draft: Draft, company: Company) -> Body:
    taxes = _taxes_named(draft).get(place)
    several = {} if taxes is None else {"tax": [{"id": tax["id"]} for tax in taxes]}
    return {**body_of(kind, line, company), **several}


def _taxes_named(draft: Draft) -> dict[int, list[Any]]:
    """The taxes that ``alegra.lines`` names, by the number of their line."""
    return {
        it["line_number"]: it["taxes"]
        for it in draft.get("alegra", {}).get("lines", [])
        if "taxes" in it and "line_number" in it
    }


def line_problems(draft: Draft) -> list[Problem]:
    """What each line to write must have, and what can't be written of it.

    A line has an item or an account, a price and a quantity (docs: alegra-api 3.3, gotcha: bills);
    its taxes are named, and once only.
    """
    found: list[Problem] = []
    taxes = _taxes_named(draft)
    if taxes and "line_items" not in draft:
        found.append(Problem("alegra.lines", "tells of lines; name them in line_items as well"))
    for place, line in _numbered(draft.get("line_items", [])):
        path = f"line_items.{place - 1}"
        found += _account_problems(line, path)
        found += [
            Problem(f"{path}.{name}", "is missing")
            for name in ("unit_price", "quantity")
            if name not in line
        ]
        if line.get("discount_amount") and "discount_percentage" not in line:
            rule = "can't be written: Alegra takes discounts as discount_percentage"
            found.append(Problem(f"{path}.discount_amount", rule))
        found += _tax_problems(line, path, taxes.get(place))
    return found


def _account_problems(line: Draft, path: str) -> list[Problem]:
    if "item" in line and "ledger_account" in line:
        rule = "names an account beside an item, and Alegra keeps one of them"
        return [Problem(f"{path}.ledger_account", rule)]
    if is_account_line(line):
        if "ledger_account" not in line:
            rule = "is missing in an expense_account line"
            return [Problem(f"{path}.ledger_account", rule)]
    elif "item" not in line:
        return [Problem(f"{path}.item", "is missing; Alegra wants an item on the line")]
    return []


def _tax_problems(line: Draft, path: str, taxes: list[Any] | None) -> list[Problem]:
    """A tax that is only an amount would be lost; two ways of naming taxes say the same."""
    named = line.get("tax_rate", {})
    if taxes is not None:
        if "id" in named and [named["id"]] != [str(it.get("id")) for it in taxes]:
            rule = "is not what alegra.lines names as the taxes of the line"
            return [Problem(f"{path}.tax_rate", rule)]
    elif line.get("tax_amount") and not named:
        rule = "goes with no tax; name it in tax_rate, or several in alegra.lines"
        return [Problem(f"{path}.tax_amount", rule)]
    return []


class LineExtras(Part):
    """What only Alegra has of one line; lines that have nothing of the kind are left out."""

    otherwise = _PLACE

    line_number = integer(_NUMBER, "The line of `line_items` that is meant.")
    taxes = json_array(
        "tax",
        "All its taxes, when it has several.",
        write=Written(lambda taxes, line, company: {}),
        rule=each_has_id,
    )
    product_key = text(meaning="Fiscal product code: SAT, CABYS.", write=_THE_ITEMS_OWN)


def line_extras(lines_of: Callable[[Row], object]) -> Field:
    """What only Alegra has of the lines of a document, under ``alegra``.

    Args:
        lines_of: Alegra's lines in a row.
    """
    return part(
        LineExtras,
        many=True,
        read=lambda record, company: _extras(lines_of(record), several=2),
        held=lambda record, company: _extras(lines_of(record), several=1),
        write=Written(lambda lines, extras, company: {}),
        same=_same_taxes,
    )


def _same_taxes(held: Any, lines: list[Draft]) -> bool:
    there, named = (_taxes_named({"alegra": {"lines": it or []}}) for it in (held, lines))
    return all(_ids(taxes) == _ids(there.get(place, [])) for place, taxes in named.items())


def _ids(taxes: list[Any]) -> list[str]:
    return sorted(str(it.get("id")) for it in taxes)


def _extras(lines: object, several: int) -> list[Body] | None:
    """The lines that there is something to tell of, each with its number.

    Args:
        lines: Alegra's own.
        several: how many taxes a line has whose taxes are told.
    """
    if not isinstance(lines, list):
        return None
    found = []
    for number, line in _numbered(lines):
        taxes = (readable(taxes_of, line) or []) if isinstance(line, dict) else []
        told = taxes if len(taxes) >= several else None
        if told or (isinstance(line, dict) and not is_empty(line.get("productKey"))):
            found.append({_NUMBER: number, "tax": told, "productKey": line.get("productKey")})
    return found
