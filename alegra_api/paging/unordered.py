"""Reading a list that has neither an order that holds nor dates."""

from collections.abc import Generator
from dataclasses import dataclass

from ..page import PAGE_SIZE
from ..rows import Rows
from .pages import ListPages, Progress, Reading
from .walks import Walk, in_walks, walk

# Pages that begin elsewhere each time.
_SHIFT = 7


@dataclass(frozen=True, slots=True)
class UnorderedPaging:
    """Reads a list as it comes, as often as it takes, from either end by turns.

    A sample, of ``GET /items?start=0&limit=30&order_field=id&order_direction=ASC`` whose ids are
    no longer numbers alone::

        [{"id": "0197a6f1-08df-7479-b90d-799dc90a8f41", ...}, {"id": "12", ...}, ...]

    Proof of completeness: a list of one page is one answer. Else as many rows were met as the first
    answer counted, apart from those that may have been added since: they are younger than all rows
    of the first page, and no earlier walk met them. Where Alegra counts nothing, two walks in a row
    met the same rows.

    Attributes:
        pages: the list.
        order: what Alegra is asked to sort by; None where it refuses that.
        closing: whether the proof is wanted.
    """

    pages: ListPages
    order: str | None = "id"
    closing: bool = True

    def everything(self, progress: Progress) -> Reading:
        """All rows whose ids are not seen; what is read goes in.

        Raises:
            RequestRefused: Alegra refuses the order or the filters.
        """
        return (yield from in_walks(self.pages, self._walk, progress.seen, self.closing))

    def _walk(self, number: int) -> Generator[Rows, None, Walk]:
        first = PAGE_SIZE - _SHIFT * (number // 2 % 4)
        return walk(self.pages, self.order, "DESC" if number % 2 else "ASC", first)
