"""Random values that are always the same: each follows from a key, never from those before."""

import random
import zlib
from collections.abc import Sequence
from typing import TypeVar

Choice = TypeVar("Choice")


class RandomValues:
    """A sequence of random values that depends on its key alone.

    Args:
        key: what the values are for, e.g. the seed, a resource, an id, a purpose.
    """

    __slots__ = ("_next",)

    def __init__(self, *key: int | str) -> None:
        mixed = 0
        for part in key:
            number = part if isinstance(part, int) else zlib.crc32(part.encode())
            mixed = (mixed << 40) + number
        self._next = random.Random(mixed).random

    def chance(self, probability: float) -> bool:
        """True with a probability between 0 and 1."""
        return self._next() < probability

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`."""
        return int(self._next() * limit)

    def between(self, lowest: int, highest: int) -> int:
        """A whole number from `lowest` to `highest`, both included."""
        return lowest + int(self._next() * (highest - lowest + 1))

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """One of the choices, all equally likely."""
        return choices[int(self._next() * len(choices))]

    def digits(self, length: int) -> str:
        """So many decimal digits; the first is not 0."""
        return str(self.between(10 ** (length - 1), 10**length - 1))

    def hexadecimal(self, length: int) -> str:
        """So many hexadecimal digits."""
        twelves = range(-(-length // 12))
        return "".join(f"{int(self._next() * 2**48):012x}" for _ in twelves)[:length]

    def uuid(self) -> str:
        """An identifier in the form of a UUID."""
        text = self.hexadecimal(32)
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
