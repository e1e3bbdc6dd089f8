"""What is known of writing a resource beside its fields: rules, keys, what may be changed when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .company import Company
from .fields import Body, Draft, Row, filled, readable
from .problem import Problem
from .written_form import WrittenForm

Removal = Literal["delete", "void"]


@dataclass(frozen=True, slots=True)
class Search:
    """How a list is asked for the records of one key.

    Attributes:
        parameter: the query parameter. Whether it wants the whole value or a part of it may be
            unknown; what it brings is compared with the key again.
        forms: what is asked for, one after the other; all of them in vain show that there is none.
    """

    parameter: str
    forms: Callable[[str], Sequence[str]] = lambda value: (value,)


def shown_as(key: str) -> Callable[[Row], Any]:
    """The natural key that a row shows under one of its own keys; None where it has none."""
    return lambda row: filled(row.get(key))


@dataclass(frozen=True, slots=True)
class Writing:
    """How records of a resource get into Alegra; which fields do is said where they are declared.

    Attributes:
        constraints: rules beyond types and single fields that creations and changes keep alike.
        unplaced: what an edition that is unknown here has no known place for; it is left out and
            told, where a known edition would refuse it.
        creation: rules that only a record to create keeps, beyond its required fields; those of
            one country stand in `countries`.
        always: what every body carries beside the fields.
        in_change: the same of a change, from the row that stands there; None where it is no other.
        created: what a POST carries beside them as well, where the record does not name it.
        form: how a row looks when it is written, for changes.
        natural_keys: unified fields that tell records apart, to what stands for them in a row.
        searches: natural keys that the list can be asked for.
        marked: whether Alegra keeps internal notes, so that the external id stands there.
        dated: the unified field of the document date; documents are looked for by date.
        drafted: whether Alegra knows drafts of it; everything created is one then.
        fixed_because: why a row may not be changed any more; None when it may.
        removal: how a row is taken back, or why it can't be.
    """

    constraints: Callable[[Draft, Company], list[Problem]] = lambda draft, company: []
    unplaced: Callable[[Draft, Company], list[Problem]] = lambda draft, company: []
    creation: Callable[[Draft, Company], list[Problem]] = lambda draft, company: []
    always: Mapping[str, Any] = field(default_factory=dict)
    in_change: Callable[[Row], Body] | None = None
    created: Callable[[Draft, Company], Body] = lambda draft, company: {}
    form: WrittenForm = field(default_factory=WrittenForm)
    natural_keys: Mapping[str, Callable[[Row], Any]] = field(default_factory=dict)
    searches: Mapping[str, Search] = field(default_factory=dict)
    marked: bool = True
    dated: str | None = None
    drafted: bool = False
    fixed_because: Callable[[Row, Company], str | None] = lambda row, company: None
    removal: Callable[[Row, Company], Removal | Problem] = lambda row, company: "delete"

    def keys_of(self, row: Row) -> dict[str, str]:
        """The natural keys of a row, as far as it has them in a form that is documented."""
        found = {name: readable(value_of, row) for name, value_of in self.natural_keys.items()}
        return {
            name: str(value)
            for name, value in found.items()
            if isinstance(value, (str, int)) and value != ""
        }
