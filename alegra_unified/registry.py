"""All resources, in the order in which streams are listed.

Those of the unified model are a closed set and stand in its order; Alegra's own follow by name, and
are found by themselves: a module of `resources` that declares one is all it takes.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from . import resources
from .resource import Resource
from .resources.bank_accounts import BANK_ACCOUNTS
from .resources.bill_credit_notes import BILL_CREDIT_NOTES
from .resources.bill_payments import BILL_PAYMENTS
from .resources.bills import BILLS
from .resources.company_info import COMPANY_INFO
from .resources.credit_notes import CREDIT_NOTES
from .resources.customers import CUSTOMERS
from .resources.departments import DEPARTMENTS
from .resources.invoice_items import INVOICE_ITEMS
from .resources.invoices import INVOICES
from .resources.journal_entries import JOURNAL_ENTRIES
from .resources.ledger_accounts import LEDGER_ACCOUNTS
from .resources.payments import PAYMENTS
from .resources.purchase_orders import PURCHASE_ORDERS
from .resources.quotes import QUOTES
from .resources.suppliers import SUPPLIERS
from .resources.tax_rates import TAX_RATES

_UNIFIED = (
    CUSTOMERS,
    SUPPLIERS,
    TAX_RATES,
    LEDGER_ACCOUNTS,
    COMPANY_INFO,
    DEPARTMENTS,
    BANK_ACCOUNTS,
    INVOICE_ITEMS,
    INVOICES,
    BILLS,
    CREDIT_NOTES,
    BILL_CREDIT_NOTES,
    PAYMENTS,
    BILL_PAYMENTS,
    JOURNAL_ENTRIES,
    QUOTES,
    PURCHASE_ORDERS,
)


def _native() -> Iterator[Resource]:
    """What modules declare that the unified model does not have, by name of the module."""
    for module in sorted(it.name for it in iter_modules(resources.__path__)):
        declared = vars(import_module(f"{resources.__name__}.{module}")).values()
        yield from (it for it in declared if isinstance(it, Resource) and it.is_native)


RESOURCES: dict[str, Resource] = {it.name: it for it in (*_UNIFIED, *_native())}
