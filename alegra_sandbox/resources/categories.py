"""Categories: the ledger accounts, as a tree (docs: alegra-api 3.10)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from ..bodies import Body, identifier, require
from ..books import Books, Row
from ..chart_of_accounts import ACCOUNTS, Account
from ..countries import Country
from ..errors import invalid
from .resource import Filter, Record, Resource, contained, one_of

_NATURES = {"asset": "debit", "expense": "debit", "cost": "debit"}


def embedded_account(country: Country, account: Account) -> dict[str, Any]:
    """An account inside a contact, an item or a bank account."""
    return {
        "id": str(account.id),
        "idParent": str(account.parent),
        "name": account.name,
        "text": account.name,
        "code": account.code if country.account_codes else None,
        "type": account.type,
    }


class Categories(Resource):
    """``/categories``; one whole tree, or with ``format=plain`` one whole list."""

    path = "categories"
    table = "categories"
    title = "Cuenta contable"
    filters: ClassVar[Mapping[str, Filter]] = {
        "type": Filter(
            "type = ?",
            one_of("income", "expense", "asset", "liability", "equity", "cost", "productionCost"),
        ),
        "status": Filter("status = ?", one_of("active", "inactive", "deleted")),
        "name": Filter("name LIKE ?", contained),
    }
    order_fields: ClassVar[Mapping[str, str]] = {"id": "id", "name": "name", "code": "code"}
    default_order = "id ASC"
    methods = frozenset({"POST", "PUT"})
    made_of = ("name", "code", "idParent", "use", "status")
    inputs: ClassVar[Mapping[str, Any]] = {
        "description": "",
    }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name and the account above, whose type it has; there is no DELETE."""
        require(body, ("name", "idParent"))
        parent = books.row("categories", identifier(body["idParent"]) or 0)
        if parent is None:
            raise invalid("La cuenta padre no existe")
        if body.get("use", "movement") not in ("movement", "accumulative"):
            raise invalid("El campo use no es válido")
        return {
            "name": body["name"],
            "code": body.get("code") if books.country.account_codes else None,
            "parent": parent["id"],
            "type": parent["type"],
            "status": body.get("status", "active"),
        }

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With the use that was asked for."""
        use = body.get("use", "movement")
        return {**super().as_written(books, row, record, body), "use": use}

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Accounts without what hangs below them."""
        return [self._record(row) for row in rows]

    def _record(self, row: Row) -> Record:
        account = ACCOUNTS.get(row["id"]) or Account(
            row["id"], row["parent"], row["name"], row["code"], row["type"], None
        )
        record: Record = {
            "id": str(row["id"]),
            # The root's is empty or null (docs: alegra-api 3.10).
            "idParent": str(row["parent"]) if row["parent"] else "" if row["id"] % 2 else None,
            "name": row["name"],
            "text": row["name"],
            "code": row["code"],
            "description": "",
            "type": row["type"],
            "readOnly": account.rule is not None or account.parent is None,
            "nature": _NATURES.get(row["type"], "credit"),
            "blocked": "no",
            "status": row["status"],
            "categoryRule": {"id": str(row["id"] - 5000), "name": row["name"], "key": account.rule}
            if account.rule
            else None,
            "use": "accumulative" if account.children else "movement",
            "showThirdPartyBalance": account.rule is not None,
        }
        return record


def tree_of(records: Iterable[Record]) -> list[Record]:
    """Accounts as a tree: each under the one above it, in ``children``."""
    branches: dict[str, Record] = {record["id"]: {**record, "children": []} for record in records}
    roots: list[Record] = []
    for record in branches.values():
        above = branches.get(record["idParent"] or "")
        (above["children"] if above else roots).append(record)
    return roots


CATEGORIES = Categories()
