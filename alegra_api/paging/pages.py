"""One list of Alegra's, asked for a page at a time."""

from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from ..client import AlegraClient
from ..errors import NotOffered, RequestRefused
from ..ids import IdSet
from ..listing import Listing
from ..page import PAGE_SIZE, Page
from ..rows import Row, Rows, row_id

COUNTED_UP_TO = 10_000
"""Where Alegra stops counting (docs: alegra-api 1.3); such a total proves nothing."""

MAXIMUM_READINGS = 5
"""How often a list that changes while it is read is read again."""

Direction = Literal["ASC", "DESC"]

Heads = dict[str, Page]
"""The newest pages of lists that several streams of a sync look at, by what was asked for."""

Reading = Generator[Rows, None, str | None]
"""Rows page by page, each row once. Its value is what speaks against its completeness, in words;
None when it is proved."""


class Progress(Protocol):
    """How far a reading has come; one that was cut off goes on with it.

    Attributes:
        seen: ids read so far; they are left out.
        low_water_mark: the id up to which, from the oldest on, nothing is left unread; None where
            no order of ids proves that. The newest page, which is read first, is no part of it.
    """

    seen: IdSet
    low_water_mark: str | None


@dataclass(slots=True)
class NewReading:
    """The progress of a reading that nobody goes on with when it is cut off."""

    seen: IdSet = field(default_factory=IdSet)
    low_water_mark: str | None = None


@dataclass(slots=True)
class _Learned:
    """What the answers of a list have shown."""

    is_offered: bool = False
    refuses_widening: bool = False
    total: int | None = None
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class ListPages:
    """The pages of a list.

    Attributes:
        client: how Alegra is reached.
        listing: where the list is.
        executor: fetches pages ahead.
        pages_ahead: how many at most.
        heads: newest pages that were asked for already; the first one is added.
        filters: query parameters that narrow it.
    """

    client: AlegraClient
    listing: Listing
    executor: Executor
    pages_ahead: int
    heads: Heads = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)
    _learned: _Learned = field(default_factory=_Learned)

    def narrowed(self, filters: Mapping[str, str]) -> "ListPages":
        """The pages of a part of the list."""
        return replace(self, filters={**self.filters, **filters})

    @property
    def total(self) -> int | None:
        """How many rows the last answer counted in the whole list; None where it told no number."""
        return self._learned.total

    @property
    def counted(self) -> int | None:
        """The same of the list as it was filtered."""
        return self._learned.counted

    def head(self) -> Page:
        """The newest page in the order of ids, as it was when the sync looked at it first.

        Raises:
            As `page`.
        """
        asked = f"{self.listing.path} {dict(self.listing.parameters)}"
        if asked not in self.heads:
            self.heads[asked] = self.page(0, "id", "DESC")
        page = self.heads[asked]
        self._learned.total, self._learned.is_offered = page.total, True
        return page

    def ahead(self, order: str | None, direction: Direction) -> "Prefetched":
        """The pages in an order, fetched ahead."""
        return Prefetched(
            self.executor, self.pages_ahead, lambda start: self.page(start, order, direction)
        )

    def page(
        self, start: int, order: str | None, direction: Direction, limit: int = PAGE_SIZE
    ) -> Page:
        """The rows from a place on, in an order that Alegra is asked for.

        The page's total is None where it counts nothing: beyond 10,000, and when the page itself
        goes beyond it. A page that is empty though there is no reason is asked for once more.

        Raises:
            RequestRefused: Alegra refuses the filters or the order.
            NotOffered: it is the first one, and there is no such list for this company.
            AirbyteTracedException: the page can't be had; the message is for people.
        """
        try:
            page = self._asked(start, order, direction, limit)
        except NotOffered.ANSWERS as answer:
            if self._learned.is_offered:
                raise
            raise NotOffered(answer) from answer
        self._learned.is_offered = True
        if not page.rows and (page.total is None or page.total > start):
            page = self._asked(start, order, direction, limit)
        page = Page(page.rows, _places(page, start))
        self._learned.counted = page.total
        if not self.filters:
            self._learned.total = page.total
        return page

    def id_of(self, row: Row) -> str | None:
        """What tells a row of this list from others; None when it has nothing that does."""
        return row_id(row, self.listing.key)

    def unseen(self, rows: Rows, seen: IdSet) -> Rows:
        """The rows whose ids were not seen before, which are then; a row without one counts."""
        fresh: Rows = []
        for row in rows:
            identifier = self.id_of(row)
            if identifier is None:
                fresh.append(row)
            elif identifier not in seen:
                seen.add(identifier)
                fresh.append(row)
        return fresh

    def _asked(self, start: int, order: str | None, direction: Direction, limit: int) -> Page:
        numbered = self.listing.numbered_pages
        parameters = {
            **self.listing.parameters,
            **self.filters,
            **({"page": str(start // limit + 1)} if numbered else {"start": str(start)}),
            "limit": str(limit),
            "metadata": "true",
        }
        if order is not None:
            parameters |= {"order_field": order, "order_direction": direction}
        widening = {} if self._learned.refuses_widening else self.listing.widening
        try:
            return self.client.page(self.listing.path, {**widening, **parameters})
        except RequestRefused:
            if not widening:
                raise
            page = self.client.page(self.listing.path, parameters)
            self._learned.refuses_widening = True
            return page


class Prefetched:
    """Pages fetched ahead, as far as they surely exist, while earlier ones are worked on.

    Args:
        executor: fetches them.
        pages_ahead: how many at most.
        fetch: gives the page at an offset.
    """

    def __init__(self, executor: Executor, pages_ahead: int, fetch: Callable[[int], Page]) -> None:
        self._executor = executor
        self._pages_ahead = pages_ahead
        self._fetch = fetch
        self._pages: dict[int, Future[Page]] = {}

    def page(self, offset: int, rows_after: int, step: int) -> Page:
        """The page at an offset.

        Args:
            offset: place of its first row.
            rows_after: so many rows at least stand from its first row on.
            step: from the first row of a page to that of the next.
        """
        for place in range(self._pages_ahead + 1):
            at = offset + place * step
            if at not in self._pages and (place == 0 or place * step < rows_after):
                self._pages[at] = self._executor.submit(self._fetch, at)
        return self._pages.pop(offset).result()

    def cancel(self) -> None:
        """Give up the pages that nobody asked for."""
        for future in self._pages.values():
            future.cancel()


def _places(page: Page, start: int) -> int | None:
    """How many places the list has, as far as a page counts them."""
    if page.total is None or page.total >= COUNTED_UP_TO:
        return None
    # The chart of accounts is a tree of which every branch counts (docs: alegra-api 3.10).
    places = page.total - sum(map(_branches, page.rows))
    return None if page.rows and places < start + len(page.rows) else places


def _branches(row: Row) -> int:
    children = row.get("children")
    if not isinstance(children, list):
        return 0
    return sum(1 + _branches(it) for it in children if isinstance(it, dict))


def is_last(page: Page, start: int, limit: int = PAGE_SIZE) -> bool:
    """Whether a list ends with a page: it is short, and the total does not say otherwise."""
    return len(page.rows) < limit and (page.total is None or start + len(page.rows) >= page.total)


def is_whole(page: Page) -> bool:
    """Whether the first page of a list is all of it: one answer, so that nothing moved."""
    # A longer page is an answer that knows no pages (docs: alegra-api 3.10, chart of accounts).
    return len(page.rows) != PAGE_SIZE and page.total in (None, len(page.rows))
