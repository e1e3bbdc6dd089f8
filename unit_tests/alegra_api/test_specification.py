"""`spec` answers from a file, before the CDK is imported."""

import json
import subprocess
import sys

import pytest
from airbyte_cdk.models import ConnectorSpecificationSerializer

import destination_alegra.config
import source_alegra.config

SPECIFICATIONS = {
    "source_alegra": source_alegra.config.connector_specification,
    "destination_alegra": destination_alegra.config.connector_specification,
}


@pytest.mark.parametrize("package", SPECIFICATIONS)
def test_spec_is_that_of_the_models_and_needs_no_cdk(package: str) -> None:
    program = (
        f"import sys; sys.argv = ['connector', 'spec']; from {package}.run import run; run(); "
        "print([it for it in sys.modules if it.startswith(('airbyte_cdk', 'pydantic'))])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    message, imported = ran.stdout.splitlines()
    printed = json.loads(message)
    assert printed["type"] == "SPEC"
    wanted = SPECIFICATIONS[package]()
    assert ConnectorSpecificationSerializer.load(printed["spec"]) == wanted
    assert imported == "[]"
