"""Exact amounts in whole millionths, and the notations in which Alegra prints them.

No amount is ever a binary float. Printed are exact JSON literals, as numbers or as texts, with up
to ten decimals (docs: alegra-api 1.7).
"""

from decimal import Decimal
from typing import Literal

import orjson

MILLIONTHS = 1_000_000
"""How many of the units used here make one unit of the currency."""

CENT = MILLIONTHS // 100

Notation = Literal["number", "text", "long_text"]
"""``4995``, ``"4995.00"`` or ``"4995.0000000000"``."""

Amount = int | str | orjson.Fragment
"""An amount as it goes into a record."""


def millionths(value: Decimal) -> int:
    """An exact amount in the unit of the books; what is finer is rounded off."""
    return round(value * MILLIONTHS)


def exact(millionths: int) -> Decimal:
    """An amount of the books in units of the currency."""
    return Decimal(millionths).scaleb(-6)


def literal(millionths: int) -> str:
    """The shortest exact decimal literal."""
    whole, fraction = divmod(abs(millionths), MILLIONTHS)
    sign = "-" if millionths < 0 else ""
    if not fraction:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{fraction:06d}".rstrip("0")


def shown_percentage(value: int | str | Decimal, as_text: bool) -> Amount:
    """A rate of tax, as a text of two decimals or more, or as a number."""
    exact_value = Decimal(str(value))
    if not as_text:
        return number(millionths(exact_value))
    return f"{exact_value:.2f}" if exact_value == round(exact_value, 2) else f"{exact_value:.4f}"


def number(millionths: int) -> Amount:
    """An exact JSON number."""
    if millionths % MILLIONTHS == 0:
        return millionths // MILLIONTHS
    return orjson.Fragment(literal(millionths))


def noted(millionths: int, notation: Notation) -> Amount:
    """An amount in one of Alegra's notations."""
    if notation == "number":
        return number(millionths)
    whole, fraction = divmod(abs(millionths), MILLIONTHS)
    sign = "-" if millionths < 0 else ""
    if notation == "long_text":
        return f"{sign}{whole}.{fraction:06d}0000"
    if fraction % CENT == 0:
        return f"{sign}{whole}.{fraction // CENT:02d}"
    return f"{sign}{whole}.{fraction:06d}"
