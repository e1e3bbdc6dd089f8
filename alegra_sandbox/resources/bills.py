"""Bills of suppliers (docs: alegra-api 3.7)."""

from typing import Any

from ..bodies import Body
from ..books import Books, Row
from ..errors import invalid
from .document import Purchase
from .filters import Filter, accepting
from .lines import LineCodes
from .payable import Payable
from .references import filling, newest
from .resource import Record, Rendering, by_name


class Bills(Payable, Purchase):
    """``/bills``; of dates only exact ones are documented."""

    path = "bills"
    title = "Factura de proveedor"
    share = 15
    statuses = by_name(draft=(15, 110), open=(25, 560), void=(20, 20), closed=(940, 310))
    events = by_name(pay=0.25, backdate=0.02, open=0.03, edit=0.02, void=0.01, delete=0.01)
    paid_by = "out"
    default_filters = by_name(type="bill")
    kind, rare_kind = "bill", ("supportDocument", 0.05)
    account_share = 0.4
    filters = accepting(
        *("date", "dueDate", "client_id", "client_name", "provider_name", "item_id"),
        status=statuses,
        type=("bill", "supportDocument"),
    ) | by_name(billNumber=Filter("number = ?"))
    order_fields = by_name(id="id", date="date", name="contact", dueDate="due")
    order_by_id_quirk = "bills_order_by_id"
    optional = frozenset({"url", "stampFiles", "journal"})
    inputs = (
        *("date", "dueDate", "observations", "termsConditions", "paymentType", "paymentMethod"),
        *("numberTemplate", "retentions", "operationType"),
    )
    empty = by_name(numberTemplate={}, retentions=[])
    references = by_name(warehouse={"isDefault": True}, costCenter={})
    fills = filling(
        *("observations", "termsConditions", "costCenter", "retentions"),
        operationType="INTERNAL_OPERATION",
        paymentType="PPD",
        paymentMethod="transfer",
        warehouse={**newest("warehouse"), "isDefault": True},
    )
    party_code = 11004
    due = "dueDate"
    stocks = 1
    required = ("date", "dueDate")
    refused = ("id", "status", "total", "totalPaid", "balance", "calculationScale", "payments")
    line_codes = LineCodes(none=11040, wrong=11058, tax_shape=11048, tax=11067)

    def record(self, it: Rendering) -> Record:
        """A bill with lines on items and accounts, and payments; no ``subtotal``."""
        row, random = it.row, it.random
        number: Record = {"number": str(row["number"])}
        if row["kind"] != "supportDocument" and random.chance(0.5):
            number |= {"prefix": "F", "fullNumber": f"F{row['number']}"}
        record: Record = {
            "id": it.drifting_id(),
            **it.copied("date", "status", dueDate="due", type="kind"),
            "name": self.contact(it)["name"],
            "provider": self.supplier(it),
            "numberTemplate": it.template("supportDocument", "DS", True)
            if row["kind"] == "supportDocument"
            else it.drifting_template(number),
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
        if isinstance(template, list):
            template = template[0]
        number = str(template.get("number", "")) if isinstance(template, dict) else ""
        taken = books.value(
            "SELECT 1 FROM bills WHERE number = ? AND contact = ? AND id <> ? AND status <> 'void'",
            (number, values["contact"], row["id"] if row else -1),
        )
        if number and taken:
            raise invalid("El número de la factura ya existe para este proveedor", 20007)
        return {**values, "number": number}
