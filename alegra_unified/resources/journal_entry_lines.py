"""Lines of the ledger: debits and credits on accounts (docs: alegra-api 3.11).

One client of the API is all that is known of a line: its ``id``, the journal, the contact, both
amounts and the status; it has no date. Whether the id is the line's own was not seen, so no key is
promised. The account may stand in ``category`` or as ``idCategory``; a date that comes is read. Nor
was it seen whether the postings of documents are among the lines, or those of journals alone.
"""

from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..fields import Row, day, decimal, filled, part, text
from ..parts.links import LinkedLedgerAccount
from ..parts.native import Named, cost_center
from ..records import NativeRecord, Part
from ..resource import Resource
from ..synchronization import WholeReading


class BookedAccount(Part):
    """The account of the ledger that a line stands on."""

    refers_to = "ledger_accounts"
    shape = staticmethod(LinkedLedgerAccount.shape)

    id = text()
    name = text()
    code = text()


class BookedDocument(Part):
    """The document that a line follows from."""

    id_resource = text()
    resource_type = text(meaning="invoice, bill and the like.")


def _account(line: Row, company: Company) -> Any:
    category = filled(line.get("category"))
    return line.get("idCategory") if category is None else category


class JournalEntryLine(NativeRecord):
    """A debit or a credit; the lines of one journal add up to 0."""

    id_journal = text(meaning="Of a journal that people made, its id in stream journal_entries.")
    date = day(meaning="Where Alegra tells it; it did not in the one account that is known.")
    status = text(meaning="open, or void, which counts for nothing.")
    category = part(BookedAccount, read=_account)
    description = text()
    debit = decimal()
    credit = decimal()
    client = part(Named, meaning="The contact.")
    cost_center = cost_center()
    associated_document = part(BookedDocument)


JOURNAL_ENTRY_LINES = Resource(
    name="journal_entry_lines",
    model=JournalEntryLine,
    listing=Listing(path="/journals/entries", numbered_pages=500),
    documentation="https://developer.alegra.com/reference/journalsindex",
    strategy=WholeReading(),
)
