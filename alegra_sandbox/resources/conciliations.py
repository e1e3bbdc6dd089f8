"""Conciliations: accounts compared with the bank's statements (docs: alegra-api 11.7)."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from ..books import DAYS_OF_PAST, Books
from ..json_text import decoded, encoded
from ..money import CENT, MILLIONTHS
from ..random_values import RandomValues
from .bank_accounts import NAMES
from .contacts import snapshot_of
from .filters import Filter, accepting, whole_number
from .payable import payment_method
from .resource import Listed, Record, Rendering, by_name

_DAYS = 31


class Conciliations(Listed):
    """``/conciliations``; of each account one a month. Nothing is written."""

    path = "conciliations"
    title = "Conciliación"
    needs = ("payments",)
    column_types = "date TEXT, status TEXT, account INTEGER, balance INTEGER, transactions TEXT"
    filters = accepting(status=("open", "draft", "process")) | by_name(
        account_id=Filter("account = ?", whole_number)
    )
    order_fields = by_name(id="id", date="date")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """One of each account for each month; the last one is not finished."""
        months = DAYS_OF_PAST // _DAYS
        for place, id in enumerate(self.generated_ids(books, months * len(NAMES))):
            month, account = divmod(place, len(NAMES))
            random = RandomValues(books.seed, self.table, "new", id)
            date = (books.first_day + timedelta(days=(month + 1) * _DAYS)).isoformat()
            payments = books.select(
                "SELECT id, number, contact, date, total, kind FROM payments "
                "WHERE status = 'open' AND date <= ? ORDER BY date DESC, id LIMIT 3",
                (date,),
            )
            yield {
                "id": id,
                "date": date,
                "transactions": encoded([dict(payment) for payment in payments]).decode(),
                "status": "open" if month + 1 < months else ("draft", "process", "draft")[account],
                "account": account + 1,
                "balance": random.between(-2_000_000, 90_000_000) * CENT,
            }

    def record(self, it: Rendering) -> Record:
        """A conciliation with payments."""
        row, random = it.row, it.random
        bank = row["account"]
        return {
            "id": str(it.id),
            "account": {
                "id": str(bank),
                "name": NAMES[bank - 1],
                "type": "cash" if NAMES[bank - 1].startswith("Caja") else "bank",
            },
            "realBalance": it.amount(row["balance"]),
            "bankExpenses": it.amount(random.below(50) * MILLIONTHS),
            "bankTaxes": it.amount(random.below(9) * MILLIONTHS),
            "bankInterests": 0,
            **it.copied("date", "status"),
            "transactions": [_transaction(it, one) for one in decoded(row["transactions"])],
        }


def _transaction(it: Rendering, payment: Record) -> Record:
    template = {"id": "1", "prefix": "RC", "number": str(payment["number"])}
    contact = payment["contact"]
    return {
        "id": str(payment["id"]),
        "number": str(payment["number"]),
        "client": snapshot_of(it.books, contact) if contact else None,
        "date": payment["date"],
        "amount": it.amount(payment["total"]),
        "paymentMethod": payment_method(it.books, payment["id"]),
        "observations": None,
        "anotation": "",
        "status": "open",
        "type": payment["kind"],
        "associations": [],
        "numberTemplate": it.drifting_template(template),
    }
