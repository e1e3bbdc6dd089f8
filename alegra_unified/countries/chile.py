"""Chile: RUT, giro (docs: alegra-api 12)."""

from .country import Country

CHILE = Country(name="Chile", alpha_3="CHL", alpha_2="CL", editions=("chile",))
