"""Received: a record of the input, typed, with what tells it apart from others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from zlib import compress, decompress

from alegra_api.exact_json import encode_json, exact_json
from alegra_unified.drafts import read_draft
from alegra_unified.fields import Draft
from alegra_unified.problem import Problem

from .catalog import Plan

_CARRIED_ALONG = ("_airbyte_", "_ab_", "_raw", "observed_at")
"""Beginnings of columns that Airbyte, its warehouses and source-alegra add to a record."""

FieldValue = tuple[str, str]
"""A field of the unified record and its value, as text."""


@dataclass
class Incoming:
    """One record to write.

    Attributes:
        plan: how its stream is written.
        number: its place in the input, from 1.
        data: the record as it came.
        external_id: your id of it; None when it has none.
        draft: its named values; links get their ids once they are resolved.
        pass_through: fields of Alegra's own that it brings along, unread.
        left_out: what of it the edition has no known place for.
    """

    plan: Plan
    number: int
    data: dict[str, Any]
    external_id: str | None
    draft: Draft
    pass_through: Any = None
    left_out: Sequence[Problem] = ()

    @property
    def name(self) -> str:
        """How messages call the record."""
        return self.external_id or self.draft.get("id") or f"number {self.number} of the input"

    @property
    def key(self) -> FieldValue | None:
        """What finds the record in Alegra."""
        field = self.plan.key
        value = self.external_id if field == "external_id" else self.draft.get(field)
        return None if value is None else (field, str(value))

    @property
    def natural_key(self) -> FieldValue | None:
        """What else tells master data apart, such as a tax number."""
        return next(iter(self._natural_keys), None)

    @property
    def _natural_keys(self) -> list[FieldValue]:
        fields = self.plan.writing.natural_keys
        return [(field, str(self.draft[field])) for field in fields if field in self.draft]

    @property
    def identities(self) -> set[FieldValue]:
        """What makes two records of the input the same record."""
        return {it for it in (self.key, self.natural_key) if it is not None}

    @cached_property
    def names(self) -> set[FieldValue]:
        """All that stands for the record: what finds it, and what others may name it by."""
        external_id = [("external_id", self.external_id)] if self.external_id is not None else []
        return {*self.identities, *external_id, *self._natural_keys}

    @property
    def may_be_of_these_books(self) -> bool:
        """Whether nothing but an id of Alegra's, of these or of other books, tells it apart."""
        return "id" in self.draft and self.external_id in (None, self.draft["id"])

    @property
    def title(self) -> str | None:
        """What it is called, which tells apart what a number does not."""
        return self.draft.get("display_name") or self.draft.get("name")

    @property
    def day(self) -> date | None:
        """The document date; None for master data, and where there is none."""
        dated = self.plan.writing.dated
        day = self.draft.get(dated) if dated else None
        return None if day is None else date.fromisoformat(day[:10])


def external_id_in(data: dict[str, Any], field: str) -> str | None:
    """Your own id of a record; that of a record read from Alegra is the one it was written with."""
    extras = data.get("alegra")
    written = extras.get("external_id") if isinstance(extras, dict) else None
    for value in (data.get(field), written, data.get("external_id")):
        if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "":
            return str(value)
    return None


def read_incoming(plan: Plan, number: int, data: dict[str, Any]) -> tuple[Incoming, list[Problem]]:
    """A record of a stream, and what is wrong with its types and its fields.

    Args:
        plan: how the stream is written.
        number: the record's place in the input, from 1.
        data: the record as it came.
    """
    model = plan.resource.model
    fields = {name: value for name, value in data.items() if not name.startswith(_CARRIED_ALONG)}
    external_id = external_id_in(fields, plan.external_id_field)
    if plan.external_id_field not in model.fields:
        fields.pop(plan.external_id_field, None)
    pass_through = fields.pop("pass_through", None)
    draft, problems = read_draft(model, fields)
    return Incoming(plan, number, data, external_id, draft, pass_through), problems


class Packed(NamedTuple):
    """A record that waits, as small as it gets: what it was read from.

    Attributes:
        plan: how its stream is written.
        number: its place in the input, from 1.
        text: the record as it came, as compressed JSON.
    """

    plan: Plan
    number: int
    text: bytes

    @classmethod
    def of(cls, record: Incoming) -> "Packed":
        """A record, packed."""
        return cls(record.plan, record.number, compress(encode_json(record.data), level=1))

    def unpacked(self) -> Incoming:
        """The record, of whose links none is resolved."""
        return read_incoming(self.plan, self.number, exact_json(decompress(self.text)))[0]
