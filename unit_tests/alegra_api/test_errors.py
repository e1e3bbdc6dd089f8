import json

import pytest
import requests
from airbyte_cdk.models import FailureType

from alegra_api import errors
from alegra_api.errors import AlegraError, ErrorEnvelope, failure_of, is_rate_limited


def answer(status: int, body: object) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return response


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"code": 903, "message": "Límite"}, "903", "Límite"),
        ({"code": "AEP1001", "message": "Certificado"}, "AEP1001", "Certificado"),
        ({"error": {"code": 903, "message": "Límite"}}, "903", "Límite"),
        ({"error": "Límite"}, None, "Límite"),
        ({"code": 5, "error": "Límite"}, "5", "Límite"),
        (
            {"code": 400, "message": {"name": ["falta", "es corto"], "date": "falta"}},
            "400",
            "name: falta; es corto; date: falta",
        ),
        (
            {"code": 400, "message": "Datos", "errors": {"name": "falta"}, "details": []},
            "400",
            "Datos; name: falta",
        ),
        ({"message": None}, None, ""),
        ({"id": 7}, None, ""),
        ([{"code": 903}], None, ""),
        ("Límite", None, ""),
        (b"<html>", None, ""),
        (b"", None, ""),
    ],
)
def test_an_error_is_read_from_each_envelope(body: object, code: str | None, message: str) -> None:
    found = ErrorEnvelope.read(answer(400, body))
    assert (found.code, found.message) == (code, message)


def test_what_an_error_says_beside_its_message_is_kept() -> None:
    body = {"error": {"code": 2006, "message": "Ya existe", "contactId": 12}}
    assert ErrorEnvelope.of(body).content["contactId"] == 12


@pytest.mark.parametrize(
    ("status", "body", "limited"),
    [
        (429, {}, True),
        (429, b"<html>", True),
        (400, {"code": 429}, True),
        (400, {"code": "429"}, True),
        (400, {"error": {"code": 429}}, True),
        (400, {"code": 1036}, False),
        (400, ["429"], False),
        (500, {"code": 429}, False),
        (200, {"code": 429}, False),
    ],
)
def test_a_used_up_rate_limit_is_http_429_or_http_400_with_that_code(
    status: int, body: object, limited: bool
) -> None:
    assert is_rate_limited(answer(status, body)) is limited


@pytest.mark.parametrize(
    ("status", "kind", "whose"),
    [
        (301, errors.RequestRefused, FailureType.system_error),
        (400, errors.RequestRefused, FailureType.system_error),
        (401, errors.CredentialsRefused, FailureType.config_error),
        (402, errors.PlanTooSmall, FailureType.config_error),
        (403, errors.PermissionMissing, FailureType.config_error),
        (422, errors.RequestRefused, FailureType.system_error),
        (429, errors.RateLimited, FailureType.transient_error),
        (500, errors.ServerError, FailureType.transient_error),
        (503, errors.ServerError, FailureType.transient_error),
    ],
)
def test_each_status_has_its_error(
    status: int, kind: type[AlegraError], whose: FailureType
) -> None:
    failure = failure_of("GET /bills", answer(status, {"code": 12, "message": "No"}))
    assert type(failure) is kind
    assert failure.failure_type == whose


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("No existe", errors.NotThere),
        ("", errors.NotThere),
        ("Ruta no encontrada", errors.PathMissing),
        ("La cuenta está suspendida", errors.PathMissing),
    ],
)
def test_what_is_missing_by_http_404_is_told_by_its_words(
    message: str, kind: type[AlegraError]
) -> None:
    assert type(failure_of("GET /bills", answer(404, {"message": message}))) is kind


@pytest.mark.parametrize("status", [200, 201, 204])
def test_success_is_no_error(status: int) -> None:
    assert failure_of("GET /bills", answer(status, {})) is None


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    drawn = {}
    ways: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        name = line.lstrip("│├└─ ").split(" ")[0]
        if not name.endswith(("Error", "Exception")) and not hasattr(errors, name):
            continue
        depth = (len(line) - len(line.lstrip("│├└─ "))) // 4
        ways[depth:] = [name]
        drawn[name] = ways[depth - 1] if depth else None
    real = {
        name: it.__bases__[0].__name__
        for name, it in vars(errors).items()
        if isinstance(it, type) and issubclass(it, AlegraError)
    }
    assert {name: parent for name, parent in drawn.items() if parent} == real
