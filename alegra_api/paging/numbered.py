"""Reading a list whose pages are numbered, of rows that no id is known to tell apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from tempfile import TemporaryFile
from typing import IO

from ..exact_json import encode_json, exact_json
from ..page import Page
from ..rows import Rows
from .pages import MAXIMUM_READINGS, ListPages, Reading


@dataclass(frozen=True, slots=True)
class NumberedPaging:
    """Reads a list from the first page to the last, and gives its rows when they are proved.

    A sample, of ``GET /journals/entries?page=2&limit=500`` (docs: alegra-api 3.11)::

        {"metadata": {"total": 731}, "data": [{"id": "902", "idJournal": "77", "debit": 12.5,
                                               "credit": 0, "status": "open", ...}, ...]}

    A row that came twice can't be told from two rows that are alike, and what was given can't be
    taken back: so the rows wait in a temporary file.

    Proof of completeness: all answers count the same rows, and as many came. Where Alegra counts
    nothing, an empty page ends the list. A page with fewer rows than it should have is asked for
    once more; what has changed meanwhile is read again, in pages of as many rows as were sent.

    Attributes:
        pages: the list.
    """

    pages: ListPages

    def everything(self) -> Reading:
        """All rows.

        Raises:
            RequestRefused: Alegra refuses the filters.
        """
        limit = self.pages.listing.numbered_pages
        for readings_left in reversed(range(MAXIMUM_READINGS)):
            with TemporaryFile() as kept:
                doubt, sent = self._read(kept, limit)
                if doubt is None or not readings_left:
                    yield from _rows_of(kept)
                    return doubt
            limit = sent or limit
        return None

    def _read(self, kept: IO[bytes], limit: int) -> tuple[str | None, int]:
        """Put the rows of each page into a file.

        Returns:
            What speaks against their completeness, and the number of rows of the first page.
        """
        rows, sent, total = 0, 0, None
        before: Rows = []
        for number in count():
            page = self._page(number, limit, rows)
            counted = page.total if page.rows else total
            if number == 0:
                total, sent = counted, len(page.rows)
            elif None not in (counted, total) and counted != total:
                return f"the list counted {total} rows, and {counted} while it was read", sent
            elif counted is None:
                # What Alegra counts is fewer than what it sends.
                total = None
            if page.rows and page.rows == before:
                return "a page came twice", sent
            before = page.rows
            rows += len(page.rows)
            kept.write(encode_json(page.rows) + b"\n")
            is_full = len(page.rows) == limit
            if not page.rows or (total is not None and rows >= total and not is_full):
                break
        if total in (None, rows):
            return None, sent
        return f"{rows} of the {total} rows that Alegra counts are listed", sent

    def _page(self, number: int, limit: int, rows_before: int) -> Page:
        page = self.pages.page(number * limit, None, "ASC", limit)
        left = (page.total or 0) - rows_before
        if not page.rows or len(page.rows) >= min(limit, left):
            return page
        again = self.pages.page(number * limit, None, "ASC", limit)
        return max(page, again, key=lambda it: len(it.rows))


def _rows_of(kept: IO[bytes]) -> Iterator[Rows]:
    kept.seek(0)
    for line in kept:
        yield exact_json(line)
