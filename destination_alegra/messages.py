"""The messages of the input, numbers exact, and those that answer them."""

from dataclasses import dataclass, field
from typing import Any

from airbyte_cdk.models import AirbyteMessage, AirbyteMessageSerializer, Type

from alegra_api.exact_json import exact_json


@dataclass
class JsonMessage(AirbyteMessage):
    """A message as JSON: that of the input as it came, numbers exact, unknown keys kept.

    Attributes:
        json: the message; for a line of the input that is no message, None.
        line: number of the line of the input, from 1.
    """

    json: dict[str, Any] | None = field(default=None)
    line: int = 0

    @classmethod
    def read(cls, text: str, line: int) -> "JsonMessage":
        """The message of a line of the input."""
        try:
            json = exact_json(text)
        except ValueError:
            json = None
        kind = json.get("type") if isinstance(json, dict) else None
        known = kind in {it.value for it in Type}
        return cls(type=Type(kind) if known else Type.LOG, json=json if known else None, line=line)

    @classmethod
    def of(cls, message: AirbyteMessage) -> "JsonMessage":
        """A message of the CDK's own as JSON."""
        if isinstance(message, cls):
            return message
        return cls(type=message.type, json=AirbyteMessageSerializer.dump(message))
