"""What records show of small master data that they name by id (docs: alegra-api 3.12, 11.1)."""

from collections.abc import Mapping
from typing import Any

from ..bodies import Body, identifier, objects
from ..books import Books

_NAMES = {
    "seller": ("Ventas mostrador", "Ventas en línea"),
    "warehouse": ("Principal", "Bodega norte"),
    "priceList": ("General", "Mayoreo"),
    "itemCategory": tuple(f"Familia {place}" for place in range(1, 5)),
}
"""Names of what the simulator has no list of, by id from 1 on."""

_TABLES = {"costCenter": "cost_centers", "term": "terms"}
_RETENTIONS = (("ReteIVA", "15.00"), ("Retefuente", "11.00"))


_FILLS: Mapping[str, Any] = {
    **{"observations": "Revisada con el cliente", "anotation": "Entrega parcial"},
    **{
        "termsConditions": "Pagadera en treinta días",
        "seller": {"id": "2", "name": "Ventas en línea"},
    },
    **{
        "priceList": {"id": "2", "name": "Mayoreo"},
        "warehouse": {"id": "2", "name": "Bodega norte"},
    },
    "costCenter": {"id": "2", "name": "Ventas"},
    "retentions": [{"id": "1", "name": "ReteIVA", "percentage": "15.00", "amount": "1.50"}],
}
"""What documents can have, and mostly have not."""


def filling(*names: str, **more: Any) -> dict[str, Any]:
    """Values of some fields of a document, and of others that only it has."""
    return {name: _FILLS[name] for name in names} | more


def embedded(books: Books, field: str, given: Any, more: Mapping[str, Any]) -> Body | None:
    """What a field shows of an id, given by itself, in an object or in a list of one.

    An unknown id is ignored. Without one, goods go to the main warehouse.
    """
    if isinstance(given, list):
        given = given[0] if given else None
    id = identifier(given)
    if field == "warehouse" and id is None:
        id = 1
    if field in _TABLES:
        row = books.row(_TABLES[field], id)
        days = {"days": str(row["days"])} if row and field == "term" else {}
        return {"id": str(id), "name": row["name"], **days} if row else None
    names = _NAMES[field]
    if id is None or not 0 < id <= len(names):
        return None
    return {"id": str(id), "name": names[id - 1], **more}


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
