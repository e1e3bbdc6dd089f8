"""Terms of payment (docs: alegra-api 3.12 and 11.1)."""

from collections.abc import Iterable, Mapping

from ..books import Books
from .resource import MasterData, Record, Rendering

# The first three are those that contacts have.
_DAYS = (0, 15, 30, 8, 60)


class Terms(MasterData):
    """``/terms``."""

    path = "terms"
    title = "Plazo"
    column_types = "name TEXT, days INTEGER"
    plain = ("days",)
    made_of = ("name", "days")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """At once, and after some days."""
        for place, days in enumerate(_DAYS, start=1):
            yield {"id": place, "name": f"{days} días" if days else "De contado", "days": days}

    def record(self, it: Rendering) -> Record:
        """Terms; the days are a number or a text."""
        days = it.row["days"]
        return {"id": str(it.id), "name": it.row["name"], "days": days if it.id % 2 else str(days)}
