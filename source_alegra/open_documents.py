"""Changes of open documents: those that payments and notes name, the rest where numbers differ."""

from collections.abc import Iterator
from contextlib import suppress
from math import ceil

from alegra_api.errors import RequestRefused, UnknownForm
from alegra_api.ids import IdSet
from alegra_api.page import PAGE_SIZE
from alegra_api.paging.pager import Pager
from alegra_api.rows import Rows
from alegra_unified.synchronization import DocumentChanges

from .settlements import look_at_settlements
from .state import DocumentState
from .sync_context import SyncContext, SyncWindow


class OpenDocuments:
    """What one sync reads of the documents that are open.

    Either all of them, or those that payments and notes made since the last sync name; then Alegra
    has to count as many open documents as there are according to what is known. Where it does not,
    some were voided, deleted, settled or opened otherwise, and all are read. What only a reading
    of all shows are edits in place of documents dated before the window, and whatever happened
    where Alegra counts nothing.

    Args:
        strategy: what the list offers.
        context: the sync.
        window: how far back it looks.
        pager: reads the documents.
        state: what the last sync left.
        met: ids that this sync has met so far; grows meanwhile.
        met_open: those of them that have one of Alegra's open statuses.

    Attributes:
        is_whole: whether all are read.
        marks: how far the lists of payments and notes were looked at.
    """

    def __init__(
        self,
        strategy: DocumentChanges,
        context: SyncContext,
        window: SyncWindow,
        pager: Pager,
        state: DocumentState,
        met: IdSet,
        met_open: IdSet,
    ) -> None:
        self._strategy = strategy
        self._pager = pager
        self._start_date = window.start_date
        self._state = state
        self._met = met
        self._met_open = met_open
        is_due = window.is_open_scan_due(state.open_scanned_at)
        marks = {} if is_due else state.settlements
        settled = look_at_settlements(strategy.settled_by, context, marks)
        self._named = settled.named
        self.marks = settled.marks
        self.is_whole = is_due or not settled.is_told

    def rows(self) -> Iterator[Rows]:
        """The documents that are read, after the head scan and the window scan."""
        if not self.is_whole:
            yield from self._changed()
        if self.is_whole:
            for status in self._strategy.open_statuses:
                yield from self._pager.with_status(status, self._start_date)

    def waiting(self) -> IdSet:
        """Open documents that this sync need not meet."""
        if self.is_whole:
            return IdSet()
        return IdSet(self._state.older).without(self._met).without(self._named)

    def _changed(self) -> Iterator[Rows]:
        totals: list[int | None] = []
        for status in self._strategy.open_statuses:
            page = self._pager.newest_with_status(status, self._start_date)
            if page is None:
                self.is_whole = True
                return
            yield page.rows
            totals.append(page.total)
        named = [it for it in self._named if it in self._state.known and it not in self._met]
        counted = None if None in totals else sum(filter(None, totals))
        if counted is not None and len(named) > ceil(counted / PAGE_SIZE):
            self.is_whole = True
            return
        for _, answer in self._pager.each(named):
            # One that is gone, or of which that can't be told, is looked up once more in the end.
            with suppress(RequestRefused, UnknownForm):
                row = answer.result()
                yield [] if row is None else [row]
        if counted is not None:
            self.is_whole = counted != len(self.waiting()) + len(self._met_open)
