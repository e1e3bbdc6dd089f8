"""One list of Alegra's, asked for a page at a time."""

from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from typing import Literal

from ..client import AlegraClient
from ..ids import IdSet
from ..listing import Listing
from ..page import PAGE_SIZE, Page
from ..rows import Rows, row_id

COUNTED_UP_TO = 10_000
"""Where Alegra stops counting (docs: alegra-api 1.3); such a total proves nothing."""

MAXIMUM_READINGS = 5
"""How often a list that changes while it is read is read again."""

Direction = Literal["ASC", "DESC"]

Reading = Generator[Rows, None, str | None]
"""Rows page by page, each row once. Its value is what speaks against its completeness, in words;
None when nothing does."""


@dataclass(frozen=True, slots=True)
class ListPages:
    """The pages of a list.

    Attributes:
        client: how Alegra is reached.
        listing: where the list is.
        filters: query parameters that narrow it.
    """

    client: AlegraClient
    listing: Listing
    filters: Mapping[str, str] = field(default_factory=dict)

    def narrowed(self, filters: Mapping[str, str]) -> "ListPages":
        """The pages of a part of the list."""
        return replace(self, filters={**self.filters, **filters})

    def page(self, start: int, order: str, direction: Direction, limit: int = PAGE_SIZE) -> Page:
        """The rows from a place on, in an order that Alegra is asked for.

        Raises:
            RequestRefused: Alegra refuses the filters or the order.
            AirbyteTracedException: the page can't be had; the message is for people.
        """
        return self.client.page(
            self.listing.path,
            {
                **self.listing.parameters,
                **self.filters,
                "start": str(start),
                "limit": str(limit),
                "order_field": order,
                "order_direction": direction,
                "metadata": "true",
            },
        )


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

    def page(self, offset: int, rows_after: int) -> Page:
        """The page at an offset; `rows_after` rows at least stand from its first row on."""
        for place in range(self._pages_ahead + 1):
            at = offset + place * PAGE_SIZE
            if at not in self._pages and (place == 0 or place * PAGE_SIZE < rows_after):
                self._pages[at] = self._executor.submit(self._fetch, at)
        return self._pages.pop(offset).result()

    def cancel(self) -> None:
        """Give up the pages that nobody asked for."""
        for future in self._pages.values():
            future.cancel()


def unseen(rows: Rows, seen: IdSet) -> Rows:
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
