"""Argentina: CAE, conditions before the IVA (docs: alegra-api 12)."""

from .country import Country

ARGENTINA = Country(name="Argentina", alpha_3="ARG", alpha_2="AR", editions=("argentina",))
