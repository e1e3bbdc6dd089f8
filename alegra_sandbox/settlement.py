"""Payments and notes applied to invoices and bills: what is owed, and what closes a document."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from .bodies import amount, identifier, objects
from .books import Books, Change, Changes, Impossible, Row
from .errors import invalid
from .money import millionths

COLUMNS = {"payments": "settled", "credit_notes": "credited", "debit_notes": "credited"}
"""Where a document adds up what is applied to it, by the table that it comes from."""

_OF_SOURCE = "source = ? AND source_id = ?"
_OF_TARGET = "target = ? AND target_id = ?"


@dataclass(frozen=True, slots=True)
class Part:
    """What is applied to one document of a table, in millionths."""

    target: str
    id: int
    amount: int


def prepare(books: Books) -> None:
    """Make the table of what is applied to what.

    Amounts of void payments count for nothing, but the payment still names its documents.
    """
    books.run(
        "CREATE TABLE applications (source TEXT, source_id INTEGER, target TEXT, "
        "target_id INTEGER, amount INTEGER)"
    )
    for end in ("source", "target"):
        books.create_index("applications", end, f"{end}_id")


def owed(document: Row) -> int:
    """What of a document is neither paid nor credited."""
    return int(document["total"] - document["settled"] - document["credited"])


def parts_of(books: Books, source: str, ids: Iterable[int]) -> dict[int, list[Part]]:
    """What payments or notes are applied to, by their ids."""
    found: dict[int, list[Part]] = {id: [] for id in ids}
    marks = ", ".join("?" for _ in found)
    for row in books.select(
        "SELECT source_id, target, target_id, amount FROM applications "
        f"WHERE source = ? AND source_id IN ({marks}) ORDER BY rowid",
        (source, *found),
    ):
        found[row["source_id"]].append(Part(row["target"], row["target_id"], row["amount"]))
    return found


def read_parts(
    books: Books,
    target: str,
    given: Any,
    statuses: Collection[str],
    code: int,
    own: tuple[str, int] | None = None,
) -> list[Part]:
    """The parts that a client sent as ``{"id", "amount"}``; each must be owed.

    What is changed, `own`, has its own parts free again."""
    parts = []
    for part in objects(given):
        row = books.row(target, identifier(part))
        if row is None or row["status"] not in (*statuses, *(("closed",) if own else ())):
            raise invalid(f"El documento {part.get('id')} no existe o no está abierto", code)
        brought = millionths(amount(part.get("amount"), f"{target}.amount", code))
        free = owed(row)
        if own is not None:
            free += books.value(
                f"SELECT coalesce(sum(amount), 0) FROM applications "
                f"WHERE {_OF_SOURCE} AND {_OF_TARGET}",
                (*own, target, row["id"]),
            )
        if not 0 < brought <= free:
            raise invalid("El valor del pago es mayor al saldo del documento", code)
        parts.append(Part(target, row["id"], brought))
    return parts


def apply_many(books: Books, source: str, applied: Collection[tuple[int, Part]]) -> None:
    """Apply payments or notes, by their ids, and leave all statuses as they are."""
    _note(books, source, applied)
    column = COLUMNS[source]
    for table in {part.target for _, part in applied}:
        books.run_each(
            f"UPDATE {table} SET {column} = {column} + ? WHERE id = ?",
            ((part.amount, part.id) for _, part in applied if part.target == table),
        )


def apply(books: Books, source: str, id: int, parts: Collection[Part]) -> Changes:
    """Apply one payment or note; documents are closed when nothing is owed any more."""
    _note(books, source, [(id, part) for part in parts])
    return [_move(books, source, part, part.amount) for part in parts]


def release(books: Books, source: str, id: int) -> Changes:
    """What was settled is owed again; the payment goes on naming its documents."""
    parts = parts_of(books, source, (id,))[id]
    return [_move(books, source, part, -part.amount) for part in parts]


def apply_again(books: Books, source: str, id: int) -> Changes:
    """Settle what a released payment names."""
    parts = parts_of(books, source, (id,))[id]
    for part in parts:
        document = books.row(part.target, part.id)
        if document is None or part.amount > owed(document):
            raise Impossible(f"{_path(part.target)} {part.id} is paid otherwise")
    return [_move(books, source, part, part.amount) for part in parts]


def forget(books: Books, table: str, id: int) -> None:
    """Let nothing name it, nor it anything."""
    books.run(f"DELETE FROM applications WHERE {_OF_SOURCE}", table, id)
    books.run(f"DELETE FROM applications WHERE {_OF_TARGET}", table, id)


def detach(books: Books, table: str, id: int) -> Changes:
    """Payments and notes lose a document; notes count as paid back by that much."""
    changes: Changes = []
    for part in books.select(
        f"SELECT source, source_id, amount FROM applications WHERE {_OF_TARGET}", (table, id)
    ):
        if COLUMNS[part["source"]] == "credited":
            paid_back = "settled = settled - ?1, refunded = refunded + ?1"
            statement = f"UPDATE {part['source']} SET {paid_back} WHERE id = ?2"
            books.run(statement, part["amount"], part["source_id"])
        changes.append(Change(_path(part["source"]), part["source_id"], "changed"))
    return changes


def _note(books: Books, source: str, applied: Iterable[tuple[int, Part]]) -> None:
    rows = ((source, id, part.target, part.id, part.amount) for id, part in applied)
    books.run_each("INSERT INTO applications VALUES (?, ?, ?, ?, ?)", rows)


def _move(books: Books, source: str, part: Part, amount: int) -> Change:
    column = COLUMNS[source]
    status = "CASE total - settled - credited WHEN ? THEN 'closed' ELSE 'open' END"
    statement = f"UPDATE {part.target} SET {column} = {column} + ?, status = {status} WHERE id = ?"
    books.run(statement, amount, amount, part.id)
    return Change(_path(part.target), part.id, "changed")


def _path(table: str) -> str:
    return table.replace("_", "-")
