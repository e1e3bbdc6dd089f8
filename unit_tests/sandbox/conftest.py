"""A fresh company for each test, in each country or in one."""

import pytest

from alegra_sandbox.countries import COUNTRIES

from .company import make
from .desk import Desk


@pytest.fixture(params=COUNTRIES)
def desk(request: pytest.FixtureRequest) -> Desk:
    return Desk(make(request.param, size=60))


@pytest.fixture
def mexico() -> Desk:
    return Desk(make("MX", size=60))
