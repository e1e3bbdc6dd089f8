"""The configuration of the source, and the form in which Airbyte's UI shows it."""

from datetime import date
from typing import Any

from airbyte_cdk.models import ConnectorSpecification
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from alegra_api.client import PUBLIC_URL
from alegra_api.configuration import (
    ApiToken,
    ApiUrl,
    RequestsPerMinute,
    read_configuration,
    specification,
)
from alegra_api.rate_limit import MAXIMUM_CONCURRENT_REQUESTS

DOCUMENTATION_URL = "https://docs.airbyte.com/integrations/sources/alegra"

_GROUPS = [
    {"id": "account", "title": "Alegra account"},
    {"id": "reading", "title": "What to read"},
    {"id": "pace", "title": "Rate limit and connection"},
]


class Config(BaseModel):
    """The source's configuration, checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: str = Field(
        title="E-mail",
        description="E-mail of the Alegra user whose token is used. The connector reads what this "
        "user may read.",
        examples=["accounting@example.com"],
        min_length=3,
        json_schema_extra={"group": "account"},
    )
    api_token: ApiToken
    start_date: date | None = Field(
        None,
        title="Start date",
        description="Documents dated before this day are not read. Empty reads everything.",
        examples=["2024-01-01"],
        json_schema_extra={
            "group": "reading",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "pattern_descriptor": "YYYY-MM-DD",
        },
    )
    lookback_days: int = Field(
        30,
        title="Lookback window (days)",
        description="Edits to documents dated within so many days before a sync are found by the "
        "next one, whatever their status.",
        examples=[30],
        ge=0,
        le=3650,
        json_schema_extra={"group": "reading"},
    )
    full_reconciliation_days: int = Field(
        7,
        title="Full reconciliation every (days)",
        description="Everything is read again after so many days, to find edits and deletions of "
        "old, settled documents, which Alegra shows nowhere else. 0 = never.",
        examples=[7],
        ge=0,
        le=3650,
        json_schema_extra={"group": "reading"},
    )
    open_documents_hours: int = Field(
        12,
        title="All open documents every (hours)",
        description="All drafts and open documents are read again after so many hours, to find "
        "edits in place of those dated before the lookback window. In between, new payments and "
        "notes tell which documents they settle, and the number of open documents tells whether "
        "others were voided, deleted or settled. 0 = at each sync.",
        examples=[12],
        ge=0,
        le=8760,
        json_schema_extra={"group": "reading"},
    )
    master_data_hours: int = Field(
        0,
        title="Contacts and master data every (hours)",
        description="Contacts, and master data in the incremental mode, are read again after so "
        "many hours, as Alegra can't tell which of them changed. New contacts are found at each "
        "sync all the same. 0 = at each sync.",
        examples=[24],
        ge=0,
        le=8760,
        json_schema_extra={"group": "reading"},
    )
    include_raw: bool = Field(
        False,
        title="Include Alegra's own records",
        description="Adds the untouched record of Alegra under `_raw`.",
        json_schema_extra={"group": "reading"},
    )
    requests_per_minute: RequestsPerMinute = None
    num_workers: int = Field(
        MAXIMUM_CONCURRENT_REQUESTS,
        title="Concurrent requests",
        description="Alegra starts to refuse requests when more than "
        f"{MAXIMUM_CONCURRENT_REQUESTS} are under way.",
        examples=[MAXIMUM_CONCURRENT_REQUESTS],
        ge=1,
        le=MAXIMUM_CONCURRENT_REQUESTS,
        json_schema_extra={"group": "pace"},
    )
    api_url: ApiUrl = PUBLIC_URL

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, values: dict[str, Any]) -> dict[str, Any]:
        """A configuration of version 0.1.0, which is saved for good, has the former name."""
        if "full_sweep_days" not in values:
            return values
        given = {name: it for name, it in values.items() if name != "full_sweep_days"}
        return {"full_reconciliation_days": values["full_sweep_days"], **given}

    @field_validator("start_date")
    @classmethod
    def _not_in_the_future(cls, day: date | None) -> date | None:
        if day is not None and day > date.today():
            raise ValueError("lies in the future, so nothing would be read; use a past day")
        return day


def read_config(values: dict[str, Any]) -> Config:
    """The configuration of a sync.

    Raises:
        AirbyteTracedException: a config error that names the field and the rule, no value.
    """
    return read_configuration(Config, values)


def connector_specification() -> ConnectorSpecification:
    """What `spec.json` holds, which the command `spec` prints without making it."""
    return ConnectorSpecification(
        connectionSpecification=specification(Config, "Alegra source", _GROUPS),
        documentationUrl=DOCUMENTATION_URL,
    )
