"""Costa Rica: electronic keys of 50 digits, CABYS product keys (docs: alegra-api 12.6)."""

from .country import PROVINCIAL_ADDRESS, Country, Requirement

COSTA_RICA = Country(
    name="Costa Rica",
    alpha_2="CR",
    address={**PROVINCIAL_ADDRESS, "city": "canton", "county": "district"},
    other_address={"city": "city"},
    identification_kinds=("CF", "CJ", "DIMEX", "NITE", "PE"),
    product_key=True,
    requirements={
        "invoice_items": (
            Requirement(
                *("alegra.product_key", "productKey", "the CABYS of 13 digits", "3212900000100"),
            ),
        )
    },
)
