"""A resource or a country that was begun is there everywhere: what was forgotten is named."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

import alegra_unified.countries
import alegra_unified.resources
from alegra_sandbox.countries import COUNTRIES as SIMULATED_COUNTRIES
from alegra_sandbox.countries import UNKNOWN
from alegra_sandbox.resources import RESOURCES as SIMULATED
from alegra_unified.countries import COUNTRIES, Country
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource

SINGLE_OBJECTS = {"company"}


def declared(package: str, path: list[str], kind: type) -> dict[str, object]:
    """What the modules of a package declare of a kind, by module and name."""
    return {
        f"{module.name}.{name}": value
        for module in iter_modules(path)
        for name, value in vars(import_module(f"{package}.{module.name}")).items()
        if isinstance(value, kind)
    }


def test_every_resource_that_is_declared_is_registered_once() -> None:
    found = declared("alegra_unified.resources", list(alegra_unified.resources.__path__), Resource)
    forgotten = {name for name, it in found.items() if it not in RESOURCES.values()}
    assert forgotten == set(), "without a line in alegra_unified/registry.py"


def test_every_country_that_is_declared_is_registered() -> None:
    found = declared("alegra_unified.countries", list(alegra_unified.countries.__path__), Country)
    forgotten = {name for name, it in found.items() if it not in COUNTRIES}
    assert forgotten == set(), "without a line in alegra_unified/countries/__init__.py"


@pytest.mark.parametrize("name", RESOURCES)
def test_every_resource_is_simulated(name: str) -> None:
    path = RESOURCES[name].listing.path.strip("/")
    assert path in SIMULATED or path in SINGLE_OBJECTS, f"no class with path = {path!r}"


def test_every_country_is_simulated_and_one_more_that_is_not_known() -> None:
    assert {*(country.alpha_2 for country in COUNTRIES), UNKNOWN} == set(SIMULATED_COUNTRIES)
