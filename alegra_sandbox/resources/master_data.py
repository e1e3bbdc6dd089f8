"""What small lists share: they have a name and a status, and stay as they are by themselves."""

from typing import Any, ClassVar

from ..bodies import Body, require
from ..books import Books, Row
from .resource import Resource


class MasterData(Resource):
    """A list that is set up once; oldest first unless asked otherwise.

    Attributes:
        required: fields that a body must have.
    """

    default_order = "id ASC"
    required: ClassVar[tuple[str, ...]] = ("name",)

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """The name, and active unless told otherwise."""
        require(body, self.required)
        return {"name": body["name"], "status": body.get("status", "active")}
