"""Documents that are paid: invoices and bills."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from .. import settlement
from ..books import Books, Change, Changes, Impossible, Row
from ..money import number
from ..random_values import RandomValues
from .document import Document
from .resource import Record, Rendering


class Payable(Document):
    """An invoice or a bill.

    Attributes:
        paid_by: kind of the payments that settle it.
    """

    paid_by: ClassVar[str]

    def create_dated(self, books: Books, dated: date, random: RandomValues) -> Changes:
        """A new one of long ago; half of them are paid as well."""
        changes = super().create_dated(books, dated, random)
        if random.chance(0.5):
            row = self.chosen(books, changes[0].id)
            changes += self.pay_on(books, row, dated, in_full=True)[:1]
        return changes

    def pay(self, books: Books, id: int | None = None) -> Changes:
        """A payment of today, the whole rest or a part of it."""
        return self.pay_on(books, self.unpaid(books, id), books.today)

    def unpaid(self, books: Books, id: int | None = None) -> Row:
        """One that something is owed of."""
        return self.chosen(books, id, "status = 'open' AND total > settled + credited")

    def pay_on(self, books: Books, row: Row, dated: date, in_full: bool = False) -> Changes:
        """A payment dated on a day."""
        owed = settlement.owed(row)
        if row["status"] != "open" or owed <= 0:
            raise Impossible(f"{self.path} {row['id']} is not open, or nothing is owed")
        random = books.random_change()
        amount = owed
        if not in_full and random.chance(0.35):
            amount = books.country.round(owed * random.between(20, 80) // 100) or owed
        id = books.next_id("payments")
        payment = {
            "id": id,
            "number": books.next_number("payments", self.paid_by),
            "date": dated.isoformat(),
            "due": dated.isoformat(),
            "created": books.today.isoformat(),
            "status": "open",
            "contact": row["contact"],
            "currency": row["currency"],
            "kind": self.paid_by,
            "total": amount,
        }
        books.insert("payments", payment)
        part = settlement.Part(self.table, row["id"], amount)
        return [Change("payments", id, "created"), *settlement.apply(books, "payments", id, [part])]

    def related(self, books: Books, rows: Sequence[Row]) -> dict[int, list[Record]]:
        """``payments``: the open payments that are applied to them, by id."""
        marks = ", ".join("?" for _ in rows)
        found: dict[int, list[Record]] = {row["id"]: [] for row in rows}
        for payment in books.select(
            "SELECT a.target_id, a.amount, p.id, p.number, p.date, p.status FROM applications a "
            "JOIN payments p ON p.id = a.source_id "
            f"WHERE a.target = ? AND a.target_id IN ({marks}) "
            "AND a.source = 'payments' AND p.status = 'open' ORDER BY p.id",
            (self.table, *found),
        ):
            found[payment["target_id"]].append(
                {
                    "id": str(payment["id"]),
                    "prefix": None,
                    "number": str(payment["number"]),
                    "date": payment["date"],
                    "amount": number(payment["amount"]),
                    "paymentMethod": payment_method(books, payment["id"]),
                    "observations": None,
                    "anotation": None,
                    "status": payment["status"],
                }
            )
        return found

    def amounts(self, it: Rendering) -> Record:
        """``total``, and what of it is paid and owed."""
        return {
            "total": it.amount(it.row["total"]),
            "totalPaid": it.amount(it.row["settled"]),
            "balance": it.amount(settlement.owed(it.row)),
        }

    def in_payment(self, books: Books, row: Row, amount: int) -> dict[str, Any]:
        """One inside a payment; ``amount`` is what the payment brings to it."""
        return {
            "id": str(row["id"]),
            "number": self.shown_number(books, row),
            "date": row["date"],
            "amount": number(amount),
            "total": number(row["total"]),
            "totalPaid": number(row["settled"]),
            "balance": number(settlement.owed(row)),
        }

    def shown_number(self, books: Books, row: Row) -> str:
        """The number that it is known by."""
        return str(row["number"])


def payment_method(books: Books, payment: int) -> str:
    """How a payment was made."""
    return RandomValues(books.seed, "payments", "method", payment).pick(
        ("cash", "transfer", "check", "credit-card", "debit-card", "deposit")
    )
