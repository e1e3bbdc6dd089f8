"""Items: products and services (docs: alegra-api 3.2)."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from ..books import Books, Row
from ..chart_of_accounts import by_rule
from ..document_parts import Drift
from ..item_facts import ItemFacts
from ..money import MILLIONTHS, number, spelled
from .categories import embedded_account
from .resource import Filter, Record, Resource, contained, one_of, whole_number


def _price(value: str) -> Sequence[object] | None:
    try:
        return (int(Decimal(value) * MILLIONTHS),)
    except (InvalidOperation, ValueError, OverflowError):
        return None


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
