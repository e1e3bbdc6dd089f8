"""Cost centres (docs: alegra-api 3.12)."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from ..bodies import Body
from ..books import Books, Row
from .master_data import MasterData
from .rendering import COST_CENTERS, Rendering
from .resource import Record


class CostCenters(MasterData):
    """``/cost-centers``."""

    path = "cost-centers"
    title = "Centro de costos"
    column_types = "name TEXT, code TEXT, status TEXT"
    inputs: ClassVar[Mapping[str, Any]] = {"description": None}
    made_of = ("name", "code", "status")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """Some with a code, some without."""
        for place, name in enumerate(COST_CENTERS, start=1):
            code = f"CC{place}" if place % 2 else None
            yield {"id": place, "name": name, "code": code, "status": "active"}

    def record(self, it: Rendering) -> Record:
        """A cost centre."""
        return {
            "id": str(it.id),
            "code": it.row["code"],
            "name": it.row["name"],
            "description": None,
            "status": it.row["status"],
        }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name and a code."""
        return {**super().columns(books, body, row), "code": body.get("code")}
