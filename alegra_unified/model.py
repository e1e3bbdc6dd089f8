"""The base of every unified model, and how a record gets into one without being lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .shapes import Unreadable
from .values import JsonValue, Text


class Part(BaseModel):
    """An object of the unified model: a record, or a part of one. Unknown fields are refused.

    Attributes:
        refers_to: the stream whose record it names by its ``id``; None where it names none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    refers_to: ClassVar[str | None] = None


class UnreadField(Part):
    """A field of the unified record that is null because Alegra's value could not be read."""

    field: Text = Field(description="Path of the field in the unified record, dotted.")
    value: JsonValue = Field(description="The value as Alegra sent it.")
    reason: Text = Field(description="Why it could not be read.")


class AlegraExtras(Part):
    """What Alegra has and the unified model has no field for; each resource adds its own."""

    status: Text | None = Field(None, description="The status in Alegra's own word.")
    external_id: Text | None = Field(
        None, description="The id under which destination-alegra wrote it; see `marker`."
    )
    unread: list[UnreadField] | None = Field(
        None, description="Fields that are null because Alegra's value could not be read."
    )


class UnifiedRecord(Part):
    """A top-level record of the unified model: one row of one stream.

    Attributes:
        id: Alegra's id, as text (docs: alegra-api 1.7: integers, strings, UUIDs announced).
        alegra: what the unified model has no field for, under one object.
    """

    id: Text | None = Field(None, description="Alegra's id.")
    alegra: AlegraExtras | None = Field(None, description="What only Alegra has.")

    _nulls: ClassVar[Mapping[str, None]]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls._nulls = dict.fromkeys(cls.model_fields)

    def as_json(self) -> dict[str, Any]:
        """The record ready for orjson: every top-level field, nested nulls left out."""
        return {**self._nulls, **self.model_dump(exclude_none=True)}


Record = TypeVar("Record", bound=UnifiedRecord)


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """Why one field of one record is null although Alegra sent something.

    Attributes:
        field: dotted path in the unified record, e.g. ``line_items.3.quantity``.
        reason: the rule that was broken, in words.
    """

    field: str
    reason: str


def read_leniently(model: type[Record], fields: dict[str, Any]) -> tuple[Record, list[ReadProblem]]:
    """Build a record from mapped fields; a field that can't be read becomes null, never the row.

    What could not be read is kept under ``alegra.unread`` with Alegra's own value, and told to
    the caller as `ReadProblem`, so that it can be logged. ``fields`` is changed on the way.

    Raises:
        ValidationError: the mapping itself names a field that the model does not have.
    """
    problems: list[ReadProblem] = []
    unread: list[dict[str, Any]] = []
    while True:
        try:
            return model.model_validate(fields), problems
        except ValidationError as error:
            for found in error.errors(include_url=False, include_context=False):
                if found["type"] == "extra_forbidden":
                    raise
                path = ".".join(str(step) for step in found["loc"])
                reason = found["msg"].removeprefix("Value error, ")
                unread.append(
                    {"field": path, "value": _take_out(fields, found["loc"]), "reason": reason}
                )
                problems.append(ReadProblem(path, reason))
            fields["alegra"] = {**(fields.get("alegra") or {}), "unread": unread}


def _take_out(fields: dict[str, Any], location: tuple[int | str, ...]) -> Any:
    """Put null (in a list: an empty object, so that places stay) at a location; what was there."""
    *way, last = location
    holder: Any = fields
    for step in way:
        holder = holder[step]
    value = holder[last]
    holder[last] = {} if isinstance(holder, list) else None
    return value.value if isinstance(value, Unreadable) else value
