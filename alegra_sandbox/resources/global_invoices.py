"""Global invoices: one CFDI over the tickets of a period, in Mexico (docs: alegra-api 11.6)."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from ..books import Books
from ..json_text import decoded, encoded
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
    column_types = "date TEXT, status TEXT, number INTEGER, total INTEGER, tickets TEXT"
    statuses = ("open", "draft", "void")
    filters = accepting("date", status=statuses)
    order_fields = by_name(id="id", date="date", status="status")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """One for each month; the last one is a draft."""
        days = range(_DAYS, (books.today - books.first_day).days + 1, _DAYS)
        for place, id in enumerate(self.generated_ids(books, len(days))):
            random = RandomValues(books.seed, self.table, "new", id)
            date = (books.first_day + timedelta(days=days[place])).isoformat()
            tickets = books.select(
                "SELECT id, date, contact, total FROM invoices WHERE date <= ? "
                "AND status = 'closed' AND currency IS NULL ORDER BY date DESC, id LIMIT ?",
                (date, _TICKETS),
            )
            issued = "void" if random.chance(0.1) else "open"
            yield {
                "id": id,
                "date": date,
                "status": issued if place + 1 < len(days) else "draft",
                "number": place + 1,
                "total": sum(ticket["total"] for ticket in tickets),
                "tickets": encoded([dict(ticket) for ticket in tickets]).decode(),
            }

    def record(self, it: Rendering) -> Record:
        """A global invoice; one that is issued is stamped."""
        row = it.row
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
            "total": it.amount(row["total"]),
            "numberTemplate": {"id": "3", "prefix": "FG", "number": str(row["number"])},
            "saleTickets": [_ticket(it, ticket) for ticket in decoded(row["tickets"])],
            **({} if row["status"] == "draft" else {"stamp": stamp}),
        }


def _ticket(it: Rendering, ticket: Record) -> Record:
    """A sale that was paid at once."""
    return {
        "id": str(ticket["id"]),
        "date": ticket["date"],
        "dueDate": ticket["date"],
        "status": "closed",
        "client": snapshot_of(it.books, ticket["contact"]),
        "total": number(ticket["total"]),
        "balance": 0,
    }
