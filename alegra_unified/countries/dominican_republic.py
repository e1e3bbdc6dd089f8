"""The Dominican Republic: NCF and e-CF (docs: alegra-api 12.5)."""

from .country import PROVINCIAL_ADDRESS, Country

DOMINICAN_REPUBLIC = Country(
    name="the Dominican Republic",
    alpha_2="DO",
    address={**PROVINCIAL_ADDRESS, "city": "municipality"},
)
