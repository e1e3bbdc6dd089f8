"""Remissions, the notes that go with delivered goods (docs: alegra-api 11.2)."""

from collections.abc import Collection, Sequence

from ..books import Books, Row
from ..quirks import Quirks
from .document import Document
from .filters import Filter, accepting
from .references import filling
from .resource import Record, Rendering, by_name

_WITHOUT_COST_CENTER = frozenset({"without costCenter"})


class Remissions(Document):
    """``/remissions``; newest date first, whatever other order than these is asked for."""

    path = "remissions"
    title = "Remisión"
    beside = 3
    statuses = by_name(open=(60, 600), void=(30, 30), closed=(910, 370))
    settled_status = "closed"
    events = by_name(settle=0.03, void=0.01)
    sells = True
    filters = accepting(
        *("date", "dueDate", "client_id", "client_name", "number"), status=statuses
    ) | by_name(currency_code=Filter("currency = ?"))
    order_fields = by_name(number="number", dueDate="due", status="status", name="contact")
    default_order = "date DESC, id DESC"
    inputs = ("date", "dueDate", "observations", "anotation", "documentName")
    references = by_name(seller={}, priceList={}, warehouse={}, costCenter={})
    made_of = ("items", "numberTemplate")
    fills = filling("observations", "anotation", *references, documentName="orderNote")
    actions = frozenset({"void", "open"})
    due = "dueDate"
    required = ("date", "dueDate", "client", "items")
    changeable = frozenset({"open"})

    def shown_alone(self, quirks: Quirks) -> frozenset[str]:
        """A look-up by id never shows the cost centre (docs: alegra-api 11.2)."""
        return _WITHOUT_COST_CENTER

    def records(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """With the cost centre in lists only."""
        records = super().records(books, rows, asked)
        if set(asked) >= _WITHOUT_COST_CENTER:
            return [{**record, "costCenter": None} for record in records]
        return records

    def record(self, it: Rendering) -> Record:
        """A remission, with lines as those of estimates."""
        row, random = it.row, it.random
        return {
            "id": it.drifting_id(),
            "number": str(row["number"]),
            **it.copied("date", "status", dueDate="due"),
            "documentName": random.pick(("remission", "orderNote", None)),
            "client": self.contact(it),
            "total": it.amount(row["total"]),
            "items": [line.printed(it.notation, True) for line in self.lines(it)],
            "observations": self.observations(it),
            "anotation": random.pick((None, "", "Recibe el almacén")),
            "seller": {"id": "1", "name": "Ventas mostrador"} if random.chance(0.3) else None,
            "warehouse": {"id": "1", "name": "Principal"},
            "priceList": {"id": "1", "name": "General"} if random.chance(0.5) else None,
            "costCenter": it.cost_center(),
            **self.currency(it),
        }
