"""Reading a stream whole: documents on request, journals and master data always."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from alegra_api.paging.pager import Pager
from alegra_api.rows import Row, Rows
from alegra_unified.resource import Resource

from .change_capture import Checkpoint, Horizon
from .records import RecordMapper, observed
from .state import StreamState, Sweep


class FullReading:
    """All records of a stream of dated documents, resumed where it was cut off.

    Args:
        resource: what is read.
        pager: reads its list.
        mapper: maps a row to a record.
        horizon: from which day on documents are read.
        state: empty, or a reading under way.
        clock: the present moment, for ``observed_at``.
    """

    def __init__(
        self,
        resource: Resource,
        pager: Pager,
        mapper: RecordMapper,
        horizon: Horizon,
        state: StreamState,
        clock: Callable[[], datetime],
    ) -> None:
        self._resource = resource
        self._pager = pager
        self._mapper = mapper
        self._horizon = horizon
        self._state = state
        self._clock = clock

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """Every record once; `checkpoint` is called after each page."""
        state = self._state
        state.sweep = sweep = state.sweep or Sweep(
            started_at=self._horizon.now, window_from=self._horizon.window_from
        )
        for rows in self._pager.everything(sweep.seen, since=self._horizon.start_date):
            for row in rows:
                if self._resource.belongs(row):
                    yield self._record(row)
            checkpoint(state.encode)
        state.sweep = None
        checkpoint(state.encode)

    def _record(self, row: Row) -> dict[str, Any]:
        record = self._mapper.record(row)
        if self._resource.strategy.cursor_field is None:
            return record
        return observed(record, self._clock())


class MasterDataReading:
    """All records of a short list without dates: taxes, accounts, items, the company.

    Args:
        resource: what is read.
        rows: its rows, page by page.
        mapper: maps a row to a record.
    """

    def __init__(
        self, resource: Resource, rows: Callable[[], Iterator[Rows]], mapper: RecordMapper
    ) -> None:
        self._resource = resource
        self._rows = rows
        self._mapper = mapper

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """Every record once; there is nothing to remember, so `checkpoint` is not called."""
        for rows in self._arranged():
            for row in rows:
                if self._resource.belongs(row):
                    yield self._mapper.record(row)

    def _arranged(self) -> Iterator[Rows]:
        arrange = self._resource.arrange
        if arrange is None:
            yield from self._rows()
        else:
            yield arrange([row for rows in self._rows() for row in rows])
