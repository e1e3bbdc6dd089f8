"""What can go wrong with a request, and how Alegra says so.

AirbyteTracedException          the CDK's: a message for people, and whose fault it is
└── AlegraError                 a request without an answer that can be used
    ├── TransientError          it may pass: tried again, then told
    │   ├── NeverConnected      no connection stood, so that nothing was sent
    │   ├── NoCompleteAnswer    the connection broke, or the answer is no JSON
    │   ├── RateLimited         the rate limit of this minute is used up
    │   └── ServerError         HTTP 5xx
    ├── AccountError            the Alegra user's own to change
    │   ├── CredentialsRefused  HTTP 401
    │   ├── PlanTooSmall        HTTP 402
    │   └── PermissionMissing   HTTP 403
    ├── RequestRefused          any other status, or an error told with a status of success
    └── UnknownForm             an answer in no form known here
"""

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

import requests
from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from .exact_json import exact_json


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
    def read(cls, response: requests.Response) -> "ErrorEnvelope":
        """The error that an answer tells; an empty one when it tells none, or is no JSON."""
        try:
            return cls.of(exact_json(response.content))
        except ValueError:
            return cls()

    @property
    def is_success(self) -> bool:
        """Whether it is no error: a deletion that went well is told so, with code 200.

        Source: docs alegra-api 14 (``{"error": "... eliminado correctamente.", "code": 200}``).
        """
        return self.code is not None and re.fullmatch("2[0-9][0-9]", self.code) is not None

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
    return ErrorEnvelope.read(response).code == "429"


class AlegraError(AirbyteTracedException):
    """A request without an answer that can be used; the message is for people."""

    kind: ClassVar[FailureType] = FailureType.system_error

    def __init__(self, message: str) -> None:
        super().__init__(message=message, failure_type=self.kind)


class TransientError(AlegraError):
    """It may pass."""

    kind = FailureType.transient_error


class NeverConnected(TransientError):
    """No connection stood, so that nothing was sent."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} can't be reached. Check the network and the API URL.")


class NoCompleteAnswer(TransientError):
    """The connection broke, or the answer is no JSON."""


class RateLimited(TransientError):
    """The rate limit of this minute is used up."""

    def __init__(self) -> None:
        super().__init__(
            "Alegra's rate limit for this user is used up for this minute, perhaps by another "
            "program with the same user. Try again in a minute."
        )


class ServerError(TransientError):
    """Alegra failed."""

    def __init__(self, what: str, status: int) -> None:
        super().__init__(f"Alegra answered HTTP {status} to {what}.")


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


class RequestRefused(AlegraError):
    """Alegra understood who asks and refused what was asked."""


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
    if status >= 500:
        return ServerError(what, status)
    error = ErrorEnvelope.read(response)
    match status:
        case 401:
            return CredentialsRefused()
        case 402:
            return PlanTooSmall(what, error)
        case 403:
            return PermissionMissing(what, error)
        case _:
            return RequestRefused(f"Alegra refused {what} with HTTP {status}{error}.")
