"""The least connector that can be written on the CDK, to measure a cold start beside."""

import logging
import sys
from collections.abc import Mapping
from typing import Any

from airbyte_cdk.entrypoint import launch
from airbyte_cdk.models import AirbyteConnectionStatus, ConnectorSpecification, Status
from airbyte_cdk.sources import AbstractSource
from airbyte_cdk.sources.streams import Stream


class PlainSource(AbstractSource):
    """No stream, nothing to configure."""

    def spec(self, logger: logging.Logger) -> ConnectorSpecification:
        """Nothing to configure."""
        return ConnectorSpecification(connectionSpecification={"type": "object", "properties": {}})

    def check_connection(
        self, logger: logging.Logger, config: Mapping[str, Any]
    ) -> tuple[bool, Any | None]:
        """Always well."""
        return True, None

    def check(self, logger: logging.Logger, config: Mapping[str, Any]) -> AirbyteConnectionStatus:
        """Always well."""
        return AirbyteConnectionStatus(status=Status.SUCCEEDED)

    def streams(self, config: Mapping[str, Any]) -> list[Stream]:
        """None."""
        return []


if __name__ == "__main__":
    launch(PlainSource(), sys.argv[1:])
