"""Item categories: groups of products (docs: alegra-api 11.1)."""

from collections.abc import Iterable, Mapping

from ..books import Books
from .filters import accepting
from .references import NAMES
from .resource import Listed, Record, Rendering, by_name


class ItemCategories(Listed):
    """``/item-categories``; in order of the name only."""

    path = "item-categories"
    title = "Categoría de producto"
    column_types = "name TEXT, status TEXT"
    filters = accepting("name", status=("active", "inactive"))
    order_fields = by_name(name="name")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """Those that items are of."""
        for place, name in enumerate(NAMES["itemCategory"], start=1):
            yield {"id": place, "name": name, "status": "inactive" if place == 4 else "active"}

    def record(self, it: Rendering) -> Record:
        """A group; the id is a number or a text."""
        name, url = f"{it.id}.png", f"https://cdn.example.com/{it.id}.png"
        return {
            "id": it.id if it.id % 2 else str(it.id),
            **it.copied("name", "status"),
            "description": "" if it.id % 2 else f"Productos de la {it.row['name'].lower()}",
            "image": {"id": str(it.id), "name": name, "url": url} if it.id % 3 == 0 else None,
            "url": None,
        }
