"""A connector is imported without what the CDK imports and nobody here uses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HINT = (
    "The CDK has changed: it imports, at the start of a connector, what `alegra_api/cold_start.py` "
    "was made to leave out. The connectors work, but start slowly. docs/architecture.md, "
    '"Cold start", tells how to look for the reason.'
)

LEAN = """
import inspect, sys
from alegra_api.cold_start import import_lean
from {package}.run import _connector

read = []
inspect.getsource = read.append
import_lean(_connector)
unwanted = {{"dunamai", "airbyte_cdk.sources.declarative.yaml_declarative_source", "boto3"}}
print(sorted(unwanted & set(sys.modules)), read)
"""

CONNECTORS = ("source_alegra", "destination_alegra")


def _printed(program: str, path: str = "") -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [path, *sys.path]))}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


@pytest.mark.parametrize("package", CONNECTORS)
def test_nothing_is_imported_that_nobody_uses(package: str) -> None:
    assert _printed(LEAN.format(package=package)) == "[] []", HINT


@pytest.mark.parametrize("package", CONNECTORS)
def test_a_package_that_was_left_out_is_there_when_asked_for(package: str) -> None:
    program = (
        f"from alegra_api.cold_start import import_lean; from {package}.run import _connector; "
        "import_lean(_connector); import airbyte_cdk, boto3; from airbyte_cdk.models import Status;"
        "from airbyte_cdk.sources.declarative.auth import DeclarativeOauth2Authenticator as one;"
        "print(airbyte_cdk.Status is Status, airbyte_cdk.DeclarativeOauth2Authenticator is one,"
        "bool(airbyte_cdk.__version__), boto3.__name__, airbyte_cdk.models.Status is Status)"
    )
    assert _printed(program) == "True True True boto3 True"


def test_a_package_that_its_own_modules_ask_is_imported_as_a_whole(tmp_path: Path) -> None:
    """The plain import of this package works, and that of its module alone goes in a circle."""
    package = tmp_path / "airbyte_cdk"
    package.mkdir()
    (package / "__init__.py").write_text("__version__ = '9'\nfrom .entrypoint import launch\n")
    (package / "entrypoint.py").write_text("from airbyte_cdk import __version__ as launch\n")
    program = (
        "from alegra_api.cold_start import import_lean\n"
        "def imports():\n"
        "    from airbyte_cdk.entrypoint import launch\n"
        "    return launch\n"
        "print(import_lean(imports))"
    )
    assert _printed(program, str(tmp_path)) == "9"
