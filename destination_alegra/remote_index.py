"""The remote index: what is known to stand in Alegra, read in bulk and kept up to date."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from datetime import date
from typing import Any, NamedTuple

from alegra_api.client import AlegraClient
from alegra_api.paging.pager import Pager
from alegra_api.rows import Row, row_id
from alegra_unified.fields import inside, readable
from alegra_unified.marker import NOTES, external_id_of, join
from alegra_unified.resource import Resource
from alegra_unified.synchronization import DocumentChanges

from .catalog import list_of
from .read_after_write import ReadAfterWriteDelay


class Sought(NamedTuple):
    """A document that bulk reading may have missed.

    Attributes:
        external_id: what its marker says.
        party: Alegra's id of the contact that it names; None where that is not known.
    """

    external_id: str
    party: str | None


class RemoteRecords:
    """The records of one of Alegra's lists that are known.

    Master data is short and is read whole. Of documents, those dated since the earliest day that
    is to be written are read, and those that are open, whatever their date. What may stand
    elsewhere is asked for by itself, see `seek`. Where Alegra ignores a filter it gives the whole
    list, which is read to its end and proves as much.

    Args:
        resource: which one.
        pager: reads its list.
        delay: is let pass before the first read.
    """

    def __init__(self, resource: Resource, pager: Pager, delay: ReadAfterWriteDelay) -> None:
        self._resource = resource
        self._pager = pager
        self._delay = delay
        self._found: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._names: dict[str, list[tuple[str, str]]] = {}
        self._rows: dict[str, Row] = {}
        self._since: date | None = None
        self._is_read_whole = False
        self._are_open_read = False
        self._asked: set[str] = set()

    def read_for_links(self) -> None:
        """Make sure that everything is known that a link may name, but for settled documents."""
        if not self._resource.is_dated:
            self._read_whole()
        else:
            self._read_open()

    def read_for_records(self, days: Iterable[date]) -> None:
        """Make sure that everything is known that records of these days could stand for."""
        self.read_for_links()
        earliest = min(days, default=None)
        if not self._resource.is_dated or earliest is None or self._is_read_whole:
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

    def seek(self, sought: Iterable[Sought]) -> None:
        """Make sure that it is known of documents whether they are there, whatever their date.

        A list of documents takes ``client_id`` and then knows neither dates nor statuses; that of
        journals takes a part of the notes (docs: alegra-api 3.3 to 3.11). Where there is nothing
        to ask by, the list is read whole.
        """
        missing = [it for it in sought if not self.find("external_id", it.external_id)]
        if self._is_read_whole or not self._resource.is_dated:
            return
        if not self._resource.listing.searches_notes and any(it.party is None for it in missing):
            self._read_whole()
            return
        for it in missing:
            self._read_about(it)

    def find(self, field: str, value: str) -> set[str]:
        """Ids of the records that a field's value stands for."""
        return set(self._found.get((field, value), ()))

    def row(self, identifier: str) -> Row | None:
        """A record of master data as it is known; None for one that is not known."""
        return self._rows.get(identifier)

    def add(self, row: Mapping[str, Any]) -> None:
        """Remember a record that was written."""
        self._take([dict(row)])

    def discard(self, identifier: str) -> None:
        """Forget a record that was taken back."""
        self._rows.pop(identifier, None)
        for name in self._names.pop(identifier, ()):
            self._found[name].discard(identifier)

    def _read_whole(self) -> None:
        if self._is_read_whole:
            return
        self._delay.after_start()
        self._is_read_whole = True
        arrange = self._resource.arrange
        if arrange is None:
            self._read({}, lambda row: True)
        else:
            rows = [row for page in self._pager.everything() for row in page]
            self._take(arrange(rows))

    def _read_open(self) -> None:
        strategy = self._resource.strategy
        if self._are_open_read or not isinstance(strategy, DocumentChanges):
            return
        self._are_open_read = True
        for status in strategy.open_statuses:
            if not self._is_read_whole:
                self._read({"status": status}, lambda row, it=status: row.get("status") == it)  # type: ignore[misc]

    def _read_since(self, day: date) -> None:
        """Read what is dated since a day; everything where that reading was not proved whole."""
        self._delay.after_start()
        doubts = len(self._pager.doubts)
        for rows in self._pager.dated_since(day):
            self._take(rows)
        if len(self._pager.doubts) > doubts:
            self._read_whole()

    def _read_about(self, sought: Sought) -> None:
        """Read the documents of a party, or those whose notes hold a marker."""
        asked, by_notes = str(sought.party), self._resource.listing.searches_notes
        if by_notes:
            asked = str(join(None, sought.external_id))
        if self._is_read_whole or asked in self._asked:
            return
        self._asked.add(asked)
        if by_notes:
            self._read({NOTES: asked}, lambda row: asked in str(row.get(NOTES)))
        else:
            self._read({"client_id": asked}, lambda row: _party_of(row) in (asked, None))

    def _read(self, filters: Mapping[str, str], fits: Callable[[Row], bool]) -> None:
        """Take the rows that a filter leaves; all there are where Alegra ignores it."""
        self._delay.after_start()
        for rows in self._pager.everything(filters=filters, closing=not filters):
            self._is_read_whole = self._is_read_whole or not all(map(fits, rows))
            self._take(rows)

    def _take(self, rows: Iterable[Row]) -> None:
        writing = self._resource.writing
        for row in rows:
            identifier = row_id(row)
            if identifier is None or writing is None:
                continue
            if not self._resource.is_dated:
                row = {**self._rows.get(identifier, {}), **row}
            self.discard(identifier)
            names = list(writing.keys_of(row).items())
            external_id = external_id_of(row) if writing.marked else None
            if external_id is not None:
                names.append(("external_id", external_id))
            for name in names:
                self._found[name].add(identifier)
            if names:
                self._names[identifier] = names
            if not self._resource.is_dated:
                self._rows[identifier] = row


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


def _party_of(row: Row) -> str | None:
    """Alegra's id of the contact that a document names; None where that can't be told."""
    for key in ("client", "provider"):
        identifier = readable(inside, row, key, "id")
        if identifier not in (None, ""):
            return str(identifier)
    return None
