"""The rows of one list, read by the strategy that the list bears."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from datetime import date
from typing import TypeVar

from ..client import AlegraClient
from ..errors import RequestRefused, UnknownForm
from ..ids import IdSet
from ..listing import Listing
from ..page import PAGE_SIZE, Page
from ..rows import Row, Rows, is_before, row_id
from .dated import DatedPaging
from .numbered import NumberedPaging
from .ordered import NotInOrder, OrderedPaging
from .pages import Heads, ListPages, NewReading, Progress, Reading
from .unordered import UnorderedPaging

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

logger = logging.getLogger("airbyte")


class Pager:
    """Reads one list: by id where Alegra keeps to that order, else by date, else as it comes.

    Filters and orders that Alegra ignores or refuses are done without. What is read in one way and
    not proved to be all is read in another one.

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
        heads: newest pages that other readers of the same lists have looked at.

    Attributes:
        doubts: what spoke against the completeness of the readings so far, each told in a warning.
        finds_newest: whether the list's order shows what is new.
    """

    def __init__(
        self,
        client: AlegraClient,
        listing: Listing,
        stream: str,
        date_field: str | None,
        executor: Executor,
        pages_ahead: int,
        heads: Heads | None = None,
    ) -> None:
        self._client = client
        self._listing = listing
        self._stream = stream
        self._date_field = date_field
        self._executor = executor
        self._pages_ahead = pages_ahead
        self._pages = ListPages(
            client, listing, executor, pages_ahead, {} if heads is None else heads
        )
        self._sorts_by_id = listing.sorts_by_id
        self._filters_by_date = listing.filters_by_date
        self._filters_by_status = True
        self._said: set[str] = set()
        self.doubts: list[str] = []
        self.finds_newest = self._sorts_by_id

    @property
    def total(self) -> int | None:
        """How many rows the last answer counted in the whole list; None where it did not."""
        return self._pages.total

    @property
    def counted(self) -> int | None:
        """How many rows the last answer counted in the list as it was filtered."""
        return self._pages.counted

    def everything(
        self,
        progress: Progress | None = None,
        filters: Mapping[str, str] | None = None,
        since: date | None = None,
        closing: bool = True,
    ) -> Iterator[Rows]:
        """All rows that a list holds, each once, in pages; also those added meanwhile.

        Args:
            progress: how far a reading that was cut off came; it is kept up to date.
            filters: query parameters that narrow the list.
            since: leave out documents dated before this day.
            closing: whether to prove that nothing was missed; a reading whose losses are found by
                other means saves the requests.

        Raises:
            RequestRefused: Alegra refuses the filters.
            NotOffered: there is no such list for this company.
        """
        progress, filters = progress or NewReading(), filters or {}
        try:
            yield from self._told(self._everything(progress, filters, since, closing))
        except RequestRefused as refusal:
            if self._listing.by_kind is None:
                raise
            yield from self._kind_by_kind(refusal, *self._listing.by_kind)

    def _kind_by_kind(
        self, refusal: RequestRefused, parameter: str, kinds: Iterable[str]
    ) -> Iterator[Rows]:
        """The rows of a list that is refused whole, of one kind after the other.

        Kinds that Alegra refuses are those that it does not know in this country.
        """
        progress, is_refused = NewReading(), True
        for kind in kinds:
            try:
                yield from self._told(self._everything(progress, {parameter: kind}, None, True))
                is_refused = False
            except RequestRefused as error:
                self._say(f"Alegra refuses {parameter}={kind}: {error.message}")
        if is_refused:
            raise refusal

    def newest(self, known: IdSet) -> Iterator[Rows]:
        """Newest rows first, down to the newest id known; any where Alegra refuses that order.

        `finds_newest` and `total` say afterwards whether more has to be looked for.
        """
        ordered = self._ordered(self._pages)
        if self._sorts_by_id:
            try:
                yield from ordered.newest(known)
                self.finds_newest = ordered.is_by_age
                return
            except NotInOrder:
                self._not_by_id("does not sort this list by id")
                return
            except RequestRefused:
                self._not_by_id("refuses to sort this list by id")
        # For the total, which tells whether there is anything new at all.
        yield self._pages.page(0, None, "DESC").rows

    def dated_since(self, day: date) -> Iterator[Rows]:
        """Rows dated on or after a day: filtered by Alegra where it does, else newest first."""
        assert self._date_field is not None
        if self._filters_by_date:
            days = {f"{self._date_field}_afterOrNow": day.isoformat()}
            try:
                for rows in self.everything(filters=days):
                    if any(is_before(row, self._date_field, day) for row in rows):
                        self._filters_by_date = False
                        break
                    yield rows
                else:
                    return
            except RequestRefused:
                self._filters_by_date = False
            self._say("Alegra does not filter this list by date; reading newest first instead")
        progress = NewReading()
        reading = DatedPaging(self._pages, self._date_field).everything(progress, day)
        try:
            yield from self._told(self._since(reading, progress, day))
        except RequestRefused:
            self._say("Alegra refuses to sort this list by date; reading all of it")
            yield from self.everything(progress, since=day)

    def newest_with_status(self, status: str, since: date | None) -> Page | None:
        """The newest page of the rows in one of Alegra's own statuses, and how many there are.

        None when Alegra ignores or refuses the filter.

        Args:
            status: which one.
            since: leave out documents dated before this day, where Alegra filters by date.
        """
        if not self._filters_by_status:
            return None
        filters = {"status": status}
        if since is not None and self._filters_by_date:
            filters[f"{self._date_field}_afterOrNow"] = since.isoformat()
        order = "id" if self._sorts_by_id else self._date_field
        try:
            page = self._pages.narrowed(filters).page(0, order, "DESC")
        except RequestRefused:
            return None
        return page if all(row.get("status") == status for row in page.rows) else None

    def with_status(self, status: str, since: date | None = None) -> Iterator[Rows]:
        """Rows in one of Alegra's own statuses; nothing when Alegra ignores or refuses that.

        Args:
            status: which one.
            since: leave out documents dated before this day.
        """
        if not self._filters_by_status:
            return
        try:
            for rows in self.everything(filters={"status": status}, since=since, closing=False):
                if any(row.get("status") != status for row in rows):
                    self._filters_by_status = False
                    break
                yield rows
        except RequestRefused:
            self._filters_by_status = False
        if not self._filters_by_status:
            self._say("Alegra does not filter this list by status; looking up each id instead")

    def with_ids(self, ids: list[str]) -> Iterator[Rows]:
        """The rows of given ids, thirty a request (docs: unified-model 6, debit notes)."""
        batches = [ids[at : at + PAGE_SIZE] for at in range(0, len(ids), PAGE_SIZE)]
        for batch, answer in self._ahead(self._with_ids, batches):
            try:
                rows = answer.result().rows
            except RequestRefused:
                rows = [{}]
            if any(row_id(row) not in batch for row in rows):
                self._say("Alegra does not list given ids; looking up each id instead")
                return
            yield rows

    def answers(self, questions: Iterable[Mapping[str, str]]) -> Iterator[Page | None]:
        """The first page that each of some filters leaves, side by side; None for one refused."""

        def first(filters: Mapping[str, str]) -> Page | None:
            try:
                return self._pages.narrowed(filters).page(0, self._date_field or "id", "DESC")
            except RequestRefused:
                return None

        return (answer.result() for _, answer in self._ahead(first, questions))

    def each(self, ids: Iterable[str]) -> Iterator[tuple[str, Future[Row | None]]]:
        """Rows by their ids; see `one` for what comes of each."""
        return self._ahead(self.one, ids)

    def one(self, identifier: str) -> Row | None:
        """One row by its id, or None when Alegra says that it is gone.

        Raises:
            RequestRefused, UnknownForm: an answer that may mean anything.
            AlegraError: there is no answer.
        """
        path = self._listing.path_of(identifier)
        row = self._client.find(path, self._listing.parameters)
        if row is not None and row_id(row, self._listing.key) != identifier:
            raise UnknownForm(f"Alegra answered GET {path} with another record.")
        return row

    def _with_ids(self, ids: list[str]) -> Page:
        # One page holds them all, so that their order is of no account.
        pages = self._pages.narrowed({"id": ",".join(ids)})
        return pages.page(0, self._date_field or "id", "ASC")

    def _ahead(
        self, ask: Callable[[Asked], Answer], wanted: Iterable[Asked]
    ) -> Iterator[tuple[Asked, "Future[Answer]"]]:
        """What is wanted and its answers, in this order; some are asked for ahead."""
        waiting: deque[tuple[Asked, Future[Answer]]] = deque()
        try:
            for asked in wanted:
                waiting.append((asked, self._executor.submit(ask, asked)))
                if len(waiting) > self._pages_ahead:
                    yield waiting.popleft()
            while waiting:
                yield waiting.popleft()
        finally:
            for _, answer in waiting:
                answer.cancel()

    def _everything(
        self, progress: Progress, filters: Mapping[str, str], since: date | None, closing: bool
    ) -> Reading:
        if since is not None and self._filters_by_date:
            days = {f"{self._date_field}_afterOrNow": since.isoformat()}
            pages = self._pages.narrowed({**filters, **days})
            try:
                return (yield from self._in_ways(pages, progress, since, closing))
            except RequestRefused:
                self._say("Alegra refuses to filter this list by date; reading it whole")
                self._filters_by_date = False
        pages = self._pages.narrowed(filters)
        return (yield from self._in_ways(pages, progress, since, closing))

    def _in_ways(
        self, pages: ListPages, progress: Progress, since: date | None, closing: bool
    ) -> Reading:
        """The rows of a list, in one way after the other until one proves that they are all.

        Raises:
            RequestRefused: Alegra refuses all of them.
        """
        if self._listing.numbered_pages:
            return (yield from NumberedPaging(pages).everything())
        is_by_id_refused, doubt = False, None
        if self._sorts_by_id:
            ordered = self._ordered(pages).everything(progress, closing)
            try:
                doubt = yield from self._since(ordered, progress, since)
                if doubt is None:
                    return None
                self._say(f"{doubt}; reading it another way")
            except NotInOrder:
                progress.low_water_mark = None
                self._not_by_id("does not sort this list by id")
            except RequestRefused:
                is_by_id_refused = True
        if self._date_field is not None:
            other = DatedPaging(pages, self._date_field, closing).everything(progress, since)
        else:
            other = UnorderedPaging(
                pages, None if is_by_id_refused else self._listing.key, closing
            ).everything(progress)
        try:
            doubt = yield from self._since(other, progress, since)
        except RequestRefused:
            if doubt is None:
                doubt = yield from self._since(
                    UnorderedPaging(pages, None, closing).everything(progress), progress, since
                )
        if is_by_id_refused:
            # With the same filters it was taken; so it was the order that was not.
            self._not_by_id("refuses to sort this list by id")
        return doubt

    def _not_by_id(self, why: str) -> None:
        self._sorts_by_id = self.finds_newest = False
        self._say(f"Alegra {why}; reading it another way")

    def _say(self, what: str) -> None:
        """Log something about this list, once."""
        if what not in self._said:
            self._said.add(what)
            logger.info(f"Stream {self._stream}: {what}.")

    def _told(self, reading: Reading) -> Iterator[Rows]:
        """A reading whose doubt, if any is left, goes to the log and is kept."""
        doubt = yield from reading
        if doubt is not None:
            self.doubts.append(doubt)
            logger.warning(
                f"Stream {self._stream}: {doubt}. A row may have been missed; the next sync reads "
                "all of it again."
            )

    def _ordered(self, pages: ListPages) -> OrderedPaging:
        return OrderedPaging(pages, self._say)

    def _since(self, reading: Reading, progress: Progress, day: date | None) -> Reading:
        """A reading without the documents dated before a day, whatever became of the filter."""
        if day is None or self._date_field is None:
            return (yield from reading)
        while True:
            try:
                rows = next(reading)
            except StopIteration as end:
                doubt: str | None = end.value
                return doubt
            kept = [row for row in rows if not is_before(row, self._date_field, day)]
            for row in rows if len(kept) < len(rows) else []:
                if is_before(row, self._date_field, day):
                    progress.seen.discard(row_id(row) or "")
            yield kept
