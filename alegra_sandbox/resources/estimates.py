"""Estimates, the quotes of other systems (docs: alegra-api 3.4)."""

from .document import Document
from .filters import DATE_RANGES, accepting
from .references import filling
from .resource import Record, Rendering, by_name


class Estimates(Document):
    """``/estimates``; oldest first unless asked otherwise."""

    path = "estimates"
    title = "Cotización"
    share = 5
    statuses = by_name(unbilled=(350, 700), billed=(650, 300))
    first_status = "unbilled"
    settled_status = "billed"
    events = by_name(settle=0.06, delete=0.01)
    sells = True
    filters = DATE_RANGES | accepting(
        "date", "dueDate", "client_id", "client_name", "number", "item_id", status=statuses
    )
    order_fields = by_name(id="id", name="contact", date="date", dueDate="due")
    default_order = "id ASC"
    optional = frozenset({"pdf"})
    inputs = ("date", "dueDate", "observations", "anotation")
    references = by_name(seller={}, priceList={}, warehouse={})
    fills = filling("observations", "anotation", *references)
    made_of = ("items",)
    due = "dueDate"
    required = ("date", "dueDate", "client", "items")
    changeable = frozenset({"unbilled"})
    # gotcha: quotes
    checks_product_keys = True

    def record(self, it: Rendering) -> Record:
        """An estimate; the customer's address is one text, or the structured block."""
        row, random = it.row, it.random
        client = self.contact(it)
        if random.chance(0.7):
            client["address"] = ", ".join(str(part) for part in client["address"].values() if part)
        record: Record = {
            "id": it.drifting_id(),
            "number": str(row["number"]),
            **it.copied("date", "status", dueDate="due"),
            "client": client,
            "total": it.amount(row["total"]),
            "items": [line.printed(it.notation, True) for line in self.lines(it)],
            "observations": self.observations(it),
            "anotation": random.pick((None, "", "Precios sujetos a cambio")),
            "seller": {"id": "1", "name": "Ventas mostrador"} if random.chance(0.3) else None,
            "warehouse": {"id": "1", "name": "Principal"},
            "priceList": {"id": "1", "name": "General"} if random.chance(0.5) else None,
            **self.currency(it),
        }
        if "pdf" in it.asked:
            record["pdf"] = f"https://cdn.example.com/estimates/{it.id}.pdf?Expires=1"
        return record
