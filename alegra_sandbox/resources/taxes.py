"""Taxes (docs: alegra-api 3.12)."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from ..bodies import Body, amount, require
from ..books import Books, Row
from ..chart_of_accounts import by_rule
from .categories import embedded_account
from .resource import Record, Resource


class Taxes(Resource):
    """``/taxes``; wrapped in ``total`` and ``results`` whatever was asked."""

    path = "taxes"
    table = "taxes"
    title = "Impuesto"
    order_fields: ClassVar[Mapping[str, str]] = {"id": "id", "name": "name"}
    default_order = "id ASC"
    made_of = ("name", "percentage", "type", "status")
    inputs: ClassVar[Mapping[str, Any]] = {
        "description": None,
    }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name and a percentage."""
        require(body, ("name",))
        return {
            "name": body["name"],
            "percentage": str(amount(body.get("percentage"), "percentage")),
            "type": body.get("type") or "OTHER",
            "status": body.get("status", "active"),
        }

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With the percentage to its last digit."""
        percentage = f"{Decimal(str(row['percentage'])):.4f}"
        return {**super().as_written(books, row, record, body), "percentage": percentage}

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Taxes; the percentage is a text, of some a number."""
        return [
            {
                "id": str(row["id"]),
                "name": row["name"],
                "percentage": row["percentage"]
                if row["id"] % 3 == 0
                else f"{row['percentage']}.00",
                "description": None if row["id"] % 2 else f"{row['name']} {row['percentage']} %",
                "status": row["status"],
                "type": row["type"],
                "categoryFavorable": embedded_account(books.country, by_rule("TAXES_IN_FAVOR")),
                "categoryToBePaid": embedded_account(books.country, by_rule("TAXES_TO_PAY")),
            }
            for row in rows
        ]


TAXES = Taxes()
