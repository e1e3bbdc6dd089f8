"""Reading a list in the order of its ids, the only total order that Alegra has."""

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

from ..errors import RequestRefused
from ..ids import IdSet, as_integer
from ..page import PAGE_SIZE, Page
from ..rows import Rows, row_id
from .pages import (
    COUNTED_UP_TO,
    MAXIMUM_READINGS,
    Direction,
    ListPages,
    Prefetched,
    Reading,
    unseen,
)


class NotInOrder(Exception):
    """Alegra did not order a list by id as it was asked to, or refused to."""


@dataclass(frozen=True, slots=True)
class OrderedPaging:
    """Reads a list by id: the newest page first, then from the oldest row up to that page.

    A sample, of ``GET /invoices?start=0&limit=30&order_field=id&order_direction=DESC`` (and
    ``metadata=true``) with 95 invoices of which none was ever deleted::

        {"metadata": {"total": 95}, "data": [{"id": "95", ...}, ..., {"id": "66", ...}]}

    and the next one, with ``order_direction=ASC``::

        {"metadata": {"total": 95}, "data": [{"id": "1", ...}, ..., {"id": "30", ...}]}

    Proof of completeness: each page stands in order. From one page to the next the total did not
    shrink, so no row moved over the border between them unseen; where it did, the pages before are
    read again. Beyond 10,000 rows, where Alegra stops counting, two neighbouring ids that follow
    one another prove the same. A last request for the newest page closes the reading: the rows that
    vanished since the first request are no more than those that were noticed to. Else the whole
    list is read again, and only rows not seen yet are given.

    Attributes:
        pages: the list.
        executor: fetches pages ahead.
        pages_ahead: how many at most.
        say: tells the log something about the list.
    """

    pages: ListPages
    executor: Executor
    pages_ahead: int
    say: Callable[[str], None]

    def everything(self, seen: IdSet, closing: bool) -> Reading:
        """All rows, also those added meanwhile.

        Args:
            seen: ids to leave out, those of a reading that was cut off; what is read goes in.
            closing: whether to ask for the newest page once more; a reading whose losses are found
                by other means saves the request.

        Raises:
            NotInOrder: the list does not come in the order of ids.
        """
        start = len(seen) // PAGE_SIZE * PAGE_SIZE
        for _ in range(MAXIMUM_READINGS):
            complete = yield from self._once(seen, start, closing)
            if complete:
                return None
            start = 0
            self.say("rows vanished while this list was read; reading it once more")
        return "rows kept vanishing while the list was read"

    def newest(self, known: IdSet) -> Iterator[Rows]:
        """Newest rows first, down to the highest id known; each page overlaps the last by a row.

        Raises:
            NotInOrder: the list does not come in the order of ids.
        """
        offset, last = 0, None
        highest_known = known.highest or 0
        while True:
            rows = self._page(offset, "DESC").rows
            ids = _ids_in_order(rows, descending=True)
            if last is not None and (not ids or ids[0] < last):
                # A row in front of the offset went away, and another one slipped past.
                offset, last = 0, None
                continue
            yield rows
            if len(rows) < PAGE_SIZE or ids[-1] <= highest_known:
                return
            offset, last = offset + PAGE_SIZE - 1, ids[-1]

    def _once(self, seen: IdSet, start: int, closing: bool) -> Generator[Rows, None, bool]:
        """One reading; its value tells whether it is known to be complete."""
        newest = self._page(0, "DESC")
        if len(newest.rows) != PAGE_SIZE:
            # A short page is all there is, and so is an answer that knows no pages (docs:
            # alegra-api 3.10, the chart of accounts).
            yield unseen(newest.rows, seen)
            return True
        ids = _ids_in_order(newest.rows, descending=True)
        yield unseen(newest.rows, seen)
        fewest = yield from self._upwards(seen, newest, start)
        if not closing or newest.total is None or newest.total >= COUNTED_UP_TO:
            # Without a count there is nothing to compare; pages were compared one by one instead.
            return True
        latest = self._page(0, "DESC")
        yield unseen(latest.rows, seen)
        added = sum(identifier > ids[0] for identifier in _ids_in_order(latest.rows, True))
        if latest.total is None or added == PAGE_SIZE:
            return False
        vanished = newest.total + added - latest.total
        return vanished <= newest.total - fewest

    def _upwards(self, seen: IdSet, newest: Page, start: int) -> Generator[Rows, None, int]:
        """Oldest rows first, up to the newest page; its value is the smallest total on the way."""
        top = min(_ids_in_order(newest.rows, descending=True))
        fewest = newest.total or 0
        offset, last, previous = start, 0, None
        prefetched = Prefetched(
            self.executor, self.pages_ahead, lambda offset: self._page(offset, "ASC")
        )
        try:
            while True:
                if newest.total is not None and newest.total < COUNTED_UP_TO:
                    rows_after = newest.total - PAGE_SIZE - offset
                else:
                    rows_after = top - last - PAGE_SIZE
                page = prefetched.page(offset, rows_after)
                ids = _ids_in_order(page.rows, descending=False)
                if previous is not None:
                    skipped = _may_have_skipped(previous, last, page, ids)
                else:
                    skipped = offset > 0 and not (page.rows and row_id(page.rows[0]) in seen)
                yield unseen(page.rows, seen)
                if skipped:
                    yield from self._backwards(seen, offset)
                fewest = min(fewest, page.total or 0)
                # No id lies between two that follow one another.
                if len(page.rows) < PAGE_SIZE or ids[-1] >= top - 1:
                    return fewest
                offset, last, previous = offset + PAGE_SIZE, ids[-1], page
        finally:
            prefetched.cancel()

    def _backwards(self, seen: IdSet, offset: int) -> Iterator[Rows]:
        """Pages in front of an offset again, back to one that begins with a row seen before."""
        known = False
        while offset > 0 and not known:
            offset = max(0, offset - PAGE_SIZE)
            rows = self._page(offset, "ASC").rows
            known = bool(rows) and row_id(rows[0]) in seen
            yield unseen(rows, seen)

    def _page(self, offset: int, direction: Direction) -> Page:
        try:
            return self.pages.page(offset, "id", direction)
        except RequestRefused as error:
            # Bills may not know the order by id (docs: alegra-api 8).
            raise NotInOrder from error


def _ids_in_order(rows: Rows, descending: bool) -> list[int]:
    """The integer ids of a page, after a check that they stand in order.

    Raises:
        NotInOrder: they don't, or one is no integer, so that order means nothing.
    """
    ids = [as_integer(row_id(row) or "") for row in rows]
    numbers = [number for number in ids if number is not None]
    if len(numbers) < len(ids) or numbers != sorted(numbers, reverse=descending):
        raise NotInOrder
    return numbers


def _may_have_skipped(previous: Page, last: int, page: Page, ids: list[int]) -> bool:
    """Whether a row may have slipped from between two neighbouring pages.

    It did when the later page was counted with fewer rows. Where Alegra stopped counting, only
    neighbouring ids prove that nothing lies between.
    """
    if (
        previous.total is not None
        and page.total is not None
        and max(previous.total, page.total) < COUNTED_UP_TO
    ):
        return page.total < previous.total
    return bool(ids) and ids[0] - last > 1
