"""Cost centres (docs: alegra-api 3.12)."""

from collections.abc import Iterable, Mapping

from ..books import Books
from .resource import COST_CENTERS, MasterData, Record, Rendering, by_name


class CostCenters(MasterData):
    """``/cost-centers``."""

    path = "cost-centers"
    title = "Centro de costos"
    column_types = "name TEXT, code TEXT, status TEXT"
    inputs = ("description",)
    plain = ("code",)
    made_of = ("name", "code", "status")
    fills = by_name(description="Abierto en enero")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """Some with a code, some without."""
        for place, name in enumerate(COST_CENTERS, start=1):
            code = f"CC{place}" if place % 2 else None
            yield {"id": place, "name": name, "code": code, "status": "active"}

    def record(self, it: Rendering) -> Record:
        """A cost centre."""
        return {"id": str(it.id), "description": None, **it.copied("code", "name", "status")}
