"""Master data: short lists without dates, read whole."""

from collections.abc import Iterator
from typing import Any

from alegra_api.errors import RequestRefused, UnknownForm
from alegra_api.ids import IdSet
from alegra_api.rows import Row, Rows
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
        self._mapper = context.mapper(resource)

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """Versions that were not emitted before, when it is time to read the list again.

        The state is true at the end only: a reading that was cut off starts over.
        """
        state, context = self._state, self._context
        context.former_origin(self._resource, state)
        window = context.window(self._resource)
        if window.is_listing_due(state.listed_at):
            versions = Fingerprints()
            for rows in self._arranged():
                for row in filter(self._resource.belongs, rows):
                    yield from self._version(row, versions)
            if not self._resource.listing.single:
                yield from self._missing(versions)
            state.fingerprints = versions
            state.listed_at = None if self._pager.doubts else window.now
        checkpoint(state.encode)

    def _version(self, row: Row, versions: Fingerprints) -> Iterator[dict[str, Any]]:
        """The record of a row, unless this very version was emitted before."""
        record = self._mapper.record(row)
        identifier, version = record[self._resource.key], digest(record)
        if identifier is not None:
            versions.put(identifier, version)
        if identifier is None or version != self._state.fingerprints.get(identifier):
            yield self._mapper.stamped(record)

    def _missing(self, versions: Fingerprints) -> Iterator[dict[str, Any]]:
        """Records that the list holds no more, looked up one by one: they are gone, or hidden."""
        former, unclear = self._state.fingerprints, list[str]()
        for identifier, answer in self._pager.each(IdSet(former).without(IdSet(versions))):
            try:
                row = answer.result()
            except (RequestRefused, UnknownForm) as error:
                if self._pager.doubts:
                    unclear.append(f"{identifier} ({error.message})")
                    versions.put(identifier, former.get(identifier) or b"")
                    continue
                row = None
            if row is not None:
                yield from self._version(row, versions)
            else:
                yield self._mapper.stamped(self._mapper.tombstone(identifier))
        self._mapper.warn_of_unclear(unclear)

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
