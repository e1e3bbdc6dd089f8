"""The editions of Alegra that are simulated."""

from .colombia import Colombia
from .country import Country, Identity, Tax
from .dominican_republic import DominicanRepublic
from .mexico import Mexico

COUNTRIES: dict[str, Country] = {
    country.code: country for country in (Mexico(), Colombia(), DominicanRepublic())
}
"""By their two-letter codes."""

__all__ = ["COUNTRIES", "Country", "Identity", "Tax"]
