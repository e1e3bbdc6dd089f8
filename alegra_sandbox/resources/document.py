"""A transaction with a contact and lines."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any, ClassVar

from .. import settlement, stock
from ..bodies import Body, check_day, contact, identifier, objects, refuse, require
from ..books import Books, Changes, Impossible, Row
from ..errors import invalid
from ..json_text import decoded, encoded
from ..money import millionths
from ..random_values import RandomValues
from ..settlement import Part
from ..stock import Move, Moving
from .lines import Line, LineCodes, check_product_keys, generated_lines, read_lines, total_of
from .references import MAIN_WAREHOUSE, embedded
from .resource import Record, Rendering
from .transaction import Transaction


class Document(Transaction):
    """A document.

    Attributes:
        party: the field that names the contact.
        party_code: Alegra's code when it names none.
        line_codes: Alegra's codes for what can be wrong with lines.
        due: the field of the column ``due``; None when there is none.
        rare_kind: what the column ``kind`` says of a few, and of how many of them, from 0 to 1.
        account_share: how many lines of a generated one stand on ledger accounts, from 0 to 1.
        required: fields that a body must have.
        refused: fields that a body must not have.
        changeable: statuses in which it may be changed or deleted.
        unchangeable_code: Alegra's code when it may not.
        stampable: whether several may be stamped at once.
        shows_stamp: whether it has a fiscal stamp.
        empty_code: Alegra's code for a body with nothing in it.
        checks_product_keys: whether each item must have one where the country wants it.
        stocks: 1 when its items come into stock, -1 when they leave it, 0 when neither.
    """

    party: ClassVar[str] = "client"
    party_code: ClassVar[int] = 400
    line_codes: ClassVar[LineCodes] = LineCodes()
    due: ClassVar[str | None] = None
    rare_kind: ClassVar[tuple[str, float]] = ("", 0.0)
    account_share: ClassVar[float] = 0.0
    required: ClassVar[tuple[str, ...]] = ()
    refused: ClassVar[tuple[str, ...]] = ()
    changeable: ClassVar[frozenset[str]] = frozenset({"draft", "open"})
    unchangeable_code: ClassVar[int] = 400
    stampable: ClassVar[bool] = False
    shows_stamp: ClassVar[bool] = False
    empty_code: ClassVar[int | None] = None
    checks_product_keys: ClassVar[bool] = False
    stocks: ClassVar[int] = 0

    # Its lines.

    def given_lines(self, body: Body) -> Body:
        """What of a body holds lines on items and on accounts."""
        return {"items": body.get("items")}

    def lines_of_body(self, books: Books, body: Body) -> list[Line]:
        """The lines of a body."""
        given = self.given_lines(body)
        items, accounts = given.get("items"), given.get("categories")
        return read_lines(books, items, accounts, self.line_codes, self.may_be_empty(books))

    def lines(self, it: Rendering) -> list[Line]:
        """The lines that a record shows."""
        if it.body is not None:
            return self.lines_of_body(it.books, it.body)
        return self._generated(it.books, it.id, it.row["variant"], it.row["currency"])

    def _generated(self, books: Books, id: int, variant: int, currency: str | None) -> list[Line]:
        return generated_lines(books, self.table, id, variant, currency, self.account_share)

    def vary(self, books: Books, random: RandomValues, values: dict[str, Any], days: int) -> int:
        """The total is that of the lines; a few are of a rare kind."""
        kind, share = self.rare_kind
        if share and random.chance(share):
            values["kind"] = kind
        values["total"] = total_of(self._generated(books, values["id"], 0, values["currency"]))
        return days

    def total_of_variant(self, books: Books, row: Row, variant: int) -> int:
        """That of the new lines."""
        return total_of(self._generated(books, row["id"], variant, row["currency"]))

    def prepare(self, books: Books) -> None:
        """Let filters ask whether the lines name an item, and lines move stock."""
        super().prepare(books)
        if self.stocks:
            stock.watch(books, self.table, partial(self._moves, books))

        def names_item(
            id: int, variant: int, currency: str | None, document: str | None, item: int
        ) -> bool:
            if document is None:
                lines = self._generated(books, id, variant, currency)
                return any(not line.on_account and line.id == item for line in lines)
            body = decoded(document)
            given = body.get("items") or (body.get("purchases") or {}).get("items")
            return any(identifier(line) == item for line in objects(given))

        books.create_function(f"{self.table}_names_item", names_item)

    def _moves(self, books: Books, row: Moving) -> list[Move]:
        if row["document"] is None:
            warehouse = MAIN_WAREHOUSE
            lines = self._generated(books, row["id"], row["variant"], row["currency"])
        else:
            body = decoded(row["document"])
            named = embedded(books, "warehouse", body.get("warehouse"), {})
            warehouse = named["id"] if named else MAIN_WAREHOUSE
            lines = self.lines_of_body(books, body)
        return [
            (line.id, warehouse, self.stocks * millionths(line.quantity))
            for line in lines
            if not line.on_account
        ]

    # What happens to it.

    def settle(self, books: Books, id: int | None = None) -> Changes:
        """Bill an estimate, close an order."""
        if self.settled_status == "open":
            raise Impossible(f"{self.path} can't be settled")
        row = self.chosen(books, id, f"status = '{self.first_status}'")
        books.update(self.table, row["id"], status=self.settled_status)
        return self.changed(row)

    # How it looks.

    def records(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """With the pending stamps that are no stamps, or not yet."""
        records = super().records(books, rows, asked)
        if not self.shows_stamp:
            return records
        shown = books.quirks.of("pending_stamps", self.path)
        pending = books.country.pending_stamp
        if shown != "off" and pending is not None:
            today = books.today.isoformat()
            for row, record in zip(rows, records, strict=True):
                stamped_today = "stamp" in record and row["created"] == today
                if stamped_today if shown == "today" else "stamp" not in record:
                    record["stamp"] = dict(pending)
        for record in records if books.quirks.stamp_status != "legalStatus" else ():
            if stamp := record.get("stamp"):
                record["stamp"] = {
                    books.quirks.stamp_status if name == "legalStatus" else name: value
                    for name, value in stamp.items()
                }
        return records

    def is_stamped(self, books: Books, row: Row) -> bool:
        """Whether the tax authority has it."""
        return self._stamp(books, row) not in (None, {}, books.country.pending_stamp)

    def _stamp(self, books: Books, row: Row) -> Any:
        """The stamp that stands in the books, whatever is shown of it."""
        return super().records(books, [row], frozenset())[0].get("stamp")

    # What may be written.

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """Whatever is filtered, sorted or added up."""
        if not body and self.empty_code:
            raise invalid("El cuerpo de la petición está vacío", self.empty_code)
        if self.checks_product_keys:
            check_product_keys(books, self.lines_of_body(books, body))
        lax = self.may_be_empty(books)
        require(body, [name for name in self.required if not (lax and body.get(name) == [])])
        refuse(body, self.refused)
        values = super().columns(books, body, row)
        if self.due is not None:
            check_day(body, self.due)
            values["due"] = body[self.due]
        values["contact"] = contact(books, body, self.party, self.party_code)["id"]
        values["total"] = total_of(self.lines_of_body(books, body))
        return values

    def body_of(self, books: Books, row: Row, record: Record) -> Body:
        """Its contact as well; lines stand in a body as in a record."""
        kept = {name: record[name] for name in ("currency",) if name in record}
        body = {**super().body_of(books, row, record), **kept, self.party: {"id": row["contact"]}}
        body.pop("stamp", None)
        stamp = self._stamp(books, row)
        return {**body, "stamp": stamp} if stamp else body

    def check_change(self, books: Books, row: Row) -> None:
        """Refuse to change what is stamped, settled or final."""
        if row["status"] not in self.changeable:
            message = f"{self.title}: no se puede editar en este estado"
            raise invalid(message, self.unchangeable_code)
        if row["settled"] or row["credited"]:
            raise invalid(f"{self.title}: no se puede editar, tiene pagos asociados")
        if self.is_stamped(books, row):
            raise invalid(f"{self.title}: no se puede editar, ya fue emitida")

    def check_removal(self, books: Books, row: Row) -> None:
        """Refuse to delete what may not be changed either."""
        self.check_change(books, row)

    def check_stampable(self, books: Books, body: Body) -> None:
        """Refuse to stamp what lacks fiscal data (docs: alegra-api 3.3)."""
        check_product_keys(books, self.lines_of_body(books, body))
        for name, message in books.country.stamp_requires.items():
            if not body.get(name):
                raise invalid(message)

    def stamp(self, books: Books, row: Row, body: Body) -> None:
        """Use up a fiscal folio."""
        books.folios += 1
        random = RandomValues(books.seed, self.path, "written stamp", row["id"])
        number = books.country.invoice_number(row["id"], row["number"])
        stamp = books.country.stamp(random, self.moment(books, row), number)
        if stamp in (None, books.country.pending_stamp):
            stamp = {"legalStatus": "ACCEPTED", "date": self.moment(books, row)}
        stamped = {**body, "stamp": stamp}
        books.update(self.table, row["id"], document=encoded(stamped).decode())


class Purchase(Document):
    """A document of a supplier's, whose lines stand under ``purchases`` (docs: alegra-api 3.7)."""

    party = "provider"
    made_of = ("purchases",)

    def given_lines(self, body: Body) -> Body:
        """On items and on ledger accounts."""
        purchases = body.get("purchases")
        return purchases if isinstance(purchases, dict) else {}

    def supplier(self, it: Rendering) -> Record:
        """``provider``."""
        return {name: shown for name, shown in self.contact(it).items() if name != "address"}

    def purchases(self, it: Rendering) -> Record:
        """``purchases``."""
        return printed_purchases(it, self.lines(it))


def printed_purchases(it: Rendering, lines: Collection[Line]) -> Record:
    """Lines on items and on ledger accounts, apart."""
    return {
        place: [line.printed(it.notation, False) for line in lines if line.on_account == on_account]
        for place, on_account in (("items", False), ("categories", True))
    }


class Note(Document):
    """A note that is applied to invoices or bills, or paid back.

    Attributes:
        target: path of the documents that it is applied to.
        target_statuses: in which they take it.
        target_code: Alegra's code when they don't.
    """

    target: ClassVar[str]
    target_statuses: ClassVar[tuple[str, ...]] = ("open",)
    target_code: ClassVar[int] = 400

    def seed(self, books: Books) -> None:
        """Apply notes to documents of the same contact and currency, or pay them back."""
        super().seed(books)
        applied: list[tuple[int, Part]] = []
        used: list[tuple[int, int, int]] = []
        credited: dict[int, int] = {}
        for note in books.select(f"SELECT * FROM {self.table} WHERE status IN ('open', 'closed')"):
            random = RandomValues(books.seed, self.table, "applied", note["id"])
            wanted, unfinished = note["total"], self.is_unfinished(note, random)
            if unfinished:
                wanted = books.country.round(wanted * random.pick((0, 0, 20, 50, 80)) // 100)
            brought = 0
            for document in books.select(
                f"SELECT id, total FROM {self.target} WHERE contact = ? AND currency IS ? "
                "AND status = 'closed' AND date <= ? ORDER BY date DESC, id DESC LIMIT 1",
                (note["contact"], note["currency"], note["date"]),
            ):
                id = document["id"]
                brought = min(document["total"] - credited.get(id, 0), wanted)
                if brought > 0:
                    applied.append((note["id"], Part(self.target, id, brought)))
                    credited[id] = credited.get(id, 0) + brought
            used.append((brought, 0 if unfinished else note["total"] - brought, note["id"]))
        settlement.apply_many(books, self.table, applied)
        books.run_each(f"UPDATE {self.table} SET settled = ?, refunded = ? WHERE id = ?", used)

    def is_unfinished(self, note: Row, random: RandomValues) -> bool:
        """Whether something of a generated note is still to be used."""
        return bool(note["status"] == "open")

    def settle(self, books: Books, id: int | None = None) -> Changes:
        """Pay back what is left."""
        row = self.chosen(books, id, "total > settled + refunded AND status = 'open'")
        rest = row["total"] - row["settled"]
        books.update(self.table, row["id"], refunded=rest, status="closed")
        return self.changed(row)

    def related(self, books: Books, rows: Any) -> Any:
        """The documents that notes are applied to, and by how much, by the notes' ids."""
        parts = settlement.parts_of(books, self.table, [row["id"] for row in rows])
        documents = books.rows(self.target, (it.id for all in parts.values() for it in all))
        return {
            id: [(documents[it.id], it.amount) for it in all if it.id in documents]
            for id, all in parts.items()
        }

    def amounts(self, it: Rendering) -> Record:
        """``total``, and what of it is used."""
        total, used = it.row["total"], it.row["settled"] + it.row["refunded"]
        return {
            "total": it.amount(total),
            "totalApplied": it.amount(used),
            "balance": it.amount(total - used),
        }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """What it is applied to must be owed."""
        self._parts(books, body)
        return super().columns(books, body, row)

    def take_effect(self, books: Books, id: int, body: Body) -> None:
        """The documents that it is applied to are owed less; it is used up by that much."""
        parts = self._parts(books, body)
        settlement.apply(books, self.table, id, parts)
        used = sum(part.amount for part in parts)
        total = books.value(f"SELECT total FROM {self.table} WHERE id = ?", (id,))
        status = "closed" if used == total else "open"
        books.update(self.table, id, settled=used, status=status)

    def change_effect(self, books: Books, row: Row, body: Body) -> None:
        """One that may be changed was not applied to anything yet."""
        self.take_effect(books, row["id"], body)

    def body_of(self, books: Books, row: Row, record: Record) -> Body:
        """With what it is applied to."""
        return {**super().body_of(books, row, record), self.target: record[self.target]}

    def _parts(self, books: Books, body: Body) -> list[Part]:
        given = body.get(self.target)
        statuses, code = self.target_statuses, self.target_code
        return settlement.read_parts(books, self.target, given, statuses, code)
