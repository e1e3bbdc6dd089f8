"""What a stream remembers between syncs, as typed values that print to small JSON.

Each state carries the version of its form, and a checksum. An older connector refuses a newer form
instead of misreading it; a newer one reads every older form. Version 1, of release 0.1.0, had other
names; version 2 knew nothing of the company, the start date and of UUIDs as bytes; version 3 did
not tell older open documents from recent ones.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from airbyte_cdk.models import FailureType
from airbyte_cdk.sources.streams.core import NO_CURSOR_STATE_KEY
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from pydantic import (
    AliasChoices,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    field_validator,
)

from alegra_api.ids import IdSet, printed_ids

VERSION = 4
DIGEST_BYTES = 6
_CHECKSUM_BYTES = 8


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
        ids = printed_ids(encoded["ids"])
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


def _no_number(value: Any) -> Any:
    # An epoch would be taken for a moment or a day.
    if isinstance(value, int | float):
        raise ValueError("is a number")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_no_number)]
Day = Annotated[date, BeforeValidator(_no_number)]


Checkpoint = Callable[[Callable[[], dict[str, Any]]], None]
"""Takes a function that prints the state as of now; calls it when a state message is due."""


def _renamed(name: str, former: str) -> Any:
    """A field that has nothing at first, and that version 1 had under another name."""
    return Field(None, validation_alias=AliasChoices(name, former))


class Memory(BaseModel):
    """A part of a state."""

    model_config = ConfigDict(extra="forbid")


class Origin(Memory):
    """What a state was made of.

    Attributes:
        company: hash of the company's identification and edition; None where it has none.
        start_date: the start date as it was configured.
    """

    company: str | None = None
    start_date: Day | None = None


class Mark(Memory):
    """How far a list was looked at, newest rows first.

    Attributes:
        newest: the newest id; None of an empty list.
        listed: how many rows Alegra counted; None where it did not.
    """

    newest: str | None = None
    listed: int | None = Field(default=None, strict=True)


class FullReading(Memory):
    """A reading of a whole list that is under way.

    Attributes:
        started_at: when it began; changes since then are found by the scans of the next sync.
        window_from: documents dated on or after this day get a fingerprint.
        start_date: documents dated before it are left out.
        seen: ids read so far.
        low_water_mark: the id up to which, from the oldest on, nothing is left unread.
        fingerprints: versions emitted so far of documents in the window.
        older: versions emitted so far of open documents that are dated before it.
        settlements: how far the lists of payments and notes were looked at when it began.
    """

    started_at: Moment
    window_from: Day
    start_date: Day | None = None
    seen: Ids = Field(default_factory=IdSet)
    low_water_mark: str | None = None
    fingerprints: Versions = Field(default_factory=Fingerprints)
    older: Versions = Field(default_factory=Fingerprints)
    settlements: dict[str, Mark] = Field(default_factory=dict)


class StreamState(Memory):
    """What every stream's state has.

    Attributes:
        version: the form of the state.
        origin: what it was made of; None before version 3.
        full_reading: a reading of everything that was cut off, to go on with; None when there is
            none.
    """

    version: int = Field(default=VERSION, strict=True, ge=1)
    origin: Origin | None = None
    full_reading: FullReading | None = _renamed("full_reading", "sweep")

    @field_validator("version")
    @classmethod
    def _in_the_present_form(cls, version: int) -> int:
        return VERSION

    def encode(self) -> dict[str, Any]:
        """The state as the JSON object of a STATE message."""
        encoded = self.model_dump(mode="json")
        return {**encoded, "checksum": _checksum(encoded)}


class DocumentState(StreamState):
    """The memory of a stream of documents.

    Attributes:
        reconciled_at: when the last full reconciliation began; None also when a reading since then
            was not proved to be complete, so that everything is read again.
        window_from: the day from which on documents have a fingerprint.
        known: every id that exists as far as known.
        new: ids that scans found and that are not among the known ones yet: those stand for all
            that is older.
        listed: how many rows Alegra counted in the list when all of them were known.
        fingerprints: versions of documents in the window; up to version 3 of all open ones, too.
        older: versions of open documents that are dated before it.
        absent: the ids that the last proved full reconciliation did not meet although they are
            answered by id.
        open_scanned_at: when all open documents were read last.
        settlements: how far the lists of payments and notes were looked at, by stream.
    """

    reconciled_at: Moment | None = _renamed("reconciled_at", "swept_at")
    window_from: Day | None = None
    known: Ids = Field(default_factory=IdSet)
    new: Ids = Field(default_factory=IdSet)
    listed: int | None = Field(default=None, strict=True)
    fingerprints: Versions = Field(default_factory=Fingerprints)
    older: Versions = Field(default_factory=Fingerprints)
    absent: Ids = Field(default_factory=IdSet)
    open_scanned_at: Moment | None = None
    settlements: dict[str, Mark] = Field(default_factory=dict)

    def forget(self, identifier: str) -> None:
        """A document is gone, or is not read any more."""
        self.known.discard(identifier)
        self.new.discard(identifier)
        self.fingerprints.drop(identifier)
        self.older.drop(identifier)

    @property
    def tracked(self) -> IdSet:
        """The ids of the documents of which a version is remembered."""
        ids = IdSet(self.fingerprints)
        ids.add_all(IdSet(self.older))
        return ids

    def emitted(self, identifier: str) -> bytes | None:
        """The version of a document that was emitted last, if it is remembered."""
        recent = self.fingerprints.get(identifier)
        return self.older.get(identifier) if recent is None else recent


class ContactState(StreamState):
    """The memory of customers and of suppliers.

    Attributes:
        high_water_mark: versions updated before this moment were emitted.
        known: every id that exists as far as known.
        absent: those of them that the last list did not hold although they are answered by id.
        reconciled_at: when all contacts, also those that look unchanged, were emitted last; None
            also when the list was not proved to be complete since.
        fingerprints: versions of those that carry no moment of update.
        listed_at: when the list was read whole last.
        mark: how it stood at the last look.
    """

    high_water_mark: Moment | None = _renamed("high_water_mark", "updated_at")
    known: Ids = Field(default_factory=IdSet)
    absent: Ids = Field(default_factory=IdSet)
    reconciled_at: Moment | None = _renamed("reconciled_at", "swept_at")
    fingerprints: Versions = Field(default_factory=Fingerprints)
    listed_at: Moment | None = None
    mark: Mark | None = None


class MasterDataState(StreamState):
    """The memory of a stream of master data.

    Attributes:
        listed_at: when the list was read whole last.
        fingerprints: the versions emitted last.
    """

    listed_at: Moment | None = None
    fingerprints: Versions = Field(default_factory=Fingerprints)


State = TypeVar("State", bound=StreamState)


def decode_state(model: type[State], stream: str, encoded: Mapping[str, Any]) -> State:
    """The state of a STATE message; an empty one for an empty object.

    Raises:
        AirbyteTracedException: a config error: the state is of a newer connector, or broken.
    """
    return _validated(model, stream, _verified(stream, encoded))


def decode_reading(stream: str, encoded: Mapping[str, Any]) -> StreamState:
    """What a full refresh needs of a STATE message: a reading that was cut off, if there is one.

    Raises:
        AirbyteTracedException: as `decode_state`.
    """
    verified = _verified(stream, encoded)
    unknown = verified.keys() - _keys(DocumentState) - _keys(ContactState)
    if unknown:
        raise _unreadable(stream, f"it has {', '.join(sorted(unknown))}")
    kept = _keys(StreamState)
    return _validated(StreamState, stream, {key: it for key, it in verified.items() if key in kept})


def _keys(model: type[StreamState]) -> set[str]:
    """What a state of a kind may have, former names too."""
    aliases = [it.validation_alias for it in model.model_fields.values()]
    former = [
        str(it) for alias in aliases if isinstance(alias, AliasChoices) for it in alias.choices
    ]
    return {*model.model_fields, *former}


def _verified(stream: str, encoded: Mapping[str, Any]) -> dict[str, Any]:
    """A state without its checksum, of a form known here."""
    version = encoded.get("version", VERSION)
    if isinstance(version, int) and version > VERSION:
        raise AirbyteTracedException(
            message=f"The saved state of stream {stream} has form {version} and was written by a "
            f"newer source-alegra; this one reads forms up to {VERSION}. Upgrade the connector, "
            "or reset the stream to read it anew.",
            failure_type=FailureType.config_error,
        )
    state = dict(encoded)
    # What the CDK prints for a stream without a state, also before the sync mode is changed.
    state.pop(NO_CURSOR_STATE_KEY, None)
    checksum = state.pop("checksum", None)
    if checksum is not None and checksum != _checksum(state):
        raise _unreadable(stream, "the checksum is another one")
    return state


def _validated(model: type[State], stream: str, encoded: dict[str, Any]) -> State:
    try:
        return model.model_validate(encoded)
    except (ValidationError, LookupError, TypeError, AttributeError) as error:
        raise _unreadable(stream, str(error)) from error


def _unreadable(stream: str, reason: str) -> AirbyteTracedException:
    return AirbyteTracedException(
        message=f"The saved state of stream {stream} can't be read. Reset the stream to read it "
        "anew.",
        internal_message=reason,
        failure_type=FailureType.config_error,
    )


def _checksum(encoded: dict[str, Any]) -> str:
    """A hash of a state, whatever the order of its keys, and whether its nulls are kept."""
    text = json.dumps(_without_nulls(encoded), sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=_CHECKSUM_BYTES).hexdigest()


def _without_nulls(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: _without_nulls(item) for key, item in value.items() if item is not None}
