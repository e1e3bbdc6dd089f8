"""What payments and notes do to the invoices and bills that they are applied to."""

from collections.abc import Collection
from typing import Any, Literal

from .bodies import amount, identifier, millionths, objects
from .books import Books, Row
from .errors import ApiError

Column = Literal["settled", "credited"]


def check_parts(
    books: Books,
    target: str,
    given: Any,
    statuses: Collection[str],
    code: int,
    source: tuple[str, int] | None = None,
) -> int:
    """What is applied in all, in millionths; each part must be owed.

    Args:
        books: whose documents.
        target: table of the documents.
        given: a list of ``{"id", "amount"}``, as sent.
        statuses: in which a document takes it.
        code: Alegra's code when it does not.
        source: table and id of what is changed, whose own parts are free again.

    Raises:
        ApiError: a part is not owed.
    """
    applied = 0
    for part in objects(given):
        id = identifier(part)
        row = None if id is None else books.row(target, id)
        if row is None or row["status"] not in (*statuses, *(("closed",) if source else ())):
            raise ApiError(400, code, f"El documento {part.get('id')} no existe o no está abierto")
        brought = millionths(amount(part.get("amount"), f"{target}.amount", code))
        if not 0 < brought <= _owed(books, target, row, source):
            raise ApiError(400, code, "El valor del pago es mayor al saldo del documento")
        applied += brought
    return applied


def apply_parts(books: Books, source: str, id: int, target: str, given: Any) -> None:
    """Apply a payment to documents, which are closed when nothing is owed any more."""
    for part in objects(given):
        _apply(books, source, id, target, part, "settled")


def apply_note(books: Books, source: str, id: int, target: str, given: Any) -> None:
    """Apply a note to documents; it is used up by that much."""
    used = sum(_apply(books, source, id, target, part, "credited") for part in objects(given))
    total = books.value(f"SELECT total FROM {source} WHERE id = ?", (id,))
    books.update(source, id, settled=used, status="closed" if used == total else "open")


def _apply(
    books: Books, source: str, id: int, target: str, part: dict[str, Any], column: Column
) -> int:
    document = identifier(part)
    row = None if document is None else books.row(target, document)
    assert row is not None
    brought = millionths(amount(part["amount"], "amount"))
    books.apply(source, id, target, row["id"], brought)
    rest = row["total"] - row["settled"] - row["credited"] - brought
    status = "closed" if rest == 0 else "open"
    books.update(target, row["id"], status=status, **{column: row[column] + brought})
    return brought


def _owed(books: Books, target: str, row: Row, source: tuple[str, int] | None) -> int:
    owed: int = row["total"] - row["settled"] - row["credited"]
    if source is None:
        return owed
    own = books.value(
        "SELECT coalesce(sum(amount), 0) FROM applications WHERE source = ? AND source_id = ? "
        "AND target = ? AND target_id = ?",
        (*source, target, row["id"]),
    )
    return owed + int(own)
