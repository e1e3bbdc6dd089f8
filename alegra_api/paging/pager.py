"""Reading Alegra's lists page by page so that no row is lost and none comes twice.

Alegra pages by offset, over rows that people add and delete meanwhile (docs: alegra-api 1.3). A
row deleted in front of the offset moves all others up by one, and the next page misses one. Every
reading here orders by id, the only total order, and proves afterwards that it missed nothing.
"""

import logging
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import date

from ..client import PAGE_SIZE, AlegraClient, Page, RequestRefused
from ..ids import IdSet, as_integer
from ..listing import Listing
from ..rows import Row, Rows, is_before, row_id

COUNTED_UP_TO = 10_000
"""Where Alegra stops counting (docs: alegra-api 1.3); such a total proves nothing."""

_MOST_READINGS = 5

logger = logging.getLogger("airbyte")


class NotInOrder(Exception):
    """Alegra did not order a list by id as it was asked to, or refused to."""


@dataclass
class Pager:
    """Reads the pages of one resource's list.

    Attributes:
        client: how Alegra is reached.
        listing: where the list is.
        stream: the stream's name, for the log.
        dated: whether the rows have a document date, a second thing to sort by.
        executor: fetches pages ahead while earlier ones are worked on.
        pages_ahead: how many at most.
    """

    client: AlegraClient
    listing: Listing
    stream: str
    dated: bool
    executor: Executor
    pages_ahead: int
    _said: set[str] = field(default_factory=set)
    _unordered: bool = False

    def everything(
        self,
        seen: IdSet,
        filters: Mapping[str, str] | None = None,
        since: date | None = None,
        closing: bool = True,
    ) -> Iterator[Rows]:
        """All rows that a list holds, each once, in pages; also those added meanwhile.

        The newest page comes first and tells the highest id and the number of rows. From there
        on the list is read oldest first, up to the page that is known already. A last look at
        the newest page tells whether rows vanished unnoticed while reading; then it is read again.

        Args:
            seen: ids to leave out, those of a reading that was cut off; what is read goes in.
            filters: query parameters that narrow the list.
            since: leave out documents dated before this day.
            closing: whether to prove at the end that nothing was missed; a reading whose losses
                are found by other means saves the request.
        """
        filters = dict(filters or {})
        if since is not None and self.listing.filters_by_date:
            filters["date_afterOrNow"] = since.isoformat()
        if self._unordered or not self.listing.sorts_by_id:
            yield from self.by_date(seen, since, filters)
            return
        try:
            start = _page_start(len(seen))
            for _ in range(_MOST_READINGS):
                complete = yield from _dated(self._in_order(seen, filters, start, closing), since)
                if complete:
                    return
                start = 0
                self.say("rows vanished while this list was read; reading it once more")
        except NotInOrder:
            if self.dated:
                self.say("Alegra does not sort this list by id; reading it by date")
                self._unordered = True
                yield from self.by_date(seen, since, filters)
            else:
                yield from self._as_it_comes(seen)
            return
        logger.warning(
            f"Stream {self.stream}: rows kept vanishing while the list was read. A row may have "
            "been missed; the next full reading will find it."
        )

    def newest(self, known: IdSet) -> Iterator[Rows]:
        """Newest rows first, down to the highest id known; each page overlaps the last by a row."""
        offset, last = 0, None
        highest_known = known.highest or 0
        while True:
            try:
                rows = self._page(offset, "DESC").rows
                ids = _ids_in_order(rows, descending=True)
            except NotInOrder:
                self.say("Alegra does not sort this list by id; new rows are found by date only")
                self._unordered = True
                return
            if last is not None and (not ids or ids[0] < last):
                # A row in front of the offset went away, and another one slipped past.
                offset, last = 0, None
                continue
            yield rows
            if len(rows) < PAGE_SIZE or ids[-1] <= highest_known:
                return
            offset, last = offset + PAGE_SIZE - 1, ids[-1]

    def dated_since(self, day: date) -> Iterator[Rows]:
        """Rows dated on or after a day: filtered by Alegra where it does, else newest first."""
        if self.listing.filters_by_date:
            filters = {"date_afterOrNow": day.isoformat()}
            for rows in self.everything(IdSet(), filters):
                if any(is_before(row, day) for row in rows):
                    self.say("Alegra ignores the date filter; reading newest first instead")
                    break
                yield rows
            else:
                return
        yield from self.by_date(IdSet(), day, {})

    def with_status(self, status: str) -> Iterator[Rows]:
        """Rows in one of Alegra's own statuses; nothing when Alegra ignores the filter."""
        for rows in self.everything(IdSet(), {"status": status}, closing=False):
            if any(row.get("status") != status for row in rows):
                self.say(f"Alegra ignores the filter status={status}; looking at each id instead")
                return
            yield rows

    def with_ids(self, ids: list[str]) -> Iterator[Rows]:
        """The rows of given ids, thirty a request (docs: unified-model 6, debit notes)."""
        for place in range(0, len(ids), PAGE_SIZE):
            batch = ids[place : place + PAGE_SIZE]
            # One page holds them all, so that their order is of no account.
            rows = self._page(0, "ASC", {"id": ",".join(batch)}, order="date").rows
            if any(row_id(row) not in batch for row in rows):
                self.say("Alegra ignores the list of ids; looking at each id instead")
                return
            yield rows

    def one(self, identifier: str) -> Row | None:
        """One row by its id, or None when it is gone."""
        return self.client.find(f"{self.listing.path}/{identifier}", self.listing.parameters)

    def by_date(
        self, seen: IdSet, since: date | None, filters: Mapping[str, str]
    ) -> Iterator[Rows]:
        """Rows newest date first, down to a day, for lists that can't be had in order of ids.

        Rows of one day stand in no order, so that two pages can repeat one of them and miss
        another. The number of places that a day takes is right all the same: a day with fewer
        rows than places is asked for by itself.
        """
        offset, within = 0, IdSet()
        missing: Counter[str] = Counter()
        while True:
            rows = self._page(offset, "DESC", filters, order="date").rows
            recent = [row for row in rows if since is None or not is_before(row, since)]
            missing.update(_day(row) for row in recent)
            fresh = _unseen(rows, within)
            missing.subtract(
                _day(row) for row in fresh if since is None or not is_before(row, since)
            )
            yield _unseen(recent, seen)
            if len(rows) < PAGE_SIZE or len(recent) < len(rows) or not fresh:
                break
            offset += PAGE_SIZE
        for day in +missing:
            yield from self._on_day(day, seen, filters)

    def _on_day(self, day: str, seen: IdSet, filters: Mapping[str, str]) -> Iterator[Rows]:
        """The rows of one day; several times over where they fill more than a page."""
        found = IdSet()
        for reading in range(_MOST_READINGS):
            offset, places, limit = 0, 0, PAGE_SIZE - 7 * reading
            while True:
                page = self._page(offset, "DESC", {**filters, "date": day}, "date", limit)
                if any(_day(row) != day for row in page.rows):
                    self.say(f"Alegra ignores the filter by day; a row of {day} may be missed")
                    return
                places += len(page.rows)
                _unseen(page.rows, found)
                yield _unseen(page.rows, seen)
                if len(page.rows) < limit:
                    break
                offset, limit = offset + limit, PAGE_SIZE
            if len(found) >= places:
                return
        logger.warning(
            f"Stream {self.stream}: Alegra kept repeating rows of {day}. A row may have been "
            "missed; a later sync will find it."
        )

    def say(self, what: str) -> None:
        """Log something about this list, once."""
        if what not in self._said:
            self._said.add(what)
            logger.info(f"Stream {self.stream}: {what}.")

    def _as_it_comes(self, seen: IdSet) -> Iterator[Rows]:
        """A list of master data in no order: page by page until nothing is new."""
        offset = 0
        while True:
            rows = self._page(offset, "ASC").rows
            fresh = _unseen(rows, seen)
            yield fresh
            if len(rows) != PAGE_SIZE or not fresh:
                return
            offset += PAGE_SIZE

    def _in_order(
        self, seen: IdSet, filters: Mapping[str, str], start: int, closing: bool
    ) -> Generator[Rows, None, bool]:
        """One reading in the order of ids; its value tells whether it is known to be complete."""
        newest = self._page(0, "DESC", filters)
        if len(newest.rows) != PAGE_SIZE:
            # A short page is all there is, and so is an answer that knows no pages (docs:
            # alegra-api 3.10, the chart of accounts).
            yield _unseen(newest.rows, seen)
            return True
        ids = _ids_in_order(newest.rows, descending=True)
        yield _unseen(newest.rows, seen)
        fewest = yield from self._upwards(seen, filters, newest, start)
        if not closing or newest.total is None or newest.total >= COUNTED_UP_TO:
            # Without a count there is nothing to compare; pages were compared one by one instead.
            return True
        latest = self._page(0, "DESC", filters)
        yield _unseen(latest.rows, seen)
        added = sum(identifier > ids[0] for identifier in _ids_in_order(latest.rows, True))
        if latest.total is None or added == PAGE_SIZE:
            return False
        vanished = newest.total + added - latest.total
        return vanished <= newest.total - fewest

    def _upwards(
        self, seen: IdSet, filters: Mapping[str, str], newest: Page, start: int
    ) -> Generator[Rows, None, int]:
        """Oldest rows first, up to the newest page; its value is the smallest total on the way."""
        top = min(_ids_in_order(newest.rows, descending=True))
        fewest = newest.total or 0
        offset, previous = start, None
        fetched: dict[int, Future[Page]] = {}
        try:
            while True:
                page = self._fetched(fetched, offset, filters, top, previous, newest)
                ids = _ids_in_order(page.rows, descending=False)
                skipped = (
                    _may_have_skipped(previous, page)
                    if previous is not None
                    else offset > 0 and not (page.rows and row_id(page.rows[0]) in seen)
                )
                yield _unseen(page.rows, seen)
                if skipped:
                    yield from self._backwards(seen, filters, offset)
                fewest = min(fewest, page.total or 0)
                # No id lies between two that follow one another.
                if len(page.rows) < PAGE_SIZE or ids[-1] >= top - 1:
                    return fewest
                offset, previous = offset + PAGE_SIZE, page
        finally:
            for future in fetched.values():
                future.cancel()

    def _backwards(self, seen: IdSet, filters: Mapping[str, str], offset: int) -> Iterator[Rows]:
        """Pages in front of an offset again, back to one that begins with a row seen before."""
        known = False
        while offset > 0 and not known:
            offset = max(0, offset - PAGE_SIZE)
            rows = self._page(offset, "ASC", filters).rows
            known = bool(rows) and row_id(rows[0]) in seen
            yield _unseen(rows, seen)

    def _fetched(
        self,
        fetched: dict[int, Future[Page]],
        offset: int,
        filters: Mapping[str, str],
        top: int,
        previous: Page | None,
        newest: Page,
    ) -> Page:
        """The page at an offset, while those after it that surely exist are asked for already."""
        last = _ids_in_order(previous.rows, False)[-1] if previous else 0
        if newest.total is not None and newest.total < COUNTED_UP_TO:
            rows_left = newest.total - PAGE_SIZE - offset
        else:
            rows_left = top - last - PAGE_SIZE
        for place in range(self.pages_ahead + 1):
            at = offset + place * PAGE_SIZE
            if at not in fetched and (place == 0 or place * PAGE_SIZE < rows_left):
                fetched[at] = self.executor.submit(self._page, at, "ASC", filters)
        return fetched.pop(offset).result()

    def _page(
        self,
        offset: int,
        direction: str,
        filters: Mapping[str, str] | None = None,
        order: str = "id",
        limit: int = PAGE_SIZE,
    ) -> Page:
        parameters = {
            **self.listing.parameters,
            **(filters or {}),
            "start": str(offset),
            "limit": str(limit),
            "order_field": order,
            "order_direction": direction,
            "metadata": "true",
        }
        try:
            return self.client.page(self.listing.path, parameters)
        except RequestRefused as error:
            # Bills may not know the order by id (docs: alegra-api 8); they do know dates.
            if order == "id" and self.dated:
                raise NotInOrder from error
            raise


def _dated(pages: Generator[Rows, None, bool], since: date | None) -> Generator[Rows, None, bool]:
    """Pages without the documents dated before a day, whatever the server made of the filter."""
    if since is None:
        return (yield from pages)
    while True:
        try:
            rows = next(pages)
        except StopIteration as stop:
            return bool(stop.value)
        yield [row for row in rows if not is_before(row, since)]


def _day(row: Row) -> str:
    return str(row.get("date"))[:10]


def _unseen(rows: Rows, seen: IdSet) -> Rows:
    """The rows whose ids were not seen before, which are then; a row without id always counts."""
    fresh: Rows = []
    for row in rows:
        identifier = row_id(row)
        if identifier is None:
            fresh.append(row)
        elif identifier not in seen:
            seen.add(identifier)
            fresh.append(row)
    return fresh


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


def _may_have_skipped(previous: Page, page: Page) -> bool:
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
    last = _ids_in_order(previous.rows, descending=False)
    first = _ids_in_order(page.rows, descending=False)
    return bool(last and first) and first[0] - last[-1] > 1


def _page_start(rows_read: int) -> int:
    return rows_read // PAGE_SIZE * PAGE_SIZE
