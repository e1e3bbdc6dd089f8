"""Master data: short lists without dates, read whole."""

from collections.abc import Iterator
from typing import Any

from alegra_api.rows import Rows
from alegra_unified.resource import Resource

from .records import digest
from .state import Checkpoint, Fingerprints, MasterDataState
from .sync_context import SyncContext


class MasterDataSync:
    """Records of a short list, those that changed: taxes, accounts, items, the company.

    Args:
        resource: what is read.
        context: the sync.
        state: what the last sync left; an empty one emits everything.
    """

    def __init__(self, resource: Resource, context: SyncContext, state: MasterDataState) -> None:
        self._resource = resource
        self._context = context
        self._state = state
        self._pager = context.pager(resource)

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """Versions that were not emitted before, when it is time to read the list again.

        The state is true at the end only: a reading that was cut off starts over.
        """
        state, context = self._state, self._context
        context.former_origin(self._resource, state)
        window = context.window(self._resource)
        if window.is_listing_due(state.listed_at):
            versions = Fingerprints()
            mapper = context.mapper(self._resource)
            for rows in self._arranged():
                for row in filter(self._resource.belongs, rows):
                    record = mapper.record(row)
                    identifier, version = record[self._resource.key], digest(record)
                    if identifier is not None:
                        versions.put(identifier, version)
                    if identifier is None or version != state.fingerprints.get(identifier):
                        yield mapper.stamped(record)
            state.fingerprints = versions
            state.listed_at = None if self._pager.doubts else window.now
        checkpoint(state.encode)

    def _arranged(self) -> Iterator[Rows]:
        arrange = self._resource.arrange
        if arrange is None:
            yield from self._rows()
        else:
            yield arrange([row for rows in self._rows() for row in rows])

    def _rows(self) -> Iterator[Rows]:
        if self._resource.listing.single:
            yield [self._context.company_row()]
        else:
            yield from self._pager.everything()
