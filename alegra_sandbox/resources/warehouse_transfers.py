"""Transfers of items from one warehouse to another (docs: alegra-api 11.1)."""

from typing import Any

from ..bodies import Body, identifier
from ..books import Books, Row
from ..errors import invalid
from ..json_text import decoded
from ..money import number
from ..random_values import RandomValues
from ..stock import Move, Moving
from .references import MAIN_WAREHOUSE, embedded, filling, newest
from .resource import Record, Rendering, by_name
from .stock_movements import StockMovement, amount_of, stocked


class WarehouseTransfers(StockMovement):
    """``/warehouse-transfers``."""

    path = "warehouse-transfers"
    title = "Transferencia de bodega"
    beside = 1
    order_fields = by_name(id="id", date="date")
    inputs = ("date", "observations")
    made_of = ("items", "origin", "destination")
    fills = filling("observations")

    def generated_lines(self, books: Books, row: Moving) -> list[Body]:
        """A few of one item or two."""
        random = RandomValues(books.seed, self.table, "lines", row["id"])
        items = stocked(books)
        count = random.between(1, 2) if items else 0
        return [
            {"id": random.pick(items).id, "quantity": random.between(1, 12)} for _ in range(count)
        ]

    def moves(self, books: Books, row: Moving) -> list[Move]:
        """Out of one warehouse and into another."""
        origin, destination = _warehouses(books, row)
        return [
            (identifier(line) or 0, warehouse["id"], sign * amount_of(line, "quantity"))
            for line in self.lines(books, row)
            for sign, warehouse in ((-1, origin), (1, destination))
        ]

    def shown(self, it: Rendering, line: Body) -> Record:
        """How many."""
        return {"quantity": number(amount_of(line, "quantity"))}

    def record(self, it: Rendering) -> Record:
        """A transfer, which has neither amounts nor a status."""
        origin, destination = _warehouses(it.books, it.row)
        return {
            "id": it.drifting_id(),
            **it.copied("date"),
            "observations": self.observations(it),
            "origin": origin,
            "destination": destination,
            "items": self.items(it),
        }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """Two different warehouses."""
        values = super().columns(books, body, row)
        origin, destination = (
            embedded(books, "warehouse", body.get(name), {}) for name in ("origin", "destination")
        )
        if origin == destination:
            raise invalid("La bodega de destino debe ser distinta a la de origen")
        return values


def _warehouses(books: Books, row: Moving) -> tuple[Record, Record]:
    """Where a row takes from, and where it brings to."""
    body = decoded(row["document"]) if row["document"] else {}
    origin = embedded(books, "warehouse", body.get("origin"), {})
    destination = embedded(books, "warehouse", body.get("destination"), {}) if body else None
    return origin or {"id": MAIN_WAREHOUSE}, destination or newest("warehouse")
