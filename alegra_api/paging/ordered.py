"""Reading a list in the order of its ids, the only total order that Alegra has."""

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..ids import BY_AGE, BY_TEXT, IdOrder, IdSet, as_integer, created_at
from ..page import PAGE_SIZE, Page
from ..rows import Rows
from .pages import (
    MAXIMUM_READINGS,
    Direction,
    ListPages,
    Progress,
    Reading,
    is_last,
    is_whole,
)


class NotInOrder(Exception):
    """Alegra did not order a list by id as it was asked to."""


class _OtherRules(Exception):
    """A page showed that what the borders of the pages before were proved with does not hold."""


@dataclass(slots=True)
class _Seen:
    """What one reading saw.

    Attributes:
        newest: the newest page, as it was at the beginning.
        is_old: whether a row stood there then, by its id.
        places: how many places of the list the rows take that did.
        fewest: the smallest total told; None when none counts.
        has_gaps: whether a page held fewer rows than stood there, so that a row that was not met
            can't be taken for one that vanished.
        is_complete: whether the rows read go on up to the newest page.
    """

    newest: Page
    is_old: Callable[[str], bool]
    places: int = 0
    fewest: int | None = None
    has_gaps: bool = False
    is_complete: bool = False
    _copies: dict[str, int] = field(default_factory=dict)
    _met: IdSet = field(default_factory=IdSet)

    def note(self, ids: list[str], page: Page, start: int, carried: str | None = None) -> None:
        """Take a page into account.

        Args:
            ids: of its rows. One answer may hold a row several times (docs: alegra-api 3.6).
            page: what it told.
            start: its place.
            carried: the last row of the page before, where more of it may follow.
        """
        for identifier, count in Counter(ids).items():
            known = 0
            if identifier in self._met:
                known = self._copies.get(identifier, 1) if identifier != carried else 0
            else:
                self._met.add(identifier)
            if count > known and self.is_old(identifier):
                self.places += count - known
            if count > max(known, 1):
                self._copies[identifier] = count
        if page.total is not None:
            self.has_gaps = self.has_gaps or len(ids) < min(PAGE_SIZE, page.total - start)
            self.fewest = None if self.fewest is None else min(self.fewest, page.total)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """What speaks against the completeness of a reading.

    Attributes:
        words: it in words.
        passes: whether the next reading may be without it.
    """

    words: str
    passes: bool = True


@dataclass(slots=True)
class OrderedPaging:
    """Reads a list by id: the newest page first, then from the oldest row up to that page.

    A sample, of ``GET /invoices?start=0&limit=30&order_field=id&order_direction=DESC`` (and
    ``metadata=true``) with 95 invoices of which none was ever deleted::

        {"metadata": {"total": 95}, "data": [{"id": "95", ...}, ..., {"id": "66", ...}]}

    and the next one, with ``order_direction=ASC``::

        {"metadata": {"total": 95}, "data": [{"id": "1", ...}, ..., {"id": "30", ...}]}

    Ids may be numbers, UUIDs and ULIDs, sorted by age or as text; which of them is seen from the
    pages (docs: alegra-api 10).

    Proof of completeness: as many rows were read as the first answer counted, none of them younger
    than its newest one. Else each page stands in order, and no row moved over the border between
    two pages unseen: the later page begins with a row of the earlier one; or its first number
    follows the last one; or new rows come last and the total did not shrink. Where none holds, the
    pages before are read again, and where Alegra does not count, pages overlap by a row from then
    on. As borders may stand on the total, a last request for the newest page closes such a reading:
    the rows that vanished since the first request are those that are missing, and no more than were
    noticed to. Else the list is read again, and only rows not seen yet are given.

    Attributes:
        pages: the list.
        say: tells the log something about the list.
    """

    pages: ListPages
    say: Callable[[str], None]
    _orders: list[IdOrder] = field(default_factory=lambda: [BY_AGE, BY_TEXT])
    _overlaps: bool = False
    _counts: bool = True

    @property
    def is_by_age(self) -> bool:
        """Whether new rows come last, as far as was seen."""
        return self._orders[0].is_by_age

    def everything(self, progress: Progress, closing: bool) -> Reading:
        """All rows, also those added meanwhile.

        Args:
            progress: how far an earlier attempt came; it is kept up to date.
            closing: whether the proof is wanted; a reading whose losses are found by other means
                saves the requests.

        Raises:
            NotInOrder: the list does not come in the order of ids.
            RequestRefused: Alegra refuses the order or the filters.
        """
        readings = 0
        while True:
            try:
                doubt = yield from self._once(progress, closing)
            except _OtherRules:
                # At most twice: the order turns out to be another one, the total to be none.
                progress.low_water_mark = None
                continue
            # What comes now begins with the oldest row.
            progress.low_water_mark = None
            if doubt is None or not closing:
                return None
            readings += 1
            if readings == MAXIMUM_READINGS or not doubt.passes:
                return doubt.words
            self.say(f"{doubt.words}; reading it once more")

    def newest(self, known: IdSet) -> Iterator[Rows]:
        """Newest rows first, down to the newest id known; each page overlaps the last by a row.

        Raises:
            NotInOrder: the list does not come in the order of ids.
            RequestRefused: Alegra refuses the order.
        """
        newest_known = known.newest
        offset, last, page = 0, None, self.pages.head()
        while True:
            ids = self._ids(page, "DESC")
            if last is not None and not (ids and self._is_joined(last, ids[0])):
                # A row in front of the offset went away, and another one slipped past.
                offset, last, page = 0, None, self.pages.page(0, "id", "DESC")
                continue
            yield page.rows
            if not self.is_by_age or (offset == 0 and self._is_by_text(page, ids, known)):
                yield from self._newest_by_text(known)
                return
            if not ids or is_last(page, offset):
                return
            if newest_known is not None and self._is_joined(ids[-1], newest_known):
                return
            offset, last = offset + max(1, len(ids) - 1), ids[-1]
            page = self.pages.page(offset, "id", "DESC")

    def _is_by_text(self, page: Page, ids: list[str], known: IdSet) -> bool:
        """Whether new rows stand elsewhere than on the newest page."""
        if not ids or created_at(ids[0]) is not None:
            return False
        if next(known.with_moment(), None) is not None:
            # By age those would come first.
            return True
        if page.total is not None or is_whole(page):
            # What stands elsewhere shows in the total.
            return False
        oldest = self._ids(self.pages.page(0, "id", "ASC"), "ASC")
        return bool(oldest) and created_at(oldest[0]) is not None

    def _newest_by_text(self, known: IdSet) -> Iterator[Rows]:
        """Rows of a list sorted as text whose ids hold a moment later than those known.

        They come before all numbers, behind the older ones of their kind.
        """
        moments = list(known.with_moment())
        last = max(moments, default="")
        offset = max(0, len(moments) - 1)
        while True:
            page = self.pages.page(offset, "id", "ASC")
            ids = self._ids(page, "ASC")
            if offset > 0 and not (ids and ids[0] <= last):
                offset = max(0, offset - PAGE_SIZE)
                continue
            yield page.rows
            if not ids or is_last(page, offset) or created_at(ids[-1]) is None:
                return
            offset, last = offset + max(1, len(ids) - 1), ids[-1]

    def _once(self, progress: Progress, closing: bool) -> Generator[Rows, None, _Doubt | None]:
        """One reading; its value is what speaks against its completeness."""
        newest = self.pages.page(0, "id", "DESC")
        if is_whole(newest):
            # In whatever order.
            yield self.pages.unseen(newest.rows, progress.seen)
            return None
        ids = self._ids(newest, "DESC")
        yield self.pages.unseen(newest.rows, progress.seen)
        if not ids:
            return _shortfall(0, newest.total)
        newest_key = self._key(ids[0])
        seen = _Seen(newest, lambda it: not self.is_by_age or self._key(it) <= newest_key)
        seen.fewest = newest.total if self._counts else None
        seen.note(ids, newest, 0)
        yield from self._upwards(progress, seen, ids, closing)
        if not closing:
            return None
        if not seen.is_complete:
            return _Doubt("Alegra lists rows up to some place before the newest ones only")
        total, fewest = newest.total, seen.fewest
        if seen.has_gaps and not self.is_by_age:
            return _Doubt("pages hold fewer rows than stand there", passes=False)
        if total is None or fewest is None or seen.places >= total:
            # Without a count there is nothing to compare; borders were proved one by one instead.
            return None
        vanished = total - fewest
        if not self._overlaps:
            latest = self.pages.page(0, "id", "DESC")
            yield self.pages.unseen(latest.rows, progress.seen)
            added = sum(not seen.is_old(it) for it in self._ids(latest, "DESC"))
            if latest.total is None or added == len(latest.rows):
                return _Doubt("too many rows came while the list was read")
            noticed, vanished = vanished, total + added - latest.total
            if vanished > noticed:
                return _Doubt("rows vanished while the list was read")
        if seen.has_gaps:
            return _shortfall(seen.places, total, passes=vanished > 0)
        return _shortfall(seen.places, total) if seen.places < total - vanished else None

    def _upwards(
        self, progress: Progress, seen: _Seen, newest_ids: list[str], closing: bool
    ) -> Iterator[Rows]:
        """Oldest rows first, up to the newest page; borders matter only where a proof is wanted."""
        top, newest = newest_ids[-1], seen.newest
        last, previous = progress.low_water_mark, None
        offset = 0 if last is None else self._rank(progress.seen, last)
        seen.places += offset
        prefetched = self.pages.ahead("id", "ASC")
        try:
            while True:
                overlap = 1 if self._overlaps else 0
                ahead = self._rows_ahead(newest, top, offset, last)
                page = prefetched.page(offset, ahead, PAGE_SIZE - overlap)
                ids = self._ids(page, "ASC")
                if closing:
                    self._check_rules(newest, page)
                is_proved = (
                    not closing or last is None or self._is_proved(previous, page, last, ids)
                )
                is_aligned = previous is not None and len(previous.rows) == PAGE_SIZE
                seen.note(ids, page, offset, last if is_aligned and not overlap else None)
                yield self.pages.unseen(page.rows, progress.seen)
                if not is_proved:
                    self._overlaps = self._overlaps or page.total is None or not self._counts
                    is_resumed = previous is None
                    yield from self._backwards(progress, seen, offset, last, is_resumed)
                seen.is_complete = is_last(page, offset) or (
                    bool(ids) and self._is_reached(top, ids[-1])
                )
                is_stuck = previous is not None and ids and self._is_joined(ids[-1], last or "")
                if seen.is_complete or not ids or is_stuck:
                    return
                progress.low_water_mark = ids[-1]
                offset, last, previous = offset + max(1, len(ids) - overlap), ids[-1], page
        finally:
            prefetched.cancel()

    def _backwards(
        self, progress: Progress, seen: _Seen, offset: int, last: str | None, is_resumed: bool
    ) -> Iterator[Rows]:
        """Pages in front of an offset again, back to one that begins with what was read before."""
        is_joined = False
        while offset > 0 and not is_joined:
            page_start = max(0, offset - PAGE_SIZE)
            if is_resumed:
                # The places before the one at which a reading goes on were counted unseen.
                seen.places -= offset - page_start
            offset = page_start
            page = self.pages.page(offset, "id", "ASC")
            ids = self._ids(page, "ASC")
            is_joined = last is not None and bool(ids) and self._is_joined(ids[0], last)
            seen.note(ids, page, offset)
            yield self.pages.unseen(page.rows, progress.seen)

    def _is_proved(self, previous: Page | None, page: Page, last: str, ids: list[str]) -> bool:
        """Whether no row lies unread between the last one read and the first of a page."""
        if not ids or self._is_joined(ids[0], last):
            return True
        if self._follows(last, ids[0]):
            return True
        if previous is None or previous.total is None or page.total is None:
            return False
        return self.is_by_age and self._counts and page.total >= previous.total

    def _is_reached(self, top: str, last: str) -> bool:
        """Whether reading upwards has come to the newest page."""
        return self._is_joined(top, last) or self._follows(last, top)

    def _follows(self, earlier: str, later: str) -> bool:
        """Whether no id lies between two."""
        numbers = as_integer(earlier), as_integer(later)
        if not self.is_by_age or numbers[0] is None or numbers[1] is None:
            return False
        return numbers[1] - numbers[0] == 1

    def _is_joined(self, earlier: str, later: str) -> bool:
        """Whether an id is another one, or surely stands before it."""
        return earlier == later or bool(self._key(earlier) < self._key(later))

    def _rank(self, seen: IdSet, mark: str) -> int:
        """About the place of a row of which everything older was seen."""
        place = self._key(mark)
        keys = (self._key(it) for it in seen)
        older = sum(bool(place is not None and key is not None and key <= place) for key in keys)
        return max(0, older - 1)

    def _rows_ahead(self, newest: Page, top: str, offset: int, last: str | None) -> int:
        """How many rows surely stand between an offset and the newest page."""
        if newest.total is not None and self._counts:
            return newest.total - PAGE_SIZE - offset
        numbers = as_integer(last or "0"), as_integer(top)
        if numbers[0] is not None and numbers[1] is not None:
            return numbers[1] - numbers[0] - PAGE_SIZE
        return PAGE_SIZE * self.pages.pages_ahead

    def _check_rules(self, newest: Page, page: Page) -> None:
        """Have pages overlap from the beginning where nothing else proves their borders."""
        counts = newest.total is None or page.total is not None
        if self._counts and not counts:
            # A page goes beyond the total: it is none (docs: alegra-api 1.3).
            self._counts = False
        elif self.is_by_age or self._overlaps:
            return
        was_overlapping, self._overlaps = self._overlaps, True
        if not was_overlapping:
            raise _OtherRules

    def _ids(self, page: Page, direction: Direction) -> list[str]:
        """The ids of a page, after a check that they stand in an order; others are ruled out.

        Raises:
            NotInOrder: they stand in none.
        """
        ids = [self.pages.id_of(row) or "" for row in page.rows]
        self._orders = [it for it in self._orders if _is_sorted(ids, it, direction == "DESC")]
        if not self._orders:
            raise NotInOrder
        return ids

    def _key(self, identifier: str) -> Any:
        return self._orders[0].key(identifier)


def _shortfall(places: int, total: int | None, passes: bool = False) -> _Doubt:
    return _Doubt(f"{places} of the {total} rows that Alegra counts are listed", passes)


def _is_sorted(ids: list[str], order: IdOrder, descending: bool) -> bool:
    keys = [order.key(identifier) for identifier in ids]
    return "" not in ids and None not in keys and keys == sorted(keys, reverse=descending)
