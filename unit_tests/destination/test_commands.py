"""spec, check, discover, and the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from requests_mock import Mocker

from alegra_api.client import PUBLIC_URL
from destination_alegra.catalog import WRITABLE, destination_catalog, plan
from destination_alegra.config import connector_specification, read_config
from destination_alegra.destination import DestinationAlegra

from .test_exactly_once import CONFIG, catalog

COMPANY = {"applicationVersion": "mexico", "currency": {"code": "MXN"}, "timezone": "UTC"}


def printed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, **config: Any
) -> list[dict[str, Any]]:
    path = tmp_path / "config.json"
    path.write_text(json.dumps({**CONFIG, **config}))
    arguments = [] if command == "spec" else ["--config", str(path)]
    DestinationAlegra().run([command, *arguments])
    lines = capsys.readouterr().out.splitlines()
    return [it for it in map(json.loads, lines) if it["type"] not in ("LOG", "TRACE")]


def connection(messages: list[dict[str, Any]]) -> tuple[str, str]:
    (message,) = messages
    status = message["connectionStatus"]
    return status["status"], status.get("message", "")


def test_spec_shows_every_setting_and_hides_secrets(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (message,) = printed(capsys, tmp_path, "spec")
    shown = message["spec"]["connectionSpecification"]
    assert shown["required"] == ["email", "api_token"]
    assert shown["properties"]["api_token"]["airbyte_secret"] is True
    options = shown["properties"]["object_storage_config"]["oneOf"]
    kinds = [it["properties"]["storage_type"]["const"] for it in options]
    assert kinds == ["None", "Folder", "S3"]
    assert options[2]["properties"]["secret_access_key"]["airbyte_secret"] is True
    assert "overwrite" not in message["spec"]["supported_destination_sync_modes"]


@pytest.mark.parametrize("name", ["read_after_write_delay_seconds", "settling_seconds"])
def test_the_read_after_write_delay_goes_by_its_old_name_as_well(
    requests_mock: Mocker, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    """The old one is not shown in Airbyte's form."""
    settings = {"email": "a@example.com", "api_token": "a-token", name: 3}
    assert read_config(settings).read_after_write_delay_seconds == 3
    shown = connector_specification().connectionSpecification["properties"]
    assert (name in shown) == (name == "read_after_write_delay_seconds")
    requests_mock.get(f"{PUBLIC_URL}/company", json=COMPANY)
    requests_mock.post(f"{PUBLIC_URL}/contacts", status_code=400, json={"message": "name"})
    path = tmp_path / "config.json"
    path.write_text(json.dumps(settings))
    DestinationAlegra().run(["check", "--config", str(path)])
    assert '"SUCCEEDED"' in capsys.readouterr().out


BUCKET = {"storage_type": "S3", "s3_bucket_name": "b", "bucket_path": "p"}


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ({"kind": "none"}, {"storage_type": "None"}),
        ({"kind": "folder", "path": "/f"}, {"storage_type": "Folder", "path": "/f"}),
        ({"kind": "s3", "bucket": "b"}, {**BUCKET, "bucket_path": "alegra"}),
        (
            {"kind": "s3", "bucket": "b", "prefix": "p", "region": "r", "endpoint_url": "http://e"},
            {**BUCKET, "s3_bucket_region": "r", "s3_endpoint": "http://e"},
        ),
    ],
)
def test_rejected_records_go_by_their_former_form_as_well(
    former: dict[str, str], now: dict[str, str]
) -> None:
    assert read_config({**CONFIG, "rejected_records": former}) == read_config(
        {**CONFIG, "object_storage_config": now}
    )


def test_discover_prints_the_destination_catalog(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (message,) = printed(capsys, tmp_path, "discover")
    assert message["type"] == "DESTINATION_CATALOG"
    operations = message["destination_catalog"]["operations"]
    assert len(operations) == 4 * len(WRITABLE)
    append = next(it for it in operations if it["object_name"] == "invoices")
    assert append["sync_mode"] == "append"
    assert append["json_schema"]["required"] == [
        "customer",
        "invoice_date",
        "due_date",
        "line_items",
    ]
    assert "balance" not in append["json_schema"]["properties"]


def test_every_matching_key_is_accepted_back() -> None:
    for operation in destination_catalog().operations:
        for path in operation.matching_keys or []:
            (configured,) = catalog(
                operation.object_name, mode=operation.sync_mode.value, key=path[0]
            ).streams
            assert not isinstance(plan(configured, {}, "external_id"), str)


@pytest.mark.parametrize(
    ("stream", "mode", "key", "words"),
    [
        ("budgets", "append", None, "no object of this destination"),
        ("company_info", "append", None, "can only be read"),
        ("invoices", "overwrite", None, "would replace"),
        ("invoices", "append_dedup", None, "needs a primary key"),
        ("invoices", "update", "number", "needs a primary key"),
    ],
)
def test_a_stream_that_cannot_be_written_says_why(
    stream: str, mode: str, key: str | None, words: str
) -> None:
    (configured,) = catalog(stream, mode=mode, key=key).streams
    reason = plan(configured, {}, "external_id")
    assert isinstance(reason, str)
    assert stream in reason
    assert words in reason


def test_check_proves_the_right_to_write_and_writes_nothing(
    requests_mock: Mocker, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    requests_mock.get(f"{PUBLIC_URL}/company", json=COMPANY)
    requests_mock.post(f"{PUBLIC_URL}/contacts", status_code=400, json={"message": "name"})
    assert connection(printed(capsys, tmp_path, "check")) == ("SUCCEEDED", "")
    assert requests_mock.request_history[-1].text == "{}"


@pytest.mark.parametrize(
    ("company", "contacts", "config", "words"),
    [
        ((401, {}), (400, {}), {}, "refused the credentials"),
        ((404, {}), (400, {}), {}, "no Alegra API"),
        ((200, COMPANY), (403, {"message": "no"}), {}, "may not write"),
        ((200, COMPANY), (402, {"code": 907, "message": "plan"}), {}, "may not write"),
        ((200, COMPANY), (500, {}), {}, "not known"),
        ((200, COMPANY), (400, {}), {"object_mapping": {"a": "b"}}, "object_mapping"),
        (
            (200, COMPANY),
            (400, {}),
            {"object_storage_config": {"storage_type": "Folder", "path": "/no/such/folder"}},
            "can't be written to",
        ),
    ],
)
def test_check_says_what_is_wrong(
    requests_mock: Mocker,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    company: tuple[int, Any],
    contacts: tuple[int, Any],
    config: dict[str, Any],
    words: str,
) -> None:
    requests_mock.get(f"{PUBLIC_URL}/company", status_code=company[0], json=company[1])
    requests_mock.post(f"{PUBLIC_URL}/contacts", status_code=contacts[0], json=contacts[1])
    status, message = connection(printed(capsys, tmp_path, "check", **config))
    assert status == "FAILED"
    assert words in message
    assert str(CONFIG["api_token"]) not in message
