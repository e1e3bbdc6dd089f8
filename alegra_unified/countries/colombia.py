"""Colombia: electronic invoices with a CUFE, kinds of tax numbers (docs: alegra-api 3.1, 3.3)."""

from collections.abc import Mapping
from typing import Any

from .country import Country, Missing, of_contacts


def _invoice(draft: dict[str, Any]) -> list[Missing]:
    found = []
    if "payment_method" not in draft:
        rule = "is missing; Colombia requires it"
        found.append(Missing("payment_method", "paymentMethod", rule))
    if "payment_form" not in draft.get("alegra", {}):
        rule = "is missing; Colombia requires CASH or CREDIT"
        found.append(Missing("alegra.payment_form", "paymentForm", rule))
    return found


def _contact(draft: dict[str, Any]) -> list[Missing]:
    found = []
    if draft.get("tax_number") and not draft.get("alegra", {}).get("identification_type"):
        rule = "is missing; Colombia requires the kind of the tax number, e.g. NIT or CC"
        found.append(Missing("alegra.identification_type", "identificationObject", rule))
    if draft.get("individual"):
        found += [
            Missing(name, "nameObject", "is missing; Colombia requires it of a person")
            for name in ("first_name", "last_name")
            if name not in draft
        ]
    return found


def _is_certified(stamp: Mapping[str, Any]) -> bool:
    """By its code (CUFE of invoices, CUDE of notes) or its status (docs: alegra-api 12.4)."""
    if stamp.get("cufe") or stamp.get("cude"):
        return True
    return str(stamp.get("legalStatus") or "").startswith("STAMPED")


COLOMBIA = Country(
    name="Colombia",
    alpha_2="CO",
    certified=_is_certified,
    rules={"invoices": _invoice, **of_contacts(_contact)},
)
