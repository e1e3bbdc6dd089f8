"""JSON text with exact numbers, in both directions."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
import orjson

MAXIMUM_DIGITS = 200
"""More digits than any amount has; an exponent like 1E+999999999 would print as gigabytes."""

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def exact_json(text: bytes | str) -> Any:
    """Parse JSON text; fractional numbers become ``Decimal`` with all their digits.

    Half of a surrogate pair, which is no character and can't be printed again, becomes U+FFFD.

    Raises:
        ValueError: it is no JSON, or holds a number or a depth that nothing can hold.
    """
    try:
        return _DECODER.decode(text)
    except (ValueError, ArithmeticError, RecursionError):
        # What the standard library reads beyond the standard: halves of surrogate pairs, NaN,
        # a byte-order mark. It knows the better reasons, too.
        return _tolerantly(text)


def strict_json(text: bytes | str) -> Any:
    """`exact_json` of a text that needs no mending: what is parsed is what was meant.

    Raises:
        ValueError: it is no JSON by the letter of RFC 8259, or holds what nothing can hold.
    """
    try:
        return _DECODER.decode(text)
    except (ValueError, ArithmeticError, RecursionError):
        _tolerantly(text)
        raise ValueError("NaN, Infinity or half of a surrogate pair stands in it") from None


def is_nested_deeper(value: Any, maximum: int) -> bool:
    """Whether a parsed value has more arrays and objects inside each other than so many."""
    level = [value]
    for _ in range(maximum + 1):
        level = [it for it in level if isinstance(it, (dict, list))]
        if not level:
            return False
        level = [it for held in level for it in (held.values() if isinstance(held, dict) else held)]
    return True


def _tolerantly(text: bytes | str) -> Any:
    try:
        return _mended(json.loads(text, parse_float=Decimal))
    except InvalidOperation:
        raise ValueError("a number has an exponent beyond any amount") from None
    except RecursionError:
        raise ValueError("arrays or objects are nested too deep") from None


def _mended(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {_mended(key): _mended(item) for key, item in value.items()}
        case list():
            return [_mended(item) for item in value]
        case _:
            return value


def encode_json(value: Any) -> bytes:
    """A value that `exact_json` gave, as JSON text in which it finds the same value again."""
    return _ENCODER.encode(value)


def print_decimal(number: Decimal) -> orjson.Fragment:
    """The exact digits of a number as a piece of JSON text, for orjson, which knows no Decimal."""
    plain = abs(number.adjusted()) <= MAXIMUM_DIGITS
    return orjson.Fragment(format(number, "f") if plain else str(number))


def print_json(value: Any) -> Any:
    """The same value with each ``Decimal`` as its exact digits, for orjson."""
    kind = type(value)
    if kind is str or value is None:
        return value
    if kind is dict:
        return {key: print_json(item) for key, item in value.items()}
    if kind is list:
        return [print_json(item) for item in value]
    if kind is Decimal:
        return print_decimal(value)
    if kind is int and value.bit_length() > 63:
        # orjson refuses integers of more than 64 bits.
        return orjson.Fragment(str(value))
    return value
