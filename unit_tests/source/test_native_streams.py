"""Streams of Alegra's own: their keys, and what a company lacks."""

from typing import Any

import pytest
from airbyte_cdk.models import AirbyteStateMessage, AirbyteStreamStatus, FailureType, SyncMode
from airbyte_cdk.test.entrypoint_wrapper import EntrypointOutput, discover, read
from requests_mock import Mocker

from alegra_unified.registry import RESOURCES
from source_alegra.source import SourceAlegra

from .test_source import CONFIG, URL, alegra, catalog, errors, records, warnings

__all__ = ["alegra"]

NATIVE = [name for name, it in RESOURCES.items() if it.is_native]

LACKING: list[dict[str, Any]] = [
    {"status_code": 402, "json": {"code": 907, "message": "no se puede en tu plan actual"}},
    {"status_code": 403, "json": {"error": "No autorizado", "code": 403}},
    {"status_code": 404, "json": {"code": 404, "message": "Ruta no encontrada"}},
    {"status_code": 404, "json": {"message": "No existe"}},
    {"status_code": 404, "text": ""},
]


def completed(output: EntrypointOutput, name: str) -> bool:
    return bool(output.get_stream_statuses(name)[-1] == AirbyteStreamStatus.COMPLETE)


def every_state(output: EntrypointOutput) -> list[AirbyteStateMessage]:
    return [message.state for message in output.state_messages if message.state]


def state_of(output: EntrypointOutput, name: str) -> Any:
    blobs = [it.stream for it in every_state(output) if it.stream]
    return [it.stream_state for it in blobs if it.stream_descriptor.name == name][-1]


def test_native_streams_come_behind_the_unified_ones_by_name(alegra: Mocker) -> None:
    catalog = discover(SourceAlegra(), CONFIG).catalog.catalog
    assert catalog is not None
    names = [it.name for it in catalog.streams]
    assert names[17:] == sorted(NATIVE)
    assert not {*names[:17]} & {*NATIVE}


def test_the_primary_key_of_each_stream_is_a_field_of_it(alegra: Mocker) -> None:
    catalog = discover(SourceAlegra(), CONFIG).catalog.catalog
    assert catalog is not None
    keys = {it.name: it.source_defined_primary_key for it in catalog.streams}
    assert keys.pop("currencies") == [["code"]]
    # Whether their ids are their own is not known.
    assert not keys.pop("journal_entry_lines")
    assert set(map(str, keys.values())) == {"[['id']]"}
    for stream in catalog.streams:
        properties = stream.json_schema["properties"]
        assert (
            next(key for key in ("id", "code") if key in properties) == RESOURCES[stream.name].key
        )


@pytest.mark.parametrize("answer", LACKING, ids=lambda it: f"{it['status_code']}")
@pytest.mark.parametrize("name", NATIVE)
def test_a_native_stream_that_the_company_lacks_ends_empty_and_says_so(
    alegra: Mocker, name: str, answer: dict[str, Any]
) -> None:
    alegra.get(f"{URL}{RESOURCES[name].listing.path}", **answer)
    alegra.get(f"{URL}/cost-centers", json=[{"id": "1", "name": "Norte"}])
    output = read(SourceAlegra(), CONFIG, catalog(name, "departments"))
    assert errors(output) == []
    assert [stream for stream, _ in records(output)] == ["departments"]
    assert completed(output, name)
    (warning,) = warnings(output)
    assert warning.startswith(f"Stream {name} ends empty: ")
    said = answer.get("json", {})
    told = said.get("message", said.get("error", ""))
    for words in ("plan", "country", f"GET {RESOURCES[name].listing.path}", told):
        assert words in warning


def test_a_sync_of_nothing_but_what_the_company_lacks_is_a_config_error(alegra: Mocker) -> None:
    for path in ("terms", "currencies"):
        alegra.get(f"{URL}/{path}", status_code=402, json={"code": 907, "message": "plan"})
    output = read(SourceAlegra(), CONFIG, catalog("terms", "currencies"), expecting_exception=True)
    (error,) = errors(output)
    assert error.failure_type == FailureType.config_error
    assert "currencies, terms" in error.message


def test_wrong_credentials_are_no_lack_of_a_stream(alegra: Mocker) -> None:
    alegra.get(f"{URL}/terms", status_code=401, json={"message": "Unauthorized"})
    output = read(SourceAlegra(), CONFIG, catalog("terms", "departments"), expecting_exception=True)
    assert any("credentials" in error.message for error in errors(output))
    assert not completed(output, "terms")


@pytest.mark.parametrize("status", [402, 403, 404])
def test_a_unified_stream_that_the_company_lacks_fails(alegra: Mocker, status: int) -> None:
    # All systems have it: an empty table would say that the company has none.
    alegra.get(f"{URL}/bank-accounts", status_code=status, json={"message": "no"})
    output = read(
        SourceAlegra(), CONFIG, catalog("bank_accounts", "terms"), expecting_exception=True
    )
    assert not completed(output, "bank_accounts")
    assert completed(output, "terms")


def test_a_permission_that_is_lost_meanwhile_fails_the_stream(alegra: Mocker) -> None:
    page = [{"id": str(number), "name": f"{number}"} for number in range(1, 31)]
    alegra.get(
        f"{URL}/terms",
        [{"json": page}, {"status_code": 403, "json": {"message": "no"}}],
    )
    output = read(SourceAlegra(), CONFIG, catalog("terms", "departments"), expecting_exception=True)
    assert not completed(output, "terms")
    assert completed(output, "departments")


def test_what_is_lacking_later_leaves_the_state_as_it_was(alegra: Mocker) -> None:
    alegra.get(f"{URL}/terms", json=[{"id": "1", "name": "De contado"}])
    streams = catalog("terms", "departments", mode=SyncMode.incremental)
    first = read(SourceAlegra(), CONFIG, streams)
    alegra.get(f"{URL}/terms", status_code=403, json={"message": "no"})
    later = read(SourceAlegra(), CONFIG, streams, state=every_state(first))
    assert any("Stream terms ends empty" in it for it in warnings(later))
    assert records(later) == []
    assert errors(later) == []
    assert state_of(later, "terms") == state_of(first, "terms")


def test_currencies_are_told_apart_by_their_code(alegra: Mocker) -> None:
    rows = [{"code": f"C{number:02d}", "name": "x", "exchangeRate": "1.50"} for number in range(45)]

    def page(request: Any, context: Any) -> dict[str, Any]:
        start = int(request.qs["start"][0])
        end = start + int(request.qs["limit"][0])
        return {"metadata": {"total": len(rows)}, "data": rows[start:end]}

    alegra.get(f"{URL}/currencies", json=page)
    config = {**CONFIG, "include_raw": True}
    output = read(SourceAlegra(), config, catalog("currencies", mode=SyncMode.full_refresh))
    assert warnings(output) == []
    found = [data for _, data in records(output)]
    assert sorted(it["code"] for it in found) == [row["code"] for row in rows]
    assert all("id" not in it and "id" not in it["_raw"] for it in found)


def test_a_currency_that_cannot_be_read_is_warned_about_by_its_code(alegra: Mocker) -> None:
    alegra.get(f"{URL}/currencies", json=[{"code": "USD", "exchangeRate": "dieciocho"}])
    (warning,) = warnings(read(SourceAlegra(), CONFIG, catalog("currencies")))
    assert "Stream currencies, record USD, field exchange_rate" in warning
    assert "under unread" in warning


def test_number_templates_are_read_type_by_type_where_alegra_wants_one(alegra: Mocker) -> None:
    """docs: alegra-api 11.3"""

    def page(request: Any, context: Any) -> Any:
        (kind,) = request.qs.get("documenttype", [""])
        if kind not in ("invoice", "creditnote"):
            context.status_code = 400
            return {"code": 400, "message": "El campo documentType no es válido"}
        return [{"id": f"{len(kind)}", "documentType": kind}]

    alegra.get(f"{URL}/number-templates", json=page)
    output = read(SourceAlegra(), CONFIG, catalog("number_templates"))
    assert errors(output) == []
    assert [(it["id"], it["document_type"]) for _, it in records(output)] == [
        ("7", "invoice"),
        ("10", "creditnote"),
    ]


def test_number_templates_that_are_refused_in_every_way_fail(alegra: Mocker) -> None:
    alegra.get(f"{URL}/number-templates", status_code=400, json={"message": "Datos invalidos"})
    output = read(SourceAlegra(), CONFIG, catalog("number_templates"), expecting_exception=True)
    assert any("Datos invalidos" in error.message for error in errors(output))
    assert not completed(output, "number_templates")
