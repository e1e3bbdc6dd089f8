"""The editions of Alegra that are simulated: every class of a module of this package."""

from importlib import import_module
from pkgutil import iter_modules

from .country import Country, Identity, Tax, name_object


def _editions() -> dict[str, type[Country]]:
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return {edition.code: edition for edition in Country.__subclasses__()}


COUNTRIES = _editions()
"""By their two-letter codes."""

UNKNOWN = "XX"
"""The code of the edition that no connector was built with; ISO 3166 leaves it to users."""

__all__ = ["COUNTRIES", "UNKNOWN", "Country", "Identity", "Tax", "name_object"]
