"""Peru: RUC and DNI (docs: alegra-api 12)."""

from .country import Country

PERU = Country(name="Peru", alpha_3="PER", alpha_2="PE", editions=("peru",))
