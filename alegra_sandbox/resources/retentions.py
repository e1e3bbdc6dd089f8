"""Retentions (docs: alegra-api 3.12 and 11.1)."""

from collections.abc import Iterable, Mapping

from ..books import Books
from ..money import shown_percentage
from .references import RETENTIONS
from .resource import Listed, Record, Rendering


class Retentions(Listed):
    """``/retentions``."""

    path = "retentions"
    title = "Retención"
    column_types = "name TEXT, percentage TEXT, kind TEXT, status TEXT"

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """Those that documents name."""
        for place, (name, percentage, kind) in enumerate(RETENTIONS, start=1):
            shown = {"name": name, "percentage": percentage, "kind": kind, "status": "active"}
            yield {"id": place, **shown}

    def record(self, it: Rendering) -> Record:
        """A retention; the percentage is a text, of some a number."""
        return {
            "id": it.drifting_id(),
            **it.copied("name", "status", type="kind"),
            "percentage": shown_percentage(it.row["percentage"], it.id % 2 == 1),
            "description": "" if it.id % 2 else "Compras generales",
            "calculatedBy": "SUBTOTAL",
            "idRetentionReference": None if it.id % 2 else it.id + 100,
        }
