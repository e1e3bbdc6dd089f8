"""The Dominican Republic: NCF and e-CF (docs: alegra-api 12)."""

from .country import Country

DOMINICAN_REPUBLIC = Country(
    name="the Dominican Republic",
    alpha_3="DOM",
    alpha_2="DO",
    editions=("republicadominicana", "dominicana"),
)
