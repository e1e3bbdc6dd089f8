"""Records that could not be written: told one by one, counted, and kept whole."""

import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Protocol

import orjson
from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_api.exact_json import print_json
from alegra_unified.problem import Problem

from .config import Config, FolderStorage, S3Storage

logger = logging.getLogger("airbyte")


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why one record was not written.

    Attributes:
        stream: its stream.
        external_id: your id of it; where it has none, its place in the input.
        problems: what is wrong with it, as far as it was found; at least one.
        code: Alegra's own error code, where Alegra refused it.
        message: Alegra's own words.
    """

    stream: str
    external_id: str
    problems: Sequence[Problem]
    code: str | None = None
    message: str | None = None

    def __str__(self) -> str:
        said = f' Alegra: code {self.code}, "{self.message}".' if self.message else ""
        return f"Rejected: {told(self.stream, self.external_id, self.problems)}{said}"

    def rule(self) -> str:
        """What is wrong first, in words that records with the same flaw share."""
        field, rule = self.problems[0][:2]
        where = re.sub(r"\.\d+(?=\.|$)", "[]", field)
        return f"stream {self.stream}{f', field {where}' if where else ''}: {rule}"

    def as_json(self) -> dict[str, Any]:
        """As it is kept beside its record."""
        return {**asdict(self), "problems": [it._asdict() for it in self.problems]}


def told(stream: str, name: str, problems: Sequence[Problem]) -> str:
    """What is to be said of a record, in one line without its values."""
    first, *others = problems
    where = f", field {first.field}" if first.field else ""
    also = "".join(f" Also field {it.field}: {it.rule}." for it in others)
    return f"stream {stream}, record {name}{where}: {first.rule}.{also}"


def without_values(message: str, record: dict[str, Any]) -> str:
    """Alegra's words without the record's own: customers' data stays out of logs."""
    for value in sorted(_texts(record), key=len, reverse=True):
        message = message.replace(value, "...")
    return message


def _texts(value: Any) -> set[str]:
    match value:
        case dict():
            return set().union(*(_texts(item) for item in value.values()))
        case list():
            return set().union(*(_texts(item) for item in value))
        case str():
            return {value} if len(value) > 2 else set()
        case _:
            return set()


class RejectsStore(Protocol):
    """Where rejected records are kept whole."""

    def verify(self) -> None:
        """Find out whether it can be written to.

        Raises:
            AirbyteTracedException: a config error: it can't.
        """

    def keep(self, name: str, lines: bytes) -> None:
        """Keep a file of JSON lines; its name has a folder in front."""


class Folder:
    """Rejections as files in a folder."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def verify(self) -> None:
        """See `RejectsStore`."""
        try:
            probe = self._path / ".writable"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise AirbyteTracedException(
                message=f"object_storage_config.path: the folder {self._path} can't be written to "
                f"({error.strerror}). Name an existing folder that the connector may write to.",
                failure_type=FailureType.config_error,
            ) from error

    def keep(self, name: str, lines: bytes) -> None:
        """See `RejectsStore`."""
        path = self._path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(lines)


class Bucket:
    """Rejections as objects in an S3-compatible bucket."""

    def __init__(self, settings: S3Storage) -> None:
        # boto3 takes a third of a second to import, and most syncs have no bucket.
        try:
            import boto3
        except ModuleNotFoundError as error:
            raise AirbyteTracedException(
                message="object_storage_config: to keep rejected records in a bucket, install "
                "'airbyte-alegra[s3]'. The connector's image has it.",
                failure_type=FailureType.config_error,
            ) from error

        self._settings = settings
        self._client = boto3.client(
            "s3",
            region_name=settings.s3_bucket_region or None,
            endpoint_url=settings.s3_endpoint,
            aws_access_key_id=settings.access_key_id,
            aws_secret_access_key=settings.secret_access_key,
        )

    def verify(self) -> None:
        """See `RejectsStore`."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._client.head_bucket(Bucket=self._settings.s3_bucket_name)
        except (BotoCoreError, ClientError) as error:
            raise AirbyteTracedException(
                message="object_storage_config.s3_bucket_name: the bucket "
                f"{self._settings.s3_bucket_name} can't be reached. Check its name, the endpoint, "
                "the region and the keys.",
                internal_message=type(error).__name__,
                failure_type=FailureType.config_error,
            ) from error

    def keep(self, name: str, lines: bytes) -> None:
        """See `RejectsStore`."""
        key = f"{self._settings.bucket_path.strip('/')}/{name}".lstrip("/")
        self._client.put_object(Bucket=self._settings.s3_bucket_name, Key=key, Body=lines)


def verified_store(config: Config) -> RejectsStore | None:
    """The store that the configuration names, if any.

    Raises:
        AirbyteTracedException: a config error: it can't be written to.
    """
    store: RejectsStore
    match config.object_storage_config:
        case FolderStorage(path=path):
            store = Folder(path)
        case S3Storage() as settings:
            store = Bucket(settings)
        case _:
            return None
    store.verify()
    return store


MAXIMUM_RULES = 20
"""Of so many rules the end of a sync tells how many records they rejected."""

_COUNTED_RULES = 1_000


class Rejections:
    """Takes the rejections of a sync.

    Args:
        store: where the records are kept whole; None keeps them in the log only.
        sync: the platform's id of the sync, which it links to; None outside of the platform.
    """

    def __init__(self, store: RejectsStore | None, sync: int | None = None) -> None:
        self._store = store
        self._waiting: list[bytes] = []
        self._files = 0
        self._began = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S%f")
        self._folder = self._began if sync is None else str(sync)
        self._rules: Counter[str] = Counter()
        self.total = 0

    def add(self, rejection: Rejection, record: Any) -> None:
        """Tell of a rejection; the record itself goes to the store only."""
        self.total += 1
        logger.warning(str(rejection))
        rule = rejection.rule()
        # Some rules name what is missing, and a sync may reject any number of records.
        if rule in self._rules or len(self._rules) < _COUNTED_RULES:
            self._rules[rule] += 1
        if self._store is not None:
            kept = {"rejection": rejection.as_json(), "record": print_json(record)}
            self._waiting.append(orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE))

    def keep(self) -> None:
        """Keep what was added since; before a state that covers it is passed on."""
        if self._store is not None and self._waiting:
            self._files += 1
            name = f"{self._folder}/rejected-{self._began}-{self._files:05d}.jsonl"
            self._store.keep(name, b"".join(self._waiting))
            self._waiting = []

    def report(self) -> None:
        """Tell how many records were rejected by which rule, the most frequent first."""
        if self.total:
            frequent = self._rules.most_common(MAXIMUM_RULES)
            shown = "".join(f"\n{count} x {rule}" for rule, count in frequent)
            logger.warning(f"Rejected in all: {self.total} records.{shown}")
