"""Panama: provinces, districts and corregimientos, kinds of parties (docs: alegra-api 12.11)."""

from .country import PROVINCIAL_ADDRESS, Country

PANAMA = Country(
    name="Panama",
    alpha_2="PA",
    address={**PROVINCIAL_ADDRESS, "city": "district", "county": "corregimiento"},
)
