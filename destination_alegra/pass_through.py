"""Fields of Alegra's own that a record brings along (docs: unified-model 3, pass_through)."""

from copy import deepcopy
from typing import Any

from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.parser import parse
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from alegra_unified.fields import Body, is_empty
from alegra_unified.problem import Problem

SERVICE = "alegra"

_OURS = ("id", "status", "payments")
"""What decides whether a record is a draft, and which one, is not for pass_through."""


class _ExtendPath(BaseModel):
    model_config = ConfigDict(extra="forbid")

    path: str
    value: Any


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    service_id: str
    operation_id: str | None = None
    extend_object: dict[str, Any] | None = None
    extend_paths: list[_ExtendPath] | None = None


_ENTRIES = TypeAdapter(list[_Entry])


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
    before, body = body, deepcopy(body)
    for entry in read:
        if entry.service_id == SERVICE:
            body = _merged(body, entry.extend_object or {})
            for place, step in enumerate(entry.extend_paths or []):
                try:
                    body = parse(step.path).update_or_create(body, step.value)
                except JSONPathError:
                    field = f"pass_through.extend_paths.{place}.path"
                    return before, [Problem(field, "is no JSONPath")]
    return body, _problems(before, body, allow_stamping)


def asks_for_stamp(body: Body) -> bool:
    """Whether a body would have Alegra stamp the document."""
    stamp = body.get("stamp")
    return isinstance(stamp, dict) and bool(stamp.get("generateStamp"))


def _problems(before: Body, body: Body, allow_stamping: bool) -> list[Problem]:
    found = [
        Problem("pass_through", f"may not set {name}: what is written are drafts")
        for name in _OURS
        if body.get(name) != before.get(name)
    ]
    if not is_empty(body.get("stamp")) and not allow_stamping:
        rule = "asks for a stamp, and allow_stamping is off in the configuration"
        found.append(Problem("pass_through", rule))
    return found


def _merged(body: Body, extension: Body) -> Body:
    merged = dict(body)
    for key, value in extension.items():
        held = merged.get(key)
        both = isinstance(held, dict) and isinstance(value, dict)
        merged[key] = _merged(held, value) if both else value  # type: ignore[arg-type]
    return merged
