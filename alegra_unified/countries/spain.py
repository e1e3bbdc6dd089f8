"""Spain: NIF, equivalence surcharge (docs: alegra-api 12)."""

from .country import Country

SPAIN = Country(name="Spain", alpha_3="ESP", alpha_2="ES", editions=("espana", "spain"))
