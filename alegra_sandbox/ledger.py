"""What documents book, line by line, reckoned from the records that they show.

A line's amount is a debit above 0 and a credit below; those of a record add up to 0.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .bodies import identifier, objects
from .books import Books
from .chart_of_accounts import by_rule

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    Attributes:
        account: id of the ledger account.
        amount: in the currency of the record.
        client: whom it is about; None where it is the record's own contact.
        description: what it says.
    """

    account: int
    amount: Decimal
    client: Any = None
    description: str | None = None


def entries(books: Books, path: str, record: Record) -> list[Entry]:
    """What a record of a resource books."""
    return list(BOOKED[path](books, record))


def _rule(name: str) -> int:
    return by_rule(name).id


def decimal(value: Any) -> Decimal:
    """An amount in any of its notations."""
    return Decimal(str(value or 0))


def _tax(line: Record) -> Decimal:
    return sum((decimal(tax["amount"]) for tax in objects(line.get("tax"))), Decimal(0))


def _sale(sign: int, income: str) -> Callable[[Books, Record], Iterator[Entry]]:
    def booked(books: Books, record: Record) -> Iterator[Entry]:
        lines = objects(record["items"])
        total, tax = sum(decimal(it["total"]) for it in lines), sum(_tax(it) for it in lines)
        yield Entry(_rule("RECEIVABLE_ACCOUNTS"), Decimal(sign * total))
        yield Entry(_rule(income), Decimal(-sign * (total - tax)))
        yield Entry(_rule("TAXES_TO_PAY"), Decimal(-sign * tax))

    return booked


def _purchase(sign: int, goods: str) -> Callable[[Books, Record], Iterator[Entry]]:
    def booked(books: Books, record: Record) -> Iterator[Entry]:
        lists = record.get("purchases") or record
        items, accounts = objects(lists.get("items")), objects(lists.get("categories"))
        total = sum(decimal(it["total"]) for it in (*items, *accounts))
        tax = sum(_tax(it) for it in (*items, *accounts))
        yield Entry(_rule("DEBTS_TO_PAY_PROVIDERS"), Decimal(-sign * total))
        yield Entry(_rule("TAXES_IN_FAVOR"), Decimal(sign * tax))
        for account, line in [
            *((_rule(goods), it) for it in items),
            *((identifier(it) or 0, it) for it in accounts),
        ]:
            yield Entry(account, sign * (decimal(line["total"]) - _tax(line)))

    return booked


def _payment(books: Books, record: Record) -> Iterator[Entry]:
    sign = 1 if record["type"] == "in" else -1
    bank = identifier(record.get("bankAccount") or record.get("account"))
    account = books.value("SELECT account FROM bank_accounts WHERE id = ?", (bank,))
    rest = decimal(record["amount"])
    yield Entry(account or _rule("BANK_ACCOUNTS"), sign * rest)
    for line in objects(record["categories"]):
        rest -= decimal(line["total"])
        yield Entry(identifier(line) or 0, -sign * decimal(line["total"]))
    settled = "RECEIVABLE_ACCOUNTS" if sign > 0 else "DEBTS_TO_PAY_PROVIDERS"
    yield Entry(_rule(settled), -sign * rest)


def _adjustment(books: Books, record: Record) -> Iterator[Entry]:
    for line in objects(record["items"]):
        worth = decimal(line["quantity"]) * decimal(line["unitCost"])
        worth = worth if line["type"] == "in" else -worth
        yield Entry(_rule("INVENTORY"), worth)
        yield Entry(_rule("COST_OF_SALES"), -worth)


def _journal(books: Books, record: Record) -> Iterator[Entry]:
    for line in objects(record["entries"]):
        amount = decimal(line["debit"]) - decimal(line["credit"])
        yield Entry(identifier(line) or 0, amount, line["client"] or {}, line["description"])


BOOKED: Mapping[str, Callable[[Books, Record], Iterator[Entry]]] = {
    "journals": _journal,
    "invoices": _sale(1, "SALES"),
    "income-debit-notes": _sale(1, "SALES"),
    "credit-notes": _sale(-1, "SALES_RETURNS"),
    "bills": _purchase(1, "INVENTORY"),
    "debit-notes": _purchase(-1, "PURCHASE_RETURNS"),
    "payments": _payment,
    "inventory-adjustments": _adjustment,
}
"""What is booked, by resource; journals first."""
