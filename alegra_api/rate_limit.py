"""Alegra's rate limit, learned from its own headers and kept to.

Alegra allows a number of requests a minute and user, 150 documented, 100 seen, and tells with
every answer the number, what is left of it and the seconds until it starts anew (docs: alegra-api
1.2). A request over the limit is not an error here: it waits for the whole rest of the minute and
is sent again.
"""

import logging
import math
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import requests
from airbyte_cdk.sources.streams.call_rate import (
    APIBudget,
    BaseCallRatePolicy,
    CallRateLimitHit,
    HttpRequestRegexMatcher,
    LimiterSession,
)

from .errors import ErrorEnvelope, is_rate_limited

DOCUMENTED_LIMIT = 150
WINDOW_SECONDS = 60.0
MAXIMUM_CONCURRENT_REQUESTS = 3
"""More requests at once are answered 503 (docs: alegra-api 1.2)."""

# The header is in whole seconds; asking before the window has really ended costs a refusal.
_ROUNDING_SECONDS = 1.0
_MAXIMUM_DOUBLINGS = 6
# Of a limit that is shared, one in so many requests is left for those that can't know better.
_RESERVE = 10
# How much faster than evenly a shared limit is used; short syncs end sooner.
_HASTE = 4
# No header that makes sense has more.
_DIGITS = 16

logger = logging.getLogger("airbyte")


class RateLimitPolicy(BaseCallRatePolicy):
    """How many requests are left in the current window of one limit.

    A program alone uses them as fast as it can. Where answers show that others use the same limit,
    all of them know from each answer what is left for all. Each then sends at a pace in proportion
    to that and to the time that is left: so they have equal shares however many they are, what is
    left shrinks towards the reserve and not below it, and whoever comes late finds the reserve.

    Args:
        matchers: which requests count here; none means all.
        ceiling: the user's own upper bound a window; None leaves it to Alegra.
        clock: seconds that only grow.
    """

    _left: int
    _sent: int
    _window_end: float

    def __init__(
        self,
        matchers: list[Any],
        ceiling: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(matchers=matchers)
        self._ceiling = ceiling
        self._clock = clock
        self._lock = threading.Lock()
        self._announced = DOCUMENTED_LIMIT
        self._limit = self._bounded(DOCUMENTED_LIMIT)
        self._is_told = False
        self._left = self._sent = 0
        self._window_end = -math.inf
        self._begin(self._announced, clock() + WINDOW_SECONDS)
        self._latest = -math.inf
        self._shared_until = -math.inf

    @property
    def is_shared(self) -> bool:
        """Whether others have used the limit within the last minute."""
        return self._clock() < self._shared_until

    def try_acquire(self, request: Any, weight: int) -> None:
        """Count one request.

        Raises:
            CallRateLimitHit: it has to wait; it carries how long.
        """
        with self._lock:
            now = self._clock()
            if now >= self._window_end:
                self._begin(self._announced, now + WINDOW_SECONDS)
            at = self._due(now) if self._left >= weight else self._window_end
            if at > now:
                raise CallRateLimitHit(
                    error="the rate limit of this minute is used up, or shared with others",
                    item=request,
                    weight=weight,
                    rate=f"{self._limit} a minute",
                    time_to_wait=timedelta(seconds=at - now),
                )
            self._latest = now
            self._left -= weight
            self._sent += weight

    def update(self, available_calls: int | None, call_reset_ts: Any) -> None:
        """Part of the CDK's interface that `learn` replaces: Alegra tells seconds, not a moment."""

    def learn(
        self,
        limit: int | None,
        left: int | None,
        reset_seconds: float | None,
        took: float = 0,
        is_refusal: bool = False,
    ) -> None:
        """Take over what an answer told; requests under way are counted already, so only less.

        Args:
            limit: requests of a window.
            left: how many of them are left.
            reset_seconds: until the window ends, rounded up.
            took: seconds that the answer took.
            is_refusal: whether the request was over the limit; then the seconds are not doubted.
        """
        with self._lock:
            now = self._clock()
            # A limit of nothing would never let anything be asked again.
            if limit:
                self._announced = limit
                self._left += self._bounded(limit) - self._limit
                self._limit = self._bounded(limit)
            if reset_seconds is not None:
                # A window is a minute; an epoch is none of its lengths.
                seconds = min(reset_seconds, WINDOW_SECONDS)
                is_new = now - took + seconds - _ROUNDING_SECONDS > self._window_end
                if not self._is_told or is_new:
                    self._is_told = True
                    self._begin(self._announced if left is None else left, math.inf)
                # Each answer tells a bound; a slow one tells a late one.
                end = now + seconds + _ROUNDING_SECONDS
                self._window_end = end if is_refusal else min(self._window_end, end)
            if left is not None:
                if self._announced - left > self._sent:
                    self._shared_until = now + WINDOW_SECONDS
                self._left = min(self._left, left)

    def _begin(self, left: int, end: float) -> None:
        """A window begins, or is come to know; what is used up of it says nothing of others."""
        self._left = min(left, self._limit)
        # Requests under way may be counted in it.
        self._sent = self._announced - left + MAXIMUM_CONCURRENT_REQUESTS
        self._window_end = end

    def _due(self, now: float) -> float:
        """When the next request may be sent."""
        if now >= self._shared_until:
            return now
        spare = self._left - self._limit // _RESERVE
        if spare <= 0:
            return self._window_end
        return self._latest + (self._window_end - now) / (spare * _HASTE)

    def _bounded(self, limit: int) -> int:
        return limit if self._ceiling is None else min(limit, self._ceiling)


class RateLimit(APIBudget):
    """The budget of one Alegra user, shared by everything that the process asks.

    ``/contacts`` has shown a lower limit of its own on some accounts (docs: alegra-api 1.2): it
    counts with everything else until it announces another limit, and by itself from then on.
    """

    def __init__(
        self, ceiling: int | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._shared = RateLimitPolicy([], ceiling, clock)
        self._contacts = RateLimitPolicy(
            [HttpRequestRegexMatcher(url_path_pattern=r"/contacts(/|$)")], ceiling, clock
        )
        self._shared_limit: int | None = None
        self._contacts_apart = False
        self._refusals = 0
        super().__init__(policies=[self._shared])

    def get_matching_policy(self, request: Any) -> RateLimitPolicy:
        """The limit that a request counts towards."""
        if self._contacts_apart and self._contacts.matches(request):
            return self._contacts
        return self._shared

    def update_from_response(self, request: Any, response: Any) -> None:
        """Learn from the headers of an answer, and from a refusal that carries none.

        Refusals that follow one another are answered by waiting twice as long each time, up to a
        window, whatever they say.
        """
        limit = _whole(response.headers.get("X-Rate-Limit-Limit"))
        left = _whole(response.headers.get("X-Rate-Limit-Remaining"))
        reset = _whole(response.headers.get("X-Rate-Limit-Reset"))
        is_refusal = is_rate_limited(response)
        if is_refusal:
            left = 0
            told = reset if reset is not None else _reset_in_body(response)
            reset = max(told, 2 ** min(self._refusals, _MAXIMUM_DOUBLINGS))
            self._refusals += 1
        else:
            self._refusals = 0
        if self._contacts.matches(request):
            apart = None not in (limit, self._shared_limit) and limit != self._shared_limit
            self._contacts_apart = self._contacts_apart or apart
        elif limit is not None:
            self._shared_limit = limit
        took = response.elapsed.total_seconds()
        self.get_matching_policy(request).learn(limit, left, reset, took, is_refusal)


class RateLimitedSession(LimiterSession):
    """An HTTP session that keeps to the rate limit and waits where it is used up all the same.

    Args:
        rate_limit: the limit to keep to.
        waits: whether a refused request waits and is sent again; a connection check does not.
    """

    def __init__(self, rate_limit: RateLimit, waits: bool = True) -> None:
        super().__init__(api_budget=rate_limit)
        self._rate_limit = rate_limit
        self._waits = waits
        self._in_flight = threading.BoundedSemaphore(MAXIMUM_CONCURRENT_REQUESTS)
        self._one = threading.Lock()

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send within the rate limit; a refusal is waited out, however long it takes.

        Beside others it is one request at a time, for all of them together may have three.
        """
        is_shared = self._rate_limit.get_matching_policy(request).is_shared
        with self._in_flight, self._one if is_shared else nullcontext():
            while True:
                response = super().send(request, **kwargs)
                if not (self._waits and is_rate_limited(response)):
                    return response
                logger.info("Alegra's rate limit is used up; waiting for the next minute.")


def _reset_in_body(response: requests.Response) -> int:
    headers = ErrorEnvelope.read(response).content.get("headers")
    told = _whole(headers.get("x-rate-limit-reset")) if isinstance(headers, dict) else None
    return int(WINDOW_SECONDS) if told is None else told


def _whole(value: object) -> int | None:
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
