"""The configuration of the destination, and the form in which Airbyte's UI shows it."""

from typing import Annotated, Any, Literal

from airbyte_cdk.models import ConnectorSpecification
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)

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


class NoStorage(_Part):
    """The log tells why a record was rejected; the record itself is not kept."""

    model_config = ConfigDict(title="None")

    storage_type: Literal["None"] = "None"


class FolderStorage(_Part):
    """Rejected records are written to a folder, for syncs outside of Airbyte's platform."""

    model_config = ConfigDict(title="Local folder")

    storage_type: Literal["Folder"] = "Folder"
    path: str = Field(
        title="Folder",
        description="An existing folder.",
        examples=["/local/rejected"],
        min_length=1,
    )


class S3Storage(_Part):
    """Rejected records are written to an S3-compatible bucket, to which the platform links."""

    model_config = ConfigDict(title="S3")

    storage_type: Literal["S3"] = "S3"
    s3_bucket_name: str = Field(
        title="S3 bucket name", examples=["my-rejected-records"], min_length=1
    )
    s3_bucket_region: str = Field("", title="S3 bucket region", examples=["us-east-1"])
    bucket_path: str = Field(
        title="Path in the bucket",
        description="What is rejected stands below it, in a folder for each sync.",
        examples=["alegra"],
    )
    access_key_id: str | None = Field(
        None,
        title="Access key id",
        description="Without keys, those of the machine's role.",
        json_schema_extra={"airbyte_secret": True},
    )
    secret_access_key: str | None = Field(
        None, title="Secret access key", json_schema_extra={"airbyte_secret": True}
    )
    s3_endpoint: Annotated[str, AfterValidator(usable_address)] | None = Field(
        default=None,
        title="S3 endpoint",
        description="Of an S3-compatible store that is not Amazon's.",
        examples=["https://storage.example.com"],
    )


ObjectStorage = Annotated[
    NoStorage | FolderStorage | S3Storage, Field(discriminator="storage_type")
]

_OLD_STORAGE = {
    "kind": "storage_type",
    "bucket": "s3_bucket_name",
    "region": "s3_bucket_region",
    "prefix": "bucket_path",
    "endpoint_url": "s3_endpoint",
}
"""Names in `rejected_records`, the setting's form in version 0.1.0, which is still understood."""

_OLD_KINDS = {"none": "None", "folder": "Folder", "s3": "S3"}


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
    object_storage_config: ObjectStorage = Field(
        default_factory=NoStorage,
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

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, values: dict[str, Any]) -> dict[str, Any]:
        """A configuration of version 0.1.0, which is saved for good, has the former names."""
        former = values.get("rejected_records")
        if not isinstance(former, dict):
            return values
        storage = {_OLD_STORAGE.get(name, name): it for name, it in former.items()}
        storage["storage_type"] = _OLD_KINDS.get(str(storage.get("storage_type", "none")))
        if storage["storage_type"] == "S3":
            storage = {"bucket_path": "alegra", **storage}
        given = {name: it for name, it in values.items() if name != "rejected_records"}
        return {"object_storage_config": storage, **given}


def read_config(values: dict[str, Any]) -> Config:
    """The configuration of a sync.

    Raises:
        AirbyteTracedException: a config error that names the field and the rule, no value.
    """
    return read_configuration(Config, values)


def connector_specification() -> ConnectorSpecification:
    """What `spec.json` holds, which the command `spec` prints without making it."""
    return ConnectorSpecification(
        connectionSpecification=specification(Config, "Alegra destination", _GROUPS),
        documentationUrl=DOCUMENTATION_URL,
        supportsIncremental=True,
        supported_destination_sync_modes=list(MODES),
    )
