"""What a stream remembers between syncs, as typed values that print to small JSON.

Each state carries the version of its form. An older connector refuses a newer form instead of
misreading it; a newer one reads every older form. Version 1, of release 0.1.0, had other names.
"""

import base64
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from pydantic import (
    AliasChoices,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    field_validator,
)

from alegra_api.ids import IdSet

VERSION = 2
DIGEST_BYTES = 6


class Fingerprints:
    """Which version of a document was emitted last, for those whose changes a scan can find.

    A version is the first `DIGEST_BYTES` bytes of a hash of the unified record: that two versions
    of one document look alike by accident has a chance of one in 280 million million.
    """

    def __init__(self, digests: Mapping[str, bytes] | None = None) -> None:
        self._digests = dict(digests or {})

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._digests

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fingerprints) and self._digests == other._digests

    __hash__ = None  # type: ignore[assignment]

    def get(self, identifier: str) -> bytes | None:
        """The digest of the version emitted last, if it is remembered."""
        return self._digests.get(identifier)

    def put(self, identifier: str, digest: bytes) -> None:
        """Remember the version emitted last."""
        self._digests[identifier] = digest

    def drop(self, identifier: str) -> None:
        """Forget a document."""
        self._digests.pop(identifier, None)

    def merged(self, newer: "Fingerprints") -> "Fingerprints":
        """These, and over them the newer ones."""
        return Fingerprints({**self._digests, **newer._digests})

    def encode(self) -> dict[str, Any]:
        """As JSON: the ids, and the digests in the order of the ids, base64."""
        ids = IdSet(self._digests)
        joined = b"".join(self._digests[identifier] for identifier in ids)
        return {"ids": ids.encode(), "digests": base64.b64encode(joined).decode("ascii")}

    @classmethod
    def decode(cls, encoded: Mapping[str, Any]) -> "Fingerprints":
        """What `encode` printed.

        Raises:
            ValueError: it is no such print.
        """
        ids = list(IdSet.decode(encoded["ids"]))
        joined = base64.b64decode(encoded["digests"], validate=True)
        if len(joined) != DIGEST_BYTES * len(ids):
            raise ValueError("digests and ids do not match")
        places = range(0, len(joined), DIGEST_BYTES)
        return cls(dict(zip(ids, (joined[at : at + DIGEST_BYTES] for at in places), strict=True)))


Ids = Annotated[
    IdSet,
    PlainValidator(lambda value: value if isinstance(value, IdSet) else IdSet.decode(value)),
    PlainSerializer(IdSet.encode),
]
Versions = Annotated[
    Fingerprints,
    PlainValidator(
        lambda value: value if isinstance(value, Fingerprints) else Fingerprints.decode(value)
    ),
    PlainSerializer(Fingerprints.encode),
]


Checkpoint = Callable[[Callable[[], dict[str, Any]]], None]
"""Takes a function that prints the state as of now; calls it when a state message is due."""


def _renamed(name: str, former: str) -> Any:
    """A field that has nothing at first, and that version 1 had under another name."""
    return Field(None, validation_alias=AliasChoices(name, former))


class Memory(BaseModel):
    """A part of a state."""

    model_config = ConfigDict(extra="forbid")


class FullReading(Memory):
    """A reading of a whole list that is under way.

    Attributes:
        started_at: when it began; changes since then are found by the scans of the next sync.
        window_from: documents dated on or after this day get a fingerprint.
        seen: ids read so far.
        fingerprints: versions emitted so far, of documents that scans can find again.
    """

    started_at: AwareDatetime
    window_from: date
    seen: Ids = Field(default_factory=IdSet)
    fingerprints: Versions = Field(default_factory=Fingerprints)


class StreamState(Memory):
    """What every stream's state has.

    Attributes:
        version: the form of the state.
        full_reading: a reading of everything that was cut off, to go on with; None when there is
            none.
    """

    version: int = Field(default=VERSION, strict=True)
    full_reading: FullReading | None = _renamed("full_reading", "sweep")

    @field_validator("version")
    @classmethod
    def _in_the_present_form(cls, version: int) -> int:
        return VERSION

    def encode(self) -> dict[str, Any]:
        """The state as the JSON object of a STATE message."""
        return self.model_dump(mode="json")


class DocumentState(StreamState):
    """The memory of a stream of documents.

    Attributes:
        reconciled_at: when the last full reconciliation began.
        window_from: the day from which on documents have a fingerprint.
        known: every id that exists as far as known.
        fingerprints: versions of documents in the window, and of open ones.
    """

    reconciled_at: AwareDatetime | None = _renamed("reconciled_at", "swept_at")
    window_from: date | None = None
    known: Ids = Field(default_factory=IdSet)
    fingerprints: Versions = Field(default_factory=Fingerprints)


class ContactState(StreamState):
    """The memory of customers and of suppliers.

    Attributes:
        high_water_mark: versions updated before this moment were emitted.
        known: every id that exists as far as known.
        reconciled_at: when all contacts, also those that look unchanged, were emitted last.
    """

    high_water_mark: AwareDatetime | None = _renamed("high_water_mark", "updated_at")
    known: Ids = Field(default_factory=IdSet)
    reconciled_at: AwareDatetime | None = _renamed("reconciled_at", "swept_at")


State = TypeVar("State", bound=StreamState)


def decode_state(model: type[State], stream: str, encoded: Mapping[str, Any]) -> State:
    """The state of a STATE message; an empty one for an empty object.

    Raises:
        AirbyteTracedException: a config error: the state is of a newer connector, or broken.
    """
    version = encoded.get("version", VERSION)
    if isinstance(version, int) and version > VERSION:
        raise AirbyteTracedException(
            message=f"The saved state of stream {stream} has form {version} and was written by a "
            f"newer source-alegra; this one reads forms up to {VERSION}. Upgrade the connector, "
            "or reset the stream to read it anew.",
            failure_type=FailureType.config_error,
        )
    try:
        return model.model_validate(encoded)
    except (ValidationError, LookupError, TypeError, AttributeError) as error:
        raise AirbyteTracedException(
            message=f"The saved state of stream {stream} can't be read. Reset the stream to read "
            "it anew.",
            internal_message=str(error),
            failure_type=FailureType.config_error,
        ) from error


def decode_reading(stream: str, encoded: Mapping[str, Any]) -> StreamState:
    """What a full refresh needs of a STATE message: a reading that was cut off, if there is one.

    Raises:
        AirbyteTracedException: as `decode_state`.
    """
    kept = ("version", "full_reading", "sweep")
    return decode_state(StreamState, stream, {key: encoded[key] for key in kept if key in encoded})
