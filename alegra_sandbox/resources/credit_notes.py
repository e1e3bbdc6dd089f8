"""Credit notes for customers (docs: alegra-api 3.5)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..applying import apply_note, check_parts
from ..bodies import Body
from ..books import Books, Row
from ..document_parts import (
    Application,
    Drift,
    contact_of,
    currency_fields,
    moment_of,
    observations_of,
    precision_fields,
    rows_by_id,
    targets_of,
)
from ..draws import Draws
from ..lines import printed_line
from ..money import number
from ..quirks import Quirks
from ..written_lines import WrittenLine, read_lines
from .document import Document
from .invoices import full_number
from .resource import (
    Filter,
    Record,
    day_ranges,
    on_day,
    one_of,
    whole_number,
    without_id,
)

_RANGES = day_ranges("date", "date")


class CreditNotes(Document):
    """``/credit-notes``."""

    path = "credit-notes"
    table = "credit_notes"
    title = "Nota de crédito"
    filters: ClassVar[Mapping[str, Filter]] = {
        **on_day("date", "date"),
        **_RANGES,
        "client_id": Filter("contact = ?", whole_number),
        "status": Filter("status = ?", one_of("open", "closed", "void")),
    }
    order_fields: ClassVar[Mapping[str, str]] = {"id": "id", "date": "date", "status": "status"}
    inputs: ClassVar[Mapping[str, Any]] = {
        "date": "",
        "observations": None,
        "anotation": None,
        "type": None,
        "items": [],
    }
    required = ("date", "client", "items")

    def lines(self, books: Books, body: Body) -> list[WrittenLine]:
        """All on items; a line without an id is refused (docs: alegra-api 3.5)."""
        return read_lines(books, body.get("items"), [])

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """What it is applied to must be owed."""
        check_parts(books, "invoices", body.get("invoices"), ("draft", "open"), 400)
        return super().columns(books, body, row)

    def take_effect(self, books: Books, id: int, body: Body) -> None:
        """The invoices that it is applied to are owed less."""
        apply_note(books, self.table, id, "invoices", body.get("invoices"))

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With its own lines."""
        items = self.printed_lines(books, row, self.lines(books, body))
        return {**super().as_written(books, row, record, body), "items": items}

    def filters_for(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """All but the ranges of dates where they are ignored."""
        if quirks.credit_note_date_ranges == "honoured":
            return self.filters
        return {key: value for key, value in self.filters.items() if key not in _RANGES}

    def order_fields_for(self, order_field: str, quirks: Quirks) -> Mapping[str, str]:
        """With or without the id."""
        return without_id(self.order_fields, quirks.credit_notes_order_by_id)

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Credit notes with the invoices that they are applied to."""
        applied = targets_of(books, "credit_notes", "invoices", (row["id"] for row in rows))
        invoices = rows_by_id(
            books, "invoices", (id for targets in applied.values() for id, _ in targets)
        )
        return [self._record(books, row, applied[row["id"]], invoices) for row in rows]

    def _record(
        self, books: Books, row: Row, applied: list[Application], invoices: dict[int, Row]
    ) -> Record:
        id = row["id"]
        drift = Drift(books, "credit_notes", id)
        draws = Draws(books.seed, "credit_notes", "fields", id)
        lines = books.lines.lines("credit_notes", id, row["variant"], row["currency"])
        client = contact_of(books, row).snapshot()
        template = books.country.number_template("creditNote", "NC", row["number"], True)
        used = row["settled"] + row["refunded"]
        record: Record = {
            "id": drift.id(id),
            "date": row["date"],
            "numberTemplate": drift.template(template),
            # The documentation's own example has a text (docs: alegra-api 1.7).
            "client": client["name"] if draws.chance(0.06) else client,
            "total": drift.amount(row["total"]),
            "totalApplied": drift.amount(used),
            "balance": drift.amount(row["total"] - used),
            "status": row["status"],
            "type": draws.pick((None, "DISCOUNT", "RETURN")),
            "items": [printed_line(line, drift.spelling, "sale") for line in lines],
            "invoices": [
                {
                    "id": str(invoice),
                    "number": full_number(books, invoice, invoices[invoice]["number"]),
                    "date": invoices[invoice]["date"],
                    "amount": number(amount),
                    "total": number(invoices[invoice]["total"]),
                }
                for invoice, amount in applied
                if invoice in invoices
            ],
            "refunds": _refunds(row),
            "costCenter": drift.cost_center(),
            "warehouse": {"id": "1", "name": "Principal"},
            "observations": observations_of(drift, row),
            "anotation": draws.pick((None, "", "Devolución de mercancía")),
            **currency_fields(books, row),
            **precision_fields(books, drift),
        }
        if row["status"] != "draft" and draws.chance(0.7):
            stamp = books.country.stamp(
                draws, moment_of(books, "credit_notes", row), str(template["fullNumber"])
            )
            if stamp is not None:
                record["stamp"] = stamp
        return record


def _refunds(row: Row) -> list[dict[str, Any]]:
    if not row["refunded"]:
        return []
    return [{"date": row["date"], "amount": number(row["refunded"]), "account": {"id": "1"}}]


CREDIT_NOTES = CreditNotes()
