"""What moves items in and out of warehouses without being bought or sold."""

from abc import abstractmethod
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from .. import stock
from ..bodies import Body, amount, identifier, objects
from ..books import Books, Row
from ..errors import invalid
from ..json_text import decoded
from ..money import millionths
from ..random_values import RandomValues
from ..stock import Move, Moving
from .filters import Filter, on_day, whole_number
from .items import ItemFacts
from .resource import Record, Rendering
from .transaction import Transaction


def stocked(books: Books) -> list[ItemFacts]:
    """The items that have a stock, as they were when they were created."""
    items = (ItemFacts.of(books.seed, books.country, id) for id in books.items)
    return [item for item in items if not item.is_service]


class StockMovement(Transaction):
    """An adjustment or a transfer; it has items, and neither status nor contact nor currency.

    Attributes:
        amounts: what else than ``id`` a line of a body must have.
    """

    statuses: ClassVar[Mapping[str, tuple[int, int]]] = {"open": (1000, 1000)}
    sells = True
    filters: ClassVar[Mapping[str, Filter]] = {
        **on_day("date", "date"),
        "item_id": Filter("{table}_names_item(id, number, document, ?)", whole_number),
    }
    made_of: ClassVar[tuple[str, ...]] = ("items",)
    amounts: ClassVar[tuple[str, ...]] = ("quantity",)

    def prepare(self, books: Books) -> None:
        """Let its rows move stock, and filters ask for an item."""
        super().prepare(books)
        stock.watch(books, self.table, partial(self.moves, books))

        def names_item(id: int, number: int, document: str | None, item: int) -> bool:
            row = {"id": id, "number": number, "document": document}
            return any(identifier(line) == item for line in self.lines(books, row))

        books.create_function(f"{self.table}_names_item", names_item)

    def vary(self, books: Books, random: RandomValues, values: dict[str, Any], days: int) -> int:
        """Nothing is owed."""
        values.update(contact=None, currency=None, total=0)
        return 0

    @abstractmethod
    def moves(self, books: Books, row: Moving) -> list[Move]:
        """What a row moves."""

    @abstractmethod
    def shown(self, it: Rendering, line: Body) -> Record:
        """What a record shows of a line beside its item."""

    @abstractmethod
    def generated_lines(self, books: Books, row: Moving) -> list[Body]:
        """The lines that follow from the seed, as in a body."""

    def lines(self, books: Books, row: Moving) -> list[Body]:
        """The lines of a row, as in a body."""
        if row["document"] is None:
            return self.generated_lines(books, row)
        return objects(decoded(row["document"]).get("items"))

    def items(self, it: Rendering) -> list[Record]:
        """``items``."""
        return [
            {
                "id": str(identifier(line)),
                "name": self._name(it, identifier(line) or 0),
                **self.shown(it, line),
            }
            for line in self.lines(it.books, it.row)
        ]

    def _name(self, it: Rendering, item: int) -> str:
        """As it was when the line was written, whatever became of the item."""
        if it.body is None:
            return ItemFacts.of(it.books.seed, it.country, item).name
        row = it.books.row("items", item)
        return row["name"] if row else ""

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """Items that have a stock, each with all that its line must have."""
        lines = objects(body.get("items"))
        if not lines:
            raise invalid("Debe enviar al menos un ítem")
        for line in lines:
            if books.row("items", identifier(line)) is None:
                raise invalid("El campo id de items no existe")
            for name in self.amounts:
                if amount(line.get(name), f"items.{name}") < 0:
                    raise invalid(f"El campo items.{name} debe ser positivo")
        return {**super().columns(books, body, row), "total": 0}


def amount_of(line: Body, name: str) -> int:
    """An amount of a line, in millionths."""
    return millionths(amount(line[name], f"items.{name}"))
