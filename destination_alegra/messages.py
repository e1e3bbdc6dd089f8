"""The messages of the input, numbers exact, and those that answer them."""

import codecs
import json as standard_json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from airbyte_cdk.models import AirbyteMessage, AirbyteMessageSerializer, Type

from alegra_api.exact_json import is_nested_deeper, strict_json

MAXIMUM_DEPTH = 100
"""Arrays and objects inside each other that a message may have; orjson prints 254."""

MAXIMUM_LINE_BYTES = 2**26
"""A longer line is passed over without being held in memory; Airbyte's records end at 20 MB."""

_KINDS = {it.value: it for it in Type}


@dataclass
class JsonMessage(AirbyteMessage):
    """A message as JSON: that of the input as it came, numbers exact, unknown keys kept.

    Attributes:
        json: the message; for a line of the input that is no message, None.
        line: number of the line of the input, from 1.
        flaw: why what the message says can't be taken as it stands, so that `json` only serves to
            tell whose it is; None for a message without one.
        text: the line, where there is a flaw or no message.
    """

    json: dict[str, Any] | None = field(default=None)
    line: int = 0
    flaw: str | None = None
    text: str | None = None

    @classmethod
    def read(cls, text: bytes, line: int) -> "JsonMessage":
        """The message of a line of the input."""
        try:
            json, flaw = strict_json(text), None
            # Nothing is nested deeper than it has opening brackets, which are faster to count.
            brackets = text.count(b"{") + text.count(b"[")
            if brackets > MAXIMUM_DEPTH and is_nested_deeper(json, MAXIMUM_DEPTH):
                flaw = f"has more than {MAXIMUM_DEPTH} arrays and objects inside each other"
        except ValueError as error:
            json, flaw = _legible(text), f"can't be read: {error}"
        kind = json.get("type") if isinstance(json, dict) else None
        known = isinstance(kind, str) and kind in _KINDS
        return cls(
            type=_KINDS[kind] if known else Type.LOG,
            json=json if known else None,
            line=line,
            flaw=flaw,
            text=None if known and flaw is None else text.decode("utf-8", "replace").strip(),
        )

    @classmethod
    def of(cls, message: AirbyteMessage) -> "JsonMessage":
        """A message of the CDK's own as JSON."""
        if isinstance(message, cls):
            return message
        return cls(type=message.type, json=AirbyteMessageSerializer.dump(message))


def read_messages(lines: BinaryIO) -> Iterator[JsonMessage]:
    """The messages of the input, line by line; blank lines are none, and a byte-order mark neither.

    Args:
        lines: the input, not decoded: a byte that is no UTF-8 costs its line and no other.
    """
    number = 0
    while line := lines.readline(MAXIMUM_LINE_BYTES):
        number += 1
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) == MAXIMUM_LINE_BYTES and not line.endswith(b"\n"):
            while (rest := lines.readline(MAXIMUM_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield JsonMessage(type=Type.LOG, line=number)
        elif line.strip():
            yield JsonMessage.read(line, number)


def _legible(text: bytes) -> Any:
    """What can be made out of a line that is no proper JSON, to tell whose it is."""
    legible = text.decode("utf-8", "replace")
    try:
        return standard_json.loads(
            legible, strict=False, parse_float=str, parse_int=str, parse_constant=str
        )
    except (ValueError, RecursionError):
        return None
