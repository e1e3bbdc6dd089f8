"""Bills of suppliers (docs: alegra-api 3.7)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

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
from ..errors import invalid
from ..lines import printed_line
from ..quirks import Quirks
from .resource import (
    CONTACT_FILTERS,
    Filter,
    Record,
    Resource,
    names_item,
    on_day,
    one_of,
    whole_number,
    without_id,
)


class Bills(Resource):
    """``/bills``; of dates only exact ones are documented."""

    path = "bills"
    table = "bills"
    title = "Factura de proveedor"
    filters: ClassVar[Mapping[str, Filter]] = {
        **on_day("date", "date"),
        **on_day("dueDate", "due"),
        **CONTACT_FILTERS,
        "provider_name": CONTACT_FILTERS["client_name"],
        "billNumber": Filter("number = ?", whole_number),
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
