"""Invoices (docs: alegra-api 3.3)."""

from typing import Any

from ..bodies import Body, wants_stamp
from ..books import Books, Row
from ..countries import COUNTRIES
from ..errors import ApiError, invalid
from ..money import millionths
from .filters import DATE_RANGES, Filter, accepting, contained, day_ranges
from .payable import Payable
from .references import filling
from .resource import Record, Rendering, by_name

_DATES = accepting("date", "dueDate") | DATE_RANGES | day_ranges("dueDate", "due")
_COUNTRY_FIELDS = tuple(
    dict.fromkeys(name for country in COUNTRIES.values() for name in country.of_invoices)
)


class Invoices(Payable):
    """``/invoices``; newest first unless asked otherwise."""

    path = "invoices"
    title = "Factura de venta"
    share = 40
    statuses = by_name(draft=(15, 110), open=(25, 560), void=(20, 20), closed=(940, 310))
    events = by_name(pay=0.5, backdate=0.02, open=0.1, edit=0.06, void=0.03, delete=0.02)
    sells = True
    paid_by = "in"
    filters = (
        accepting("client_id", "client_name", "id", "item_id", status=statuses)
        | _DATES
        | by_name(
            client_identification=Filter(
                "contact IN (SELECT id FROM contacts WHERE identification LIKE ?)", contained
            ),
            numberTemplate_fullNumber=Filter("invoice_number(id, number) = ?"),
        )
    )
    quirky_filters = by_name(invoice_date_filters=tuple(_DATES))
    order_fields = by_name(id="id", name="contact", date="date", dueDate="due", status="status")
    optional = frozenset({"pdf", "xml"})
    inputs = (
        *("date", "dueDate", "observations", "anotation", "termsConditions", "retentions", "type"),
        *("purchaseOrderNumber", "paymentMethod", "paymentForm", "paymentType", "cfdiUse"),
        *("regimeClient", "operationType", "saleCondition"),
        *_COUNTRY_FIELDS,
    )
    empty = by_name(type="NATIONAL")
    references = by_name(seller={}, priceList={}, warehouse={}, costCenter={})
    made_of = ("items", "status", "numberTemplate")
    fills = filling(
        *("observations", "anotation", "termsConditions", "retentions", *references),
        purchaseOrderNumber="OC-7",
        operationType="EXPORTATION",
    )
    actions = frozenset({"void", "open"})
    due = "dueDate"
    stocks = -1
    required = ("date", "dueDate", "client", "items")
    stampable = shows_stamp = True

    def prepare(self, books: Books) -> None:
        """Let filters ask for the whole number."""
        super().prepare(books)
        books.create_function("invoice_number", books.country.invoice_number)

    def shown_number(self, books: Books, row: Row) -> str:
        """With its prefix."""
        return books.country.invoice_number(row["id"], row["number"])

    def record(self, it: Rendering) -> Record:
        """An invoice with its lines and payments."""
        country, row, random = it.country, it.row, it.random
        lines = self.lines(it)
        moment = self.moment(it.books, row)
        paid_at_once = row["due"] == row["date"]
        record: Record = {
            "id": it.drifting_id(),
            **it.copied("date", "status", dueDate="due"),
            "datetime": moment,
            "observations": self.observations(it),
            "anotation": random.pick((None, "", "Gracias por su compra")),
            "termsConditions": random.pick((None, "", "Pagadera en una sola exhibición")),
            "client": self.contact(it),
            "numberTemplate": it.template("invoice", country.invoice_prefix(it.id), True),
            "subtotal": it.amount(sum(millionths(line.gross) for line in lines)),
            "discount": it.amount(sum(millionths(line.gross - line.net) for line in lines)),
            "tax": it.amount(sum(millionths(line.total - line.net) for line in lines)),
            **self.amounts(it),
            **self.precision(it),
            "warehouse": {"id": "1", "name": "Principal"},
            "term": "De contado" if paid_at_once else "30 días",
            "type": "NATIONAL",
            "operationType": None,
            "seller": {"id": "1", "name": "Ventas mostrador"} if random.chance(0.3) else None,
            "priceList": {"id": "1", "name": "General"} if random.chance(0.5) else None,
            **self.currency(it),
            "retentions": [],
            "costCenter": it.cost_center(),
            "items": [line.printed(it.notation, True) for line in lines],
            "payments": it.related[it.id],
            "referenceDocuments": [],
            "printingTemplate": {"id": "1", "name": "Clásica", "pageSize": "letter"},
            **country.invoice_fields(random, paid_at_once),
        }
        if random.chance(0.1):
            record["purchaseOrderNumber"] = f"OC-{random.digits(4)}"
        if row["status"] != "draft" and random.chance(0.9):
            stamp = country.stamp(random, moment, self.shown_number(it.books, row))
            if stamp is not None:
                record["stamp"] = stamp
        if "pdf" in it.asked:
            record["pdfUrl"] = f"https://cdn.example.com/invoices/{it.id}.pdf?Expires=1"
        if "xml" in it.asked:
            record["xml"] = f"https://s3.example.com/invoices/{it.id}.xml?X-Amz-Expires=60"
        return record

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """What the country asks of an invoice, and of one that is to be stamped.

        A new one is a draft, unless it is to be stamped or opened.
        """
        if body.get("status", "draft") not in ("draft", "open"):
            raise invalid("El campo status debe ser draft u open")
        books.country.check_invoice(body)
        stamped = wants_stamp(body)
        if stamped:
            self.check_stampable(books, body)
            if body.get("status") == "draft" and books.quirks.stamped_drafts != "opened":
                stamped = False
                if books.quirks.stamped_drafts == "refused":
                    raise ApiError(403, 403, "La factura no se puede emitir en su estado actual")
        values = super().columns(books, body, row)
        opened = body.get("status") == "open" or stamped
        stays_open = row is not None and row["status"] == "open" and "status" in body
        values["status"] = "open" if opened or stays_open else "draft"
        return values
