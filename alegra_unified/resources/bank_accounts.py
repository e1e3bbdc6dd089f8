"""Bank accounts (docs: alegra-api 3.9, unified-model 4.7).

Gotcha: Alegra gives no IBAN, BIC, routing number, currency or balance; these fields are empty. A
balance that a company's Alegra does send stays under ``alegra``.
"""

from datetime import datetime, timezone
from typing import Any, Literal

from pydantic import Field

from alegra_api.listing import Listing

from ..company import Company
from ..drafts import Draft
from ..model import AlegraExtras, UnifiedRecord
from ..parts import LinkedLedgerAccount, linked_account
from ..resource import Resource
from ..shapes import filled
from ..synchronization import MasterData
from ..values import Day, ExactDecimal, Text
from ..writing import Writing, given

_TYPES = {"bank": "checking", "cash": "cash", "credit-card": "credit_card"}


class BankAccountExtras(AlegraExtras):
    """What only Alegra knows of a bank account."""

    type: Text | None = Field(None, description="bank, cash or credit-card.")
    balance: ExactDecimal | None = Field(None, description="Only where Alegra sends it.")
    initial_balance: ExactDecimal | None = None
    initial_balance_date: Day | None = None


class BankAccount(UnifiedRecord):
    """One bank account, cash box or credit card."""

    downstream_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    display_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    name: Text | None = None
    account_number: Text | None = None
    account_type: Literal["checking", "cash", "credit_card"] | None = Field(
        None, description="Alegra does not tell savings from checking accounts."
    )
    ledger_account: LinkedLedgerAccount | None = None
    status: Literal["active", "inactive"] | None = None
    description: Text | None = None
    currency: Text | None = Field(None, description="Always empty: Alegra gives none.")
    balance: ExactDecimal | None = Field(None, description="Always empty: Alegra gives none.")
    routing_number: Text | None = Field(None, description="Always empty: Alegra gives none.")
    iban: Text | None = Field(None, description="Always empty: Alegra gives none.")
    bic: Text | None = Field(None, description="Always empty: Alegra gives none.")
    alegra: BankAccountExtras | None = None


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """A bank account of Alegra's as the fields of `BankAccount`."""
    identifier, kind, status = filled(record.get("id")), record.get("type"), record.get("status")
    return {
        "id": identifier,
        "downstream_id": identifier,
        "display_id": identifier,
        "name": filled(record.get("name")),
        "account_number": filled(record.get("number")),
        "account_type": _TYPES.get(kind) if isinstance(kind, str) else None,
        "ledger_account": linked_account(filled(record.get("category"))),
        "status": status if status in ("active", "inactive") else None,
        "description": filled(record.get("description")),
        "alegra": {
            "status": filled(status),
            "type": filled(kind),
            "balance": filled(record.get("balance")),
            "initial_balance": filled(record.get("initialBalance")),
            "initial_balance_date": filled(record.get("initialBalanceDate")),
        },
    }


WrittenType = Literal["checking", "savings", "bank", "cash", "credit_card"]


class BankAccountDraft(Draft, BankAccount):
    """A bank account to write."""

    account_type: WrittenType | None = None  # type: ignore[assignment]


def to_alegra(draft: BankAccountDraft, company: Company) -> dict[str, Any]:
    """The body of a bank account.

    Alegra wants an opening balance: the balance, or 0, dated today (gotcha: bank accounts).
    """
    return given(
        name=draft.name,
        number=draft.account_number,
        type=_WRITTEN_TYPES[draft.account_type or "checking"],
        description=draft.description,
        initialBalance=draft.balance if draft.balance is not None else 0,
        initialBalanceDate=company.today(datetime.now(timezone.utc)),
        status=draft.status,
    )


_WRITTEN_TYPES = {
    "checking": "bank",
    "savings": "bank",
    "bank": "bank",
    "cash": "cash",
    "credit_card": "credit-card",
}

WRITING = Writing(
    draft=BankAccountDraft,
    fields=("name", "account_number", "account_type", "description", "balance", "status"),
    required=("name",),
    to_alegra=to_alegra,
    keys={
        "name": lambda row: filled(row.get("name")),
        "account_number": lambda row: filled(row.get("number")),
    },
    marked=False,
)


BANK_ACCOUNTS = Resource(
    name="bank_accounts",
    model=BankAccount,
    listing=Listing(path="/bank-accounts", parameters={"fields": "category"}),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/bank-accounts",
    strategy=MasterData(),
    writing=WRITING,
)
