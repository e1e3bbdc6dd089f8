"""Configuration, catalog and state as they come from outside: one line, no value, no traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from airbyte_cdk.models import ConfiguredAirbyteCatalogSerializer, FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

import destination_alegra.config
import source_alegra.config
from alegra_api.configuration import json_object, read_file, usable_address
from source_alegra.source import SourceAlegra

ACCOUNT = {"email": "me@example.com", "api_token": "s3cr3t-token"}
CONNECTORS = [source_alegra.config.read_config, destination_alegra.config.read_config]


@pytest.mark.parametrize(
    "address",
    [
        "https://api.alegra.com/api/v1",
        "http://127.0.0.1:8080",
        "http://[::1]:8080/api/v1/",
        "https://ñandú.example/api",
    ],
)
def test_an_address_that_can_be_used_stays_as_it_is(address: str) -> None:
    assert usable_address(address) == address


@pytest.mark.parametrize("read_config", CONNECTORS)
@pytest.mark.parametrize(
    "address",
    [
        "https://me:s3cr3t@api.alegra.com/api/v1",
        "https://s3cr3t@api.alegra.com/api/v1",
        "https://me:s3cr3t@[::1/api/v1",
        "http://host:99999/s3cr3t",
        "http://host:port/s3cr3t",
        "http://[::1/s3cr3t",
        "http://a b/s3cr3t",
        "http://host/s3cr3t\n",
        "http:///s3cr3t",
        "http://host?s3cr3t",
        "http://host#s3cr3t",
        "http://host\\s3cr3t",
        f"http://{'s3cr3t' * 20}.com",
        "http://s3cr3t..com",
        "host/s3cr3t",
        "ftp://host/s3cr3t",
        "",
    ],
)
def test_an_address_that_cannot_be_used_is_a_config_error_that_does_not_show_it(
    read_config: Any, address: str
) -> None:
    with pytest.raises(AirbyteTracedException) as error:
        read_config({**ACCOUNT, "api_url": address})
    assert error.value.failure_type == FailureType.config_error
    message = str(error.value.message)
    assert "api_url must be an address such as https://" in message
    assert "s3cr3t" not in message


@pytest.mark.parametrize("kind", [None, 5, [], {}, {"a": []}, "tape"])
@pytest.mark.parametrize(
    ("setting", "name"),
    [("rejected_records", "kind"), ("object_storage_config", "storage_type")],
)
def test_a_store_of_no_known_kind_is_a_config_error(setting: str, name: str, kind: Any) -> None:
    """The setting had another name and form in version 0.1.0."""
    with pytest.raises(AirbyteTracedException, match="object_storage_config") as error:
        destination_alegra.config.read_config({**ACCOUNT, setting: {name: kind}})
    assert error.value.failure_type == FailureType.config_error


@pytest.mark.parametrize("read_config", CONNECTORS)
def test_many_wrong_settings_are_one_line_of_bounded_length(read_config: Any) -> None:
    wrong = {f"{number}{'x' * 1_000}\n": 1 for number in range(1_000)}
    with pytest.raises(AirbyteTracedException) as error:
        read_config({**ACCOUNT, **wrong})
    message = str(error.value.message)
    assert len(message) < 6_000
    assert message.isprintable()
    assert "... and 990 more" in message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "can't be read: No such file or directory."),
        (b"", "is no JSON: "),
        (b"{", "is no JSON: "),
        (b"\xff", "is no JSON: "),
        (b"[" * 100_000, "is no JSON: "),
        (b'{"a": %s}' % (b"1" * 5_000), "is no JSON: "),
        (b"[]", "holds no JSON object."),
        (b"null", "holds no JSON object."),
    ],
    ids=lambda it: it[:20] if isinstance(it, bytes) else "",
)
def test_a_file_that_cannot_be_used_is_a_config_error(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "config.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AirbyteTracedException) as error:
        read_file("config", str(path), json_object)
    assert error.value.failure_type == FailureType.config_error
    assert f"The configuration {path}, which --config names, {words}" in str(error.value.message)
    assert str(error.value.message).isprintable()


@pytest.mark.parametrize("streams", [None, 5, [5], [{}], [{"stream": {"name": 5}}]])
def test_a_catalog_of_another_form_is_a_config_error(tmp_path: Path, streams: Any) -> None:
    path = tmp_path / "catalog.json"
    path.write_text(json.dumps({"streams": streams}))
    with pytest.raises(AirbyteTracedException, match="is not of its form: streams") as error:
        read_file("catalog", str(path), ConfiguredAirbyteCatalogSerializer.load)
    assert error.value.failure_type == FailureType.config_error


@pytest.mark.parametrize(
    "text",
    [
        "5",
        '{"invoices": {}}',
        "[5]",
        '["x"]',
        '[{"stream": 5}]',
        '[{"type": "STREAM"}]',
        '[{"type": "GLOBAL", "stream": {"stream_descriptor": {"name": "invoices"}}}]',
    ],
)
def test_a_state_of_another_form_is_a_config_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(text)
    with pytest.raises(AirbyteTracedException, match="which --state names") as error:
        SourceAlegra.read_state(str(path))
    assert error.value.failure_type == FailureType.config_error


@pytest.mark.parametrize("text", ["null", "[]", "{}"])
def test_an_empty_state_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(text)
    assert SourceAlegra.read_state(str(path)) == []
    assert SourceAlegra.read_state(None) == []
