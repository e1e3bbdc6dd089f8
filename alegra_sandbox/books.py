"""The company's books: compact rows in SQLite, complete records only when somebody asks.

A row holds what is filtered, sorted, added up or changed. Everything else of a record follows from
the seed, the resource, the id and two small counters of edits, so that a million documents are a
million short rows and no JSON. A row's ``document`` column, when filled, is the body that was sent
from outside; it goes over what follows from the seed.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from .countries import Country
from .json_text import decoded
from .lines import LineMaker
from .quirks import Quirks

Row = sqlite3.Row

MASTER_COLUMNS = {
    "contacts": "name TEXT, identification TEXT, email TEXT, kind TEXT, status TEXT, "
    "created TEXT, updated TEXT, edition INTEGER DEFAULT 0",
    "items": "name TEXT, reference TEXT, description TEXT, price INTEGER, kind TEXT, "
    "status TEXT, category INTEGER, edition INTEGER DEFAULT 0",
    "bank_accounts": "name TEXT, kind TEXT, status TEXT, opened TEXT, opening INTEGER, "
    "account INTEGER",
    "categories": "name TEXT, code TEXT, parent INTEGER, type TEXT, status TEXT",
    "taxes": "name TEXT, percentage INTEGER, type TEXT, status TEXT",
    "cost_centers": "name TEXT, code TEXT, status TEXT",
}

_DOCUMENT_COLUMNS = (
    "number INTEGER, date TEXT, due TEXT, created TEXT, status TEXT, contact INTEGER, "
    "currency TEXT, kind TEXT, total INTEGER, settled INTEGER DEFAULT 0, "
    "credited INTEGER DEFAULT 0, refunded INTEGER DEFAULT 0, repeats INTEGER DEFAULT 1, "
    "variant INTEGER DEFAULT 0, edition INTEGER DEFAULT 0"
)

DOCUMENT_TABLES = (
    "invoices",
    "bills",
    "payments",
    "credit_notes",
    "debit_notes",
    "estimates",
    "purchase_orders",
    "journals",
)


class Books:
    """One company.

    Args:
        country: the edition of Alegra.
        seed: everything invented follows from it.
        today: the company's present day.
        quirks: how Alegra behaves.

    Attributes:
        deleted: ids that were deleted, by table.
        newcomers: facts of the contacts that were written from outside, by id.
        folios: how many fiscal folios were used up by stamps.
    """

    def __init__(self, country: Country, seed: int, today: date, quirks: Quirks) -> None:
        self.country = country
        self.seed = seed
        self.quirks = quirks
        self.today = today
        self.deleted: dict[str, list[int]] = {}
        self.newcomers: dict[int, Any] = {}
        self.folios = 0
        self._unseen: dict[str, dict[int, float]] = {}
        self.lines = LineMaker(seed, country, ())
        self._moments = 0
        self.connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.connection.row_factory = sqlite3.Row
        for statement in ("journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY"):
            self.connection.execute(f"PRAGMA {statement}")
        for table, columns in MASTER_COLUMNS.items():
            self._create(table, columns)
        for table in DOCUMENT_TABLES:
            self._create(table, _DOCUMENT_COLUMNS)
        # Which documents a payment or a note is applied to. Amounts of void payments count for
        # nothing, but the payment still names its documents.
        self.connection.execute(
            "CREATE TABLE applications (source TEXT, source_id INTEGER, target TEXT, "
            "target_id INTEGER, amount INTEGER)"
        )
        self.connection.create_function("invoice_number", 2, self._invoice_number)
        self.connection.create_function("names_item", 6, self._names_item)
        self.connection.execute("CREATE TABLE repetitions (place INTEGER PRIMARY KEY)")
        self.connection.executemany(
            "INSERT INTO repetitions VALUES (?)", [(place,) for place in range(1, 10)]
        )

    def _create(self, table: str, columns: str) -> None:
        self.connection.execute(
            f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {columns}, document TEXT)"
        )

    def index(self, table: str) -> None:
        """Make what documents are looked up by fast; done once their past is written."""
        for columns in ("date", "status, id", "contact", "kind, id"):
            name = f"{table}_{columns.split(',')[0]}"
            self.connection.execute(f"CREATE INDEX {name} ON {table} ({columns})")

    def index_applications(self) -> None:
        """Make payments and notes findable from both ends."""
        self.connection.execute("CREATE INDEX sources ON applications (source, source_id)")
        self.connection.execute("CREATE INDEX targets ON applications (target, target_id)")

    def remember_items(self) -> None:
        """Let lines name the items that there are now; those of later days don't change them."""
        items = [row[0] for row in self.connection.execute("SELECT id FROM items ORDER BY id")]
        self.lines = LineMaker(self.seed, self.country, items)

    def _invoice_number(self, id: int, number: int) -> str:
        prefix = self.country.invoice_prefix(id)
        template = self.country.number_template("invoice", prefix, number, True)
        return str(template["fullNumber"])

    def _names_item(
        self,
        resource: str,
        id: int,
        variant: int,
        currency: str | None,
        document: str | None,
        item: int,
    ) -> bool:
        if document is not None:
            body = decoded(document)
            given = body.get("items") or body.get("purchases", {}).get("items") or []
            return any(str(line.get("id")) == str(item) for line in given)
        lines = self.lines.lines(resource, id, variant, currency)
        return any(line.item is not None and line.item.id == item for line in lines)

    def select(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a SELECT."""
        return self.connection.execute(statement, parameters).fetchall()

    def stream(self, statement: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of a SELECT, one by one."""
        return iter(self.connection.execute(statement, parameters))

    def row(self, table: str, id: int) -> Row | None:
        """One row by its id."""
        row: Row | None = self.connection.execute(
            f"SELECT * FROM {table} WHERE id = ?", (id,)
        ).fetchone()
        return row

    def value(self, statement: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row of a SELECT; None when there is none."""
        row = self.connection.execute(statement, parameters).fetchone()
        return None if row is None else row[0]

    def insert(self, table: str, **values: object) -> int:
        """Add a row; its id, given or next."""
        names = ", ".join(values)
        marks = ", ".join("?" for _ in values)
        cursor = self.connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values())
        )
        return int(cursor.lastrowid or 0)

    def insert_all(
        self, table: str, names: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> None:
        """Add many rows at once."""
        marks = ", ".join("?" for _ in names)
        self.connection.execute("BEGIN")
        self.connection.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows
        )
        self.connection.execute("COMMIT")

    def run(self, statement: str, *values: object) -> None:
        """Run a statement."""
        self.connection.execute(statement, values)

    def change_all(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of values."""
        self.connection.execute("BEGIN")
        self.connection.executemany(statement, rows)
        self.connection.execute("COMMIT")

    def update(self, table: str, id: int, **values: object) -> None:
        """Change columns of a row."""
        changes = ", ".join(f"{name} = ?" for name in values)
        self.connection.execute(
            f"UPDATE {table} SET {changes} WHERE id = ?", (*values.values(), id)
        )

    def delete(self, table: str, id: int) -> None:
        """Take a row out for good: Alegra keeps no tombstones (docs: alegra-api 4)."""
        self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (id,))
        self.deleted.setdefault(table, []).append(id)

    def apply(self, source: str, source_id: int, target: str, target_id: int, amount: int) -> None:
        """Note that a payment or a note is applied to a document."""
        self.connection.execute(
            "INSERT INTO applications VALUES (?, ?, ?, ?, ?)",
            (source, source_id, target, target_id, amount),
        )

    def hide(self, table: str, id: int, until: float) -> None:
        """Keep a new row out of lists for a while (docs: alegra-api 6)."""
        self._unseen.setdefault(table, {})[id] = until

    def hidden(self, table: str, now: float) -> list[int]:
        """Rows that lists don't show yet."""
        unseen = self._unseen.get(table, {})
        for id in [id for id, until in unseen.items() if until <= now]:
            del unseen[id]
        return list(unseen)

    def next_id(self, table: str) -> int:
        """The id of the next new row; ids grow and are never given twice."""
        highest = self.value(f"SELECT max(id) FROM {table}") or 0
        return int(max([highest, *self.deleted.get(table, [])])) + 1

    def moment(self) -> str:
        """The company's present moment in UTC; each call is a second later than the last.

        It stays near the beginning of the day, so that a real clock of that day is ahead of it.
        """
        self._moments += 1
        moment = datetime(self.today.year, self.today.month, self.today.day)
        moment += timedelta(seconds=self._moments)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
