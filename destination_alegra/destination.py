"""The destination: spec, check, discover, write."""

import argparse
import io
import logging
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import orjson
import serpyco_rs
from airbyte_cdk.destinations import Destination
from airbyte_cdk.exception_handler import init_uncaught_exception_handler
from airbyte_cdk.models import (
    AirbyteConnectionStatus,
    AirbyteMessage,
    AirbyteMessageSerializer,
    ConfiguredAirbyteCatalog,
    FailureType,
    Type,
)
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from airbyte_protocol_dataclasses.models import DestinationCatalog

from alegra_api.client import AlegraClient
from alegra_api.exact_json import exact_json, print_json
from alegra_api.rate_limit import MAXIMUM_CONCURRENT_REQUESTS
from alegra_unified.company import Company
from alegra_unified.writing import Problem

from .catalog import Plan, destination_catalog, plans
from .check import check_connection
from .config import Config, read_config
from .existing import Library
from .incoming import external_id_in, read_incoming
from .rejections import Rejection, Rejections, rejects_store
from .writer import Tally, Writer

MOST_WAITING = 1_000
"""Records that are gathered before they are written, when no state comes in between."""

logger = logging.getLogger("airbyte")


@dataclass
class JsonMessage(AirbyteMessage):
    """A message as JSON: that of the input as it came, numbers exact, unknown keys kept.

    Attributes:
        json: the message; for a line of the input that is no message, None.
        line: number of the line of the input, from 1.
    """

    json: dict[str, Any] | None = field(default=None)
    line: int = 0


class DestinationAlegra(Destination):
    """Unified accounting records, written into Alegra as drafts, each exactly once."""

    VALID_CMDS = {"spec", "check", "discover", "write"}  # noqa: RUF012

    def check(self, logger: logging.Logger, config: Mapping[str, Any]) -> AirbyteConnectionStatus:
        """Whether a sync with this configuration could write.

        Raises:
            AirbyteTracedException: a config error in a value.
        """
        settings = read_config(dict(config))
        return check_connection(settings, _client(settings, wait_for_rate_limit=False))

    def write(
        self,
        config: Mapping[str, Any],
        configured_catalog: ConfiguredAirbyteCatalog,
        input_messages: Iterable[AirbyteMessage],
    ) -> Iterator[AirbyteMessage]:
        """Write the records; a STATE comes back when all in front of it is accounted for.

        Raises:
            AirbyteTracedException: Alegra can't be reached; a stream can't be written as it is
                configured; more records were rejected than may be.
        """
        settings = read_config(dict(config))
        streams = plans(configured_catalog, settings.object_mapping, settings.external_id_field)
        refused = {name: it for name, it in streams.items() if isinstance(it, str)}
        for reason in refused.values():
            logger.error(reason)
        store = rejects_store(settings)
        store.verify()
        client = _client(settings)
        # Alegra bears three requests at a time, whoever of us asks.
        with (
            ThreadPoolExecutor(MAXIMUM_CONCURRENT_REQUESTS) as senders,
            ThreadPoolExecutor(MAXIMUM_CONCURRENT_REQUESTS) as readers,
        ):
            writer = Writer(
                config=settings,
                client=client,
                company=Company.from_alegra(client.find("/company") or {}),
                rejections=Rejections(store),
                executor=senders,
                library=Library(client, readers),
            )
            yield from _written(writer, settings, streams, input_messages)
        _report(writer, settings)
        if refused:
            raise AirbyteTracedException(
                message=" ".join(refused.values()), failure_type=FailureType.config_error
            )
        most = settings.max_rejected_records
        if most is not None and writer.rejections.total > most:
            raise AirbyteTracedException(
                message=f"{writer.rejections.total} records were rejected, and "
                f"max_rejected_records allows {most}. Each stands in the log with its reason; all "
                "others were written.",
                failure_type=FailureType.config_error,
            )

    def parse_args(self, args: list[str]) -> argparse.Namespace:
        """The command line, with `discover`, which the CDK does not know of destinations."""
        if args[:1] != ["discover"]:
            return super().parse_args(args)
        parser = argparse.ArgumentParser(prog="destination-alegra discover")
        parser.add_argument("--config", required=True, help="path to the configuration file")
        return argparse.Namespace(command="discover", **vars(parser.parse_args(args[1:])))

    def run_cmd(self, parsed_args: argparse.Namespace) -> Iterable[AirbyteMessage]:
        """The messages of a command."""
        if parsed_args.command != "discover":
            yield from super().run_cmd(parsed_args)
            return
        read_config(dict(self.read_config(config_path=parsed_args.config)))
        # The CDK's own message has no place for the protocol's destination catalog.
        catalog = serpyco_rs.Serializer(DestinationCatalog).dump(destination_catalog())
        kind = Type.DESTINATION_CATALOG
        yield JsonMessage(type=kind, json={"type": kind.value, "destination_catalog": catalog})

    def run(self, args: list[str]) -> None:
        """Print the messages of a command; states as they came, with what was rejected."""
        init_uncaught_exception_handler(logger)
        for message in self.run_cmd(self.parse_args(args)):
            printed = (
                print_json(message.json)
                if isinstance(message, JsonMessage)
                else AirbyteMessageSerializer.dump(message)
            )
            print(orjson.dumps(printed).decode(), flush=True)

    def _parse_input_stream(self, input_stream: io.TextIOWrapper) -> Iterable[AirbyteMessage]:
        """The input with exact numbers; a line that is no message is handed on to be reported."""
        for number, line in enumerate(input_stream, start=1):
            if line.strip():
                yield _received(line, number)


def _received(line: str, number: int) -> JsonMessage:
    try:
        json = exact_json(line)
    except ValueError:
        json = None
    kind = json.get("type") if isinstance(json, dict) else None
    known = kind in {it.value for it in Type}
    return JsonMessage(
        type=Type(kind) if known else Type.LOG, json=json if known else None, line=number
    )


def _written(
    writer: Writer,
    config: Config,
    streams: Mapping[str, Plan | str],
    messages: Iterable[AirbyteMessage],
) -> Iterator[AirbyteMessage]:
    """Take the input record by record, and give each state back when it is true."""
    passed: dict[str, Tally] = {}
    for message in messages:
        if not isinstance(message, JsonMessage):
            message = JsonMessage(type=message.type, json=AirbyteMessageSerializer.dump(message))
        if message.json is None:
            rule = f"line {message.line} of the input is no Airbyte message, and was not written"
            rejection = Rejection("(unknown)", f"line {message.line}", [Problem("", rule)])
            writer.account_rejection(rejection, None)
        elif message.type == Type.RECORD:
            _take(writer, config, streams, message)
            if writer.waiting >= MOST_WAITING:
                writer.flush(final=False)
        elif message.type == Type.STATE:
            writer.flush(final=True)
            writer.rejections.keep()
            names = _streams_of(message.json["state"], streams)
            if config.dry_run or any(isinstance(streams.get(name), str) for name in names):
                continue
            yield _with_counts(message, names, writer, passed)
    writer.flush(final=True)
    writer.rejections.keep()


def _take(
    writer: Writer, config: Config, streams: Mapping[str, Plan | str], message: JsonMessage
) -> None:
    assert message.json is not None
    record = message.json.get("record") or {}
    stream, data = str(record.get("stream")), record.get("data")
    plan = streams.get(stream)
    place = f"number {message.line} of the input"
    if isinstance(plan, str):
        return
    if plan is None or not isinstance(data, dict):
        rule = "is of a stream that is not in the catalog" if plan is None else "has no data"
        writer.account_rejection(Rejection(stream, place, [Problem("", rule)]), data)
        return
    incoming, problems = read_incoming(plan, message.line, data, config.external_id_field)
    if incoming is None:
        name = external_id_in(data, config.external_id_field) or place
        writer.account_rejection(Rejection(stream, name, problems), data)
    else:
        writer.take(incoming)


def _streams_of(state: Mapping[str, Any], streams: Iterable[str]) -> list[str]:
    """The streams that a state speaks of; a state of the whole sync speaks of all."""
    stream = state.get("stream")
    if isinstance(stream, dict):
        return [str(stream.get("stream_descriptor", {}).get("name"))]
    return list(streams)


def _with_counts(
    message: JsonMessage, names: list[str], writer: Writer, passed: dict[str, Tally]
) -> JsonMessage:
    """The state with what was accounted for since the last one of its streams.

    `rejectedRecordCount` is of protocol 0.18, one ahead of the CDK's models.
    """
    counted, rejected = 0, 0
    for name in [*names, "(unknown)"]:
        now, before = writer.tallies.get(name, Tally()), passed.get(name, Tally())
        counted += now.records - before.records
        rejected += now.rejected - before.rejected
        passed[name] = Tally(now.records, now.rejected, now.written)
    assert message.json is not None
    stats = {"recordCount": float(counted), "rejectedRecordCount": float(rejected)}
    state = {**message.json["state"], "destinationStats": stats}
    return JsonMessage(type=Type.STATE, json={**message.json, "state": state}, line=message.line)


def _report(writer: Writer, config: Config) -> None:
    verb = "would be written" if config.dry_run else "written"
    for name, tally in writer.tallies.items():
        there = tally.records - tally.written - tally.rejected
        logger.info(
            f"Stream {name}: {tally.records} records, {tally.written} {verb}, {there} there "
            f"already, {tally.rejected} rejected."
        )


def _client(config: Config, wait_for_rate_limit: bool = True) -> AlegraClient:
    return AlegraClient(
        email=config.email,
        api_token=config.api_token,
        api_url=config.api_url,
        requests_per_minute=config.requests_per_minute,
        wait_for_rate_limit=wait_for_rate_limit,
    )
