"""What is in stock: it follows from the documents that move it, whatever happens to them.

Invoices take away, bills add, adjustments do either, and transfers do both (docs: alegra-api 11.1,
11.5). Notes and remissions leave it alone: whether they move it is not documented.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .books import Books, Row

Moving = Mapping[str, Any] | Row
"""What moves stock: a row, or what `_COLUMNS` say of one."""

Move = tuple[int, str, int]
"""Item, warehouse, and what it gets, in millionths."""

_COLUMNS = ("id", "number", "status", "variant", "currency", "document")
_ISSUED = ("open", "closed")


def watch(books: Books, table: str, moves: Callable[[Moving], Iterable[Move]]) -> None:
    """Keep the stock true to the rows of a table, as far as they are issued.

    Args:
        books: of the company.
        table: of documents.
        moves: what one of its rows moves.
    """

    def move(sign: int, *values: Any) -> None:
        row = dict(zip(_COLUMNS, values, strict=True))
        if row["status"] in _ISSUED:
            for item, warehouse, quantity in moves(row):
                books.stock.setdefault(item, {}).setdefault(warehouse, 0)
                books.stock[item][warehouse] += sign * quantity

    books.create_function(f"{table}_move", move)
    before, after = (
        f"SELECT {table}_move({sign}, {', '.join(f'{row}.{name}' for name in _COLUMNS)});"
        for sign, row in ((-1, "OLD"), (1, "NEW"))
    )
    changed = f"UPDATE OF {', '.join(_COLUMNS)}"
    for event, statements in (("INSERT", after), ("DELETE", before), (changed, before + after)):
        name = f"{table}_stock_{event.split()[0]}"
        books.run(f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {statements} END")
