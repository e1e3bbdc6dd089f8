"""Bank accounts (docs: alegra-api 3.9, unified-model 4.7).

Gotcha: Alegra gives no IBAN, BIC, routing number, currency or balance; these fields are empty. A
balance that a company's Alegra does send stays under ``alegra``.
"""

from datetime import datetime, timezone
from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..fields import (
    SET_IN_ALEGRA,
    WRITTEN,
    Body,
    Draft,
    Field,
    ReadOnly,
    Refused,
    Row,
    Written,
    day,
    decimal,
    part,
    text,
    word,
)
from ..kinds import one_of
from ..parts.links import LinkedLedgerAccount
from ..parts.master_data import ALEGRAS_ID
from ..records import AlegraExtras, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import MasterData
from ..writing import Writing, shown_as
from ..written_form import WrittenForm, reference


class BankAccountExtras(AlegraExtras):
    """What only Alegra knows of a bank account."""

    type = text(meaning="bank, cash or credit-card.")
    balance = decimal(meaning="Only where Alegra sends it.")
    initial_balance = decimal()
    initial_balance_date = day()


_TYPES = {"bank": "checking", "cash": "cash", "credit-card": "credit_card"}
_WRITTEN_TYPES = {
    "checking": "bank",
    "savings": "bank",
    "cash": "cash",
    "credit_card": "credit-card",
}


def _type(record: Row, company: Company) -> Any:
    kind = record.get("type")
    return _TYPES.get(kind) if isinstance(kind, str) else None


def _nothing(record: Row, company: Company) -> None:
    return None


_GIVEN_NOWHERE = Refused("has no place in Alegra; take it out of the record")


class BankAccount(UnifiedRecord):
    """One bank account, cash box or credit card."""

    downstream_id = ALEGRAS_ID
    display_id = ALEGRAS_ID
    name = text(required=True, write=WRITTEN)
    account_number = text("number", write=WRITTEN)
    account_type = Field(
        one_of(*_WRITTEN_TYPES),
        read=_type,
        meaning="Alegra does not tell savings from checking accounts.",
        write=Written(lambda kind, draft, company: {"type": _WRITTEN_TYPES[kind]}),
        same=lambda held, kind: held == _TYPES[_WRITTEN_TYPES[kind]],
        coarse="is kept as an account at a bank; Alegra does not tell savings from checking",
    )
    ledger_account = part(LinkedLedgerAccount, "category", write=SET_IN_ALEGRA)
    status = word("status", {"active": "active", "inactive": "inactive"}, write=WRITTEN)
    description = text(write=WRITTEN)
    currency = text(read=_nothing, meaning="Always empty: Alegra gives none.", write=_GIVEN_NOWHERE)
    balance = decimal(
        read=_nothing,
        meaning="Always empty: Alegra gives none. On creation, the opening balance.",
        held=lambda record, company: record.get("initialBalance"),
        write=ReadOnly("It is the opening balance of an account that is created, and stays it"),
    )
    routing_number = text(
        read=_nothing, meaning="Always empty: Alegra gives none.", write=_GIVEN_NOWHERE
    )
    iban = text(read=_nothing, meaning="Always empty: Alegra gives none.", write=_GIVEN_NOWHERE)
    bic = text(read=_nothing, meaning="Always empty: Alegra gives none.", write=_GIVEN_NOWHERE)
    alegra = extras(BankAccountExtras)


def _opening_balance(draft: Draft, company: Company) -> Body:
    """Alegra wants one: the balance, or 0, dated today (gotcha: bank accounts)."""
    return {
        "type": "bank",
        "initialBalance": draft.get("balance", 0),
        "initialBalanceDate": company.today(datetime.now(timezone.utc)).isoformat(),
    }


BANK_ACCOUNTS = Resource(
    name="bank_accounts",
    model=BankAccount,
    # Both on request only (docs: alegra-api 3.9).
    listing=Listing(
        path="/bank-accounts",
        parameters={"fields": "category"},
        widening={"includeBalance": "true", "includeInactive": "true"},
    ),
    documentation="https://developer.alegra.com/reference/bank-accounts",
    strategy=MasterData(gone_status="inactive"),
    writing=Writing(
        created=_opening_balance,
        form=WrittenForm(
            own=frozenset({"lastMovementDate"}),
            forms={"category": reference},
        ),
        natural_keys={
            "name": shown_as("name"),
            "account_number": shown_as("number"),
        },
        marked=False,
    ),
)
