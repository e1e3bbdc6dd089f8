"""A row on its way to a record: how this one record happens to be notated, drift included."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from ..bodies import Body
from ..books import Books, Row
from ..json_text import decoded
from ..money import Amount, Notation, noted
from ..random_values import RandomValues

COST_CENTERS = ("Administración", "Ventas", "Almacén", "Sucursal norte")
"""Names of the company's cost centres, by id from 1 on."""


class Rendering:
    """One row, with what its record is made of; all of it the same at each reading.

    Args:
        books: whose row.
        table: of the row.
        row: all its columns.
        asked: optional parts to show.
        related: what other tables say about it and its neighbours.

    Attributes:
        id: of the row.
        body: what was sent from outside; None when everything follows from the seed.
        drift: random values for shapes that differ from record to record.
        notation: of amounts (docs: alegra-api 1.7).
    """

    def __init__(
        self, books: Books, table: str, row: Row, asked: Collection[str], related: Any
    ) -> None:
        self.books = books
        self.country = books.country
        self.table = table
        self.row = row
        self.id: int = row["id"]
        self.asked = asked
        self.related = related
        self.body: Body | None = None if row["document"] is None else decoded(row["document"])
        self.drift = RandomValues(books.seed, table, "drift", self.id)
        place = self.drift.below(20)
        self.notation: Notation = "text" if place < 3 else "long_text" if place == 3 else "number"
        self._id_is_number = self.drift.below(20) == 0
        self._template_is_list = self.drift.below(12) == 0

    @cached_property
    def random(self) -> RandomValues:
        """Random values for fields that nothing depends on."""
        return RandomValues(self.books.seed, self.table, "fields", self.id)

    def drifting_id(self) -> int | str:
        """The record's own id: a text, now and then a number."""
        return self.id if self._id_is_number else str(self.id)

    def amount(self, millionths: int) -> Amount:
        """An amount in the record's notation."""
        return noted(millionths, self.notation)

    def template(self, template: dict[str, Any]) -> Any:
        """``numberTemplate``: an object, now and then a list of one."""
        return [template] if self._template_is_list else template

    def cost_center(self) -> Any:
        """``costCenter``: null mostly, an object, a list of one or of none."""
        place = self.drift.below(20)
        if place < 12:
            return None
        if place == 12:
            return []
        index = self.drift.below(len(COST_CENTERS))
        center = {"id": str(index + 1), "name": COST_CENTERS[index]}
        return [center] if place == 13 else center
