"""Whatever configuration, catalog and state hold: an answer, or one clear error without secrets."""

import contextlib
import io
import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

import requests_mock
from airbyte_cdk.entrypoint import AirbyteEntrypoint
from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from botocore.exceptions import EndpointConnectionError
from hypothesis import given
from hypothesis import strategies as st

from alegra_unified.registry import RESOURCES
from destination_alegra.catalog import WRITABLE
from destination_alegra.destination import DestinationAlegra
from source_alegra.source import SourceAlegra

from .hostile import noisy, spoiled
from .seeds import fuzzed

TOKEN, PASSWORD, KEY = "s3cr3t-t0ken", "s3cr3t-passw0rd", "s3cr3t-k3y"

COMPANY = {"applicationVersion": "mexico", "currency": {"code": "MXN"}, "timezone": "UTC"}

ACCOUNT = {"email": "me@example.com", "api_token": TOKEN}

CONFIGURATIONS: list[dict[str, Any]] = [
    ACCOUNT,
    {**ACCOUNT, "api_url": f"https://me:{PASSWORD}@alegra.example/api"},
    {**ACCOUNT, "start_date": "2024-01-01", "lookback_days": 30, "num_workers": 3},
    {**ACCOUNT, "object_mapping": {"orders": "invoices"}, "external_id_field": "key"},
    {**ACCOUNT, "rejected_records": {"kind": "folder", "path": "/dev/null"}},
    {
        **ACCOUNT,
        "rejected_records": {
            "kind": "s3",
            "bucket": "b",
            "region": "us-east-1",
            "endpoint_url": f"http://me:{PASSWORD}@127.0.0.1:9",
            "access_key_id": KEY,
            "secret_access_key": KEY,
        },
    },
]

STATES = json.loads(
    (Path(__file__).parents[2] / "integration_tests" / "sample_state.json").read_text()
)


def catalog(*names: str) -> dict[str, Any]:
    return {
        "streams": [
            {
                "stream": {
                    "name": name,
                    "json_schema": {},
                    "supported_sync_modes": ["full_refresh", "incremental"],
                },
                "sync_mode": "incremental",
                "destination_sync_mode": "append_dedup",
                "primary_key": [["id"]],
                "cursor_field": ["updated_at"],
            }
            for name in names
        ]
    }


@st.composite
def contents(draw: st.DrawFn, value: Any) -> bytes:
    """What a file of JSON holds, more or less as it should be."""
    text = draw(spoiled(value)).encode("utf-8", "surrogatepass")
    return draw(noisy(text)) if draw(st.integers(0, 9)) == 0 else text


def end(connector: DestinationAlegra | SourceAlegra, command: str, **files: bytes) -> str:
    """Run a command to its end; what it printed, and the message with which it failed."""
    shown, failure = io.StringIO(), None
    handler = logging.StreamHandler(shown)
    logging.getLogger("airbyte").addHandler(handler)
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            requests_mock.Mocker() as mocker,
            contextlib.redirect_stdout(shown),
            mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO())),
            mock.patch(
                "botocore.httpsession.URLLib3Session.send",
                side_effect=EndpointConnectionError(endpoint_url="somewhere"),
            ),
        ):
            mocker.get(requests_mock.ANY, json=_answer)
            mocker.post(requests_mock.ANY, status_code=400, json={"message": "name"})
            arguments = [command]
            for name, content in files.items():
                path = Path(folder, f"{name}.json")
                path.write_bytes(content)
                arguments += [f"--{name}", str(path)]
            if isinstance(connector, DestinationAlegra):
                connector.run(arguments)
            else:
                entrypoint = AirbyteEntrypoint(connector)
                for message in entrypoint.run(entrypoint.parse_args(arguments)):
                    print(message)
    except AirbyteTracedException as error:
        failure = error
    finally:
        logging.getLogger("airbyte").removeHandler(handler)
    if failure is None:
        return shown.getvalue()
    assert isinstance(failure.failure_type, FailureType)
    assert failure.message
    assert failure.message.isprintable()
    assert len(failure.message) < 6_000
    return f"{shown.getvalue()} {failure.message} {failure.internal_message}"


def _answer(request: Any, context: Any) -> Any:
    context.headers["X-Rate-Limit-Limit"] = "100000"
    return COMPANY if request.path.endswith("/company") else {"metadata": {"total": 0}, "data": []}


def shows_no_secret(output: str) -> bool:
    return not any(it in output for it in (TOKEN, PASSWORD, KEY))


@fuzzed
@given(
    config=st.sampled_from(CONFIGURATIONS).flatmap(contents),
    command=st.sampled_from(["check", "discover"]),
    connector=st.sampled_from([DestinationAlegra, SourceAlegra]),
)
def test_any_configuration(config: bytes, command: str, connector: Any) -> None:
    assert shows_no_secret(end(connector(), command, config=config))


@fuzzed
@given(configured=contents(catalog(*list(WRITABLE)[:3])))
def test_any_catalog_of_the_destination(configured: bytes) -> None:
    config = json.dumps(ACCOUNT).encode()
    assert shows_no_secret(end(DestinationAlegra(), "write", config=config, catalog=configured))


@fuzzed
@given(configured=contents(catalog(*list(RESOURCES)[:3])), state=contents(STATES))
def test_any_catalog_and_any_state_of_the_source(configured: bytes, state: bytes) -> None:
    config = json.dumps(ACCOUNT).encode()
    files = {"config": config, "catalog": configured, "state": state}
    assert shows_no_secret(end(SourceAlegra(), "read", **files))
