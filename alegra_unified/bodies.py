"""Parts of the bodies that Alegra takes, which several resources share (docs: alegra-api 3)."""

from collections.abc import Sequence
from typing import Any

from .company import Company
from .drafts import DraftPurchaseLine, DraftSalesLine, TaxRateLink
from .writing import Problem, by_id, given


def currency_body(code: str | None, rate: Any, company: Company) -> dict[str, Any] | None:
    """The currency of a document; the base currency is not named (docs: alegra-api 1.7)."""
    if code is None or code == company.currency:
        return None
    return given(code=code, exchangeRate=rate)


def sales_lines_body(lines: Sequence[DraftSalesLine] | None) -> list[dict[str, Any]]:
    """``items`` of an invoice, a quote or a credit note."""
    return [
        given(
            id=line.item.id if line.item else None,
            description=line.description,
            price=line.unit_price,
            quantity=line.quantity,
            discount=line.discount_percentage,
            tax=_tax(line.tax_rate),
        )
        for line in lines or []
    ]


def purchases_body(lines: Sequence[DraftPurchaseLine] | None) -> dict[str, Any]:
    """``purchases`` of a bill or an order: lines on items, and lines on ledger accounts."""
    items, accounts = [], []
    for line in lines or []:
        shared = {
            "price": line.unit_price,
            "quantity": line.quantity,
            "discount": line.discount_percentage,
            "tax": _tax(line.tax_rate),
        }
        if is_account_line(line):
            account = line.ledger_account.id if line.ledger_account else None
            accounts.append(given(id=account, observations=line.description, **shared))
        else:
            item = line.item.id if line.item else None
            items.append(given(id=item, description=line.description, **shared))
    return {**({"items": items} if items else {}), **({"categories": accounts} if accounts else {})}


def is_account_line(line: DraftPurchaseLine) -> bool:
    """Whether a line costs against a ledger account (gotcha: bills)."""
    return line.type == "expense_account" or (line.type is None and line.ledger_account is not None)


def sales_line_problems(lines: Sequence[DraftSalesLine] | None) -> list[Problem]:
    """What each line of a sales document must have (docs: alegra-api 3.3)."""
    found: list[Problem] = []
    for place, line in enumerate(lines or []):
        path = f"line_items.{place}"
        if line.item is None:
            found.append(Problem(f"{path}.item", "is missing; Alegra wants an item on each line"))
        found += _amount_problems(path, line)
    return found


def purchase_line_problems(lines: Sequence[DraftPurchaseLine] | None) -> list[Problem]:
    """What each line of a purchase must have: an item or an account (gotcha: bills)."""
    found: list[Problem] = []
    for place, line in enumerate(lines or []):
        path = f"line_items.{place}"
        if is_account_line(line) and line.ledger_account is None:
            found.append(Problem(f"{path}.ledger_account", "is missing in an expense_account line"))
        if not is_account_line(line) and line.item is None:
            found.append(Problem(f"{path}.item", "is missing in an expense_item line"))
        found += _amount_problems(path, line)
    return found


def _amount_problems(path: str, line: DraftSalesLine | DraftPurchaseLine) -> list[Problem]:
    found = [
        Problem(f"{path}.{name}", "is missing")
        for name in ("unit_price", "quantity")
        if getattr(line, name) is None
    ]
    if line.discount_amount and line.discount_percentage is None:
        rule = "can't be written: Alegra takes discounts as discount_percentage"
        found.append(Problem(f"{path}.discount_amount", rule))
    return found


def _tax(tax_rate: TaxRateLink | None) -> list[dict[str, str]] | None:
    tax = by_id(tax_rate.id if tax_rate else None)
    return None if tax is None else [tax]
