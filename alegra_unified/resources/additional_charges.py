"""Additional charges: surcharges such as service (docs: alegra-api 11.1)."""

from alegra_api.listing import Listing

from ..fields import decimal, text
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class AdditionalCharge(NativeRecord):
    """One charge that documents can carry besides their lines."""

    name = text()
    code = text()
    percentage = decimal(meaning="Percentage, e.g. 10.")
    category_sales_id = text(meaning="The account of sales, see stream ledger_accounts.")
    category_purchases_id = text(meaning="The account of purchases, see stream ledger_accounts.")
    company_id = text()
    status = text(meaning="active or inactive.")


ADDITIONAL_CHARGES = Resource(
    name="additional_charges",
    model=AdditionalCharge,
    listing=Listing(path="/additional-charges"),
    documentation="https://developer.alegra.com/reference/additional-charges",
    strategy=MasterData(),
)
