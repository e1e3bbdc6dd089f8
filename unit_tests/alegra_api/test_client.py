import base64
import gc
import logging
import re
from decimal import Decimal
from typing import Any

import pytest
import requests
from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.airbyte_secrets_utils import filter_secrets
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from requests_mock import Mocker
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError

from alegra_api.client import AlegraClient
from alegra_api.errors import (
    CredentialsRefused,
    NoCompleteAnswer,
    RateLimited,
    RequestRefused,
    ServerError,
    UnknownForm,
)
from alegra_api.rate_limit import RateLimit

URL = "https://api.alegra.com/api/v1"
TOKEN = "s3cr3t-token"
COMPANY = {"id": "1", "currency": {"code": "MXN"}, "timezone": "America/Mexico_City"}


def client(**options: Any) -> AlegraClient:
    return AlegraClient("me@example.com", TOKEN, **options)


def failure(error: pytest.ExceptionInfo[AirbyteTracedException]) -> tuple[FailureType, str]:
    return error.value.failure_type, str(error.value.message)


def test_amounts_keep_all_their_digits(requests_mock: Mocker) -> None:
    requests_mock.get(f"{URL}/invoices/1", text='{"id": 1, "total": 16746.218487000000000000001}')
    found = client().find("/invoices/1")
    assert found == {"id": 1, "total": Decimal("16746.218487000000000000001")}


@pytest.mark.parametrize(
    ("body", "ids", "total"),
    [
        ('[{"id": 1}]', [1], None),
        ('{"metadata": {"total": "7"}, "data": [{"id": 1}]}', [1], 7),
        ('{"total": "4", "results": [{"id": 1}]}', [1], 4),
        ('{"rows": [{"id": 1}]}', [1], None),
        ('{"taxes": [{"id": 1}]}', [1], None),
        ('{"1": {"id": 1}, "2": {"id": 2}}', [1, 2], None),
        ('{"data": {"0": {"id": 1}, "1": {"id": 2}}}', [1, 2], None),
        ('{"a1": {"id": "a1"}}', ["a1"], None),
        ('{"data": {"data": [{"id": 1}], "more": 1}}', [1], None),
        ('{"metadata": {"total": 0}, "data": {}}', [], 0),
        ('{"metadata": {"total": "many"}, "data": []}', [], None),
        ('{"metadata": {"total": -3}, "data": []}', [], None),
        ("[]", [], None),
    ],
)
def test_a_list_is_found_in_each_wrapping(
    requests_mock: Mocker, body: str, ids: list[int | str], total: int | None
) -> None:
    requests_mock.get(f"{URL}/taxes", text=body)
    page = client().page("/taxes", {})
    assert ([row["id"] for row in page.rows], page.total) == (ids, total)


@pytest.mark.parametrize(
    "body",
    ['{"one": {"id": 1}}', '{"data": {"first": {"a": 1}}}', '{"data": 7}', "7", '"text"', "true"],
)
def test_a_list_in_no_known_form_fails_its_stream(requests_mock: Mocker, body: str) -> None:
    requests_mock.get(f"{URL}/taxes", text=body)
    with pytest.raises(UnknownForm, match="no list"):
        client().page("/taxes", {})
    assert requests_mock.call_count == 1


@pytest.mark.parametrize("nothing", ["{}", "null", ""])
def test_a_list_that_is_answered_with_nothing_is_asked_for_again(
    requests_mock: Mocker, waits: list[float], nothing: str
) -> None:
    requests_mock.get(f"{URL}/taxes", [{"text": nothing}, {"text": '[{"id": 1}]'}])
    assert client().page("/taxes", {}).rows == [{"id": 1}]
    requests_mock.get(f"{URL}/taxes", text=nothing)
    with pytest.raises(NoCompleteAnswer, match="nothing"):
        client().page("/taxes", {})


@pytest.mark.parametrize(
    "refusal",
    [
        {"status_code": 429, "json": {"code": 429}, "headers": {"X-Rate-Limit-Reset": "55"}},
        {"status_code": 400, "json": {"code": 429}, "headers": {"X-Rate-Limit-Reset": "55"}},
        {
            "status_code": 400,
            "json": {"error": {"code": "429", "headers": {"x-rate-limit-reset": 55}}},
        },
    ],
)
def test_a_request_over_the_rate_limit_waits_for_the_whole_reset_and_never_fails(
    requests_mock: Mocker, monkeypatch: pytest.MonkeyPatch, refusal: dict[str, Any]
) -> None:
    moment = [0.0]
    monkeypatch.setattr("time.sleep", lambda seconds: moment.__setitem__(0, moment[0] + seconds))
    monkeypatch.setattr(
        "alegra_api.client.RateLimit", lambda ceiling: RateLimit(ceiling, clock=lambda: moment[0])
    )
    requests_mock.get(f"{URL}/invoices", [refusal] * 40 + [{"text": '[{"id": 1}]'}])
    assert client().page("/invoices", {}).rows == [{"id": 1}]
    assert requests_mock.call_count == 41
    assert moment[0] >= 40 * 55


@pytest.mark.parametrize(
    "fault",
    [
        {"status_code": 500, "text": "oops"},
        {"status_code": 502, "text": "<html>bad gateway</html>"},
        {"status_code": 503, "json": {}},
        {"status_code": 408, "text": ""},
        {"status_code": 425, "text": ""},
        {"status_code": 404, "text": "<html>no such host</html>"},
        {"content": '[{"id": 1, "name": "Ñ"}]'.encode("latin-1")},
        {"content": b'[{"id": ' + b"9" * 5000 + b"}]"},
        {"text": '[{"id": 1, "lines": {'},
        {"exc": requests.exceptions.ContentDecodingError},
        {"json": {"error": {"code": 429}}},
        {"text": "<html>maintenance</html>"},
        {"text": '[{"id": 1}, {"id"'},
        {"text": '[{"id": 1}, {"id": 2}'},
        {"exc": requests.exceptions.ConnectionError},
        {"exc": requests.exceptions.ChunkedEncodingError},
        {"exc": requests.exceptions.ReadTimeout},
    ],
)
def test_a_passing_fault_is_tried_again_with_growing_waits(
    requests_mock: Mocker, waits: list[float], fault: dict[str, Any]
) -> None:
    requests_mock.get(f"{URL}/bills", [fault, fault, fault, {"text": '[{"id": 1}]'}])
    assert client().page("/bills", {}).rows == [{"id": 1}]
    assert len(waits) == 3
    assert waits == sorted(waits)


def test_a_lasting_fault_ends_with_a_message_for_people(
    requests_mock: Mocker, waits: list[float]
) -> None:
    requests_mock.get(f"{URL}/bills", status_code=500, text="stack trace of theirs")
    with pytest.raises(AirbyteTracedException) as error:
        client().page("/bills", {})
    assert failure(error) == (
        FailureType.transient_error,
        "Alegra answered HTTP 500 to GET /bills.",
    )
    assert requests_mock.call_count == 6


@pytest.mark.parametrize(
    ("status", "body", "failure_type", "words"),
    [
        (401, {"code": 401}, FailureType.config_error, ["credentials", "token", "e-mail"]),
        (
            402,
            {"code": 907, "message": "Esta acción no se puede realizar en tu plan actual"},
            FailureType.config_error,
            ["plan", "907", "Esta acción"],
        ),
        (403, {"message": "no"}, FailureType.config_error, ["may not", "permission"]),
        (
            400,
            {"code": 903, "message": "limit"},
            FailureType.system_error,
            ["GET /bills", "400", "903"],
        ),
    ],
)
def test_a_refusal_is_not_tried_again_and_says_what_to_do(
    requests_mock: Mocker, status: int, body: Any, failure_type: FailureType, words: list[str]
) -> None:
    requests_mock.get(f"{URL}/bills", status_code=status, json=body)
    with pytest.raises(AirbyteTracedException) as error:
        client().page("/bills", {})
    kind, message = failure(error)
    assert kind == failure_type
    assert [word for word in words if word not in message] == []
    assert isinstance(error.value, RequestRefused) == (status == 400)
    assert requests_mock.call_count == 1


@pytest.mark.parametrize(
    "body",
    [{"error": {"code": 12, "message": "No"}}, {"error": "No"}, {"error": {"message": "No"}}],
)
def test_an_error_told_with_a_status_of_success_is_a_refusal_and_no_record(
    requests_mock: Mocker, body: Any
) -> None:
    requests_mock.get(re.compile(f"{URL}/invoices"), json=body)
    for ask in (client().page, client().find):
        with pytest.raises(RequestRefused, match='"No"'):
            ask("/invoices/1", {})
    requests_mock.post(f"{URL}/invoices", json=body)
    assert client().change("POST", "/invoices").effect == "refused"


def test_a_redirect_is_not_followed_and_not_taken_for_an_answer(requests_mock: Mocker) -> None:
    moved: dict[str, Any] = {
        "status_code": 302,
        "headers": {"Location": "https://elsewhere.example"},
        "json": {},
    }
    requests_mock.get(f"{URL}/company", **moved)
    with pytest.raises(RequestRefused, match="302"):
        client().find("/company")
    requests_mock.post(f"{URL}/invoices", **moved)
    assert client().change("POST", "/invoices").effect == "refused"


def test_without_waiting_a_used_up_rate_limit_is_reported_at_once(requests_mock: Mocker) -> None:
    requests_mock.get(f"{URL}/company", status_code=429, json={"code": 429})
    with pytest.raises(AirbyteTracedException) as error:
        client(wait_for_rate_limit=False).find("/company")
    kind, message = failure(error)
    assert kind == FailureType.transient_error
    assert "rate limit" in message
    assert requests_mock.call_count == 1


@pytest.mark.parametrize(
    ("status", "text", "body"),
    [
        (200, "[1.5]", [Decimal("1.5")]),
        (400, '{"code": 903}', {"code": 903}),
        (400, "<html>", None),
        (204, "", None),
    ],
)
def test_an_answer_is_given_as_it_came_refusals_too(
    requests_mock: Mocker, status: int, text: str, body: Any
) -> None:
    headers = {"X-Rate-Limit-Limit": "100"}
    requests_mock.get(f"{URL}/invoices", status_code=status, text=text, headers=headers)
    answer = client(wait_for_rate_limit=False).answer("/invoices", {"start": "0"})
    assert (answer.status, answer.body) == (status, body)
    assert answer.headers["x-rate-limit-limit"] == "100"


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, CredentialsRefused), (429, RateLimited), (503, ServerError)],
)
def test_what_is_no_answer_is_asked_for_once(
    requests_mock: Mocker, status: int, error: type[AirbyteTracedException]
) -> None:
    requests_mock.get(f"{URL}/invoices", status_code=status)
    with pytest.raises(error):
        client(wait_for_rate_limit=False).answer("/invoices", {})
    assert requests_mock.call_count == 1


def test_an_unreachable_host_is_named(requests_mock: Mocker) -> None:
    requests_mock.get("https://nowhere.example/company", exc=requests.exceptions.ConnectionError)
    with pytest.raises(AirbyteTracedException) as error:
        client(wait_for_rate_limit=False, api_url="https://nowhere.example").find("/company")
    assert "nowhere.example" in failure(error)[1]


def test_no_cookie_of_alegras_is_kept(requests_mock: Mocker) -> None:
    requests_mock.get(f"{URL}/invoices", text="[]", headers={"Set-Cookie": "session=abc; Path=/"})
    asking = client()
    for _ in range(2):
        asking.page("/invoices", {})
    assert all("Cookie" not in it.headers for it in requests_mock.request_history)


def test_what_alegra_echoes_of_the_credentials_is_not_told(requests_mock: Mocker) -> None:
    header = base64.b64encode(f"me@example.com:{TOKEN}".encode()).decode()
    said = f"bad header Basic {header}, token {TOKEN}"
    requests_mock.get(f"{URL}/bills", status_code=400, json={"message": said})
    with pytest.raises(RequestRefused) as error:
        client().page("/bills", {})
    assert "bad header" in str(error.value.message)
    assert header not in str(error.value.message)
    assert TOKEN not in str(error.value.message)


def test_a_password_in_the_address_is_not_told(requests_mock: Mocker) -> None:
    address = "https://proxy:pa55word@alegra.example/api/v1"
    requests_mock.get(re.compile("alegra.example"), exc=requests.exceptions.ConnectionError)
    with pytest.raises(NoCompleteAnswer, match="Check the network") as error:
        client(wait_for_rate_limit=False, api_url=address).company()
    assert "pa55word" not in str(error.value.message)
    assert "pa55word" not in filter_secrets(address)


def test_the_credentials_go_along_and_into_no_log(
    requests_mock: Mocker, caplog: pytest.LogCaptureFixture
) -> None:
    requests_mock.get(f"{URL}/company", status_code=403, json={"message": "no"})
    with caplog.at_level(logging.DEBUG), pytest.raises(AirbyteTracedException) as error:
        client().find("/company")
    header = requests_mock.request_history[0].headers["Authorization"]
    spelled = base64.b64encode(f"me@example.com:{TOKEN}".encode()).decode()
    assert header == f"Basic {spelled}"
    assert spelled not in filter_secrets(str([record.__dict__ for record in caplog.records]))
    assert TOKEN not in str(error.value.message) + str(error.value.internal_message)


def test_the_proxy_and_the_certificates_of_the_environment_are_used(
    requests_mock: Mocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/ssl/own.pem")
    for url in (URL, "https://internal.example"):
        requests_mock.get(f"{url}/company", json=COMPANY)
    client().company()
    monkeypatch.setenv("NO_PROXY", "internal.example")
    client(api_url="https://internal.example").company()
    outside, inside = requests_mock.request_history
    assert outside.proxies["https"] == "http://proxy.example:3128"
    assert "https" not in inside.proxies
    assert outside.verify == inside.verify == "/etc/ssl/own.pem"


def test_a_long_reading_keeps_no_requests_in_memory(requests_mock: Mocker) -> None:
    requests_mock.get(f"{URL}/invoices", text="[]")
    asking = client()
    for _ in range(50):
        asking.page("/invoices", {})
    requests_mock.reset_mock()
    gc.collect()
    prepared = [it for it in gc.get_objects() if isinstance(it, requests.PreparedRequest)]
    assert len(prepared) < 5


def refused_connection() -> requests.ConnectionError:
    """What requests raises when nobody listens: nothing was sent."""
    reason = NewConnectionError(HTTPConnection("alegra"), "refused")
    return requests.ConnectionError(MaxRetryError(HTTPConnectionPool("alegra"), "/", reason))


def test_a_change_is_sent_again_when_no_connection_ever_stood(
    requests_mock: Mocker, waits: list[float]
) -> None:
    """docs: alegra-api 6, nothing else is ever sent twice without a look-up"""
    answers: list[dict[str, Any]] = [
        {"exc": refused_connection()},
        {"exc": requests.ConnectTimeout()},
        {"json": {}},
    ]
    requests_mock.post(f"{URL}/invoices", answers)
    assert client().change("POST", "/invoices", {}).effect == "done"
    assert requests_mock.call_count == 3


def test_a_host_that_is_never_reached_ends_a_change_with_its_name(
    requests_mock: Mocker, waits: list[float]
) -> None:
    requests_mock.post(f"{URL}/invoices", exc=refused_connection())
    with pytest.raises(AirbyteTracedException) as raised:
        client().change("POST", "/invoices", {})
    kind, message = failure(raised)
    assert kind == FailureType.transient_error
    assert message.startswith("api.alegra.com can't be reached.")
    assert requests_mock.call_count == 6


@pytest.mark.parametrize(
    "error", [requests.ReadTimeout(), requests.ConnectionError("reset by peer")]
)
def test_a_change_whose_answer_is_lost_is_not_sent_again(
    requests_mock: Mocker, error: requests.RequestException
) -> None:
    requests_mock.post(f"{URL}/invoices", exc=error)
    assert client().change("POST", "/invoices", {}).effect == "unknown"
    assert requests_mock.call_count == 1


def test_a_deletion_that_is_told_under_error_with_code_200_is_done(requests_mock: Mocker) -> None:
    """docs: alegra-api 14"""
    answer = {"error": "El producto fue eliminado correctamente.", "code": 200}
    requests_mock.delete(f"{URL}/items/7", json=answer)
    assert client().change("DELETE", "/items/7").effect == "done"


@pytest.mark.parametrize("answer", [{"error": "No"}, {"error": {"code": 11040, "message": "No"}}])
def test_any_other_error_with_a_status_of_success_is_no_deletion(
    requests_mock: Mocker, answer: dict[str, Any]
) -> None:
    requests_mock.delete(f"{URL}/items/7", json=answer)
    assert client().change("DELETE", "/items/7").effect == "refused"
