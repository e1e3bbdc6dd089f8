"""Records that could not be written: told one by one, counted, and kept whole."""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Protocol

import orjson
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_api.configuration import config_error
from alegra_api.exact_json import print_json
from alegra_api.one_line import listed, one_line
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
        message = one_line(self.message, 500) if self.message else ""
        said = f' Alegra: code {self.code}, "{message}".' if message else ""
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
    where = f", field {one_line(first.field)}" if first.field else ""
    also = listed([f"Also field {one_line(it.field)}: {one_line(it.rule)}." for it in others])
    named = f"stream {one_line(stream)}, record {one_line(name)}"
    return f"{named}{where}: {one_line(first.rule)}.{f' {also}' if also else ''}"


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
        """Keep a file of JSON lines; its name has a folder in front.

        Raises:
            AirbyteTracedException: a config error: it can't be written to any more.
        """


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
        except (OSError, ValueError) as error:
            raise self._unwritable(error) from error

    def keep(self, name: str, lines: bytes) -> None:
        """See `RejectsStore`."""
        try:
            path = self._path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(lines)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError | ValueError) -> AirbyteTracedException:
        reason = error.strerror if isinstance(error, OSError) else "it is no path"
        shown = one_line(str(self._path), 200)
        return config_error(
            f"object_storage_config.path: the folder {shown} can't be written to "
            f"({reason}). Name an existing folder that the connector may write to."
        )


class Bucket:
    """Rejections as objects in an S3-compatible bucket."""

    def __init__(self, settings: S3Storage) -> None:
        # boto3 takes a third of a second to import, and most syncs have no bucket.
        try:
            import boto3
            from botocore.config import Config as Behaviour
        except ModuleNotFoundError as error:
            raise config_error(
                "object_storage_config: to keep rejected records in a bucket, install "
                "'airbyte-alegra[s3]'. The connector's image has it."
            ) from error

        self._settings = settings
        with self._reached():
            self._client = boto3.client(
                "s3",
                # By default it would be tried for five minutes.
                config=Behaviour(connect_timeout=10, retries={"total_max_attempts": 3}),
                region_name=settings.s3_bucket_region or None,
                endpoint_url=settings.s3_endpoint,
                aws_access_key_id=settings.access_key_id,
                aws_secret_access_key=settings.secret_access_key,
            )

    def verify(self) -> None:
        """See `RejectsStore`."""
        with self._reached():
            self._client.head_bucket(Bucket=self._settings.s3_bucket_name)

    def keep(self, name: str, lines: bytes) -> None:
        """See `RejectsStore`."""
        key = f"{self._settings.bucket_path.strip('/')}/{name}".lstrip("/")
        with self._reached():
            self._client.put_object(Bucket=self._settings.s3_bucket_name, Key=key, Body=lines)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError, ValueError) as error:
            raise config_error(
                "object_storage_config.s3_bucket_name: the bucket "
                f"{one_line(self._settings.s3_bucket_name)} can't be reached "
                f"({type(error).__name__}). Check its name, the endpoint, the region and "
                "the keys."
            ) from error


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

MAXIMUM_WAITING_BYTES = 2**23
"""Of rejected records that are gathered into one file."""


class Rejections:
    """Takes the rejections of a sync.

    Args:
        store: where the records are kept whole; None keeps them in the log only.
        sync: the platform's id of the sync, which it links to; None outside of the platform.
    """

    def __init__(self, store: RejectsStore | None, sync: int | None = None) -> None:
        self._store = store
        self._waiting = bytearray()
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
            self._waiting += orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE)
            if len(self._waiting) >= MAXIMUM_WAITING_BYTES:
                self.keep()

    def keep(self) -> None:
        """Keep what was added since; before a state that covers it is passed on.

        Raises:
            AirbyteTracedException: a config error: the store can't be written to any more.
        """
        if self._store is not None and self._waiting:
            self._files += 1
            name = f"{self._folder}/rejected-{self._began}-{self._files:05d}.jsonl"
            self._store.keep(name, bytes(self._waiting))
            self._waiting.clear()

    def report(self) -> None:
        """Tell how many records were rejected by which rule, the most frequent first."""
        if self.total:
            frequent = self._rules.most_common(MAXIMUM_RULES)
            shown = "".join(f"\n{count} x {rule}" for rule, count in frequent)
            logger.warning(f"In all, {self.total} records were rejected.{shown}")
