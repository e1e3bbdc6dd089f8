"""Spec, check, discover and read in one process, against requests-mock."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests
from airbyte_cdk.models import (
    AirbyteStateMessage,
    ConfiguredAirbyteCatalogSerializer,
    FailureType,
    Level,
    SyncMode,
)
from airbyte_cdk.test.entrypoint_wrapper import EntrypointOutput, discover, read
from airbyte_cdk.test.entrypoint_wrapper import _run_command as run_command
from airbyte_cdk.test.state_builder import StateBuilder
from requests_mock import Mocker

from alegra_unified.registry import RESOURCES
from source_alegra.source import SourceAlegra
from source_alegra.state import (
    DocumentState,
    MasterDataState,
    StreamState,
    decode_reading,
    decode_state,
)

URL = "https://api.alegra.com/api/v1"
CONFIG = {"email": "me@example.com", "api_token": "s3cr3t-token"}
COMPANY = {
    "name": "Comercial Demo",
    "applicationVersion": "mexico",
    "currency": {"code": "MXN"},
    "timezone": "America/Mexico_City",
    "identification": "XAXX010101000",
}


@pytest.fixture
def alegra(requests_mock: Mocker) -> Mocker:
    """Alegra with a company and no records."""
    requests_mock.get(re.compile(re.escape(URL) + "/.*"), text="[]")
    requests_mock.get(f"{URL}/company", json=COMPANY)
    return requests_mock


def check(tmp_path: Path, config: dict[str, Any]) -> EntrypointOutput:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(config))
    return run_command(SourceAlegra(), ["check", "--config", str(path)], expecting_exception=True)


def connection(output: EntrypointOutput) -> tuple[str, str]:
    (message,) = output.connection_status_messages
    assert message.connectionStatus is not None
    return message.connectionStatus.status.value, message.connectionStatus.message or ""


def catalog(*names: str, mode: SyncMode = SyncMode.full_refresh) -> Any:
    return ConfiguredAirbyteCatalogSerializer.load(
        {
            "streams": [
                {
                    "stream": {
                        "name": name,
                        "json_schema": {},
                        "supported_sync_modes": ["full_refresh", "incremental"],
                    },
                    "sync_mode": mode.value,
                    "destination_sync_mode": "append",
                }
                for name in names
            ]
        }
    )


def records(output: EntrypointOutput) -> list[tuple[str, dict[str, Any]]]:
    found = [message.record for message in output.records if message.record]
    return [(record.stream, record.data) for record in found]


def errors(output: EntrypointOutput) -> list[Any]:
    traces = [message.trace for message in output.trace_messages if message.trace]
    return [trace.error for trace in traces if trace.error]


def last_state(output: EntrypointOutput) -> list[AirbyteStateMessage]:
    states = [message.state for message in output.state_messages if message.state]
    return states[-1:]


def warnings(output: EntrypointOutput) -> list[str]:
    logs = [message.log for message in output.logs if message.log]
    return [log.message for log in logs if log.level == Level.WARN]


def test_check_makes_one_request(alegra: Mocker, tmp_path: Path) -> None:
    assert connection(check(tmp_path, CONFIG)) == ("SUCCEEDED", "")
    assert [request.path for request in alegra.request_history] == ["/api/v1/company"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status_code": 401, "json": {"code": 401}}, ["credentials", "token"]),
        ({"status_code": 402, "json": {"code": 907, "message": "plan"}}, ["plan"]),
        ({"status_code": 403, "json": {"message": "no"}}, ["may not", "permission"]),
        ({"status_code": 429, "json": {"code": 429}}, ["rate limit"]),
        ({"status_code": 400, "json": {"code": 429}}, ["rate limit"]),
        ({"status_code": 404, "json": {}}, ["API URL"]),
        ({"exc": requests.exceptions.ConnectionError}, ["api.alegra.com", "network"]),
        ({"status_code": 500}, ["500"]),
    ],
)
def test_check_tells_the_reasons_apart(
    requests_mock: Mocker, tmp_path: Path, answer: dict[str, Any], words: list[str]
) -> None:
    requests_mock.get(f"{URL}/company", **answer)
    status, message = connection(check(tmp_path, CONFIG))
    assert status == "FAILED"
    assert [word for word in words if word not in message] == []


def test_check_warns_about_a_country_that_is_not_known(alegra: Mocker, tmp_path: Path) -> None:
    alegra.get(f"{URL}/company", json={**COMPANY, "applicationVersion": "atlantis"})
    output = check(tmp_path, CONFIG)
    assert connection(output) == ("SUCCEEDED", "")
    assert any("atlantis" in warning for warning in warnings(output))


@pytest.mark.parametrize(
    ("wrong", "word"),
    [({"colour": "red"}, "colour"), ({"start_date": "2999-01-01"}, "future")],
)
def test_check_refuses_a_wrong_configuration_in_one_message(
    alegra: Mocker, tmp_path: Path, wrong: dict[str, Any], word: str
) -> None:
    (error,) = check(tmp_path, {**CONFIG, **wrong}).errors
    assert error.trace is not None
    assert error.trace.error is not None
    assert error.trace.error.failure_type == FailureType.config_error
    assert word in error.trace.error.message
    assert alegra.call_count == 0


def test_discover_lists_all_streams_with_their_keys_and_modes() -> None:
    output = discover(SourceAlegra(), CONFIG)
    assert output.catalog.catalog
    streams = {stream.name: stream for stream in output.catalog.catalog.streams}
    assert list(streams) == list(RESOURCES)
    cursors = {name: stream.default_cursor_field for name, stream in streams.items()}
    assert cursors["customers"] == cursors["suppliers"] == ["updated_at"]
    assert cursors["invoices"] == cursors["bill_payments"] == ["observed_at"]
    assert cursors["tax_rates"] == ["observed_at"]
    assert not cursors["journal_entries"]
    assert streams["journal_entries"].supported_sync_modes == [SyncMode.full_refresh]
    assert streams["journal_entries"].is_resumable
    assert not streams["tax_rates"].is_resumable


def test_an_unknown_stream_fails_alone_with_a_config_error(alegra: Mocker) -> None:
    output = read(SourceAlegra(), CONFIG, catalog("company_info", "budgets"), None, True)
    assert len(output.records) == 1
    error = errors(output)[0]
    assert error.failure_type == FailureType.config_error
    assert "budgets" in error.message
    assert "INCOMPLETE" in str(output.get_stream_statuses("budgets"))
    assert "COMPLETE" in str(output.get_stream_statuses("company_info"))


def test_a_stream_that_may_not_be_read_fails_alone(alegra: Mocker) -> None:
    alegra.get(f"{URL}/bills", status_code=403, json={"message": "Sin permiso"})
    output = read(SourceAlegra(), CONFIG, catalog("bills", "company_info"), None, True)
    assert [stream for stream, _ in records(output)] == ["company_info"]
    error = errors(output)[0]
    assert error.failure_type == FailureType.config_error
    assert "/bills" in str(error.message)
    assert "INCOMPLETE" in str(output.get_stream_statuses("bills"))


def test_a_failure_of_a_stream_is_told_without_a_stack_trace(
    alegra: Mocker, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither in its message nor in the log, whether it fails before it is begun or while read."""
    alegra.get(f"{URL}/items", status_code=402, json={"code": 907, "message": "Plan"})
    output = read(
        SourceAlegra(), CONFIG, catalog("invoice_items", "terms", "none"), expecting_exception=True
    )
    told = {it.stream_descriptor.name: it for it in errors(output) if it.stream_descriptor}
    assert set(told) == {"invoice_items", "none"}
    assert {it.stack_trace for it in told.values()} == {None}
    assert "Exception while syncing stream invoice_items" in str(output.logs)
    assert "Traceback" not in str(output.logs) + capsys.readouterr().out
    assert str(errors(output)[-1].message).startswith("Not read to the end: none, invoice_items.")


def test_a_defect_in_a_stream_is_told_with_its_stack_trace_and_without_secrets(
    alegra: Mocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: object, resource: object) -> None:
        raise KeyError(CONFIG["api_token"])

    monkeypatch.setattr("source_alegra.sync_context.SyncContext.pager", broken)
    output = read(SourceAlegra(), CONFIG, catalog("terms"), expecting_exception=True)
    (told,) = [it for it in errors(output) if it.stream_descriptor]
    assert "KeyError" in told.stack_trace
    assert CONFIG["api_token"] not in f"{told} {output.logs}"


def test_a_record_that_cannot_be_mapped_is_emitted_with_a_warning(alegra: Mocker) -> None:
    row = {"id": "7", "date": "2026-01-05", "status": "opened", "total": "12,5x", "balance": 1}
    alegra.get(f"{URL}/invoices", json=[row])
    output = read(SourceAlegra(), CONFIG, catalog("invoices"))
    ((_, data),) = records(output)
    assert (data["id"], data.get("total"), data.get("status"), data["balance"]) == (
        "7",
        None,
        None,
        1,
    )
    assert data["alegra"]["status"] == "opened"
    assert data["alegra"]["unread"] == [
        {"field": "total", "value": "12,5x", "reason": "is not a decimal number"}
    ]
    told = warnings(output)
    assert any("invoices" in text and "7" in text and "total" in text for text in told)
    assert not any("12,5x" in text for text in told)


def test_customers_and_suppliers_are_one_reading(alegra: Mocker) -> None:
    rows = [
        {"id": "1", "name": "A", "type": ["client"], "status": "active"},
        {"id": "2", "name": "B", "type": ["provider"], "status": "active"},
        {"id": "3", "name": "C", "type": ["client", "provider"], "status": "active"},
        {"id": "4", "name": "D", "type": [], "status": "active"},
    ]
    alegra.get(f"{URL}/contacts", json=rows)
    output = read(SourceAlegra(), CONFIG, catalog("customers", "suppliers"))
    by_stream: dict[str, list[str]] = {"customers": [], "suppliers": []}
    for stream, data in records(output):
        by_stream[stream].append(data["id"])
    assert by_stream == {"customers": ["1", "3", "4"], "suppliers": ["2", "3"]}
    asked = [request.path for request in alegra.request_history]
    assert asked.count("/api/v1/contacts") == 1


def test_contacts_are_emitted_when_updated_or_changed_without_the_moment(alegra: Mocker) -> None:
    old = {"type": ["client"], "status": "active", "updated_at": "2020-01-01T00:00:00.000Z"}
    untimed = {"type": ["client"], "name": "Ana"}
    rows = [{"id": "1", **old}, {"id": "2", **old}, {"id": "3", **untimed}, {"id": "4", **untimed}]
    alegra.get(f"{URL}/contacts", json=rows)
    first = read(SourceAlegra(), CONFIG, catalog("customers", mode=SyncMode.incremental))
    assert len(first.records) == 4
    rows[1]["updated_at"] = "2999-01-01T00:00:00.000Z"
    rows[2]["name"] = "Eva"
    alegra.get(f"{URL}/contacts", json=rows)
    state = last_state(first)
    second = read(SourceAlegra(), CONFIG, catalog("customers", mode=SyncMode.incremental), state)
    assert [data["id"] for _, data in records(second)] == ["2", "3"]


def test_a_contact_that_is_gone_is_emitted_as_archived(alegra: Mocker) -> None:
    rows = [{"id": str(number), "type": ["client"]} for number in (1, 2)]
    alegra.get(f"{URL}/contacts", json=rows)
    first = read(SourceAlegra(), CONFIG, catalog("customers", mode=SyncMode.incremental))
    alegra.get(f"{URL}/contacts", json=rows[:1])
    alegra.get(f"{URL}/contacts/2", status_code=404, json={"code": 404})
    state = last_state(first)
    second = read(SourceAlegra(), CONFIG, catalog("customers", mode=SyncMode.incremental), state)
    gone = records(second)[-1][1]
    assert (gone["id"], gone["status"], gone.get("display_name")) == ("2", "archived", None)
    assert gone["updated_at"] is not None


def test_a_contact_deleted_softly_is_told_when_two_lists_lack_it(alegra: Mocker) -> None:
    """docs: alegra-api 3.1, a deletion of contacts can be undone"""
    rows = [{"id": str(number), "type": ["client"], "status": "active"} for number in (1, 2)]
    alegra.get(f"{URL}/contacts/2", json=rows[1])
    customers = catalog("customers", mode=SyncMode.incremental)
    state, statuses = None, []
    for listed in (rows, rows[:1], rows[:1], rows):
        alegra.get(f"{URL}/contacts", json=listed)
        output = read(SourceAlegra(), CONFIG, customers, state)
        state = last_state(output)
        statuses.append([data["status"] for _, data in records(output) if data["id"] == "2"])
    assert statuses == [["active"], [], ["archived"], ["active"]]


@pytest.mark.parametrize(
    "answer",
    [
        {"status_code": 404, "json": {"code": 404}},
        {"json": {"error": {"code": 12, "message": "No"}}},
        {"status_code": 302, "headers": {"Location": "https://elsewhere.example"}},
    ],
)
def test_without_a_company_nothing_is_read(alegra: Mocker, answer: dict[str, Any]) -> None:
    alegra.get(f"{URL}/invoices", json=[{"id": "7", "date": "2026-01-05"}])
    alegra.get(f"{URL}/company", **answer)
    streams = ("invoices", "company_info", "tax_rates")
    output = read(SourceAlegra(), CONFIG, catalog(*streams), None, True)
    assert records(output) == []
    assert {str(output.get_stream_statuses(name)[-1]) for name in streams} == {
        "AirbyteStreamStatus.INCOMPLETE"
    }
    assert [request.path for request in alegra.request_history] == ["/api/v1/company"]


def test_a_stream_twice_in_the_catalog_is_a_config_error(alegra: Mocker) -> None:
    output = read(SourceAlegra(), CONFIG, catalog("bills", "invoices", "bills"), None, True)
    (error,) = errors(output)
    assert error.failure_type == FailureType.config_error
    assert "bills" in error.message
    assert alegra.call_count == 0


@pytest.mark.parametrize("stream", ["invoices", "customers"])
def test_a_state_of_another_company_is_a_config_error(alegra: Mocker, stream: str) -> None:
    rows = [{"id": "1", "date": "2026-01-05", "type": ["client"]}]
    alegra.get(f"{URL}/{'contacts' if stream == 'customers' else stream}", json=rows)
    incremental = catalog(stream, mode=SyncMode.incremental)
    first = read(SourceAlegra(), CONFIG, incremental)
    assert "XAXX010101000" not in str(last_state(first))
    same = {**COMPANY, "name": "Other", "identification": "XAXX-010101-000", "id": "9"}
    alegra.get(f"{URL}/company", json=same)
    assert errors(read(SourceAlegra(), CONFIG, incremental, last_state(first))) == []
    for other in ({"identification": "AAA010101AAA"}, {"applicationVersion": "colombia"}):
        alegra.get(f"{URL}/company", json={**COMPANY, **other})
        output = read(SourceAlegra(), CONFIG, incremental, last_state(first), True)
        error = errors(output)[0]
        assert error.failure_type == FailureType.config_error
        assert "another company" in error.message
        assert "Reset" in error.message
        assert records(output) == []


def test_a_company_without_identification_is_nobody_else(alegra: Mocker) -> None:
    alegra.get(f"{URL}/invoices", json=[{"id": "1", "date": "2026-01-05"}])
    incremental = catalog("invoices", mode=SyncMode.incremental)
    state = None
    for identification in ("", COMPANY["identification"], None, {"number": "XAXX010101000"}):
        alegra.get(f"{URL}/company", json={**COMPANY, "identification": identification})
        output = read(SourceAlegra(), CONFIG, incremental, state)
        assert errors(output) == []
        state = last_state(output)


def test_cookies_and_echoed_credentials_stand_in_no_message(alegra: Mocker) -> None:
    header = base64.b64encode(b"me@example.com:s3cr3t-token").decode()
    alegra.get(
        f"{URL}/bills",
        status_code=400,
        headers={"Set-Cookie": "session=c00kie-of-theirs"},
        json={"message": f"Basic {header} s3cr3t-token"},
    )
    output = read(SourceAlegra(), CONFIG, catalog("bills"), None, True, debug=True)
    told = str(output._messages)
    assert "Alegra refused GET /bills" in told
    for secret in (header, "s3cr3t-token", "c00kie-of-theirs"):
        assert secret not in told


def test_an_id_that_holds_the_moment_of_creation_tells_it(alegra: Mocker) -> None:
    """docs: alegra-api 10"""
    rows = [
        {"id": "17", "date": "2026-09-05"},
        {"id": "01959152-fe97-7a6e-a2d5-c0c63e82f80a", "date": "2026-09-05"},
    ]
    alegra.get(f"{URL}/estimates", json=rows)
    output = read(SourceAlegra(), CONFIG, catalog("quotes"))
    moments = {data["id"]: data.get("created_at") for _, data in records(output)}
    assert moments == {"17": None, rows[1]["id"]: "2025-03-13T21:04:50.327Z"}


def test_raw_records_come_along_untouched_on_request(alegra: Mocker) -> None:
    row = {"id": 7, "date": "2026-01-05", "total": 1.10, "fancy": {"new": [1]}}
    alegra.get(f"{URL}/invoices", json=[row])
    output = read(SourceAlegra(), {**CONFIG, "include_raw": True}, catalog("invoices"))
    assert records(output)[0][1]["_raw"] == row


def test_the_token_appears_in_no_output(alegra: Mocker) -> None:
    alegra.get(f"{URL}/bills", status_code=401, json={"message": "no"})
    output = read(
        SourceAlegra(),
        CONFIG,
        catalog("bills", "invoices", "customers"),
        expecting_exception=True,
        debug=True,
    )
    assert "s3cr3t-token" not in str(output._messages)
    spelled = base64.b64encode(b"me@example.com:s3cr3t-token").decode()
    assert spelled not in str(output._messages)


@pytest.mark.parametrize("stream", ["invoices", "customers"])
def test_a_state_of_a_newer_version_fails_its_stream_with_a_way_out(
    alegra: Mocker, stream: str
) -> None:
    state = StateBuilder().with_stream_state(stream, {"version": 99}).build()
    output = read(
        SourceAlegra(),
        CONFIG,
        catalog(stream, "company_info", mode=SyncMode.incremental),
        state,
        True,
    )
    error = errors(output)[0]
    assert error.failure_type == FailureType.config_error
    assert "newer" in str(error.message)
    assert [stream for stream, _ in records(output)] == ["company_info"]


def test_journal_entries_are_read_again_from_the_state_that_they_ended_with(
    alegra: Mocker,
) -> None:
    alegra.get(f"{URL}/journals", json=[{"id": "1", "date": "2026-01-02", "entries": []}])
    journals = catalog("journal_entries", mode=SyncMode.full_refresh)
    first = read(SourceAlegra(), CONFIG, journals)
    second = read(SourceAlegra(), CONFIG, journals, last_state(first))
    assert not second.errors
    assert [data["id"] for _, data in records(second)] == ["1"]


def test_the_state_of_a_stream_without_one_is_read_as_none() -> None:
    """As the CDK prints it for a full refresh, after which the sync mode may be changed."""
    blob = {"__ab_no_cursor_state_message": True}
    assert decode_state(MasterDataState, "tax_rates", blob) == MasterDataState()
    assert decode_state(DocumentState, "invoices", blob) == DocumentState()
    assert decode_reading("journal_entries", blob) == StreamState()
