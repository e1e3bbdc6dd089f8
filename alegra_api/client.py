"""One polite HTTP client for Alegra, on the CDK's own: auth, rate_limit, retries, typed errors."""

import base64
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

import backoff
import orjson
import requests
from airbyte_cdk.models import FailureType
from airbyte_cdk.sources.streams.http import HttpClient
from airbyte_cdk.sources.streams.http.error_handlers import (
    ErrorHandler,
    ErrorResolution,
    ResponseAction,
)
from airbyte_cdk.sources.streams.http.requests_native_auth import BasicHttpAuthenticator
from airbyte_cdk.utils.airbyte_secrets_utils import add_to_secrets
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from urllib3.exceptions import NewConnectionError

from .exact_json import exact_json, print_json
from .rate_limit import RateLimit, RateLimitedSession, is_throttled

PUBLIC_URL = "https://api.alegra.com/api/v1"
PAGE_SIZE = 30
"""Alegra's largest page; a larger ``limit`` gives garbage (docs: alegra-api 1.3)."""

# Connect fast or not at all; a page of payments has taken nine seconds (docs: alegra-api 1.3).
_TIMEOUT_SECONDS = (10.0, 120.0)

logger = logging.getLogger("airbyte.alegra")


Effect = Literal["done", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class ChangeResponse:
    """What became of a request that changes something.

    Attributes:
        effect: done; refused, with nothing changed; or unknown: it may have been done all the same.
        row: Alegra's record as it is now, when it was done and Alegra tells.
        status: HTTP status; None when no answer came.
        code: Alegra's own error code.
        message: Alegra's own words, or ours where there are none.
    """

    effect: Effect
    row: dict[str, Any] = field(default_factory=dict)
    status: int | None = None
    code: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer to a list request.

    Attributes:
        rows: the records, fractional numbers as ``Decimal``.
        total: what Alegra says how many there are; None when it says nothing. It stops counting
            at 10,000 (docs: alegra-api 1.3).
    """

    rows: list[dict[str, Any]]
    total: int | None


class NeverConnected(AirbyteTracedException):
    """No connection stood, so that nothing was sent."""

    def __init__(self, host: str) -> None:
        super().__init__(
            message=f"{host} can't be reached. Check the network and the API URL.",
            failure_type=FailureType.transient_error,
        )


class RequestRefused(AirbyteTracedException):
    """Alegra understood who asks and refused what was asked (HTTP 400)."""


class AlegraErrorHandler(ErrorHandler):
    """What an answer or a broken connection means, in words for people (docs: alegra-api 1.6).

    Args:
        what: method and path of the request, for the message.
        host: the host asked.
        max_retries: how often a passing fault is tried again.
    """

    def __init__(self, what: str, host: str, max_retries: int) -> None:
        self._what = what
        self._host = host
        self._max_retries = max_retries
        self.resolution: ErrorResolution | None = None
        self.refused = False

    @property
    def max_retries(self) -> int:
        """Tries after the first one."""
        return self._max_retries

    @property
    def max_time(self) -> int:
        """Seconds after which a passing fault counts as lasting."""
        return 600

    def interpret_response(
        self, response_or_exception: requests.Response | Exception | None
    ) -> ErrorResolution:
        """Success, a fault to try again, or a failure with its reason."""
        self.resolution = (
            self._read_response(response_or_exception)
            if isinstance(response_or_exception, requests.Response)
            else _passing(
                f"No complete answer from {self._host} to {self._what} "
                f"({type(response_or_exception).__name__}). Check the network and the API URL."
            )
        )
        return self.resolution

    def _read_response(self, response: requests.Response) -> ErrorResolution:
        status = response.status_code
        if is_throttled(response):
            return _passing(
                "Alegra throttles this user: the requests of this minute are used up, perhaps by "
                "another program with the same user. Try again in a minute."
            )
        if response.ok:
            if _looks_like_json(response.content):
                return ErrorResolution(ResponseAction.SUCCESS)
            return _passing(f"Alegra answered {self._what} with something that is not JSON.")
        if status == 404:
            return ErrorResolution(ResponseAction.IGNORE)
        if status >= 500:
            return _passing(f"Alegra answered HTTP {status} to {self._what}.")
        if status == 401:
            return _lasting(
                FailureType.config_error,
                "Alegra refused the credentials. Check the e-mail and the API token (in Alegra: "
                "Configuración > Integraciones > API); renewing a token ends the old one.",
            )
        if status == 402:
            return _lasting(
                FailureType.config_error,
                f"The company's Alegra plan does not allow {self._what}{_said(response)}. "
                "Change the plan, or leave the stream out.",
            )
        if status == 403:
            return _lasting(
                FailureType.config_error,
                f"This Alegra user may not use {self._what}{_said(response)}. Give the user the "
                "permission or change to a plan with API access, or leave the stream out.",
            )
        self.refused = status == 400
        return _lasting(
            FailureType.system_error,
            f"Alegra refused {self._what} with HTTP {status}{_said(response)}.",
        )


class AlegraClient:
    """Reads Alegra and changes it.

    Args:
        email: the user's e-mail.
        api_token: the user's API token.
        api_url: base of the API; another one for a proxy or a simulator.
        requests_per_minute: the user's own upper bound; None leaves it to Alegra's headers.
        wait_for_rate_limit: whether a used-up rate limit is waited out and faults are tried again;
            a connection check wants an answer at once instead.
    """

    def __init__(
        self,
        email: str,
        api_token: str,
        api_url: str = PUBLIC_URL,
        requests_per_minute: int | None = None,
        wait_for_rate_limit: bool = True,
    ) -> None:
        # The header carries the token in another spelling, which must not reach a log either.
        add_to_secrets(base64.b64encode(f"{email}:{api_token}".encode()).decode())
        self._url = api_url.rstrip("/")
        self._host = urlsplit(self._url).netloc
        self._max_retries = 5 if wait_for_rate_limit else 0
        self._authenticator = BasicHttpAuthenticator(username=email, password=api_token)
        self._session = RateLimitedSession(
            RateLimit(requests_per_minute), waits=wait_for_rate_limit
        )
        self._session.auth = self._authenticator
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, requests.adapters.HTTPAdapter(pool_maxsize=8))

    def page(self, path: str, parameters: Mapping[str, str]) -> Page:
        """One answer of a list.

        Raises:
            RequestRefused: Alegra refuses the parameters.
            AirbyteTracedException: the list can't be had; the message is for people.
        """
        body = self._get(path, parameters)
        page = None if body is None else _as_page(body, path)
        if page is None:
            raise AirbyteTracedException(
                message=f"Alegra answered GET {path} with no list in a form known here.",
                failure_type=FailureType.system_error,
            )
        return page

    def find(self, path: str, parameters: Mapping[str, str] | None = None) -> dict[str, Any] | None:
        """One object, or None when Alegra says that there is none (HTTP 404).

        Raises:
            AirbyteTracedException: the object can't be had; the message is for people.
        """
        body = self._get(path, parameters or {})
        if body is not None and not isinstance(body, dict):
            raise AirbyteTracedException(
                message=f"Alegra answered GET {path} with something that is no object.",
                failure_type=FailureType.system_error,
            )
        return body

    def change(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> ChangeResponse:
        """Send a request that changes something, once; only a throttle sends it again.

        A throttled request was not carried out, and a connection that never stood carried
        nothing. Whatever else goes wrong leaves the outcome unknown (docs: alegra-api 6), and so
        do the codes 3051 and 4250: the document may exist (docs: unified-model 6).

        Raises:
            AirbyteTracedException: the host can't be reached, or refuses the credentials.
        """
        try:
            response = self._connected(method, path, body)
        except requests.RequestException as error:
            return ChangeResponse("unknown", message=f"no complete answer ({type(error).__name__})")
        if response.status_code == 401:
            resolution = AlegraErrorHandler(f"{method} {path}", self._host, 0)
            raise AirbyteTracedException(
                message=resolution.interpret_response(response).error_message,
                failure_type=FailureType.config_error,
            )
        return _change_response(response)

    @backoff.on_exception(backoff.expo, NeverConnected, max_tries=6, max_value=60, logger=None)
    def _connected(
        self, method: str, path: str, body: Mapping[str, Any] | None
    ) -> requests.Response:
        try:
            return self._session.request(
                method,
                f"{self._url}{path}",
                data=None if body is None else orjson.dumps(print_json(dict(body))),
                headers={"Accept": "application/json", "Content-Type": "application/json"},
                timeout=_TIMEOUT_SECONDS,
                allow_redirects=False,
            )
        except requests.ConnectionError as error:
            if isinstance(error, requests.ConnectTimeout) or _never_connected(error):
                raise NeverConnected(self._host) from error
            raise

    def _get(self, path: str, parameters: Mapping[str, str]) -> Any:
        handler = AlegraErrorHandler(f"GET {path}", self._host, self._max_retries)
        # HttpClient remembers every request that it sent, so a long read wants one each.
        http = HttpClient(
            name="alegra",
            logger=logger,
            error_handler=handler,
            session=self._session,
            request_timeout=_TIMEOUT_SECONDS,
        )
        try:
            _, response = http.send_request(
                "GET",
                f"{self._url}{path}",
                params=dict(parameters),
                headers={"Accept": "application/json"},
                request_kwargs={"allow_redirects": False},
            )
        except AirbyteTracedException as error:
            resolution = handler.resolution
            if resolution is None:
                raise
            failure = RequestRefused if handler.refused else AirbyteTracedException
            raise failure(
                message=resolution.error_message,
                internal_message=error.internal_message,
                failure_type=resolution.failure_type or FailureType.system_error,
            ) from error
        if response.status_code == 404:
            return None
        return exact_json(response.content)


def _never_connected(error: requests.ConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)


_OUTCOME_UNKNOWN_CODES = ("3051", "4250")


def _change_response(response: requests.Response) -> ChangeResponse:
    status = response.status_code
    try:
        body = exact_json(response.content) if response.content else {}
    except ValueError:
        return ChangeResponse("unknown", status=status, message="an answer that is not JSON")
    said = body.get("error") if isinstance(body, dict) else None
    error = said if isinstance(said, dict) else body if isinstance(body, dict) else {}
    code = None if error.get("code") is None else str(error["code"])
    message = str(error.get("message") or f"HTTP {status}")
    if response.ok and not said:
        return ChangeResponse("done", row=body if isinstance(body, dict) else {}, status=status)
    if status >= 500 or status == 408 or code in _OUTCOME_UNKNOWN_CODES:
        return ChangeResponse("unknown", status=status, code=code, message=message)
    return ChangeResponse("refused", row=error, status=status, code=code, message=message)


def _passing(message: str) -> ErrorResolution:
    return ErrorResolution(ResponseAction.RETRY, FailureType.transient_error, message)


def _lasting(failure_type: FailureType, message: str) -> ErrorResolution:
    return ErrorResolution(ResponseAction.FAIL, failure_type, message)


def _looks_like_json(content: bytes) -> bool:
    # A whole parse would be done twice for each page; a cut body fails by its length already.
    text = content.strip()
    return text[:1] + text[-1:] in (b"[]", b"{}")


def _said(response: requests.Response) -> str:
    """Alegra's own code and message, as they belong behind a sentence of ours."""
    try:
        body = json.loads(response.content)
    except ValueError:
        return ""
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        body = body["error"]
    if not isinstance(body, dict) or not body.get("message"):
        return ""
    code = f"code {body['code']}, " if body.get("code") else ""
    return f' ({code}"{body["message"]}")'


def _as_page(body: Any, path: str) -> Page | None:
    """The rows of a list answer in each wrapping that was seen (docs: alegra-api 1.3)."""
    if isinstance(body, list):
        return Page(_as_rows(body), None)
    if not isinstance(body, dict):
        return None
    metadata = body.get("metadata")
    total = metadata.get("total") if isinstance(metadata, dict) else body.get("total")
    for key in ("data", "results", "rows", path.rsplit("/", 1)[-1]):
        if isinstance(body.get(key), list):
            return Page(_as_rows(body[key]), _as_count(total))
    if body and all(isinstance(value, dict) for value in body.values()):
        return Page(list(body.values()), None)
    return None


def _as_rows(rows: list[Any]) -> list[dict[str, Any]]:
    # A row that is no object is kept for the mapping to report, under a key no record has.
    return [row if isinstance(row, dict) else {"": row} for row in rows]


def _as_count(total: Any) -> int | None:
    return int(total) if str(total).isdigit() else None
