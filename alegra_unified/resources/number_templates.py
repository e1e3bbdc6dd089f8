"""Number templates: how a company numbers its documents (docs: alegra-api 3.12 and 11.3)."""

from alegra_api.listing import Listing

from ..fields import boolean, day, integer, text
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData

# docs: alegra-api 11.3
_DOCUMENT_TYPES = (
    *("invoice", "estimate", "transactionIn", "transactionOut", "creditNote", "debitNote"),
    *("incomeDebitNote", "supportDocument", "bill", "remission"),
)


class NumberTemplate(NativeRecord):
    """One numbering; without a resolution it is internal."""

    name = text()
    prefix = text()
    document_type = text(meaning="What it numbers, in Alegra's own word, e.g. invoice, creditNote.")
    sub_document_type = text(meaning="e.g. INVOICE_A in Argentina.")
    is_default = boolean()
    is_electronic = boolean()
    autoincrement = boolean(meaning="Whether Alegra gives the numbers.")
    start_date = day(meaning="The first day of the resolution.")
    end_date = day(meaning="Its last day.")
    min_invoice_number = integer()
    max_invoice_number = integer()
    next_invoice_number = integer()
    resolution_number = text(meaning="Of the tax authority's resolution.")
    invoice_text = text(meaning="What documents show of the resolution.")
    deletable = boolean()
    status = text(meaning="active or inactive.")


NUMBER_TEMPLATES = Resource(
    name="number_templates",
    model=NumberTemplate,
    # Whether Alegra lists them without being told a type, sources disagree on.
    listing=Listing(path="/number-templates", by_kind=("documentType", _DOCUMENT_TYPES)),
    documentation="https://developer.alegra.com/reference/number-templates",
    strategy=MasterData(),
)
