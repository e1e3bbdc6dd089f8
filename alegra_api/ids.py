"""Sets of document ids, small enough to stand in a state message."""

import base64
from collections.abc import Iterable, Iterator
from typing import Any

from pyroaring import BitMap

_LARGEST = 2**32 - 1


class IdSet:
    """A set of Alegra ids: a compressed bitmap of the integers, a plain set of all others.

    Document ids are growing integers so far; others are announced (docs: unified-model 6).
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._integers = BitMap()
        self._others: set[str] = set()
        for identifier in ids:
            self.add(identifier)

    def add(self, identifier: str) -> None:
        """Put one id into the set."""
        number = as_integer(identifier)
        if number is None:
            self._others.add(identifier)
        else:
            self._integers.add(number)

    def discard(self, identifier: str) -> None:
        """Take one id out of the set, if it is there."""
        number = as_integer(identifier)
        if number is None:
            self._others.discard(identifier)
        else:
            self._integers.discard(number)

    def __contains__(self, identifier: str | None) -> bool:
        if identifier is None:
            return False
        number = as_integer(identifier)
        return identifier in self._others if number is None else number in self._integers

    def __len__(self) -> int:
        return len(self._integers) + len(self._others)

    def __iter__(self) -> Iterator[str]:
        yield from (str(number) for number in self._integers)
        yield from sorted(self._others)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, IdSet):
            return NotImplemented
        return self._integers == other._integers and self._others == other._others

    __hash__ = None  # type: ignore[assignment]

    @property
    def highest(self) -> int | None:
        """The highest integer id, or None when there is none."""
        return self._integers.max() if self._integers else None

    def add_all(self, other: "IdSet") -> None:
        """Put the ids of another set into this one."""
        self._integers |= other._integers
        self._others |= other._others

    def without(self, other: "IdSet") -> "IdSet":
        """The ids that the other set does not have."""
        rest = IdSet()
        rest._integers = self._integers - other._integers
        rest._others = self._others - other._others
        return rest

    def encode(self) -> dict[str, Any]:
        """The set as JSON: ``bitmap`` (base64 of a portable roaring bitmap) and ``others``."""
        self._integers.run_optimize()
        encoded: dict[str, Any] = {
            "bitmap": base64.b64encode(self._integers.serialize()).decode("ascii")
        }
        if self._others:
            encoded["others"] = sorted(self._others)
        return encoded

    @classmethod
    def decode(cls, encoded: dict[str, Any]) -> "IdSet":
        """The set that `encode` printed.

        Raises:
            ValueError: it is no such print.
        """
        ids = cls(str(identifier) for identifier in encoded.get("others", []))
        ids._integers = BitMap.deserialize(base64.b64decode(encoded["bitmap"], validate=True))
        return ids


def as_integer(identifier: str) -> int | None:
    """The number that an id spells, when it is one that a bitmap can hold; else None."""
    if not identifier.isascii() or not identifier.isdigit():
        return None
    number = int(identifier)
    return number if number <= _LARGEST and str(number) == identifier else None
