"""Inventory adjustments: the first stock of all items, and what was counted since.

docs: alegra-api 11.5.
"""

from typing import Any

from ..bodies import Body, identifier
from ..books import Books, Row
from ..errors import invalid
from ..json_text import decoded
from ..money import exact, noted, number
from ..random_values import RandomValues
from ..stock import Move, Moving
from .filters import accepting
from .items import unit_cost
from .references import MAIN_WAREHOUSE, embedded, filling
from .resource import Record, Rendering, by_name
from .stock_movements import StockMovement, amount_of, stocked


class InventoryAdjustments(StockMovement):
    """``/inventory-adjustments``."""

    path = "inventory-adjustments"
    title = "Ajuste de inventario"
    beside = 2
    filters = {**StockMovement.filters, **accepting("number")}  # noqa: RUF012
    order_fields = by_name(id="id", number="number", date="date")
    inputs = ("date", "observations", "prefix", "idResolution")
    references = by_name(warehouse={}, costCenter={})
    fills = filling("observations", *references, prefix="AJ", idResolution="4")
    amounts = ("quantity", "unitCost")

    def generated_lines(self, books: Books, row: Moving) -> list[Body]:
        """The first ones bring the first stock of all items; later ones correct or refill it."""
        random = RandomValues(books.seed, self.table, "lines", row["id"])
        items, first = stocked(books), books.counts[self.path]
        if row["number"] <= first:
            wanted = [
                (item, "in", random.between(150, 500)) for item in items[row["number"] - 1 :: first]
            ]
        else:
            wanted = []
        for item in [random.pick(items)] if items else []:
            way = random.pick(("in", "in", "out"))
            wanted.append((item, way, random.between(1, 60 if way == "in" else 3)))
        return [
            {
                "id": item.id,
                "type": way,
                "quantity": quantity,
                "unitCost": exact(unit_cost(books.country, item.price)),
            }
            for item, way, quantity in wanted
        ]

    def moves(self, books: Books, row: Moving) -> list[Move]:
        """In or out of one warehouse."""
        body = decoded(row["document"]) if row["document"] else {}
        warehouse = embedded(books, "warehouse", body.get("warehouse"), {}) or {}
        return [
            (
                identifier(line) or 0,
                warehouse.get("id", MAIN_WAREHOUSE),
                (1 if line["type"] == "in" else -1) * amount_of(line, "quantity"),
            )
            for line in self.lines(books, row)
        ]

    def shown(self, it: Rendering, line: Body) -> Record:
        """In or out, how many, and what one costs."""
        quantity, cost = (amount_of(line, name) for name in ("quantity", "unitCost"))
        shown = {"type": line["type"], "quantity": number(quantity)}
        return {**shown, "unitCost": noted(cost, it.notation)}

    def record(self, it: Rendering) -> Record:
        """An adjustment; it has no status."""
        return {
            "id": it.drifting_id(),
            "number": str(it.row["number"]),
            "prefix": None,
            "idResolution": None,
            **it.copied("date"),
            "observations": self.observations(it),
            "warehouse": embedded(it.books, "warehouse", MAIN_WAREHOUSE, {}),
            "costCenter": it.cost_center(),
            "items": self.items(it),
        }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """Each line says whether it comes in or goes out."""
        values = super().columns(books, body, row)
        if any(line.get("type") not in ("in", "out") for line in body["items"]):
            raise invalid("El campo items.type debe ser in u out")
        return values
