"""Reading a list whose pages are numbered, of rows that no id is known to tell apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from tempfile import TemporaryFile
from typing import IO

from ..exact_json import encode_json, exact_json
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
    nothing, an empty page ends the list. What has changed meanwhile is read again.

    Attributes:
        pages: the list.
    """

    pages: ListPages

    def everything(self) -> Reading:
        """All rows.

        Raises:
            RequestRefused: Alegra refuses the filters.
        """
        for readings_left in reversed(range(MAXIMUM_READINGS)):
            with TemporaryFile() as kept:
                doubt = self._read(kept)
                if doubt is None or not readings_left:
                    yield from _rows_of(kept)
                    return doubt
        return None

    def _read(self, kept: IO[bytes]) -> str | None:
        """Put the rows of each page into a file; what speaks against their completeness."""
        rows, total, before = 0, None, None
        for number in count():
            limit = self.pages.listing.numbered_pages
            page = self.pages.page(number * limit, None, "ASC", limit)
            if number == 0:
                total = page.total
            elif page.rows and page.total != total:
                return f"the list counted {total} rows, and {page.total} while it was read"
            if page.rows and page.rows == before:
                return "a page came twice"
            before = page.rows
            rows += len(page.rows)
            kept.write(encode_json(page.rows) + b"\n")
            if not page.rows or rows == total:
                break
        if total in (None, rows):
            return None
        return f"{rows} of the {total} rows that Alegra counts are listed"


def _rows_of(kept: IO[bytes]) -> Iterator[Rows]:
    kept.seek(0)
    for line in kept:
        yield exact_json(line)
