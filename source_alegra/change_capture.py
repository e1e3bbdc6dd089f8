"""Finding what changed in documents that carry no moment of change.

Alegra has neither a change feed nor an update moment on documents (docs: alegra-api 1.5). A sync
after the first one looks at four places instead:

* **head**: newest ids first, down to the highest one known: new documents, back-dated ones too;
* **window**: documents dated within the look-back days: edits to recent ones;
* **unsettled**: documents that are draft or open now, and by id those that a look had an eye on
  and no look has met again: payments, voids, settlements, deletions;
* **sweep**: everything, every so many days, for what no look can see.

A document is emitted when its version differs from the one emitted last, as far as that one is
remembered; a document that is gone is emitted once more with the status ``deleted``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from alegra_api.ids import IdSet
from alegra_api.paging.pager import Pager
from alegra_api.rows import Row, Rows, is_before, row_id
from alegra_unified.resource import Resource
from alegra_unified.synchronization import DocumentChanges

from .records import RecordMapper, digest, observed
from .state import DocumentState, Fingerprints, Sweep

Records = list[dict[str, Any]]
Checkpoint = Callable[[Callable[[], dict[str, Any]]], None]
"""Takes a function that prints the state as of now; calls it when a state message is due."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far a sync looks, in days of the company.

    Attributes:
        now: when the sync began.
        today: that day in the company's time zone.
        start_date: documents dated before it are not read; None reads all.
        lookback: how far back edits are looked for by date.
        sweep_every: after how long everything is read again; None never.
    """

    now: datetime
    today: date
    start_date: date | None
    lookback: timedelta
    sweep_every: timedelta | None

    @property
    def window_from(self) -> date:
        """The first day of the window."""
        day = self.today - self.lookback
        return max(day, self.start_date) if self.start_date else day


@dataclass(frozen=True, slots=True)
class _Watch:
    """What the next sync's looks will have an eye on.

    Attributes:
        window_from: documents dated from this day on.
        fingerprints: the versions of those, and of the unsettled ones.
    """

    window_from: date
    fingerprints: Fingerprints


class DocumentSync:
    """One incremental sync of one stream of documents.

    Args:
        resource: the documents; it says how their changes are captured.
        changes: the resource's change capture.
        pager: reads their list.
        mapper: maps a row to a record.
        horizon: how far to look.
        state: what the last sync left; changed while this one goes on.
        clock: the present moment, for ``observed_at``.
    """

    def __init__(
        self,
        resource: Resource,
        changes: DocumentChanges,
        pager: Pager,
        mapper: RecordMapper,
        horizon: Horizon,
        state: DocumentState,
        clock: Callable[[], datetime],
    ) -> None:
        self._resource = resource
        self._changes = changes
        self._pager = pager
        self._mapper = mapper
        self._horizon = horizon
        self._state = state
        self._clock = clock
        self._met = IdSet()

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """The versions that the warehouse does not have yet, each once.

        Args:
            checkpoint: called whenever the state is true to the records given so far.
        """
        for records in self._sweep() if self._sweep_is_due() else self._looks():
            yield from records
            checkpoint(self._state.encode)

    def _sweep_is_due(self) -> bool:
        state, every = self._state, self._horizon.sweep_every
        if state.sweep is not None or state.swept_at is None:
            return True
        return every is not None and self._horizon.now - state.swept_at >= every

    def _sweep(self) -> Iterator[Records]:
        state = self._state
        state.sweep = sweep = state.sweep or Sweep(
            started_at=self._horizon.now, window_from=self._horizon.window_from
        )
        watch = _Watch(sweep.window_from, sweep.fingerprints)
        for rows in self._pager.everything(sweep.seen, since=self._horizon.start_date):
            records = self._changed(rows, watch)
            state.known.add_all(self._met)
            yield records
        yield from self._missing(state.known.without(sweep.seen), watch)
        state.swept_at = sweep.started_at
        state.sweep = None
        self._settle(watch)
        yield []

    def _looks(self) -> Iterator[Records]:
        state = self._state
        remembered = state.fingerprints
        watch = _Watch(self._horizon.window_from, Fingerprints())
        for rows in self._look_pages():
            records = self._changed(rows, watch)
            # After a cut-off the looks start over; what was emitted already is not emitted again.
            state.fingerprints = remembered.merged(watch.fingerprints)
            yield records
        watched = IdSet(remembered)
        yield from self._missing(watched.without(self._met), watch)
        state.known.add_all(self._met)
        self._settle(watch)
        yield []

    def _look_pages(self) -> Iterator[Rows]:
        state, changes = self._state, self._changes
        yield from self._pager.newest(state.known)
        yield from self._pager.dated_since(state.window_from or self._horizon.window_from)
        for status in changes.open_statuses:
            yield from self._pager.with_status(status)
        if changes.lists_by_ids:
            watched = IdSet(state.fingerprints)
            yield from self._pager.with_ids(list(watched.without(self._met)))

    def _changed(self, rows: Rows, watch: _Watch) -> Records:
        """The records of those rows whose version is not the one emitted last."""
        records: Records = []
        for row in rows:
            if not self._resource.belongs(row):
                continue
            identifier = row_id(row)
            if identifier is None:
                records.append(self._observed(self._mapper.record(row)))
                continue
            if identifier in self._met:
                continue
            record = self._version(identifier, row, watch)
            if record is not None:
                records.append(self._observed(record))
        return records

    def _version(self, identifier: str, row: Row, watch: _Watch) -> dict[str, Any] | None:
        """The record of a row, or None when this very version was emitted before."""
        state = self._state
        watched = self._changes.is_open(row) or not is_before(
            row, self._changes.date_field, watch.window_from
        )
        emitted = state.fingerprints.get(identifier)
        if identifier not in state.known:
            if self._horizon.start_date and is_before(
                row, self._changes.date_field, self._horizon.start_date
            ):
                return None
        elif state.sweep is None and emitted is None and not watched:
            # An old, settled document that a look met by the way: no version of it is
            # remembered to compare with. Its changes are the sweep's to find.
            return None
        self._met.add(identifier)
        record = self._mapper.record(row)
        version = digest(record)
        if watched:
            watch.fingerprints.put(identifier, version)
        return None if version == emitted else record

    def _missing(self, identifiers: IdSet, watch: _Watch) -> Iterator[Records]:
        """Documents that should have been met and were not, asked for one by one."""
        for identifier in identifiers:
            row = self._pager.one(identifier)
            if row is not None and row_id(row) == identifier and self._resource.belongs(row):
                yield self._changed([row], watch)
                continue
            self._state.known.discard(identifier)
            self._state.fingerprints.drop(identifier)
            yield [self._observed(self._mapper.tombstone(identifier, status="deleted"))]

    def _settle(self, watch: _Watch) -> None:
        self._state.fingerprints = watch.fingerprints
        self._state.window_from = watch.window_from

    def _observed(self, record: dict[str, Any]) -> dict[str, Any]:
        return observed(record, self._clock())
