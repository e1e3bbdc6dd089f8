"""Documents whose contact Alegra shows by a bare name, such as ``"client": "Ana"``."""

from alegra_api.errors import AlegraError
from alegra_api.rows import Row

from .dry_run import Books
from .identity import is_called, party_link
from .incoming import Incoming

_PARTIES = ("client", "provider")


def with_party(record: Incoming, row: Row, books: Books) -> Row:
    """A row that names its contact by id, where the contact that a record names is called so.

    A bare name alone tells nothing of the id (docs: alegra-api 1.7). The contact is read for its
    name; one that can't be read leaves the row as it stands.
    """
    bare = next((key for key in _PARTIES if isinstance(row.get(key), str)), None)
    party = party_link(record) if bare is not None else None
    if bare is None or party is None or party.key != "id":
        return row
    listing = party.target.listing
    try:
        contact = books.find(listing.path_of(party.value), listing.parameters)
    except AlegraError:
        return row
    if contact is None or not is_called(contact, row[bare]):
        return row
    return {**row, bare: {"id": party.value, "name": row[bare]}}
