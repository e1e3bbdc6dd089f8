"""Reading a list of documents by date, where it can't be had in the order of ids."""

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from datetime import date

from ..ids import IdSet
from ..page import PAGE_SIZE
from ..rows import Row, Rows, is_before
from .pages import MAXIMUM_READINGS, ListPages, Reading, unseen


@dataclass(frozen=True, slots=True)
class DatedPaging:
    """Reads a list newest date first; days of which a row is missing are read by themselves.

    A sample, of ``GET /journals?start=0&limit=30&order_field=date&order_direction=DESC``::

        {"metadata": {"total": 41}, "data": [{"id": "7", "date": "2026-09-05", ...},
                                             {"id": "9", "date": "2026-09-05", ...}, ...]}

    Proof of completeness: rows of one day stand in no order, so that two pages can repeat one of
    them and miss another, but the number of places that a day takes is right. A day whose distinct
    rows fill its places is complete; any other day is asked for by itself (``date=2026-09-05``), in
    pages that begin elsewhere each time, until as many rows were found as there are places.
    The reading ends at an earlier day only where the days were seen to fall.

    Attributes:
        pages: the list.
        date_field: Alegra's name of the document date.
    """

    pages: ListPages
    date_field: str

    def everything(self, seen: IdSet, since: date | None) -> Reading:
        """All rows dated on a day or later; all there are when no day is given.

        Args:
            seen: ids to leave out; what is read goes in.
            since: the earliest day.
        """
        offset, within = 0, IdSet()
        days: list[str] = []
        missing: Counter[str] = Counter()
        while True:
            rows = self.pages.page(offset, self.date_field, "DESC").rows
            recent = self._recent(rows, since)
            missing.update(self._day(row) for row in recent)
            fresh = unseen(rows, within)
            missing.subtract(self._day(row) for row in self._recent(fresh, since))
            yield unseen(recent, seen)
            days += [self._day(row) for row in rows if is_before(row, self.date_field, date.max)]
            # Where Alegra ignores the order, an earlier day says nothing of what comes behind it.
            falls = days == sorted(days, reverse=True) and days[:1] > days[-1:]
            if len(rows) < PAGE_SIZE or (falls and len(recent) < len(rows)) or not fresh:
                break
            offset += PAGE_SIZE
        doubts = []
        for day in +missing:
            doubt = yield from self._on_day(day, seen)
            if doubt is not None:
                doubts.append(doubt)
        return "; ".join(doubts) or None

    def _on_day(self, day: str, seen: IdSet) -> Generator[Rows, None, str | None]:
        """The rows of one day; several times over where they fill more than a page."""
        pages, found = self.pages.narrowed({self.date_field: day}), IdSet()
        for reading in range(MAXIMUM_READINGS):
            offset, places, limit = 0, 0, PAGE_SIZE - 7 * reading
            while True:
                page = pages.page(offset, self.date_field, "DESC", limit)
                if any(self._day(row) != day for row in page.rows):
                    return f"Alegra repeats rows of {day} and ignores the filter by day"
                places += len(page.rows)
                unseen(page.rows, found)
                yield unseen(page.rows, seen)
                if len(page.rows) < limit:
                    break
                offset, limit = offset + limit, PAGE_SIZE
            if len(found) >= places:
                return None
        return f"Alegra kept repeating rows of {day}"

    def _recent(self, rows: Rows, since: date | None) -> Rows:
        if since is None:
            return rows
        return [row for row in rows if not is_before(row, self.date_field, since)]

    def _day(self, row: Row) -> str:
        return str(row.get(self.date_field))[:10]
