"""Payments received and made (docs: alegra-api 3.6)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..books import Books, Row
from ..chart_of_accounts import ACCOUNTS, EXPENSES, OTHER_INCOME
from ..document_parts import (
    Application,
    Drift,
    contact_of,
    currency_fields,
    moment_of,
    payment_method,
    rows_by_id,
    targets_of,
)
from ..draws import Draws
from ..money import number
from ..quirks import Quirks
from .bank_accounts import NAMES
from .invoices import full_number
from .resource import Filter, Record, Resource, day_ranges, one_of, whole_number

_DATES = {
    **day_ranges("date", "date"),
    "from": Filter("date >= ?"),
    "to": Filter("date <= ?"),
}


class Payments(Resource):
    """``/payments``; one on several ledger accounts comes once for each."""

    path = "payments"
    table = "payments"
    title = "Pago"
    filters: ClassVar[Mapping[str, Filter]] = {
        **_DATES,
        "type": Filter("kind = ?", one_of("in", "out")),
        "client_id": Filter("contact = ?", whole_number),
        "id": Filter("id = ?", whole_number),
        "status": Filter("status = ?", one_of("open", "void")),
    }
    order_fields: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "number": "number",
        "date": "date",
        "type": "kind",
    }
    optional = frozenset({"pdf"})

    def source(self, quirks: Quirks) -> str:
        """Each payment as often as Alegra repeats it."""
        if quirks.repeated_payments == "off":
            return self.table
        return "payments JOIN repetitions ON place <= repeats"

    def filters_for(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """Without dates beside ``client_id``, and without the status, unless switched on."""
        ignored: set[str] = set()
        if "client_id" in parameters or quirks.payment_date_ranges == "ignored":
            ignored |= set(_DATES)
        if quirks.payment_status_filter == "ignored":
            ignored.add("status")
        return {key: value for key, value in self.filters.items() if key not in ignored}

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Payments with the documents or the accounts that they are for."""
        ids = {row["id"] for row in rows}
        found: dict[str, dict[int, list[Application]]] = {}
        named: dict[str, dict[int, Row]] = {}
        for table in ("invoices", "bills"):
            found[table] = targets_of(books, "payments", table, ids)
            named[table] = rows_by_id(
                books, table, (id for targets in found[table].values() for id, _ in targets)
            )
        return [
            self._record(
                books,
                row,
                {
                    table: [
                        _document(books, table, named[table][id], amount)
                        for id, amount in found[table][row["id"]]
                        if id in named[table]
                    ]
                    for table in found
                },
                asked,
            )
            for row in rows
        ]

    def _record(
        self,
        books: Books,
        row: Row,
        documents: dict[str, list[dict[str, Any]]],
        asked: Collection[str],
    ) -> Record:
        id = row["id"]
        drift = Drift(books, "payments", id)
        draws = Draws(books.seed, "payments", "fields", id)
        bank = draws.between(1, len(NAMES))
        account = {"id": str(bank), "name": NAMES[bank - 1], "type": "bank"}
        applied = documents["invoices"] or documents["bills"]
        record: Record = {
            "id": drift.id(id),
            "number": str(row["number"]),
            "date": row["date"],
            "amount": drift.amount(row["total"]),
            "type": row["kind"],
            "status": row["status"],
            "paymentMethod": payment_method(books, id),
            "account" if draws.chance(0.1) else "bankAccount": account,
            "client": contact_of(books, row).snapshot() if row["contact"] else None,
            "invoices": documents["invoices"],
            "bills": documents["bills"],
            "categories": [] if applied else categories_of(books, row),
            "retentions": [],
            "appliedAdvances": [],
            "costCenter": drift.cost_center(),
            "numberTemplate": drift.template(
                books.country.number_template(
                    "transactionIn" if row["kind"] == "in" else "transactionOut",
                    "RC" if row["kind"] == "in" else "CE",
                    row["number"],
                    False,
                )
            ),
            "observations": f"Conciliado ({row['edition']})" if row["edition"] else None,
            "anotation": draws.pick((None, "", "Pago en sucursal")),
            **currency_fields(books, row),
        }
        if books.country.code == "MX" and documents["invoices"] and draws.chance(0.3):
            record["stamp"] = books.country.stamp(draws, moment_of(books, "payments", row), "")
        if "pdf" in asked:
            record["pdf"] = f"https://cdn.example.com/payments/{id}.pdf?Expires=1"
        return record


def _document(books: Books, table: str, row: Row, amount: int) -> dict[str, Any]:
    """An invoice or bill inside a payment; ``amount`` is what the payment brings to it."""
    shown = full_number(books, row["id"], row["number"]) if table == "invoices" else row["number"]
    return {
        "id": str(row["id"]),
        "number": str(shown),
        "date": row["date"],
        "amount": number(amount),
        "total": number(row["total"]),
        "totalPaid": number(row["settled"]),
        "balance": number(row["total"] - row["settled"] - row["credited"]),
    }


def categories_of(books: Books, row: Row) -> list[dict[str, Any]]:
    """The ledger accounts of a payment without a document; their totals are its amount."""
    draws = Draws(books.seed, "payments", "categories", row["id"])
    accounts = EXPENSES if row["kind"] == "out" else OTHER_INCOME
    rest = row["total"]
    lines: list[dict[str, Any]] = []
    for place in range(row["repeats"]):
        last = place == row["repeats"] - 1
        part = rest if last else books.country.round(rest * draws.between(20, 60) // 100)
        rest -= part
        account = ACCOUNTS[draws.pick(accounts)]
        lines.append(
            {
                "id": str(account.id),
                "name": account.name,
                "price": number(part),
                "quantity": 1,
                "tax": [],
                "total": number(part),
                "observations": "",
            }
        )
    return lines


PAYMENTS = Payments()
