"""The configuration of the destination, and the form in which Airbyte's UI shows it."""

from typing import Annotated, Any, Literal

from airbyte_cdk.models import ConnectorSpecification
from pydantic import AfterValidator, AliasChoices, BaseModel, ConfigDict, Field

from alegra_api.client import PUBLIC_URL
from alegra_api.configuration import (
    ApiToken,
    ApiUrl,
    RequestsPerMinute,
    read_configuration,
    specification,
    usable_address,
)

from .catalog import MODES

DOCUMENTATION_URL = "https://docs.airbyte.com/integrations/destinations/alegra"

READ_AFTER_WRITE_DELAY_SECONDS = 15
"""A check two seconds after a lost answer was a false negative (docs: alegra-api 3.3 and 6)."""

_OLD_DELAY = "settling_seconds"
"""Name of the read-after-write delay in version 0.1.0, still understood."""

_GROUPS = [
    {"id": "account", "title": "Alegra account"},
    {"id": "writing", "title": "What to write"},
    {"id": "rejections", "title": "Rejected records"},
    {"id": "pace", "title": "Rate limit and connection"},
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NoRejectsFile(_Part):
    """The log tells why a record was rejected; the record itself is not kept."""

    model_config = ConfigDict(title="None")

    kind: Literal["none"] = "none"


class RejectsFolder(_Part):
    """Rejected records are written to a folder."""

    model_config = ConfigDict(title="Local folder")

    kind: Literal["folder"] = "folder"
    path: str = Field(
        title="Folder",
        description="An existing folder.",
        examples=["/local/rejected"],
        min_length=1,
    )


class RejectsBucket(_Part):
    """Rejected records are written to an S3-compatible bucket."""

    model_config = ConfigDict(title="S3-compatible bucket")

    kind: Literal["s3"] = "s3"
    bucket: str = Field(title="Bucket", examples=["my-rejected-records"])
    prefix: str = Field("alegra", title="Prefix", description="In front of each object's name.")
    region: str | None = Field(None, title="Region", examples=["us-east-1"])
    endpoint_url: Annotated[str, AfterValidator(usable_address)] | None = Field(
        None, title="Endpoint", description="Of an S3-compatible store that is not Amazon's."
    )
    access_key_id: str | None = Field(
        None, title="Access key id", json_schema_extra={"airbyte_secret": True}
    )
    secret_access_key: str | None = Field(
        None, title="Secret access key", json_schema_extra={"airbyte_secret": True}
    )


RejectedRecords = Annotated[
    NoRejectsFile | RejectsFolder | RejectsBucket, Field(discriminator="kind")
]


class Config(_Part):
    """The destination's configuration, checked."""

    email: str = Field(
        title="E-mail",
        description="E-mail of the Alegra user whose token is used. Records are written as that "
        "user.",
        examples=["accounting@example.com"],
        min_length=3,
        json_schema_extra={"group": "account"},
    )
    api_token: ApiToken
    dry_run: bool = Field(
        False,
        title="Dry run",
        description="Checks every record against Alegra and writes nothing; the log says what "
        "would be written. No state is emitted, so the real sync gets all records again.",
        json_schema_extra={"group": "writing"},
    )
    allow_stamping: bool = Field(
        False,
        title="Allow stamping",
        description="Lets records ask for a fiscal stamp with pass_through. A stamp uses up a "
        "folio and can't be undone.",
        json_schema_extra={"group": "writing"},
    )
    object_mapping: dict[str, str] = Field(
        default_factory=dict,
        title="Object mapping",
        description="Name of a stream to name of an Alegra object, for streams that are named "
        "differently.",
        examples=[{"orders_to_invoice": "invoices"}],
        json_schema_extra={"group": "writing"},
    )
    external_id_field: str = Field(
        "external_id",
        title="External id field",
        description="Field that holds your own id of a record. A record is written once, however "
        "often it comes.",
        examples=["external_id"],
        min_length=1,
        json_schema_extra={"group": "writing"},
    )
    max_rejected_records: int | None = Field(
        None,
        title="Maximum rejected records",
        description="A sync with more rejected records than this fails, at its end. Empty means no "
        "limit.",
        examples=[100],
        ge=0,
        json_schema_extra={"group": "rejections"},
    )
    rejected_records: RejectedRecords = Field(
        default_factory=NoRejectsFile,
        title="Rejected records",
        description="Where rejected records are kept in full; the log has their reasons only.",
        json_schema_extra={"group": "rejections"},
    )
    requests_per_minute: RequestsPerMinute = None
    read_after_write_delay_seconds: float = Field(
        READ_AFTER_WRITE_DELAY_SECONDS,
        validation_alias=AliasChoices("read_after_write_delay_seconds", _OLD_DELAY),
        title="Read-after-write delay (seconds)",
        description="How long Alegra may take to show what was written. At the start, and after a "
        "request whose answer was lost, the connector waits this long before it looks whether a "
        "record exists.",
        examples=[READ_AFTER_WRITE_DELAY_SECONDS],
        ge=0,
        le=600,
        json_schema_extra={"group": "pace"},
    )
    api_url: ApiUrl = PUBLIC_URL


def read_config(values: dict[str, Any]) -> Config:
    """The configuration of a sync.

    Raises:
        AirbyteTracedException: a config error that names the field and the rule, no value.
    """
    return read_configuration(Config, values)


def connector_specification() -> ConnectorSpecification:
    """What `spec.json` holds, which the command `spec` prints without making it."""
    form = specification(Config, "Alegra destination", _GROUPS)
    delay = form["properties"]["read_after_write_delay_seconds"]
    # The CDK refuses what the specification does not name.
    form["properties"][_OLD_DELAY] = {
        **{key: it for key, it in delay.items() if key not in ("default", "examples")},
        "description": "Old name of read_after_write_delay_seconds.",
        "airbyte_hidden": True,
    }
    return ConnectorSpecification(
        connectionSpecification=form,
        documentationUrl=DOCUMENTATION_URL,
        supportsIncremental=True,
        supported_destination_sync_modes=list(MODES),
    )
