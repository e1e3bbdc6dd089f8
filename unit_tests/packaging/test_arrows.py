"""Arrows run one way: connectors -> unified model -> Alegra's API; the simulator is nobody's."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MAY_IMPORT = {
    "alegra_api": {"airbyte_cdk"},
    "alegra_unified": {"alegra_api"},
    "source_alegra": {"alegra_unified", "alegra_api", "airbyte_cdk"},
    "destination_alegra": {"alegra_unified", "alegra_api", "airbyte_cdk"},
    "alegra_probe": {"alegra_unified", "alegra_api", "airbyte_cdk"},
    "alegra_sandbox": set[str](),
    "alegra_warehouses": {"alegra_api"},
}


def imported(package: str) -> set[str]:
    """The packages that the modules of a package import, wherever in them."""
    found: set[str] = set()
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", [*MAY_IMPORT, "benchmarks", "demo", "generation"])
def test_nothing_but_tests_imports_tests(package: str) -> None:
    assert imported(package) & {"unit_tests", "integration_tests", "image_tests"} == set()


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_lies_in_its_direction(package: str) -> None:
    restricted = {*MAY_IMPORT, "airbyte_cdk"} - {package}
    assert imported(package) & restricted <= MAY_IMPORT[package]
