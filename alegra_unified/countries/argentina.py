"""Argentina: CAE, conditions before the IVA (docs: alegra-api 12.7)."""

from typing import Any

from .country import PROVINCIAL_ADDRESS, Country, Missing, of_contacts


def _contact(draft: dict[str, Any]) -> list[Missing]:
    own = draft.get("alegra", {})
    found = []
    if "tax_number" not in draft:
        rule = "is missing; Argentina requires the tax number of a contact"
        found.append(Missing("tax_number", "identificationObject", rule))
    if "identification_type" not in own:
        rule = "is missing; Argentina requires the kind of the tax number, e.g. CUIT"
        found.append(Missing("alegra.identification_type", "identificationObject", rule))
    if "iva_condition" not in own:
        rule = "is missing; Argentina requires it, e.g. IVA_RESPONSABLE or FINAL_CONSUMER"
        found.append(Missing("alegra.iva_condition", "ivaCondition", rule))
    return found


def _item(draft: dict[str, Any]) -> list[Missing]:
    if "unit" in draft.get("alegra", {}):
        return []
    return [Missing("alegra.unit", "unit", "is missing; Argentina requires the unit of an item")]


ARGENTINA = Country(
    name="Argentina",
    alpha_2="AR",
    address=PROVINCIAL_ADDRESS,
    identification_kinds=("CUIT", "CDI", "CI", "PASSPORT", "DNI", "OTHER"),
    rules={**of_contacts(_contact), "invoice_items": _item},
)
