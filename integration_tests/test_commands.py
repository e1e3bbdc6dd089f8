"""The command line as a person uses it, and what it says to bad input."""

import base64
import json
import subprocess
from functools import partial
from typing import Any

import pytest

from alegra_unified.registry import RESOURCES

from .conftest import Connect, Start
from .runner import SOURCE, Source


@pytest.fixture
def installed(connect: Connect) -> Connect:
    """Makes sources that run the installed command."""
    return partial(connect, program=[SOURCE])


@pytest.fixture
def source(start: Start, installed: Connect) -> Source:
    return installed(start(size=60))


def test_spec_prints_the_configuration(source: Source) -> None:
    (message,) = source.run("spec").of("SPEC")
    assert set(message["spec"]["connectionSpecification"]["required"]) == {"email", "api_token"}


def test_check_succeeds_with_one_request(start: Start, installed: Connect) -> None:
    sandbox = start(size=60)
    (message,) = installed(sandbox).run("check").of("CONNECTION_STATUS")
    assert message["connectionStatus"]["status"] == "SUCCEEDED"
    assert [request["path"] for request in sandbox.requests()] == ["/api/v1/company"]


def test_discover_prints_every_stream_without_asking_alegra(
    start: Start, installed: Connect
) -> None:
    sandbox = start(size=60)
    (message,) = installed(sandbox).run("discover").of("CATALOG")
    assert [stream["name"] for stream in message["catalog"]["streams"]] == list(RESOURCES)
    assert sandbox.requests() == []


def test_a_wrong_token_is_told_and_shown_nowhere(start: Start, installed: Connect) -> None:
    source = installed(start(size=60), api_token="wrong-s3cr3t")
    check = source.run("check")
    assert "credentials" in check.of("CONNECTION_STATUS")[0]["connectionStatus"]["message"]
    read = source.read("invoices")
    assert read.status == 1
    assert "credentials" in read.errors()[0]["message"]
    assert read.errors()[0]["failure_type"] == "config_error"
    debug = source.run("check", "--debug")
    spelled = base64.b64encode(b"demo@example.com:wrong-s3cr3t").decode()
    for finished in (check, read, debug):
        assert "wrong-s3cr3t" not in finished.output
        assert spelled not in finished.output


def test_no_network_is_told_with_the_host(start: Start, installed: Connect) -> None:
    source = installed(start(size=60), api_url="http://127.0.0.1:9/api/v1")
    status = source.run("check").of("CONNECTION_STATUS")[0]["connectionStatus"]
    assert status["status"] == "FAILED"
    assert "127.0.0.1:9" in status["message"]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"colour": "red"}, ["colour"]),
        ({"start_date": "2999-01-01"}, ["start_date", "future"]),
        ({"start_date": "yesterday"}, ["start_date", "must be a day"]),
        ({"lookback_days": "many"}, ["lookback_days", "whole number"]),
    ],
)
def test_a_wrong_configuration_is_one_clear_message(
    start: Start, connect: Connect, config: dict[str, Any], words: list[str]
) -> None:
    source = connect(start(size=60), **config)
    status = source.run("check").of("CONNECTION_STATUS")[0]["connectionStatus"]
    assert status["status"] == "FAILED"
    assert [word for word in words if word not in status["message"]] == []
    finished = source.read("company_info")
    assert finished.status == 1
    (error,) = finished.errors()
    assert error["failure_type"] == "config_error"
    assert [word for word in words if word not in error["message"]] == []


def test_a_state_of_a_newer_version_is_told(source: Source) -> None:
    finished = source.read("invoices", mode="incremental", state=[_state("invoices")])
    assert finished.status == 1
    (error,) = finished.errors("invoices")
    assert error["failure_type"] == "config_error"
    assert "newer" in error["message"]


def test_an_unknown_stream_is_told_and_the_others_are_read(source: Source) -> None:
    finished = source.read("budgets", "company_info")
    assert finished.status == 1
    assert len(finished.records("company_info")) == 1
    (error,) = finished.errors("budgets")
    assert error["failure_type"] == "config_error"
    assert "budgets" in error["message"]


def test_amounts_leave_with_alegras_digits(source: Source) -> None:
    finished = source.read("invoices")
    texts = [line for line in finished.output.splitlines() if '"RECORD"' in line]
    totals = [json.loads(line, parse_float=str)["record"]["data"]["total"] for line in texts]
    assert totals
    assert not any("e" in str(total).lower() for total in totals)


def _state(stream: str) -> dict[str, Any]:
    return {
        "type": "STREAM",
        "stream": {
            "stream_descriptor": {"name": stream, "namespace": None},
            "stream_state": {"version": 99},
        },
    }


def test_a_read_whose_output_nobody_takes_any_more_ends(start: Start, installed: Connect) -> None:
    source = installed(start(size=500, requests_per_minute=1_000_000))
    process = source.start("read", *source.read_arguments(tuple(RESOURCES), "full_refresh", None))
    assert isinstance(process, subprocess.Popen)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    try:
        assert process.wait(timeout=60) == 1
    finally:
        process.kill()
