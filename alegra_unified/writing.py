"""What is known of writing a resource: required fields, Alegra's body, what may be changed when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

from .company import Company


class Problem(NamedTuple):
    """Why a record can't be written: the field of the unified record, and the rule it breaks."""

    field: str
    rule: str


Row = Mapping[str, Any]
Removal = Literal["delete", "void"]


@dataclass(frozen=True, slots=True)
class Writing:
    """How records of a resource get into Alegra.

    Attributes:
        draft: the model of a record to write; a subclass of `drafts.Draft` and of the unified one.
        fields: the fields that a write takes; all others of the model are Alegra's own.
        required: those without which Alegra refuses to create one.
        to_alegra: the body of a POST or PUT from a draft whose links carry their ids.
        constraints: rules beyond types and required fields, checked before any request.
        keys: natural keys: unified field to what stands for it in a row of Alegra's.
        marked: whether Alegra keeps internal notes, so that the external id stands there.
        dated: the unified field of the document date; documents are looked for by date.
        drafted: whether Alegra knows drafts of it; everything created is one then.
        fixed_because: why a row may not be changed any more; None when it may.
        removal: how a row is taken back, or why it can't be, as a sentence.
        replaces: whether a PUT replaces the whole record, so that it is merged with a fresh read.
    """

    draft: type[BaseModel]
    fields: tuple[str, ...]
    required: tuple[str, ...]
    to_alegra: Callable[[Any, Company], dict[str, Any]]
    constraints: Callable[[Any, Company], list[Problem]] = lambda draft, company: []
    keys: Mapping[str, Callable[[Row], Any]] = field(default_factory=dict)
    marked: bool = True
    dated: str | None = None
    drafted: bool = False
    fixed_because: Callable[[Row], str | None] = lambda row: None
    removal: Callable[[Row], Removal | Problem] = lambda row: "delete"
    replaces: bool = False


def given(**values: Any) -> dict[str, Any]:
    """A body without the fields that the record does not have."""
    return {name: value for name, value in values.items() if value is not None}


def by_id(identifier: str | None) -> dict[str, str] | None:
    """Alegra's way of naming another record."""
    return None if identifier is None else {"id": identifier}


def only_drafts(statuses: tuple[str, ...]) -> Callable[[str | None], list[Problem]]:
    """The rule on the status of a record to create."""

    def check(status: str | None) -> list[Problem]:
        if status is None or status in statuses:
            return []
        rule = f"is {status!r}; what is written here is {' or '.join(statuses)}"
        return [Problem("status", rule)]

    return check
