"""Bank accounts (docs: alegra-api 3.9)."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..bodies import Body, amount, check_day
from ..books import Books, Row
from ..chart_of_accounts import ACCOUNTS, by_rule
from ..errors import invalid
from ..money import MILLIONTHS, millionths
from .categories import embedded_account
from .filters import Filter
from .resource import MasterData, Record, Rendering, by_name

NAMES = ("Banco principal", "Banco de ahorros", "Caja general")
"""The accounts that payments move money on, by id from 1 on."""


class BankAccounts(MasterData):
    """``/bank-accounts``; balance and ledger account on request only."""

    path = "bank-accounts"
    title = "Banco"
    column_types = (
        "name TEXT, kind TEXT, status TEXT, opened TEXT, opening INTEGER, account INTEGER"
    )
    order_fields = by_name(id="id", date="opened")
    filters = by_name(includeInactive=Filter("(? = 'true' OR status = 'active')"))
    default_filters = by_name(includeInactive="false")
    optional = frozenset({"category", "deletable", "lastMovementDate"})
    in_truth = frozenset({"category", "balance"})
    inputs = ("number", "description")
    made_of = ("name", "type", "status", "initialBalance", "initialBalanceDate")
    required = ("name", "type")
    fills = by_name(number="0123456789", description="Pagos a proveedores")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """Two banks and a cash box."""
        accounts = [id for id, account in ACCOUNTS.items() if account.name in NAMES]
        for place, name in enumerate(NAMES):
            yield {
                "id": place + 1,
                "name": name,
                "kind": ("bank", "bank", "cash")[place],
                "status": "active",
                "opened": books.first_day.isoformat(),
                "opening": (place + 1) * 12_500 * MILLIONTHS,
                "account": accounts[place],
            }

    def asked(self, parameters: Mapping[str, str]) -> frozenset[str]:
        """What ``fields`` names, and the balance, which has a parameter of its own."""
        wanted = super().asked(parameters)
        return wanted | {"balance"} if parameters.get("includeBalance") == "true" else wanted

    def record(self, it: Rendering) -> Record:
        """An account, without currency and IBAN, which Alegra does not know."""
        row = it.row
        record: Record = {
            "id": it.drifting_id(),
            **it.copied("name", "status", type="kind", initialBalanceDate="opened"),
            "number": None if row["kind"] == "cash" else it.drift.digits(10),
            "description": it.drift.pick((None, "", "Operación diaria")),
            "initialBalance": it.amount(row["opening"]),
            "decimalPrecision": it.country.decimal_precision,
            "calculationScale": 6,
        }
        if "category" in it.asked:
            record["category"] = embedded_account(it.country, ACCOUNTS[row["account"]])
        if "balance" in it.asked:
            record["balance"] = it.amount(row["opening"] + it.id * 10**9)
        if "deletable" in it.asked:
            record["deletable"] = False
        if "lastMovementDate" in it.asked:
            record["lastMovementDate"] = it.books.today.isoformat()
        return record

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name, a type and an opening balance."""
        values = super().columns(books, body, row)
        if body["type"] not in ("bank", "cash", "credit-card"):
            raise invalid("El campo type no es válido")
        check_day(body, "initialBalanceDate")
        return {
            **values,
            "kind": body["type"],
            "opened": body["initialBalanceDate"],
            "opening": millionths(amount(body.get("initialBalance"), "initialBalance")),
            "account": row["account"] if row else by_rule("BANK_ACCOUNTS").id,
        }
