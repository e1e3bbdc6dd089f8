"""Writes ready-made invoices with hotglue's SDK: POST, as its default upsert does.

Usage: hotglue_write.py --config CONFIG < messages
"""

import base64

from hotglue_singer_sdk import typing as th
from hotglue_singer_sdk.target_sdk.client import HotglueSink
from hotglue_singer_sdk.target_sdk.target import TargetHotglue


class Invoices(HotglueSink):
    """The sink of all streams."""

    name = "invoices"
    endpoint = "invoices"
    unified_schema = None

    @property
    def base_url(self):
        """Base of the API."""
        return self.config["api_url"] + "/"

    @property
    def http_headers(self):
        """E-mail and token."""
        credentials = f"{self.config['email']}:{self.config['api_token']}".encode()
        return {"Authorization": "Basic " + base64.b64encode(credentials).decode()}

    def preprocess_record(self, record, context):
        """The body is ready."""
        return record["body"]


class TargetAlegra(TargetHotglue):
    """The target."""

    name = "target-alegra-bench"
    SINK_TYPES = [Invoices]  # noqa: RUF012
    MAX_PARALLELISM = 1
    config_jsonschema = th.PropertiesList(
        th.Property("api_url", th.StringType),
        th.Property("email", th.StringType),
        th.Property("api_token", th.StringType),
    ).to_dict()

    def get_sink_class(self, stream_name):
        """The only one."""
        return Invoices


TargetAlegra.cli()
