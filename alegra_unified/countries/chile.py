"""Chile: RUT, giro (docs: alegra-api 12.10)."""

from .country import Country

CHILE = Country(name="Chile", alpha_2="CL", identification_kinds=("RUT",))
