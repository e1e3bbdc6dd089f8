"""Global invoices: one CFDI over the tickets of a period, in Mexico (docs: alegra-api 11.6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from ..books import Books, Row
from ..money import number
from ..random_values import RandomValues
from .contacts import snapshot_of
from .filters import accepting
from .resource import Listed, Record, Rendering, by_name

_DAYS = 31
_TICKETS = 4


class GlobalInvoices(Listed):
    """``/global-invoices``; one a month, over invoices of its days. Nothing is written."""

    path = "global-invoices"
    title = "Factura global"
    only_in = "MX"
    needs = ("payments",)
    column_types = "date TEXT, status TEXT, number INTEGER"
    statuses = ("open", "draft", "void")
    filters = accepting("date", status=statuses)
    order_fields = by_name(id="id", date="date", status="status")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """One for each month; the last one is a draft."""
        days = range(_DAYS, (books.today - books.first_day).days + 1, _DAYS)
        for place, id in enumerate(self.generated_ids(books, len(days))):
            random = RandomValues(books.seed, self.table, "new", id)
            issued = "void" if random.chance(0.1) else "open"
            yield {
                "id": id,
                "date": (books.first_day + timedelta(days=days[place])).isoformat(),
                "status": issued if place + 1 < len(days) else "draft",
                "number": place + 1,
            }

    def related(self, books: Books, rows: Sequence[Row]) -> dict[int, list[Row]]:
        """The tickets of each."""
        return {
            row["id"]: books.select(
                "SELECT * FROM invoices WHERE date <= ? AND status IN ('open', 'closed') "
                "AND currency IS NULL ORDER BY date DESC, id LIMIT ?",
                (row["date"], _TICKETS),
            )
            for row in rows
        }

    def record(self, it: Rendering) -> Record:
        """A global invoice; one that is issued is stamped."""
        row, tickets = it.row, it.related[it.id]
        stamp = {
            "uuid": it.random.uuid().upper(),
            "stampDate": f"{row['date']} 17:33:09",
            "satCertificateNumber": it.random.digits(20),
            "certificateNumber": it.random.digits(20),
            "paymentMethod": "PUE",
        }
        return {
            "id": it.drifting_id(),
            **it.copied("date", "status"),
            "total": it.amount(sum(ticket["total"] for ticket in tickets)),
            "numberTemplate": {"id": "3", "prefix": "FG", "number": str(row["number"])},
            "saleTickets": [self._ticket(it, ticket) for ticket in tickets],
            **({} if row["status"] == "draft" else {"stamp": stamp}),
        }

    def _ticket(self, it: Rendering, ticket: Row) -> Record:
        return {
            "id": str(ticket["id"]),
            "date": ticket["date"],
            "dueDate": ticket["due"],
            "status": ticket["status"],
            "client": snapshot_of(it.books, ticket["contact"]),
            "total": number(ticket["total"]),
            "balance": number(ticket["total"] - ticket["settled"] - ticket["credited"]),
        }
