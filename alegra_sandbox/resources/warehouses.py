"""Warehouses (docs: alegra-api 3.12 and 11.1)."""

from collections.abc import Iterable, Mapping

from ..books import Books
from .references import NAMES, since
from .resource import MasterData, Record, Rendering, by_name


class Warehouses(MasterData):
    """``/warehouses``."""

    path = "warehouses"
    title = "Bodega"
    column_types = "name TEXT, status TEXT, created TEXT"
    inputs = ("address", "observations")
    references = by_name(costCenter={})
    made_of = ("name", "status")
    fills = by_name(address="Calle 8", observations="Con muelle")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """The main one, and one of this year."""
        for place, name in enumerate(NAMES["warehouse"], start=1):
            created = since(books, place)
            yield {"id": place, "name": name, "status": "active", "created": created}

    def record(self, it: Rendering) -> Record:
        """A warehouse."""
        return {
            "id": str(it.id),
            **it.copied("name", "status"),
            "isDefault": it.id == 1,
            "address": it.drift.pick((None, "", "Avenida Juárez 200")),
            "observations": None,
            "costCenter": it.cost_center(),
        }

    def filled(self, it: Rendering, record: Record) -> Record:
        """With a cost centre."""
        return {**super().filled(it, record), "costCenter": {"id": "2", "name": "Ventas"}}
