"""Metadata, icons and pages: Airbyte's own schema, and its checks that need no net."""

import re
import sys
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest
import yaml
from airbyte_cdk.models.connector_metadata import MetadataFile

from alegra_unified.registry import RESOURCES
from destination_alegra.config import connector_specification as destination_specification
from source_alegra.config import connector_specification as source_specification

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent.parent
FOLDERS = {"source": ROOT, "destination": ROOT / "destination_alegra"}
SPECIFICATIONS = {"source": source_specification, "destination": destination_specification}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

# The order of Airbyte's template; those in brackets may be missing, as its check allows.
HEADERS = (
    "# Alegra",
    "## Prerequisites",
    "## Setup guide",
    "## Set up Alegra",
    "## Set up the Alegra connector in Airbyte",
    "### For Airbyte Open Source:",
    "## Supported sync modes",
    "## Supported Streams",
    "### Performance considerations",
    "## IP allow list",
    "## Limitations & Troubleshooting",
    "## Changelog",
)


def metadata(kind: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDERS[kind] / "metadata.yaml").read_text())
    return read


def page(kind: str) -> str:
    return (ROOT / "docs" / "integrations" / f"{kind}s" / "alegra.md").read_text()


@pytest.mark.parametrize("kind", FOLDERS)
def test_metadata_is_valid_by_airbytes_own_schema(kind: str) -> None:
    models = pytest.importorskip(
        "airbyte_connector_models.metadata.v0.connector_metadata_definition_v0",
        reason="the package with the schema wants Python below 3.13",
    )
    definition = models.ConnectorMetadataDefinitionV0
    assert definition.model_validate(metadata(kind)).data.connector_type.value == kind
    MetadataFile.from_file(FOLDERS[kind] / "metadata.yaml")
    for wrong in ({"colour": "red"}, {"releaseStage": "gamma"}, {"definitionId": "1"}):
        spoilt = metadata(kind)
        spoilt["data"].update(wrong)
        with pytest.raises(ValueError, match=next(iter(wrong))):
            definition.model_validate(spoilt)


@pytest.mark.parametrize("kind", FOLDERS)
def test_metadata_agrees_with_the_project(kind: str) -> None:
    data = metadata(kind)["data"]
    assert data["dockerImageTag"] == PROJECT["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", data["dockerImageTag"])
    assert data["license"] == PROJECT["license"] == "MIT"
    assert data["dockerRepository"] == f"airbyte/{kind}-alegra"
    assert data["documentationUrl"] == SPECIFICATIONS[kind]().documentationUrl
    assert data["remoteRegistries"]["pypi"] == {"enabled": True, "packageName": PROJECT["name"]}
    assert "api.alegra.com" in data["allowedHosts"]["hosts"]
    assert {"language:python", "cdk:python"} <= set(data["tags"])
    base = data["connectorBuildOptions"]["baseImage"]
    assert f"ARG BASE_IMAGE={base}\n" in (ROOT / "Dockerfile").read_text()
    assert f"ARG VERSION={data['dockerImageTag']}\n" in (ROOT / "Dockerfile").read_text()
    assert {it["suite"] for it in data["connectorTestSuitesOptions"]} == {
        "unitTests",
        "integrationTests",
    }


def test_suggested_streams_are_of_the_unified_model() -> None:
    suggested = metadata("source")["data"]["suggestedStreams"]["streams"]
    assert suggested
    assert not [name for name in suggested if RESOURCES[name].is_native]


def test_the_connectors_have_ids_of_their_own() -> None:
    ids = {UUID(metadata(kind)["data"]["definitionId"]) for kind in FOLDERS}
    assert len(ids) == 2


@pytest.mark.parametrize("kind", FOLDERS)
def test_the_icon_is_a_square_svg(kind: str) -> None:
    icon = ElementTree.parse(FOLDERS[kind] / metadata(kind)["data"]["icon"]).getroot()
    assert icon.tag == "{http://www.w3.org/2000/svg}svg"
    assert icon.get("width") == icon.get("height")
    _, _, width, height = (icon.get("viewBox") or "").split()
    assert width == height


@pytest.mark.parametrize("kind", FOLDERS)
def test_the_page_has_the_headers_in_their_order(kind: str) -> None:
    headers = [line for line in page(kind).splitlines() if line.startswith("#")]
    assert [it for it in headers if it in HEADERS] == list(HEADERS)


@pytest.mark.parametrize("kind", FOLDERS)
def test_the_page_says_what_the_checks_look_for(kind: str) -> None:
    text = page(kind)
    data = metadata(kind)["data"]
    assert (
        "This page contains the setup guide and reference information for the [Alegra]("
        f"{data['externalDocumentationUrls'][0]['url']}) {kind} connector." in text
    )
    assert f"The Alegra {kind} connector supports the following [sync modes](" in text
    prerequisites = text.split("## Prerequisites")[1].split("## ")[0]
    for field in SPECIFICATIONS[kind]().connectionSpecification["required"]:
        assert field in prerequisites
    changelog = text.split("## Changelog")[1]
    assert "<summary>Expand to review</summary>" in changelog
    assert f"\n| {data['dockerImageTag']} | " in changelog


@pytest.mark.parametrize("kind", FOLDERS)
def test_the_page_has_sync_modes_as_a_table_and_namespaces(kind: str) -> None:
    modes = page(kind).split("## Supported sync modes")[1].split("\n## ")[0]
    assert "| sync mode | supported | " in modes
    assert "\n### Namespaces\n" in modes


@pytest.mark.parametrize("kind", FOLDERS)
def test_the_specification_allows_what_it_does_not_name(kind: str) -> None:
    shown = SPECIFICATIONS[kind]().connectionSpecification
    assert shown["additionalProperties"] is True
    for field in shown["properties"].values():
        for option in field.get("oneOf", []):
            assert option["additionalProperties"] is True


@pytest.mark.parametrize("kind", FOLDERS)
def test_resources_are_those_of_the_deployment(kind: str) -> None:
    values = yaml.safe_load((ROOT / "docs" / "deployment" / "values.yaml").read_text())
    memory = values["global"]["workloads"]["resources"]["mainContainer"]["memory"]
    (job,) = metadata(kind)["data"]["resourceRequirements"]["jobSpecific"]
    assert job["resourceRequirements"] == {
        "memory_request": memory["request"],
        "memory_limit": memory["limit"],
    }


@pytest.mark.parametrize("kind", FOLDERS)
def test_nothing_speaks_http_to_the_outside(kind: str) -> None:
    package = ROOT / f"{kind}_alegra"
    shared = (ROOT / "alegra_api", ROOT / "alegra_unified")
    for path in [path for folder in (package, *shared) for path in folder.rglob("*.py")]:
        # A bare scheme is a pattern; the schema's own name is no address that is asked.
        urls = re.findall(r"http://[a-z][\w./-]*", path.read_text())
        assert set(urls) <= {"http://json-schema.org/draft-07/schema"}, path
