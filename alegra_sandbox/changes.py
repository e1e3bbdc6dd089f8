"""What happens to a company: documents are written, paid, voided, edited, deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .books import DOCUMENT_TABLES, Row
from .contact_facts import ContactFacts
from .document_drawer import COLUMNS
from .draws import Draws
from .founding import Company
from .lines import Sums
from .resources import RESOURCES


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

    def as_json(self) -> dict[str, str]:
        """As the control endpoint shows it."""
        return {"resource": self.resource, "id": str(self.id), "what": self.what}


Changes = list[Change]

_SETTLES_BY = {"invoices": "in", "bills": "out"}
_NOTES = ("credit_notes", "debit_notes")
_LAST_STATUS = {"estimates": "billed", "purchase_orders": "closed"}
_FIRST_STATUS = {"estimates": "unbilled"}


def _path(table: str) -> str:
    return table.replace("_", "-")


class Business:
    """Does things to a company and tells what is different afterwards.

    Args:
        company: the company.
    """

    def __init__(self, company: Company) -> None:
        self._company = company
        self.books = company.books
        self._done = 0
        self.actions: dict[str, Callable[[str, int | None], Changes]] = {
            "create": self.create,
            "backdate": self.backdate,
            "pay": self.pay,
            "settle": self.settle,
            "open": self.open,
            "void": self.void,
            "edit": self.edit,
            "touch_no_timestamp": self.edit_without_trace,
            "delete": self.delete,
        }

    def change(self, action: str, resource: str, id: int | None) -> Changes:
        """Do something.

        Args:
            action: one of `actions`.
            resource: path of the resource, e.g. ``invoices``.
            id: of what; None to choose.

        Raises:
            Impossible: no such action or resource, or nothing to do it to.
        """
        if action not in self.actions:
            raise Impossible(f"no action {action!r}; there are {', '.join(self.actions)}")
        if resource not in RESOURCES:
            raise Impossible(f"no resource {resource!r}; there are {', '.join(RESOURCES)}")
        return self.actions[action](RESOURCES[resource].table, id)

    def create(self, table: str, id: int | None = None) -> Changes:
        """A new document of today, open as a rule, or a new contact."""
        if table == "contacts":
            return self._new_contact()
        if table == "payments":
            return self.pay("invoices", None)
        new = self._new_document(table, self.books.today, None)
        return [Change(_path(table), new, "created")]

    def backdate(self, table: str, id: int | None = None) -> Changes:
        """A new document dated about a year ago; of invoices and bills half are paid as well."""
        draws = self._draws()
        dated = self.books.today - timedelta(days=draws.between(330, 400))
        if table == "payments":
            return self._pay("invoices", self._chosen("invoices", None), dated)
        status = _LAST_STATUS.get(table, "open")
        new = self._new_document(table, dated, status)
        changes = [Change(_path(table), new, "created")]
        if table in _SETTLES_BY and draws.chance(0.5):
            changes += self._pay(table, self._row(table, new), dated, in_full=True)[:1]
        return changes

    def pay(self, table: str, id: int | None = None) -> Changes:
        """A payment of today on an open invoice or bill, the whole rest or a part of it."""
        if table not in _SETTLES_BY:
            raise Impossible("only invoices and bills are paid")
        return self._pay(table, self._chosen(table, id), self.books.today)

    def settle(self, table: str, id: int | None = None) -> Changes:
        """Bill an estimate, close an order, pay back what is left of a note."""
        books = self.books
        if table in _NOTES:
            condition = "total > settled + refunded AND status = 'open'"
            row = self._row(table, id) if id else self._any(table, condition)
            books.update(table, row["id"], refunded=row["total"] - row["settled"], status="closed")
        elif table in _LAST_STATUS:
            first = _FIRST_STATUS.get(table, "open")
            row = self._row(table, id) if id else self._any(table, f"status = '{first}'")
            books.update(table, row["id"], status=_LAST_STATUS[table])
        else:
            raise Impossible("only notes, estimates and purchase orders are settled")
        return [Change(_path(table), row["id"], "changed")]

    def open(self, table: str, id: int | None = None) -> Changes:
        """Open a draft."""
        row = self._row(table, id) if id else self._any(table, "status = 'draft'")
        self.books.update(table, row["id"], status="open")
        return [Change(_path(table), row["id"], "changed")]

    def void(self, table: str, id: int | None = None) -> Changes:
        """Void a document; a payment's invoices and bills are owed again then."""
        if table not in DOCUMENT_TABLES or table in ("debit_notes", "estimates"):
            raise Impossible(f"{_path(table)} can't be voided")
        settled = "" if table in ("payments", "journals") else " AND settled = 0"
        credited = " AND credited = 0 AND refunded = 0"
        row = (
            self._row(table, id) if id else self._any(table, f"status = 'open'{settled}{credited}")
        )
        if row["status"] == "void":
            raise Impossible(f"{_path(table)} {id} is void already")
        changes = self.take_back(row) if table == "payments" else []
        if table != "payments" and row["settled"]:
            raise Impossible(f"{_path(table)} {id} is settled in part; void its payments first")
        self.books.update(table, row["id"], status="void")
        return [Change(_path(table), row["id"], "changed"), *changes]

    def unvoid(self, table: str, id: int) -> Changes:
        """Open a void document again; a payment settles its documents again."""
        row = self._row(table, id)
        parts = self._parts_of(row) if table == "payments" else []
        named = [(self._row(part["target"], part["target_id"]), part) for part in parts]
        for document, part in named:
            if part["amount"] > document["total"] - document["settled"] - document["credited"]:
                raise Impossible(f"{_path(part['target'])} {document['id']} is paid otherwise")
        self.books.update(table, id, status="open")
        changes = [Change(_path(table), id, "changed")]
        for document, part in named:
            settled = document["settled"] + part["amount"]
            closed = settled + document["credited"] == document["total"]
            status = "closed" if closed else "open"
            self.books.update(part["target"], document["id"], settled=settled, status=status)
            changes.append(Change(_path(part["target"]), document["id"], "changed"))
        return changes

    def edit(self, table: str, id: int | None = None) -> Changes:
        """Edit notes, and a draft's lines; of a contact the name, which moves ``updated_at``."""
        if table == "contacts":
            return self._edit_contact(id, traced=True)
        if table == "items":
            row = self._row(table, id) if id else self._any(table, "1")
            self.books.update(table, row["id"], name=f"{row['name']} *", edition=row["edition"] + 1)
            return [Change("items", row["id"], "changed")]
        if table not in DOCUMENT_TABLES:
            raise Impossible(f"{_path(table)} are not edited here")
        row = self._row(table, id) if id else self._editable(table)
        values = {"edition": row["edition"] + 1}
        if row["status"] == "draft" and row["document"] is None:
            values["variant"] = row["variant"] + 1
            lines = self.books.lines.lines(table, row["id"], values["variant"], row["currency"])
            values["total"] = Sums.of(lines).total
        self.books.update(table, row["id"], **values)
        return [Change(_path(table), row["id"], "changed")]

    def edit_without_trace(self, table: str, id: int | None = None) -> Changes:
        """Edit a contact whose ``updated_at`` stays (docs: alegra-api 1.5, not proven either way).

        Documents carry no moment of change, so with them it is a plain edit.
        """
        return self._edit_contact(id, traced=False) if table == "contacts" else self.edit(table, id)

    def delete(self, table: str, id: int | None = None) -> Changes:
        """Delete for good: a draft if there is one, else an open one, that nothing hangs on.

        Given an id, the document goes whatever hangs on it: its payments and notes stay, without
        naming it.
        """
        books = self.books
        row = self._row(table, id) if id else self._deletable(table)
        changes: Changes = []
        if table == "payments" and row["status"] == "open":
            changes = self.take_back(row)
        elif table in _NOTES:
            changes = self._take_back_credit(table, row)
        elif table in _SETTLES_BY:
            changes = self._unhang(table, row)
        books.run("DELETE FROM applications WHERE source = ? AND source_id = ?", table, row["id"])
        books.run("DELETE FROM applications WHERE target = ? AND target_id = ?", table, row["id"])
        books.delete(table, row["id"])
        return [Change(_path(table), row["id"], "deleted"), *changes]

    def _draws(self) -> Draws:
        self._done += 1
        return Draws(self.books.seed, "change", self._done)

    def _row(self, table: str, id: int) -> Row:
        row = self.books.row(table, id)
        if row is None:
            raise Impossible(f"there is no {_path(table)} {id}")
        return row

    def _any(self, table: str, condition: str) -> Row:
        """One of the rows that fulfil a condition: the next one from a drawn id on."""
        highest = self.books.value(f"SELECT max(id) FROM {table}") or 0
        drawn = self._draws().below(highest + 1)
        for start in (drawn, 0):
            for row in self.books.select(
                f"SELECT * FROM {table} WHERE {condition} AND id >= ? ORDER BY id LIMIT 1", (start,)
            ):
                return row
        raise Impossible(f"there are no {_path(table)} to do that to")

    def _first_of(self, table: str, *conditions: str) -> Row:
        """One of the rows that fulfil the first condition that any row fulfils."""
        for condition in conditions[:-1]:
            if self.books.value(f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1"):
                return self._any(table, condition)
        return self._any(table, conditions[-1])

    def _editable(self, table: str) -> Row:
        return self._first_of(table, "status = 'draft'", "status IN ('open', 'unbilled')", "1")

    def _deletable(self, table: str) -> Row:
        if table == "contacts":
            unused = " AND ".join(
                f"NOT EXISTS (SELECT 1 FROM {document} WHERE contact = contacts.id)"
                for document in DOCUMENT_TABLES
            )
            return self._any(table, unused)
        if table == "payments":
            return self._any(table, "1")
        if table not in DOCUMENT_TABLES:
            raise Impossible(f"{_path(table)} are not deleted here")
        unnamed = (
            "NOT EXISTS (SELECT 1 FROM applications "
            f"WHERE target = '{table}' AND target_id = {table}.id)"
        )
        free = f"settled = 0 AND credited = 0 AND refunded = 0 AND {unnamed}"
        return self._first_of(
            table,
            f"status = 'draft' AND {free}",
            f"status IN ('open', 'unbilled') AND {free}",
            free,
        )

    def _chosen(self, table: str, id: int | None) -> Row:
        owed = "status = 'open' AND total > settled + credited"
        return self._row(table, id) if id else self._any(table, owed)

    def _new_document(self, table: str, dated: date, status: str | None) -> int:
        if table not in DOCUMENT_TABLES:
            raise Impossible(f"{_path(table)} are not created here")
        books = self.books
        id = books.next_id(table)
        if self._draws().chance(0.01):
            id += 1
        number = self._next_number(table, "1")
        drawn = self._company.drawer.draw(
            table, id, number, books.today, 1.0, dated, status or self._new_status(table, id)
        )
        books.insert(table, **dict(zip(COLUMNS, drawn, strict=True)))
        return id

    def _next_number(self, table: str, condition: str) -> int:
        last = self.books.value(
            f"SELECT number FROM {table} WHERE {condition} ORDER BY id DESC LIMIT 1"
        )
        return int(last or 0) + 1

    def _new_status(self, table: str, id: int) -> str:
        if table in _FIRST_STATUS:
            return _FIRST_STATUS[table]
        can_be_draft = table in ("invoices", "bills", "purchase_orders")
        draws = Draws(self.books.seed, table, "first status", id)
        return "draft" if can_be_draft and draws.chance(0.12) else "open"

    def _pay(self, table: str, row: Row, dated: date, in_full: bool = False) -> Changes:
        books = self.books
        owed = row["total"] - row["settled"] - row["credited"]
        if row["status"] != "open" or owed <= 0:
            raise Impossible(f"{_path(table)} {row['id']} is not open, or nothing is owed")
        draws = self._draws()
        amount = owed
        if not in_full and draws.chance(0.35):
            amount = books.country.round(owed * draws.between(20, 80) // 100) or owed
        kind = _SETTLES_BY[table]
        payment = books.insert(
            "payments",
            id=books.next_id("payments"),
            number=self._next_number("payments", f"kind = '{kind}'"),
            date=dated.isoformat(),
            due=dated.isoformat(),
            created=books.today.isoformat(),
            status="open",
            contact=row["contact"],
            currency=row["currency"],
            kind=kind,
            total=amount,
        )
        books.apply("payments", payment, table, row["id"], amount)
        status = "closed" if amount == owed else "open"
        books.update(table, row["id"], settled=row["settled"] + amount, status=status)
        return [Change("payments", payment, "created"), Change(_path(table), row["id"], "changed")]

    def take_back(self, payment: Row) -> Changes:
        """What a payment settled is owed again; the payment goes on naming its documents."""
        changes: Changes = []
        for part in self._parts_of(payment):
            document = self.books.row(part["target"], part["target_id"])
            if document is None:
                continue
            self.books.update(
                part["target"],
                part["target_id"],
                settled=document["settled"] - part["amount"],
                status="open",
            )
            changes.append(Change(_path(part["target"]), part["target_id"], "changed"))
        return changes

    def _parts_of(self, payment: Row) -> list[Row]:
        """What a payment is applied to."""
        return self.books.select(
            "SELECT target, target_id, amount FROM applications "
            "WHERE source = 'payments' AND source_id = ?",
            (payment["id"],),
        )

    def _take_back_credit(self, table: str, note: Row) -> Changes:
        """What a note was applied to is owed again."""
        changes: Changes = []
        for part in self.books.select(
            "SELECT target, target_id, amount FROM applications WHERE source = ? AND source_id = ?",
            (table, note["id"]),
        ):
            self.books.run(
                f"UPDATE {part['target']} SET credited = credited - ?, status = 'open' "
                "WHERE id = ?",
                part["amount"],
                part["target_id"],
            )
            changes.append(Change(_path(part["target"]), part["target_id"], "changed"))
        return changes

    def _unhang(self, table: str, document: Row) -> Changes:
        """Payments and notes that named a document name it no longer; notes count as paid back."""
        changes: Changes = []
        for part in self.books.select(
            "SELECT source, source_id, amount FROM applications WHERE target = ? AND target_id = ?",
            (table, document["id"]),
        ):
            if part["source"] in _NOTES:
                self.books.run(
                    f"UPDATE {part['source']} SET settled = settled - ?, refunded = refunded + ? "
                    "WHERE id = ?",
                    part["amount"],
                    part["amount"],
                    part["source_id"],
                )
            changes.append(Change(_path(part["source"]), part["source_id"], "changed"))
        return changes

    def _new_contact(self) -> Changes:
        books = self.books
        id = books.next_id("contacts")
        facts = ContactFacts.of(books.seed, books.country, id)
        kind = Draws(books.seed, "contacts", "state", id).pick(("client", "client", "provider"))
        moment = books.moment()
        books.insert(
            "contacts",
            id=id,
            name=facts.identity.name,
            identification=facts.identity.identification,
            email=facts.email,
            kind=kind,
            status="active",
            created=moment,
            updated=moment,
        )
        drawer = self._company.drawer
        (drawer.suppliers if kind == "provider" else drawer.customers).append(id)
        return [Change("contacts", id, "created")]

    def _edit_contact(self, id: int | None, traced: bool) -> Changes:
        books = self.books
        row = self._row("contacts", id) if id else self._any("contacts", "1")
        edition = row["edition"] + 1
        name = f"{row['name'].split(' (antes')[0]} (antes {edition})"
        books.update("contacts", row["id"], name=name, edition=edition)
        if traced and row["updated"] is not None:
            books.update("contacts", row["id"], updated=books.moment())
        return [Change("contacts", row["id"], "changed")]
