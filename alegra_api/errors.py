"""What can go wrong with a request, and how Alegra says so.

AirbyteTracedException          the CDK's: a message for people, and whose fault it is
└── AlegraError                 a request without an answer that can be used
    ├── TransientError          it may pass: tried again, then told
    │   ├── NeverConnected      no connection stood, so that nothing was sent
    │   ├── NoCompleteAnswer    the connection broke, or the answer is no JSON, or an empty one
    │   ├── RateLimited         the rate limit of this minute is used up
    │   └── ServerError         HTTP 5xx, 408, 425
    ├── AccountError            the Alegra user's own to change
    │   ├── CredentialsRefused  HTTP 401
    │   ├── PlanTooSmall        HTTP 402
    │   ├── PermissionMissing   HTTP 403
    │   └── NoCompany           there is no Alegra behind the address
    ├── NotThere                Alegra says that what was asked for does not exist
    ├── RequestRefused          any other status, or an error told with a status of success
    │   ├── ToldServerError     a code 5xx told with a status of success: tried again first
    │   └── PathMissing         HTTP 404 in words that may mean anything
    ├── NotOffered              a list that its first request was answered 402, 403 or 404 to
    └── UnknownForm             an answer in no form known here
"""

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

import requests
from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.airbyte_secrets_utils import filter_secrets
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from .exact_json import exact_json

_ENVELOPE_KEYS = {"code", "message", "error", "errors", "details", "status", "statusCode"}
# Deleting an item is told as an error with code 200 (docs: alegra-api 14).
_CODES_OF_SUCCESS = ("200", "201", "204")

_ABSENT = re.compile(
    r"no (existe|(se |fue |ha sido )?encontr)|(fue|ha sido|está) (eliminad|borrad)|not found"
    r"|(does not|doesn't) exist",
    re.IGNORECASE,
)
# What is missing may be something else than what was asked for.
_ACCOUNT = re.compile(
    r"empresa|compañ|company|usuario|user|cuenta|account|suspendid|suspended|ruta|route|endpoint",
    re.IGNORECASE,
)
_FAILURE = re.compile(r"5\d\d")
_THROTTLED = re.compile(r"too many request", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ErrorEnvelope:
    """What Alegra says about an error, in whichever envelope (docs: alegra-api 1.6).

    ``{"code": 903, "message": "..."}`` is known, the same under ``error``, ``error`` as a text, and
    messages by field under ``message``, ``errors`` or ``details``.

    Attributes:
        code: Alegra's own error code; None where it gives none.
        message: Alegra's own words; empty where it has none.
        content: the object that held them, with what else it says (``contactId``).
    """

    code: str | None = None
    message: str = ""
    content: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, body: Any) -> "ErrorEnvelope":
        """The error that a parsed answer tells; an empty one when it tells none."""
        if isinstance(body, dict) and body.get("error"):
            wrapped = body["error"]
            body = wrapped if isinstance(wrapped, dict) else {**body, "message": wrapped}
        if not isinstance(body, dict):
            return cls()
        code = body.get("code")
        said = (_words(body.get(key)) for key in ("message", "errors", "details"))
        return cls(
            code=None if code in (None, "") else str(code),
            message="; ".join(words for words in said if words),
            content=body,
        )

    @classmethod
    def in_success(cls, body: Any) -> "ErrorEnvelope | None":
        """The error that an answer with a status of success tells; None when it tells none.

        A record may have a field of the name ``error`` (docs: alegra-api 3.2); it has an id too.
        """
        if not isinstance(body, dict) or "id" in body:
            return None
        is_bare = "message" in body and ("code" in body or body.keys() <= _ENVELOPE_KEYS)
        if not body.get("error") and not is_bare:
            return None
        envelope = cls.of(body)
        return None if envelope.is_success else envelope

    @property
    def is_success(self) -> bool:
        """Whether it is no error: what was done is told so, with code 200 (docs: alegra-api 14)."""
        return self.code in _CODES_OF_SUCCESS

    @property
    def tells_rate_limit(self) -> bool:
        """Whether it says that the rate limit is used up."""
        return self.code == "429" or (self.code is None and bool(_THROTTLED.search(self.message)))

    @property
    def tells_failure(self) -> bool:
        """Whether it says that Alegra failed, which may pass."""
        return self.code is not None and bool(_FAILURE.fullmatch(self.code))

    @property
    def tells_absence(self) -> bool:
        """Whether it says that what was asked for by id does not exist, and nothing else."""
        is_absent = self.code == "404" or bool(_ABSENT.search(self.message))
        return is_absent and not _ACCOUNT.search(self.message)

    @classmethod
    def read(cls, response: requests.Response) -> "ErrorEnvelope":
        """The error that an answer tells; an empty one when it tells none, or is no JSON."""
        try:
            return cls.of(exact_json(response.content))
        except ValueError:
            return cls()

    def __str__(self) -> str:
        """Code and message as they belong behind a sentence of ours."""
        code = f"code {self.code}, " if self.code else ""
        return f' ({code}"{self.message}")' if self.message else ""


def _words(said: Any) -> str:
    match said:
        case None:
            return ""
        case dict():
            return "; ".join(f"{key}: {_words(words)}" for key, words in said.items())
        case list():
            return "; ".join(_words(words) for words in said)
        case _:
            return str(said)


def is_rate_limited(response: requests.Response) -> bool:
    """Whether an answer says that the rate limit is used up: 429, or 400 with code 429 in the body.

    Source: docs alegra-api 1.2 (four independent reports of the disguise).
    """
    if response.status_code != 400:
        return response.status_code == 429
    return ErrorEnvelope.read(response).tells_rate_limit


class AlegraError(AirbyteTracedException):
    """A request without an answer that can be used; the message is for people."""

    kind: ClassVar[FailureType] = FailureType.system_error

    def __init__(self, message: str) -> None:
        # Alegra's own words may hold what was sent to it.
        super().__init__(message=filter_secrets(message), failure_type=self.kind)


class TransientError(AlegraError):
    """It may pass."""

    kind = FailureType.transient_error


class NeverConnected(TransientError):
    """No connection stood, so that nothing was sent."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} can't be reached. Check the network and the API URL.")


class NoCompleteAnswer(TransientError):
    """The connection broke, or the answer is no JSON, or an empty one."""


class RateLimited(TransientError):
    """The rate limit of this minute is used up."""

    def __init__(self) -> None:
        super().__init__(
            "Alegra's rate limit for this user is used up for this minute, perhaps by another "
            "program with the same user. Try again in a minute."
        )


class ServerError(TransientError):
    """Alegra failed.

    Attributes:
        status: HTTP status.
    """

    def __init__(self, what: str, status: int) -> None:
        super().__init__(f"Alegra answered HTTP {status} to {what}.")
        self.status = status


class AccountError(AlegraError):
    """What is wrong is the Alegra user's own to change."""

    kind = FailureType.config_error


class CredentialsRefused(AccountError):
    """E-mail or token are wrong."""

    def __init__(self) -> None:
        super().__init__(
            "Alegra refused the credentials. Check the e-mail and the API token (in Alegra: "
            "Configuración > Integraciones > API); renewing a token ends the old one."
        )


class PlanTooSmall(AccountError):
    """The company's plan leaves something out."""

    def __init__(self, what: str, error: ErrorEnvelope) -> None:
        super().__init__(
            f"The company's Alegra plan does not allow {what}{error}. "
            "Change the plan, or leave the stream out."
        )


class PermissionMissing(AccountError):
    """The user may not do it."""

    def __init__(self, what: str, error: ErrorEnvelope) -> None:
        super().__init__(
            f"This Alegra user may not use {what}{error}. Give the user the permission or change "
            "to a plan with API access, or leave the stream out."
        )


class NoCompany(AccountError):
    """There is no Alegra behind the address."""

    def __init__(self, status: int) -> None:
        super().__init__(
            f"There is no Alegra API behind the API URL: it knows no company (HTTP {status}). "
            "Check the API URL; the public one ends with /api/v1."
        )


class RequestRefused(AlegraError):
    """Alegra understood who asks and refused what was asked."""


class ToldServerError(RequestRefused, TransientError):
    """Alegra failed, and says so with a status of success (docs: alegra-api 14)."""


class PathMissing(RequestRefused):
    """There is nothing behind a path; what exactly is missing, Alegra's words leave open."""


class NotThere(AlegraError):
    """Alegra says that what was asked for does not exist, in words that mean nothing else."""


class NotOffered(AlegraError):
    """A list that there is not for this company: its plan, its edition or its user lacks it."""

    ANSWERS = (PlanTooSmall, PermissionMissing, PathMissing, NotThere)

    def __init__(self, answer: AlegraError) -> None:
        super().__init__(answer.message or "")
        self.failure_type = answer.failure_type


class UnknownForm(AlegraError):
    """Alegra answered in no form known here."""


def failure_of(what: str, response: requests.Response) -> AlegraError | None:
    """Why an answer is none that can be used; None for a status of success (docs: alegra-api 1.6).

    Args:
        what: method and path of the request, for the message.
        response: the answer.
    """
    status = response.status_code
    if is_rate_limited(response):
        return RateLimited()
    if 200 <= status < 300:
        return None
    if status >= 500 or status in _PASSING:
        return ServerError(what, status)
    error = ErrorEnvelope.read(response)
    match status:
        case 401:
            return CredentialsRefused()
        case 402:
            return PlanTooSmall(what, error)
        case 403:
            return PermissionMissing(what, error)
        case 404 if response.content and not _is_json(response.content):
            return NoCompleteAnswer(
                f"{what} was answered HTTP 404, and not by Alegra. Check the API URL."
            )
        case _:
            return refusal(what, status, error)


def _is_json(content: bytes) -> bool:
    try:
        exact_json(content)
    except ValueError:
        return False
    return True


def refusal(what: str, status: int, error: ErrorEnvelope) -> AlegraError:
    """The refusal that an answer tells, whatever its status.

    A deletion by id is told as HTTP 404, or as HTTP 400 in words (docs: alegra-api 1.6).
    """
    message = f"Alegra refused {what} with HTTP {status}{error}."
    if status < 300 and error.tells_failure:
        return ToldServerError(message)
    if error.tells_absence or (status == 404 and not _ACCOUNT.search(error.message)):
        return NotThere(message)
    return PathMissing(message) if status == 404 else RequestRefused(message)


_PASSING = (408, 425)
