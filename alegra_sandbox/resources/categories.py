"""Categories: the ledger accounts, as a tree (docs: alegra-api 3.10)."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..bodies import Body, identifier
from ..books import Books, Row
from ..chart_of_accounts import ACCOUNTS, Account
from ..countries import Country
from ..errors import invalid
from ..json_text import decoded
from ..quirks import Quirks
from .filters import Filter, accepting, one_of
from .resource import MasterData, Record, Rendering, by_name

_TYPES = ("income", "expense", "asset", "liability", "equity", "cost", "productionCost")
_NATURES = {"asset": "debit", "expense": "debit", "cost": "debit"}


def embedded_account(country: Country, account: Account) -> Record:
    """An account inside a contact, an item or a bank account."""
    return {
        "id": str(account.id),
        "idParent": str(account.parent),
        "name": account.name,
        "text": account.name,
        "code": account.code if country.account_codes else None,
        "type": account.type,
    }


def is_header(books: Books, account: Row) -> bool:
    """Whether an account takes no entries, as there are others below it, or it was made so."""
    if account["document"] is not None:
        return bool(decoded(account["document"]).get("use") == "accumulative")
    found = books.value("SELECT 1 FROM categories WHERE parent = ? LIMIT 1", (account["id"],))
    return found is not None


class Categories(MasterData):
    """``/categories``; one whole tree, or with ``format=plain`` one whole list; never deleted."""

    path = "categories"
    title = "Cuenta contable"
    column_types = "name TEXT, code TEXT, parent INTEGER, type TEXT, status TEXT"
    filters = accepting("name", status=("active", "inactive", "deleted")) | by_name(
        type=Filter("type = ?", one_of(*_TYPES))
    )
    order_fields = by_name(id="id", name="name", code="code")
    inputs = ("description", "nature")
    empty = by_name(description="")
    made_of = ("name", "code", "idParent", "use", "status")
    fills = by_name(description="Se concilia cada mes")
    methods = frozenset({"POST", "PUT"})
    required = ("name", "idParent")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """The chart of accounts."""
        for account in ACCOUNTS.values():
            yield {
                "id": account.id,
                "name": account.name,
                "code": account.code if books.country.account_codes else None,
                "parent": account.parent,
                "type": account.type,
                "status": "active",
            }

    def is_whole(self, parameters: Mapping[str, str], quirks: Quirks) -> bool:
        """The tree always, the list as switched."""
        return _is_tree(parameters) or quirks.plain_categories == "whole"

    def answer(self, records: list[Record], total: int, parameters: Mapping[str, str]) -> Any:
        """Each account under the one above it, in ``children``."""
        if _is_tree(parameters):
            # The tree has an order of its own, whatever was asked for.
            records.sort(key=lambda record: int(record["id"]))
            branches = {record["id"]: {**record, "children": []} for record in records}
            records = []
            for record in branches.values():
                above = branches.get(record["idParent"] or "")
                (above["children"] if above else records).append(record)
        return super().answer(records, total, parameters)

    def record(self, it: Rendering) -> Record:
        """An account without what hangs below it."""
        row = it.row
        account = ACCOUNTS.get(it.id) or Account(
            it.id, row["parent"], row["name"], row["code"], row["type"], None
        )
        return {
            "id": str(it.id),
            # The root's is empty or null (docs: alegra-api 3.10).
            "idParent": str(row["parent"]) if row["parent"] else "" if it.id % 2 else None,
            **it.copied("name", "code", "type", "status", text="name"),
            "description": "",
            "readOnly": account.rule is not None or account.parent is None,
            "nature": _NATURES.get(row["type"], "credit"),
            "blocked": "no",
            "categoryRule": {"id": str(it.id - 5000), "name": row["name"], "key": account.rule}
            if account.rule
            else None,
            "use": "accumulative" if account.children else "movement",
            "showThirdPartyBalance": account.rule is not None,
        }

    def as_written(self, it: Rendering, record: Record, body: Body) -> Record:
        """With the use that was asked for, and the nature, or the one of its type."""
        use, nature = body.get("use", "movement"), body.get("nature") or record["nature"]
        return {**super().as_written(it, record, body), "use": use, "nature": nature}

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name and the account above, whose type it has."""
        values = super().columns(books, body, row)
        parent = books.row("categories", identifier(body["idParent"]) or 0)
        if parent is None:
            raise invalid("La cuenta padre no existe")
        if body.get("use", "movement") not in ("movement", "accumulative"):
            raise invalid("El campo use no es válido")
        return {
            **values,
            "code": body.get("code") if books.country.account_codes else None,
            "parent": parent["id"],
            "type": parent["type"],
        }


def _is_tree(parameters: Mapping[str, str]) -> bool:
    return parameters.get("format") != "plain"
