"""Colombia: electronic invoices with a CUFE, kinds of tax numbers (docs: alegra-api 3.1, 3.3)."""

from typing import Any

from ..problem import Problem
from .country import Country


def _invoice(draft: dict[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    if "payment_method" not in draft:
        found.append(Problem("payment_method", "is missing; Colombia requires it"))
    if "payment_form" not in draft.get("alegra", {}):
        rule = "is missing; Colombia requires CASH or CREDIT"
        found.append(Problem("alegra.payment_form", rule))
    return found


def _contact(draft: dict[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    if draft.get("tax_number") and not draft.get("alegra", {}).get("identification_type"):
        rule = "is missing; Colombia requires the kind of the tax number, e.g. NIT or CC"
        found.append(Problem("alegra.identification_type", rule))
    if draft.get("individual"):
        found += [
            Problem(name, "is missing; Colombia requires it of a person")
            for name in ("first_name", "last_name")
            if name not in draft
        ]
    return found


COLOMBIA = Country(
    name="Colombia",
    alpha_3="COL",
    alpha_2="CO",
    editions=("colombia",),
    rules={"invoices": _invoice, "customers": _contact, "suppliers": _contact},
)
