"""Items: products and services (docs: alegra-api 3.2)."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from ..bodies import Body, amount, identifier, millionths, objects, require
from ..books import Books, Row
from ..chart_of_accounts import by_rule
from ..document_parts import Drift
from ..errors import ApiError, invalid
from ..item_facts import ItemFacts
from ..money import MILLIONTHS, number, spelled
from .categories import embedded_account
from .resource import Filter, Record, Resource, contained, one_of, whole_number


def _price(value: str) -> Sequence[object] | None:
    try:
        return (int(Decimal(value) * MILLIONTHS),)
    except (InvalidOperation, ValueError, OverflowError):
        return None


_PRODUCT_KEY = re.compile(r"\d{8}|\d{13}")


def _taxes(books: Books, given: Any) -> list[dict[str, Any]]:
    """Taxes of an item, given as one id or as a list (docs: alegra-api 3.2)."""
    ids = [identifier(it) for it in given] if isinstance(given, list) else [identifier(given)]
    rows = [books.row("taxes", id) for id in ids if id is not None]
    return [
        {"id": str(row["id"]), "name": row["name"], "percentage": str(row["percentage"])}
        for row in rows
        if row is not None
    ]


class Items(Resource):
    """``/items``; by name unless asked otherwise."""

    path = "items"
    table = "items"
    title = "Producto o servicio"
    filters: ClassVar[Mapping[str, Filter]] = {
        "name": Filter("name LIKE ?", contained),
        "reference": Filter("reference = ?"),
        "description": Filter("description LIKE ?", contained),
        "price": Filter("price = ?", _price),
        "type": Filter("kind = ?", one_of("simple", "kit", "variantParent", "variant")),
        "status": Filter("status = ?", one_of("active", "inactive")),
        "idItemCategory": Filter("category = ?", whole_number),
        "query": Filter("name || ' ' || coalesce(reference, '') LIKE ?", contained),
    }
    order_fields: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "name": "name",
        "reference": "reference",
        "description": "description",
        "price": "price",
    }
    default_order = "name ASC"
    made_of = ("name", "reference", "description", "price", "status")
    inputs: ClassVar[Mapping[str, Any]] = {
        "tax": [],
        "productKey": None,
        "customFields": [],
        "itemCategory": None,
        "inventory": None,
    }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name and a price; a product key must stand in the catalogue."""
        require(body, ("name",))
        key = body.get("productKey")
        if key is None and books.quirks.items_without_product_key == "refused":
            raise ApiError(400, 1093, "La clave de producto es obligatoria")
        if key is not None and not _PRODUCT_KEY.fullmatch(str(key)):
            raise ApiError(400, 1036, "La clave de producto debe ser un valor válido del catálogo")
        price = body.get("price")
        if isinstance(price, list):
            price = next((entry.get("price") for entry in objects(price)), None)
        reference = body.get("reference")
        if isinstance(reference, dict):
            reference = reference.get("reference")
        return {
            "name": body["name"],
            "reference": reference,
            "description": body.get("description"),
            "price": millionths(amount(price, "price")),
            "kind": "simple",
            "status": body.get("status", "active"),
        }

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """Without stock, key and tax that only chance put there."""
        written = super().as_written(books, row, record, body)
        written["tax"] = _taxes(books, body.get("tax"))
        for name in ("productKey", "inventory"):
            if written[name] is None:
                del written[name]
        return written

    def check_removal(self, books: Books, row: Row) -> None:
        """An item that a line names stays (docs: alegra-api 4)."""
        if any(
            books.value(
                f"SELECT 1 FROM {table} WHERE "
                f"names_item('{table}', id, variant, currency, document, ?) LIMIT 1",
                (row["id"],),
            )
            for table in ("invoices", "bills", "estimates", "credit_notes")
        ):
            raise invalid("El producto está asociado a documentos; puede inactivarlo")

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Items; services have no stock."""
        return [self._record(books, row) for row in rows]

    def _record(self, books: Books, row: Row) -> Record:
        facts = ItemFacts.of(books.seed, books.country, row["id"])
        drift = Drift(books, "items", row["id"])
        draws = drift.draws
        reference: Any = row["reference"]
        if reference is not None and draws.chance(0.15):
            reference = {"reference": reference}
        price: Any = drift.amount(row["price"])
        if draws.chance(0.8):
            price = [
                {"idPriceList": "1", "name": "General", "type": "amount", "price": price}
                | ({"main": True} if draws.chance(0.5) else {})
            ]
            if draws.chance(0.2):
                price.append(
                    {
                        "idPriceList": draws.uuid(),
                        "name": "Mayoreo",
                        "type": "percentage",
                        "price": number(books.country.round(row["price"] * 9 // 10)),
                        "main": False,
                    }
                )
        tax = facts.tax
        percentage = f"{tax.percentage}.00" if draws.chance(0.8) else tax.percentage
        record: Record = {
            "id": drift.id(row["id"]),
            "name": row["name"],
            "description": row["description"],
            "reference": reference,
            "code": row["id"],
            "status": row["status"],
            "type": row["kind"],
            "price": price,
            "tax": [{"id": str(tax.id), "name": tax.name, "percentage": percentage}]
            if tax.percentage or draws.chance(0.7)
            else [],
            "category": embedded_account(books.country, by_rule("SALES")),
            "itemCategory": {"id": str(row["category"]), "name": f"Familia {row['category']}"}
            if row["category"]
            else None,
            "customFields": [],
            "images": [],
            **({"productKey": facts.product_key} if facts.product_key else {}),
        }
        if not facts.is_service:
            available = draws.between(0, 400)
            record["inventory"] = {
                "unit": facts.unit,
                "unitCost": spelled(books.country.round(row["price"] * 6 // 10), drift.spelling),
                "availableQuantity": available,
                "warehouses": [
                    {
                        "id": "1",
                        "name": "Principal",
                        "initialQuantity": available,
                        "availableQuantity": available,
                    }
                ],
            }
        return record


ITEMS = Items()
