"""Bank accounts (docs: alegra-api 3.9)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..bodies import Body, amount, check_day, millionths, require
from ..books import Books, Row
from ..chart_of_accounts import ACCOUNTS, by_rule
from ..document_parts import Drift
from ..errors import invalid
from .categories import embedded_account
from .resource import Record, Resource

NAMES = ("Banco principal", "Banco de ahorros", "Caja general")
"""The accounts that payments move money on, by id from 1 on."""


class BankAccounts(Resource):
    """``/bank-accounts``; balance and ledger account on request only."""

    path = "bank-accounts"
    table = "bank_accounts"
    title = "Banco"
    order_fields: ClassVar[Mapping[str, str]] = {"id": "id", "date": "opened"}
    default_order = "id ASC"
    made_of = ("name", "type", "status", "initialBalance", "initialBalanceDate")
    inputs: ClassVar[Mapping[str, Any]] = {
        "number": None,
        "description": None,
    }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name, a type and an opening balance (docs: alegra-api 3.9)."""
        require(body, ("name", "type"))
        if body["type"] not in ("bank", "cash", "credit-card"):
            raise invalid("El campo type no es válido")
        check_day(body, "initialBalanceDate")
        return {
            "name": body["name"],
            "kind": body["type"],
            "status": body.get("status", "active"),
            "opened": body["initialBalanceDate"],
            "opening": millionths(amount(body.get("initialBalance"), "initialBalance")),
            "account": by_rule("BANK_ACCOUNTS").id,
        }

    optional = frozenset({"category", "deletable", "lastMovementDate"})
    in_truth = frozenset({"category"})

    def asked(self, parameters: Mapping[str, str]) -> frozenset[str]:
        """What ``fields`` names, and the balance, which has a parameter of its own."""
        wanted = super().asked(parameters)
        return wanted | {"balance"} if parameters.get("includeBalance") == "true" else wanted

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Accounts, without currency and IBAN, which Alegra does not know."""
        return [self._record(books, row, asked) for row in rows]

    def _record(self, books: Books, row: Row, asked: Collection[str]) -> Record:
        drift = Drift(books, "bank_accounts", row["id"])
        record: Record = {
            "id": drift.id(row["id"]),
            "name": row["name"],
            "number": None if row["kind"] == "cash" else drift.draws.digits(10),
            "description": drift.draws.pick((None, "", "Operación diaria")),
            "type": row["kind"],
            "status": row["status"],
            "initialBalance": drift.amount(row["opening"]),
            "initialBalanceDate": row["opened"],
            "decimalPrecision": books.country.decimal_precision,
            "calculationScale": 6,
        }
        if "category" in asked:
            record["category"] = embedded_account(books.country, ACCOUNTS[row["account"]])
        if "balance" in asked:
            record["balance"] = drift.amount(row["opening"] + row["id"] * 10**9)
        if "deletable" in asked:
            record["deletable"] = False
        if "lastMovementDate" in asked:
            record["lastMovementDate"] = books.today.isoformat()
        return record


BANK_ACCOUNTS = BankAccounts()
