"""Attributes of variants of items (docs: alegra-api 11.1)."""

from collections.abc import Iterable, Mapping

from ..books import Books
from .filters import accepting
from .resource import Listed, Record, Rendering, by_name

_ATTRIBUTES = {"Talla": ("S", "M", "L"), "Color": ("Rojo", "Azul")}


class VariantAttributes(Listed):
    """``/variant-attributes``; in order of the name only."""

    path = "variant-attributes"
    title = "Atributo"
    column_types = "name TEXT, status TEXT"
    filters = accepting("name")
    order_fields = by_name(name="name")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """Size and colour."""
        for place, name in enumerate(_ATTRIBUTES, start=1):
            yield {"id": place, "name": name, "status": "active"}

    def record(self, it: Rendering) -> Record:
        """An attribute with its options."""
        values = enumerate(_ATTRIBUTES[it.row["name"]], start=10 * it.id)
        options = [{"id": str(id), "value": value} for id, value in values]
        return {"id": it.drifting_id(), **it.copied("name", "status"), "options": options}
