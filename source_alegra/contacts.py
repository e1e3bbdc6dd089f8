"""Customers and suppliers: one list in Alegra, two streams here, and the one update moment.

``/contacts`` holds both kinds and can be narrowed neither by moment nor, without losing contacts
of no kind at all, by type (docs: alegra-api 3.1, unified-model 4.1). It is read once for both.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO, Any

import orjson
import pendulum

from alegra_api.exact_json import exact_json, print_json
from alegra_api.ids import IdSet
from alegra_api.paging.pager import Pager
from alegra_api.rows import Row, Rows, row_id
from alegra_unified.kinds import print_moment
from alegra_unified.resource import Resource

from .change_capture import Checkpoint, Horizon
from .records import RecordMapper
from .state import ContactState

# The clocks of Alegra and of this machine may differ.
_CLOCK_TOLERANCE = timedelta(minutes=10)


class SharedList:
    """A list that several streams read, one after the other, asked of Alegra only once.

    The first reader leaves the rows in a temporary file for the next. A reading that was cut off
    leaves nothing, and the next reader asks again.

    Args:
        pager: reads the list.
        readers: how many streams are going to read it.
    """

    def __init__(self, pager: Pager, readers: int) -> None:
        self._pager = pager
        self._readers = readers
        self._kept: IO[bytes] | None = None

    def rows(self) -> Iterator[Rows]:
        """All rows, page by page."""
        if self._kept is not None:
            self._kept.seek(0)
            for line in self._kept:
                yield exact_json(line)
            return
        if self._readers < 2:
            yield from self._pager.everything(IdSet())
            return
        kept = TemporaryFile()  # noqa: SIM115 - lives as long as the sync
        for rows in self._pager.everything(IdSet()):
            kept.write(orjson.dumps(print_json(rows)) + b"\n")
            yield rows
        self._kept = kept


class ContactSync:
    """One sync of customers or of suppliers.

    Args:
        resource: customers or suppliers.
        shared: the contacts.
        pager: to ask for a single contact.
        mapper: maps a contact to a record.
        horizon: when the sync began, and how often everything is emitted.
        state: what the last sync left; an empty one emits everything.
        clock: the present moment, for contacts found gone.
    """

    def __init__(
        self,
        resource: Resource,
        shared: SharedList,
        pager: Pager,
        mapper: RecordMapper,
        horizon: Horizon,
        state: ContactState,
        clock: Callable[[], datetime],
    ) -> None:
        self._resource = resource
        self._shared = shared
        self._pager = pager
        self._mapper = mapper
        self._horizon = horizon
        self._state = state
        self._clock = clock

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """Contacts updated since the last sync, those without the moment, and those gone."""
        state, now = self._state, self._horizon.now
        since = None if self._everything_is_due() else state.updated_at
        met, latest = IdSet(), state.updated_at
        for rows in self._shared.rows():
            for row in rows:
                if not self._resource.belongs(row):
                    continue
                identifier = row_id(row)
                if identifier is not None:
                    met.add(identifier)
                updated = _updated_at(row)
                if updated is not None and (latest is None or updated > latest):
                    latest = updated
                if _is_news(updated, since) or identifier not in state.known:
                    yield self._mapper.record(row)
            checkpoint(state.encode)
        for identifier in state.known.without(met):
            if not self._is_there(identifier):
                yield self._gone(identifier)
        state.known = met
        # A contact updated while others were read may have been read before; so the mark stays
        # behind the beginning. It stays behind Alegra's own clock too, should that one be slow.
        state.updated_at = min(latest or now, now - _CLOCK_TOLERANCE)
        if since is None:
            state.swept_at = now
        checkpoint(state.encode)

    def _everything_is_due(self) -> bool:
        state, every = self._state, self._horizon.sweep_every
        if state.swept_at is None:
            return True
        return every is not None and self._horizon.now - state.swept_at >= every

    def _is_there(self, identifier: str) -> bool:
        row = self._pager.one(identifier)
        return row is not None and self._resource.belongs(row)

    def _gone(self, identifier: str) -> dict[str, Any]:
        # The moment of the deletion is unknown; the one of finding out keeps this version newest.
        return self._mapper.tombstone(
            identifier, status="archived", updated_at=print_moment(self._clock())
        )


def _updated_at(row: Row) -> datetime | None:
    """When a contact was updated; None where Alegra tells nothing readable."""
    try:
        updated = pendulum.parse(str(row.get("updated_at")))
    except ValueError:
        return None
    return updated if isinstance(updated, datetime) else None


def _is_news(updated: datetime | None, since: datetime | None) -> bool:
    """Whether a version may not have been emitted yet; one without a moment never is known to."""
    return updated is None or since is None or updated > since
