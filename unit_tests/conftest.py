"""Properties are tried without a clock, and no test hides words that another one called secret."""

import logging
from collections.abc import Iterator

import pytest
from airbyte_cdk.utils.airbyte_secrets_utils import update_secrets
from hypothesis import settings

# How long a case takes depends on the machine.
settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")


@pytest.fixture(autouse=True)
def own_secrets() -> Iterator[None]:
    """The CDK keeps the secrets of all connectors of a process, and takes them out of all logs."""
    update_secrets([])
    yield
    update_secrets([])


@pytest.fixture(autouse=True)
def open_logger(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyAirbyte, used earlier in the process, stops the connectors' logger from propagating."""
    monkeypatch.setattr(logging.getLogger("airbyte"), "propagate", True)
