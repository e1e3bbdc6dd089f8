"""The value types of the unified model: exact decimals, days, UTC moments, texts, open JSON.

Each type reads what Alegra really sends (docs: alegra-api 1.7, type drift: numbers as numeric
strings, ids as integers, empty objects) and refuses everything else, so that a broken value is
reported instead of guessed. Each prints itself as exact JSON and knows its JSON schema.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timezone
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow, localcontext
from typing import Annotated, Any

import pendulum
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from alegra_api.exact_json import MAXIMUM_DIGITS, print_decimal, print_json

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}($|[T ])")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")
_DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_EXACT = Context(prec=2 * MAXIMUM_DIGITS, traps=[Inexact, InvalidOperation, Overflow])


def exact_decimal(value: object) -> Decimal:
    """Read an amount exactly: a JSON number parsed as ``Decimal`` or ``int``, or a numeric string.

    Binary floats are refused: whoever parsed the JSON text has lost digits already.

    Raises:
        ValueError: the value is no finite decimal number.
    """
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        raise ValueError("is not a decimal number")
    if isinstance(value, str) and not _DECIMAL.fullmatch(value.strip()):
        raise ValueError("is not a decimal number")
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise ValueError("is not a decimal number") from None
    if not number.is_finite():
        raise ValueError("is not a finite number")
    if abs(number.adjusted()) > MAXIMUM_DIGITS:
        raise ValueError("is beyond any amount")
    return number


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


def _read_day(value: object) -> object:
    if isinstance(value, (int, Decimal)):
        # pydantic would take a number for seconds since 1970.
        raise ValueError("is not a day")
    if isinstance(value, str):
        # Alegra's days are `yyyy-MM-dd` (docs: alegra-api 1.7); a time behind the day, as webhooks
        # and stamps have it, is local to the company and must not shift the day.
        if not _DAY.match(value.strip()):
            raise ValueError("is not a day")
        return date.fromisoformat(value.strip()[:10])
    return value


def _read_midnight(value: object) -> object:
    """A bare day where the unified model wants a moment: midnight UTC, never a shifted day.

    Docs: unified-model 3, "Date kinds".
    """
    day = _read_day(value)
    if isinstance(day, date) and not isinstance(day, datetime):
        return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
    return day


def _read_moment(value: object) -> object:
    if isinstance(value, (int, Decimal)):
        raise ValueError("is not a moment")
    if isinstance(value, str):
        # pendulum also reads "now" and bare years, which are no moments here.
        if not _MOMENT.match(value.strip()):
            raise ValueError("is not a moment")
        moment = pendulum.parse(value.strip())
        try:
            if isinstance(moment, datetime):
                return moment.astimezone(timezone.utc)
        except OverflowError:
            raise ValueError("is no moment of the calendar") from None
        raise ValueError("is not a moment")
    return value


def print_moment(moment: datetime) -> str:
    """A moment as RFC 3339 text in UTC, to the millisecond."""
    milliseconds = moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return milliseconds.replace("+00:00", "Z")


def _read_text(value: object) -> object:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    return value


ExactDecimal = Annotated[
    Decimal,
    BeforeValidator(exact_decimal),
    PlainSerializer(print_decimal, return_type=Any),
    WithJsonSchema({"type": "number"}),
]
"""An amount, a quantity, a rate or a percentage with all the digits that Alegra gave."""

Day = Annotated[
    date,
    BeforeValidator(_read_day),
    PlainSerializer(date.isoformat),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""A calendar day, the one the document shows, in no time zone."""

_MOMENT_SCHEMA = WithJsonSchema(
    {"type": "string", "format": "date-time", "airbyte_type": "timestamp_with_timezone"}
)

Moment = Annotated[
    datetime, BeforeValidator(_read_moment), PlainSerializer(print_moment), _MOMENT_SCHEMA
]
"""A moment in UTC, to the millisecond."""

MidnightMoment = Annotated[
    datetime, BeforeValidator(_read_midnight), PlainSerializer(print_moment), _MOMENT_SCHEMA
]
"""A day that the unified model types as a moment: midnight UTC of that same day."""

Text = Annotated[str, BeforeValidator(_read_text)]
"""A text; ids and numbers that Alegra sends as JSON numbers become their digits."""

JsonObject = Annotated[
    dict[str, Any],
    PlainSerializer(print_json, return_type=Any),
    WithJsonSchema({"type": "object", "additionalProperties": True}),
]
"""An object of Alegra's own, passed on as it came."""

JsonArray = Annotated[
    list[Any],
    PlainSerializer(print_json, return_type=Any),
    WithJsonSchema({"type": "array", "items": {}}),
]
"""A list of Alegra's own, passed on as it came."""

JsonValue = Annotated[Any, PlainSerializer(print_json, return_type=Any), WithJsonSchema({})]
"""Any JSON value of Alegra's own, passed on as it came."""
