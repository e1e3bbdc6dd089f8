"""Costa Rica: electronic keys of 50 digits, CABYS product keys (docs: alegra-api 12)."""

from .country import Country

COSTA_RICA = Country(name="Costa Rica", alpha_3="CRI", alpha_2="CR", editions=("costarica",))
