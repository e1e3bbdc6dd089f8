"""Taxes (docs: alegra-api 3.12)."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..bodies import Body, amount
from ..books import Books, Row
from ..chart_of_accounts import by_rule
from ..money import shown_percentage
from .categories import embedded_account
from .resource import MasterData, Record, Rendering, by_name


class Taxes(MasterData):
    """``/taxes``; wrapped in ``total`` and ``results`` whatever was asked."""

    path = "taxes"
    title = "Impuesto"
    column_types = "name TEXT, percentage INTEGER, type TEXT, status TEXT"
    inputs = ("description",)
    made_of = ("name", "percentage", "type", "status")
    fills = by_name(description="Tasa general")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """The country's."""
        for tax in books.country.taxes:
            # SQLite knows no decimals; it makes a number of the text.
            shown = {"percentage": str(tax.percentage), "type": tax.type, "status": "active"}
            yield {"id": tax.id, "name": tax.name, **shown}

    def answer(self, records: list[Record], total: int, parameters: Mapping[str, str]) -> Any:
        """In a form of its own (docs: alegra-api 1.3)."""
        return {"total": str(total), "results": records}

    def record(self, it: Rendering) -> Record:
        """A tax; the percentage is a text, of some a number."""
        row, country = it.row, it.country
        return {
            "id": str(it.id),
            **it.copied("name", "status", "type"),
            "percentage": shown_percentage(row["percentage"], it.id % 3 != 0),
            "description": None if it.id % 2 else f"{row['name']} {row['percentage']} %",
            "categoryFavorable": embedded_account(country, by_rule("TAXES_IN_FAVOR")),
            "categoryToBePaid": embedded_account(country, by_rule("TAXES_TO_PAY")),
        }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name and a percentage."""
        return {
            **super().columns(books, body, row),
            "percentage": str(amount(body.get("percentage"), "percentage")),
            "type": body.get("type") or "OTHER",
        }
