"""The rows of one list, read by the strategy that the list bears."""

import logging
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from datetime import date

from ..client import AlegraClient
from ..ids import IdSet
from ..listing import Listing
from ..page import PAGE_SIZE
from ..rows import Row, Rows, is_before, row_id
from .dated import DatedPaging
from .ordered import NotInOrder, OrderedPaging
from .pages import ListPages, Reading
from .unordered import UnorderedPaging

logger = logging.getLogger("airbyte")


class Pager:
    """Reads one list: by id where Alegra keeps to that order, else by date, else as it comes.

    Alegra pages by offset, over rows that people add and delete meanwhile (docs: alegra-api 1.3). A
    row deleted in front of the offset moves all others up by one, and the next page misses one. How
    each strategy makes sure that nothing was missed is told at its class.

    Args:
        client: how Alegra is reached.
        listing: where the list is.
        stream: the stream's name, for the log.
        date_field: Alegra's name of the document date, a second thing to sort by; None where the
            rows have none.
        executor: fetches pages ahead while earlier ones are worked on.
        pages_ahead: how many at most.
    """

    def __init__(
        self,
        client: AlegraClient,
        listing: Listing,
        stream: str,
        date_field: str | None,
        executor: Executor,
        pages_ahead: int,
    ) -> None:
        self._client = client
        self._listing = listing
        self._stream = stream
        self._date_field = date_field
        self._executor = executor
        self._pages_ahead = pages_ahead
        self._pages = ListPages(client, listing)
        self._sorts_by_id = listing.sorts_by_id
        self._said: set[str] = set()

    def everything(
        self,
        seen: IdSet,
        filters: Mapping[str, str] | None = None,
        since: date | None = None,
        closing: bool = True,
    ) -> Iterator[Rows]:
        """All rows that a list holds, each once, in pages; also those added meanwhile.

        Args:
            seen: ids to leave out, those of a reading that was cut off; what is read goes in.
            filters: query parameters that narrow the list.
            since: leave out documents dated before this day.
            closing: whether to prove at the end that nothing was missed; a reading whose losses
                are found by other means saves the request.
        """
        yield from self._told(self._everything(seen, filters or {}, since, closing))

    def _everything(
        self, seen: IdSet, filters: Mapping[str, str], since: date | None, closing: bool
    ) -> Reading:
        if since is not None and self._listing.filters_by_date:
            filters = {**filters, f"{self._date_field}_afterOrNow": since.isoformat()}
        pages = self._pages.narrowed(filters)
        if self._sorts_by_id:
            try:
                return (
                    yield from self._since(self._ordered(pages).everything(seen, closing), since)
                )
            except NotInOrder:
                if self._date_field is not None:
                    self._say("Alegra does not sort this list by id; reading it by date")
                    self._sorts_by_id = False
        if self._date_field is None:
            return (yield from UnorderedPaging(pages).everything(seen))
        return (yield from self._dated(pages, self._date_field).everything(seen, since))

    def newest(self, known: IdSet) -> Iterator[Rows]:
        """Newest rows first, down to the highest id known; none where ids tell no age."""
        try:
            yield from self._ordered(self._pages).newest(known)
        except NotInOrder:
            self._say("Alegra does not sort this list by id; new rows are found by date only")
            self._sorts_by_id = False

    def dated_since(self, day: date) -> Iterator[Rows]:
        """Rows dated on or after a day: filtered by Alegra where it does, else newest first."""
        assert self._date_field is not None
        if self._listing.filters_by_date:
            filters = {f"{self._date_field}_afterOrNow": day.isoformat()}
            for rows in self.everything(IdSet(), filters):
                if any(is_before(row, self._date_field, day) for row in rows):
                    self._say("Alegra ignores the date filter; reading newest first instead")
                    break
                yield rows
            else:
                return
        yield from self._told(self._dated(self._pages, self._date_field).everything(IdSet(), day))

    def with_status(self, status: str) -> Iterator[Rows]:
        """Rows in one of Alegra's own statuses; nothing when Alegra ignores the filter."""
        for rows in self.everything(IdSet(), {"status": status}, closing=False):
            if any(row.get("status") != status for row in rows):
                self._say(f"Alegra ignores the filter status={status}; looking up each id instead")
                return
            yield rows

    def with_ids(self, ids: list[str]) -> Iterator[Rows]:
        """The rows of given ids, thirty a request (docs: unified-model 6, debit notes)."""
        for place in range(0, len(ids), PAGE_SIZE):
            batch = ids[place : place + PAGE_SIZE]
            pages = self._pages.narrowed({"id": ",".join(batch)})
            # One page holds them all, so that their order is of no account.
            rows = pages.page(0, self._date_field or "id", "ASC").rows
            if any(row_id(row) not in batch for row in rows):
                self._say("Alegra ignores the list of ids; looking up each id instead")
                return
            yield rows

    def one(self, identifier: str) -> Row | None:
        """One row by its id, or None when it is gone."""
        return self._client.find(self._listing.path_of(identifier), self._listing.parameters)

    def _say(self, what: str) -> None:
        """Log something about this list, once."""
        if what not in self._said:
            self._said.add(what)
            logger.info(f"Stream {self._stream}: {what}.")

    def _told(self, reading: Reading) -> Iterator[Rows]:
        """A reading whose doubt, if any is left, goes to the log."""
        doubt = yield from reading
        if doubt is not None:
            logger.warning(
                f"Stream {self._stream}: {doubt}. A row may have been missed; a later sync will "
                "find it."
            )

    def _ordered(self, pages: ListPages) -> OrderedPaging:
        return OrderedPaging(pages, self._executor, self._pages_ahead, self._say)

    def _dated(self, pages: ListPages, date_field: str) -> DatedPaging:
        return DatedPaging(pages, date_field)

    def _since(self, reading: Reading, day: date | None) -> Reading:
        """A reading without the documents dated before a day, whatever became of the filter."""
        if day is None or self._date_field is None:
            return (yield from reading)
        while True:
            try:
                rows = next(reading)
            except StopIteration as end:
                doubt: str | None = end.value
                return doubt
            yield [row for row in rows if not is_before(row, self._date_field, day)]
