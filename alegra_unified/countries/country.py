"""What a country edition of Alegra has of its own."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..problem import Problem


class Missing(NamedTuple):
    """Something that a country asks of a record to create.

    Attributes:
        field: the unified field that says it.
        key: the key of Alegra's body, where `pass_through` may say it instead.
        rule: why it is needed, as the rest of a sentence.
    """

    field: str
    key: str
    rule: str


Rule = Callable[[dict[str, Any]], list[Missing]]
"""What a country asks of a record to create, beyond what Alegra asks everywhere."""

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
        identification_kinds: the kinds of tax numbers; empty where not all of them are known.
        generic_tax_numbers: tax numbers that many parties share, which make nobody the same.
        product_key: whether quotes and stamped invoices want a fiscal product key on each item.
        certified: whether a stamp that is there means that the document can't be changed any more.
        rules: what the country asks of a record to create, by resource.
    """

    name: str
    alpha_2: str
    address: Mapping[str, str] = field(default_factory=lambda: COMMON_ADDRESS)
    identification_kinds: tuple[str, ...] = ()
    generic_tax_numbers: frozenset[str] = frozenset()
    product_key: bool = False
    certified: Callable[[Mapping[str, Any]], bool] = is_past_pending
    rules: Mapping[str, Rule] = field(default_factory=dict)

    def problems(
        self, resource: str, draft: dict[str, Any], passed: Collection[str] = ()
    ) -> list[Problem]:
        """The country's rules that a record to create breaks.

        Args:
            resource: where it goes.
            draft: the record.
            passed: keys of the body that `pass_through` fills.
        """
        rule = self.rules.get(resource)
        missing = [] if rule is None else rule(draft)
        return [Problem(it.field, it.rule) for it in missing if it.key not in passed]

    def is_stamped(self, stamp: object) -> bool:
        """Whether a document's ``stamp`` says that the tax authority has it."""
        return self.certified(stamp) if isinstance(stamp, dict) and stamp else bool(stamp)


def of_contacts(rule: Rule) -> dict[str, Rule]:
    """A rule on both kinds of contacts."""
    return {"customers": rule, "suppliers": rule}
