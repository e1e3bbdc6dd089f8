"""What a country edition of Alegra has of its own."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..problem import Problem

Condition = Callable[[dict[str, Any]], object]
"""Whether something is asked of a record to create."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that a country asks of a record to create, beyond what Alegra asks everywhere.

    Attributes:
        field: path of the unified field that says it, e.g. ``addresses.0.city``.
        key: the key of Alegra's body, where `pass_through` may say it instead.
        what: what it is, as the rest of a sentence.
        example: a value of it.
        when: of which records it is asked.
    """

    field: str
    key: str
    what: str
    example: str
    when: Condition | None = None

    def is_met(self, draft: dict[str, Any]) -> bool:
        """Whether a record says it, or need not."""
        asked = self.when is None or self.when(draft)
        return not asked or _value_at(self.field, draft) not in (None, "")


COMMON_ADDRESS = {
    "line1": "address",
    "city": "city",
    "state": "department",
    "postal_code": "zipCode",
    "country": "country",
}
"""The layout that the most editions are known to understand (docs: alegra-api 3.1)."""

PROVINCIAL_ADDRESS = {**COMMON_ADDRESS, "state": "province"}
"""The layout of countries with provinces and without departments (docs: alegra-api 12.2)."""


def is_past_pending(stamp: Mapping[str, Any]) -> bool:
    """Whether a document was emitted, by the status that most editions give it.

    ``PENDING`` is not; accepted, rejected and waiting ones are, and so is a stamp that says nothing
    of its status. Docs: alegra-api 12.1 (``emission_status``), 12.2 (``legalStatus``).
    """
    keys = ("legalStatus", "emissionStatus", "emission_status", "status")
    return next((stamp[key] for key in keys if stamp.get(key)), None) != "PENDING"


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """One country edition.

    Attributes:
        name: as messages call it.
        alpha_2: ISO 3166 code of two letters, as the unified model writes countries.
        address: unified parts of an address to their keys in Alegra.
        other_address: keys that parts may have instead, where it is not known which it is. Both are
            written: what an edition does not know in an address is ignored.
        identification_kinds: the kinds of tax numbers; empty where not all of them are known.
        generic_tax_numbers: tax numbers that many parties share, which make nobody the same.
        product_key: whether quotes and stamped invoices want a fiscal product key on each item.
        certified: whether a stamp that is there means that the document can't be changed any more.
        number_forms: regular expressions of tax numbers, by their kinds.
        requirements: what the country asks of a record to create, by resource.
    """

    name: str
    alpha_2: str
    address: Mapping[str, str] = field(default_factory=lambda: COMMON_ADDRESS)
    other_address: Mapping[str, str] = field(default_factory=dict)
    identification_kinds: tuple[str, ...] = ()
    generic_tax_numbers: frozenset[str] = frozenset()
    product_key: bool = False
    certified: Callable[[Mapping[str, Any]], bool] = is_past_pending
    number_forms: Mapping[str, str] = field(default_factory=dict)
    requirements: Mapping[str, tuple[Requirement, ...]] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether it is one that Alegra documents."""
        return bool(self.alpha_2)

    def problems(
        self, resource: str, draft: dict[str, Any], passed: Collection[str] = ()
    ) -> list[Problem]:
        """The country's rules that a record to create breaks.

        Args:
            resource: where it goes.
            draft: the record.
            passed: keys of the body that `pass_through` fills.
        """
        found = [
            Problem(it.field, f"is missing; {self.name} requires {it.what}, e.g. {it.example}")
            for it in self.requirements.get(resource, ())
            if it.key not in passed and not it.is_met(draft)
        ]
        kind = identification_type(draft)
        number, form = draft.get("tax_number"), self.number_forms.get(str(kind))
        checked = form is not None and "identificationObject" not in passed
        if checked and number is not None and not re.fullmatch(str(form), number):
            found.append(Problem("tax_number", f"has not the form of a {kind} in {self.name}"))
        return found

    def is_stamped(self, stamp: object) -> bool:
        """Whether a document's ``stamp`` says that the tax authority has it."""
        return self.certified(stamp) if isinstance(stamp, dict) and stamp else bool(stamp)


def identification_type(draft: dict[str, Any]) -> Any:
    """The kind of the tax number that a contact to write names."""
    return _value_at("alegra.identification_type", draft)


def _value_at(path: str, draft: Any) -> Any:
    """The value at a dotted path of a record to write; None where there is none."""
    for step in path.split("."):
        if isinstance(draft, list):
            draft = dict(enumerate(draft)).get(int(step))
        else:
            draft = (draft or {}).get(step)
    return draft


def of_contacts(*asked: Requirement) -> dict[str, tuple[Requirement, ...]]:
    """What is asked of both kinds of contacts."""
    return {"customers": asked, "suppliers": asked}
