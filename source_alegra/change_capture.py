"""Finding what changed in documents that carry no moment of change.

Alegra has neither a change feed nor an update moment on documents (docs: alegra-api 1.5). A sync
after the first one scans instead:

* **head scan**: newest ids first, down to the highest one known: new documents, back-dated too;
* **window scan**: documents dated within the lookback window: edits to recent ones;
* **settled documents**: those that payments and notes made since the last sync name;
* **open-documents scan**: documents that are draft or open now, every so many hours, and whenever
  there are more or fewer of them than the looks before explain: voids, edits in place;
* **look-ups**: tracked documents that should have been met and were not, one by one: deletions;
* **full reconciliation**: everything, every so many days, for what no scan can find.

A document is emitted when its version differs from the one emitted last, as far as that one is
tracked; a document that is gone is emitted once more with the status ``deleted``. A reading that
was not proved to be complete makes the next sync reconcile; so does another start date.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alegra_api.errors import RequestRefused, UnknownForm
from alegra_api.ids import IdSet
from alegra_api.paging.pages import NewReading
from alegra_api.rows import Row, Rows, is_before, row_id
from alegra_unified.resource import Resource
from alegra_unified.synchronization import DocumentChanges

from .open_documents import OpenDocuments
from .records import digest
from .settlements import look_at_settlements
from .state import Checkpoint, DocumentState, Fingerprints
from .sync_context import SyncContext

Records = list[dict[str, Any]]

logger = logging.getLogger("airbyte")


@dataclass(frozen=True, slots=True)
class _Tracked:
    """The documents whose changes the next sync's scans can find.

    Attributes:
        window_from: those dated from this day on, and those that are open.
        recent: versions of those dated from that day on, as far as they were met.
        older: versions of those dated before it.
    """

    window_from: date
    recent: Fingerprints = field(default_factory=Fingerprints)
    older: Fingerprints = field(default_factory=Fingerprints)


class DocumentSync:
    """One incremental sync of one stream of documents.

    Args:
        resource: the documents.
        strategy: what their list offers for finding changes.
        context: the sync.
        state: what the last sync left; changed while this one goes on.

    Raises:
        AirbyteTracedException: a config error: the state is another company's.
    """

    def __init__(
        self,
        resource: Resource,
        strategy: DocumentChanges,
        context: SyncContext,
        state: DocumentState,
    ) -> None:
        self._resource = resource
        self._strategy = strategy
        self._context = context
        self._pager = context.pager(resource)
        self._mapper = context.mapper(resource)
        self._window = window = context.window(resource)
        self._former = context.former_origin(resource, state)
        self._origin = context.origin(resource)
        self._state = state
        self._scanned_from = min(state.window_from or window.first_day, window.first_day)
        self._met = IdSet()
        self._met_open = IdSet()
        self._absent = IdSet()
        self._unclear: list[str] = []

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """The versions that the warehouse does not have yet, each once.

        Args:
            checkpoint: called whenever the state is true to the records given so far.
        """
        state = self._state
        reconciles = (
            state.full_reading is not None
            or self._former.start_date != self._origin.start_date
            or self._window.is_reconciliation_due(state.reconciled_at)
        )
        for records in self._full_reconciliation() if reconciles else self._scans():
            yield from records
            checkpoint(state.encode)
        self._mapper.warn_of_unclear(self._unclear)

    def _full_reconciliation(self) -> Iterator[Records]:
        state, window = self._state, self._window
        if state.full_reading is None:
            # Before the documents, so that no payment slips between.
            settled = look_at_settlements(self._strategy.settled_by, self._context, {})
            state.full_reading = window.full_reading(None)
            state.full_reading.settlements = settled.marks
        state.full_reading = reading = window.full_reading(state.full_reading)
        tracked = _Tracked(reading.window_from, reading.fingerprints, reading.older)
        for rows in self._pager.everything(reading, since=window.start_date):
            records = self._changed(rows, tracked)
            for identifier in map(row_id, rows):
                if identifier is not None and identifier in self._met:
                    state.known.add(identifier)
            yield records
        state.listed = self._pager.total
        state.known.add_all(state.new)
        state.new = IdSet()
        missing = state.known.without(reading.seen)
        if _is_later(self._origin.start_date, self._former.start_date):
            # Which of them are dated before the new start date is not known of those that are not
            # tracked: they are forgotten, as what is not read any more.
            tracked_still = state.tracked
            state.known = state.known.without(missing.without(tracked_still))
            missing = missing.without(missing.without(tracked_still))
        is_proved = not self._pager.doubts
        yield from self._missing(missing, tracked, is_proved)
        if is_proved:
            state.absent = self._absent
        state.reconciled_at = state.open_scanned_at = reading.started_at
        state.settlements = reading.settlements
        state.full_reading = None
        self._keep(tracked)
        yield []

    def _scans(self) -> Iterator[Records]:
        state = self._state
        expected = state.tracked
        expected.add_all(state.new)
        tracked = _Tracked(self._window.first_day)
        # Before the documents, so that no payment slips between.
        open_documents = OpenDocuments(
            self._strategy,
            self._context,
            self._window,
            self._pager,
            state,
            self._met,
            self._met_open,
        )
        for rows in self._scanned(open_documents):
            yield self._changed(rows, tracked)
        waiting = open_documents.waiting()
        for identifier in waiting:
            version = state.older.get(identifier)
            if version is not None:
                tracked.older.put(identifier, version)
        missing = expected.without(self._met).without(waiting)
        yield from self._missing(missing, tracked, is_proved=False)
        state.known.add_all(state.new)
        state.new = IdSet()
        state.settlements = open_documents.marks
        if open_documents.is_whole:
            state.open_scanned_at = self._window.now
        self._keep(tracked)
        yield []

    def _scanned(self, open_documents: OpenDocuments) -> Iterator[Rows]:
        """The rows of the head scan, the window scan and those of open documents.

        When the list has grown by more rows than these show, it is read whole for what is new.
        """
        state, strategy, pager = self._state, self._strategy, self._pager
        unknown = _Unknown(state.known)
        yield from unknown.counted(pager.newest(state.known))
        total, at_head = pager.total, len(unknown.ids)
        yield from unknown.counted(pager.dated_since(self._scanned_from))
        yield from unknown.counted(open_documents.rows())
        if strategy.lists_by_ids:
            not_met = state.tracked.without(self._met)
            yield from pager.with_ids(list(not_met))
        if total is None:
            return
        if state.listed is not None and total - state.listed > len(unknown.ids):
            logger.info(
                f"Stream {self._resource.name}: the list has grown by more documents than are "
                "found by id, date and status; reading it whole."
            )
            seen = IdSet(state.known)
            seen.add_all(unknown.ids)
            yield from unknown.counted(pager.everything(NewReading(seen)))
        # What came after the first look is not in the total yet.
        late = len(unknown.ids) - at_head if pager.finds_newest else 0
        state.listed = total + late

    def _changed(self, rows: Rows, tracked: _Tracked) -> Records:
        """The records of those rows whose version is not the one emitted last."""
        records: Records = []
        for row in rows:
            if not self._resource.belongs(row):
                continue
            identifier = row_id(row)
            if identifier is None:
                records.append(self._mapper.stamped(self._mapper.record(row)))
                continue
            if identifier in self._met:
                continue
            record = self._version(identifier, row, tracked)
            if record is not None:
                records.append(self._mapper.stamped(record))
        return records

    def _version(self, identifier: str, row: Row, tracked: _Tracked) -> dict[str, Any] | None:
        """The record of a row, or None when this very version was emitted before."""
        state = self._state
        is_older = self._is_before(row, tracked.window_from)
        is_tracked = self._strategy.is_open(row) or not is_older
        emitted = state.emitted(identifier)
        is_outside = self._is_outside(row)
        if identifier not in state.known:
            if is_outside:
                return None
            if state.full_reading is None:
                state.new.add(identifier)
        elif (
            state.full_reading is None
            and emitted is None
            and not is_tracked
            and self._is_before(row, self._scanned_from)
        ):
            # An old, settled document that a scan met by the way: no version of it is tracked to
            # compare with. Its changes are the full reconciliation's to find.
            return None
        self._met.add(identifier)
        if row.get("status") in self._strategy.open_statuses:
            self._met_open.add(identifier)
        if is_outside and not is_tracked:
            # It was moved there; this is its last version that is read.
            state.forget(identifier)
        record = self._mapper.record(row)
        if not is_tracked and emitted is None:
            return record
        version = digest(record)
        if is_tracked:
            (tracked.older if is_older else tracked.recent).put(identifier, version)
        if state.full_reading is None:
            # After a cut-off the scans start over; what was emitted is not emitted again.
            state.fingerprints.put(identifier, version)
        return None if version == emitted else record

    def _missing(self, identifiers: IdSet, tracked: _Tracked, is_proved: bool) -> Iterator[Records]:
        """Documents that should have been met and were not, looked up one by one.

        Args:
            identifiers: which ones.
            tracked: takes their versions.
            is_proved: whether they surely stand in no list any more, so that an answer that may
                mean anything leaves no doubt. What is answered all the same, as a deletion that can
                be undone may be, is gone when it is absent from two such lists in a row.
        """
        state = self._state
        for identifier, answer in self._pager.each(identifiers):
            try:
                row = answer.result()
            except (RequestRefused, UnknownForm) as error:
                if not is_proved:
                    self._unclear.append(f"{identifier} ({error.message})")
                    emitted = state.emitted(identifier)
                    if emitted is not None:
                        tracked.recent.put(identifier, emitted)
                    continue
                row = None
            if row is not None and self._resource.belongs(row):
                was_absent = is_proved and identifier in state.absent
                if self._is_outside(row) or not was_absent:
                    self._absent.add(identifier)
                    yield self._changed([row], tracked)
                    continue
            state.forget(identifier)
            yield [self._mapper.stamped(self._mapper.tombstone(identifier))]

    def _keep(self, tracked: _Tracked) -> None:
        state = self._state
        state.fingerprints = tracked.recent
        state.older = tracked.older
        state.window_from = tracked.window_from
        state.origin = self._origin
        if self._pager.doubts:
            state.reconciled_at = None

    def _is_outside(self, row: Row) -> bool:
        """Whether a document is dated before the start date, where no reading meets it."""
        start_date = self._window.start_date
        return start_date is not None and self._is_before(row, start_date)

    def _is_before(self, row: Row, day: date) -> bool:
        return is_before(row, self._strategy.date_field, day)


@dataclass(frozen=True, slots=True)
class _Unknown:
    """The rows among those scanned whose ids are not known yet.

    Attributes:
        known: the ids that are.
        ids: those that are not.
    """

    known: IdSet
    ids: IdSet = field(default_factory=IdSet)

    def counted(self, scan: Iterator[Rows]) -> Iterator[Rows]:
        """The rows of a scan."""
        for rows in scan:
            for identifier in map(row_id, rows):
                if identifier is not None and identifier not in self.known:
                    self.ids.add(identifier)
            yield rows


def _is_later(day: date | None, former: date | None) -> bool:
    """Whether a start date leaves out what another one did not."""
    return day is not None and (former is None or day > former)
