"""Invoices (docs: alegra-api 3.3)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..bodies import Body, millionths
from ..books import Books, Row
from ..document_parts import (
    Drift,
    contact_of,
    currency_fields,
    moment_of,
    observations_of,
    payments_of,
    precision_fields,
)
from ..draws import Draws
from ..errors import invalid
from ..lines import Sums, printed_line
from ..quirks import Quirks
from ..written_lines import WrittenLine, check_product_keys, read_lines
from .document import Document
from .resource import (
    CONTACT_FILTERS,
    Filter,
    Record,
    contained,
    day_ranges,
    names_item,
    on_day,
    one_of,
    whole_number,
)

STATUSES = ("draft", "open", "closed", "void")

_DATE_FILTERS = {
    **on_day("date", "date"),
    **day_ranges("date", "date"),
    **on_day("dueDate", "due"),
    **day_ranges("dueDate", "due"),
}


def full_number(books: Books, id: int, number: int) -> str:
    """The number that an invoice shows."""
    country = books.country
    prefix = country.invoice_prefix(id)
    return str(country.number_template("invoice", prefix, number, True)["fullNumber"])


def wants_stamp(body: Body) -> bool:
    """Whether a body asks for a fiscal stamp."""
    stamp = body.get("stamp")
    return isinstance(stamp, dict) and stamp.get("generateStamp") is True


def check_stampable(books: Books, body: Body) -> None:
    """Refuse to stamp what lacks fiscal data (docs: alegra-api 3.3).

    Raises:
        ApiError: what is missing.
    """
    check_product_keys(books, read_lines(books, body.get("items"), []))
    if books.country.code == "MX" and not body.get("regimeClient"):
        raise invalid("El régimen fiscal del cliente es requerido")


class Invoices(Document):
    """``/invoices``; newest first unless asked otherwise."""

    path = "invoices"
    table = "invoices"
    title = "Factura de venta"
    filters: ClassVar[Mapping[str, Filter]] = {
        **_DATE_FILTERS,
        **CONTACT_FILTERS,
        "id": Filter("id = ?", whole_number),
        "status": Filter("status = ?", one_of(*STATUSES)),
        "client_identification": Filter(
            "contact IN (SELECT id FROM contacts WHERE identification LIKE ?)", contained
        ),
        "numberTemplate_fullNumber": Filter("invoice_number(id, number) = ?"),
        "item_id": names_item("invoices"),
    }
    order_fields: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "name": "contact",
        "date": "date",
        "dueDate": "due",
        "status": "status",
    }
    optional = frozenset({"pdf", "xml"})
    inputs: ClassVar[Mapping[str, Any]] = {
        "date": "",
        "dueDate": "",
        "observations": None,
        "anotation": None,
        "termsConditions": None,
        "items": [],
        "seller": None,
        "priceList": None,
        "purchaseOrderNumber": None,
        "paymentMethod": None,
        "paymentForm": None,
        "paymentType": None,
        "cfdiUse": None,
        "regimeClient": None,
    }
    actions = frozenset({"void", "open"})
    due = "dueDate"
    required = ("date", "dueDate", "client", "items")
    changeable = frozenset({"draft", "open"})

    def lines(self, books: Books, body: Body) -> list[WrittenLine]:
        """All on items."""
        return read_lines(books, body.get("items"), [])

    def status(self, body: Body) -> str:
        """A draft, unless it is to be stamped or opened (docs: alegra-api 3.3)."""
        return "open" if body.get("status") == "open" or body.get("stamp") else "draft"

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """What the country asks of an invoice, and of one that is to be stamped."""
        if body.get("status", "draft") not in ("draft", "open"):
            raise invalid("El campo status debe ser draft u open")
        if books.country.code == "CO":
            for name in ("paymentForm", "paymentMethod"):
                if not body.get(name):
                    raise invalid("La forma de pago es obligatoria")
        if wants_stamp(body):
            check_stampable(books, body)
        return super().columns(books, body, row)

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With the sums of its own lines."""
        lines = self.lines(books, body)
        drift = Drift(books, "invoices", row["id"])
        sums = {
            "subtotal": sum(millionths(line.gross) for line in lines),
            "discount": sum(millionths(line.discount_amount) for line in lines),
            "tax": sum(millionths(line.tax_amount) for line in lines),
        }
        return {
            **super().as_written(books, row, record, body),
            **{name: drift.amount(value) for name, value in sums.items()},
            "items": self.printed_lines(books, row, lines),
        }

    def filters_for(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """All but the dates where they are ignored."""
        if quirks.invoice_date_filters == "honoured":
            return self.filters
        return {key: value for key, value in self.filters.items() if key not in _DATE_FILTERS}

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Invoices with their lines and payments."""
        payments = payments_of(books, "invoices", rows)
        return [self._record(books, row, payments[row["id"]], asked) for row in rows]

    def _record(
        self, books: Books, row: Row, payments: list[dict[str, Any]], asked: Collection[str]
    ) -> Record:
        country, id = books.country, row["id"]
        drift = Drift(books, "invoices", id)
        draws = Draws(books.seed, "invoices", "fields", id)
        lines = books.lines.lines("invoices", id, row["variant"], row["currency"])
        sums = Sums.of(lines)
        number = full_number(books, id, row["number"])
        moment = moment_of(books, "invoices", row)
        paid_at_once = row["due"] == row["date"]
        record: Record = {
            "id": drift.id(id),
            "date": row["date"],
            "dueDate": row["due"],
            "datetime": moment,
            "observations": observations_of(drift, row),
            "anotation": draws.pick((None, "", "Gracias por su compra")),
            "termsConditions": draws.pick((None, "", "Pagadera en una sola exhibición")),
            "status": row["status"],
            "client": contact_of(books, row).snapshot(),
            "numberTemplate": drift.template(
                country.number_template("invoice", country.invoice_prefix(id), row["number"], True)
            ),
            "subtotal": drift.amount(sums.gross),
            "discount": drift.amount(sums.discount),
            "tax": drift.amount(sums.tax),
            "total": drift.amount(row["total"]),
            "totalPaid": drift.amount(row["settled"]),
            "balance": drift.amount(row["total"] - row["settled"] - row["credited"]),
            **precision_fields(books, drift),
            "warehouse": {"id": "1", "name": "Principal"},
            "term": "De contado" if paid_at_once else "30 días",
            "type": "NATIONAL",
            "operationType": None,
            "seller": {"id": "1", "name": "Ventas mostrador"} if draws.chance(0.3) else None,
            "priceList": {"id": "1", "name": "General"} if draws.chance(0.5) else None,
            **currency_fields(books, row),
            "retentions": [],
            "costCenter": drift.cost_center(),
            "items": [printed_line(line, drift.spelling, "sale") for line in lines],
            "payments": payments,
            "referenceDocuments": [],
            "printingTemplate": {"id": "1", "name": "Clásica", "pageSize": "letter"},
            **country.invoice_fields(draws, paid_at_once),
        }
        if draws.chance(0.1):
            record["purchaseOrderNumber"] = f"OC-{draws.digits(4)}"
        if row["status"] != "draft" and draws.chance(0.9):
            stamp = country.stamp(draws, moment, number)
            if stamp is not None:
                record["stamp"] = stamp
        if "pdf" in asked:
            record["pdfUrl"] = f"https://cdn.example.com/invoices/{id}.pdf?Expires=1"
        if "xml" in asked:
            record["xml"] = f"https://s3.example.com/invoices/{id}.xml?X-Amz-Expires=60"
        return record


INVOICES = Invoices()
