"""Purchase orders (docs: alegra-api 3.8)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..bodies import Body, currency
from ..books import Books, Row
from ..document_parts import Drift, currency_fields, observations_of, supplier_snapshot
from ..draws import Draws
from ..errors import ApiError
from ..lines import printed_line
from ..written_lines import LineCodes
from .document import Purchase
from .resource import (
    CONTACT_FILTERS,
    Filter,
    Record,
    on_day,
    one_of,
    whole_number,
)

_CODES = LineCodes(none=12016, wrong=3042)


class PurchaseOrders(Purchase):
    """``/purchase-orders``; of dates only exact ones are documented."""

    path = "purchase-orders"
    table = "purchase_orders"
    title = "Orden de compra"
    filters: ClassVar[Mapping[str, Filter]] = {
        **on_day("date", "date"),
        **on_day("deliveryDate", "due"),
        "client_id": CONTACT_FILTERS["client_id"],
        "provider_name": CONTACT_FILTERS["client_name"],
        "number": Filter("number = ?", whole_number),
        "currency": Filter("currency = ?"),
        "status": Filter("status = ?", one_of("draft", "open", "closed", "billed", "void")),
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
        "purchases": {},
    }
    actions = frozenset({"void"})
    due = "deliveryDate"
    required = ("date", "deliveryDate", "provider")
    refused = ("id", "status", "total", "subTotal", "bills")
    line_codes = _CODES

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """An empty body has a code of its own."""
        if not body:
            raise ApiError(400, 902, "El cuerpo de la petición está vacío")
        currency(body, 12030)
        return super().columns(books, body, row)

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Orders, with lines as those of bills."""
        return [self._record(books, row) for row in rows]

    def _record(self, books: Books, row: Row) -> Record:
        id = row["id"]
        drift = Drift(books, "purchase_orders", id)
        draws = Draws(books.seed, "purchase_orders", "fields", id)
        lines = books.lines.lines("purchase_orders", id, row["variant"], row["currency"])
        return {
            "id": drift.id(id),
            "number": str(row["number"]),
            "date": row["date"],
            "deliveryDate": row["due"],
            "status": row["status"],
            "provider": supplier_snapshot(books, row),
            "numberTemplate": drift.template(
                books.country.number_template("purchaseOrder", "OC", row["number"], False)
            ),
            "purchases": {
                "items": [
                    printed_line(line, drift.spelling, "purchase") for line in lines if line.item
                ],
                "categories": [
                    printed_line(line, drift.spelling, "purchase") for line in lines if line.account
                ],
            },
            "total": drift.amount(row["total"]),
            "warehouse": {"id": "1", "name": "Principal"},
            "costCenter": drift.cost_center(),
            "observations": observations_of(drift, row),
            "anotation": draws.pick((None, "", "Entregar en almacén")),
            "termsConditions": None,
            "bills": [],
            **currency_fields(books, row),
        }


PURCHASE_ORDERS = PurchaseOrders()
