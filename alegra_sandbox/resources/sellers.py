"""Sellers (docs: alegra-api 11.1)."""

from collections.abc import Iterable, Mapping

from ..books import Books
from .filters import accepting
from .references import NAMES, since
from .resource import MasterData, Record, Rendering, by_name


class Sellers(MasterData):
    """``/sellers``; in no order that is documented."""

    path = "sellers"
    title = "Vendedor"
    column_types = "name TEXT, status TEXT, created TEXT"
    filters = accepting(status=("active", "inactive"))
    inputs = ("identification", "observations")
    made_of = ("name", "status")
    fills = by_name(identification="1957845-5", observations="Zona norte")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """An old one and a new one."""
        for place, name in enumerate(NAMES["seller"], start=1):
            created = since(books, place)
            yield {"id": place, "name": name, "status": "active", "created": created}

    def record(self, it: Rendering) -> Record:
        """A seller; the identification is a text or a number."""
        number = it.drift.digits(8)
        identification = it.drift.pick((f"{number[:7]}-{number[7]}", int(f"1{number}"), None))
        shown = it.copied("name", "status")
        return {"id": str(it.id), **shown, "identification": identification, "observations": ""}
