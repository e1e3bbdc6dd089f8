"""What an answer means: a record, a deletion, the company, or nothing that can be relied on."""

from typing import Any

import pytest
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from requests_mock import Mocker

from alegra_api.errors import NoCompany, RequestRefused, UnknownForm

from .test_client import COMPANY, URL, client


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, {"code": 404}),
        (404, {"message": "Not found"}),
        (404, None),
        (400, {"code": 400, "message": "La factura no existe"}),
        (400, {"message": "No se encontró el contacto"}),
        (400, {"error": {"code": 404, "message": "Recurso eliminado"}}),
        (200, {"error": {"code": 404, "message": "No existe"}}),
        (200, {"code": 404, "message": "La factura ha sido eliminada"}),
    ],
)
def test_a_deletion_is_told_in_each_of_its_forms(
    requests_mock: Mocker, status: int, body: Any
) -> None:
    """docs: alegra-api 1.6"""
    answer = {"text": ""} if body is None else {"json": body}
    requests_mock.get(f"{URL}/invoices/9", status_code=status, **answer)
    assert client().find("/invoices/9") is None


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, {"error": {"code": 12, "message": "Datos inválidos"}}),
        (200, {"message": "Unauthorized"}),
        (200, {}),
        (200, []),
        (200, None),
        (204, None),
        (302, {}),
        (400, {"code": 903, "message": "Límite"}),
        (400, {"message": "La empresa no existe"}),
        (404, {"message": "Su cuenta está suspendida"}),
        (404, {"message": "El usuario no existe"}),
    ],
)
def test_an_answer_that_may_mean_anything_is_neither_a_record_nor_a_deletion(
    requests_mock: Mocker, status: int, body: Any
) -> None:
    answer = {"text": ""} if body is None else {"json": body}
    requests_mock.get(f"{URL}/invoices/9", status_code=status, **answer)
    with pytest.raises((RequestRefused, UnknownForm)):
        client().find("/invoices/9")
    assert requests_mock.call_count == 1


@pytest.mark.parametrize("said", [{"code": 500, "message": "Error"}, {"error": {"code": 503}}])
def test_a_failure_told_with_http_200_is_tried_again(requests_mock: Mocker, said: Any) -> None:
    requests_mock.get(f"{URL}/invoices/9", [{"json": said}, {"json": {"id": 9}}])
    assert client().find("/invoices/9") == {"id": 9}
    requests_mock.put(f"{URL}/invoices/9", json={"error": {"code": 500, "message": "Error"}})
    assert client().change("PUT", "/invoices/9", {}).effect == "unknown"


@pytest.mark.parametrize(
    "body",
    [
        {"id": 9, "total": 1},
        {"id": 9, "total": 1, "error": "none of ours"},
        {"data": {"id": 9, "total": 1}},
        {"9": {"id": 9, "total": 1}},
        {"data": [{"id": 9, "total": 1}]},
    ],
)
def test_a_record_is_found_in_each_wrapping(requests_mock: Mocker, body: Any) -> None:
    """docs: alegra-api 1.3"""
    requests_mock.get(f"{URL}/invoices/9", json=body)
    found = client().find("/invoices/9")
    assert found is not None
    assert (found["id"], found["total"]) == (9, 1)


@pytest.mark.parametrize(
    "answer",
    [
        {"json": {}},
        {"json": []},
        {"json": {"name": "Demo", "currency": {"code": "MXN"}}},
        {"json": {"name": "Demo", "timezone": "UTC"}},
        {"json": {"error": {"code": 12, "message": "No"}}},
        {"status_code": 204},
        {"status_code": 302, "headers": {"Location": "https://elsewhere.example"}},
        {"status_code": 500},
    ],
)
def test_a_company_without_currency_and_zone_is_an_error(
    requests_mock: Mocker, waits: list[float], answer: dict[str, Any]
) -> None:
    requests_mock.get(f"{URL}/company", **answer)
    with pytest.raises(AirbyteTracedException):
        client().company()


def test_a_company_that_is_incomplete_once_is_asked_for_again(
    requests_mock: Mocker, waits: list[float]
) -> None:
    requests_mock.get(f"{URL}/company", [{"json": {}}, {"json": COMPANY}])
    assert client().company() == COMPANY


def test_no_company_is_no_alegra(requests_mock: Mocker) -> None:
    requests_mock.get(f"{URL}/company", status_code=404, json={"code": 404})
    with pytest.raises(NoCompany, match="API URL"):
        client().company()


def test_a_deletion_told_as_an_error_with_code_200_is_done(requests_mock: Mocker) -> None:
    """docs: alegra-api 14"""
    said = {"error": "El producto fue eliminado correctamente.", "code": 200}
    requests_mock.delete(f"{URL}/items/9", json=said)
    assert client().change("DELETE", "/items/9").effect == "done"
