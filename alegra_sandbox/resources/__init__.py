"""The resources that the simulator serves, by their paths."""

from .bank_accounts import BANK_ACCOUNTS
from .bills import BILLS
from .categories import CATEGORIES
from .contacts import CONTACTS
from .cost_centers import COST_CENTERS
from .credit_notes import CREDIT_NOTES
from .debit_notes import DEBIT_NOTES
from .estimates import ESTIMATES
from .invoices import INVOICES
from .items import ITEMS
from .journals import JOURNALS
from .payments import PAYMENTS
from .purchase_orders import PURCHASE_ORDERS
from .resource import Resource
from .taxes import TAXES

RESOURCES: dict[str, Resource] = {
    resource.path: resource
    for resource in (
        CONTACTS,
        ITEMS,
        INVOICES,
        ESTIMATES,
        CREDIT_NOTES,
        DEBIT_NOTES,
        PAYMENTS,
        BILLS,
        PURCHASE_ORDERS,
        BANK_ACCOUNTS,
        CATEGORIES,
        JOURNALS,
        TAXES,
        COST_CENTERS,
    )
}
"""Lists of records; ``/company`` and ``/users/self`` are single objects."""
