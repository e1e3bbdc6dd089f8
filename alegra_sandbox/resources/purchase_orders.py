"""Purchase orders (docs: alegra-api 3.8)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ..bodies import Body
from ..books import Books, Row
from ..errors import invalid
from ..random_values import RandomValues
from .document import Purchase
from .filters import CONTACT_NAMED, DATE, NUMBER, OF_CONTACT, Filter, on_day, one_of
from .lines import LineCodes
from .rendering import Rendering
from .resource import Record


class PurchaseOrders(Purchase):
    """``/purchase-orders``; of dates only exact ones are documented."""

    path = "purchase-orders"
    title = "Orden de compra"
    shares: ClassVar[Mapping[str, int]] = {"purchase-orders": 2}
    statuses: ClassVar[Mapping[str, tuple[int, int]]] = {
        "draft": (10, 150),
        "open": (20, 400),
        "void": (40, 40),
        "billed": (0, 0),
        "closed": (930, 410),
    }
    settled_status = "closed"
    events: ClassVar[Mapping[str, float]] = {"edit": 0.01, "settle": 0.03}
    account_share = 0.2
    filters: ClassVar[Mapping[str, Filter]] = {
        **DATE,
        **on_day("deliveryDate", "due"),
        "client_id": OF_CONTACT,
        "provider_name": CONTACT_NAMED,
        "number": NUMBER,
        "currency": Filter("currency = ?"),
        "status": Filter("status = ?", one_of(*statuses)),
    }
    order_fields: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "name": "contact",
        "date": "date",
        "deliveryDate": "due",
        "status": "status",
    }
    inputs: ClassVar[Mapping[str, Any]] = {
        "date": "",
        "deliveryDate": "",
        "observations": None,
        "anotation": None,
        "termsConditions": None,
    }
    actions = frozenset({"void"})
    due = "deliveryDate"
    required = ("date", "deliveryDate", "provider")
    refused = ("id", "status", "total", "subTotal", "bills")
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
            "date": row["date"],
            "deliveryDate": row["due"],
            "status": row["status"],
            "provider": self.supplier(it),
            "numberTemplate": it.template(
                it.country.number_template("purchaseOrder", "OC", row["number"], False)
            ),
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

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """An empty body has a code of its own."""
        if not body:
            raise invalid("El cuerpo de la petición está vacío", 902)
        return super().columns(books, body, row)
