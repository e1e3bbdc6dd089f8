"""What a country edition of Alegra has of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..problem import Problem

Rule = Callable[[dict[str, Any]], list[Problem]]
"""What a country asks of a record to create, beyond what Alegra asks everywhere."""

COMMON_ADDRESS = {
    "line1": "address",
    "city": "city",
    "state": "department",
    "postal_code": "zipCode",
    "country": "country",
}
"""The layout that the most editions are known to understand (docs: alegra-api 3.1)."""


@dataclass(frozen=True, slots=True)
class Country:
    """One country edition.

    Attributes:
        name: as messages call it.
        alpha_3: ISO 3166 code of three letters, as Alegra writes countries.
        alpha_2: ISO 3166 code of two letters, as the unified model writes countries.
        editions: how Alegra may call the edition in ``applicationVersion``, without accents,
            spaces and case; the codes are understood as well.
        address: unified parts of an address to their keys in Alegra.
        product_key: whether quotes and stamped invoices want a fiscal product key on each item.
        rules: what the country asks of a record to create, by resource.
    """

    name: str
    alpha_3: str
    alpha_2: str
    editions: tuple[str, ...]
    address: Mapping[str, str] = field(default_factory=lambda: COMMON_ADDRESS)
    product_key: bool = False
    rules: Mapping[str, Rule] = field(default_factory=dict)

    def problems(self, resource: str, draft: dict[str, Any]) -> list[Problem]:
        """The country's rules that a record to create breaks."""
        rule = self.rules.get(resource)
        return [] if rule is None else rule(draft)
