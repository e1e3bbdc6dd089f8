"""The remote index: what is known to stand in Alegra, read in bulk and kept up to date."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from datetime import date
from typing import Any

from alegra_api.client import AlegraClient
from alegra_api.paging.pager import Pager
from alegra_api.rows import Row, row_id
from alegra_unified.marker import external_id_of
from alegra_unified.resource import Resource
from alegra_unified.synchronization import DocumentChanges

from .read_after_write import ReadAfterWriteDelay


class RemoteRecords:
    """The records of one of Alegra's lists that are known.

    Master data is short and is read whole. Of documents, those dated since the earliest day that
    is to be written are read, and those that are open, whatever their date: a record that was
    written and whose date was moved later is still found while it is a draft.

    Args:
        resource: which one.
        pager: reads its list.
        delay: is let pass before the first read.
    """

    def __init__(self, resource: Resource, pager: Pager, delay: ReadAfterWriteDelay) -> None:
        self._resource = resource
        self._pager = pager
        self._delay = delay
        self._found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._rows: dict[str, Row] = {}
        self._since: date | None = None
        self._is_read_whole = False
        self._are_open_read = False

    def read_for_links(self) -> None:
        """Make sure that everything is known that a link may name."""
        if not self._resource.is_dated:
            self._read_whole()
        else:
            self._read_open()

    def read_for_records(self, days: Iterable[date]) -> None:
        """Make sure that everything is known that records of these days could stand for."""
        self.read_for_links()
        earliest = min(days, default=None)
        if not self._resource.is_dated or earliest is None:
            return
        if self._since is None or earliest < self._since:
            self._since = earliest
            self._read_since(earliest)

    def read_again(self, days: Iterable[date]) -> None:
        """Read anew what was written since the earliest of these days; master data whole."""
        earliest = min(days, default=None)
        if not self._resource.is_dated or earliest is None:
            self._is_read_whole = False
            self._read_whole()
        else:
            self._read_since(earliest)

    def find(self, field: str, value: str) -> set[str]:
        """Ids of the records that a field's value stands for."""
        return self._found[field].get(value, set())

    def row(self, identifier: str) -> Row | None:
        """A record of master data as it is known; None for one that is not known."""
        return self._rows.get(identifier)

    def add(self, row: Mapping[str, Any]) -> None:
        """Remember a record that was written."""
        self._take([dict(row)])

    def _read_whole(self) -> None:
        if self._is_read_whole:
            return
        self._delay.after_start()
        self._is_read_whole = True
        rows = [row for page in self._pager.everything() for row in page]
        arrange = self._resource.arrange
        self._take(arrange(rows) if arrange else rows)

    def _read_open(self) -> None:
        strategy = self._resource.strategy
        if self._are_open_read or not isinstance(strategy, DocumentChanges):
            return
        self._delay.after_start()
        self._are_open_read = True
        for status in strategy.open_statuses:
            for rows in self._pager.with_status(status):
                self._take(rows)

    def _read_since(self, day: date) -> None:
        self._delay.after_start()
        for rows in self._pager.dated_since(day):
            self._take(rows)

    def _take(self, rows: Iterable[Row]) -> None:
        writing = self._resource.writing
        for row in rows:
            identifier = row_id(row)
            if identifier is None or writing is None:
                continue
            external_id = external_id_of(row) if writing.marked else None
            if external_id is not None:
                self._found["external_id"][external_id].add(identifier)
            for field, value in writing.keys_of(row).items():
                self._found[field][value].add(identifier)
            if not self._resource.is_dated:
                self._rows[identifier] = {**self._rows.get(identifier, {}), **row}


class RemoteIndex:
    """What is known to stand in Alegra, by resource.

    Args:
        client: how Alegra is reached.
        executor: fetches pages ahead.
        delay: is let pass before the first read.
    """

    def __init__(
        self, client: AlegraClient, executor: Executor, delay: ReadAfterWriteDelay
    ) -> None:
        self._client = client
        self._executor = executor
        self._delay = delay
        self._lists: dict[str, RemoteRecords] = {}

    def of(self, resource: Resource) -> RemoteRecords:
        """The records of a resource; customers and suppliers are one list of contacts."""
        key = list_of(resource)
        if key not in self._lists:
            pager = Pager(
                client=self._client,
                listing=resource.listing,
                stream=resource.name,
                date_field=resource.strategy.date_field,
                executor=self._executor,
                pages_ahead=2,
            )
            self._lists[key] = RemoteRecords(resource, pager, self._delay)
        return self._lists[key]


def list_of(resource: Resource) -> str:
    """Which list of Alegra's a resource stands in: payments in and out differ by a parameter."""
    return f"{resource.listing.path}{sorted(resource.listing.parameters.items())}"
