"""Bills of suppliers (docs: alegra-api 3.7)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..bodies import Body
from ..books import Books, Row
from ..document_parts import (
    Drift,
    contact_of,
    currency_fields,
    observations_of,
    payments_of,
    precision_fields,
    supplier_snapshot,
)
from ..draws import Draws
from ..errors import ApiError, invalid
from ..lines import printed_line
from ..quirks import Quirks
from ..written_lines import LineCodes
from .document import Purchase
from .resource import (
    CONTACT_FILTERS,
    Filter,
    Record,
    names_item,
    on_day,
    one_of,
    without_id,
)

_CODES = LineCodes(none=11040, wrong=11058, tax_shape=11048, tax=11067)


class Bills(Purchase):
    """``/bills``; of dates only exact ones are documented."""

    path = "bills"
    table = "bills"
    title = "Factura de proveedor"
    filters: ClassVar[Mapping[str, Filter]] = {
        **on_day("date", "date"),
        **on_day("dueDate", "due"),
        **CONTACT_FILTERS,
        "provider_name": CONTACT_FILTERS["client_name"],
        "billNumber": Filter("number = ?"),
        "status": Filter("status = ?", one_of("draft", "open", "closed", "void")),
        "type": Filter("kind = ?", one_of("bill", "supportDocument")),
        "item_id": names_item("bills"),
    }
    order_fields: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "date": "date",
        "name": "contact",
        "dueDate": "due",
    }
    optional = frozenset({"url", "stampFiles", "journal"})
    inputs: ClassVar[Mapping[str, Any]] = {
        "date": "",
        "dueDate": "",
        "observations": None,
        "termsConditions": None,
        "paymentType": None,
        "paymentMethod": None,
        "purchases": {},
        "numberTemplate": {},
    }
    party_code = 11004
    due = "dueDate"
    required = ("date", "dueDate")
    refused = ("id", "status", "total", "totalPaid", "balance", "calculationScale", "payments")
    kind = "bill"
    line_codes = _CODES

    def number(self, books: Books, body: Body) -> int | str:
        """The supplier's own number."""
        template = body.get("numberTemplate")
        return str(template.get("number", "")) if isinstance(template, dict) else ""

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """The supplier must be active and must not have given the number before."""
        values = super().columns(books, body, row)
        provider = books.row("contacts", values["contact"])
        if provider is not None and provider["status"] != "active":
            raise ApiError(400, 2094, "El proveedor está deshabilitado")
        number = values["number"] = self.number(books, body)
        taken = books.value(
            "SELECT 1 FROM bills WHERE number = ? AND contact = ? AND id <> ? AND status <> 'void'",
            (number, values["contact"], row["id"] if row else -1),
        )
        if number and taken:
            raise ApiError(400, 20007, "El número de la factura ya existe para este proveedor")
        return values

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With the supplier's name, as every bill."""
        written = super().as_written(books, row, record, body)
        return {**written, "name": record["provider"]["name"]}

    def order_fields_for(self, order_field: str, quirks: Quirks) -> Mapping[str, str]:
        """With or without the id, or a refusal of it."""
        if order_field == "id" and quirks.bills_order_by_id == "refused":
            raise invalid()
        return without_id(self.order_fields, quirks.bills_order_by_id)

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Bills with lines on items and accounts, and payments; no ``subtotal``."""
        payments = payments_of(books, "bills", rows)
        return [self._record(books, row, payments[row["id"]], asked) for row in rows]

    def _record(
        self, books: Books, row: Row, payments: list[dict[str, Any]], asked: Collection[str]
    ) -> Record:
        id = row["id"]
        drift = Drift(books, "bills", id)
        draws = Draws(books.seed, "bills", "fields", id)
        lines = books.lines.lines("bills", id, row["variant"], row["currency"])
        template: dict[str, Any] = {"number": str(row["number"])}
        if row["kind"] == "supportDocument":
            template = books.country.number_template("supportDocument", "DS", row["number"], True)
        elif draws.chance(0.5):
            template |= {"prefix": "F", "fullNumber": f"F{row['number']}"}
        record: Record = {
            "id": drift.id(id),
            "date": row["date"],
            "dueDate": row["due"],
            "name": contact_of(books, row).identity.name,
            "status": row["status"],
            "provider": supplier_snapshot(books, row),
            "numberTemplate": drift.template(template),
            "purchases": {
                "items": [
                    printed_line(line, drift.spelling, "purchase") for line in lines if line.item
                ],
                "categories": [
                    printed_line(line, drift.spelling, "purchase") for line in lines if line.account
                ],
            },
            "payments": payments,
            "retentions": [],
            "total": drift.amount(row["total"]),
            "totalPaid": drift.amount(row["settled"]),
            "balance": drift.amount(row["total"] - row["settled"] - row["credited"]),
            **precision_fields(books, drift),
            "warehouse": {"id": "1", "name": "Principal", "isDefault": True},
            "costCenter": drift.cost_center(),
            "observations": observations_of(drift, row),
            "termsConditions": draws.pick((None, "", "30 días neto")),
            "operationType": None,
            "paymentType": draws.pick((None, "PUE", "PPD")),
            "paymentMethod": draws.pick((None, "transfer", "cash")),
            "type": row["kind"],
            **currency_fields(books, row),
        }
        if "url" in asked:
            record["url"] = f"https://cdn.example.com/bills/{id}.pdf?Expires=1"
        if "stampFiles" in asked:
            record["stampFiles"] = None
        if "journal" in asked:
            record["journal"] = {"id": f"{id}00", "number": str(row["number"])}
        return record


BILLS = Bills()
