"""Recurring invoices: from which Alegra makes invoices by itself (docs: alegra-api 11.4)."""

from alegra_api.listing import Listing

from ..fields import day, decimal, part, text
from ..parts.links import item_code
from ..parts.native import (
    LineTax,
    NamedCurrency,
    NamedPriceList,
    NamedWarehouse,
    Numbering,
    cost_center,
    customer,
)
from ..records import NativeRecord, Part
from ..resource import Resource
from ..synchronization import MasterData


class RecurringLine(Part):
    """A line of the invoices to come; it has an id of its own."""

    id = text(meaning="Id of the line.")
    item_id = text(meaning="Id of the item; see stream invoice_items.")
    name = text()
    description = text()
    reference = text(read=item_code, meaning="The company's own code of the item.")
    price = decimal(meaning="Of one unit, before tax.")
    quantity = decimal()
    discount = decimal(meaning="Per cent.")
    taxes = part(LineTax, many=True)
    total = decimal(meaning="With taxes.")


class RecurringInvoice(NativeRecord):
    """What is invoiced again and again."""

    client = customer()
    start_date = day()
    end_date = day(meaning="Null where it does not end.")
    repeat_every = decimal(meaning="Presumably in months.")
    term = decimal(meaning="Presumably the days until an invoice is due.")
    due_date = day()
    last_creation = day(meaning="When it made an invoice last.")
    next_creation = day(meaning="When it makes the next one.")
    total = decimal(meaning="Of each invoice.")
    currency = part(NamedCurrency)
    number_template = part(Numbering)
    items = part(RecurringLine, many=True)
    price_list = part(NamedPriceList)
    warehouse = part(NamedWarehouse)
    cost_center = cost_center()
    observations = text()
    anotation = text()
    terms_conditions = text()
    decimal_precision = text(meaning="Decimals that Alegra shows.")
    calculation_scale = text(meaning="Decimals that Alegra reckons with.")


RECURRING_INVOICES = Resource(
    name="recurring_invoices",
    model=RecurringInvoice,
    # Name, dates, interval and term are what it can be sorted by.
    listing=Listing(path="/recurring-invoices", sorts_by_id=False),
    documentation="https://developer.alegra.com/reference/recurring-invoices",
    strategy=MasterData(),
)
