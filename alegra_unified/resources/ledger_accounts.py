"""Ledger accounts: categories in Alegra (docs: alegra-api 3.10, unified-model 4.4).

Gotchas: only accounts with ``header: false`` can be posted to; ``code`` is the company's own,
``nominal_code`` the SAT grouping code, shared and not unique; there is no deletion. The field
of the grouping code is not documented; in public samples of Mexican accounts it is
``metadata.satGroupingCode``.
"""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from alegra_api.listing import Listing

from ..company import Company
from ..contact import active_status
from ..drafts import AccountLink, Draft
from ..model import AlegraExtras, Part, UnifiedRecord
from ..resource import ARRANGED, Resource
from ..shapes import filled, inside, is_empty, objects
from ..synchronization import MasterData
from ..values import JsonObject, Text
from ..writing import Problem, Row, Writing, given

_CLASSIFICATIONS = {
    "asset": "asset",
    "equity": "equity",
    "expense": "expense",
    "liability": "liability",
    "income": "income",
    "cost": "costs_of_sales",
    "productionCost": "costs_of_sales",
    "order": "other",
}
_TYPES = {
    "asset": "other_asset",
    "liability": "other_liability",
    "equity": "equity",
    "income": "revenue",
    "expense": "expense",
    "cost": "costs_of_sales",
    "productionCost": "costs_of_sales",
    "order": "other",
}
_TYPES_BY_RULE = {
    "RECEIVABLE_ACCOUNTS": "accounts_receivable",
    "DEBTS_TO_PAY_PROVIDERS": "accounts_payable",
}
_BANK_RULES = ("BANK", "CASH")
NAME_SEPARATOR = ": "


class ParentAccount(Part):
    """The account that an account belongs to."""

    id: Text | None = None
    name: Text | None = None


class SubAccount(Part):
    """An account that belongs to an account."""

    id: Text | None = None
    account_sub_name: Text | None = None


class LedgerAccountExtras(AlegraExtras):
    """What only Alegra knows of an account."""

    type: Text | None = Field(None, description="Alegra's own type.")
    use: Text | None = Field(None, description="movement (postable) or accumulative (header).")
    nature: Text | None = Field(None, description="debit or credit.")
    read_only: bool | None = None
    blocked: Text | None = None
    category_rule: JsonObject | None = Field(None, description="What Alegra uses it for.")


class LedgerAccount(UnifiedRecord):
    """One account of the chart."""

    display_id: Text | None = Field(None, description="The code, else Alegra's id.")
    nominal_code: Text | None = Field(
        None, description="Mexico: SAT grouping code, shared by accounts."
    )
    code: Text | None = Field(None, description="The company's code; none under the NIIF chart.")
    classification: (
        Literal["asset", "equity", "expense", "liability", "income", "costs_of_sales", "other"]
        | None
    ) = None
    type: (
        Literal[
            "accounts_payable",
            "accounts_receivable",
            "bank",
            "costs_of_sales",
            "equity",
            "expense",
            "other_asset",
            "other_liability",
            "revenue",
            "other",
        ]
        | None
    ) = None
    name: Text | None = None
    fully_qualified_name: Text | None = Field(
        None, description='Names from the root down, with ": " between them.'
    )
    description: Text | None = None
    level: int | None = Field(None, description="Depth in the chart; a root is 1.")
    active: bool | None = None
    status: Literal["active", "inactive", "archived"] | None = None
    header: bool | None = Field(None, description="Whether it only sums up and can't be posted to.")
    parent_account: ParentAccount | None = None
    sub_account: bool | None = Field(None, description="Whether it belongs to another account.")
    sub_accounts: list[SubAccount] | None = None
    alegra: LedgerAccountExtras | None = None


def arrange(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The chart as flat rows, each with its way from the root under the key `ARRANGED`.

    The chart comes as a tree (``children``) or flat (``idParent``), docs: alegra-api 3.10. No row
    is lost: an account whose parent is unknown counts as a root, and so does one that is its own
    ancestor. An account that comes twice is given once. One without an id has no place.
    """
    accounts = {str(row["id"]): row for row in _walk(rows) if not is_empty(row.get("id"))}
    parents = {identifier: _parent(row, accounts) for identifier, row in accounts.items()}
    for row in _walk(rows):
        for child in objects(row.get("children")):
            above, identifier = str(row.get("id")), str(child.get("id"))
            if above in accounts and parents.get(identifier, "") is None:
                parents[identifier] = above
    for identifier, parent in parents.items():
        if parent is not None and identifier in _way(parent, parents):
            parents[identifier] = None
    children: dict[str, list[dict[str, Any]]] = {}
    for identifier, parent in parents.items():
        if parent is not None:
            row = accounts[identifier]
            sub = {"id": row.get("id"), "account_sub_name": row.get("name")}
            children.setdefault(parent, []).append(sub)
    for siblings in children.values():
        siblings.sort(key=lambda sub: (len(str(sub["id"])), str(sub["id"])))
    return [
        {
            **row,
            ARRANGED: {
                "names": [accounts[it].get("name") for it in _way(identifier, parents)],
                "parent": accounts.get(parents[identifier] or ""),
                "children": children.get(identifier),
            },
        }
        for identifier, row in accounts.items()
    ] + [row for row in _walk(rows) if is_empty(row.get("id"))]


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """An account of Alegra's, arranged or not, as the fields of `LedgerAccount`."""
    place = record.get(ARRANGED)
    place = place if isinstance(place, dict) else {}
    names = place.get("names")
    names = names if isinstance(names, list) else []
    parent = place.get("parent")
    code, identifier = filled(record.get("code")), filled(record.get("id"))
    kind, use = record.get("type"), record.get("use")
    return {
        "id": identifier,
        "display_id": identifier if code is None else code,
        "nominal_code": inside(record, "metadata", "satGroupingCode"),
        "code": code,
        "classification": _CLASSIFICATIONS.get(kind) if isinstance(kind, str) else None,
        "type": _type(record),
        "name": filled(record.get("name")),
        "fully_qualified_name": NAME_SEPARATOR.join(names) if _all_texts(names) else None,
        "description": filled(record.get("description")),
        "level": len(names) or None,
        "active": {"active": True, "inactive": False}.get(str(record.get("status"))),
        "status": active_status(record.get("status")),
        "header": {"accumulative": True, "movement": False}.get(str(use)),
        "parent_account": parent and {"id": inside(parent, "id"), "name": inside(parent, "name")},
        "sub_account": (parent is not None) if place else None,
        "sub_accounts": place.get("children"),
        "alegra": {
            "status": filled(record.get("status")),
            "type": filled(kind),
            "use": filled(use),
            "nature": filled(record.get("nature")),
            "read_only": filled(record.get("readOnly")),
            "blocked": filled(record.get("blocked")),
            "category_rule": filled(record.get("categoryRule")),
        },
    }


def _walk(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    waiting = list(reversed(rows))
    while waiting:
        row = waiting.pop()
        yield row
        waiting.extend(reversed(objects(row.get("children"))))


def _parent(row: dict[str, Any], accounts: dict[str, dict[str, Any]]) -> str | None:
    parent = filled(row.get("idParent"))
    return str(parent) if str(parent) in accounts else None


def _way(identifier: str, parents: dict[str, str | None]) -> list[str]:
    """Ids from the root down; a circle is cut where it closes."""
    way: list[str] = []
    step: str | None = identifier
    while step is not None and step not in way:
        way.insert(0, step)
        step = parents[step]
    return way


def _all_texts(names: list[Any]) -> bool:
    return bool(names) and all(isinstance(name, str) for name in names)


def _type(record: dict[str, Any]) -> str | None:
    rule, kind = inside(record, "categoryRule", "key"), record.get("type")
    if isinstance(rule, str):
        # Country editions wrap the key: NATIONAL_RECEIVABLE_ACCOUNTS_MEX.
        for key, kind_by_rule in _TYPES_BY_RULE.items():
            if key in rule:
                return kind_by_rule
        # Not every rule that names banks is one of a bank: opening balances are equity.
        if kind == "asset" and any(word in rule for word in _BANK_RULES):
            return "bank"
    return _TYPES.get(kind) if isinstance(kind, str) else None


class LedgerAccountDraft(Draft, LedgerAccount):
    """An account to write."""

    parent_account: AccountLink | None = None  # type: ignore[assignment]


def to_alegra(draft: LedgerAccountDraft, company: Company) -> dict[str, Any]:
    """The body of an account; its type is that of its parent."""
    return given(
        name=draft.name,
        description=draft.description,
        code=draft.code,
        idParent=draft.parent_account.id if draft.parent_account else None,
        use={True: "accumulative", False: "movement"}.get(draft.header)
        if draft.header is not None
        else None,
    )


def removal(row: Row) -> Problem:
    """Alegra deletes no account (gotcha: ledger accounts)."""
    return Problem("id", "Alegra deletes no ledger account")


WRITING = Writing(
    draft=LedgerAccountDraft,
    fields=("name", "description", "code", "parent_account", "header"),
    required=("name", "parent_account"),
    to_alegra=to_alegra,
    keys={
        "code": lambda row: filled(row.get("code")),
        "name": lambda row: filled(row.get("name")),
    },
    marked=False,
    removal=removal,
)


LEDGER_ACCOUNTS = Resource(
    name="ledger_accounts",
    model=LedgerAccount,
    listing=Listing(path="/categories"),
    arrange=arrange,
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/categories",
    strategy=MasterData(),
    writing=WRITING,
)
