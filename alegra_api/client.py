"""One polite HTTP client for Alegra: credentials, rate limit, retries, errors in words."""

import base64
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Literal
from urllib.parse import urlsplit

import backoff
import orjson
import requests
from airbyte_cdk.sources.streams.http.requests_native_auth import BasicHttpAuthenticator
from airbyte_cdk.utils.airbyte_secrets_utils import add_to_secrets
from urllib3.exceptions import NewConnectionError

from .errors import (
    CredentialsRefused,
    ErrorEnvelope,
    NeverConnected,
    NoCompany,
    NoCompleteAnswer,
    NotThere,
    RateLimited,
    TransientError,
    UnknownForm,
    failure_of,
    refusal,
)
from .exact_json import exact_json, print_json
from .page import Page
from .rate_limit import MAXIMUM_CONCURRENT_REQUESTS, RateLimit, RateLimitedSession
from .rows import row_id

PUBLIC_URL = "https://api.alegra.com/api/v1"

MAXIMUM_TRIES = 6
"""How often a request is sent while what goes wrong may pass."""

# Connect fast or not at all; a page of payments has taken nine seconds (docs: alegra-api 1.3).
_TIMEOUT_SECONDS = (10.0, 120.0)
# A fault that outlasts this is no passing one.
_MAXIMUM_RETRY_SECONDS = 600

logger = logging.getLogger("airbyte.alegra")


@dataclass(frozen=True, slots=True)
class ChangeResponse:
    """What became of a request that changes something.

    Attributes:
        effect: done; refused, with nothing changed; or unknown: it may have been done all the same.
        row: Alegra's record as it is now, when it was done and Alegra tells; what Alegra says
            about the error when it was refused.
        status: HTTP status; None when no answer came.
        code: Alegra's own error code.
        message: Alegra's own words, or ours where there are none.
    """

    effect: Literal["done", "refused", "unknown"]
    row: dict[str, Any] = field(default_factory=dict)
    status: int | None = None
    code: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Alegra answered to a GET request, whatever it was.

    Attributes:
        status: HTTP status.
        headers: by name, in any case.
        body: the parsed JSON; None where the answer is empty or no JSON.
    """

    status: int
    headers: Mapping[str, str]
    body: Any


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
        # The header carries the token in another form, which must not reach a log either.
        add_to_secrets(base64.b64encode(f"{email}:{api_token}".encode()).decode())
        add_to_secrets(api_token)
        address = urlsplit(api_url)
        if address.password:
            add_to_secrets(address.password)
        self._url = api_url.rstrip("/")
        self._host = address.netloc.rpartition("@")[2]
        self._session = RateLimitedSession(RateLimit(requests_per_minute), wait_for_rate_limit)
        self._session.auth = BasicHttpAuthenticator(username=email, password=api_token)
        # A session of a browser's is of no use here, and would be printed with a failure.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("https://", "http://"):
            adapter = requests.adapters.HTTPAdapter(pool_maxsize=MAXIMUM_CONCURRENT_REQUESTS)
            self._session.mount(scheme, adapter)
        # What the environment says about proxies and certificates is asked once, for there is one
        # host only; requests would ask before each request.
        environment = self._session.merge_environment_settings(self._url, {}, None, None, None)
        self._session.proxies = environment["proxies"]
        self._session.verify = environment["verify"]
        self._session.trust_env = False
        self._get = backoff.on_exception(
            backoff.expo,
            TransientError,
            max_tries=MAXIMUM_TRIES if wait_for_rate_limit else 1,
            max_time=_MAXIMUM_RETRY_SECONDS,
            jitter=None,
            on_backoff=_log_retry,
            logger=None,
        )(self._get_once)

    def page(self, path: str, parameters: Mapping[str, str]) -> Page:
        """One answer of a list.

        Raises:
            RequestRefused: Alegra refuses the parameters.
            AlegraError: the list can't be had.
        """

        def read(body: Any) -> Page:
            page = Page.of(body, path)
            if page is not None:
                return page
            if not body:
                raise NoCompleteAnswer(f"Alegra answered GET {path} with nothing.")
            raise UnknownForm(f"Alegra answered GET {path} with no list in a form known here.")

        result: Page = self._get(path, parameters, read)
        return result

    def find(self, path: str, parameters: Mapping[str, str] | None = None) -> dict[str, Any] | None:
        """One object, or None when Alegra says that there is none, in words that mean nothing else.

        Raises:
            RequestRefused, UnknownForm: an answer that tells neither the object nor its absence.
            AlegraError: the object can't be had.
        """
        identifier = path.rsplit("/", 1)[-1]

        def read(body: Any) -> dict[str, Any]:
            row = _object(body, identifier)
            if row is None:
                raise UnknownForm(f"Alegra answered GET {path} with something that is no object.")
            return row

        try:
            row: dict[str, Any] = self._get(path, parameters or {}, read)
        except NotThere:
            return None
        return row

    def company(self) -> dict[str, Any]:
        """``GET /company``, without whose currency and time zone no record can be read.

        Raises:
            AlegraError: the company can't be had; NoCompany: it is not there.
        """

        def read(body: Any) -> dict[str, Any]:
            if isinstance(body, dict) and body.get("currency") and "timezone" in body:
                return body
            raise NoCompleteAnswer(
                "Alegra answered GET /company without the company's currency and time zone. "
                "Nothing is read without them."
            )

        try:
            row: dict[str, Any] = self._get("/company", {}, read)
        except NotThere as error:
            raise NoCompany(404) from error
        return row

    def answer(self, path: str, parameters: Mapping[str, str]) -> Answer:
        """What Alegra says to one GET request, sent once: for who asks how Alegra behaves.

        Raises:
            TransientError: it may say something else the next time.
            CredentialsRefused: HTTP 401.
        """
        response = self._got(path, parameters)
        failure = failure_of(f"GET {path}", response)
        if isinstance(failure, TransientError | CredentialsRefused):
            raise failure
        try:
            body = exact_json(response.content) if response.content else None
        except ValueError:
            body = None
        return Answer(response.status_code, response.headers, body)

    def change(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> ChangeResponse:
        """Send a request that changes something, once; only a rate limit sends it again.

        A request over the rate limit was not carried out, and a connection that never stood carried
        nothing. Whatever else goes wrong leaves the effect unknown (docs: alegra-api 6), and so
        do the codes 3051 and 4250: the document may exist (docs: unified-model 6).

        Raises:
            NeverConnected: the host can't be reached.
            CredentialsRefused: HTTP 401.
        """
        try:
            response = self._connected(method, path, body)
        except requests.RequestException as error:
            return ChangeResponse("unknown", message=f"no complete answer ({type(error).__name__})")
        if response.status_code == 401:
            raise CredentialsRefused
        return _change_response(response)

    @backoff.on_exception(
        backoff.expo, NeverConnected, max_tries=MAXIMUM_TRIES, max_value=60, logger=None
    )
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

    def _get_once(
        self, path: str, parameters: Mapping[str, str], read: Callable[[Any], Any]
    ) -> Any:
        what = f"GET {path}"
        response = self._got(path, parameters)
        failure = failure_of(what, response)
        if failure is not None:
            raise failure
        try:
            body = exact_json(response.content) if response.content else None
        except ValueError as error:
            raise NoCompleteAnswer(
                f"Alegra answered {what} with something that is not JSON ({error})."
            ) from error
        told = ErrorEnvelope.in_success(body)
        if told is not None:
            raise RateLimited() if told.tells_rate_limit else refusal(what, 200, told)
        return read(body)

    def _got(self, path: str, parameters: Mapping[str, str]) -> requests.Response:
        try:
            return self._session.request(
                "GET",
                f"{self._url}{path}",
                params=parameters,
                headers={"Accept": "application/json"},
                timeout=_TIMEOUT_SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise NoCompleteAnswer(
                f"No complete answer from {self._host} to GET {path} ({type(error).__name__}). "
                "Check the network and the API URL."
            ) from error


def _object(body: Any, identifier: str) -> dict[str, Any] | None:
    """The object that an answer by id holds, bare or in a wrapping; None when it holds none."""
    if isinstance(body, dict) and row_id(body) is not None:
        return body
    wrapped = body.get("data") if isinstance(body, dict) else None
    if isinstance(wrapped, dict) and row_id(wrapped) is not None:
        return wrapped
    page = Page.of(body, "")
    rows = page.rows if page is not None else []
    named = [row for row in rows if row_id(row) == identifier]
    return named[0] if len(named) == 1 else None


def _log_retry(details: Mapping[str, Any]) -> None:
    logger.info(f"{details['exception'].message} Trying again in {details['wait']:.0f} s.")


def _never_connected(error: requests.ConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)


_EFFECT_UNKNOWN_CODES = ("3051", "4250")


def _change_response(response: requests.Response) -> ChangeResponse:
    status = response.status_code
    try:
        body = exact_json(response.content) if response.content else {}
    except ValueError:
        return ChangeResponse("unknown", status=status, message="an answer that is not JSON")
    row = body if isinstance(body, dict) else {}
    error = ErrorEnvelope.of(body)
    if 200 <= status < 300 and (not row.get("error") or error.is_success):
        return ChangeResponse("done", row=row, status=status)
    failed = status >= 500 or status == 408 or (status < 300 and error.tells_failure)
    unknown = failed or error.code in _EFFECT_UNKNOWN_CODES
    return ChangeResponse(
        "unknown" if unknown else "refused",
        row=error.content,
        status=status,
        code=error.code,
        message=error.message or f"HTTP {status}",
    )
