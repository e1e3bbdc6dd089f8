"""Conciliations: accounts compared with the bank's statements (docs: alegra-api 11.7)."""

from alegra_api.listing import Listing

from ..fields import Row, day, decimal, part, text
from ..parts.native import NamedBankAccount, NamedCustomer, NumberTemplate, last_status
from ..records import NativeRecord, Part
from ..resource import Resource
from ..synchronization import DocumentChanges


class Association(Part):
    """What a transaction is for."""

    id = text()
    name = text()
    type = text(meaning="Of what `id` is, such as `category`.")
    price = decimal()
    quantity = decimal()
    total = decimal()
    observations = text()


class ReconciledTransaction(Part):
    """A transaction that stands on the bank's statement."""

    id = text()
    number = text()
    date = day()
    type = text(meaning="in or out.")
    status = text()
    amount = decimal()
    client = part(NamedCustomer)
    payment_method = text()
    observations = text()
    anotation = text()
    associations = part(Association, many=True)
    number_template = part(NumberTemplate)


class Conciliation(NativeRecord):
    """One account, compared on one day."""

    account = part(NamedBankAccount)
    date = day()
    status = last_status("open, draft or process")
    real_balance = decimal(meaning="What the bank says.")
    bank_expenses = decimal()
    bank_taxes = decimal()
    bank_interests = decimal()
    transactions = part(ReconciledTransaction, many=True)


def _is_unfinished(row: Row) -> bool:
    """Whether transactions are still being compared; no filter by status is documented."""
    return row.get("status") in ("draft", "process")


CONCILIATIONS = Resource(
    name="conciliations",
    model=Conciliation,
    listing=Listing(path="/conciliations"),
    documentation="https://developer.alegra.com/reference/reconciliationdetails",
    strategy=DocumentChanges(is_open=_is_unfinished),
)
