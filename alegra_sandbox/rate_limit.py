"""The rate limit: a fixed window, told in the headers of every answer (docs: alegra-api 1.2)."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

SHOWN_WHEN_UNLIMITED = 150
"""The limit that the headers show when there is none."""


@dataclass(frozen=True)
class Grant:
    """What the rate limit says to one request.

    The reset is in whole seconds until the next window, rounded up; it is not a moment.
    """

    allowed: bool
    limit: int
    remaining: int
    reset: int

    def headers(self, form: str = "seconds") -> dict[str, str]:
        """The headers that tell it, in one of the answers of the quirk ``rate_limit_headers``."""
        resets = {"epoch": int(time.time()) + self.reset, "hour": 3600, "zero": 0}
        headers = {
            "X-Rate-Limit-Limit": "0" if form == "no_limit" else str(self.limit),
            "X-Rate-Limit-Remaining": str(self.remaining),
            "X-Rate-Limit-Reset": str(resets.get(form, self.reset)),
        }
        return {} if form == "missing" else headers


class RateLimit:
    """Counts requests in windows that follow one another without a gap.

    Args:
        limit: requests of a window; 0 for any number.
        window: its length in seconds.
        clock: seconds that only grow.
    """

    def __init__(self, limit: int, window: float, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._window = window
        self._clock = clock
        self._began = clock()
        self._current = 0
        self._taken = 0

    def take(self) -> Grant:
        """Count one request; a refused one does not use up more than there is."""
        elapsed = self._clock() - self._began
        window = int(elapsed // self._window)
        if window != self._current:
            self._current, self._taken = window, 0
        reset = math.ceil((window + 1) * self._window - elapsed)
        if not self._limit:
            return Grant(True, SHOWN_WHEN_UNLIMITED, SHOWN_WHEN_UNLIMITED, reset)
        allowed = self._taken < self._limit
        self._taken += allowed
        return Grant(allowed, self._limit, self._limit - self._taken, reset)
