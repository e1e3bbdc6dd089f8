"""Full refresh of tables with Meltano's singer-sdk.

Usage: singer_read.py --config CONFIG
"""

from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th
from singer_sdk.authenticators import BasicAuthenticator
from singer_sdk.pagination import BaseOffsetPaginator

LIMIT = 30


class Paginator(BaseOffsetPaginator):
    """Goes on until a page is short."""

    def has_more(self, response):
        """Whether the page was full."""
        return len(response.json()) == LIMIT


def seconds_to_wait(exception):
    """What Alegra's header says, or five."""
    response = getattr(exception, "response", None)
    reset = response.headers.get("X-Rate-Limit-Reset") if response is not None else None
    return int(reset) + 1 if reset else 5


class Table(RESTStream):
    """One table, row by row as Alegra sends them."""

    primary_keys = ("id",)
    replication_key = None
    records_jsonpath = "$[*]"
    schema = th.PropertiesList(
        th.Property("id", th.CustomType({"type": ["string", "integer"]})),
        additional_properties=th.CustomType({}),
    ).to_dict()

    @property
    def url_base(self):
        """Base of the API."""
        return self.config["api_url"]

    @property
    def authenticator(self):
        """E-mail and token."""
        return BasicAuthenticator(username=self.config["email"], password=self.config["api_token"])

    def get_new_paginator(self):
        """From the first row."""
        return Paginator(start_value=0, page_size=LIMIT)

    def get_url_params(self, context, next_page_token):
        """A page."""
        return {"start": next_page_token or 0, "limit": LIMIT, "order_field": "id"}

    def backoff_wait_generator(self):
        """The rest of the minute."""
        return self.backoff_runtime(value=seconds_to_wait)

    def backoff_max_tries(self):
        """Often enough for a sync of some minutes."""
        return 8


class TapAlegra(Tap):
    """The tables of the configuration."""

    name = "tap-alegra-bench"
    config_jsonschema = th.PropertiesList(
        th.Property("api_url", th.StringType),
        th.Property("email", th.StringType),
        th.Property("api_token", th.StringType),
        th.Property("tables", th.ArrayType(th.StringType)),
    ).to_dict()

    def discover_streams(self):
        """One stream a table."""
        return [
            type(table, (Table,), {"name": table, "path": f"/{table}"})(tap=self)
            for table in self.config["tables"]
        ]


TapAlegra.cli()
