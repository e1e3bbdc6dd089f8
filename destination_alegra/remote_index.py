"""The remote index: what is known to stand in Alegra, found out as it is needed."""

from concurrent.futures import Executor

from alegra_api.client import AlegraClient
from alegra_api.paging.pager import Pager
from alegra_unified.resource import Resource

from .catalog import list_of
from .read_after_write import ReadAfterWriteDelay
from .remote_documents import RemoteDocuments
from .remote_list import RemoteList
from .remote_master_data import RemoteMasterData


class RemoteIndex:
    """What is known to stand in Alegra, by list; customers and suppliers are one list of contacts.

    Args:
        client: how Alegra is reached.
        executor: sends look-ups side by side, and fetches pages ahead.
        delay: is let pass before the first read.
    """

    def __init__(
        self, client: AlegraClient, executor: Executor, delay: ReadAfterWriteDelay
    ) -> None:
        self._client = client
        self._executor = executor
        self._delay = delay
        self._documents: dict[str, RemoteDocuments] = {}
        self._master_data: dict[str, RemoteMasterData] = {}

    def of(self, resource: Resource) -> RemoteList:
        """The list of a resource."""
        return self.documents(resource) if resource.is_dated else self.master_data(resource)

    def documents(self, resource: Resource) -> RemoteDocuments:
        """The list of a resource whose records are dated."""
        key = list_of(resource)
        if key not in self._documents:
            pager = self._pager(resource)
            self._documents[key] = RemoteDocuments(resource, pager, self._delay)
        return self._documents[key]

    def master_data(self, resource: Resource) -> RemoteMasterData:
        """The list of a resource whose records are not dated."""
        key = list_of(resource)
        if key not in self._master_data:
            pager = self._pager(resource)
            self._master_data[key] = RemoteMasterData(resource, pager, self._delay)
        return self._master_data[key]

    def _pager(self, resource: Resource) -> Pager:
        return Pager(
            client=self._client,
            listing=resource.listing,
            stream=resource.name,
            date_field=resource.strategy.date_field,
            executor=self._executor,
            pages_ahead=2,
        )
