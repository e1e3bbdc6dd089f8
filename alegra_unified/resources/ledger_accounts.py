"""Ledger accounts: categories in Alegra (docs: alegra-api 3.10, unified-model 4.4).

Gotchas: only accounts with ``header: false`` can be posted to; ``code`` is the company's own,
``nominal_code`` the SAT grouping code, shared and not unique; there is no deletion. The field
of the grouping code is not documented; in public samples of Mexican accounts it is
``metadata.satGroupingCode``.
"""

from collections.abc import Iterator
from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..drafts import Link
from ..fields import (
    SET_IN_ALEGRA,
    WRITTEN,
    Draft,
    Field,
    Row,
    Written,
    boolean,
    filled,
    inside,
    integer,
    is_empty,
    json_object,
    objects,
    part,
    text,
    word,
)
from ..kinds import one_of
from ..parts.master_data import ACTIVITY, CODE_OR_ID, IS_ACTIVE
from ..problem import Problem
from ..records import AlegraExtras, Part, UnifiedRecord, extras
from ..resource import ARRANGED, Resource
from ..synchronization import MasterData
from ..writing import Writing, shown_as
from ..written_form import WrittenForm

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
# Both of Alegra's kinds of costs mean the same; the plain one is written.
_COSTS = {"costs_of_sales": "cost"}
_WRITTEN_CLASSIFICATIONS = {it: alegra for alegra, it in _CLASSIFICATIONS.items()} | _COSTS
_WRITTEN_TYPES = {
    "accounts_receivable": "asset",
    "accounts_payable": "liability",
    "bank": "asset",
    **{it: alegra for alegra, it in _TYPES.items()},
    **_COSTS,
}
NAME_SEPARATOR = ": "


class ParentAccount(Link):
    """The account that an account belongs to."""

    refers_to = target = "ledger_accounts"
    keys = ("code", "name")

    name = text()
    code = text(only_drafts=True)


class SubAccount(Part):
    """An account that belongs to an account."""

    id = text()
    account_sub_name = text("account_sub_name")


class LedgerAccountExtras(AlegraExtras):
    """What only Alegra knows of an account."""

    type = text(meaning="Alegra's own type.")
    use = text(meaning="movement (postable) or accumulative (header).")
    nature = text(meaning="debit or credit.")
    read_only = boolean()
    blocked = text()
    category_rule = json_object(meaning="What Alegra uses it for.")


def _classification(record: Row, company: Company) -> str | None:
    kind = record.get("type")
    return _CLASSIFICATIONS.get(kind) if isinstance(kind, str) else None


def _type(record: Row, company: Company) -> str | None:
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


def _place(record: Row) -> Row:
    """What `arrange` found out; nothing of an account that was not arranged."""
    place = record.get(ARRANGED)
    return place if isinstance(place, dict) else {}


def _parent_held(record: Row, company: Company) -> Any:
    parent = filled(record.get("idParent"))
    return _place(record).get("parent") if parent is None else {"id": parent}


def _names(record: Row) -> list[Any]:
    names = _place(record).get("names")
    return names if isinstance(names, list) else []


def _qualified_name(record: Row, company: Company) -> str | None:
    names = _names(record)
    return NAME_SEPARATOR.join(names) if all(isinstance(it, str) for it in names) else None


def _one_type(classification: str, draft: Draft, company: Company) -> str | None:
    kind = draft.get("type")
    if kind is None or _CLASSIFICATIONS[_WRITTEN_TYPES[kind]] == classification:
        return None
    return "contradicts the type, and Alegra keeps one of them"


class LedgerAccount(UnifiedRecord):
    """One account of the chart."""

    display_id = CODE_OR_ID
    nominal_code = text(
        "metadata.satGroupingCode", "Mexico: SAT grouping code, shared by accounts."
    )
    code = text(meaning="The company's code; none under the NIIF chart.", write=WRITTEN)
    classification = Field(
        one_of(*_WRITTEN_CLASSIFICATIONS),
        read=_classification,
        write=Written(lambda kind, draft, company: {"type": _WRITTEN_CLASSIFICATIONS[kind]}),
        rule=_one_type,
    )
    type = Field(
        one_of(*_WRITTEN_TYPES),
        read=_type,
        write=Written(lambda kind, draft, company: {"type": _WRITTEN_TYPES[kind]}),
        same=lambda held, kind: _WRITTEN_TYPES.get(held) == _WRITTEN_TYPES[kind],
        coarse="is kept as Alegra's own type; what Alegra uses the account for is set in Alegra",
    )
    name = text(required=True, write=WRITTEN)
    fully_qualified_name = text(
        read=_qualified_name, meaning='Names from the root down, with ": " between them.'
    )
    description = text(write=WRITTEN)
    level = integer(
        read=lambda record, company: len(_names(record)) or None,
        meaning="Depth in the chart; a root is 1.",
    )
    active = word("status", IS_ACTIVE, write=SET_IN_ALEGRA)
    status = word("status", ACTIVITY, write=SET_IN_ALEGRA)
    header = word(
        "use",
        {"accumulative": True, "movement": False},
        "Whether it only sums up and can't be posted to.",
        write=WRITTEN,
    )
    parent_account = part(
        ParentAccount,
        read=lambda record, company: _place(record).get("parent"),
        required=True,
        held=_parent_held,
        write=Written(lambda link, draft, company: {"idParent": link["id"]}),
    )
    sub_account = boolean(
        read=lambda record, company: (
            _place(record).get("parent") is not None if _place(record) else None
        ),
        meaning="Whether it belongs to another account.",
    )
    sub_accounts = part(
        SubAccount, many=True, read=lambda record, company: _place(record).get("children")
    )
    alegra = extras(LedgerAccountExtras)


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


LEDGER_ACCOUNTS = Resource(
    name="ledger_accounts",
    model=LedgerAccount,
    listing=Listing(path="/categories"),
    arrange=arrange,
    documentation="https://developer.alegra.com/reference/categories",
    strategy=MasterData(),
    writing=Writing(
        natural_keys={
            "code": shown_as("code"),
            "name": shown_as("name"),
        },
        marked=False,
        form=WrittenForm(
            own=frozenset({"children", "text", "readOnly", "categoryRule"}),
        ),
        removal=lambda row, company: Problem("id", "Alegra deletes no ledger account"),
    ),
)
