"""Customers and suppliers: one list in Alegra, two streams here, and the one update moment.

``/contacts`` holds both kinds and can be narrowed neither by moment nor, without losing contacts
of no kind at all, by type (docs: alegra-api 3.1, unified-model 4.1). It is read once for both.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pendulum

from alegra_api.errors import RequestRefused, UnknownForm
from alegra_api.ids import IdSet
from alegra_api.rows import Row, Rows, row_id
from alegra_unified.kinds import print_moment
from alegra_unified.resource import Resource
from alegra_unified.synchronization import ContactChanges

from .newest_rows import newest_rows
from .records import digest
from .state import Checkpoint, ContactState, Fingerprints, Mark
from .sync_context import SyncContext

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
        state, window = self._state, self._window
        reconciles = window.is_reconciliation_due(state.reconciled_at)
        if not reconciles and not window.is_listing_due(state.listed_at):
            rows = self._new_rows()
            if rows is not None:
                yield from self._of_new(rows)
                checkpoint(state.encode)
                return
        yield from self._of_all(None if reconciles else state.high_water_mark, checkpoint)

    def _new_rows(self) -> Rows | None:
        """The contacts made since the last look; None when others may be gone, too."""
        state, former = self._state, self._state.mark
        rows, mark = newest_rows(self._pager, former)
        if rows is None or former is None or mark is None:
            return None
        if None not in (former.listed, mark.listed) and (
            (mark.listed or 0) - (former.listed or 0) != len(rows)
        ):
            return None
        state.mark = mark
        return rows

    def _of_new(self, rows: Rows) -> Iterator[dict[str, Any]]:
        known = self._state.known
        for row in filter(self._resource.belongs, rows):
            identifier = row_id(row)
            if identifier is not None and identifier not in known:
                known.add(identifier)
                yield self._mapper.record(row)

    def _of_all(self, since: datetime | None, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """What the whole list shows; everything when no moment is given."""
        state, now = self._state, self._window.now
        listed, met, latest = IdSet(), IdSet(), state.high_water_mark
        versions = Fingerprints()
        for rows in self._shared_list.rows():
            for row in rows:
                identifier = row_id(row)
                if identifier is not None:
                    listed.add(identifier)
                if not self._resource.belongs(row):
                    continue
                if identifier is not None:
                    met.add(identifier)
                updated = self._updated_at(row)
                if updated is not None and (latest is None or updated > latest):
                    latest = updated
                record = self._news(row, identifier, updated, since, versions)
                if record is not None:
                    yield record
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
        state.known, state.absent, state.fingerprints = met, absent, versions
        state.known.add_all(absent)
        # A contact updated while others were read may have been read before; so the high-water mark
        # stays behind the beginning. It stays behind Alegra's own clock too, should that be slow.
        state.high_water_mark = min(latest or now, now - _CLOCK_TOLERANCE)
        state.origin = self._origin
        state.listed_at = now if is_proved else None
        state.mark = Mark(newest=listed.newest, listed=self._shared_list.total)
        if not is_proved:
            state.reconciled_at = None
        elif since is None:
            state.reconciled_at = now
        self._mapper.warn_of_unclear(self._unclear)
        checkpoint(state.encode)

    def _news(
        self,
        row: Row,
        identifier: str | None,
        updated: datetime | None,
        since: datetime | None,
        versions: Fingerprints,
    ) -> dict[str, Any] | None:
        """The record of a row, or None when this very version was emitted before.

        Of a contact without a moment of update `versions` takes the version.
        """
        state = self._state
        is_known = since is not None and identifier in state.known
        if updated is not None:
            is_old = is_known and since is not None and updated <= since
            return None if is_old else self._mapper.record(row)
        record = self._mapper.record(row)
        if identifier is not None:
            version = digest(record)
            versions.put(identifier, version)
            if is_known and version == state.fingerprints.get(identifier):
                return None
        return record

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
