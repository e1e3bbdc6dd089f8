"""The company's past: three years of documents, written in bulk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from .books import Books, Row
from .chart_of_accounts import ACCOUNTS
from .contact_facts import ContactFacts
from .countries import Country
from .document_drawer import COLUMNS, DocumentDrawer, Drawn
from .document_parts import COST_CENTERS
from .draws import Draws
from .item_facts import ItemFacts
from .money import MILLIONTHS
from .quirks import Quirks
from .resources.bank_accounts import NAMES as BANK_ACCOUNT_NAMES

DAYS_OF_PAST = 1095
"""How long the company exists already."""

SHARES = {
    "invoices": 40,
    "bills": 15,
    "payments-in": 20,
    "payments-out": 10,
    "credit-notes": 4,
    "debit-notes": 2,
    "estimates": 5,
    "purchase-orders": 2,
    "journals": 2,
}
"""Documents of each kind in a hundred."""

MOST_REPEATS = 3
"""On how many ledger accounts a payment without a document can be."""


def document_counts(size: int, overrides: Mapping[str, int]) -> dict[str, int]:
    """How many documents of each kind there shall be; the shares of `size`, at least one each.

    Args:
        size: all documents together.
        overrides: counts by kind that stand in for the shares.
    """
    counts = {kind: max(1, size * share // 100) for kind, share in SHARES.items()}
    counts["invoices"] = max(1, counts["invoices"] + size - sum(counts.values()))
    return {**counts, **overrides}


@dataclass
class Company:
    """A company that can live on.

    Attributes:
        books: its books.
        drawer: draws its new documents.
        daily: documents of each kind that a day brings.
    """

    books: Books
    drawer: DocumentDrawer
    daily: dict[str, float]


def found(
    country: Country,
    size: int,
    seed: int,
    today: date,
    quirks: Quirks,
    overrides: Mapping[str, int] | None = None,
) -> Company:
    """A company with its past.

    Args:
        country: the edition of Alegra.
        size: number of documents; master data grows with it.
        seed: everything follows from it.
        today: the company's present day.
        quirks: how Alegra behaves.
        overrides: numbers of documents by kind, see `SHARES`.
    """
    books = Books(country, seed, today, quirks)
    counts = document_counts(size, overrides or {})
    founder = _Founder(books, counts)
    founder.write_master_data(max(size, sum(counts.values())))
    founder.write_documents()
    books.index("payments")
    books.index_applications()
    daily = {kind: count / DAYS_OF_PAST for kind, count in counts.items()}
    return Company(books, founder.drawer, daily)


@dataclass(slots=True)
class _Payment:
    """A payment before it has an id: the sum of what it brings to documents."""

    created: str
    date: str
    contact: int | None
    currency: str | None
    status: str
    total: int
    repeats: int
    parts: list[tuple[int, int]]


@dataclass(slots=True)
class _Part:
    """What one payment brings to one document."""

    id: int
    contact: int
    currency: str | None
    day: str
    days: int
    amount: int


class _Founder:
    def __init__(self, books: Books, counts: Mapping[str, int]) -> None:
        self.books = books
        self.drawer = DocumentDrawer(books, [], [])
        self._counts = counts
        self._first_day = books.today - timedelta(days=DAYS_OF_PAST)

    def write_master_data(self, size: int) -> None:
        """Contacts, items and the small lists."""
        books, country = self.books, self.books.country
        books.insert_all(
            "categories",
            ("id", "name", "code", "parent", "type", "status"),
            (
                (
                    account.id,
                    account.name,
                    account.code if country.account_codes else None,
                    account.parent,
                    account.type,
                    "active",
                )
                for account in ACCOUNTS.values()
            ),
        )
        books.insert_all(
            "taxes",
            ("id", "name", "percentage", "type", "status"),
            ((tax.id, tax.name, tax.percentage, tax.type, "active") for tax in country.taxes),
        )
        books.insert_all(
            "cost_centers",
            ("id", "name", "code", "status"),
            (
                (place, name, f"CC{place}" if place % 2 else None, "active")
                for place, name in enumerate(COST_CENTERS, start=1)
            ),
        )
        accounts = [id for id, account in ACCOUNTS.items() if account.name in BANK_ACCOUNT_NAMES]
        kinds = ("bank", "bank", "cash")
        books.insert_all(
            "bank_accounts",
            ("id", "name", "kind", "status", "opened", "opening", "account"),
            (
                (
                    place,
                    name,
                    kinds[place - 1],
                    "active",
                    self._first_day.isoformat(),
                    place * 12_500 * MILLIONTHS,
                    accounts[place - 1],
                )
                for place, name in enumerate(BANK_ACCOUNT_NAMES, start=1)
            ),
        )
        books.insert_all(
            "items",
            ("id", "name", "reference", "description", "price", "kind", "status", "category"),
            (self._item(id) for id in self._ids("items", max(6, size // 50))),
        )
        books.remember_items()
        books.insert_all(
            "contacts",
            ("id", "name", "identification", "email", "kind", "status", "created", "updated"),
            (
                self._contact(place, id)
                for place, id in enumerate(self._ids("contacts", max(8, size // 20)))
            ),
        )

    def write_documents(self) -> None:
        """Everything that has a date, and how it settles."""
        for table in ("invoices", "bills"):
            self._write(table)
        for table, target in (("credit_notes", "invoices"), ("debit_notes", "bills")):
            self._write(table)
            self._apply_notes(table, target)
        for table in ("estimates", "purchase_orders", "journals"):
            self._write(table)
        self._write_payments(
            [
                (kind, target, payment)
                for target, kind in (("invoices", "in"), ("bills", "out"))
                for payment in self._settle(target, kind)
            ]
        )

    def _item(self, id: int) -> tuple[object, ...]:
        facts = ItemFacts.of(self.books.seed, self.books.country, id)
        draws = Draws(self.books.seed, "items", "state", id)
        return (
            id,
            facts.name,
            facts.reference,
            facts.description,
            facts.price,
            "simple" if draws.chance(0.97) else "kit",
            "active" if draws.chance(0.95) else "inactive",
            draws.between(1, 4) if draws.chance(0.5) else None,
        )

    def _contact(self, place: int, id: int) -> tuple[object, ...]:
        books = self.books
        facts = ContactFacts.of(books.seed, books.country, id)
        draws = Draws(books.seed, "contacts", "state", id)
        kind = ("client", "provider", "both", "none")[
            place if place < 4 else (0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 3)[draws.below(11)]
        ]
        # Some contacts are never dealt with; those can be deleted.
        if place < 4 or draws.chance(0.9):
            if kind != "client":
                self.drawer.suppliers.append(id)
            if kind != "provider":
                self.drawer.customers.append(id)
        day = self._first_day + timedelta(days=draws.below(DAYS_OF_PAST - 1))
        clock = f"{draws.below(24):02d}:{draws.below(60):02d}:{draws.below(60):02d}.000Z"
        created = updated = f"{day.isoformat()}T{clock}"
        if draws.chance(0.4):
            day += timedelta(days=draws.below(max(1, (books.today - day).days)))
            updated = max(created, f"{day.isoformat()}T{clock}")
        # Whether a contact carries moments is a habit of the account (docs: alegra-api 1.5).
        timed = draws.below(100) >= books.quirks.untimed_contacts_percent
        identity = facts.identity
        return (
            id,
            identity.name,
            identity.identification if place % 31 else None,
            facts.email,
            kind,
            "active" if draws.chance(0.95) else "inactive",
            created if timed else None,
            updated if timed else None,
        )

    def _ids(self, table: str, count: int) -> Iterator[int]:
        """Growing ids; about one in a hundred was deleted for good."""
        draws = Draws(self.books.seed, table, "ids")
        id = 0
        for _ in range(count):
            id += 2 if draws.chance(0.01) else 1
            yield id

    def _write(self, table: str) -> None:
        self.books.insert_all(table, COLUMNS, self._documents(table))
        self.books.index(table)

    def _documents(self, table: str) -> Iterator[Drawn]:
        count = self._counts[table.replace("_", "-")]
        for place, id in enumerate(self._ids(table, count)):
            created = self._first_day + timedelta(days=(place + 1) * DAYS_OF_PAST // count)
            yield self.drawer.draw(table, id, place + 1, created, age=place / count)

    def _apply_notes(self, table: str, target: str) -> None:
        """Apply notes to documents of the same contact and currency, or pay them back."""
        books = self.books
        applications: list[tuple[object, ...]] = []
        settled: list[tuple[object, ...]] = []
        credited: dict[int, int] = {}
        for note in books.select(f"SELECT * FROM {table} WHERE status IN ('open', 'closed')"):
            draws = Draws(books.seed, table, "applied", note["id"])
            unfinished = note["status"] == "open" if table == "credit_notes" else draws.chance(0.3)
            wanted = note["total"]
            if unfinished:
                wanted = books.country.round(wanted * draws.pick((0, 0, 20, 50, 80)) // 100)
            used = 0
            document = self._closed_document(target, note)
            if document is not None:
                used = min(document["total"] - credited.get(document["id"], 0), wanted)
            if document is not None and used > 0:
                applications.append((table, note["id"], target, document["id"], used))
                credited[document["id"]] = credited.get(document["id"], 0) + used
            settled.append((used, 0 if unfinished else note["total"] - used, note["id"]))
        self._write_applications(applications)
        books.change_all(f"UPDATE {table} SET settled = ?, refunded = ? WHERE id = ?", settled)
        books.change_all(
            f"UPDATE {target} SET credited = ? WHERE id = ?",
            ((amount, id) for id, amount in credited.items()),
        )

    def _closed_document(self, target: str, note: Row) -> Row | None:
        found = self.books.select(
            f"SELECT id, total FROM {target} WHERE contact = ? AND currency IS ? "
            "AND status = 'closed' AND date <= ? ORDER BY date DESC, id DESC LIMIT 1",
            (note["contact"], note["currency"], note["date"]),
        )
        return found[0] if found else None

    def _write_applications(self, applications: Iterable[Sequence[object]]) -> None:
        self.books.insert_all(
            "applications", ("source", "source_id", "target", "target_id", "amount"), applications
        )

    def _settle(self, target: str, kind: str) -> list[_Payment]:
        """The payments that settle invoices or bills as far as their statuses say.

        One payment settles several documents of a contact when there are fewer payments than
        documents to settle.
        """
        books = self.books
        parts = self._parts(target)
        books.change_all(
            f"UPDATE {target} SET settled = settled + ? WHERE id = ?",
            ((part.amount, part.id) for part in parts),
        )
        wanted = self._counts[f"payments-{kind}"]
        without_document = min(wanted - 1, max(1, wanted // 25)) if wanted > 4 else 0
        share = max(0, wanted - without_document) / max(1, len(parts))
        payments: list[_Payment] = []
        due = 0.0
        for _, run in groupby(parts, key=lambda part: (part.contact, part.currency)):
            group: list[_Part] = []
            for part in run:
                due += share
                if group and len(payments) + 1 <= due:
                    payments.append(self._payment(target, group))
                    group = []
                group.append(part)
            payments.append(self._payment(target, group))
        for place in range(wanted - len(payments)):
            payments.append(self._payment_without_document(kind, place))
        return payments

    def _parts(self, target: str) -> list[_Part]:
        """What is to be paid of each document, by contact and currency, oldest first."""
        books = self.books
        parts: list[_Part] = []
        for row in books.stream(
            "SELECT id, contact, currency, date, due, created, status, total - credited AS owed "
            f"FROM {target} WHERE status IN ('open', 'closed') "
            "ORDER BY contact, currency, date, id"
        ):
            draws = Draws(books.seed, target, "settled", row["id"])
            owed, place = row["owed"], draws.below(1000)
            if row["status"] == "open":
                # A few are paid in full and open all the same (docs: alegra-api 1.7).
                percent = 0 if place < 600 else 100 if place >= 950 else draws.between(15, 80)
            else:
                # A bill can be closed with a rest, which is written off (docs: alegra-api 2).
                percent = 85 if target == "bills" and place < 8 else 100
            paid = owed if percent == 100 else books.country.round(owed * percent // 100)
            later = 0 if row["due"] == row["date"] else draws.between(3, 50)
            first = paid
            if place % 20 == 0:
                first = books.country.round(paid // 2)
            for amount, days in ((first, later), (paid - first, later + 20)):
                if amount > 0:
                    day = max(row["date"], row["created"])
                    parts.append(
                        _Part(row["id"], row["contact"], row["currency"], day, days, amount)
                    )
        return parts

    def _payment(self, target: str, group: list[_Part]) -> _Payment:
        books = self.books
        draws = Draws(books.seed, target, "payment", group[-1].id, len(group))
        latest = max(date.fromisoformat(part.day) for part in group)
        day = min(books.today, latest + timedelta(days=group[-1].days))
        dated = day.isoformat()
        if draws.chance(0.0008):
            dated = f"3023{dated[4:]}"
        return _Payment(
            day.isoformat(),
            dated,
            group[0].contact,
            group[0].currency,
            "open",
            sum(part.amount for part in group),
            1,
            [(part.id, part.amount) for part in group],
        )

    def _payment_without_document(self, kind: str, place: int) -> _Payment:
        books = self.books
        draws = Draws(books.seed, "payments", kind, place)
        day = books.today - timedelta(days=draws.below(DAYS_OF_PAST))
        contacts = self.drawer.customers if kind == "in" else self.drawer.suppliers
        return _Payment(
            day.isoformat(),
            day.isoformat(),
            draws.pick(contacts) if draws.chance(0.7) else None,
            None,
            "void" if draws.chance(0.2) else "open",
            draws.between(100, 60_000) * MILLIONTHS,
            draws.pick((1, 1, 2, MOST_REPEATS)),
            [],
        )

    def _write_payments(self, payments: list[tuple[str, str, _Payment]]) -> None:
        """Give payments their ids in the order in which they were made."""
        payments.sort(key=lambda entry: entry[2].created)
        ids = list(self._ids("payments", len(payments)))
        numbers = {"in": 0, "out": 0}
        rows: list[tuple[object, ...]] = []
        for id, (kind, _, it) in zip(ids, payments, strict=True):
            numbers[kind] += 1
            rows.append(
                (
                    id,
                    numbers[kind],
                    it.date,
                    it.date,
                    it.created,
                    it.status,
                    it.contact,
                    it.currency,
                    kind,
                    it.total,
                    it.repeats,
                )
            )
        self.books.insert_all("payments", (*COLUMNS, "repeats"), rows)
        self._write_applications(
            ("payments", id, target, document, amount)
            for id, (_, target, it) in zip(ids, payments, strict=True)
            for document, amount in it.parts
        )
