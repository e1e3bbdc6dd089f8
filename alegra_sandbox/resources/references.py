"""What records show of small master data that they name by id (docs: alegra-api 3.12, 11.1)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ..bodies import Body, identifier, objects
from ..books import Books
from ..money import shown_percentage

NAMES = {
    "seller": ("Ventas mostrador", "Ventas en línea"),
    "warehouse": ("Principal", "Bodega norte"),
    "priceList": ("General", "Mayoreo"),
    "itemCategory": ("Familia 1", "Familia 2", "Familia 3", "Familia 4"),
}
"""Names by id from 1 on, as documents show them that nobody wrote from outside."""

MAIN_WAREHOUSE = "1"
"""From where goods go unless something else is said."""

RETENTIONS = (("ReteIVA", "15", "IVA"), ("Retefuente", "11", "FUENTE"))
"""Name, percentage and type of what is kept back, by id from 1 on."""

_TABLES = {
    **{"costCenter": "cost_centers", "term": "terms", "seller": "sellers"},
    **{"warehouse": "warehouses", "priceList": "price_lists", "itemCategory": "item_categories"},
}
_DAYS_OF_NEW_ONES = 60


def since(books: Books, place: int) -> str:
    """When small master data was made: the first with the company, the others lately."""
    day = books.first_day if place == 1 else books.today - timedelta(days=_DAYS_OF_NEW_ONES)
    return day.isoformat()


def filling(*names: str, **more: Any) -> dict[str, Any]:
    """Values of some fields of a document, and of others that only it has."""
    return {name: _FILLS[name] for name in names} | more


def newest(field: str) -> Body:
    """What a field shows of the newest seller, warehouse or price list."""
    return {"id": str(len(NAMES[field])), "name": NAMES[field][-1]}


_FILLS: Mapping[str, Any] = {
    "observations": "Revisada con el cliente",
    "anotation": "Entrega parcial",
    "termsConditions": "Pagadera en treinta días",
    **{field: newest(field) for field in ("seller", "priceList", "warehouse")},
    "costCenter": {"id": "2", "name": "Ventas"},
    "retentions": [{"id": "1", "name": "ReteIVA", "percentage": "15.00", "amount": "1.50"}],
}
"""What documents can have, and mostly have not."""


def embedded(books: Books, field: str, given: Any, more: Mapping[str, Any]) -> Body | None:
    """What a field shows of an id, given by itself, in an object or in a list of one.

    An unknown id is ignored. Without one, goods go to the main warehouse.
    """
    if isinstance(given, list):
        given = given[0] if given else None
    row = books.row(_TABLES[field], identifier(given))
    if row is None and field == "warehouse":
        row = books.row("warehouses", int(MAIN_WAREHOUSE))
    if row is None:
        return None
    days = {"days": str(row["days"])} if field == "term" else {}
    return {"id": str(row["id"]), "name": row["name"], **days, **more}


def retentions(books: Books, given: Any) -> list[Body]:
    """``retentions`` of a document or a payment, sent as ``{"id", "amount"}``."""
    shown = []
    for entry in objects(given):
        row = books.row("retentions", identifier(entry))
        if row is not None:
            percentage = shown_percentage(row["percentage"], True)
            named = {"id": str(row["id"]), "name": row["name"], "percentage": percentage}
            shown.append({**named, "amount": entry.get("amount")})
    return shown
