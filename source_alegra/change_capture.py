"""Finding what changed in documents that carry no moment of change.

Alegra has neither a change feed nor an update moment on documents (docs: alegra-api 1.5). A sync
after the first one scans instead:

* **head scan**: newest ids first, down to the highest one known: new documents, back-dated too;
* **window scan**: documents dated within the lookback window: edits to recent ones;
* **open-documents scan**: documents that are draft or open now; and tracked ones that no scan has
  met are looked up one by one: payments, voids, settlements, deletions;
* **full reconciliation**: everything, every so many days, for what no scan can find.

A document is emitted when its version differs from the one emitted last, as far as that one is
tracked; a document that is gone is emitted once more with the status ``deleted``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alegra_api.ids import IdSet
from alegra_api.rows import Row, Rows, is_before, row_id
from alegra_unified.resource import Resource
from alegra_unified.synchronization import DocumentChanges

from .records import digest
from .state import Checkpoint, DocumentState, Fingerprints, FullReading
from .sync_context import SyncContext

Records = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Tracked:
    """The documents whose changes the next sync's scans can find.

    Attributes:
        window_from: those dated from this day on, and those that are open.
        fingerprints: their versions, as far as they were met.
    """

    window_from: date
    fingerprints: Fingerprints = field(default_factory=Fingerprints)


class DocumentSync:
    """One incremental sync of one stream of documents.

    Args:
        resource: the documents.
        strategy: what their list offers for finding changes.
        context: the sync.
        state: what the last sync left; changed while this one goes on.
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
        self._pager = context.pager(resource)
        self._mapper = context.mapper(resource)
        self._window = context.window(resource)
        self._state = state
        self._met = IdSet()

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """The versions that the warehouse does not have yet, each once.

        Args:
            checkpoint: called whenever the state is true to the records given so far.
        """
        state = self._state
        reconciles = state.full_reading is not None or self._window.is_reconciliation_due(
            state.reconciled_at
        )
        for records in self._full_reconciliation() if reconciles else self._scans():
            yield from records
            checkpoint(state.encode)

    def _full_reconciliation(self) -> Iterator[Records]:
        state, window = self._state, self._window
        state.full_reading = reading = state.full_reading or FullReading(
            started_at=window.now, window_from=window.first_day
        )
        tracked = _Tracked(reading.window_from, reading.fingerprints)
        for rows in self._pager.everything(reading.seen, since=window.start_date):
            records = self._changed(rows, tracked)
            state.known.add_all(self._met)
            yield records
        yield from self._missing(state.known.without(reading.seen), tracked)
        state.reconciled_at = reading.started_at
        state.full_reading = None
        self._keep(tracked)
        yield []

    def _scans(self) -> Iterator[Records]:
        state = self._state
        tracked_before = state.fingerprints
        tracked = _Tracked(self._window.first_day)
        for rows in self._scanned():
            records = self._changed(rows, tracked)
            # After a cut-off the scans start over; what was emitted already is not emitted again.
            state.fingerprints = tracked_before.merged(tracked.fingerprints)
            yield records
        yield from self._missing(IdSet(tracked_before).without(self._met), tracked)
        state.known.add_all(self._met)
        self._keep(tracked)
        yield []

    def _scanned(self) -> Iterator[Rows]:
        """The rows of the head scan, the window scan and the open-documents scan."""
        state, strategy = self._state, self._strategy
        yield from self._pager.newest(state.known)
        yield from self._pager.dated_since(state.window_from or self._window.first_day)
        for status in strategy.open_statuses:
            yield from self._pager.with_status(status)
        if strategy.lists_by_ids:
            not_met = IdSet(state.fingerprints).without(self._met)
            yield from self._pager.with_ids(list(not_met))

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
        is_tracked = self._strategy.is_open(row) or not self._is_before(row, tracked.window_from)
        emitted = state.fingerprints.get(identifier)
        if identifier not in state.known:
            start_date = self._window.start_date
            if start_date and self._is_before(row, start_date):
                return None
        elif state.full_reading is None and emitted is None and not is_tracked:
            # An old, settled document that a scan met by the way: no version of it is tracked to
            # compare with. Its changes are the full reconciliation's to find.
            return None
        self._met.add(identifier)
        record = self._mapper.record(row)
        if not is_tracked and emitted is None:
            return record
        version = digest(record)
        if is_tracked:
            tracked.fingerprints.put(identifier, version)
        return None if version == emitted else record

    def _missing(self, identifiers: IdSet, tracked: _Tracked) -> Iterator[Records]:
        """Documents that should have been met and were not, looked up one by one."""
        for identifier in identifiers:
            row = self._pager.one(identifier)
            if row is not None and row_id(row) == identifier and self._resource.belongs(row):
                yield self._changed([row], tracked)
                continue
            self._state.known.discard(identifier)
            self._state.fingerprints.drop(identifier)
            yield [self._mapper.stamped(self._mapper.tombstone(identifier))]

    def _keep(self, tracked: _Tracked) -> None:
        self._state.fingerprints = tracked.fingerprints
        self._state.window_from = tracked.window_from

    def _is_before(self, row: Row, day: date) -> bool:
        return is_before(row, self._strategy.date_field, day)
