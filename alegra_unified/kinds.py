"""The kinds of values in the unified model: what each accepts, how it prints, its JSON schema.

A kind reads what Alegra really sends (docs: alegra-api 1.7, type drift: numbers as numeric texts,
ids as integers) and what a record to write carries, and refuses everything else, so that a broken
value is reported instead of guessed. What it gives is canonical: amounts are ``Decimal``; days and
moments are texts of one form, so that equal values are equal texts.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow, localcontext
from typing import Any

import orjson
import pendulum

from alegra_api.exact_json import MAXIMUM_DIGITS, print_decimal, print_json

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}($|[T ])")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")
_CANONICAL_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
# No number that counts something has more.
_DIGITS = 18
_EXACT = Context(prec=2 * MAXIMUM_DIGITS, traps=[Inexact, InvalidOperation, Overflow])


class Unreadable(ValueError):
    """A value was found in a shape that nobody documented; the field is null and it is reported.

    Attributes:
        value: what was found.
    """

    def __init__(self, value: Any, rule: str = "has a shape that is not documented") -> None:
        super().__init__(rule)
        self.value = value


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of scalar values.

    Attributes:
        name: how documentation calls it.
        accept: a value to its canonical form.
            Raises:
                ValueError: the value is none of this kind; the message tells the rule.
        schema: JSON schema of a value, draft-07, not nullable.
        printed: like `accept`, with what orjson prints as the result; None where that is the same.
        plain: the type whose values are canonical as they are; None where there is none.
    """

    name: str
    accept: Callable[[Any], Any]
    schema: Mapping[str, Any]
    printed: Callable[[Any], Any] | None = None
    plain: type | None = None


def exact_decimal(value: object) -> Decimal:
    """Read an amount exactly: a JSON number parsed as ``Decimal`` or ``int``, or a numeric text.

    Binary floats are refused: whoever parsed the JSON text has lost digits already.

    Raises:
        ValueError: the value is no finite decimal number.
    """
    if type(value) is not Decimal:
        if isinstance(value, bool) or not isinstance(value, (int, str)):
            raise ValueError("is not a decimal number")
        if isinstance(value, str) and not _DECIMAL.fullmatch(value.strip()):
            raise ValueError("is not a decimal number")
        try:
            value = Decimal(value.strip() if isinstance(value, str) else value)
        except InvalidOperation:
            raise ValueError("is not a decimal number") from None
    if not value.is_finite():
        raise ValueError("is not a finite number")
    if abs(value.adjusted()) > MAXIMUM_DIGITS:
        raise ValueError("is beyond any amount")
    return value


def decimal_or_none(value: object) -> Decimal | None:
    """`exact_decimal` for a calculation that goes on without the value when it can't be read."""
    try:
        return exact_decimal(value)
    except ValueError:
        return None


def calculated(calculate: Callable[[], Decimal]) -> Decimal | None:
    """The result of a calculation, never rounded: None when it has no exact decimal result."""
    with localcontext(_EXACT):
        try:
            return calculate()
        except ArithmeticError:
            return None


def total(values: Iterable[object]) -> Decimal | None:
    """The exact, unrounded sum; None when there is nothing to add or a value can't be read.

    A sum with a hole in it would be a guess, so there is none.
    """
    numbers: list[Decimal] = []
    for value in values:
        number = decimal_or_none(value)
        if number is None:
            return None
        numbers.append(number)
    return calculated(lambda: sum(numbers, Decimal(0))) if numbers else None


_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def _printed_amount(value: object) -> Any:
    """`exact_decimal` and `print_decimal` in one, for the forms that almost all amounts have."""
    if type(value) is Decimal:
        digits = str(value)
        if digits[-1].isdigit() and "E" not in digits:
            return orjson.Fragment(digits)
    elif type(value) is str:
        if len(value) < MAXIMUM_DIGITS and _JSON_NUMBER.fullmatch(value):
            return orjson.Fragment(value)
    elif type(value) is int and -(2**63) <= value < 2**63:
        return value
    return print_decimal(exact_decimal(value))


def print_moment(moment: datetime) -> str:
    """A moment as RFC 3339 text in UTC, to the millisecond."""
    milliseconds = moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return milliseconds.replace("+00:00", "Z")


def _text(value: object) -> str:
    if type(value) is str:
        return value
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    raise ValueError("is not a text")


def _boolean(value: object) -> bool:
    if type(value) is bool:
        return value
    raise ValueError("is neither true nor false")


def _integer(value: object) -> int:
    if type(value) is str and value.isascii() and value.isdecimal() and len(value) <= _DIGITS:
        value = int(value)
    if type(value) is not int:
        raise ValueError("is not a whole number")
    if not -(2**63) <= value < 2**63:
        raise ValueError("is beyond 64 bits")
    return value


def _day(value: object) -> str:
    # Alegra's days are `yyyy-MM-dd` (docs: alegra-api 1.7); a time behind the day, as webhooks and
    # stamps have it, is local to the company and must not shift the day.
    if type(value) is str and _DAY.match(value.strip()):
        day = value.strip()[:10]
        date.fromisoformat(day)
        return day
    raise ValueError("is not a day")


def _midnight(value: object) -> str:
    """A bare day where the unified model wants a moment: midnight UTC, never a shifted day.

    Docs: unified-model 3, "Date kinds".
    """
    return f"{_day(value)}T00:00:00.000Z"


def _moment(value: object) -> str:
    if type(value) is str and _CANONICAL_MOMENT.fullmatch(value):
        datetime.fromisoformat(value[:-1])
        return value
    # pendulum also reads "now" and bare years, which are no moments here.
    if type(value) is not str or not _MOMENT.match(value.strip()):
        raise ValueError("is not a moment")
    moment = pendulum.parse(value.strip())
    if not isinstance(moment, datetime):
        raise ValueError("is not a moment")
    try:
        return print_moment(moment)
    except OverflowError:
        raise ValueError("is no moment of the calendar") from None


def _object(value: object) -> dict[str, Any]:
    if type(value) is dict:
        return value
    raise ValueError("is not an object")


def _array(value: object) -> list[Any]:
    if type(value) is list:
        return value
    raise ValueError("is not a list")


_MOMENT_SCHEMA = {
    "type": "string",
    "format": "date-time",
    "airbyte_type": "timestamp_with_timezone",
}

TEXT = Kind("text", _text, {"type": "string"}, plain=str)
"""A text; ids and numbers that come as JSON numbers become their digits."""

DECIMAL = Kind("decimal", exact_decimal, {"type": "number"}, _printed_amount)
"""An amount, a quantity, a rate or a percentage with all the digits that were given."""

BOOLEAN = Kind("boolean", _boolean, {"type": "boolean"}, plain=bool)

INTEGER = Kind("integer", _integer, {"type": "integer"})

DAY = Kind("date", _day, {"type": "string", "format": "date"})
"""A calendar day, the one the document shows, in no time zone, as ``YYYY-MM-DD``."""

MIDNIGHT = Kind("timestamp", _midnight, _MOMENT_SCHEMA)
"""A day that the unified model types as a moment: midnight UTC of that same day."""

MOMENT = Kind("timestamp", _moment, _MOMENT_SCHEMA)
"""A moment in UTC, to the millisecond."""

JSON_OBJECT = Kind(
    "object",
    _object,
    {"type": "object", "additionalProperties": True},
    lambda value: print_json(_object(value)),
)
JSON_ARRAY = Kind(
    "array",
    _array,
    {"type": "array", "items": {}},
    lambda value: print_json(_array(value)),
)
JSON_VALUE = Kind("JSON", lambda value: value, {}, print_json)


def one_of(*values: str) -> Kind:
    """One of the words of the unified vocabulary."""
    words = frozenset(values)

    def accept(value: object) -> str:
        if type(value) is str and value in words:
            return value
        raise ValueError(f"is none of {', '.join(values)}")

    return Kind(f"one of {', '.join(values)}", accept, {"type": "string", "enum": list(values)})
