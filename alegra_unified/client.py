"""One polite HTTP client for Alegra, on the CDK's own: auth, ration, retries, typed errors."""

import base64
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

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

from .ration import Ration, RationedSession, is_throttled
from .values import exact_json

PUBLIC_URL = "https://api.alegra.com/api/v1"
PAGE_SIZE = 30
"""Alegra's largest page; a larger ``limit`` gives garbage (docs: alegra-api 1.3)."""

# Connect fast or not at all; a page of payments has taken nine seconds (docs: alegra-api 1.3).
_TIMEOUT_SECONDS = (10.0, 120.0)

logger = logging.getLogger("airbyte.alegra")


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
        return _lasting(
            FailureType.system_error,
            f"Alegra refused {self._what} with HTTP {status}{_said(response)}.",
        )


class AlegraClient:
    """Reads Alegra.

    Args:
        email: the user's e-mail.
        api_token: the user's API token.
        api_url: base of the API; another one for a proxy or a simulator.
        requests_per_minute: the user's own upper bound; None leaves it to Alegra's headers.
        patient: whether throttles are waited out and faults tried again; a connection check
            wants an answer at once instead.
    """

    def __init__(
        self,
        email: str,
        api_token: str,
        api_url: str = PUBLIC_URL,
        requests_per_minute: int | None = None,
        patient: bool = True,
    ) -> None:
        # The header carries the token in another spelling, which must not reach a log either.
        add_to_secrets(base64.b64encode(f"{email}:{api_token}".encode()).decode())
        self._url = api_url.rstrip("/")
        self._host = urlsplit(self._url).netloc
        self._max_retries = 5 if patient else 0
        self._authenticator = BasicHttpAuthenticator(username=email, password=api_token)
        self._session = RationedSession(Ration(requests_per_minute), waits=patient)
        self._session.auth = self._authenticator
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, requests.adapters.HTTPAdapter(pool_maxsize=8))

    def page(self, path: str, parameters: Mapping[str, str]) -> Page:
        """One answer of a list.

        Raises:
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
            raise AirbyteTracedException(
                message=resolution.error_message,
                internal_message=error.internal_message,
                failure_type=resolution.failure_type or FailureType.system_error,
            ) from error
        if response.status_code == 404:
            return None
        return exact_json(response.content)


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
