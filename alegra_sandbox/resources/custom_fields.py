"""Custom fields (docs: alegra-api 3.12 and 11.1)."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..books import Books
from .filters import accepting
from .resource import Listed, Record, Rendering, by_name

_FIELDS: tuple[tuple[str, str, str, Any], ...] = (
    ("brand", "Marca", "text", "Norma"),
    ("barcode", "Código de barras", "text", ""),
    ("fragile", "Frágil", "boolean", True),
    ("warranty", "Meses de garantía", "int", 12),
    ("season", "Temporada", "optionsList", None),
)
"""Key, name, type and default value; the first is the one that items have values of."""


class CustomFields(Listed):
    """``/custom-fields``; in no order that is documented."""

    path = "custom-fields"
    title = "Campo adicional"
    column_types = "name TEXT, kind TEXT, status TEXT"
    filters = accepting(status=("active", "inactive"))
    order_fields = by_name()

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """One of most types."""
        for place, (_, name, kind, _) in enumerate(_FIELDS, start=1):
            yield {"id": place, "name": name, "kind": kind, "status": "active"}

    def record(self, it: Rendering) -> Record:
        """A field; the default value is of the field's own type."""
        key, _, kind, default = _FIELDS[it.id - 1]
        shown = {"isRequired": it.id == 1, "printOnInvoices": it.id % 2 == 0}
        return {
            "id": it.drifting_id(),
            "key": key,
            **it.copied("name", "status", type="kind"),
            "description": None if it.id % 2 else "",
            "resourceType": "item",
            "options": ["Verano", "Invierno"] if kind == "optionsList" else [],
            "defaultValue": default,
            "settings": {**shown, "showInItemVariants": False},
        }
