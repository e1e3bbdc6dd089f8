"""Costa Rica: electronic keys of 50 digits, CABYS product keys (docs: alegra-api 12.6)."""

from typing import Any

from .country import PROVINCIAL_ADDRESS, Country, Missing


def _item(draft: dict[str, Any]) -> list[Missing]:
    if "product_key" in draft.get("alegra", {}):
        return []
    rule = "is missing; Costa Rica requires the CABYS of 13 digits (code 1093)"
    return [Missing("alegra.product_key", "productKey", rule)]


COSTA_RICA = Country(
    name="Costa Rica",
    alpha_2="CR",
    address={**PROVINCIAL_ADDRESS, "city": "canton", "county": "district"},
    identification_kinds=("CF", "CJ", "DIMEX", "NITE", "PE"),
    product_key=True,
    rules={"invoice_items": _item},
)
