"""What records show of small master data that they name by id (docs: alegra-api 3.12, 11.1)."""

from collections.abc import Mapping
from typing import Any

from ..bodies import Body, identifier, objects
from ..books import Books

_NAMES = {
    "seller": {"1": "Ventas mostrador", "019e0a5c-5c00-7b1d-9c3e-2f64a1b7d055": "Ventas en línea"},
    "warehouse": {"1": "Principal", "019d06f6-08df-7479-b90d-799dc90a8f41": "Bodega norte"},
    "priceList": {"1": "General", "0196d2f1-3e00-7c55-8a41-7d0e9b3f6a12": "Mayoreo"},
    "itemCategory": {str(id): f"Familia {id}" for id in range(1, 5)},
}
"""Names by id of what the simulator has no list of; the ids of new ones are UUIDs since 2025 and
2026 (docs: alegra-api 10)."""

MAIN_WAREHOUSE = "1"
"""From where goods go unless something else is said."""

_TABLES = {"costCenter": "cost_centers", "term": "terms"}
_RETENTIONS = (("ReteIVA", "15.00"), ("Retefuente", "11.00"))


def filling(*names: str, **more: Any) -> dict[str, Any]:
    """Values of some fields of a document, and of others that only it has."""
    return {name: _FILLS[name] for name in names} | more


def newest(field: str) -> Body:
    """What a field shows of the newest seller, warehouse or price list."""
    id = list(_NAMES[field])[-1]
    return {"id": id, "name": _NAMES[field][id]}


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
    if field in _TABLES:
        row = books.row(_TABLES[field], identifier(given))
        days = {"days": str(row["days"])} if row and field == "term" else {}
        return {"id": str(row["id"]), "name": row["name"], **days} if row else None
    id = str(given.get("id") if isinstance(given, dict) else given)
    if field == "warehouse" and id not in _NAMES[field]:
        id = MAIN_WAREHOUSE
    name = _NAMES[field].get(id)
    return None if name is None else {"id": id, "name": name, **more}


def retentions(given: Any) -> list[Body]:
    """``retentions`` of a document or a payment, sent as ``{"id", "amount"}``."""
    shown = []
    for entry in objects(given):
        id = identifier(entry)
        if id is not None and 0 < id <= len(_RETENTIONS):
            name, percentage = _RETENTIONS[id - 1]
            named = {"id": str(id), "name": name, "percentage": percentage}
            shown.append({**named, "amount": entry.get("amount")})
    return shown
