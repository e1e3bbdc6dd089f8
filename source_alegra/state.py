"""What a stream remembers between syncs, as typed values that print to small JSON.

Each state carries the version of its form. An older connector refuses a newer form instead of
misreading it.
"""

import base64
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, ValidationError

from alegra_api.ids import IdSet

VERSION = 1
DIGEST_BYTES = 6


class Fingerprints:
    """Which version of a document was emitted last, for those whose changes a look can find.

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


class Memory(BaseModel):
    """A part of a state."""

    model_config = ConfigDict(extra="forbid")


class Sweep(Memory):
    """A reading of everything that is under way.

    Attributes:
        started_at: when it began; changes since then are found by the looks of the next sync.
        window_from: documents dated on or after this day get a fingerprint.
        seen: ids emitted so far.
        fingerprints: versions emitted so far, of documents that looks can find again.
    """

    started_at: datetime
    window_from: date
    seen: Ids = Field(default_factory=IdSet)
    fingerprints: Versions = Field(default_factory=Fingerprints)


class StreamState(Memory):
    """What every stream's state has.

    Attributes:
        version: the form of the state.
        sweep: a reading of everything that was cut off, to go on with; None when there is none.
    """

    version: int = VERSION
    sweep: Sweep | None = None

    def encode(self) -> dict[str, Any]:
        """The state as the JSON object of a STATE message."""
        return self.model_dump(mode="json")


class DocumentState(StreamState):
    """The memory of a stream of documents.

    Attributes:
        swept_at: when the last complete reading of everything began.
        window_from: the day from which on documents have a fingerprint.
        known: every id that exists as far as known.
        fingerprints: versions of documents in the window, and of unsettled ones.
    """

    swept_at: datetime | None = None
    window_from: date | None = None
    known: Ids = Field(default_factory=IdSet)
    fingerprints: Versions = Field(default_factory=Fingerprints)


class ContactState(StreamState):
    """The memory of customers and of suppliers.

    Attributes:
        updated_at: versions updated before this moment were emitted.
        known: every id that exists as far as known.
        swept_at: when all contacts, also those that look unchanged, were emitted last.
    """

    updated_at: datetime | None = None
    known: Ids = Field(default_factory=IdSet)
    swept_at: datetime | None = None


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
