"""Reading a list of documents by date, where it can't be had in the order of ids."""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date

from ..errors import RequestRefused
from ..ids import IdSet
from ..page import PAGE_SIZE, Page
from ..rows import Rows, is_before
from .pages import MAXIMUM_READINGS, ListPages, Progress, Reading, is_last, is_whole
from .walks import Walk, in_walks, row_day, walk

# Pages that begin elsewhere each time.
_SHIFT = 7
# No day has more; a list that knows no pages gives the same ones for ever.
_MAXIMUM_PLACES = 10_000


@dataclass(slots=True)
class DatedPaging:
    """Reads a list newest date first; days of which a row is missing are read by themselves.

    A sample, of ``GET /journals?start=0&limit=30&order_field=date&order_direction=DESC``::

        {"metadata": {"total": 41}, "data": [{"id": "7", "date": "2026-09-05", ...},
                                             {"id": "9", "date": "2026-09-05", ...}, ...]}

    Proof of completeness: as of an unordered list. Rows of one day stand in no order, so that two
    pages can repeat one of them and miss another: days of rows that came again are asked for by
    themselves (``date=2026-09-05``); where they are more than the pages of the list, the list is
    read again instead. A reading that ends at an earliest day is complete when no row came again,
    or its day was read whole, the total did not shrink, and no page held fewer rows than stood
    there; it ends there only as long as all pages stand in the order of the date.

    Attributes:
        pages: the list.
        date_field: Alegra's name of the document date.
        closing: whether the proof is wanted.
    """

    pages: ListPages
    date_field: str
    closing: bool = True
    _filters_by_day: bool = field(default=True, init=False)

    def everything(self, progress: Progress, since: date | None) -> Reading:
        """All rows dated on a day or later, and perhaps older ones; all when no day is given.

        Args:
            progress: ids to leave out; what is read goes in.
            since: the earliest day.

        Raises:
            RequestRefused: Alegra refuses the order or the filters.
        """
        return (
            yield from in_walks(
                self.pages,
                lambda number: self._walk(number, since),
                progress.seen,
                self.closing,
            )
        )

    def _walk(self, number: int, since: date | None) -> Generator[Rows, None, Walk]:
        """One going-through of the list, and of the days of which rows may be missing."""
        order = _DateOrder(self.date_field, since)
        first = PAGE_SIZE - _SHIFT * (number % 4)
        is_enough = None if since is None else order.is_past
        seen = yield from walk(self.pages, self.date_field, "DESC", first, is_enough)
        days = {row_day(row, self.date_field) for row in seen.repeated}
        are_whole = True
        if self.closing and len(days) <= seen.pages:
            for day in sorted(days):
                are_whole = (yield from self._on_day(day, seen)) and are_whole
        elif days:
            are_whole = False
        if are_whole:
            seen.repeated.clear()
        if order.ended_early:
            seen.ended_early = True
            is_still = seen.total is None or seen.fewest == seen.total
            seen.is_proved = are_whole and is_still and not seen.has_gaps
        return seen

    def _on_day(self, day: str, seen: Walk) -> Generator[Rows, None, bool]:
        """The rows of one day, several times over where they fill more than a page.

        Its value tells whether they are all.
        """
        pages, found = self.pages.narrowed({self.date_field: day}), IdSet()
        for reading in range(MAXIMUM_READINGS):
            offset, places, limit = 0, 0, PAGE_SIZE - _SHIFT * (reading % 4)
            while self._filters_by_day and places <= _MAXIMUM_PLACES:
                try:
                    page = pages.page(offset, self.date_field, "DESC", limit)
                except RequestRefused:
                    page = None
                if page is None or any(row_day(row, self.date_field) != day for row in page.rows):
                    self._filters_by_day = False
                    return False
                places += len(page.rows)
                for identifier in filter(None, map(self.pages.id_of, page.rows)):
                    found.add(identifier)
                    seen.met.add(identifier)
                yield page.rows
                if offset == 0 and limit == PAGE_SIZE and is_whole(page):
                    return True
                if not page.rows or is_last(page, offset, limit):
                    break
                offset, limit = offset + len(page.rows), PAGE_SIZE
            if len(found) >= places:
                return self._filters_by_day
        return False


@dataclass(slots=True)
class _DateOrder:
    """Watches that pages stand newest date first, and when they are past an earliest day."""

    date_field: str
    since: date | None
    ended_early: bool = False
    _first: str | None = None
    _last: str | None = None
    _holds: bool = True

    def is_past(self, page: Page) -> bool:
        """Whether all rows to come are dated before the earliest day."""
        days = [row_day(row, self.date_field) for row in page.rows]
        before = [] if self._last is None else [self._last]
        self._holds = self._holds and [*before, *days] == sorted([*before, *days], reverse=True)
        self._last = days[-1] if days else self._last
        self._first = self._first or next(iter(days), None)
        # Pages of one day stand in any order; that the days fall has to be seen.
        self.ended_early = (
            self._holds
            and self._first != self._last
            and self.since is not None
            and any(is_before(row, self.date_field, self.since) for row in page.rows)
        )
        return self.ended_early
