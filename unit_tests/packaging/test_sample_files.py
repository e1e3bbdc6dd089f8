"""The sample files that Airbyte's conventions ask for are what they say they are."""

import json
from pathlib import Path
from typing import Any

import pytest
from airbyte_cdk.models import ConfiguredAirbyteCatalogSerializer, SyncMode
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from jsonschema import Draft7Validator

from alegra_unified.registry import RESOURCES
from source_alegra.config import connector_specification, read_config
from source_alegra.state import ContactState, DocumentState, StreamState, decode_state

FOLDER = Path(__file__).parent.parent.parent / "integration_tests"


def sample(name: str) -> Any:
    return json.loads((FOLDER / name).read_text())


def states(name: str) -> dict[str, Any]:
    streams = [it["stream"] for it in sample(name)]
    return {it["stream_descriptor"]["name"]: it["stream_state"] for it in streams}


def form(stream: str) -> type[StreamState]:
    return ContactState if stream in ("customers", "suppliers") else DocumentState


def test_the_catalog_has_each_stream_in_a_mode_that_it_has() -> None:
    catalog = ConfiguredAirbyteCatalogSerializer.load(sample("configured_catalog.json"))
    assert [it.stream.name for it in catalog.streams] == list(RESOURCES)
    for it in catalog.streams:
        resource = RESOURCES[it.stream.name]
        incremental = resource.strategy.cursor_field is not None
        assert (it.sync_mode == SyncMode.incremental) == incremental


def test_one_configuration_is_valid_and_the_other_is_not() -> None:
    schema = Draft7Validator(connector_specification().connectionSpecification)
    assert schema.is_valid(sample("sample_config.json"))
    assert read_config(sample("sample_config.json")).email == "accounting@example.com"
    assert not schema.is_valid(sample("invalid_config.json"))
    with pytest.raises(AirbyteTracedException, match=r"api_token is .*; lookback_days must"):
        read_config(sample("invalid_config.json"))


def test_one_state_can_be_gone_on_from_and_the_other_cannot() -> None:
    for stream, state in states("sample_state.json").items():
        assert decode_state(form(stream), stream, state).encode() == state
    for stream, state in states("abnormal_state.json").items():
        with pytest.raises(AirbyteTracedException, match=f"saved state of stream {stream}"):
            decode_state(form(stream), stream, state)
