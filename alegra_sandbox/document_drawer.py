"""Drawing a new document: who, what, how much, in which status."""

from dataclasses import dataclass
from datetime import date, timedelta

from .books import Books
from .draws import Draws
from .lines import Sums
from .money import MILLIONTHS

COLUMNS = (
    "id",
    "number",
    "date",
    "due",
    "created",
    "status",
    "contact",
    "currency",
    "kind",
    "total",
)
"""What `DocumentDrawer.draw` gives, in its order."""

Drawn = tuple[int, int, str, str, str, str, int | None, str | None, str, int]

FRESH = 0.85
"""From this part of the company's life on documents are mostly not settled yet."""


@dataclass
class DocumentDrawer:
    """Draws documents for one company.

    Attributes:
        books: the company.
        customers: ids of contacts that buy.
        suppliers: ids of contacts that sell.
    """

    books: Books
    customers: list[int]
    suppliers: list[int]

    def draw(
        self,
        table: str,
        id: int,
        number: int,
        created: date,
        age: float,
        dated: date | None = None,
        status: str | None = None,
    ) -> Drawn:
        """A document.

        Args:
            table: which kind.
            id: its id; everything about it follows from it.
            number: its running number.
            created: the day on which it is written.
            age: where in the company's life that is, from 0 to 1; decides about the status.
            dated: its date; None for the day of writing, seldom an earlier one.
            status: None to draw it.
        """
        draws = Draws(self.books.seed, table, "new", id)
        if dated is None:
            dated = created
            if draws.chance(0.03):
                dated -= timedelta(days=draws.between(5, 200))
        sold = table in ("invoices", "estimates", "credit_notes")
        contact: int | None = draws.pick(self.customers if sold else self.suppliers)
        currency = "USD" if draws.chance(0.08) else None
        kind = ""
        days = draws.pick((0, 0, 0, 15, 30, 30, 30, 30, 60))
        if table == "bills":
            kind = "supportDocument" if draws.chance(0.05) else "bill"
        elif table == "debit_notes":
            kind = "adjustmentNote" if draws.chance(0.1) else "normal"
        elif table == "purchase_orders":
            days = draws.between(1, 20)
        elif table == "journals":
            kind = draws.pick(("invoice", "bill")) if draws.chance(0.05) else "journal"
            contact = contact if draws.chance(0.3) else None
            currency = None
        if table == "journals":
            total = self.books.country.round(draws.between(100, 9_000_000) * MILLIONTHS // 7)
        else:
            total = Sums.of(self.books.lines.lines(table, id, 0, currency)).total
        return (
            id,
            number,
            dated.isoformat(),
            (dated + timedelta(days=days)).isoformat(),
            created.isoformat(),
            status or self._status(table, draws, age),
            contact,
            currency,
            kind,
            total,
        )

    def _status(self, table: str, draws: Draws, age: float) -> str:
        fresh = age >= FRESH
        place = draws.below(1000)
        if table in ("invoices", "bills"):
            draft, open, void = (110, 560, 20) if fresh else (15, 25, 20)
        elif table == "credit_notes":
            # Credit notes are open, closed or void; no draft was seen (docs: alegra-api 4).
            draft, open, void = (0, 400, 20) if fresh else (0, 70, 20)
        elif table == "purchase_orders":
            draft, open, void = (150, 400, 40) if fresh else (10, 20, 40)
        elif table == "estimates":
            return "unbilled" if place < (700 if fresh else 350) else "billed"
        elif table == "journals":
            return "void" if place < 30 else "open"
        else:
            return "open"
        if place < draft:
            return "draft"
        if place < draft + open:
            return "open"
        if place < draft + open + void:
            return "void"
        return "billed" if table == "purchase_orders" and place % 2 else "closed"
