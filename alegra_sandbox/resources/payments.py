"""Payments received and made (docs: alegra-api 3.6)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..applying import apply_parts, check_parts
from ..bodies import (
    Body,
    check_day,
    check_notes,
    contact,
    currency,
    identifier,
    refuse,
)
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
from ..errors import ApiError, invalid
from ..money import number
from ..quirks import Quirks
from ..written_lines import WrittenLine, printed, read_lines, total_of
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
    made_of = ("type", "client", "invoices", "bills", "categories", "currency")
    inputs: ClassVar[Mapping[str, Any]] = {
        "date": "",
        "observations": None,
        "anotation": None,
        "paymentMethod": None,
    }
    actions = frozenset({"void", "open"})

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """Money in for invoices, or out for bills; either on ledger accounts instead."""
        if row is not None and body.get("type") != row["kind"]:
            raise ApiError(400, 4059, "No se puede cambiar el tipo del pago")
        if body.get("type") not in ("in", "out"):
            raise invalid("El campo type debe ser in u out")
        check_day(body, "date")
        check_notes(body)
        # The amount follows from what it is applied to (docs: alegra-api 3.6).
        refuse(body, ("amount",))
        bank = identifier(body.get("bankAccount"))
        if bank is None or books.row("bank_accounts", bank) is None:
            raise ApiError(400, 4002, "La cuenta bancaria no existe")
        values = {
            "date": body["date"],
            "due": body["date"],
            "contact": contact(books, body, "client")["id"] if body.get("client") else None,
            "currency": currency(body),
            "total": self._total(books, body, row),
        }
        if row is None:
            values["kind"], values["status"] = body["type"], "open"
            values["created"] = books.today.isoformat()
            last = books.value(
                "SELECT number FROM payments WHERE kind = ? ORDER BY id DESC LIMIT 1",
                (body["type"],),
            )
            values["number"] = int(last or 0) + 1
        return values

    def take_effect(self, books: Books, id: int, body: Body) -> None:
        """Its documents are owed less, or nothing."""
        for target in ("invoices", "bills"):
            apply_parts(books, "payments", id, target, body.get(target))

    def check_change(self, books: Books, row: Row) -> None:
        """Refuse to change one that is void."""
        if row["status"] == "void":
            raise invalid("El pago está anulado")

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With its own bank account, and its ledger accounts if it has any."""
        written = super().as_written(books, row, record, body)
        for name in ("stamp", "currency", "account", "bankAccount"):
            written.pop(name, None)
        if body.get("currency"):
            written["currency"] = {"symbol": "US$", **body["currency"]}
        bank = books.row("bank_accounts", identifier(body["bankAccount"]) or 0)
        if bank is not None:
            written["bankAccount"] = {
                "id": str(bank["id"]),
                "name": bank["name"],
                "type": bank["kind"],
            }
        if row["edition"]:
            given = written["observations"] or ""
            written["observations"] = f"{given} (revisado {row['edition']})".strip()
        lines = self._lines(books, body)
        written["categories"] = printed(lines, "number", "purchase")
        center = identifier(body.get("costCenter"))
        written["costCenter"] = None if center is None else {"id": str(center)}
        return written

    def body_of(self, row: Row, record: Record) -> Body:
        """With the account that the money is on, under its one name."""
        bank = record.get("bankAccount") or record.get("account")
        return {**super().body_of(row, record), "bankAccount": bank}

    def _lines(self, books: Books, body: Body) -> list[WrittenLine]:
        given = body.get("categories")
        return read_lines(books, [], given) if given else []

    def _total(self, books: Books, body: Body, row: Row | None) -> int:
        """What is applied, or what stands on ledger accounts."""
        wrong = "bills" if body["type"] == "in" else "invoices"
        right = "invoices" if wrong == "bills" else "bills"
        if body.get(wrong):
            raise ApiError(400, 4012, "No se pueden mezclar facturas de venta y de proveedor")
        source = ("payments", row["id"]) if row else None
        statuses = ["open"]
        if books.quirks.payments_on_drafts == "accepted":
            statuses.append("draft")
        applied = check_parts(books, right, body.get(right), statuses, 400, source)
        applied += total_of(self._lines(books, body))
        if applied == 0:
            raise invalid("El pago debe estar asociado a un documento o a una categoría")
        return applied

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
