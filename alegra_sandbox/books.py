"""The company's books: compact rows in SQLite, complete records only when somebody asks.

A row holds what is filtered, sorted, added up or changed. Everything else of a record follows from
the seed, the resource, the id and two small counters of edits, so that a million documents are a
million short rows and no JSON. A row's ``document`` column, when filled, is the body that was sent
from outside; it goes over what follows from the seed.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from .countries import Country
from .long_ids import NEVER, LongIds
from .quirks import Quirks
from .random_values import RandomValues

Row = sqlite3.Row

DAYS_OF_PAST = 1095
"""How long the company exists already."""


class Impossible(Exception):
    """There is nothing that this could be done to; the text says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record that is not as it was.

    Attributes:
        resource: its path, e.g. ``credit-notes``.
        id: its id.
        what: ``created``, ``changed`` or ``deleted``.
    """

    resource: str
    id: int
    what: str


Changes = list[Change]


class Books:
    """One company.

    Args:
        country: the edition of Alegra.
        seed: everything invented follows from it.
        today: the company's present day.
        quirks: how Alegra behaves.
        size: number of documents that the master data fits.
        counts: number of documents by kind that it begins with.

    Attributes:
        first_day: the day on which its past begins.
        items: ids of the items that generated lines name.
        customers: ids of the contacts that buy.
        suppliers: ids of the contacts that sell.
        written_contacts: how documents show contacts that were written from outside, by id.
        documents: tables of what has a date and a contact.
        deleted: rows that were deleted, by table and id.
        long_ids: ids that are no numbers.
        served: how many pages each list has answered.
        folios: how many fiscal folios were used up by stamps.
        stock: what of an item is in which warehouse, in millionths.
    """

    def __init__(
        self,
        country: Country,
        seed: int,
        today: date,
        quirks: Quirks,
        size: int,
        counts: Mapping[str, int],
    ) -> None:
        self.country = country
        self.seed = seed
        self.quirks = quirks
        self.today = today
        self.first_day = today - timedelta(days=DAYS_OF_PAST)
        self.size = size
        self.counts = counts
        self.items: list[int] = []
        self.customers: list[int] = []
        self.suppliers: list[int] = []
        self.written_contacts: dict[int, dict[str, Any]] = {}
        self.documents: list[str] = []
        self.deleted: dict[str, dict[int, Row | None]] = {}
        self.long_ids = LongIds(seed)
        self.served: Counter[str] = Counter()
        self.folios = 0
        self.stock: dict[int, dict[str, int]] = {}
        self._unseen: dict[str, dict[int, float]] = {}
        self._moments = 0
        self._changes = 0
        self.connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.connection.row_factory = sqlite3.Row
        for statement in ("journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY"):
            self.connection.execute(f"PRAGMA {statement}")
        self.create_function("shown_id", self.long_ids.shown)
        self.create_function("id_place", self.long_ids.place)

    def create_table(self, table: str, columns: str) -> None:
        """Make the table of a resource, with its id and the body from outside besides."""
        self.run(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {columns}, document TEXT)")

    def create_index(self, table: str, *columns: str) -> None:
        """Make rows fast to find by some columns."""
        name = f"{table}_{'_'.join(columns)}"
        self.run(f"CREATE INDEX {name} ON {table} ({', '.join(columns)})")

    def create_function(self, name: str, function: Callable[..., Any]) -> None:
        """Let statements call a function with any number of arguments."""
        self.connection.create_function(name, -1, function)

    def select(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a SELECT."""
        return self.connection.execute(statement, parameters).fetchall()

    def row(self, table: str, id: int | None) -> Row | None:
        """One row by its id."""
        rows = self.select(f"SELECT * FROM {table} WHERE id = ?", (id,))
        return rows[0] if rows else None

    def rows(self, table: str, ids: Iterable[int]) -> dict[int, Row]:
        """Rows by their ids."""
        listed = sorted(set(ids))
        marks = ", ".join("?" for _ in listed)
        found = self.select(f"SELECT * FROM {table} WHERE id IN ({marks})", listed)
        return {row["id"]: row for row in found}

    def value(self, statement: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row of a SELECT; None when there is none."""
        row = self.connection.execute(statement, parameters).fetchone()
        return None if row is None else row[0]

    def run(self, statement: str, *values: object) -> None:
        """Run a statement."""
        self.connection.execute(statement, values)

    def run_each(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of values."""
        self.run("BEGIN")
        self.connection.executemany(statement, rows)
        self.run("COMMIT")

    def insert(self, table: str, row: Mapping[str, object]) -> None:
        """Add a row of today."""
        self._give_id(table, row, self.today)
        self.run(_insertion(table, row), *row.values())

    def insert_all(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Add many rows at once, which all have the same columns in the same order."""
        pending = iter(rows)
        if self.quirks.of("mixed_ids", table.replace("_", "-")) != NEVER:
            pending = (self._give_id(table, row, self.first_day) for row in rows)
        for first in pending:
            values = (tuple(row.values()) for row in chain([first], pending))
            self.run_each(_insertion(table, first), values)

    def update(self, table: str, id: int, **values: object) -> None:
        """Change columns of a row."""
        changes = ", ".join(f"{name} = ?" for name in values)
        self.run(f"UPDATE {table} SET {changes} WHERE id = ?", *values.values(), id)

    def delete(self, table: str, id: int) -> None:
        """Take a row out for good: Alegra keeps no tombstones (docs: alegra-api 4)."""
        self.deleted.setdefault(table, {})[id] = self.row(table, id)
        self.run(f"DELETE FROM {table} WHERE id = ?", id)

    def _give_id(self, table: str, row: Mapping[str, object], day: date) -> Mapping[str, object]:
        """Give a row a long id if it is of a day on which its resource has them."""
        path = table.replace("_", "-")
        if "id" not in row:
            return row
        created = str(row.get("created") or day)[:10]
        if created >= self.quirks.of("mixed_ids", path):
            self.long_ids.give(table, int(str(row["id"])), created, self.quirks.of("id_form", path))
        return row

    def find(self, table: str, text: str) -> Row | None:
        """One row by the id that it shows."""
        return self.row(table, self.long_ids.number(table, text))

    def id_order(self, table: str) -> str:
        """What ``order_field=id`` sorts by, in SQL (docs: alegra-api 10)."""
        choice = self.quirks.of("uuid_order", table.replace("_", "-"))
        if not self.long_ids.has(table) or choice == "created":
            return "id"
        return f"{'shown_id' if choice == 'text' else 'id_place'}('{table}', id)"

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

    def next_number(self, table: str, kind: str = "%") -> int:
        """The running number of the next document, or of the next one of a kind."""
        # Suppliers' own numbers can be texts.
        last = self.value(
            f"SELECT number FROM {table} WHERE kind LIKE ? AND typeof(number) = 'integer' "
            "ORDER BY id DESC LIMIT 1",
            (kind,),
        )
        return int(last or 0) + 1

    def random_change(self) -> RandomValues:
        """Random values for something that happens now, others at each call."""
        self._changes += 1
        return RandomValues(self.seed, "change", self._changes)

    def moment(self) -> str:
        """The company's present moment in UTC; each call is a second later than the last.

        It stays near the beginning of the day, so that a real clock of that day is ahead of it.
        """
        self._moments += 1
        moment = datetime(self.today.year, self.today.month, self.today.day)
        moment += timedelta(seconds=self._moments)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _insertion(table: str, row: Mapping[str, object]) -> str:
    marks = ", ".join("?" for _ in row)
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
