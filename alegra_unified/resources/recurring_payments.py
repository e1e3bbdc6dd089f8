"""Recurring payments: which Alegra makes by itself (docs: alegra-api 11.4).

Presumably they are outgoing; no field tells it.
"""

from alegra_api.listing import Listing

from ..fields import boolean, day, decimal, part, text
from ..parts.native import Currency, NamedBankAccount
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class RecurringPayment(NativeRecord):
    """What is paid again and again."""

    number = text()
    start_date = day()
    end_date = day(meaning="Null where it does not end.")
    amount = decimal()
    repeat_every = decimal(meaning="Presumably in months.")
    account = part(NamedBankAccount)
    currency = part(Currency)
    dates_editable = boolean()
    decimal_precision = text(meaning="Decimals that Alegra shows.")


RECURRING_PAYMENTS = Resource(
    name="recurring_payments",
    model=RecurringPayment,
    listing=Listing(path="/recurring-payments"),
    documentation="https://developer.alegra.com/reference/recurring-payments",
    strategy=MasterData(),
)
