"""Estimates, the quotes of other systems (docs: alegra-api 3.4)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..bodies import Body
from ..books import Books, Row
from ..document_parts import Drift, contact_of, currency_fields, observations_of
from ..draws import Draws
from ..lines import printed_line
from ..written_lines import WrittenLine, check_product_keys, read_lines
from .document import Document
from .resource import (
    CONTACT_FILTERS,
    Filter,
    Record,
    day_ranges,
    names_item,
    on_day,
    one_of,
    whole_number,
)


class Estimates(Document):
    """``/estimates``; oldest first unless asked otherwise."""

    path = "estimates"
    table = "estimates"
    title = "Cotización"
    filters: ClassVar[Mapping[str, Filter]] = {
        **on_day("date", "date"),
        **day_ranges("date", "date"),
        **on_day("dueDate", "due"),
        **CONTACT_FILTERS,
        "number": Filter("number = ?", whole_number),
        "status": Filter("status = ?", one_of("billed", "unbilled")),
        "item_id": names_item("estimates"),
    }
    order_fields: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "name": "contact",
        "date": "date",
        "dueDate": "due",
    }
    default_order = "id ASC"
    optional = frozenset({"pdf"})
    inputs: ClassVar[Mapping[str, Any]] = {
        "date": "",
        "dueDate": None,
        "observations": None,
        "anotation": None,
        "items": [],
        "seller": None,
        "priceList": None,
    }
    required = ("date", "dueDate", "client", "items")
    due = "dueDate"
    changeable = frozenset({"unbilled"})
    first_status = "unbilled"

    def lines(self, books: Books, body: Body) -> list[WrittenLine]:
        """All on items."""
        return read_lines(books, body.get("items"), [])

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """In Mexico each item has a product key (gotcha: quotes)."""
        check_product_keys(books, self.lines(books, body))
        return super().columns(books, body, row)

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With its own lines."""
        items = self.printed_lines(books, row, self.lines(books, body))
        return {**super().as_written(books, row, record, body), "items": items}

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Estimates; the customer's address is one text, or the structured block."""
        return [self._record(books, row, asked) for row in rows]

    def _record(self, books: Books, row: Row, asked: Collection[str]) -> Record:
        drift = Drift(books, "estimates", row["id"])
        draws = Draws(books.seed, "estimates", "fields", row["id"])
        lines = books.lines.lines("estimates", row["id"], row["variant"], row["currency"])
        contact = contact_of(books, row)
        client = contact.snapshot()
        if draws.chance(0.7):
            client["address"] = contact.address_text()
        record: Record = {
            "id": drift.id(row["id"]),
            "number": str(row["number"]),
            "date": row["date"],
            "dueDate": row["due"],
            "client": client,
            "status": row["status"],
            "total": drift.amount(row["total"]),
            "items": [printed_line(line, drift.spelling, "sale") for line in lines],
            "observations": observations_of(drift, row),
            "anotation": draws.pick((None, "", "Precios sujetos a cambio")),
            "seller": {"id": "1", "name": "Ventas mostrador"} if draws.chance(0.3) else None,
            "warehouse": {"id": "1", "name": "Principal"},
            "priceList": {"id": "1", "name": "General"} if draws.chance(0.5) else None,
            **currency_fields(books, row),
        }
        if "pdf" in asked:
            record["pdf"] = f"https://cdn.example.com/estimates/{row['id']}.pdf?Expires=1"
        return record


ESTIMATES = Estimates()
