"""The destination: spec, check, discover, write."""

import argparse
import logging
import sys
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import serpyco_rs
from airbyte_cdk.destinations import Destination
from airbyte_cdk.logger import init_logger
from airbyte_cdk.models import (
    AirbyteConnectionStatus,
    AirbyteMessage,
    ConfiguredAirbyteCatalog,
    ConfiguredAirbyteCatalogSerializer,
    Type,
)
from airbyte_cdk.utils.airbyte_secrets_utils import update_secrets
from airbyte_protocol_dataclasses.models import DestinationCatalog

from alegra_api.client import AlegraClient
from alegra_api.configuration import config_error, json_object, read_file
from alegra_api.exact_json import print_json
from alegra_api.one_line import listed
from alegra_api.rate_limit import MAXIMUM_CONCURRENT_REQUESTS
from alegra_unified.company import Company

from .accounting import Accounting
from .catalog import destination_catalog, plans
from .check import check_connection
from .config import Config, S3Storage, read_config
from .messages import JsonMessage, read_messages
from .rejections import Rejections, verified_store
from .sync import Sync
from .writer import Writer

logger = init_logger("airbyte")


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
        refused = [reason for reason in streams.values() if isinstance(reason, str)]
        for reason in refused:
            logger.error(reason)
        syncs = [it.sync_id for it in configured_catalog.streams if it.sync_id is not None]
        rejections = Rejections(verified_store(settings), next(iter(syncs), None))
        accounting = Accounting(rejections, settings.dry_run)
        client = _client(settings)
        # Alegra bears three requests at a time, whoever of us asks.
        with (
            ThreadPoolExecutor(MAXIMUM_CONCURRENT_REQUESTS) as senders,
            ThreadPoolExecutor(MAXIMUM_CONCURRENT_REQUESTS) as readers,
        ):
            company = Company.from_alegra(client.company())
            writer = Writer(settings, client, company, accounting, senders, readers)
            yield from Sync(settings, streams, writer, accounting).answers(input_messages)
        accounting.report()
        if refused:
            raise config_error(listed(refused))
        maximum, total = settings.max_rejected_records, accounting.rejections.total
        if maximum is not None and total > maximum:
            raise config_error(
                f"{total} records were rejected, and max_rejected_records allows {maximum}. Each "
                "stands in the log with its reason; all others were written."
            )

    def parse_args(self, args: list[str]) -> argparse.Namespace:
        """The command line, with `discover`, which the CDK does not know of destinations."""
        if args[:1] != ["discover"]:
            return super().parse_args(args)
        parser = argparse.ArgumentParser(prog="destination-alegra discover")
        parser.add_argument("--config", required=True, help="path to the configuration file")
        return argparse.Namespace(command="discover", **vars(parser.parse_args(args[1:])))

    @staticmethod
    def read_config(config_path: str) -> MutableMapping[str, Any]:
        """The configuration as it stands in a file.

        Raises:
            AirbyteTracedException: a config error: there is none.
        """
        return read_file("config", config_path, json_object)

    def run_cmd(self, parsed_args: argparse.Namespace) -> Iterable[AirbyteMessage]:
        """The messages of a command.

        Raises:
            AirbyteTracedException: what ended it.
        """
        command = parsed_args.command
        if command == "spec":
            yield from super().run_cmd(parsed_args)
            return
        config = self.read_config(parsed_args.config)
        # The CDK would compare them with the specification, and quote what does not fit.
        settings = read_config(dict(config))
        update_secrets(_secrets(settings))
        if command == "check":
            yield self._run_check(config)
        elif command == "discover":
            # The CDK's own message has no place for the protocol's destination catalog.
            catalog = serpyco_rs.Serializer(DestinationCatalog).dump(destination_catalog())
            kind = Type.DESTINATION_CATALOG
            yield JsonMessage(type=kind, json={"type": kind.value, "destination_catalog": catalog})
        else:
            load = ConfiguredAirbyteCatalogSerializer.load
            configured = read_file("catalog", parsed_args.catalog, load)
            logger.info("Begin writing to the destination...")
            yield from self.write(config, configured, read_messages(sys.stdin.buffer))
            logger.info("Writing complete.")

    def run(self, args: list[str]) -> None:
        """Print the messages of a command; states as they came, with what was rejected."""
        # A part of the CDK that is not imported for its own sake would do so otherwise.
        init_logger("airbyte")
        for message in self.run_cmd(self.parse_args(args)):
            printed = print_json(JsonMessage.of(message).json)
            print(orjson.dumps(printed).decode(), flush=True)


def _secrets(config: Config) -> list[str]:
    """What no message may show."""
    kept = config.object_storage_config
    keys = [kept.access_key_id, kept.secret_access_key] if isinstance(kept, S3Storage) else []
    return [config.api_token, *filter(None, keys)]


def _client(config: Config, wait_for_rate_limit: bool = True) -> AlegraClient:
    return AlegraClient(
        email=config.email,
        api_token=config.api_token,
        api_url=config.api_url,
        requests_per_minute=config.requests_per_minute,
        wait_for_rate_limit=wait_for_rate_limit,
    )
