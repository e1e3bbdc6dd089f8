"""Master data: short lists without dates, read whole at each sync."""

from collections.abc import Iterator
from typing import Any

from alegra_api.rows import Rows
from alegra_unified.resource import Resource

from .state import Checkpoint
from .sync_context import SyncContext


class MasterDataSync:
    """All records of a short list: taxes, accounts, items, the company.

    Args:
        resource: what is read.
        context: the sync.
    """

    def __init__(self, resource: Resource, context: SyncContext) -> None:
        self._resource = resource
        self._context = context

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """Every record once; there is nothing to remember, so `checkpoint` is not called."""
        mapper = self._context.mapper(self._resource)
        for rows in self._arranged():
            for row in rows:
                if self._resource.belongs(row):
                    yield mapper.record(row)

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
            yield from self._context.pager(self._resource).everything()
