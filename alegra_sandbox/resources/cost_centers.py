"""Cost centres (docs: alegra-api 3.12)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..bodies import Body, require
from ..books import Books, Row
from .resource import Record, Resource


class CostCenters(Resource):
    """``/cost-centers``."""

    path = "cost-centers"
    table = "cost_centers"
    title = "Centro de costos"
    order_fields: ClassVar[Mapping[str, str]] = {"id": "id", "name": "name"}
    default_order = "id ASC"
    made_of = ("name", "code", "status")
    inputs: ClassVar[Mapping[str, Any]] = {
        "description": None,
    }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name and a code."""
        require(body, ("name",))
        return {
            "name": body["name"],
            "code": body.get("code"),
            "status": body.get("status", "active"),
        }

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Cost centres."""
        return [
            {
                "id": str(row["id"]),
                "code": row["code"],
                "name": row["name"],
                "description": None,
                "status": row["status"],
            }
            for row in rows
        ]


COST_CENTERS = CostCenters()
