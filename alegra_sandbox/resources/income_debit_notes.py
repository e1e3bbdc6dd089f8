"""Debit notes of customers: what they owe beside their invoices (docs: alegra-api 11.6)."""

from typing import Any

from ..bodies import Body, identifier
from ..books import Books, Row
from ..money import millionths
from ..random_values import RandomValues
from .document import Document
from .filters import accepting
from .references import filling
from .resource import Record, Rendering, by_name


class IncomeDebitNotes(Document):
    """``/income-debit-notes``; whether they show the status that filters them can be switched."""

    path = "income-debit-notes"
    title = "Nota débito"
    needs = ("invoices",)
    column_types = f"{Document.column_types}, invoice INTEGER"
    beside = 2
    statuses = by_name(open=(60, 500), void=(30, 30), closed=(910, 470))
    settled_status = "closed"
    events = by_name(settle=0.02, void=0.01)
    sells = True
    filters = accepting("date", "client_id", status=statuses)
    order_fields = by_name(id="id", date="date", status="status")
    default_order = "date DESC, id DESC"
    inputs = ("date", "dueDate", "observations", "type", "paymentMethod", "paymentType")
    references = by_name(priceList={}, warehouse={}, costCenter={})
    made_of = ("items", "numberTemplate", "invoice")
    fills = filling(
        "observations", *references, type="CORRECT_AMOUNT", paymentMethod="cash", paymentType="PUE"
    )
    due = "dueDate"
    required = ("date", "dueDate", "client", "items")
    changeable = frozenset({"open"})

    def vary(self, books: Books, random: RandomValues, values: dict[str, Any], days: int) -> int:
        """On the oldest invoice of the customer; no field of a currency is documented."""
        values["currency"] = None
        values["invoice"] = books.value(
            "SELECT min(id) FROM invoices WHERE contact = ?", (values["contact"],)
        )
        return super().vary(books, random, values, days)

    def record(self, it: Rendering) -> Record:
        """A debit note with its lines, the invoice that it adds to, and what is owed of it."""
        row, random = it.row, it.random
        lines = self.lines(it)
        template = it.country.number_template("incomeDebitNote", "ND", row["number"], True)
        invoice = row["invoice"]
        shows_status = it.books.quirks.income_debit_note_status == "shown"
        return {
            "id": it.drifting_id(),
            **it.copied("date", dueDate="due"),
            **(it.copied("status") if shows_status else {}),
            "client": self.contact(it),
            "invoice": {"id": str(invoice)} if invoice else None,
            "numberTemplate": {
                **{name: template[name] for name in ("id", "prefix", "fullNumber")},
                "number": row["number"],
                "isElectronicResolution": True,
            },
            "type": random.pick((None, "CORRECT_AMOUNT", "VOID_REFERENCE_DOCUMENT")),
            "subtotal": it.amount(sum(millionths(line.gross) for line in lines)),
            "discount": it.amount(sum(millionths(line.gross - line.net) for line in lines)),
            "tax": it.amount(sum(millionths(line.total - line.net) for line in lines)),
            "total": it.amount(row["total"]),
            "balance": it.amount(row["total"] if row["status"] == "open" else 0),
            "paymentMethod": random.pick((None, "cash", "transfer")),
            "paymentType": random.pick((None, "PUE", "PPD")),
            "priceList": {"id": "1", "name": "General"} if random.chance(0.5) else None,
            "warehouse": {"id": "1", "name": "Principal"},
            "costCenter": it.cost_center(),
            "observations": self.observations(it),
            "items": [line.printed(it.notation, True) for line in lines],
            "decimalPrecision": it.country.decimal_precision,
        }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """The invoice that it names."""
        return {**super().columns(books, body, row), "invoice": identifier(body.get("invoice"))}
