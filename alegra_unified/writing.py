"""What is known of writing a resource beside its fields: rules, keys, what may be changed when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .company import Company
from .fields import Body, Draft, Row, readable
from .problem import Problem

Removal = Literal["delete", "void"]


@dataclass(frozen=True, slots=True)
class Writing:
    """How records of a resource get into Alegra; which fields do is said where they are declared.

    Attributes:
        constraints: rules beyond types and required fields, checked before any request; those of
            one country stand in `countries`.
        always: what every body carries beside the fields.
        created: what a POST carries beside them as well, where the record does not name it.
        natural_keys: unified fields that tell records apart, to what stands for them in a row.
        marked: whether Alegra keeps internal notes, so that the external id stands there.
        dated: the unified field of the document date; documents are looked for by date.
        drafted: whether Alegra knows drafts of it; everything created is one then.
        fixed_because: why a row may not be changed any more; None when it may.
        removal: how a row is taken back, or why it can't be.
        replaced: the body of a PUT that replaces the whole record, from the row that stands there
            and the body of what is named; None where a PUT changes only what it names.
    """

    constraints: Callable[[Draft, Company], list[Problem]] = lambda draft, company: []
    always: Mapping[str, Any] = field(default_factory=dict)
    created: Callable[[Draft, Company], Body] = lambda draft, company: {}
    natural_keys: Mapping[str, Callable[[Row], Any]] = field(default_factory=dict)
    marked: bool = True
    dated: str | None = None
    drafted: bool = False
    fixed_because: Callable[[Row], str | None] = lambda row: None
    removal: Callable[[Row], Removal | Problem] = lambda row: "delete"
    replaced: Callable[[Row, Body], Body] | None = None

    def keys_of(self, row: Row) -> dict[str, str]:
        """The natural keys of a row, as far as it has them in a form that is documented."""
        found = {name: readable(value_of, row) for name, value_of in self.natural_keys.items()}
        return {
            name: str(value)
            for name, value in found.items()
            if isinstance(value, (str, int)) and value != ""
        }
