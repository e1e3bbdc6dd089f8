"""Ids: what they tell by themselves, and sets of them, small enough to stand in a state message.

Ids are growing numbers at first. Resource by resource, rows made from some day on get a UUID v7 or
a ULID instead, and lists stay mixed for good (docs: alegra-api 10).
"""

import base64
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any
from uuid import UUID

from pyroaring import BitMap

_LARGEST = 2**32 - 1
_DIGITS = 10
_PACKED_BYTES = 16
_ULID_LENGTH = 26

# Crockford's digits of a ULID as the digits that `int` knows, and back.
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FROM_CROCKFORD = str.maketrans(_CROCKFORD, "0123456789abcdefghijklmnopqrstuv")


def created_at(identifier: str) -> datetime | None:
    """The moment of creation that a UUID v7 or a ULID holds (docs: alegra-api 10), in UTC."""
    milliseconds = _creation_milliseconds(identifier)
    if milliseconds is None:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, timezone.utc)
    except (OverflowError, ValueError):
        return None


def creation_key(identifier: str) -> tuple[int, int] | None:
    """What sorts ids by age: numbers by their value, then those that hold a moment; else None."""
    if identifier.isascii() and identifier.isdigit() and len(identifier) < _ULID_LENGTH:
        return 0, int(identifier)
    milliseconds = _creation_milliseconds(identifier)
    return None if milliseconds is None else (1, milliseconds)


@dataclass(frozen=True, slots=True)
class IdOrder:
    """An order in which a server may list ids.

    Attributes:
        key: what it sorts by; None for an id that has no place in it.
        is_by_age: whether new rows come last.
    """

    key: Callable[[str], Any]
    is_by_age: bool


BY_AGE = IdOrder(creation_key, is_by_age=True)
BY_TEXT = IdOrder(str.casefold, is_by_age=False)
"""A UUID v7 begins with 0, so that new rows come before all numbers."""


def as_integer(identifier: str) -> int | None:
    """The number that an id is, when it is one that a bitmap can hold; else None."""
    if not (identifier.isdigit() and identifier.isascii() and len(identifier) <= _DIGITS):
        return None
    number = int(identifier)
    has_zeros = identifier[0] == "0" and identifier != "0"
    return None if has_zeros or number > _LARGEST else number


class IdSet:
    """A set of ids: a compressed bitmap of the numbers, 16 bytes a UUID or ULID, others as text."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._sets: dict[str, Any] = {
            "integers": BitMap(),
            "uuids": set(),
            "ulids": set(),
            "others": set(),
        }
        for identifier in ids:
            self.add(identifier)

    def add(self, identifier: str) -> None:
        """Put one id into the set."""
        kind, value = _packed(identifier)
        self._sets[kind].add(value)

    def discard(self, identifier: str) -> None:
        """Take one id out of the set, if it is there."""
        kind, value = _packed(identifier)
        self._sets[kind].discard(value)

    def __contains__(self, identifier: str | None) -> bool:
        if identifier is None:
            return False
        kind, value = _packed(identifier)
        return value in self._sets[kind]

    def __len__(self) -> int:
        return sum(len(ids) for ids in self._sets.values())

    def __iter__(self) -> Iterator[str]:
        for kind, ids in self._sets.items():
            unpack = _UNPACK[kind]
            yield from (unpack(value) for value in sorted(ids))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdSet) and self._sets == other._sets

    __hash__ = None  # type: ignore[assignment]

    @property
    def newest(self) -> str | None:
        """The id that was made last; None when no id tells its age."""
        integers = self._sets["integers"]
        oldest = str(integers.max()) if integers else None
        return max(self.with_moment(), key=creation_key, default=oldest)  # type: ignore[arg-type]

    def with_moment(self) -> Iterator[str]:
        """The ids that hold the moment of their creation."""
        for kind in ("uuids", "ulids"):
            unpack = _UNPACK[kind]
            yield from (it for it in map(unpack, self._sets[kind]) if created_at(it) is not None)

    def add_all(self, other: "IdSet") -> None:
        """Put the ids of another set into this one."""
        for kind, ids in other._sets.items():
            self._sets[kind] |= ids

    def without(self, other: "IdSet") -> "IdSet":
        """The ids that the other set does not have."""
        rest = IdSet()
        rest._sets = {kind: ids - other._sets[kind] for kind, ids in self._sets.items()}
        return rest

    def encode(self) -> dict[str, Any]:
        """The set as JSON.

        ``bitmap`` is base64 of a portable roaring bitmap; ``uuids`` and ``ulids`` are their bytes,
        column by column, deflated, base85; ``others`` are texts. Empty ones are left out, except
        the first.
        """
        integers = self._sets["integers"]
        integers.run_optimize()
        encoded: dict[str, Any] = {"bitmap": base64.b64encode(integers.serialize()).decode("ascii")}
        for kind in ("uuids", "ulids"):
            if self._sets[kind]:
                encoded[kind] = _deflated(sorted(self._sets[kind]))
        if self._sets["others"]:
            encoded["others"] = sorted(self._sets["others"])
        return encoded

    @classmethod
    def decode(cls, encoded: dict[str, Any]) -> "IdSet":
        """The set that `encode` printed.

        Raises:
            ValueError: it is no such print.
        """
        return cls(printed_ids(encoded))


def printed_ids(encoded: dict[str, Any]) -> list[str]:
    """The ids of a set that `IdSet.encode` printed, in the order of the print.

    Up to form 2 of the states, UUIDs stood as texts among ``others``.

    Raises:
        ValueError: it is no such print.
    """
    ids = [str(it) for it in BitMap.deserialize(base64.b64decode(encoded["bitmap"], validate=True))]
    for kind in ("uuids", "ulids"):
        if kind in encoded:
            ids += map(_UNPACK[kind], _inflated(encoded[kind]))
    return ids + [str(identifier) for identifier in encoded.get("others", [])]


def _packed(identifier: str) -> tuple[str, Any]:
    """The kind of an id, and what stands for it in a set of that kind."""
    number = as_integer(identifier)
    if number is not None:
        return "integers", number
    uuid = _uuid(identifier)
    if uuid is not None:
        return "uuids", uuid.int
    ulid = _ulid(identifier)
    return ("others", identifier) if ulid is None else ("ulids", ulid)


def _uuid(identifier: str) -> UUID | None:
    if len(identifier) != 36:
        return None
    try:
        value = UUID(identifier)
    except ValueError:
        return None
    return value if str(value) == identifier else None


def _ulid(identifier: str) -> int | None:
    if not _ULID.fullmatch(identifier):
        return None
    return int(identifier.translate(_FROM_CROCKFORD), 32)


def _ulid_text(value: int) -> str:
    return "".join(_CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))


_UNPACK: dict[str, Callable[[Any], str]] = {
    "integers": str,
    "uuids": lambda value: str(UUID(int=value)),
    "ulids": _ulid_text,
    "others": str,
}


def _creation_milliseconds(identifier: str) -> int | None:
    """The first 48 bits of a UUID v7 or a ULID."""
    uuid = _uuid(identifier)
    if uuid is not None:
        return uuid.int >> 80 if uuid.version == 7 else None
    ulid = _ulid(identifier)
    return None if ulid is None else ulid >> 80


def _deflated(values: list[int]) -> str:
    # Neighbours share the front of their moments: column by column these all but vanish.
    columns = zip(*(value.to_bytes(_PACKED_BYTES, "big") for value in values), strict=True)
    return base64.b85encode(zlib.compress(b"".join(map(bytes, columns)), 9)).decode("ascii")


def _inflated(text: str) -> list[int]:
    try:
        columns = zlib.decompress(base64.b85decode(text))
    except zlib.error as error:
        raise ValueError("ids are damaged") from error
    count, rest = divmod(len(columns), _PACKED_BYTES)
    if rest:
        raise ValueError("ids are damaged")
    rows = zip(
        *(columns[at * count : (at + 1) * count] for at in range(_PACKED_BYTES)), strict=True
    )
    return [int.from_bytes(bytes(row), "big") for row in rows]
