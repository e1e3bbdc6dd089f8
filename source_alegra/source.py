"""The source: spec, check, discover, read."""

import logging
from collections.abc import Iterator, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from typing import Any

from airbyte_cdk.models import (
    AirbyteCatalog,
    AirbyteConnectionStatus,
    AirbyteMessage,
    AirbyteStateMessage,
    AirbyteStateMessageSerializer,
    AirbyteStateType,
    AirbyteStreamStatus,
    ConfiguredAirbyteCatalog,
    ConfiguredAirbyteCatalogSerializer,
    ConfiguredAirbyteStream,
    FailureType,
    StreamDescriptor,
    SyncMode,
)
from airbyte_cdk.sources import Source
from airbyte_cdk.sources.concurrent_source.concurrent_source import ConcurrentSource
from airbyte_cdk.sources.connector_state_manager import ConnectorStateManager
from airbyte_cdk.sources.message import InMemoryMessageRepository, MessageRepository
from airbyte_cdk.sources.message.concurrent_repository import ConcurrentMessageRepository
from airbyte_cdk.sources.streams.concurrent.abstract_stream import AbstractStream
from airbyte_cdk.sources.streams.concurrent.partitions.types import QueueItem
from airbyte_cdk.sources.utils.slice_logger import DebugSliceLogger
from airbyte_cdk.utils.stream_status_utils import as_airbyte_message
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_api.client import AlegraClient
from alegra_api.command_line import told
from alegra_api.configuration import config_error, json_object, read_file
from alegra_api.one_line import listed, one_line
from alegra_unified.registry import RESOURCES

from .check import check_connection
from .config import Config, read_config
from .stream import make_stream
from .sync_context import SyncContext

# So many records wait in memory when the reader of our output is slower than we are.
_QUEUED_ITEMS = 1_000


def _without_known_traces(record: logging.LogRecord) -> bool:
    """Log failures that a message tells in words without the stack trace that the CDK adds."""
    if record.exc_info and isinstance(record.exc_info[1], AirbyteTracedException):
        record.exc_info = None
    return True


_STREAMS = logging.getLogger("airbyte.streams")
_STREAMS.addFilter(_without_known_traces)


class SourceAlegra(Source):
    """Alegra's books as unified accounting records."""

    def __init__(self) -> None:
        self._queue: Queue[QueueItem] = Queue(maxsize=_QUEUED_ITEMS)
        self.message_repository: MessageRepository = ConcurrentMessageRepository(
            self._queue, InMemoryMessageRepository()
        )

    @staticmethod
    def read_config(config_path: str) -> MutableMapping[str, Any]:
        """The configuration that stands in a file.

        It is checked before the CDK compares it with the specification, quoting what does not fit.

        Raises:
            AirbyteTracedException: a config error: there is none, or in a value.
        """
        config = read_file("config", config_path, json_object)
        read_config(dict(config))
        return config

    @classmethod
    def read_catalog(cls, catalog_path: str) -> ConfiguredAirbyteCatalog:
        """The configured catalog that stands in a file.

        Raises:
            AirbyteTracedException: a config error: there is none.
        """
        return read_file("catalog", catalog_path, ConfiguredAirbyteCatalogSerializer.load)

    @classmethod
    def read_state(cls, state_path: str | None) -> list[AirbyteStateMessage]:
        """The states that stand in a file; none where no file is named.

        Raises:
            AirbyteTracedException: a config error: there are none.
        """
        return read_file("state", state_path, _states) if state_path else []

    def check(self, logger: logging.Logger, config: Mapping[str, Any]) -> AirbyteConnectionStatus:
        """Whether a sync with this configuration would get at the company's records.

        Raises:
            AirbyteTracedException: a config error in a value.
        """
        return check_connection(_client(read_config(dict(config)), wait_for_rate_limit=False))

    def discover(self, logger: logging.Logger, config: Mapping[str, Any]) -> AirbyteCatalog:
        """The streams; they are the same for every company, so Alegra is not asked."""
        settings = read_config(dict(config))
        with ThreadPoolExecutor() as executor:
            context = SyncContext(settings, _client(settings), executor)
            return AirbyteCatalog(
                streams=[
                    make_stream(
                        resource, context, self.message_repository, SyncMode.full_refresh, {}
                    ).as_airbyte_stream()
                    for resource in RESOURCES.values()
                ]
            )

    def read(
        self,
        logger: logging.Logger,
        config: Mapping[str, Any],
        catalog: ConfiguredAirbyteCatalog,
        state: list[AirbyteStateMessage] | None = None,
    ) -> Iterator[AirbyteMessage]:
        """The records, states and statuses of one sync.

        Raises:
            AirbyteTracedException: a stream failed; the others were read to their end.
        """
        settings = read_config(dict(config))
        _check_catalog(catalog)
        failed: list[str] = []
        with ThreadPoolExecutor(settings.num_workers) as executor:
            resources = [
                RESOURCES[it.stream.name] for it in catalog.streams if it.stream.name in RESOURCES
            ]
            context = SyncContext(settings, _client(settings), executor, resources)
            streams: list[AbstractStream] = []
            states = ConnectorStateManager(state)
            for configured in catalog.streams:
                try:
                    streams.append(self._stream(configured, context, states))
                except AirbyteTracedException as error:
                    failed.append(configured.stream.name)
                    descriptor = StreamDescriptor(name=configured.stream.name)
                    yield told(error.as_airbyte_message(stream_descriptor=descriptor))
                    yield as_airbyte_message(configured.stream, AirbyteStreamStatus.INCOMPLETE)
            try:
                for message in self._concurrently(settings).read(streams) if streams else ():
                    if message.trace is not None and message.trace.error is not None:
                        descriptor = message.trace.error.stream_descriptor
                        failed += [] if descriptor is None else [descriptor.name]
                    yield told(message)
            except AirbyteTracedException:
                # That of the CDK for failed streams names our classes.
                if not failed:
                    raise
        if failed:
            names = listed([one_line(name) for name in dict.fromkeys(failed)], ", ")
            raise config_error(f"Not read to the end: {names}. See the message of each stream.")
        if context.lacking and len(context.lacking) == len(catalog.streams):
            raise config_error(
                f"Alegra offers none of the chosen streams to this company: "
                f"{', '.join(sorted(context.lacking))}. See the message of each, or choose others."
            )

    def _stream(
        self,
        configured: ConfiguredAirbyteStream,
        context: SyncContext,
        states: ConnectorStateManager,
    ) -> AbstractStream:
        name = configured.stream.name
        resource = RESOURCES.get(name)
        if resource is None:
            raise config_error(
                f"There is no stream {one_line(name)} in this source. Refresh the schema of the "
                f"connection; the streams are {', '.join(RESOURCES)}."
            )
        return make_stream(
            resource,
            context,
            self.message_repository,
            configured.sync_mode,
            states.get_stream_state(name, configured.stream.namespace),
        )

    def _concurrently(self, config: Config) -> ConcurrentSource:
        return ConcurrentSource.create(
            num_workers=config.num_workers,
            initial_number_of_partitions_to_generate=1,
            logger=_STREAMS,
            slice_logger=DebugSliceLogger(),
            message_repository=self.message_repository,
            queue=self._queue,
        )


def _check_catalog(catalog: ConfiguredAirbyteCatalog) -> None:
    """Refuse a stream that comes twice: each of its records would."""
    names = [configured.stream.name for configured in catalog.streams]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise AirbyteTracedException(
            message=f"The catalog has {', '.join(twice)} more than once. Refresh the schema of the "
            "connection, so that each stream comes once.",
            failure_type=FailureType.config_error,
        )


def _states(content: Any) -> list[AirbyteStateMessage]:
    if not isinstance(content or [], list):
        raise ValueError("holds no list of states")
    states = [AirbyteStateMessageSerializer.load(state) for state in content or []]
    # The CDK takes whatever dict() takes, such as a list of pairs.
    held = [(state.get("stream") or {}).get("stream_state") for state in content or []]
    if not all(isinstance(it, dict | None) for it in held):
        raise ValueError("holds a state of a stream that is no object")
    if any(it.stream is None or it.type not in (None, AirbyteStateType.STREAM) for it in states):
        raise ValueError("holds a state of no stream, which this source has never printed")
    return states


def _client(config: Config, wait_for_rate_limit: bool = True) -> AlegraClient:
    return AlegraClient(
        email=config.email,
        api_token=config.api_token,
        api_url=config.api_url,
        requests_per_minute=config.requests_per_minute,
        wait_for_rate_limit=wait_for_rate_limit,
    )
