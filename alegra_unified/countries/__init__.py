"""The country editions of Alegra, one module each. A new one adds its line here."""

from .argentina import ARGENTINA
from .chile import CHILE
from .colombia import COLOMBIA
from .costa_rica import COSTA_RICA
from .country import Country
from .dominican_republic import DOMINICAN_REPUBLIC
from .mexico import MEXICO
from .panama import PANAMA
from .peru import PERU
from .spain import SPAIN

__all__ = ["COUNTRIES", "UNKNOWN_COUNTRY", "Country", "country_named"]

COUNTRIES: tuple[Country, ...] = (
    ARGENTINA,
    CHILE,
    COLOMBIA,
    COSTA_RICA,
    DOMINICAN_REPUBLIC,
    MEXICO,
    PANAMA,
    PERU,
    SPAIN,
)
"""Those that Alegra documents; of others only what is common to all is known."""

UNKNOWN_COUNTRY = Country(name="this edition of Alegra", alpha_3="", alpha_2="", editions=())

_UNACCENTED = str.maketrans("áéíóúñ", "aeioun", " -_")
_BY_NAME = {
    name: country
    for country in COUNTRIES
    for name in (*country.editions, country.alpha_2.lower(), country.alpha_3.lower())
}


def country_named(edition: object) -> Country:
    """The country of an ``applicationVersion``, by name or code in any notation.

    The literals are not documented beyond single samples (docs: alegra-api 3.12).
    """
    name = str(edition or "").lower().translate(_UNACCENTED)
    return _BY_NAME.get(name, UNKNOWN_COUNTRY)
