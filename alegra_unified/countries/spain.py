"""Spain: kinds of tax numbers and what each demands (docs: alegra-api 12.8)."""

import re
from typing import Any

from .country import PROVINCIAL_ADDRESS, Country, Missing, of_contacts

_FORMS = {
    "DNI": r"\d{8}[A-Za-z0-9]",
    "NIF": r"[A-Za-z]\d{7}[A-Za-z0-9]",
    "NIF-IVA": r"[A-Za-z]{2}.{1,18}",
    "ODP": r".{1,20}",
    "NC": r".{1,50}",
}
_DEMANDED = {
    "NIF": ("city", "state"),
    **dict.fromkeys(("NIF-IVA", "PP", "DPO", "CR", "ODP"), ("line1", "country")),
}


def _contact(draft: dict[str, Any]) -> list[Missing]:
    kind = draft.get("alegra", {}).get("identification_type")
    address: dict[str, Any] = next(iter(draft.get("addresses", [])), {})
    found = [
        Missing(f"addresses.0.{name}", "address", f"is missing; Spain requires it beside a {kind}")
        for name in _DEMANDED.get(kind, ())
        if name not in address
    ]
    form, number = _FORMS.get(kind), draft.get("tax_number")
    if form is not None and number is not None and not re.fullmatch(form, number):
        found.append(Missing("tax_number", "identificationObject", f"has not the form of a {kind}"))
    return found


SPAIN = Country(
    name="Spain",
    alpha_2="ES",
    address=PROVINCIAL_ADDRESS,
    identification_kinds=("DNI", "NIF", "NIF-IVA", "PP", "DPO", "CR", "ODP", "NC"),
    rules=of_contacts(_contact),
)
