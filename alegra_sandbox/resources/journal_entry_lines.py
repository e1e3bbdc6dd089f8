"""Lines of the ledger (docs: alegra-api 3.11)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .. import ledger
from ..bodies import identifier
from ..books import Books, Row
from ..json_text import decoded, encoded
from ..money import millionths, number
from ..quirks import Quirks
from .contacts import snapshot_of
from .filters import Filter, whole_number
from .resource import Listed, Record, Rendering, Resource, by_name

_ROWS = 300
"""So many documents are booked at a time."""

_SERIES = 1_000_000_000
"""Ids of the journals that documents of one kind make begin at a multiple of this."""


class JournalEntryLines(Listed):
    """``/journals/entries``: in pages of their own kind, without dates.

    A document is booked when somebody asks for the first time, and again when it has changed.
    """

    path = "journals/entries"
    title = "Movimiento contable"
    needs = tuple(ledger.BOOKED)
    column_types = (
        "source TEXT, source_id INTEGER, journal INTEGER, date TEXT, status TEXT, "
        "category INTEGER, contact INTEGER, amount INTEGER, description TEXT"
    )
    filters = by_name(
        category_id=Filter("category = ?", whole_number),
        client_id=Filter("contact = ?", whole_number),
        fromDate=Filter("date >= ?"),
        toDate=Filter("date <= ?"),
    )
    page_size = 500
    numbered_pages = True

    @property
    def table(self) -> str:
        """Its path is no name of a table."""
        return "ledger"

    def prepare(self, books: Books) -> None:
        """With a list of what is to be booked."""
        super().prepare(books)
        books.create_index(self.table, "source", "source_id")
        books.run("CREATE TABLE unbooked (source TEXT, id INTEGER, PRIMARY KEY (source, id))")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """Nothing is booked before somebody asks."""
        return ()

    def order_column(self, parameters: Mapping[str, str], quirks: Quirks) -> str | None:
        """They always come as they were booked."""
        return "id"

    def refresh(self, books: Books) -> None:
        """Book what is new or has changed since the last time."""
        # Here, since that module imports this one.
        from . import RESOURCES

        wanted = ledger.BOOKED
        if books.quirks.journal_lines == "journals":
            wanted = {"journals": ledger.BOOKED["journals"]}
        for place, path in enumerate(wanted):
            resource = RESOURCES[path]
            self._watch(books, resource.table)
            while ids := [
                row["id"]
                for row in books.select(
                    "SELECT id FROM unbooked WHERE source = ? ORDER BY id LIMIT ?",
                    (resource.table, _ROWS),
                )
            ]:
                marks = ", ".join("?" for _ in ids)
                for table, column in (("unbooked", "id"), (self.table, "source_id")):
                    statement = f"DELETE FROM {table} WHERE source = ? AND {column} IN ({marks})"
                    books.run(statement, resource.table, *ids)
                rows = list(books.rows(resource.table, ids).values())
                books.insert_all(self.table, self._booked(books, resource, rows, place * _SERIES))

    def _watch(self, books: Books, table: str) -> None:
        """Have all rows of a table booked, and from now on those that change."""
        name = f"{table}_unbooked"
        if books.value("SELECT 1 FROM sqlite_master WHERE name = ?", (f"{name}_insert",)):
            return
        books.run(f"INSERT INTO unbooked SELECT '{table}', id FROM {table}")
        for event, row in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
            books.run(
                f"CREATE TRIGGER {name}_{event} AFTER {event} ON {table} BEGIN "
                f"INSERT OR IGNORE INTO unbooked VALUES ('{table}', {row}.id); END"
            )

    def _booked(
        self, books: Books, resource: Resource, rows: list[Row], series: int
    ) -> Iterator[dict[str, object]]:
        rows = [row for row in rows if row["status"] in ("open", "closed", "void")]
        records = decoded(encoded(resource.records(books, rows, frozenset())))
        for row, record in zip(rows, records, strict=True):
            rate = (record.get("currency") or {}).get("exchangeRate", 1)
            entries = ledger.entries(books, resource.path, record)
            amounts = [millionths(entry.amount * ledger.decimal(rate)) for entry in entries]
            # What rounding leaves over is the first line's.
            amounts[:1] = [-sum(amounts[1:])]
            for entry, amount in zip(entries, amounts, strict=True):
                if amount:
                    client = row["contact"] if entry.client is None else identifier(entry.client)
                    yield {
                        "source": resource.table,
                        "source_id": row["id"],
                        "journal": series + row["id"],
                        "date": row["date"],
                        "status": "void" if row["status"] == "void" else "open",
                        "category": entry.account,
                        "contact": client,
                        "amount": amount,
                        "description": entry.description,
                    }

    def record(self, it: Rendering) -> Record:
        """A line."""
        row = it.row
        account = it.books.row("categories", row["category"])
        contact = snapshot_of(it.books, row["contact"]) if row["contact"] else {}
        document = {"idResource": str(row["source_id"]), "resourceType": row["source"][:-1]}
        return {
            "id": str(it.id),
            "idJournal": str(row["journal"]),
            "category": {"id": str(row["category"]), "name": account["name"] if account else ""},
            "description": row["description"],
            "debit": number(max(0, row["amount"])),
            "credit": number(max(0, -row["amount"])),
            "client": {name: contact[name] for name in ("id", "name") if contact} or None,
            "costCenter": None,
            "associatedDocument": None if row["source"] == "journals" else document,
            **it.copied("status"),
        }

    def answer(self, records: list[Record], total: int, parameters: Mapping[str, str]) -> Any:
        """Always with the total."""
        return super().answer(records, total, {**parameters, "metadata": "true"})
