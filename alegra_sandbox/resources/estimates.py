"""Estimates, the quotes of other systems (docs: alegra-api 3.4)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ..bodies import Body
from ..books import Books, Row
from .document import Document
from .filters import (
    CONTACT_NAMED,
    DATE,
    DATE_RANGES,
    NUMBER,
    OF_CONTACT,
    Filter,
    names_item,
    on_day,
    one_of,
)
from .lines import check_product_keys
from .rendering import Rendering
from .resource import Record


class Estimates(Document):
    """``/estimates``; oldest first unless asked otherwise."""

    path = "estimates"
    title = "Cotización"
    shares: ClassVar[Mapping[str, int]] = {"estimates": 5}
    statuses: ClassVar[Mapping[str, tuple[int, int]]] = {
        "unbilled": (350, 700),
        "billed": (650, 300),
    }
    first_status = "unbilled"
    settled_status = "billed"
    events: ClassVar[Mapping[str, float]] = {"settle": 0.06, "delete": 0.01}
    sells = True
    filters: ClassVar[Mapping[str, Filter]] = {
        **DATE,
        **DATE_RANGES,
        **on_day("dueDate", "due"),
        "client_id": OF_CONTACT,
        "client_name": CONTACT_NAMED,
        "number": NUMBER,
        "status": Filter("status = ?", one_of(*statuses)),
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
        "seller": None,
        "priceList": None,
    }
    made_of = ("items",)
    due = "dueDate"
    required = ("date", "dueDate", "client", "items")
    changeable = frozenset({"unbilled"})

    def record(self, it: Rendering) -> Record:
        """An estimate; the customer's address is one text, or the structured block."""
        row, random = it.row, it.random
        client = self.contact(it).snapshot()
        if random.chance(0.7):
            client["address"] = ", ".join(str(part) for part in client["address"].values() if part)
        record: Record = {
            "id": it.drifting_id(),
            "number": str(row["number"]),
            "date": row["date"],
            "dueDate": row["due"],
            "client": client,
            "status": row["status"],
            "total": it.amount(row["total"]),
            "items": [line.printed(it.notation, True) for line in self.lines(it)],
            "observations": self.observations(it),
            "anotation": random.pick((None, "", "Precios sujetos a cambio")),
            "seller": {"id": "1", "name": "Ventas mostrador"} if random.chance(0.3) else None,
            "warehouse": {"id": "1", "name": "Principal"},
            "priceList": {"id": "1", "name": "General"} if random.chance(0.5) else None,
            **self.currency(it),
        }
        if "pdf" in it.asked:
            record["pdf"] = f"https://cdn.example.com/estimates/{it.id}.pdf?Expires=1"
        return record

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """Each item has a product key where the country wants it (gotcha: quotes)."""
        check_product_keys(books, self.lines_of_body(books, body))
        return super().columns(books, body, row)
