"""Panama: RUC with its check digits (docs: alegra-api 12)."""

from .country import Country

PANAMA = Country(name="Panama", alpha_3="PAN", alpha_2="PA", editions=("panama",))
