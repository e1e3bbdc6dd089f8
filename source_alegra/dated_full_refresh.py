"""Dated documents read whole: journals always, the others when a full refresh is asked for."""

from collections.abc import Iterator
from typing import Any

from alegra_unified.resource import Resource

from .state import Checkpoint, StreamState
from .sync_context import SyncContext


class DatedFullRefreshSync:
    """All records of a stream of dated documents, from where a reading was cut off.

    Args:
        resource: what is read.
        context: the sync.
        state: empty, or a reading under way.
    """

    def __init__(self, resource: Resource, context: SyncContext, state: StreamState) -> None:
        self._resource = resource
        self._pager = context.pager(resource)
        self._mapper = context.mapper(resource)
        self._window = context.window(resource)
        self._state = state
        context.former_origin(resource, state)
        self._origin = context.origin(resource)

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """Every record once; `checkpoint` is called after each page."""
        state, window = self._state, self._window
        state.full_reading = reading = window.full_reading(state.full_reading)
        for rows in self._pager.everything(reading, since=window.start_date):
            for row in rows:
                if self._resource.belongs(row):
                    yield self._mapper.stamped(self._mapper.record(row))
            checkpoint(state.encode)
        state.full_reading = None
        state.origin = self._origin
        checkpoint(state.encode)
