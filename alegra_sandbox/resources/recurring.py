"""What Alegra makes by itself, every so many months (docs: alegra-api 11.4)."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from ..books import Books
from ..money import MILLIONTHS, noted, number
from ..random_values import RandomValues
from .bank_accounts import NAMES
from .contacts import snapshot_of
from .lines import generated_lines, total_of
from .resource import Listed, Record, Rendering, by_name


class Recurring(Listed):
    """Templates that only people write, on Alegra's screens."""

    needs = ("contacts", "items", "bank-accounts")
    column_types = (
        "number INTEGER, start TEXT, ends TEXT, every INTEGER, contact INTEGER, currency TEXT, "
        "total INTEGER"
    )

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """One for three hundred documents; some end, some are in a foreign currency."""
        for place, id in enumerate(self.generated_ids(books, max(4, books.size // 300))):
            random = RandomValues(books.seed, self.table, "new", id)
            start = books.first_day + timedelta(days=random.between(1, 900))
            ends = start + timedelta(days=365) if random.chance(0.4) else None
            currency = books.country.foreign_currency[0] if random.chance(0.2) else None
            yield {
                "id": id,
                "number": place + 1,
                "start": start.isoformat(),
                "ends": ends.isoformat() if ends else None,
                "every": random.pick((1, 1, 1, 2, 12)),
                "contact": random.pick(books.customers),
                "currency": currency,
                "total": self.total(books, id, currency),
            }

    def total(self, books: Books, id: int, currency: str | None) -> int:
        """What each document that it makes comes to."""
        return RandomValues(books.seed, self.table, "total", id).between(5, 900) * MILLIONTHS

    def currency(self, it: Rendering) -> Record:
        """``currency``, which the base currency has none of."""
        code = it.row["currency"]
        symbol = it.country.foreign_currency[1]
        return {"currency": {"code": code, "symbol": symbol}} if code else {}


class RecurringInvoices(Recurring):
    """``/recurring-invoices``; their order knows no id."""

    path = "recurring-invoices"
    title = "Factura recurrente"
    order_fields = by_name(
        name="contact", startDate="start", endDate="ends", repeatEvery="every", term="every"
    )
    fills = by_name(
        observations="Cada mes",
        anotation="Gracias",
        termsConditions="Pagadera en treinta días",
        costCenter={"id": "2", "name": "Ventas"},
    )

    def total(self, books: Books, id: int, currency: str | None) -> int:
        """That of its lines."""
        return total_of(generated_lines(books, self.table, id, 0, currency, 0.0))

    def record(self, it: Rendering) -> Record:
        """A template; its lines name the item beside an id of their own, and have ``taxes``."""
        row, random = it.row, it.random
        lines = generated_lines(it.books, self.table, it.id, 0, row["currency"], 0.0)
        items = []
        for place, line in enumerate(lines):
            shown = line.printed(it.notation, True)
            own = f"01GMDYFTF7XX2SFKSMV{it.id % 100_000:05d}{place % 100:02d}"
            items.append({**shown, "itemId": str(shown["id"]), "id": own, "taxes": shown["tax"]})
            del items[-1]["tax"]
        months = row["every"]
        return {
            "id": str(it.id),
            "client": snapshot_of(it.books, row["contact"]),
            "startDate": row["start"],
            "endDate": row["ends"],
            "repeatEvery": months if random.chance(0.5) else str(months),
            "term": random.pick((0, 15, 30)),
            "dueDate": None,
            "lastCreation": random.pick((None, row["start"])),
            "nextCreation": it.books.today.isoformat(),
            "total": it.amount(row["total"]),
            **self.currency(it),
            "numberTemplate": {"id": "1", "documentType": "invoice"},
            "items": items,
            "priceList": {"id": "1", "name": "General"},
            "warehouse": {"id": "1", "name": "Principal"},
            "costCenter": it.cost_center(),
            "observations": None,
            "anotation": random.pick((None, "")),
            "termsConditions": None,
            "decimalPrecision": it.country.decimal_precision,
            "calculationScale": 6,
        }


class RecurringPayments(Recurring):
    """``/recurring-payments``; read only."""

    path = "recurring-payments"
    title = "Pago recurrente"
    order_fields = by_name(id="id", number="number", startDate="start", endDate="ends")

    def currency(self, it: Rendering) -> Record:
        """With its rate."""
        shown = super().currency(it)
        rate = {"exchangeRate": number(it.country.foreign_rate)}
        return {"currency": {**shown["currency"], **rate}} if shown else {}

    def record(self, it: Rendering) -> Record:
        """A template with one amount, of an account of the company's."""
        row = it.row
        bank = it.random.between(1, len(NAMES))
        as_text = it.notation != "number"
        return {
            "id": it.drifting_id(),
            "number": str(row["number"]),
            "startDate": row["start"],
            "endDate": row["ends"],
            "amount": noted(row["total"], "long_text" if as_text else "number"),
            "repeatEvery": str(row["every"]) if as_text else row["every"],
            "account": {"id": str(bank), "name": NAMES[bank - 1], "type": "bank"},
            **self.currency(it),
            "datesEditable": it.random.chance(0.5),
            "decimalPrecision": str(it.country.decimal_precision),
        }
