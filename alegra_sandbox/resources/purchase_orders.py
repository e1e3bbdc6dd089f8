"""Purchase orders (docs: alegra-api 3.8)."""

from typing import Any

from ..books import Books
from ..random_values import RandomValues
from .document import Purchase
from .filters import Filter, accepting
from .lines import LineCodes
from .references import filling
from .resource import Record, Rendering, by_name


class PurchaseOrders(Purchase):
    """``/purchase-orders``; of dates only exact ones are documented."""

    path = "purchase-orders"
    title = "Orden de compra"
    share = 2
    statuses = by_name(
        draft=(10, 150), open=(20, 400), void=(40, 40), billed=(0, 0), closed=(930, 410)
    )
    settled_status = "closed"
    events = by_name(edit=0.01, settle=0.03)
    account_share = 0.2
    filters = accepting(
        "date", "deliveryDate", "client_id", "provider_name", "number", status=statuses
    ) | by_name(currency=Filter("currency = ?"))
    order_fields = by_name(
        id="id", name="contact", date="date", deliveryDate="due", status="status"
    )
    inputs = ("date", "deliveryDate", "observations", "anotation", "termsConditions")
    references = by_name(warehouse={}, costCenter={})
    fills = filling(*inputs[2:], *references)
    actions = frozenset({"void"})
    due = "deliveryDate"
    required = ("date", "deliveryDate", "provider")
    refused = ("id", "status", "total", "subTotal", "bills")
    empty_code = 902
    currency_code = 12030
    line_codes = LineCodes(none=12016, wrong=3042)

    def vary(self, books: Books, random: RandomValues, values: dict[str, Any], days: int) -> int:
        """Delivered within twenty days."""
        return super().vary(books, random, values, random.between(1, 20))

    def generated_status(self, place: int, fresh: bool) -> str:
        """Of those that are closed, half are billed."""
        status = super().generated_status(place, fresh)
        return "billed" if status == "closed" and place % 2 else status

    def record(self, it: Rendering) -> Record:
        """An order, with lines as those of bills."""
        row = it.row
        return {
            "id": it.drifting_id(),
            "number": str(row["number"]),
            **it.copied("date", "status", deliveryDate="due"),
            "provider": self.supplier(it),
            "numberTemplate": it.template("purchaseOrder", "OC"),
            "purchases": self.purchases(it),
            "total": it.amount(row["total"]),
            "warehouse": {"id": "1", "name": "Principal"},
            "costCenter": it.cost_center(),
            "observations": self.observations(it),
            "anotation": it.random.pick((None, "", "Entregar en almacén")),
            "termsConditions": None,
            "bills": [],
            **self.currency(it),
        }
