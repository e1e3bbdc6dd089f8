"""Bills of suppliers (docs: alegra-api 3.7)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ..bodies import Body
from ..books import Books, Row
from ..errors import invalid
from ..random_values import RandomValues
from .document import Purchase
from .filters import CONTACT_NAMED, DATE, OF_CONTACT, Filter, names_item, on_day, one_of
from .lines import LineCodes
from .payable import Payable
from .rendering import Rendering
from .resource import Record


class Bills(Payable, Purchase):
    """``/bills``; of dates only exact ones are documented."""

    path = "bills"
    title = "Factura de proveedor"
    shares: ClassVar[Mapping[str, int]] = {"bills": 15}
    statuses: ClassVar[Mapping[str, tuple[int, int]]] = {
        "draft": (15, 110),
        "open": (25, 560),
        "void": (20, 20),
        "closed": (940, 310),
    }
    events: ClassVar[Mapping[str, float]] = {
        "pay": 0.25,
        "backdate": 0.02,
        "open": 0.03,
        "edit": 0.02,
        "void": 0.01,
        "delete": 0.01,
    }
    paid_by = "out"
    kind = "bill"
    account_share = 0.4
    filters: ClassVar[Mapping[str, Filter]] = {
        **DATE,
        **on_day("dueDate", "due"),
        "client_id": OF_CONTACT,
        "client_name": CONTACT_NAMED,
        "provider_name": CONTACT_NAMED,
        "billNumber": Filter("number = ?"),
        "status": Filter("status = ?", one_of(*statuses)),
        "type": Filter("kind = ?", one_of("bill", "supportDocument")),
        "item_id": names_item("bills"),
    }
    order_fields: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "date": "date",
        "name": "contact",
        "dueDate": "due",
    }
    order_by_id_quirk = "bills_order_by_id"
    optional = frozenset({"url", "stampFiles", "journal"})
    inputs: ClassVar[Mapping[str, Any]] = {
        "date": "",
        "dueDate": "",
        "observations": None,
        "termsConditions": None,
        "paymentType": None,
        "paymentMethod": None,
        "numberTemplate": {},
    }
    party_code = 11004
    due = "dueDate"
    required = ("date", "dueDate")
    refused = ("id", "status", "total", "totalPaid", "balance", "calculationScale", "payments")
    line_codes = LineCodes(none=11040, wrong=11058, tax_shape=11048, tax=11067)

    def vary(self, books: Books, random: RandomValues, values: dict[str, Any], days: int) -> int:
        """A few are for a supplier who gives none."""
        if random.chance(0.05):
            values["kind"] = "supportDocument"
        return super().vary(books, random, values, days)

    def record(self, it: Rendering) -> Record:
        """A bill with lines on items and accounts, and payments; no ``subtotal``."""
        row, random = it.row, it.random
        template: Record = {"number": str(row["number"])}
        if row["kind"] == "supportDocument":
            template = it.country.number_template("supportDocument", "DS", row["number"], True)
        elif random.chance(0.5):
            template |= {"prefix": "F", "fullNumber": f"F{row['number']}"}
        record: Record = {
            "id": it.drifting_id(),
            "date": row["date"],
            "dueDate": row["due"],
            "name": self.contact(it).identity.name,
            "status": row["status"],
            "provider": self.supplier(it),
            "numberTemplate": it.template(template),
            "purchases": self.purchases(it),
            "payments": it.related[it.id],
            "retentions": [],
            **self.amounts(it),
            **self.precision(it),
            "warehouse": {"id": "1", "name": "Principal", "isDefault": True},
            "costCenter": it.cost_center(),
            "observations": self.observations(it),
            "termsConditions": random.pick((None, "", "30 días neto")),
            "operationType": None,
            "paymentType": random.pick((None, "PUE", "PPD")),
            "paymentMethod": random.pick((None, "transfer", "cash")),
            "type": row["kind"],
            **self.currency(it),
        }
        if "url" in it.asked:
            record["url"] = f"https://cdn.example.com/bills/{it.id}.pdf?Expires=1"
        if "stampFiles" in it.asked:
            record["stampFiles"] = None
        if "journal" in it.asked:
            record["journal"] = {"id": f"{it.id}00", "number": str(row["number"])}
        return record

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """The supplier must be active and must not have given the number before."""
        values = super().columns(books, body, row)
        provider = books.row("contacts", values["contact"])
        if provider is not None and provider["status"] != "active":
            raise invalid("El proveedor está deshabilitado", 2094)
        template = body.get("numberTemplate")
        number = str(template.get("number", "")) if isinstance(template, dict) else ""
        taken = books.value(
            "SELECT 1 FROM bills WHERE number = ? AND contact = ? AND id <> ? AND status <> 'void'",
            (number, values["contact"], row["id"] if row else -1),
        )
        if number and taken:
            raise invalid("El número de la factura ya existe para este proveedor", 20007)
        return {**values, "number": number}
