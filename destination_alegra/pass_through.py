"""Fields of Alegra's own that a record brings along (docs: unified-model 3, pass_through)."""

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from alegra_api.exact_json import MAXIMUM_DIGITS
from alegra_unified.fields import Body, is_empty
from alegra_unified.problem import Problem

SERVICE = "alegra"

_DRAFTS = "what is written are drafts"

_OURS = {
    "id": _DRAFTS,
    "status": _DRAFTS,
    "payments": _DRAFTS,
    "observations": "the external id stands there; name the notes in the record's own field",
}
"""What decides whether a record is a draft, and which one, is not for pass_through."""


class _ExtendPath(BaseModel):
    model_config = ConfigDict(extra="forbid")

    path: str = Field(max_length=200)
    value: Any


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    service_id: str
    operation_id: str | None = None
    extend_object: dict[str, Any] | None = None
    extend_paths: list[_ExtendPath] | None = None


_ENTRIES = TypeAdapter(list[_Entry])

_STEP = re.compile(
    r"""\.(?P<name>[\w-]+)|\[(?P<place>[0-9]{1,4})\]|\[(?P<quoted>'[^']+'|"[^"]+")\]|\[\*\]|\.\*"""
)
"""Steps of a JSONPath that lead to a place which can be set (RFC 9535, 2.3.1 to 2.3.3)."""

_Step = str | int | None
"""A name in an object, a place in a list, or each element of a list."""


def extended(body: Body, entries: Any, allow_stamping: bool) -> tuple[Body, list[Problem]]:
    """The body with what the record brings along for this service, and what is wrong with that."""
    if not entries:
        return body, []
    try:
        read = _ENTRIES.validate_python(entries)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        path = ".".join(["pass_through", *(str(step) for step in first["loc"])])
        return body, [Problem(path, first["msg"])]
    before = body
    for entry in read:
        if entry.service_id == SERVICE:
            if not _can_be_sent(entry.extend_object):
                return before, [Problem("pass_through.extend_object", _NO_NUMBER)]
            body = _merged(body, entry.extend_object or {})
            for place, extension in enumerate(entry.extend_paths or []):
                field = f"pass_through.extend_paths.{place}"
                if not _can_be_sent(extension.value):
                    return before, [Problem(f"{field}.value", _NO_NUMBER)]
                try:
                    body = _with_value_at(body, _steps(extension.path), extension.value)
                except ValueError as error:
                    return before, [Problem(f"{field}.path", str(error))]
    return body, _problems(before, body, allow_stamping)


def asks_for_stamp(body: Body) -> bool:
    """Whether a body would have Alegra stamp the document."""
    stamp = body.get("stamp")
    return isinstance(stamp, dict) and bool(stamp.get("generateStamp"))


def _problems(before: Body, body: Body, allow_stamping: bool) -> list[Problem]:
    found = [
        Problem("pass_through", f"may not set {name}: {reason}")
        for name, reason in _OURS.items()
        if body.get(name) != before.get(name)
    ]
    if not is_empty(body.get("stamp")) and not allow_stamping:
        rule = "asks for a stamp, and allow_stamping is off in the configuration"
        found.append(Problem("pass_through", rule))
    return found


_NO_NUMBER = "holds NaN, an infinite number, or one beyond any amount, none of which can be sent"


def _can_be_sent(value: Any) -> bool:
    match value:
        case dict():
            return all(map(_can_be_sent, value.values()))
        case list():
            return all(map(_can_be_sent, value))
        case float():
            return math.isfinite(value)
        case Decimal():
            return value.is_finite() and abs(value.adjusted()) <= MAXIMUM_DIGITS
        case _:
            return True


def _steps(path: str) -> list[_Step]:
    steps: list[_Step] = []
    rest = path.removeprefix("$")
    rest = rest if rest.startswith((".", "[")) else f".{rest}"
    while rest:
        found = _STEP.match(rest)
        if found is None:
            raise ValueError("is no JSONPath of names, places and [*], such as $.items[0].name")
        name, place, quoted = found.group("name", "place", "quoted")
        steps.append(int(place) if place else name or (quoted[1:-1] if quoted else None))
        rest = rest[found.end() :]
    return steps


def _with_value_at(held: Any, steps: Sequence[_Step], value: Any) -> Any:
    if not steps:
        return value
    step, *further = steps
    if isinstance(step, str):
        held = {} if held is None else held
        if not isinstance(held, dict):
            raise ValueError(f"wants the field {step} of something that is no object")
        return {**held, step: _with_value_at(held.get(step), further, value)}
    held = [] if held is None else held
    if not isinstance(held, list):
        raise ValueError("wants a place in something that is no list")
    if step is None:
        return [_with_value_at(item, further, value) for item in held]
    if step > len(held):
        raise ValueError(f"leaves a gap in the list before place {step}")
    item = held[step] if step < len(held) else None
    return [*held[:step], _with_value_at(item, further, value), *held[step + 1 :]]


def _merged(body: Body, extension: Body) -> Body:
    merged = dict(body)
    for key, value in extension.items():
        held = merged.get(key)
        both = isinstance(held, dict) and isinstance(value, dict)
        merged[key] = _merged(held, value) if both else value  # type: ignore[arg-type]
    return merged
