"""The CDK's own standard tests of a source, run against the simulator."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from airbyte_cdk.test.standard_tests.source_base import SourceTestSuiteBase

from alegra_sandbox.process import SandboxProcess

ROOT = Path(__file__).parent.parent
CONFIGURATIONS = ROOT / "integration_tests" / ".simulator" / "source"

# The configurations of acceptance-test-config.yml are files, so one worker runs all of the suite.
pytestmark = pytest.mark.xdist_group("standard_source")


@pytest.fixture(scope="module", autouse=True)
def configurations() -> Iterator[None]:
    """Writes what `acceptance-test-config.yml` names."""
    with SandboxProcess(size=400, seed=11, requests_per_minute=1_000_000) as sandbox:
        config: dict[str, Any] = {
            "email": sandbox.email,
            "api_token": sandbox.token,
            "api_url": sandbox.url,
        }
        CONFIGURATIONS.mkdir(parents=True, exist_ok=True)
        (CONFIGURATIONS / "config.json").write_text(json.dumps(config))
        wrong = {**config, "api_token": "not-the-token"}
        (CONFIGURATIONS / "invalid_config.json").write_text(json.dumps(wrong))
        yield


class TestSource(SourceTestSuiteBase):
    """Every standard test; problems of the catalog that are warnings so far fail as well."""

    connector_name = "source-alegra"

    @classmethod
    def get_connector_root_dir(cls) -> Path:
        """The repository: `acceptance-test-config.yml` of the source lies there."""
        return ROOT
