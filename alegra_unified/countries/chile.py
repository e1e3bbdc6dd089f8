"""Chile: RUT, giro (docs: alegra-api 12.10)."""

from .country import Country

CHILE = Country(
    name="Chile",
    alpha_2="CL",
    other_address={"city": "comuna", "state": "region"},
    identification_kinds=("RUT",),
)
