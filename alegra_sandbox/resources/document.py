"""What the documents that can be written share."""

from abc import abstractmethod
from typing import Any, ClassVar, Literal

from ..bodies import Body, check_day, check_notes, contact, currency, identifier, refuse, require
from ..books import Books, Row
from ..document_parts import Drift
from ..errors import ApiError, invalid
from ..written_lines import LineCodes, WrittenLine, printed, read_lines, total_of
from .resource import Record, Resource


class Document(Resource):
    """A document with a contact, a date and lines.

    Attributes:
        party: the field that names the contact.
        party_code: Alegra's code when it names none.
        due: the field of the column ``due``; None when there is none.
        required: fields that a body must have.
        refused: fields that a body must not have.
        changeable: statuses in which it may be changed or deleted.
        unchangeable_code: Alegra's code when it may not.
        first_status: what a new one is.
        kind: what the column ``kind`` says.
        sells: whether the lines are sold; bought otherwise.
    """

    party: ClassVar[str] = "client"
    party_code: ClassVar[int] = 400
    due: ClassVar[str | None] = None
    required: ClassVar[tuple[str, ...]] = ()
    refused: ClassVar[tuple[str, ...]] = ()
    changeable: ClassVar[frozenset[str]] = frozenset({"draft", "open"})
    unchangeable_code: ClassVar[int] = 400
    first_status: ClassVar[str] = "open"
    kind: ClassVar[str] = ""
    sells: ClassVar[bool] = True

    @abstractmethod
    def lines(self, books: Books, body: Body) -> list[WrittenLine]:
        """The lines of a body.

        Raises:
            ApiError: one is wrong.
        """

    def status(self, body: Body) -> str:
        """The status of a new document."""
        return self.first_status

    def number(self, books: Books, body: Body) -> int | str:
        """The number of a new document: the next one."""
        last = books.value(f"SELECT number FROM {self.table} ORDER BY id DESC LIMIT 1")
        return int(last or 0) + 1

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """Whatever is filtered, sorted or added up."""
        require(body, self.required)
        refuse(body, self.refused)
        check_day(body, "date")
        check_notes(body)
        if self.due is not None:
            check_day(body, self.due)
        values: dict[str, Any] = {
            "date": body["date"],
            "due": body[self.due] if self.due else body["date"],
            "contact": contact(books, body, self.party, self.party_code)["id"],
            "currency": currency(body),
            "total": total_of(self.lines(books, body)),
        }
        if row is None:
            values["number"] = self.number(books, body)
            values["created"] = books.today.isoformat()
            values["status"] = self.status(body)
            values["kind"] = self.kind
        return values

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With the lines as they were sent, and without what only chance put there."""
        written = super().as_written(books, row, record, body)
        written.pop("stamp", None)
        written.pop("currency", None)
        if body.get("stamp"):
            written["stamp"] = body["stamp"]
        if body.get("currency"):
            written["currency"] = {"symbol": "US$", **body["currency"]}
        if row["edition"]:
            given = written.get("observations") or ""
            written["observations"] = f"{given} (revisado {row['edition']})".strip()
        center = identifier(body.get("costCenter"))
        written["costCenter"] = None if center is None else {"id": str(center)}
        return written

    def body_of(self, row: Row, record: Record) -> Body:
        """Its contact as well; lines stand in a body as in a record."""
        kept = {name: record[name] for name in ("currency", "stamp") if record.get(name)}
        return {**super().body_of(row, record), **kept, self.party: {"id": row["contact"]}}

    def check_change(self, books: Books, row: Row) -> None:
        """Refuse to change what is stamped, settled or final."""
        if row["status"] not in self.changeable:
            raise ApiError(
                400, self.unchangeable_code, f"{self.title}: no se puede editar en este estado"
            )
        if row["settled"] or row["credited"]:
            raise invalid(f"{self.title}: no se puede editar, tiene pagos asociados")
        if self.is_stamped(books, row):
            raise invalid(f"{self.title}: no se puede editar, ya fue emitida")

    def check_removal(self, books: Books, row: Row) -> None:
        """Refuse to delete what may not be changed either."""
        self.check_change(books, row)

    def is_stamped(self, books: Books, row: Row) -> bool:
        """Whether the tax authority has certified it."""
        (record,) = self.records(books, [row], frozenset())
        return bool(record.get("stamp"))

    def printed_lines(self, books: Books, row: Row, lines: list[WrittenLine]) -> list[Record]:
        """Lines in the spelling of the document."""
        kind: Literal["sale", "purchase"] = "sale" if self.sells else "purchase"
        return printed(lines, Drift(books, self.table, row["id"]).spelling, kind)


class Purchase(Document):
    """A document of a supplier's, whose lines stand under ``purchases`` (docs: alegra-api 3.7).

    Attributes:
        line_codes: Alegra's codes for what can be wrong with lines.
    """

    party = "provider"
    sells = False
    line_codes: ClassVar[LineCodes] = LineCodes()

    def lines(self, books: Books, body: Body) -> list[WrittenLine]:
        """On items and on ledger accounts."""
        purchases = body.get("purchases")
        given = purchases if isinstance(purchases, dict) else {}
        return read_lines(books, given.get("items"), given.get("categories"), self.line_codes)

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With its own lines."""
        lines = self.lines(books, body)
        return {
            **super().as_written(books, row, record, body),
            "purchases": {
                "items": self.printed_lines(books, row, [it for it in lines if not it.on_account]),
                "categories": self.printed_lines(books, row, [it for it in lines if it.on_account]),
            },
        }
