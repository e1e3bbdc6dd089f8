"""Price lists (docs: alegra-api 3.12 and 11.1)."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..bodies import Body, amount
from ..books import Books, Row
from ..errors import invalid
from ..money import shown_percentage
from .references import NAMES, since
from .resource import MasterData, Record, Rendering, by_name


class PriceLists(MasterData):
    """``/price-lists``; of amounts, or of a percentage on the main list."""

    path = "price-lists"
    title = "Lista de precios"
    column_types = "name TEXT, kind TEXT, percentage TEXT, status TEXT, created TEXT"
    inputs = ("description",)
    made_of = ("name", "type", "percentage", "status")
    required = ("name", "type")
    fills = by_name(description="Desde doce piezas")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """The main one, and one with a percentage."""
        for place, name in enumerate(NAMES["priceList"], start=1):
            kind, percentage = ("amount", None) if place == 1 else ("percentage", "10")
            shown = {"name": name, "kind": kind, "percentage": percentage, "status": "active"}
            yield {"id": place, **shown, "created": since(books, place)}

    def record(self, it: Rendering) -> Record:
        """A list; the percentage is a text or a number, and absent where there is none."""
        record = {"id": str(it.id), **it.copied("name", "status", type="kind"), "description": ""}
        percentage = it.row["percentage"]
        if percentage is not None:
            record["percentage"] = shown_percentage(percentage, it.drift.chance(0.5))
        return record

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name, a type, and the percentage of one that has it."""
        values, kind = super().columns(books, body, row), body["type"]
        if kind not in ("amount", "percentage"):
            raise invalid("El campo type no es válido")
        is_one = kind == "percentage"
        percentage = str(amount(body.get("percentage"), "percentage")) if is_one else None
        return {**values, "kind": kind, "percentage": percentage}
