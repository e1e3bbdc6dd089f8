"""Additional charges (docs: alegra-api 11.1)."""

from collections.abc import Iterable, Mapping

from ..books import Books
from ..chart_of_accounts import EXPENSES, OTHER_INCOME
from ..money import shown_percentage
from .filters import accepting
from .resource import Listed, Record, Rendering, by_name


class AdditionalCharges(Listed):
    """``/additional-charges``."""

    path = "additional-charges"
    title = "Cargo adicional"
    column_types = "name TEXT, percentage TEXT, status TEXT"
    filters = accepting("name", status=("active", "inactive"))
    order_fields = by_name(id="id", name="name", status="status")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """Service and packing."""
        for place, (name, rate) in enumerate((("Servicio", "10"), ("Empaque", "2.5")), start=1):
            yield {"id": place, "name": name, "percentage": rate, "status": "active"}

    def record(self, it: Rendering) -> Record:
        """A charge; the percentage is a number or a text."""
        return {
            "id": it.drifting_id(),
            **it.copied("name", "status"),
            "code": None if it.id % 2 else "EMP",
            "percentage": shown_percentage(it.row["percentage"], it.id % 2 == 0),
            "categorySalesId": OTHER_INCOME[0],
            "categoryPurchasesId": str(EXPENSES[0]),
            "companyId": "1",
        }
