"""All resources, in the order in which streams are listed. A new resource adds its line here."""

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
from .resources.terms import TERMS

RESOURCES: dict[str, Resource] = {
    resource.name: resource
    for resource in (
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
        TERMS,
    )
}
