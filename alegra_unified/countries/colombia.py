"""Colombia: electronic invoices with a CUFE, kinds of tax numbers (docs: alegra-api 3.1, 3.3)."""

from collections.abc import Mapping
from typing import Any

from .country import Country, Requirement, of_contacts


def _is_certified(stamp: Mapping[str, Any]) -> bool:
    """By its code (CUFE of invoices, CUDE of notes) or its status (docs: alegra-api 12.4)."""
    if stamp.get("cufe") or stamp.get("cude"):
        return True
    return str(stamp.get("legalStatus") or "").startswith("STAMPED")


COLOMBIA = Country(
    name="Colombia",
    alpha_2="CO",
    certified=_is_certified,
    requirements={
        "invoices": (
            Requirement("payment_method", "paymentMethod", "the method of payment", "CASH"),
            Requirement("alegra.payment_form", "paymentForm", "CASH or CREDIT", "CASH"),
        ),
        **of_contacts(
            Requirement(
                *("alegra.identification_type", "identificationObject"),
                *("the kind of the tax number", "NIT"),
                when=lambda draft: draft.get("tax_number"),
            ),
            *(
                Requirement(
                    *(name, "nameObject", "the names of a person", example),
                    when=lambda draft: draft.get("individual"),
                )
                for name, example in (("first_name", "Ana"), ("last_name", "Pérez"))
            ),
        ),
    },
)
