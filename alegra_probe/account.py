"""The account under question: every request goes through here, is a GET and is counted."""

from collections.abc import Mapping
from typing import Any

from alegra_api.client import AlegraClient, Answer
from alegra_api.errors import RateLimited, TransientError
from alegra_unified.company import Company

MOST_REQUESTS = 80


class NoRequestsLeft(Exception):
    """All requests that the probe allows itself are used up."""


class Account:
    """One Alegra account, asked politely: one request at a time, within its rate limit.

    Args:
        client: how Alegra is reached; it sends each request once.

    Attributes:
        requests: how many were sent.
        limits: what the headers of each answer said of the rate limit: path, limit and reset.
    """

    def __init__(self, client: AlegraClient) -> None:
        self._client = client
        self._company: dict[str, Any] | None = None
        self.requests = 0
        self.limits: list[tuple[str, str | None, str | None]] = []

    def ask(self, path: str, parameters: Mapping[str, str]) -> Answer:
        """The answer to one request; a used-up rate limit is waited out, a fault tried again once.

        Raises:
            NoRequestsLeft: nothing was sent.
            CredentialsRefused: HTTP 401.
            TransientError: no answer, twice.
        """
        has_failed = False
        while True:
            if self.requests == MOST_REQUESTS:
                raise NoRequestsLeft
            self.requests += 1
            try:
                answer = self._client.answer(path, parameters)
            except RateLimited:
                # The client has learned when the next minute begins, and waits for it.
                continue
            except TransientError:
                if has_failed:
                    raise
                has_failed = True
                continue
            limit, reset = (answer.headers.get(f"X-Rate-Limit-{it}") for it in ("Limit", "Reset"))
            self.limits.append((path, limit, reset))
            return answer

    @property
    def company_row(self) -> dict[str, Any]:
        """``GET /company``, asked for once.

        Raises:
            AlegraError: it can't be had.
        """
        if self._company is None:
            # By the client's own rules, so that a wrong address or plan is told in words.
            self.requests += 1
            self._company = self._client.company()
        return self._company

    @property
    def company(self) -> Company:
        """What reading a record takes."""
        return Company.from_alegra(self.company_row)
