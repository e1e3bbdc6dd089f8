"""A resource as a stream of the CDK: one partition, read by the resource's sync strategy."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import cache
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

from alegra_api.errors import NotOffered
from alegra_unified.resource import Resource
from alegra_unified.synchronization import (
    ContactChanges,
    DatedFullRefresh,
    DocumentChanges,
    MasterData,
    WholeReading,
)

from .change_capture import DocumentSync
from .contacts import ContactSync
from .dated_full_refresh import DatedFullRefreshSync
from .master_data import MasterDataSync
from .schema import json_schema
from .state import (
    Checkpoint,
    ContactState,
    DocumentState,
    MasterDataState,
    decode_reading,
    decode_state,
)
from .sync_context import SyncContext

CHECKPOINT_SECONDS = 20.0

logger = logging.getLogger("airbyte")


class StreamSync(Protocol):
    """What gives the records of one stream in one sync."""

    def records(self, checkpoint: Checkpoint) -> Iterator[dict[str, Any]]:
        """The records; `checkpoint` is called when all given so far are true to the state."""


def begin_sync(
    resource: Resource, context: SyncContext, sync_mode: SyncMode, state: Mapping[str, Any]
) -> Callable[[], StreamSync]:
    """What begins the sync of a resource by its strategy.

    Raises:
        AirbyteTracedException: a config error: the state can't be read.
    """
    incremental = sync_mode == SyncMode.incremental
    match resource.strategy:
        case MasterData() | WholeReading() as strategy:
            listed = (
                decode_state(MasterDataState, resource.name, state)
                if incremental and strategy.cursor_field
                else MasterDataState()
            )
            return lambda: MasterDataSync(resource, context, listed)
        case ContactChanges() as contact_changes:
            contacts = decode_state(ContactState, resource.name, state if incremental else {})
            return lambda: ContactSync(resource, contact_changes, context, contacts)
        case DocumentChanges() as document_changes if incremental:
            documents = decode_state(DocumentState, resource.name, state)
            return lambda: DocumentSync(resource, document_changes, context, documents)
        case DocumentChanges() | DatedFullRefresh():
            reading = decode_reading(resource.name, state)
            return lambda: DatedFullRefreshSync(resource, context, reading)


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
        """Part of the CDK's interface; the sync itself knows what it gave."""

    def close_partition(self, partition: Partition) -> None:
        """The sync came to its good end: its state is the stream's."""
        if self._latest is not None:
            self._state = self._latest()

    def ensure_at_least_one_state_emitted(self) -> None:
        """Print the state at the end of the stream, good or bad."""
        self._emit()

    def should_be_synced(self, record: Record) -> bool:
        """Part of the CDK's interface; the sync itself leaves out what need not be synced."""
        return True

    def _emit(self) -> None:
        manager = ConnectorStateManager()
        manager.update_state_for_stream(self._stream, None, self._state)
        self._messages.emit_message(manager.create_state_message(self._stream, None))


class WholeStream(Partition, PartitionGenerator):
    """The one partition of a stream, and what gives it: everything that a sync reads, in order.

    Args:
        resource: what the stream holds.
        context: the sync of all streams.
        begin: begins that of this one.
        checkpoint: takes its states.
    """

    def __init__(
        self,
        resource: Resource,
        context: SyncContext,
        begin: Callable[[], StreamSync],
        checkpoint: Checkpoint,
    ) -> None:
        self._resource = resource
        self._context = context
        self._begin = begin
        self._checkpoint = checkpoint

    def generate(self) -> Iterable[Partition]:
        """The partition."""
        yield self

    def read(self) -> Iterable[Record]:
        """The records of the stream; none of what is Alegra's own where a company lacks it."""
        try:
            for data in self._begin().records(self._checkpoint):
                yield Record(data=data, stream_name=self._resource.name)
        except NotOffered as answer:
            if not self._resource.is_native:
                raise
            self._context.note_lacking(self._resource, answer)

    def to_slice(self) -> Mapping[str, Any] | None:
        """Nothing: the stream is not sliced."""
        return None

    def stream_name(self) -> str:
        """Name of the stream."""
        return self._resource.name

    def __hash__(self) -> int:
        return hash(self._resource.name)


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


def make_stream(
    resource: Resource,
    context: SyncContext,
    messages: MessageRepository,
    sync_mode: SyncMode,
    state: Mapping[str, Any],
) -> AlegraStream:
    """One stream of the CDK.

    Args:
        resource: what the stream holds.
        context: the sync.
        messages: where STATE messages go.
        sync_mode: as the catalog asks.
        state: what the last sync left; empty when there is nothing.

    Raises:
        AirbyteTracedException: a config error: the state can't be read.
    """
    cursor: CheckpointCursor | FinalStateCursor
    strategy, cursor_field = resource.strategy, resource.strategy.cursor_field
    starts_over = isinstance(strategy, MasterData) and sync_mode == SyncMode.full_refresh
    if starts_over or isinstance(strategy, WholeReading):
        cursor = FinalStateCursor(resource.name, None, messages)
        checkpoint: Checkpoint = _keep_nothing
    else:
        cursor = CheckpointCursor(resource.name, state, messages)
        checkpoint = cursor.checkpoint
    begin = begin_sync(resource, context, sync_mode, state)
    return AlegraStream(
        resumable=resource.is_dated,
        partition_generator=WholeStream(resource, context, begin, checkpoint),
        name=resource.name,
        # The CDK asks for it several times.
        json_schema=cache(lambda: json_schema(resource, context.config.include_raw)),
        primary_key=[resource.key] if resource.is_keyed else [],
        cursor_field=None if cursor_field is None else CursorField(cursor_field),
        logger=logger,
        cursor=cursor,
        # Readers of one list take turns, so that the second finds what the first has kept.
        block_simultaneous_read=(
            resource.listing.path if context.readers(resource.listing) > 1 else ""
        ),
    )


def _keep_nothing(encode: Callable[[], dict[str, Any]]) -> None:
    """Master data is short: a reading that was cut off starts over."""
