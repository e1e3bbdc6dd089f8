"""Customers and suppliers: one list in Alegra, two streams here, and the one update moment.

``/contacts`` holds both kinds and can be narrowed neither by moment nor, without losing contacts
of no kind at all, by type (docs: alegra-api 3.1, unified-model 4.1). It is read once for both.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pendulum

from alegra_api.errors import RequestRefused, UnknownForm
from alegra_api.ids import IdSet
from alegra_api.rows import Row, row_id
from alegra_unified.kinds import print_moment
from alegra_unified.resource import Resource
from alegra_unified.synchronization import ContactChanges

from .state import Checkpoint, ContactState
from .sync_context import SyncContext

logger = logging.getLogger("airbyte")

# The clocks of Alegra and of this machine may differ.
_CLOCK_TOLERANCE = timedelta(minutes=10)


class ContactSync:
    """One sync of customers or of suppliers.

    Args:
        resource: customers or suppliers.
        strategy: where the update moment stands.
        context: the sync.
        state: what the last sync left; an empty one emits everything.
    """

    def __init__(
        self,
        resource: Resource,
        strategy: ContactChanges,
        context: SyncContext,
        state: ContactState,
    ) -> None:
        self._resource = resource
        self._strategy = strategy
        self._shared_list = context.shared_list(resource)
        self._pager = context.pager(resource)
        self._mapper = context.mapper(resource)
        self._window = context.window(resource)
        self._clock = context.clock
        self._state = state
        context.former_origin(resource, state)
        self._origin = context.origin(resource)
        self._unclear: list[str] = []

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """Contacts updated since the last sync, those without the moment, and those gone."""
        state, now = self._state, self._window.now
        reconciles = self._window.is_reconciliation_due(state.reconciled_at)
        since = None if reconciles else state.high_water_mark
        met, latest = IdSet(), state.high_water_mark
        for rows in self._shared_list.rows():
            for row in rows:
                if not self._resource.belongs(row):
                    continue
                identifier = row_id(row)
                if identifier is not None:
                    met.add(identifier)
                updated = self._updated_at(row)
                if updated is not None and (latest is None or updated > latest):
                    latest = updated
                if _is_news(updated, since) or identifier not in state.known:
                    yield self._mapper.record(row)
                    if identifier is not None:
                        # Should this sync be cut off, the next one can tell that it is gone.
                        state.known.add(identifier)
            checkpoint(state.encode)
        is_proved, absent = self._shared_list.is_proved, IdSet()
        for identifier in state.known.without(met):
            if self._is_gone(identifier, is_proved):
                yield self._gone(identifier)
            else:
                absent.add(identifier)
        state.known, state.absent = met, absent
        state.known.add_all(absent)
        # A contact updated while others were read may have been read before; so the high-water mark
        # stays behind the beginning. It stays behind Alegra's own clock too, should that be slow.
        state.high_water_mark = min(latest or now, now - _CLOCK_TOLERANCE)
        state.origin = self._origin
        if not is_proved:
            state.reconciled_at = None
        elif since is None:
            state.reconciled_at = now
        if self._unclear:
            logger.warning(
                f"Stream {self._resource.name}: whether {len(self._unclear)} contacts are gone "
                f"can't be told, {self._unclear[0]} for one. They are looked up again by the next "
                "sync."
            )
        checkpoint(state.encode)

    def _updated_at(self, row: Row) -> datetime | None:
        """When a contact was updated; None where Alegra tells nothing readable."""
        try:
            updated = pendulum.parse(str(row.get(self._strategy.updated_at_field)))
        except ValueError:
            return None
        return updated if isinstance(updated, datetime) else None

    def _is_gone(self, identifier: str, is_proved: bool) -> bool:
        """Whether a contact that the list does not hold is gone.

        A deletion of contacts can be undone (docs: alegra-api 3.1), so that they may be answered
        by id for good: one is gone when it is absent from two lists in a row.
        """
        was_absent = is_proved and identifier in self._state.absent
        try:
            row = self._pager.one(identifier)
        except (RequestRefused, UnknownForm) as error:
            if not was_absent:
                self._unclear.append(f"{identifier} ({error.message})")
            return was_absent
        return row is None or was_absent or not self._resource.belongs(row)

    def _gone(self, identifier: str) -> dict[str, Any]:
        # The moment of the deletion is unknown; the one of finding out keeps this version newest.
        moment = {self._strategy.cursor_field: print_moment(self._clock())}
        return self._mapper.tombstone(identifier, **moment)


def _is_news(updated: datetime | None, since: datetime | None) -> bool:
    """Whether a version may not have been emitted yet; one without a moment never is known to."""
    return updated is None or since is None or updated > since
