"""Reading a list that has neither order nor dates."""

from dataclasses import dataclass

from ..ids import IdSet
from ..page import PAGE_SIZE
from .pages import ListPages, Reading, unseen


@dataclass(frozen=True, slots=True)
class UnorderedPaging:
    """Reads a list as it comes: page by page, until one is short or has nothing new.

    A sample, of ``GET /items?start=0&limit=30&order_field=id&order_direction=ASC`` whose ids are
    no longer numbers alone::

        [{"id": "0197a6f1-...", ...}, {"id": "12", ...}, ...]

    Proof of completeness: none. Rows that come and go while the list is read can make it miss one,
    so it is the last resort, for short lists that hardly change.

    Attributes:
        pages: the list.
    """

    pages: ListPages

    def everything(self, seen: IdSet) -> Reading:
        """All rows whose ids are not in `seen`; what is read goes in."""
        offset = 0
        while True:
            rows = self.pages.page(offset, "id", "ASC").rows
            fresh = unseen(rows, seen)
            yield fresh
            if len(rows) != PAGE_SIZE or not fresh:
                return None
            offset += PAGE_SIZE
