"""What documents of several kinds print alike, drift included."""

from collections.abc import Iterable, Sequence
from typing import Any

from .books import Books, Row
from .contact_facts import ContactFacts
from .draws import Draws
from .money import MILLIONTHS, Spelling, literal, number, spelled

COST_CENTERS = ("Administración", "Ventas", "Almacén", "Sucursal norte")


class Drift:
    """How one record happens to be spelled: the same at each reading (docs: alegra-api 1.7).

    Args:
        books: whose record.
        resource: of which resource.
        id: its id.
    """

    def __init__(self, books: Books, resource: str, id: int) -> None:
        self.draws = Draws(books.seed, resource, "drift", id)
        place = self.draws.below(20)
        self.spelling: Spelling = "text" if place < 3 else "long_text" if place == 3 else "number"
        self._id_is_number = self.draws.below(20) == 0
        self._template_is_list = self.draws.below(12) == 0

    def id(self, value: int) -> int | str:
        """A record's own id: a text, now and then a number."""
        return value if self._id_is_number else str(value)

    def template(self, template: dict[str, Any]) -> Any:
        """``numberTemplate``: an object, now and then a list of one."""
        return [template] if self._template_is_list else template

    def amount(self, millionths: int) -> Any:
        """An amount in the record's spelling."""
        return spelled(millionths, self.spelling)

    def cost_center(self) -> Any:
        """``costCenter``: null mostly, an object, a list of one or of none."""
        place = self.draws.below(20)
        if place < 12:
            return None
        if place == 12:
            return []
        index = self.draws.below(len(COST_CENTERS))
        center = {"id": str(index + 1), "name": COST_CENTERS[index]}
        return [center] if place == 13 else center


def contact_of(books: Books, row: Row) -> ContactFacts:
    """Who the document was made out to."""
    return facts_of(books, row["contact"])


def facts_of(books: Books, contact: int) -> ContactFacts:
    """A contact as it was when it came, from the seed or from outside."""
    newcomer: ContactFacts | None = books.newcomers.get(contact)
    return newcomer or ContactFacts.of(books.seed, books.country, contact)


def supplier_snapshot(books: Books, row: Row) -> dict[str, Any]:
    """``provider`` of bills and orders (docs: alegra-api 3.7)."""
    snapshot = contact_of(books, row).snapshot()
    del snapshot["address"]
    return snapshot


def currency_fields(books: Books, row: Row) -> dict[str, Any]:
    """``currency``, which is absent in the base currency (docs: alegra-api 1.7)."""
    if row["currency"] is None:
        return {}
    rate = books.country.dollar_rate + Draws(books.seed, "rate", row["date"]).below(MILLIONTHS)
    return {"currency": {"code": row["currency"], "symbol": "US$", "exchangeRate": literal(rate)}}


def moment_of(books: Books, resource: str, row: Row) -> str:
    """When a document was made: ``YYYY-MM-DD HH:MM:SS`` in company time (docs: alegra-api 1.5)."""
    draws = Draws(books.seed, resource, "moment", row["id"])
    hour, minute, second = draws.between(8, 19), draws.below(60), draws.below(60)
    return f"{row['created']} {hour:02d}:{minute:02d}:{second:02d}"


def observations_of(drift: Drift, row: Row) -> str | None:
    """Internal notes; each edit shows in them."""
    if row["edition"]:
        return f"Revisado por administración ({row['edition']})"
    return drift.draws.pick((None, None, "", "Entregar por la mañana", "Cliente frecuente"))


def precision_fields(books: Books, drift: Drift) -> dict[str, Any]:
    """``decimalPrecision``, a text or a number, and ``calculationScale``."""
    precision = books.country.decimal_precision
    return {
        "decimalPrecision": precision if drift.spelling == "text" else str(precision),
        "calculationScale": 6,
    }


Application = tuple[int, int]
"""An id and an amount in millionths."""


def targets_of(
    books: Books, source: str, target: str, ids: Iterable[int]
) -> dict[int, list[Application]]:
    """What payments or notes are applied to, by their ids."""
    listed = list(ids)
    marks = ", ".join("?" for _ in listed)
    found: dict[int, list[Application]] = {id: [] for id in listed}
    for row in books.stream(
        f"SELECT source_id, target_id, amount FROM applications WHERE source = ? "
        f"AND source_id IN ({marks}) AND target = ? ORDER BY rowid",
        (source, *listed, target),
    ):
        found[row["source_id"]].append((row["target_id"], row["amount"]))
    return found


def rows_by_id(books: Books, table: str, ids: Iterable[int]) -> dict[int, Row]:
    """Rows by their ids."""
    listed = sorted(set(ids))
    marks = ", ".join("?" for _ in listed)
    return {
        row["id"]: row
        for row in books.stream(f"SELECT * FROM {table} WHERE id IN ({marks})", listed)
    }


def payments_of(books: Books, target: str, rows: Sequence[Row]) -> dict[int, list[dict[str, Any]]]:
    """``payments`` of invoices or bills: the open payments that are applied to them."""
    marks = ", ".join("?" for _ in rows)
    found: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
    for payment in books.stream(
        "SELECT a.target_id, a.amount, p.id, p.number, p.date, p.status FROM applications a "
        f"JOIN payments p ON p.id = a.source_id WHERE a.target = ? AND a.target_id IN ({marks}) "
        "AND a.source = 'payments' AND p.status = 'open' ORDER BY p.id",
        (target, *(row["id"] for row in rows)),
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


def payment_method(books: Books, payment: int) -> str:
    """How a payment was made."""
    return Draws(books.seed, "payments", "method", payment).pick(
        ("cash", "transfer", "check", "credit-card", "debit-card", "deposit")
    )
