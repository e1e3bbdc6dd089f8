"""Going through a list whose order is not known to hold, until the rows are proved to be all."""

from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from ..ids import IdSet, creation_key
from ..page import PAGE_SIZE, Page
from ..rows import Row, Rows
from .pages import (
    MAXIMUM_READINGS,
    Direction,
    ListPages,
    Reading,
    is_last,
    is_whole,
)

# A list that is shuffled for each answer gives two thirds of what is missing each time.
_MAXIMUM_WALKS = 40
# So many walks in a row that find nothing new say that there is nothing to be found.
_FUTILE_WALKS = 2


@dataclass(slots=True)
class Walk:
    """What one going-through of a list saw.

    Attributes:
        total: what the first answer counted; None when it or a later one counts nothing.
        fewest: the smallest total told.
        youngest: what tells the age of the youngest row of the first page.
        met: the ids met.
        copies: how often one answer held a row, where more than once (docs: alegra-api 3.6).
        repeated: rows that came again on a later page.
        is_proved: whether what was read is all there is: one answer, or parts that were.
        ended_early: whether it ended before the end of the list.
        has_gaps: whether a page held fewer rows than stood there, as the next one shows.
        pages: how many answers.
    """

    total: int | None = None
    fewest: int | None = None
    youngest: tuple[int, int] | None = None
    met: IdSet = field(default_factory=IdSet)
    copies: Counter[str] = field(default_factory=Counter)
    repeated: Rows = field(default_factory=list)
    is_proved: bool = False
    ended_early: bool = False
    has_gaps: bool = False
    pages: int = 0

    def note(self, page: Page, id_of: Callable[[Row], str | None]) -> bool:
        """Take an answer into account; whether it held anything new."""
        ids = Counter(identifier for row in page.rows if (identifier := id_of(row)) is not None)
        if self.pages == 0:
            self.total = self.fewest = page.total
            self.youngest = max(filter(None, map(creation_key, ids)), default=None)
        self.pages += 1
        if page.total is None:
            self.total = None
        elif self.fewest is not None:
            self.fewest = min(self.fewest, page.total)
        self.repeated += [row for row in page.rows if id_of(row) in self.met]
        fresh = [identifier for identifier in ids if identifier not in self.met]
        for identifier in fresh:
            self.met.add(identifier)
        self.copies |= Counter({it: count for it, count in ids.items() if count > 1})
        return bool(fresh)


Step = Callable[[Page], bool]
"""Takes a page and tells whether the walk ends with it, before the end of the list."""


def walk(
    pages: ListPages,
    order: str | None,
    direction: Direction,
    first: int = PAGE_SIZE,
    is_enough: Step | None = None,
) -> Generator[Rows, None, Walk]:
    """All pages of a list from its beginning on; its value is what was seen.

    Pages that surely exist are fetched ahead, unless the walk may end before them.

    Args:
        pages: the list.
        order: what Alegra is asked to sort by.
        direction: which way.
        first: rows of the first page; another number has all pages begin elsewhere.
        is_enough: ends the walk early; behind a page that is too short, one page later.
    """
    seen, offset, limit, is_stale = Walk(), 0, first, False
    is_short = was_enough = False
    prefetched = pages.ahead(order, direction)
    try:
        while True:
            if offset == 0:
                page = pages.page(offset, order, direction, limit)
            else:
                rows_after = 0 if is_enough else (seen.total or 0) - offset
                page = prefetched.page(offset, rows_after, PAGE_SIZE)
            if is_short:
                seen.has_gaps |= any(pages.id_of(row) in seen.met for row in page.rows)
            is_short = page.total is not None and len(page.rows) < min(limit, page.total - offset)
            is_news = seen.note(page, pages.id_of)
            yield page.rows
            is_same = offset > 0 and len(page.rows) == len(seen.met) and not is_news
            if is_same and page.total in (None, len(page.rows)):
                # The list knows no pages.
                seen.is_proved = True
                return seen
            if offset == 0 and limit == PAGE_SIZE and is_whole(page):
                seen.is_proved = True
                return seen
            is_end = is_enough is not None and is_enough(page)
            if is_end and (was_enough or not is_short):
                return seen
            was_enough = is_end
            if not page.rows or is_last(page, offset, limit):
                return seen
            offset, limit = offset + len(page.rows), PAGE_SIZE
            # Rows that were added in front repeat a page; twice in a row the list goes in circles.
            if not is_news and (is_stale if page.total is None else offset >= page.total):
                return seen
            is_stale = not is_news
    finally:
        prefetched.cancel()


@dataclass(slots=True)
class _Round:
    """Walks whose rows together are to be all that stood in the list when the first one began.

    Attributes:
        begun: the first walk; its first answer counted the rows.
        before: ids met by earlier rounds.
        met, copies: as of a walk.
    """

    begun: Walk
    before: IdSet
    met: IdSet = field(default_factory=IdSet)
    copies: Counter[str] = field(default_factory=Counter)

    def add(self, seen: Walk) -> bool:
        """Take a walk in; whether it met anything new."""
        known = len(self.met)
        self.met.add_all(seen.met)
        self.copies |= seen.copies
        return len(self.met) > known

    @property
    def places(self) -> int:
        """How many places of the list the rows take."""
        return len(self.met) + sum(count - 1 for count in self.copies.values())

    def is_proved(self) -> bool:
        """Whether as many rows were met as stood there when the round began.

        A row that was added meanwhile is younger than all that stood there. So one that is no
        younger than the youngest of the first page stood there, and so did one that was met before.
        """
        total = self.begun.total
        if total is None or self.places < total:
            return False
        return self.places - sum(self._may_be_added(it) for it in self.met) >= total

    def _may_be_added(self, identifier: str) -> bool:
        if identifier in self.before:
            return False
        age, youngest = creation_key(identifier), self.begun.youngest
        return age is None or youngest is None or age > youngest


def in_walks(
    pages: ListPages,
    walks: Callable[[int], Generator[Rows, None, Walk]],
    seen: IdSet,
    closing: bool,
) -> Reading:
    """The rows of as many walks as it takes to prove that they are all.

    Args:
        pages: the list.
        walks: gives the next walk through it, by its number.
        seen: ids to leave out; what is read goes in.
        closing: whether the proof is wanted; else one walk is all.
    """
    before, last = IdSet(), None
    current: _Round | None = None
    futile = 0
    for number in range(_MAXIMUM_WALKS):
        found = yield from _unseen(pages, walks(number), seen, with_nameless=number == 0)
        if found.is_proved or not closing:
            return None
        if found.ended_early:
            if number + 1 == MAXIMUM_READINGS:
                break
            continue
        current = current or _Round(found, before)
        is_news = current.add(found)
        is_same = last is not None and last.met == found.met
        if current.is_proved() or (found.total is None and is_same and not found.repeated):
            return None
        total = current.begun.total
        futile = 0 if is_news else futile + 1
        is_full = total is not None and current.places >= total
        if is_full or _shrank(current, found):
            before.add_all(current.met)
            current = None
        elif futile == _FUTILE_WALKS:
            break
        last = found
    if current is None or current.begun.total is None:
        return "rows kept coming and going while the list was read"
    return f"{current.places} of the {current.begun.total} rows that Alegra counts are listed"


def _shrank(current: _Round, seen: Walk) -> bool:
    """Whether rows that stood there when the round began may be gone."""
    total, fewest = current.begun.total, seen.fewest
    return total is not None and fewest is not None and fewest < total


def _unseen(
    pages: ListPages, rows_of: Generator[Rows, None, Walk], seen: IdSet, with_nameless: bool
) -> Generator[Rows, None, Walk]:
    """The rows of a walk that were not seen before; its value is the walk's."""
    while True:
        try:
            rows = next(rows_of)
        except StopIteration as end:
            found: Walk = end.value
            return found
        fresh = pages.unseen(rows, seen)
        yield [row for row in fresh if with_nameless or pages.id_of(row) is not None]


def row_day(row: Row, date_field: str) -> str:
    """The day of a document, as far as it can be read."""
    return str(row.get(date_field))[:10]
