"""What stands in Alegra already: looked up in bulk, once, and kept up to date while writing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from datetime import date
from typing import Any

from alegra_api.client import AlegraClient
from alegra_api.ids import IdSet
from alegra_api.paging.pager import Pager
from alegra_api.rows import row_id
from alegra_unified.marker import external_id_of
from alegra_unified.resource import Resource
from alegra_unified.synchronization import DocumentChanges

Row = dict[str, Any]


class Existing:
    """The records of one resource that are known to stand in Alegra.

    Master data is short and is read whole. Of documents, those dated since the earliest day that
    is to be written are read, and those that are unsettled, whatever their date: a record that
    was written and whose date was moved later is still found while it is a draft.

    Args:
        resource: which one.
        pager: reads its list.
    """

    def __init__(self, resource: Resource, pager: Pager) -> None:
        self._resource = resource
        self._pager = pager
        self._found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._since: date | None = None
        self._whole = False
        self._unsettled = False
        self.rows: dict[str, Row] = {}

    def look(self, days: Iterable[date]) -> None:
        """Make sure that everything is known that records of these days could stand for."""
        if not self._resource.is_dated:
            self.read_whole()
            return
        self.look_unsettled()
        earliest = min(days, default=None)
        if earliest is not None and (self._since is None or earliest < self._since):
            self._since = earliest
            self.look_again(earliest)

    def look_again(self, since: date | None) -> None:
        """Read anew what was written since a day; all of it for master data."""
        if not self._resource.is_dated or since is None:
            self._whole = False
            self.read_whole()
            return
        for rows in self._pager.dated_since(since):
            self._take(rows)

    def look_unsettled(self) -> None:
        """Make sure that documents which are draft or open are known, whatever their date."""
        strategy = self._resource.strategy
        if self._unsettled or not isinstance(strategy, DocumentChanges):
            return
        self._unsettled = True
        for status in strategy.open_statuses:
            for rows in self._pager.with_status(status):
                self._take(rows)

    def read_whole(self) -> None:
        """Make sure that all of the list is known."""
        if self._whole:
            return
        self._whole = True
        rows = [row for page in self._pager.everything(IdSet()) for row in page]
        arrange = self._resource.arrange
        self._take(arrange(rows) if arrange else rows)

    def find(self, key: str, value: str) -> set[str]:
        """Ids of the records that a key and a value stand for."""
        return self._found[key].get(value, set())

    def add(self, row: Mapping[str, Any]) -> None:
        """Remember a record that was written."""
        self._take([dict(row)])

    def _take(self, rows: Iterable[Row]) -> None:
        writing = self._resource.writing
        for row in rows:
            identifier = row_id(row)
            if identifier is None or writing is None:
                continue
            self._found["id"][identifier] = {identifier}
            external_id = external_id_of(row) if writing.marked else None
            if external_id is not None:
                self._found["external_id"][external_id].add(identifier)
            for key, value_of in writing.keys.items():
                value = value_of(row)
                if isinstance(value, (str, int)):
                    self._found[key][str(value)].add(identifier)
            if not self._resource.is_dated:
                self.rows[identifier] = row


class Library:
    """What stands in Alegra, by resource.

    Args:
        client: how Alegra is reached.
        executor: fetches pages ahead.
    """

    def __init__(self, client: AlegraClient, executor: Executor) -> None:
        self._client = client
        self._executor = executor
        self._shelves: dict[str, Existing] = {}

    def of(self, resource: Resource) -> Existing:
        """The records of a resource; customers and suppliers are one list of contacts."""
        # Payments in and out share a path, and are told apart by a parameter.
        place = f"{resource.listing.path}{sorted(resource.listing.parameters.items())}"
        if place not in self._shelves:
            pager = Pager(
                client=self._client,
                listing=resource.listing,
                stream=resource.name,
                date_field=resource.strategy.date_field,
                executor=self._executor,
                pages_ahead=2,
            )
            self._shelves[place] = Existing(resource, pager)
        return self._shelves[place]
