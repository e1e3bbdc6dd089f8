"""JSON text with exact decimals, in both directions."""

import json
from decimal import Decimal
from typing import Any

import orjson


def encoded(body: Any) -> bytes:
    """JSON with exact decimals."""
    return orjson.dumps(body, default=_exact)


def encoded_records(records: list[dict[str, Any]]) -> bytes:
    """Records as lines of JSON."""
    return b"".join(encoded(record) + b"\n" for record in records)


def decoded(text: str | bytes) -> Any:
    """JSON as a client sent it; fractional numbers as ``Decimal``.

    Raises:
        ValueError: it is no JSON.
    """
    return json.loads(text, parse_float=Decimal)


def _exact(value: object) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f"))
    raise TypeError(f"no JSON for {type(value).__name__}")
