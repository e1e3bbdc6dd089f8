"""Streams of the CDK, made from the resources."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from concurrent.futures import Executor
from datetime import datetime, timedelta, timezone
from typing import Any, Protocol

from airbyte_cdk.models import AirbyteStream, SyncMode
from airbyte_cdk.sources.connector_state_manager import ConnectorStateManager
from airbyte_cdk.sources.message import MessageRepository
from airbyte_cdk.sources.streams.concurrent.cursor import Cursor, CursorField, FinalStateCursor
from airbyte_cdk.sources.streams.concurrent.default_stream import DefaultStream
from airbyte_cdk.sources.streams.concurrent.partitions.partition import Partition
from airbyte_cdk.sources.streams.concurrent.partitions.partition_generator import (
    PartitionGenerator,
)
from airbyte_cdk.sources.types import Record

from alegra_api.client import AlegraClient
from alegra_api.ids import IdSet
from alegra_api.paging.pager import Pager
from alegra_api.rows import Row, Rows
from alegra_unified.company import Company
from alegra_unified.resource import Resource
from alegra_unified.synchronization import ContactChanges, DocumentChanges, MasterData

from .change_capture import Checkpoint, DocumentSync, Horizon
from .config import Config
from .contacts import ContactSync, SharedList
from .full_reading import FullReading, MasterDataReading
from .records import RecordMapper
from .schema import json_schema
from .state import ContactState, DocumentState, StreamState, decode_state

CHECKPOINT_SECONDS = 20.0

logger = logging.getLogger("airbyte")


class Reading(Protocol):
    """What gives the records of one stream in one sync."""

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """The records; `checkpoint` is called when all given so far are true to the state."""


class CheckpointCursor(Cursor):
    """Prints the state of a stream while it is read, and once more at the end.

    A stream that fails ends with the last state that was true to its records.

    Args:
        stream: the stream's name.
        state: what the last sync left.
        messages: where STATE messages go.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        stream: str,
        state: Mapping[str, Any],
        messages: MessageRepository,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._state = dict(state)
        self._latest: Callable[[], dict[str, Any]] | None = None
        self._messages = messages
        self._clock = clock
        self._due = clock() + CHECKPOINT_SECONDS

    @property
    def state(self) -> MutableMapping[str, Any]:
        """The state printed last."""
        return self._state

    def checkpoint(self, encode: Callable[[], dict[str, Any]]) -> None:
        """Print the state when it is time to; records given so far are in the queue already."""
        self._latest = encode
        if self._clock() >= self._due:
            self._due = self._clock() + CHECKPOINT_SECONDS
            self._state = encode()
            self._emit()

    def observe(self, record: Record) -> None:
        """Part of the CDK's interface; the reading itself knows what it gave."""

    def close_partition(self, partition: Partition) -> None:
        """The reading came to its good end: its state is the stream's."""
        if self._latest is not None:
            self._state = self._latest()

    def ensure_at_least_one_state_emitted(self) -> None:
        """Print the state at the end of the stream, good or bad."""
        self._emit()

    def should_be_synced(self, record: Record) -> bool:
        """Part of the CDK's interface; the reading itself leaves out what need not be synced."""
        return True

    def _emit(self) -> None:
        manager = ConnectorStateManager()
        manager.update_state_for_stream(self._stream, None, self._state)
        self._messages.emit_message(manager.create_state_message(self._stream, None))


class ReadingPartition(Partition):
    """The one partition of a stream: everything that a sync reads, in order.

    Args:
        stream: the stream's name.
        start: begins the reading.
        checkpoint: takes its states.
    """

    def __init__(self, stream: str, start: Callable[[], Reading], checkpoint: Checkpoint) -> None:
        self._stream = stream
        self._start = start
        self._checkpoint = checkpoint

    def read(self) -> Iterable[Record]:
        """The records of the stream."""
        for data in self._start().records(self._checkpoint):
            yield Record(data=data, stream_name=self._stream)

    def to_slice(self) -> Mapping[str, Any] | None:
        """Nothing: the stream is not sliced."""
        return None

    def stream_name(self) -> str:
        """Name of the stream."""
        return self._stream

    def __hash__(self) -> int:
        return hash(self._stream)


class WholeStream(PartitionGenerator):
    """Gives the one partition of a stream."""

    def __init__(self, partition: ReadingPartition) -> None:
        self._partition = partition

    def generate(self) -> Iterable[Partition]:
        """The partition."""
        yield self._partition


class AlegraStream(DefaultStream):
    """A stream that can go on where it was cut off even when it has no cursor field."""

    def __init__(self, *, resumable: bool, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._resumable = resumable

    def as_airbyte_stream(self) -> AirbyteStream:
        """The stream as `discover` prints it."""
        stream = super().as_airbyte_stream()
        stream.is_resumable = self._resumable
        return stream


class Books:
    """One company's books, open for one sync: what its streams share.

    Args:
        config: the configuration.
        client: how Alegra is reached.
        executor: fetches pages ahead.
        clock: the present moment.
    """

    def __init__(
        self,
        config: Config,
        client: AlegraClient,
        executor: Executor,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self.config = config
        self.client = client
        self.executor = executor
        self.clock = clock
        self.began = clock()
        self._lock = threading.Lock()
        self._company_row: Row | None = None
        self._shared: dict[str, SharedList] = {}

    def company_row(self) -> Row:
        """``GET /company``, asked for once; every mapping needs its currency and time zone."""
        with self._lock:
            if self._company_row is None:
                self._company_row = self.client.find("/company") or {}
            return self._company_row

    def company(self) -> Company:
        """The company's facts."""
        return Company.from_alegra(self.company_row())

    def horizon(self, resource: Resource) -> Horizon:
        """How far a sync of a stream looks."""
        config = self.config
        return Horizon(
            now=self.began,
            today=self.company().today(self.began),
            start_date=config.start_date if resource.is_dated else None,
            lookback=timedelta(days=config.lookback_days),
            sweep_every=timedelta(days=config.full_sweep_days) if config.full_sweep_days else None,
        )

    def mapper(self, resource: Resource) -> RecordMapper:
        """What maps a stream's rows."""
        return RecordMapper(resource, self.company(), self.config.include_raw)

    def pager(self, resource: Resource) -> Pager:
        """What reads a stream's list."""
        return Pager(
            client=self.client,
            listing=resource.listing,
            stream=resource.name,
            date_field=resource.strategy.date_field,
            executor=self.executor,
            pages_ahead=self.config.num_workers - 1,
        )

    def shared(self, resource: Resource, readers: int) -> SharedList:
        """The list that a stream reads together with others of the same path."""
        path = resource.listing.path
        with self._lock:
            if path not in self._shared:
                self._shared[path] = SharedList(self.pager(resource), readers)
            return self._shared[path]


def make_stream(
    resource: Resource,
    books: Books,
    messages: MessageRepository,
    sync_mode: SyncMode,
    state: Mapping[str, Any],
    readers: int = 1,
) -> AlegraStream:
    """One stream of the CDK.

    Args:
        resource: what the stream holds.
        books: whose books.
        messages: where STATE messages go.
        sync_mode: as the catalog asks.
        state: what the last sync left; empty when there is nothing.
        readers: how many streams of this sync read the same list.

    Raises:
        AirbyteTracedException: a config error: the state can't be read.
    """
    cursor: CheckpointCursor | FinalStateCursor
    if isinstance(resource.strategy, MasterData):
        cursor = FinalStateCursor(resource.name, None, messages)
        checkpoint: Checkpoint = _keep_nothing
    else:
        cursor = CheckpointCursor(resource.name, state, messages)
        checkpoint = cursor.checkpoint
    start = _reading(resource, books, sync_mode, state, readers)
    return AlegraStream(
        resumable=resource.is_dated,
        partition_generator=WholeStream(ReadingPartition(resource.name, start, checkpoint)),
        name=resource.name,
        json_schema=lambda: json_schema(resource, books.config.include_raw),
        primary_key=["id"],
        cursor_field=_cursor_field(resource),
        logger=logger,
        cursor=cursor,
        # Readers of one list take turns, so that the second finds what the first has kept.
        block_simultaneous_read=resource.listing.path if readers > 1 else "",
    )


def _reading(
    resource: Resource,
    books: Books,
    sync_mode: SyncMode,
    state: Mapping[str, Any],
    readers: int,
) -> Callable[[], Reading]:
    incremental = sync_mode == SyncMode.incremental
    if isinstance(resource.strategy, ContactChanges):
        contacts = decode_state(ContactState, resource.name, state if incremental else {})
        return lambda: ContactSync(
            resource,
            books.shared(resource, readers),
            books.pager(resource),
            books.mapper(resource),
            books.horizon(resource),
            contacts,
            books.clock,
        )
    if isinstance(resource.strategy, DocumentChanges) and incremental:
        changes = resource.strategy
        documents = decode_state(DocumentState, resource.name, state)
        return lambda: DocumentSync(
            resource,
            changes,
            books.pager(resource),
            books.mapper(resource),
            books.horizon(resource),
            documents,
            books.clock,
        )
    if resource.is_dated:
        resumed = {key: state[key] for key in ("version", "sweep") if key in state}
        progress = decode_state(StreamState, resource.name, resumed)
        return lambda: FullReading(
            resource,
            books.pager(resource),
            books.mapper(resource),
            books.horizon(resource),
            progress,
            books.clock,
        )
    return lambda: MasterDataReading(resource, _rows(resource, books), books.mapper(resource))


def _rows(resource: Resource, books: Books) -> Callable[[], Iterator[Rows]]:
    if resource.listing.single:
        return lambda: iter([[books.company_row()]])
    return lambda: books.pager(resource).everything(IdSet())


def _cursor_field(resource: Resource) -> CursorField | None:
    cursor_field = resource.strategy.cursor_field
    return None if cursor_field is None else CursorField(cursor_field)


def _keep_nothing(encode: Callable[[], dict[str, Any]]) -> None:
    """Master data is short: a reading that was cut off starts over."""
