"""The country editions of Alegra, one module each. A new one adds its line here."""

from .argentina import ARGENTINA
from .chile import CHILE
from .colombia import COLOMBIA
from .costa_rica import COSTA_RICA
from .country import Country
from .dominican_republic import DOMINICAN_REPUBLIC
from .iso_3166 import alpha_2
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

UNKNOWN_COUNTRY = Country(name="this edition of Alegra", alpha_2="")

_BY_CODE = {country.alpha_2: country for country in COUNTRIES}


def country_named(edition: object) -> Country:
    """The country of an ``applicationVersion``, by name or code in any notation.

    The literals are not documented beyond single samples (docs: alegra-api 3.12).
    """
    try:
        return _BY_CODE.get(alpha_2(edition), UNKNOWN_COUNTRY)
    except ValueError:
        return UNKNOWN_COUNTRY
